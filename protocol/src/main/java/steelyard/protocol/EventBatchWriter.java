package steelyard.protocol;

import org.agrona.BitUtil;

/** Builds one {@link EventBatch}. Reused; belongs to one thread; allocates only when a batch is the largest so far. */
public final class EventBatchWriter {
    /** No event, its SBE header included, is longer, in bytes: no template has more than two variable fields. */
    public static final int EVENT_LENGTH_MAX = 132 * 1024;

    private static final int ALIGNMENT = 8;

    private final ArrayBuffer buffer = new ArrayBuffer(256 * 1024);
    private int position = EventBatch.HEADER_LENGTH;
    private int count;

    /** Forgets what was written. */
    public void clear() {
        position = EventBatch.HEADER_LENGTH;
        count = 0;
    }

    /**
     * Where the next event's SBE header is to be written; there is room for an event of {@value #EVENT_LENGTH_MAX} bytes.
     */
    public int eventOffset() {
        buffer.reserve(position + EventBatch.EVENT_HEADER_LENGTH + EVENT_LENGTH_MAX + Long.BYTES);
        return position + EventBatch.EVENT_HEADER_LENGTH;
    }

    /**
     * Ends the event written at {@link #eventOffset()}; {@code eventLength} includes its SBE header. Padding is zero, so that
     * the same events are the same bytes.
     */
    public void endEvent(final int eventLength) {
        buffer.putLong(position, eventLength);
        final int end = position + EventBatch.EVENT_HEADER_LENGTH + eventLength;
        if ((eventLength & ALIGNMENT - 1) != 0) {
            buffer.putLong(end, 0);
        }
        position = BitUtil.align(end, ALIGNMENT);
        count++;
    }

    /** Completes the batch's header and returns the number of bytes, header included. */
    public int end() {
        buffer.putInt(0, position);
        buffer.putInt(4, count);
        return position;
    }

    /** Bytes so far, header included. */
    public int length() {
        return position;
    }

    /** Number of events so far. */
    public int count() {
        return count;
    }

    /** What is written to; the batch starts at 0. */
    public ArrayBuffer buffer() {
        return buffer;
    }
}
