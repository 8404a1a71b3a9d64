package steelyard.exchange.event;

import org.agrona.DirectBuffer;
import steelyard.exchange.command.Remark;
import steelyard.exchange.state.Nodes;
import steelyard.protocol.sbe.BehaviourSwitchedEncoder;
import steelyard.protocol.sbe.CheckpointReportedEncoder;
import steelyard.protocol.sbe.CheckpointTakenEncoder;
import steelyard.protocol.sbe.NodeAnnouncedEncoder;
import steelyard.protocol.sbe.NodeRetiredEncoder;
import steelyard.protocol.sbe.ReportCheckpointDecoder;

/** Events of what nodes say about themselves. */
public final class NodeEvents {
    private final NodeAnnouncedEncoder nodeAnnounced = new NodeAnnouncedEncoder();
    private final BehaviourSwitchedEncoder behaviourSwitched = new BehaviourSwitchedEncoder();
    private final NodeRetiredEncoder nodeRetired = new NodeRetiredEncoder();
    private final CheckpointTakenEncoder checkpointTaken = new CheckpointTakenEncoder();
    private final CheckpointReportedEncoder checkpointReported = new CheckpointReportedEncoder();
    private final EventStage stage;

    /** Writes to this stage. */
    public NodeEvents(final EventStage stage) {
        this.stage = stage;
    }

    /** The command's node said what its build and its skip list are; the hash is taken from {@code nodes}. */
    public void announced(final Nodes nodes, final int index) {
        nodeAnnounced.wrap(stage.buffer(), stage.begin(NodeAnnouncedEncoder.TEMPLATE_ID, NodeAnnouncedEncoder.BLOCK_LENGTH));
        nodeAnnounced
            .behaviourMin(nodes.behaviourMin(index))
            .behaviourMax(nodes.behaviourMax(index))
            .putSkipListHash(nodes.skipListHashes(), nodes.skipListOffset(index), Nodes.SKIP_LIST_HASH_LENGTH);
        stage.end(nodeAnnounced.encodedLength());
    }

    /** Commands have another meaning from now on. */
    public void behaviourSwitched(final int version, final Remark remark) {
        behaviourSwitched.wrap(stage.buffer(), stage.begin(BehaviourSwitchedEncoder.TEMPLATE_ID, BehaviourSwitchedEncoder.BLOCK_LENGTH));
        behaviourSwitched
            .behaviourVersion(version)
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(behaviourSwitched.encodedLength());
    }

    /** A node is a member no more. */
    public void retired(final int nodeId, final Remark remark) {
        nodeRetired.wrap(stage.buffer(), stage.begin(NodeRetiredEncoder.TEMPLATE_ID, NodeRetiredEncoder.BLOCK_LENGTH));
        nodeRetired
            .retiredNodeId(nodeId)
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(nodeRetired.encodedLength());
    }

    /** The state before this event had this hash. */
    public void checkpointTaken(final long stateHash) {
        checkpointTaken.wrap(stage.buffer(), stage.begin(CheckpointTakenEncoder.TEMPLATE_ID, CheckpointTakenEncoder.BLOCK_LENGTH));
        checkpointTaken.stateHash(stateHash);
        stage.end(checkpointTaken.encodedLength());
    }

    /** A node told what it has at a checkpoint. */
    public void checkpointReported(final ReportCheckpointDecoder report) {
        checkpointReported.wrap(stage.buffer(), stage.begin(CheckpointReportedEncoder.TEMPLATE_ID, CheckpointReportedEncoder.BLOCK_LENGTH));
        final DirectBuffer buffer = report.buffer();
        checkpointReported
            .checkpointSequence(report.checkpointSequence())
            .checkpointPosition(report.checkpointPosition())
            .term(report.term())
            .stateHash(report.stateHash());
        final int start = report.offset() + ReportCheckpointDecoder.chainHashEncodingOffset();
        checkpointReported.buffer().putBytes(
            checkpointReported.offset() + CheckpointReportedEncoder.chainHashEncodingOffset(), buffer, start,
            ReportCheckpointDecoder.chainHashLength() + ReportCheckpointDecoder.signatureLength());
        stage.end(checkpointReported.encodedLength());
    }
}
