package steelyard.matching;

import java.util.Arrays;

import steelyard.model.OrderFlags;

/**
 * The resting orders of each (account, market), as two lists in the order in which they came to rest: the reduce-only
 * ones and the others. Lists are found by the caller's dense position slots; the links stand in the orders. 32 bytes a
 * position slot.
 */
final class OwnerLists {
    private static final int NONE = Slab.NONE;
    private static final int ORIGIN = Slab.ORIGIN;
    private static final long NO_ENDS = Packed.pack(NONE, NONE);

    /** Account, market. */
    private static final int OWNER = 0;
    /** First and last of the orders that are not reduce-only; those of the reduce-only ones are one word further. */
    private static final int ENDS = 1;
    /** Number of all orders, of reduce-only orders. */
    private static final int COUNTS = 3;

    private final OrderStore orders;
    private long[] words;
    private int capacity;

    OwnerLists(final OrderStore orders, final int capacity) {
        this.orders = orders;
        this.words = new long[ORIGIN];
        grow(capacity);
    }

    /** Position slots there is memory for. */
    int capacity() {
        return capacity;
    }

    int accountId(final int positionSlot) {
        return Packed.high(words[at(positionSlot) + OWNER]);
    }

    int marketId(final int positionSlot) {
        return Packed.low(words[at(positionSlot) + OWNER]);
    }

    /** Number of orders; 0 also for a position slot never used. */
    int count(final int positionSlot) {
        return positionSlot < capacity ? Packed.high(words[at(positionSlot) + COUNTS]) : 0;
    }

    int reduceOnlyCount(final int positionSlot) {
        return positionSlot < capacity ? Packed.low(words[at(positionSlot) + COUNTS]) : 0;
    }

    int first(final int positionSlot) {
        return positionSlot < capacity ? Packed.high(words[at(positionSlot) + ENDS]) : NONE;
    }

    int firstReduceOnly(final int positionSlot) {
        return positionSlot < capacity ? Packed.high(words[at(positionSlot) + ENDS + 1]) : NONE;
    }

    /**
     * Makes sure that the position slot stands for this account and market, which it starts to do when it holds no
     * order. Throws {@link IllegalArgumentException} if it holds orders of others.
     */
    void claim(final int positionSlot, final int accountId, final int marketId) {
        if (positionSlot >= capacity) {
            grow(Math.max(positionSlot + 1, capacity * 2));
        }
        final long owner = Packed.pack(accountId, marketId);
        final int at = at(positionSlot);
        if (words[at + OWNER] != owner) {
            if (words[at + COUNTS] != 0) {
                throw new IllegalArgumentException("position slot " + positionSlot + " belongs to account "
                    + accountId(positionSlot) + " in market " + marketId(positionSlot));
            }
            words[at + OWNER] = owner;
        }
    }

    /** Puts an order at the end of its list. */
    void append(final int slot, final int positionSlot, final int flags) {
        final boolean reduceOnly = OrderFlags.isReduceOnly(flags);
        final int ends = at(positionSlot) + ENDS + (reduceOnly ? 1 : 0);
        final int last = Packed.low(words[ends]);
        orders.chain(slot, NONE, last);
        if (last == NONE) {
            words[ends] = Packed.pack(slot, slot);
        } else {
            orders.chainNext(last, slot);
            words[ends] = Packed.withLow(words[ends], slot);
        }
        words[at(positionSlot) + COUNTS] += reduceOnly ? (1L << 32) + 1 : 1L << 32;
    }

    /** Takes an order out of its list. */
    void remove(final int slot, final int positionSlot, final int flags) {
        final boolean reduceOnly = OrderFlags.isReduceOnly(flags);
        final int ends = at(positionSlot) + ENDS + (reduceOnly ? 1 : 0);
        final int next = orders.nextOfOwner(slot);
        final int previous = orders.previousOfOwner(slot);
        if (previous == NONE) {
            words[ends] = Packed.withHigh(words[ends], next);
        } else {
            orders.chainNext(previous, next);
        }
        if (next == NONE) {
            words[ends] = Packed.withLow(words[ends], previous);
        } else {
            orders.chainPrevious(next, previous);
        }
        words[at(positionSlot) + COUNTS] -= reduceOnly ? (1L << 32) + 1 : 1L << 32;
    }

    /** Puts an order behind all others of its list. */
    void requeue(final int slot, final int positionSlot, final int flags) {
        if (orders.nextOfOwner(slot) != NONE) {
            remove(slot, positionSlot, flags);
            append(slot, positionSlot, flags);
        }
    }

    /** Brings every list into the order of priority sequences. */
    void sort() {
        for (int positionSlot = 0; positionSlot < capacity; positionSlot++) {
            final int count = count(positionSlot);
            final int reduceOnlyCount = reduceOnlyCount(positionSlot);
            sort(at(positionSlot) + ENDS, count - reduceOnlyCount);
            sort(at(positionSlot) + ENDS + 1, reduceOnlyCount);
        }
    }

    /** Loading only: this is the one method here that allocates. */
    private void sort(final int ends, final int count) {
        if (count < 2) {
            return;
        }
        final Integer[] slots = new Integer[count];
        int slot = Packed.high(words[ends]);
        for (int i = 0; i < count; i++) {
            slots[i] = slot;
            slot = orders.nextOfOwner(slot);
        }
        Arrays.sort(slots, (a, b) -> Long.compare(orders.prioritySequence(a), orders.prioritySequence(b)));
        for (int i = 0; i < count; i++) {
            orders.chain(slots[i], i + 1 < count ? slots[i + 1] : NONE, i > 0 ? slots[i - 1] : NONE);
        }
        words[ends] = Packed.pack(slots[0], slots[count - 1]);
    }

    private void grow(final int newCapacity) {
        words = Arrays.copyOf(words, Math.toIntExact(ORIGIN + 4L * newCapacity));
        for (int positionSlot = capacity; positionSlot < newCapacity; positionSlot++) {
            words[at(positionSlot) + ENDS] = NO_ENDS;
            words[at(positionSlot) + ENDS + 1] = NO_ENDS;
        }
        capacity = newCapacity;
    }

    private static int at(final int positionSlot) {
        return ORIGIN + (positionSlot << 2);
    }
}
