package steelyard.matching;

import static steelyard.model.Mix64.mix;

import java.util.Arrays;

/**
 * The books' part of the state hash: the sum, modulo 2<sup>64</sup>, of one hash for each resting order. A change
 * only marks the order's slot; orders are hashed when the sum is asked for. Each slot remembers what it has put into
 * the sum, so it does not matter how often its order changed, or whether it still is the same order.
 */
final class OrderHash {
    /** What the hash of every order starts from: the number of its record in a snapshot. */
    static final long KIND = 210;

    private final OrderStore orders;
    /** One bit for each slot, and one for each word of those. */
    private long[] changed;
    private long[] changedWords;
    private long sum;
    /** Means nothing; keeps reads from being left out. */
    private long preloaded;

    OrderHash(final OrderStore orders, final int capacity) {
        this.orders = orders;
        this.changed = new long[wordsFor(capacity)];
        this.changedWords = new long[wordsFor(changed.length)];
    }

    void grown(final int capacity) {
        changed = Arrays.copyOf(changed, wordsFor(capacity));
        changedWords = Arrays.copyOf(changedWords, wordsFor(changed.length));
    }

    void mark(final int slot) {
        changed[slot >>> 6] |= 1L << slot;
        changedWords[slot >>> 12] |= 1L << (slot >>> 6);
    }

    /** The sum over the orders that rest now. */
    long sum() {
        for (int i = 0; i < changedWords.length; i++) {
            if (changedWords[i] == 0) {
                continue;
            }
            for (long rest = changedWords[i]; rest != 0; rest &= rest - 1) {
                preload(i << 6 | Long.numberOfTrailingZeros(rest));
            }
            for (long rest = changedWords[i]; rest != 0; rest &= rest - 1) {
                mixIn(i << 6 | Long.numberOfTrailingZeros(rest));
            }
            changedWords[i] = 0;
        }
        return sum;
    }

    /** Reads the changed orders of a word before the first is hashed, so that their cache misses pass together. */
    private void preload(final int word) {
        for (long rest = changed[word]; rest != 0; rest &= rest - 1) {
            preloaded += orders.preloadRecord(word << 6 | Long.numberOfTrailingZeros(rest));
        }
    }

    /** The hash of one resting order: kind, id, then the other fields in the order of its record in a snapshot. */
    long hashOf(final int slot) {
        long hash = mix(mix(0, KIND), orders.orderId(slot));
        hash = mix(hash, orders.priceTicks(slot));
        hash = mix(hash, orders.originalLots(slot));
        hash = mix(hash, orders.remainingLots(slot));
        hash = mix(hash, orders.placedTimeNanos(slot));
        hash = mix(hash, orders.prioritySequence(slot));
        hash = mix(hash, orders.clientOrderIdHigh(slot));
        hash = mix(hash, orders.clientOrderIdLow(slot));
        hash = mix(hash, orders.accountId(slot));
        hash = mix(hash, orders.marketId(slot));
        hash = mix(hash, orders.flags(slot));
        return mix(hash, orders.side(slot).code());
    }

    private void mixIn(final int word) {
        for (long rest = changed[word]; rest != 0; rest &= rest - 1) {
            final int slot = word << 6 | Long.numberOfTrailingZeros(rest);
            final long hash = orders.isResting(slot) ? hashOf(slot) : 0;
            sum += hash - orders.mixedIn(slot);
            orders.mixedIn(slot, hash);
        }
        changed[word] = 0;
    }

    private static int wordsFor(final int bits) {
        return (bits + 63) >>> 6;
    }
}
