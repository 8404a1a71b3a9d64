package steelyard.bench.node;

import java.util.List;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import steelyard.bench.core.RecordedFlow;
import steelyard.exchange.Exchange;
import steelyard.protocol.EventBatch;
import steelyard.protocol.EventBatchWriter;
import steelyard.protocol.sbe.EventHeaderEncoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.SnapshotStartDecoder;
import steelyard.protocol.sbe.SnapshotStartEncoder;
import steelyard.server.cluster.StateHashes;
import steelyard.server.cluster.StateMachine;

/**
 * The exchange with the state that a recorded flow begins with. Log time is moved to that of the flow, and events are
 * numbered from 1, as on a new node.
 */
final class FlowMachine implements StateMachine {
    private final Exchange exchange;
    private final long earlierNanos;
    private long eventsBefore;

    private FlowMachine(final RecordedFlow flow, final long earlierNanos, final BatchSink events) {
        this.earlierNanos = earlierNanos;
        this.exchange = new Exchange((buffer, offset, length) -> {
            renumber((MutableDirectBuffer) buffer, offset, length);
            events.onBatch(buffer, offset, length);
        }, 1);
        load(flow, events);
    }

    /** Machines for a flow; those of one measurement have the same idea of time. */
    static Factory factory(final RecordedFlow flow) {
        final long earlierNanos = System.currentTimeMillis() * 1_000_000 - flow.startNanos();
        return events -> new FlowMachine(flow, earlierNanos, events);
    }

    private void load(final RecordedFlow flow, final BatchSink events) {
        final EventBatchWriter image = new EventBatchWriter();
        for (final byte[] record : flow.snapshot()) {
            exchange.load(new UnsafeBuffer(record), 0, record.length);
            image.clear();
            final int offset = image.eventOffset();
            image.buffer().putBytes(offset, record);
            if (new MessageHeaderDecoder().wrap(image.buffer(), offset).templateId()
                == SnapshotStartDecoder.TEMPLATE_ID) {
                image.buffer().putLong(offset + MessageHeaderDecoder.ENCODED_LENGTH
                    + SnapshotStartEncoder.eventSequenceEncodingOffset(), 0);
            }
            image.endEvent(record.length);
            events.onBatch(image.buffer(), 0, image.end());
        }
        eventsBefore = exchange.eventSequence();
    }

    private void renumber(final MutableDirectBuffer batch, final int offset, final int length) {
        int event = offset + EventBatch.HEADER_LENGTH;
        while (event < offset + length) {
            final int sequence = event + EventBatch.EVENT_HEADER_LENGTH + MessageHeaderDecoder.ENCODED_LENGTH
                + EventHeaderEncoder.eventSequenceEncodingOffset();
            batch.putLong(sequence, batch.getLong(sequence) - eventsBefore);
            event = BitUtil.align(event + EventBatch.EVENT_HEADER_LENGTH + batch.getInt(event), 8);
        }
    }

    @Override
    public void apply(
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final long logPosition,
        final int commandIndex,
        final long timestampNanos) {
        exchange.apply(buffer, offset, length, logPosition, commandIndex, timestampNanos - earlierNanos);
    }

    @Override
    public void expect(final DirectBuffer buffer, final int offset, final int length) {
        exchange.expect(buffer, offset, length);
    }

    @Override
    public void snapshot(final BatchSink sink) {
        exchange.snapshotInBatches(sink::onBatch);
    }

    @Override
    public void load(final DirectBuffer record, final int offset, final int length) {
        throw new IllegalStateException("a measurement begins with its flow, not with a snapshot");
    }

    @Override
    public long eventSequence() {
        return exchange.eventSequence() - eventsBefore;
    }

    @Override
    public long nowNanos() {
        return exchange.nowNanos();
    }

    @Override
    public StateHashes hashes() {
        return new StateHashes(exchange.stateHash().total(), List.of());
    }
}
