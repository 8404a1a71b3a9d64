package steelyard.exchange.state;

import steelyard.model.MarketParameter;

/**
 * When the underlyings of markets are closed, and up to which quarter of an hour that was acted on. {@code
 * docs/risk-rules.md#3-standard-margin}, "Sessions".
 */
public final class Sessions {
    /** Calendars have numbers below this; 0 is none. */
    public static final int CALENDARS = 256;

    private static final long NANOS = 1_000_000_000;
    private static final long STEP_NANOS = 900 * NANOS;
    private static final int CLOSE_STEPS = 4;
    private static final int INITIAL_STEPS = 8;
    private static final int HUNDRED = 100;
    private static final int NO_MARKET = -1;
    private static final long[] OPEN = {};

    private final long[][] closes = new long[CALENDARS][];
    private final long[][] opens = new long[CALENDARS][];
    private long lastQuarter;
    private boolean changed;
    private int cursor = NO_MARKET;

    Sessions() {
        for (int i = 0; i < CALENDARS; i++) {
            closes[i] = OPEN;
            opens[i] = OPEN;
        }
    }

    /** Replaces a calendar: in seconds since 1970, each closure closes, then opens, before the next one. */
    public void calendar(final int calendarId, final long[] closesSeconds, final long[] opensSeconds) {
        closes[calendarId] = closesSeconds;
        opens[calendarId] = opensSeconds;
        changed = true;
    }

    /** Number of a calendar's closures. */
    public int closures(final int calendarId) {
        return closes[calendarId].length;
    }

    /** When a closure begins, in seconds since 1970. */
    public long closesSeconds(final int calendarId, final int closure) {
        return closes[calendarId][closure];
    }

    /** When it ends. */
    public long opensSeconds(final int calendarId, final int closure) {
        return opens[calendarId][closure];
    }

    /** A parameter of a market was set, on which its percents may depend. */
    public void parameterChanged(final MarketParameter parameter) {
        changed |= parameter == MarketParameter.CALENDAR || parameter == MarketParameter.CLOSE_PERCENT;
    }

    /** Whether that was since a pass over the markets began. */
    public boolean isChanged() {
        return changed;
    }

    /** The quarter of an hour, since 1970, in which the last pass over the markets began. */
    public long lastQuarter() {
        return lastQuarter;
    }

    /** Puts back what a snapshot has. */
    public void restore(final long quarter, final boolean isChanged, final int marketId) {
        lastQuarter = quarter;
        changed = isChanged;
        cursor = marketId;
    }

    /** Whether there are percents to work out. */
    public boolean isDue(final long nowNanos) {
        return cursor != NO_MARKET || changed || nowNanos - lastQuarter * STEP_NANOS >= STEP_NANOS;
    }

    /** The market whose percents are to be worked out next, or −1: it is not time for any. */
    public int next(final long nowNanos) {
        if (cursor == NO_MARKET && isDue(nowNanos)) {
            lastQuarter = nowNanos / STEP_NANOS;
            changed = false;
            cursor = 0;
        }
        return cursor;
    }

    /** The market that a pass comes to next, or −1: none is under way. */
    public int cursor() {
        return cursor;
    }

    /** Sets the market that the pass comes to next; of so many markets the last one ends it. */
    public void passed(final int marketId, final int marketCount) {
        cursor = marketId < marketCount ? marketId : NO_MARKET;
    }

    /** What maintenance margin is multiplied by. */
    public int closePercent(final int calendarId, final int percentAtClose, final long nowNanos) {
        return percent(calendarId, percentAtClose, nowNanos, CLOSE_STEPS);
    }

    /** What the least initial margin is multiplied by. */
    public int initialPercent(final int calendarId, final int percentAtClose, final long nowNanos) {
        return percent(calendarId, percentAtClose, nowNanos, INITIAL_STEPS);
    }

    private int percent(final int calendarId, final int percentAtClose, final long nowNanos, final int steps) {
        final int closure = closure(calendarId, nowNanos);
        if (closure == closes[calendarId].length) {
            return HUNDRED;
        }
        final long leftNanos = closes[calendarId][closure] * NANOS - nowNanos;
        if (leftNanos <= 0) {
            return percentAtClose;
        }
        final long done = Math.max(0, steps - Math.ceilDiv(leftNanos, STEP_NANOS));
        return HUNDRED + (int) done * ((percentAtClose - HUNDRED) / steps);
    }

    /** The first closure that has not ended. */
    private int closure(final int calendarId, final long nowNanos) {
        int low = 0;
        int high = opens[calendarId].length;
        while (low < high) {
            final int middle = low + high >>> 1;
            if (opens[calendarId][middle] * NANOS <= nowNanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
