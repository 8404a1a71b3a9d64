package steelyard.server.readmodel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * Records of one length, each with a slot number that stays its own until it is freed. Grows by chunks, never moves a
 * record, and hands out freed slots again, last freed first. A record that was never used is zero, one that was freed
 * keeps all but its first four bytes.
 */
final class Slab {
    /** No slot. */
    static final int NONE = -1;

    private static final VarHandle LONG =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INT =
        MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private static final int CHUNK_SHIFT = 12;
    private static final int CHUNK_RECORDS = 1 << CHUNK_SHIFT;
    private static final int CHUNK_MASK = CHUNK_RECORDS - 1;
    /** Left free in front of the records, so that with an array's header it is a cache line. */
    private static final int FRONT = 48;

    private final int recordLength;
    private byte[][] chunks = new byte[0][];
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
            chunks[chunks.length - 1] = new byte[FRONT + CHUNK_RECORDS * recordLength];
        }
        return slotLimit++;
    }

    /** Gives a slot back. */
    void free(final int slot) {
        putInt(slot, 0, firstFree);
        firstFree = slot;
    }

    long longAt(final int slot, final int field) {
        return (long) LONG.get(chunks[slot >>> CHUNK_SHIFT], place(slot, field));
    }

    void putLong(final int slot, final int field, final long value) {
        LONG.set(chunks[slot >>> CHUNK_SHIFT], place(slot, field), value);
    }

    int intAt(final int slot, final int field) {
        return (int) INT.get(chunks[slot >>> CHUNK_SHIFT], place(slot, field));
    }

    void putInt(final int slot, final int field, final int value) {
        INT.set(chunks[slot >>> CHUNK_SHIFT], place(slot, field), value);
    }

    /** Copies bytes from a buffer into a record. */
    void putBytes(
        final int slot, final int field, final DirectBuffer source, final int sourceOffset, final int length) {
        source.getBytes(sourceOffset, chunks[slot >>> CHUNK_SHIFT], place(slot, field), length);
    }

    /** Copies bytes of a record. */
    byte[] bytesAt(final int slot, final int field, final int length) {
        final int from = place(slot, field);
        return Arrays.copyOfRange(chunks[slot >>> CHUNK_SHIFT], from, from + length);
    }

    private int place(final int slot, final int field) {
        return FRONT + (slot & CHUNK_MASK) * recordLength + field;
    }
}
