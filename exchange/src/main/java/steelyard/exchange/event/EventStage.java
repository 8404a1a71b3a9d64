package steelyard.exchange.event;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.sbe.MessageEncoderFlyweight;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.state.Counters;
import steelyard.protocol.EventBatchWriter;
import steelyard.protocol.sbe.EventHeaderEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;

/**
 * Where the events of a command wait until its invariants hold. An event is written between {@link #begin} and
 * {@link #end}, which gives it the next number.
 */
public final class EventStage {
    private final EventBatchWriter batch = new EventBatchWriter();
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final Counters counters;
    private CommandFrame command;

    /** A stage that numbers on from what {@code counters} say. */
    public EventStage(final Counters counters) {
        this.counters = counters;
    }

    /** Empties the stage for the events of this command. */
    public void open(final CommandFrame cause) {
        command = cause;
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
    public DirectBuffer buffer() {
        return batch.buffer();
    }

    /** Starts an event of the encoder's template. */
    public void begin(final MessageEncoderFlyweight encoder) {
        final MutableDirectBuffer buffer = batch.buffer();
        final int offset = batch.eventOffset();
        messageHeader.wrap(buffer, offset)
            .blockLength(encoder.sbeBlockLength())
            .templateId(encoder.sbeTemplateId())
            .schemaId(encoder.sbeSchemaId())
            .version(encoder.sbeSchemaVersion());
        encoder.wrap(buffer, offset + MessageHeaderEncoder.ENCODED_LENGTH);
    }

    /** Writes the header that every event has. */
    public void stamp(final EventHeaderEncoder header) {
        header
            .eventSequence(counters.eventSequence() + batch.count() + 1)
            .logPosition(command.logPosition())
            .timestampNanos(counters.nowNanos())
            .seq(command.seq())
            .epoch(command.epoch())
            .nodeId(command.nodeId())
            .commandIndex(command.commandIndex());
    }

    /** Ends an event. */
    public void end(final MessageEncoderFlyweight encoder) {
        batch.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
    }
}
