package steelyard.server.readmodel;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Records of one length, each with a slot number that stays its own until it is freed. Grows by chunks, never moves a
 * record, and hands out freed slots again, last freed first. A new record's content is undefined.
 */
final class Slab {
    /** No slot. */
    static final int NONE = -1;

    private static final int CHUNK_SHIFT = 12;
    private static final int CHUNK_RECORDS = 1 << CHUNK_SHIFT;
    private static final int CHUNK_MASK = CHUNK_RECORDS - 1;

    private final int recordLength;
    private UnsafeBuffer[] chunks = new UnsafeBuffer[0];
    private int slotLimit;
    private int firstFree = NONE;

    Slab(final int recordLength) {
        this.recordLength = recordLength;
    }

    /** Takes a slot: a freed one, or the next one never used. */
    int allocate() {
        if (firstFree != NONE) {
            final int slot = firstFree;
            firstFree = intAt(slot, 0);
            return slot;
        }
        if (slotLimit == chunks.length << CHUNK_SHIFT) {
            chunks = Arrays.copyOf(chunks, chunks.length + 1);
            chunks[chunks.length - 1] = new UnsafeBuffer(new byte[CHUNK_RECORDS * recordLength]);
        }
        return slotLimit++;
    }

    /** Gives a slot back. */
    void free(final int slot) {
        putInt(slot, 0, firstFree);
        firstFree = slot;
    }

    /** The buffer that holds the record; it begins there at {@link #offset}. */
    UnsafeBuffer buffer(final int slot) {
        return chunks[slot >>> CHUNK_SHIFT];
    }

    int offset(final int slot) {
        return (slot & CHUNK_MASK) * recordLength;
    }

    long longAt(final int slot, final int field) {
        return buffer(slot).getLong(offset(slot) + field);
    }

    void putLong(final int slot, final int field, final long value) {
        buffer(slot).putLong(offset(slot) + field, value);
    }

    int intAt(final int slot, final int field) {
        return buffer(slot).getInt(offset(slot) + field);
    }

    void putInt(final int slot, final int field, final int value) {
        buffer(slot).putInt(offset(slot) + field, value);
    }
}
