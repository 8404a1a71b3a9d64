package steelyard.risk.funding;

import steelyard.risk.table.LongRows;

/**
 * Where funding stands: samples and rates of each market, and how far the exchange is with sampling, closing and
 * paying. All of it is state. One thread.
 */
public final class Funding {
    /** What a cursor says while it has nothing to do. */
    public static final int IDLE = -1;

    private static final int SUM = 0;
    private static final int SAMPLES = 1;
    private static final int CROWDING = 2;
    private static final int RATE = 3;
    private static final int ORACLE = 4;
    private static final int INTERVAL = 5;
    private static final int FIELDS = 8;

    private final LongRows rows = new LongRows(FIELDS);
    private long lastSlot;
    private long lastHour;
    private long interval;
    private int sampleCursor = IDLE;
    private int closeCursor = IDLE;
    private int payCursor = IDLE;
    private boolean closedAny;

    /** Adds the next market. */
    public void list() {
        rows.allocate();
    }

    /** Whether anything is being sampled, closed or paid. */
    public boolean isBusy() {
        return (sampleCursor & closeCursor & payCursor) != IDLE;
    }

    /** Sum of the samples of the interval under way, in nanos. */
    public long premiumSumNanos(final int marketId) {
        return rows.get(marketId, SUM);
    }

    /** Number of samples of the interval under way. */
    public long samples(final int marketId) {
        return rows.get(marketId, SAMPLES);
    }

    /** Crowding, in nanos for eight hours. */
    public long crowdingNanos(final int marketId) {
        return rows.get(marketId, CROWDING);
    }

    /** The last rate that was fixed, in nanos for an hour. */
    public long rateNanos(final int marketId) {
        return rows.get(marketId, RATE);
    }

    /** The oracle price when it was fixed. */
    public long oraclePriceTicks(final int marketId) {
        return rows.get(marketId, ORACLE);
    }

    /** The interval for which it was fixed; 0: never. */
    public long interval(final int marketId) {
        return rows.get(marketId, INTERVAL);
    }

    /** Adds a sample. */
    public void sample(final int marketId, final long premiumNanos) {
        rows.set(marketId, SUM, Math.addExact(rows.get(marketId, SUM), premiumNanos));
        rows.set(marketId, SAMPLES, rows.get(marketId, SAMPLES) + 1);
    }

    /** Fixes a rate for the interval that is being closed; samples start anew. */
    public void fix(final int marketId, final long crowdingNanos, final long rateNanos, final long oracleTicks) {
        rows.set(marketId, CROWDING, crowdingNanos);
        rows.set(marketId, RATE, rateNanos);
        rows.set(marketId, ORACLE, oracleTicks);
        rows.set(marketId, INTERVAL, interval + 1);
        rows.set(marketId, SUM, 0);
        rows.set(marketId, SAMPLES, 0);
        closedAny = true;
    }

    /** Puts a market back as a snapshot has it. */
    public void restore(
        final int marketId, final long sum, final long samples, final long crowding, final long rate,
        final long oracleTicks, final long ofInterval) {
        rows.set(marketId, SUM, sum);
        rows.set(marketId, SAMPLES, samples);
        rows.set(marketId, CROWDING, crowding);
        rows.set(marketId, RATE, rate);
        rows.set(marketId, ORACLE, oracleTicks);
        rows.set(marketId, INTERVAL, ofInterval);
    }

    /** Number of the last interval that is due; 0: none. */
    public long interval() {
        return interval;
    }

    /** The last multiple of five seconds that was sampled. */
    public long lastSlot() {
        return lastSlot;
    }

    /** The last full hour that was closed. */
    public long lastHour() {
        return lastHour;
    }

    /** The next market to sample, or {@link #IDLE}. */
    public int sampleCursor() {
        return sampleCursor;
    }

    /** The next market to close, or {@link #IDLE}. */
    public int closeCursor() {
        return closeCursor;
    }

    /** The next account to bring up to date, or {@link #IDLE}. */
    public int payCursor() {
        return payCursor;
    }

    /** Whether the interval that is being closed has a rate in any market. */
    public boolean closedAny() {
        return closedAny;
    }

    /** Begins to sample, for this multiple of five seconds. */
    public void beginSampling(final long slot) {
        lastSlot = slot;
        sampleCursor = 0;
    }

    /** Sampling goes on here. */
    public void sampleCursor(final int cursor) {
        sampleCursor = cursor;
    }

    /** Begins to close, at this full hour. */
    public void beginClosing(final long hour) {
        lastHour = hour;
        closeCursor = 0;
        closedAny = false;
    }

    /** Closing goes on here. */
    public void closeCursor(final int cursor) {
        closeCursor = cursor;
    }

    /** All markets are closed: the interval is due, if any has a rate. */
    public void closed() {
        closeCursor = IDLE;
        if (closedAny) {
            interval++;
            payCursor = 0;
        }
    }

    /** Paying goes on here. */
    public void payCursor(final int cursor) {
        payCursor = cursor;
    }

    /** Puts the exchange's progress back as a snapshot has it. */
    public void restoreProgress(
        final long slot, final long hour, final long due, final int sample, final int close, final int pay,
        final boolean any) {
        lastSlot = slot;
        lastHour = hour;
        interval = due;
        sampleCursor = sample;
        closeCursor = close;
        payCursor = pay;
        closedAny = any;
    }
}
