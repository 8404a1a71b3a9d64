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
    /** Number of all orders; whether one has lost its place since the lists were in order; number of reduce-only ones. */
    private static final int COUNTS = 3;
    private static final long DISORDERED = 1L << 31;
    private static final int COUNT_MASK = Integer.MAX_VALUE;

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
        return positionSlot < capacity ? Packed.low(words[at(positionSlot) + COUNTS]) & COUNT_MASK : 0;
    }

    int first(final int positionSlot) {
        return first(positionSlot, ENDS);
    }

    int firstReduceOnly(final int positionSlot) {
        return first(positionSlot, ENDS + 1);
    }

    private int first(final int positionSlot, final int ends) {
        if (positionSlot >= capacity) {
            return NONE;
        }
        final int at = at(positionSlot);
        if ((words[at + COUNTS] & DISORDERED) != 0) {
            sort(positionSlot);
        }
        return Packed.high(words[at + ends]);
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
            if (count(positionSlot) != 0) {
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

    /**
     * Puts an order, whose flags may change, behind all others of its list. In the same list it stays where it is until
     * somebody wants to read the list.
     */
    void requeue(final int slot, final int positionSlot, final int flags, final int newFlags) {
        if (OrderFlags.isReduceOnly(flags) != OrderFlags.isReduceOnly(newFlags)) {
            remove(slot, positionSlot, flags);
            append(slot, positionSlot, newFlags);
        } else if (Packed.low(words[at(positionSlot) + ENDS + (OrderFlags.isReduceOnly(flags) ? 1 : 0)]) != slot) {
            words[at(positionSlot) + COUNTS] |= DISORDERED;
        }
    }

    /** Brings every list into the order of priority sequences. */
    void sort() {
        for (int positionSlot = 0; positionSlot < capacity; positionSlot++) {
            sort(positionSlot);
        }
    }

    private void sort(final int positionSlot) {
        final int at = at(positionSlot);
        words[at + COUNTS] &= ~DISORDERED;
        mergeRuns(at + ENDS);
        mergeRuns(at + ENDS + 1);
    }

    /** Merges runs of one, of two, of four orders and so on, until there is one run. */
    private void mergeRuns(final int ends) {
        int first = Packed.high(words[ends]);
        for (int length = 1; first != NONE && orders.nextOfOwner(first) != NONE; length *= 2) {
            words[ends] = NO_ENDS;
            int rest = first;
            boolean single = true;
            while (rest != NONE) {
                final int second = after(rest, length);
                final int following = after(second, length);
                merge(ends, rest, second, length);
                single &= rest == first && following == NONE;
                rest = following;
            }
            orders.chainNext(Packed.low(words[ends]), NONE);
            first = Packed.high(words[ends]);
            if (single) {
                return;
            }
        }
    }

    private int after(final int slot, final int length) {
        int after = slot;
        for (int i = 0; i < length && after != NONE; i++) {
            after = orders.nextOfOwner(after);
        }
        return after;
    }

    /** Puts the orders of two runs of a length, the later of which may be shorter, at the end of the list. */
    private void merge(final int ends, final int first, final int second, final int length) {
        int one = first;
        int other = second;
        int others = length;
        while (one != second || others > 0 && other != NONE) {
            final boolean takesOne = one != second && (others == 0 || other == NONE
                || orders.prioritySequence(one) < orders.prioritySequence(other));
            final int taken = takesOne ? one : other;
            if (takesOne) {
                one = orders.nextOfOwner(one);
            } else {
                other = orders.nextOfOwner(other);
                others--;
            }
            link(ends, taken);
        }
    }

    private void link(final int ends, final int slot) {
        final int last = Packed.low(words[ends]);
        orders.chainPrevious(slot, last);
        if (last == NONE) {
            words[ends] = Packed.pack(slot, slot);
        } else {
            orders.chainNext(last, slot);
            words[ends] = Packed.withLow(words[ends], slot);
        }
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
