package steelyard.server.cluster;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.ImageFragmentAssembler;
import io.aeron.Publication;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import steelyard.protocol.EventBatch;
import steelyard.protocol.EventBatchWriter;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.SnapshotEndDecoder;
import steelyard.server.sequencer.CommandPack;

/**
 * A snapshot between the state machine and Aeron: records packed into messages as commands are, which is how events
 * stand in a batch. Loading also gives each record to the egress ring, where it rebuilds the read models.
 */
final class SnapshotTransfer {
    private final StateMachine core;
    private final StateMachine.BatchSink events;
    private final EventBatchWriter batch = new EventBatchWriter();
    private boolean complete;

    SnapshotTransfer(final StateMachine core, final StateMachine.BatchSink events) {
        this.core = core;
        this.events = events;
    }

    /** Writes the state to {@code publication}. */
    void take(final ExclusivePublication publication, final IdleStrategy idle) {
        core.snapshot((records, offset, length) ->
            send(publication, idle, records, offset + EventBatch.HEADER_LENGTH, length - EventBatch.HEADER_LENGTH));
    }

    private static void send(
        final ExclusivePublication publication,
        final IdleStrategy idle,
        final DirectBuffer message,
        final int offset,
        final int length) {
        idle.reset();
        long result = publication.offer(message, offset, length);
        while (result < 0) {
            if (result != Publication.BACK_PRESSURED && result != Publication.ADMIN_ACTION) {
                throw new IllegalStateException("snapshot refused: " + Publication.errorString(result));
            }
            idle.idle();
            result = publication.offer(message, offset, length);
        }
    }

    /** Reads the state from {@code image}, up to the end record. */
    void load(final Image image, final IdleStrategy idle) {
        complete = false;
        final ImageFragmentAssembler assembler = new ImageFragmentAssembler(this::onMessage);
        while (!complete) {
            final int fragments = image.poll(assembler, 10);
            if (fragments == 0 && image.isClosed()) {
                throw new IllegalStateException("the snapshot ends before its end record");
            }
            idle.idle(fragments);
        }
    }

    private void onMessage(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        CommandPack.read(buffer, offset, length, this::onRecord);
    }

    private void onRecord(final int index, final DirectBuffer buffer, final int offset, final int length) {
        core.load(buffer, offset, length);
        batch.clear();
        batch.buffer().putBytes(batch.eventOffset(), buffer, offset, length);
        batch.endEvent(length);
        events.onBatch(batch.buffer(), 0, batch.end());
        complete = templateId(buffer, offset) == SnapshotEndDecoder.TEMPLATE_ID;
    }

    private static int templateId(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset + MessageHeaderDecoder.templateIdEncodingOffset()) & 0xFFFF;
    }
}
