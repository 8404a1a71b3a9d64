package steelyard.exchange.state;

/** What the house remembers of its own money: peaks of the insurance fund, unwinding, and a debt that is shared. */
public final class HouseFunds {
    /** Hours of which the fund's peak is kept. */
    public static final int HOURS = 8;
    /** No debt is being shared. */
    public static final int NO_DEBT = 0;
    /** Accounts are passed to add up weights. */
    public static final int WEIGHING = 1;
    /** Accounts are passed to pay. */
    public static final int PAYING = 2;

    private static final long HOUR_NANOS = 3_600_000_000_000L;

    private final long[] peaksMicros = new long[HOURS];
    private long hour;
    private long nextSliceNanos;
    private int sliceMarketId = -1;
    private int debtPhase;
    private int debtCursor;
    private long debtSumMicros;
    private long debtMicros;

    HouseFunds() {
    }

    /** The fund has this cash at a time that does not go back. */
    public void passTime(final long nowNanos, final long fundMicros) {
        if (nowNanos - hour * HOUR_NANOS < HOUR_NANOS) {
            final int index = (int) (hour % HOURS);
            peaksMicros[index] = Math.max(peaksMicros[index], fundMicros);
            return;
        }
        final long now = nowNanos / HOUR_NANOS;
        for (long passed = Math.max(hour + 1, now - HOURS + 1); passed <= now; passed++) {
            peaksMicros[(int) (passed % HOURS)] = fundMicros;
        }
        hour = now;
    }

    /** The most that the fund had in the present hour and the seven before it. */
    public long peakMicros() {
        long peak = 0;
        for (final long micros : peaksMicros) {
            peak = Math.max(peak, micros);
        }
        return peak;
    }

    /** The fund's peak of an hour, by the hour modulo {@link #HOURS}. */
    public long peakMicros(final int index) {
        return peaksMicros[index];
    }

    /** The hour of the last time, since 1970. */
    public long hour() {
        return hour;
    }

    /** Puts a peak back, as a snapshot has it. */
    public void restorePeak(final int index, final long micros) {
        peaksMicros[index] = micros;
    }

    /** Puts the hour back, as a snapshot has it. */
    public void restoreHour(final long hours) {
        hour = hours;
    }

    /** From when on the backstop may send its next slice. */
    public long nextSliceNanos() {
        return nextSliceNanos;
    }

    /** The market of its last slice, or −1. */
    public int sliceMarketId() {
        return sliceMarketId;
    }

    /** The backstop had its turn in a market; the next comes at a time. */
    public void slice(final int marketId, final long nextNanos) {
        sliceMarketId = marketId;
        nextSliceNanos = nextNanos;
    }

    /** Whether a debt is being shared, and how far that is. */
    public int debtPhase() {
        return debtPhase;
    }

    /** The account that is passed next. */
    public int debtCursor() {
        return debtCursor;
    }

    /** Sum of the weights so far. */
    public long debtSumMicros() {
        return debtSumMicros;
    }

    /** The debt when paying began. */
    public long debtMicros() {
        return debtMicros;
    }

    /** The next account was passed. */
    public void passed() {
        debtCursor++;
    }

    /** Adds a weight. */
    public void addWeight(final long micros) {
        debtSumMicros = Math.addExact(debtSumMicros, micros);
    }

    /** Sets where the sharing of a debt stands. */
    public void debt(final int phase, final int cursor, final long sumMicros, final long micros) {
        debtPhase = phase;
        debtCursor = cursor;
        debtSumMicros = sumMicros;
        debtMicros = micros;
    }
}
