package steelyard.gateway.stream;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A set of small numbers, 0 to 16,777,215. Any thread reads and writes, without locks; memory grows with what is set.
 */
final class BitTable {
    private static final int CHUNKS = 256;
    private static final int CHUNK_BITS = 16;
    private static final int WORDS = 1 << CHUNK_BITS - 6;

    private final AtomicReferenceArray<AtomicLongArray> chunks = new AtomicReferenceArray<>(CHUNKS);

    void set(final int number) {
        final AtomicLongArray words = chunk(number);
        final long bit = 1L << number;
        if ((words.get(word(number)) & bit) == 0) {
            words.getAndUpdate(word(number), bits -> bits | bit);
        }
    }

    void clear(final int number) {
        testAndClear(number);
    }

    boolean test(final int number) {
        final AtomicLongArray words = chunks.get(number >> CHUNK_BITS);
        return words != null && (words.get(word(number)) & 1L << number) != 0;
    }

    /** Whether the number was in the set, from which it is taken. */
    boolean testAndClear(final int number) {
        final AtomicLongArray words = chunks.get(number >> CHUNK_BITS);
        final long bit = 1L << number;
        return words != null && (words.get(word(number)) & bit) != 0
            && (words.getAndUpdate(word(number), bits -> bits & ~bit) & bit) != 0;
    }

    private static int word(final int number) {
        return number >> 6 & WORDS - 1;
    }

    private AtomicLongArray chunk(final int number) {
        final int index = number >> CHUNK_BITS;
        final AtomicLongArray words = chunks.get(index);
        if (words != null) {
            return words;
        }
        chunks.compareAndSet(index, null, new AtomicLongArray(WORDS));
        return chunks.get(index);
    }
}
