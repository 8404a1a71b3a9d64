package steelyard.protocol;

import static steelyard.protocol.sbe.MessageHeaderEncoder.ENCODED_LENGTH;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import steelyard.protocol.sbe.MessageHeaderDecoder;

/**
 * Walks over the events of one command, in their order. The layout is a 4-byte length of the whole, a 4-byte number of
 * events, and per event a 4-byte length, 4 unused bytes and the SBE message, padded to 8 bytes.
 *
 * <p>The records of a snapshot travel in the same form, many a batch where it is taken and one a batch where it is
 * loaded; their template ids are 200 and above. A flyweight: it is valid until the owner of the buffer goes on, and
 * belongs to one thread.
 */
public final class EventBatch {
    /** Bytes before the first event. */
    public static final int HEADER_LENGTH = 8;
    /** Bytes before each event. */
    public static final int EVENT_HEADER_LENGTH = 8;
    /** Template ids from here on are snapshot records. */
    public static final int FIRST_SNAPSHOT_TEMPLATE_ID = 200;

    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private int length;
    private int count;
    private int position;
    private int eventOffset;
    private int eventLength;

    /** Looks at the batch that starts at {@code offset}, before its first event. */
    public EventBatch wrap(final DirectBuffer source, final int offset) {
        length = source.getInt(offset);
        count = source.getInt(offset + 4);
        buffer.wrap(source, offset, length);
        return rewind();
    }

    /** Back to before the first event. */
    public EventBatch rewind() {
        position = HEADER_LENGTH;
        eventLength = 0;
        return this;
    }

    /** Goes to the next event; {@code false} after the last. */
    public boolean next() {
        if (position >= length) {
            return false;
        }
        eventLength = buffer.getInt(position);
        eventOffset = position + EVENT_HEADER_LENGTH;
        position = BitUtil.align(eventOffset + eventLength, 8);
        return true;
    }

    /** Number of events. */
    public int count() {
        return count;
    }

    /** Bytes of the whole batch, header included. */
    public int length() {
        return length;
    }

    /** The batch's bytes, from its header on. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Where the current event's SBE header starts. */
    public int eventOffset() {
        return eventOffset;
    }

    /** Where the current event's block starts. */
    public int blockOffset() {
        return eventOffset + ENCODED_LENGTH;
    }

    /** Bytes of the current event, SBE header included. */
    public int eventLength() {
        return eventLength;
    }

    /** Template id of the current event. */
    public int templateId() {
        return buffer.getShort(eventOffset + MessageHeaderDecoder.templateIdEncodingOffset()) & 0xFFFF;
    }

    /** Block length of the current event, as written. */
    public int blockLength() {
        return buffer.getShort(eventOffset + MessageHeaderDecoder.blockLengthEncodingOffset()) & 0xFFFF;
    }

    /** Schema version of the current event, as written. */
    public int version() {
        return buffer.getShort(eventOffset + MessageHeaderDecoder.versionEncodingOffset()) & 0xFFFF;
    }
}
