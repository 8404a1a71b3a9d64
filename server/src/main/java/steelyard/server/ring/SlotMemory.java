package steelyard.server.ring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The bytes of a ring. An entry starts at its first slot and is contiguous: the memory is longer than the ring by the
 * longest entry, so that one that starts near the end runs on instead of wrapping.
 */
final class SlotMemory {
    /** Bytes of a slot. */
    static final int SLOT_LENGTH = 256;

    private final UnsafeBuffer buffer;
    private final int mask;
    private final int entryLengthMax;

    /** Memory of {@code slotCount} slots (a power of two) for entries of at most {@code entryLengthMax} bytes. */
    SlotMemory(final int slotCount, final int entryLengthMax) {
        if (!BitUtil.isPowerOfTwo(slotCount)) {
            throw new IllegalArgumentException("the number of slots must be a power of two, not " + slotCount);
        }
        if (slots(entryLengthMax) > slotCount) {
            throw new IllegalArgumentException("an entry of " + entryLengthMax + " bytes is longer than the ring");
        }
        final long length = (long) slotCount * SLOT_LENGTH + BitUtil.align(entryLengthMax, SLOT_LENGTH);
        this.buffer = new UnsafeBuffer(
            ByteBuffer.allocateDirect(Math.toIntExact(length)).order(ByteOrder.nativeOrder()));
        this.mask = slotCount - 1;
        this.entryLengthMax = entryLengthMax;
    }

    /** Number of slots that {@code length} bytes take. */
    static int slots(final int length) {
        return (length + SLOT_LENGTH - 1) / SLOT_LENGTH;
    }

    /** Where the slot of {@code sequence} starts. */
    int offset(final long sequence) {
        return ((int) sequence & mask) * SLOT_LENGTH;
    }

    /** The memory. */
    UnsafeBuffer buffer() {
        return buffer;
    }

    /** Length of the longest entry. */
    int entryLengthMax() {
        return entryLengthMax;
    }
}
