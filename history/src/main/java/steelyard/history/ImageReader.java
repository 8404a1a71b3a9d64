package steelyard.history;

import java.sql.SQLException;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.OrderRecordDecoder;
import steelyard.protocol.sbe.SnapshotEndDecoder;
import steelyard.protocol.sbe.SnapshotStartDecoder;
import steelyard.protocol.sbe.TriggerRecordDecoder;
import steelyard.protocol.sbe.TwapRecordDecoder;

/**
 * Reads the records of a snapshot that the node has loaded. They tell the store something only if it has not come as
 * far as the snapshot: then what happened before is lost to it, and only the open orders and TWAPs are known.
 *
 * <p>Belongs to the store's thread; one for each queue.
 */
final class ImageReader {
    private static final long NONE = -1;

    private final SnapshotStartDecoder start = new SnapshotStartDecoder();
    private final EventRecorder recorder;
    private long eventSequence = NONE;
    private long logPosition;

    ImageReader(final EventRecorder recorder) {
        this.recorder = recorder;
    }

    /**
     * Takes one record.
     *
     * @param storedSequence last event that the store has
     * @return where the store goes on, at the last record of a snapshot that is beyond it; else {@code null}
     */
    HistoryCursor onRecord(final EventBatch batch, final long storedSequence) throws SQLException {
        switch (batch.templateId()) {
            case SnapshotStartDecoder.TEMPLATE_ID -> {
                start.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
                eventSequence = start.eventSequence() > storedSequence ? start.eventSequence() : NONE;
                logPosition = start.logPosition();
            }
            case OrderRecordDecoder.TEMPLATE_ID, TriggerRecordDecoder.TEMPLATE_ID, TwapRecordDecoder.TEMPLATE_ID -> {
                if (eventSequence != NONE) {
                    recorder.recordImage(batch);
                }
            }
            case SnapshotEndDecoder.TEMPLATE_ID -> {
                final boolean beyond = eventSequence > storedSequence;
                final HistoryCursor cursor = beyond ? new HistoryCursor(eventSequence, logPosition) : null;
                forget();
                return cursor;
            }
            default -> { }
        }
        return null;
    }

    /** Skips the rest of the snapshot that is being read. */
    void forget() {
        eventSequence = NONE;
    }
}
