package steelyard.bench.node;

import java.util.List;
import org.agrona.DirectBuffer;
import steelyard.protocol.EventBatchWriter;
import steelyard.protocol.sbe.ApplyGenesisDecoder;
import steelyard.protocol.sbe.CommandDoneEncoder;
import steelyard.protocol.sbe.EpochOpenedEncoder;
import steelyard.protocol.sbe.EventHeaderEncoder;
import steelyard.protocol.sbe.GenesisAppliedEncoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.OpenEpochDecoder;
import steelyard.protocol.sbe.OriginDecoder;
import steelyard.protocol.sbe.SequenceGapEncoder;
import steelyard.server.cluster.StateHashes;
import steelyard.server.cluster.StateMachine;

/** A core that only answers: it keeps the numbers of the nodes' commands, so that the node around it works. */
final class NoopMachine implements StateMachine {
    private static final int NODES_MAX = 16;

    private final EventBatchWriter writer = new EventBatchWriter();
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OriginDecoder origin = new OriginDecoder();
    private final CommandDoneEncoder done = new CommandDoneEncoder();
    private final BatchSink events;
    private final long[] tokens = new long[NODES_MAX];
    private final int[] epochs = new int[NODES_MAX];
    private final long[] lastSeqs = new long[NODES_MAX];
    private long eventSequence;
    private long nowNanos;
    private long logPosition;
    private int commandIndex;

    NoopMachine(final BatchSink events) {
        this.events = events;
    }

    @Override
    public void apply(
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final long position,
        final int index,
        final long timestampNanos) {
        nowNanos = Math.max(nowNanos, timestampNanos);
        logPosition = position;
        commandIndex = index;
        writer.clear();
        header.wrap(buffer, offset);
        origin.wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH);
        final int node = origin.nodeId();
        if (header.templateId() == OpenEpochDecoder.TEMPLATE_ID) {
            openEpoch(node, new OpenEpochDecoder().wrapAndApplyHeader(buffer, offset, header).token());
        } else if (origin.epoch() == epochs[node] && origin.seq() > lastSeqs[node]) {
            applyNumbered(node, buffer, offset);
        }
        if (writer.count() > 0) {
            events.onBatch(writer.buffer(), 0, writer.end());
        }
    }

    private void openEpoch(final int node, final long token) {
        if (token == tokens[node]) {
            return;
        }
        tokens[node] = token;
        epochs[node]++;
        lastSeqs[node] = 0;
        final EpochOpenedEncoder event = new EpochOpenedEncoder();
        event.wrapAndApplyHeader(writer.buffer(), writer.eventOffset(), headerEncoder);
        event.token(token).openedEpoch(epochs[node]).openedNodeId(node);
        end(event.header(), EpochOpenedEncoder.BLOCK_LENGTH, 0);
        done(0);
    }

    private void applyNumbered(final int node, final DirectBuffer buffer, final int offset) {
        final long seq = origin.seq();
        if (seq > lastSeqs[node] + 1) {
            final SequenceGapEncoder event = new SequenceGapEncoder();
            event.wrapAndApplyHeader(writer.buffer(), writer.eventOffset(), headerEncoder)
                .expectedSeq(lastSeqs[node] + 1);
            end(event.header(), SequenceGapEncoder.BLOCK_LENGTH, seq);
            return;
        }
        lastSeqs[node] = seq;
        if (header.templateId() == ApplyGenesisDecoder.TEMPLATE_ID) {
            final ApplyGenesisDecoder genesis = new ApplyGenesisDecoder().wrapAndApplyHeader(buffer, offset, header);
            final GenesisAppliedEncoder event = new GenesisAppliedEncoder();
            event.wrapAndApplyHeader(writer.buffer(), writer.eventOffset(), headerEncoder);
            for (int i = 0; i < GenesisAppliedEncoder.genesisHashLength(); i++) {
                event.genesisHash(i, genesis.genesisHash(i));
            }
            end(event.header(), GenesisAppliedEncoder.BLOCK_LENGTH, seq);
        }
        done(seq);
    }

    private void done(final long seq) {
        done.wrapAndApplyHeader(writer.buffer(), writer.eventOffset(), headerEncoder);
        done.detail1(0).detail2(0).accountId(-1).commandTemplateId(header.templateId())
            .rejectReason(0).batchIndex(65_535).result((short) 0);
        end(done.header(), CommandDoneEncoder.BLOCK_LENGTH, seq);
    }

    private void end(final EventHeaderEncoder event, final int blockLength, final long seq) {
        event.eventSequence(++eventSequence).logPosition(logPosition).timestampNanos(nowNanos)
            .seq(seq).epoch(epochs[origin.nodeId()]).nodeId(origin.nodeId()).commandIndex(commandIndex);
        writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + blockLength);
    }

    /** Nothing: the numbers of the nodes' commands begin anew with the next epoch. */
    @Override
    public void snapshot(final BatchSink sink) {
    }

    @Override
    public void load(final DirectBuffer record, final int offset, final int length) {
        throw new IllegalArgumentException("a core that only answers writes no records");
    }

    @Override
    public long eventSequence() {
        return eventSequence;
    }

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    @Override
    public StateHashes hashes() {
        return new StateHashes(eventSequence, List.of());
    }
}
