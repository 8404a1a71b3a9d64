package steelyard.exchange.state;

import steelyard.risk.table.LongRing;

/**
 * Who is to be looked at, which margin sets are in liquidation, and how far the sweep is. All of it is state.
 */
public final class RiskQueues {
    private final LongRing looks = new LongRing();
    private final LiquidationQueue ready = new LiquidationQueue();
    private final LiquidationQueue waiting = new LiquidationQueue();
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
        return looks.size() > 0 || sweepLeft > 0 || ready.count() > 0 || waiting.count() > 0
            || deleveragings.count() > 0;
    }

    /** Margin sets in liquidation that are worked on. */
    public LiquidationQueue ready() {
        return ready;
    }

    /** Margin sets in liquidation that wait until a time. */
    public LiquidationQueue waiting() {
        return waiting;
    }

    /** Adds a set to those that wait, or with the time 0 to those that are worked on. */
    public void addSet(final int accountId, final int marketId, final long notBeforeNanos, final long rounds) {
        (notBeforeNanos == 0 ? ready : waiting).add(accountId, marketId, notBeforeNanos, rounds);
    }

    /** Lets sets whose time has come be worked on, at most so many, none before one that waits longer. */
    public void wake(final long nowNanos, final long most) {
        for (long i = 0; i < most && waiting.count() > 0 && waiting.notBeforeNanos(0) <= nowNanos; i++) {
            ready.add(waiting.accountId(0), waiting.marketId(0), 0, waiting.rounds(0));
            waiting.removeFirst();
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
