package steelyard.server;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import steelyard.model.Mix64;
import steelyard.protocol.EventBatchWriter;
import steelyard.protocol.sbe.ApplyGenesisDecoder;
import steelyard.protocol.sbe.CommandDoneEncoder;
import steelyard.protocol.sbe.DepositDecoder;
import steelyard.protocol.sbe.EpochOpenedEncoder;
import steelyard.protocol.sbe.EventHeaderEncoder;
import steelyard.protocol.sbe.GenesisAppliedEncoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.NodeRecordDecoder;
import steelyard.protocol.sbe.NodeRecordEncoder;
import steelyard.protocol.sbe.OpenEpochDecoder;
import steelyard.protocol.sbe.OriginDecoder;
import steelyard.protocol.sbe.SequenceGapEncoder;
import steelyard.protocol.sbe.SnapshotEndEncoder;
import steelyard.protocol.sbe.SnapshotStartDecoder;
import steelyard.protocol.sbe.SnapshotStartEncoder;
import steelyard.server.cluster.StateHashes;
import steelyard.server.cluster.StateMachine;

/**
 * The numbering rules of one node, a genesis hash, and a sum over the deposits: a state machine that the tests of the
 * plumbing can look through. A deposit of {@link #POISON} throws.
 */
public final class CountingMachine implements StateMachine {
    /** Amount of the deposit that cannot be applied. */
    public static final long POISON = -666;

    private final EventBatchWriter writer = new EventBatchWriter();
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OriginDecoder origin = new OriginDecoder();
    private final BatchSink events;
    private final byte[] genesisHash = new byte[32];

    private long eventSequence;
    private long nowNanos;
    private long token;
    private int epoch;
    private long lastSeq;
    private long sum;
    private long count;
    private boolean hasGenesis;
    private long logPosition;
    private int commandIndex;

    public CountingMachine(final BatchSink events) {
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
        if (header.templateId() == OpenEpochDecoder.TEMPLATE_ID) {
            openEpoch(new OpenEpochDecoder().wrapAndApplyHeader(buffer, offset, header).token());
        } else if (origin.epoch() == epoch && origin.seq() > lastSeq) {
            applyNumbered(buffer, offset);
        }
        if (writer.count() > 0) {
            events.onBatch(writer.buffer(), 0, writer.end());
        }
    }

    private void openEpoch(final long newToken) {
        if (newToken == token) {
            return;
        }
        token = newToken;
        epoch++;
        lastSeq = 0;
        final EpochOpenedEncoder event = new EpochOpenedEncoder();
        event.wrapAndApplyHeader(writer.buffer(), writer.eventOffset(), headerEncoder);
        event.token(token).openedEpoch(epoch).openedNodeId(origin.nodeId());
        end(event.header(), EpochOpenedEncoder.BLOCK_LENGTH, 0);
        done(0);
    }

    private void applyNumbered(final DirectBuffer buffer, final int offset) {
        final long seq = origin.seq();
        if (seq > lastSeq + 1) {
            final SequenceGapEncoder event = new SequenceGapEncoder();
            event.wrapAndApplyHeader(writer.buffer(), writer.eventOffset(), headerEncoder).expectedSeq(lastSeq + 1);
            end(event.header(), SequenceGapEncoder.BLOCK_LENGTH, seq);
            return;
        }
        lastSeq = seq;
        if (header.templateId() == DepositDecoder.TEMPLATE_ID) {
            final DepositDecoder deposit = new DepositDecoder().wrapAndApplyHeader(buffer, offset, header);
            if (deposit.amountMicros() == POISON) {
                throw new IllegalStateException("a planted broken invariant");
            }
            sum = Mix64.mix(sum, deposit.amountMicros());
            count++;
        } else if (header.templateId() == ApplyGenesisDecoder.TEMPLATE_ID) {
            applyGenesis(new ApplyGenesisDecoder().wrapAndApplyHeader(buffer, offset, header), seq);
        }
        done(seq);
    }

