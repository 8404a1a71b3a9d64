package steelyard.exchange.event;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.state.Counters;
import steelyard.protocol.ArrayBuffer;
import steelyard.protocol.EventBatchWriter;
import steelyard.protocol.array.EventHeaderEncoder;
import steelyard.protocol.array.MessageHeaderEncoder;

/**
 * Where the events of a command wait until its invariants hold. An event is written between {@link #begin} and
 * {@link #end}, which gives it the next number.
 */
public final class EventStage {
    private final EventBatchWriter batch = new EventBatchWriter();
    private final Counters counters;
    private int exempted;
    /** What the headers of all events of the command have in common. */
    private long firstSequence;
    private long logPosition;
    private long timestampNanos;
    private long seq;
    /** Four bytes, two and two: they stand side by side in the header. */
    private long epochNodeAndIndex;

    /** A stage that numbers on from what {@code counters} say. */
    public EventStage(final Counters counters) {
        this.counters = counters;
    }

    /** Says that so many of the last events do not count toward the bound of events. */
    public void exempt(final int events) {
        exempted += events;
    }

    /** Number of events so far that count toward the bound of events. */
    public int boundedCount() {
        return batch.count() - exempted;
    }

    /** Empties the stage for the events of this command. */
    public void open(final CommandFrame cause) {
        exempted = 0;
        firstSequence = counters.eventSequence() + 1;
        logPosition = cause.logPosition();
        timestampNanos = counters.nowNanos();
        seq = cause.seq();
        epochNodeAndIndex = EventFields.pack(
            cause.epoch(), EventFields.packShorts(cause.nodeId(), cause.commandIndex()));
        batch.clear();
    }

    /** Completes the batch; answers its length in bytes. */
    public int close() {
        return batch.end();
    }

    /** Number of events so far. */
    public int count() {
        return batch.count();
    }

    /** The batch, from 0. */
    public ArrayBuffer buffer() {
        return batch.buffer();
    }

    /** Starts an event and writes the headers that every event has; answers where its block starts. */
    public int begin(final int templateId, final int blockLength) {
        final int offset = batch.eventOffset();
        final ArrayBuffer buffer = batch.buffer();
        buffer.putLong(offset, messageHeader(templateId, blockLength), LITTLE_ENDIAN);
        final int block = offset + MessageHeaderEncoder.ENCODED_LENGTH;
        buffer.putLong(
            block + EventHeaderEncoder.eventSequenceEncodingOffset(), firstSequence + batch.count(), LITTLE_ENDIAN);
        buffer.putLong(block + EventHeaderEncoder.logPositionEncodingOffset(), logPosition, LITTLE_ENDIAN);
        buffer.putLong(block + EventHeaderEncoder.timestampNanosEncodingOffset(), timestampNanos, LITTLE_ENDIAN);
        buffer.putLong(block + EventHeaderEncoder.seqEncodingOffset(), seq, LITTLE_ENDIAN);
        buffer.putLong(block + EventHeaderEncoder.epochEncodingOffset(), epochNodeAndIndex, LITTLE_ENDIAN);
        return block;
    }

    /** Ends an event whose block and variable fields have this length. */
    public void end(final int encodedLength) {
        batch.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
    }

    /** The SBE header: four unsigned shorts. */
    private static long messageHeader(final int templateId, final int blockLength) {
        return (long) EventHeaderEncoder.SCHEMA_VERSION << 48 | (long) EventHeaderEncoder.SCHEMA_ID << 32
            | (long) templateId << 16 | blockLength;
    }
}
