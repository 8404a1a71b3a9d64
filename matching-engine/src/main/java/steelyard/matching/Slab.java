package steelyard.matching;

import java.util.Arrays;

/**
 * Records of a fixed number of {@code long} words in one array, taken and given back in O(1). A record given back keeps
 * all its words but the last, which links the free ones, until it is taken again.
 *
 * <p>Records start at word {@value #ORIGIN}: an array's data begins 16 bytes after its object. Where a collector puts
 * large objects at page boundaries, as ZGC does, a record of 64 bytes is one cache line and no smaller power of two
 * straddles two; others put them at any multiple of eight bytes.
 */
abstract class Slab {
    /** No record. */
    static final int NONE = -1;
    /** Index of the first record's first word. */
    static final int ORIGIN = 6;

    /** The records; replaced when the slab grows, so never kept over a call that may take one. */
    long[] words;

    private final int stride;
    private int capacity;
    private int everTaken;
    private int firstFree = NONE;
    private int inUse;

    Slab(final int stride, final int capacity) {
        this.stride = stride;
        this.capacity = capacity;
        this.words = new long[arrayLength(capacity)];
    }

    /** Called after the slab has grown, so that arrays beside it can follow. */
    abstract void grown(int newCapacity);

    /** A record with undefined content, growing the slab if there is no free one. */
    final int take() {
        final int record = firstFree;
        inUse++;
        if (record != NONE) {
            firstFree = (int) words[lastWord(record)];
            return record;
        }
        if (everTaken == capacity) {
            grow();
        }
        return everTaken++;
    }

    final void giveBack(final int record) {
        words[lastWord(record)] = firstFree;
        firstFree = record;
        inUse--;
    }

    /** Records taken and not given back. */
    final int inUse() {
        return inUse;
    }

    /** Records that have been in use at some time: all in use are below. */
    final int everTaken() {
        return everTaken;
    }

    /** Records there is memory for. */
    final int capacity() {
        return capacity;
    }

    private void grow() {
        capacity = Math.multiplyExact(capacity, 2);
        words = Arrays.copyOf(words, arrayLength(capacity));
        grown(capacity);
    }

    private int arrayLength(final int records) {
        return Math.toIntExact(ORIGIN + (long) records * stride);
    }

    private int lastWord(final int record) {
        return ORIGIN + record * stride + stride - 1;
    }
}