    private void applyGenesis(final ApplyGenesisDecoder genesis, final long seq) {
        final GenesisAppliedEncoder event = new GenesisAppliedEncoder();
        event.wrapAndApplyHeader(writer.buffer(), writer.eventOffset(), headerEncoder);
        for (int i = 0; i < genesisHash.length; i++) {
            genesisHash[i] = (byte) genesis.genesisHash(i);
            event.genesisHash(i, genesis.genesisHash(i));
        }
        hasGenesis = true;
        end(event.header(), GenesisAppliedEncoder.BLOCK_LENGTH, seq);
    }

    private void done(final long seq) {
        final CommandDoneEncoder event = new CommandDoneEncoder();
        event.wrapAndApplyHeader(writer.buffer(), writer.eventOffset(), headerEncoder);
        event.detail1(0).detail2(0).accountId(-1).commandTemplateId(header.templateId())
            .rejectReason(0).batchIndex(65_535).result((short) 0);
        end(event.header(), CommandDoneEncoder.BLOCK_LENGTH, seq);
    }

    private void end(final EventHeaderEncoder event, final int blockLength, final long seq) {
        event.eventSequence(++eventSequence).logPosition(logPosition).timestampNanos(nowNanos)
            .seq(seq).epoch(epoch).nodeId(origin.nodeId()).commandIndex(commandIndex);
        writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + blockLength);
    }

    @Override
    public void snapshot(final BatchSink sink) {
        final EventBatchWriter records = new EventBatchWriter();
        final SnapshotStartEncoder start = new SnapshotStartEncoder();
        start.wrapAndApplyHeader(records.buffer(), records.eventOffset(), headerEncoder);
        start.nowNanos(nowNanos).eventSequence(eventSequence).logPosition(logPosition)
            .nextOrderId(sum).nextTradeId(count).nextPrioritySequence(0).behaviourVersion(1)
            .genesisApplied((short) (hasGenesis ? 1 : 0));
        for (int i = 0; i < genesisHash.length; i++) {
            start.genesisHash(i, (short) (genesisHash[i] & 0xFF));
        }
        records.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + SnapshotStartEncoder.BLOCK_LENGTH);
        final NodeRecordEncoder node = new NodeRecordEncoder();
        node.wrapAndApplyHeader(records.buffer(), records.eventOffset(), headerEncoder)
            .token(token).lastSeq(lastSeq).epoch(epoch).nodeId(1);
        records.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + NodeRecordEncoder.BLOCK_LENGTH);
        final SnapshotEndEncoder end = new SnapshotEndEncoder();
        end.wrapAndApplyHeader(records.buffer(), records.eventOffset(), headerEncoder)
            .recordCount(3).stateHash(hashes().total());
        records.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + SnapshotEndEncoder.BLOCK_LENGTH);
        sink.onBatch(records.buffer(), 0, records.end());
    }

    @Override
    public void load(final DirectBuffer record, final int offset, final int length) {
        header.wrap(record, offset);
        if (header.templateId() == SnapshotStartDecoder.TEMPLATE_ID) {
            final SnapshotStartDecoder start = new SnapshotStartDecoder().wrapAndApplyHeader(record, offset, header);
            nowNanos = start.nowNanos();
            eventSequence = start.eventSequence();
            sum = start.nextOrderId();
            count = start.nextTradeId();
            hasGenesis = start.genesisApplied() != 0;
            for (int i = 0; i < genesisHash.length; i++) {
                genesisHash[i] = (byte) start.genesisHash(i);
            }
        } else if (header.templateId() == NodeRecordDecoder.TEMPLATE_ID) {
            final NodeRecordDecoder node = new NodeRecordDecoder().wrapAndApplyHeader(record, offset, header);
            token = node.token();
            lastSeq = node.lastSeq();
            epoch = node.epoch();
        }
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
        final List<StateHashes.Part> parts = new ArrayList<>();
        parts.add(new StateHashes.Part("deposits", sum));
        parts.add(new StateHashes.Part("count", count));
        return new StateHashes(Mix64.mix(sum + count, lastSeq + epoch), parts);
    }
}
