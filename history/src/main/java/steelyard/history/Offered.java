package steelyard.history;

import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.EventHeaderDecoder;
import steelyard.protocol.sbe.OrderRecordDecoder;
import steelyard.protocol.sbe.SnapshotEndDecoder;
import steelyard.protocol.sbe.SnapshotStartDecoder;

/** Tells, before a batch is copied, whether the store wants it. Belongs to the thread that offers. */
final class Offered {
    private final EventHeaderDecoder header = new EventHeaderDecoder();
    private final SnapshotStartDecoder start = new SnapshotStartDecoder();
    private boolean wantsImage;

    /**
     * Whether the batch tells something new: events beyond {@code storedSequence}, or the resting orders of a snapshot
     * that is beyond it. Leaves the batch before its first event.
     */
    boolean isNew(final EventBatch batch, final long storedSequence) {
        final boolean isNew = batch.rewind().next() && isNewEvent(batch, storedSequence);
        batch.rewind();
        return isNew;
    }

    private boolean isNewEvent(final EventBatch batch, final long storedSequence) {
        switch (batch.templateId()) {
            case SnapshotStartDecoder.TEMPLATE_ID -> {
                start.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
                wantsImage = start.eventSequence() > storedSequence;
                return wantsImage;
            }
            case OrderRecordDecoder.TEMPLATE_ID, SnapshotEndDecoder.TEMPLATE_ID -> {
                return wantsImage;
            }
            default -> {
                if (batch.templateId() >= EventBatch.FIRST_SNAPSHOT_TEMPLATE_ID) {
                    return false;
                }
                header.wrap(batch.buffer(), batch.blockOffset());
                return header.eventSequence() + batch.count() - 1 > storedSequence;
            }
        }
    }
}
