package steelyard.risk;

import steelyard.risk.price.BookPrices;

/** One book, as a test sets it. */
public final class TestBooks implements BookPrices {
    private boolean counts;
    private boolean hasLast;
    private long bid;
    private long ask;
    private long last;

    /** The book has these. */
    public void quote(final long bidTicks, final long askTicks) {
        counts = true;
        bid = bidTicks;
        ask = askTicks;
    }

    /** The book is empty. */
    public void clear() {
        counts = false;
    }

    /** Something was traded. */
    public void trade(final long ticks) {
        hasLast = true;
        last = ticks;
    }

    @Override
    public boolean counts(final int marketId) {
        return counts;
    }

    @Override
    public long bidTicks(final int marketId) {
        return bid;
    }

    @Override
    public long askTicks(final int marketId) {
        return ask;
    }

    @Override
    public boolean hasLast(final int marketId) {
        return hasLast;
    }

    @Override
    public long lastTicks(final int marketId) {
        return last;
    }
}
