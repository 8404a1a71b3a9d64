package steelyard.exchange.state;

import steelyard.risk.table.LongRing;

/**
 * Who is to be looked at, which margin sets are in liquidation, and how far the sweep is. All of it is state. A set in
 * liquidation is its account, the market of an isolated position or −1, the time before which nothing is done, and the
 * number of slices without a fill.
 */
public final class RiskQueues {
    private static final int FIELDS = 3;

    private final LongRing looks = new LongRing();
    private final LongRing sets = new LongRing();
    private final Deleveragings deleveragings = new Deleveragings();
    private int sweepCursor;
    private int sweepLeft;

    RiskQueues() {
    }

    /** Accounts to look at, in their order. */
    public LongRing looks() {
        return looks;
    }

    /** Positions that winners take. */
    public Deleveragings deleveragings() {
        return deleveragings;
    }

    /** Whether anything is to be looked at, liquidated or deleveraged. */
    public boolean isThereWork() {
        return looks.size() > 0 || sweepLeft > 0 || sets.size() > 0 || deleveragings.count() > 0;
    }

    /** Number of sets in liquidation. */
    public int setCount() {
        return sets.size() / FIELDS;
    }

    /** Account of a set in liquidation. */
    public int accountId(final int index) {
        return (int) (sets.get(FIELDS * index) >> 32);
    }

    /** Market of an isolated set in liquidation, or −1. */
    public int marketId(final int index) {
        return (int) sets.get(FIELDS * index);
    }

    /** Before this time nothing is done. */
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
    public void addSet(final int accountId, final int marketId, final long notBeforeNanos, final long rounds) {
        sets.addLast((long) accountId << 32 | marketId & 0xFFFF_FFFFL);
        sets.addLast(notBeforeNanos);
        sets.addLast(rounds);
    }

    /** Takes the first set out. */
    public void removeFirstSet() {
        for (int i = 0; i < FIELDS; i++) {
            sets.removeFirst();
        }
    }

    /** Every account is due for a look, from where the sweep stands. */
    public void sweepAll(final int accountCount) {
        sweepLeft = accountCount;
    }

    /** The account that the sweep passes next. */
    public int sweepCursor() {
        return sweepCursor;
    }

    /** How many accounts the sweep has to pass yet. */
    public int sweepLeft() {
        return sweepLeft;
    }

    /** Where the sweep stands. */
    public void sweep(final int cursor, final int left) {
        sweepCursor = cursor;
        sweepLeft = left;
    }
}
