package steelyard.exchange.state;

import steelyard.risk.table.LongRing;

/**
 * Margin sets in liquidation, first in first out: each its account, the market of an isolated position or −1, the time
 * before which nothing is done, and the number of slices without a fill. Allocates only when it grows.
 */
public final class LiquidationQueue {
    private static final int FIELDS = 3;

    private final LongRing sets = new LongRing();

    LiquidationQueue() {
    }

    /** Number of sets. */
    public int count() {
        return sets.size() / FIELDS;
    }

    /** Account of a set. */
    public int accountId(final int index) {
        return (int) (sets.get(FIELDS * index) >> 32);
    }

    /** Market of an isolated set, or −1. */
    public int marketId(final int index) {
        return (int) sets.get(FIELDS * index);
    }

    /** Before this time nothing is done; 0 of a set that does not wait. */
    public long notBeforeNanos(final int index) {
        return sets.get(FIELDS * index + 1);
    }

    /** Slices without a fill. */
    public long rounds(final int index) {
        return sets.get(FIELDS * index + 2);
    }

    /** Sets the slices without a fill of the first set. */
    public void firstRounds(final long rounds) {
        sets.set(2, rounds);
    }

    /** Adds a set behind the last. */
    public void add(final int accountId, final int marketId, final long notBeforeNanos, final long rounds) {
        sets.addLast((long) accountId << 32 | marketId & 0xFFFF_FFFFL);
        sets.addLast(notBeforeNanos);
        sets.addLast(rounds);
    }

    /** Takes the first set out. */
    public void removeFirst() {
        for (int i = 0; i < FIELDS; i++) {
            sets.removeFirst();
        }
    }
}
