package steelyard.exchange.node;

import java.util.function.LongSupplier;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.command.Remark;
import steelyard.exchange.event.NodeEvents;
import steelyard.exchange.state.Behaviour;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.Nodes;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.AnnounceNodeDecoder;
import steelyard.protocol.sbe.ReportCheckpointDecoder;
import steelyard.protocol.sbe.RetireNodeDecoder;
import steelyard.protocol.sbe.SwitchBehaviourDecoder;

/** Commands about the nodes themselves. {@code docs/rules.md}, 9. */
public final class NodeCommands {
    private final Nodes nodes;
    private final Behaviour behaviour;
    private final NodeEvents events;
    private final LongSupplier stateHash;
    private final AnnounceNodeDecoder announceNode = new AnnounceNodeDecoder();
    private final SwitchBehaviourDecoder switchBehaviour = new SwitchBehaviourDecoder();
    private final RetireNodeDecoder retireNode = new RetireNodeDecoder();
    private final ReportCheckpointDecoder reportCheckpoint = new ReportCheckpointDecoder();
    private final Remark remark = new Remark();

    /** Applies to this state; {@code stateHash} hashes it as it is. */
    public NodeCommands(final ExchangeState state, final NodeEvents events, final LongSupplier stateHash) {
        this.nodes = state.nodes();
        this.behaviour = state.behaviour();
        this.events = events;
        this.stateHash = stateHash;
    }

    /** {@code AnnounceNode}. */
    public RejectReason announce(final CommandFrame command, final Refusal refusal) {
        command.decode(announceNode);
        final int min = announceNode.behaviourMin();
        final int max = announceNode.behaviourMax();
        if (min < 1 || min > max) {
            return refusal.because(RejectReason.INVALID_BEHAVIOUR, min, max);
        }
        final int index = nodes.index(command.nodeId());
        nodes.announce(index, min, max);
        announceNode.getSkipListHash(
            nodes.skipListHashes(), nodes.skipListOffset(index), Nodes.SKIP_LIST_HASH_LENGTH);
        events.announced(nodes, index);
        return RejectReason.NONE;
    }

    /**
     * {@code SwitchBehaviour}.
     *
     * @throws IllegalStateException if this build cannot run the version
     */
    public RejectReason switchBehaviour(final CommandFrame command, final Refusal refusal) {
        final int version = command.decode(switchBehaviour).behaviourVersion();
        if (version <= behaviour.version()) {
            return refusal.because(RejectReason.INVALID_BEHAVIOUR, version, behaviour.version());
        }
        for (int i = 0; i < nodes.count(); i++) {
            if (!nodes.isRetired(i) && (nodes.behaviourMin(i) > version || nodes.behaviourMax(i) < version)) {
                return refusal.because(RejectReason.BEHAVIOUR_UNSUPPORTED, nodes.nodeId(i), version);
            }
        }
        behaviour.version(version);
        events.behaviourSwitched(version, remark.wrap(command));
        return RejectReason.NONE;
    }

    /** {@code RetireNode}. */
    public RejectReason retire(final CommandFrame command, final Refusal refusal) {
        final int nodeId = command.decode(retireNode).retiredNodeId();
        final int index = nodes.index(nodeId);
        if (index == Nodes.UNKNOWN) {
            return refusal.because(RejectReason.UNKNOWN_NODE, nodeId, 0);
        }
        nodes.retired(index, true);
        events.retired(nodeId, remark.wrap(command));
        return RejectReason.NONE;
    }

    /** {@code TakeCheckpoint}. */
    public RejectReason takeCheckpoint() {
        events.checkpointTaken(stateHash.getAsLong());
        return RejectReason.NONE;
    }

    /** {@code ReportCheckpoint}. */
    public RejectReason reportCheckpoint(final CommandFrame command) {
        events.checkpointReported(command.decode(reportCheckpoint));
        return RejectReason.NONE;
    }
}
