package steelyard.exchange.event;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.state.Counters;
import steelyard.protocol.ArrayBuffer;
import steelyard.protocol.EventBatchWriter;
import steelyard.protocol.sbe.EventHeaderEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;

/**
 * Where the events of a command wait until its invariants hold. An event is written between {@link #begin} and
 * {@link #end}, which gives it the next number.
 */
public final class EventStage {
    private final EventBatchWriter batch = new EventBatchWriter();
    private final EventHeaderEncoder header = new EventHeaderEncoder();
    private final Counters counters;
    private CommandFrame command;
    private int exempted;

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
        command = cause;
        exempted = 0;
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
        batch.buffer().putLong(offset, messageHeader(templateId, blockLength), LITTLE_ENDIAN);
        final int block = offset + MessageHeaderEncoder.ENCODED_LENGTH;
        header.wrap(batch.buffer(), block)
            .eventSequence(counters.eventSequence() + batch.count() + 1)
            .logPosition(command.logPosition())
            .timestampNanos(counters.nowNanos())
            .seq(command.seq())
            .epoch(command.epoch())
            .nodeId(command.nodeId())
            .commandIndex(command.commandIndex());
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
