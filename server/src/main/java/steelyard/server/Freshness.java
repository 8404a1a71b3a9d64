package steelyard.server;

import java.util.concurrent.TimeUnit;

/**
 * How old what a node has applied is. A node that hears nothing of the log is stale; so is one that hears of it again
 * and catches up: its log time is behind what has passed since it was last up to date. Log time may also be behind because
 * another leader's clock is; so a node that steadily applies all that is committed is up to date, whatever the time.
 * One thread notes; any thread asks.
 */
final class Freshness {
    /** What is older is stale. */
    static final long STALE_AFTER_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** Turns after which a node that applies all that is committed is up to date. */
    static final int STEADY_TURNS = 25;

    /** An entry comes every 100 ms; a thread that was away for longer knows nothing of what happened meanwhile. */
    private static final long ENTRIES_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    /** A moment at which the node was up to date, by its own clock and by the log. */
    private record Moment(long nanos, long logTimeNanos) {
    }

    private volatile Moment upToDate;
    private long notedNanos;
    private long committedBefore;
    private int steadyTurns;

    /**
     * Notes where the node is, some fifty times a second.
     *
     * @param nowNanos        monotonic time
     * @param logTimeNanos    log time of what was applied last
     * @param silenceNanos    time since an entry of the log was seen
     * @param follows         whether a leader is known and is followed, or this node leads
     * @param appliedPosition log position that was applied
     * @param commitPosition  log position that is known to be committed
     */
    void note(
        final long nowNanos, final long logTimeNanos, final long silenceNanos, final boolean follows,
        final long appliedPosition, final long commitPosition) {
        final boolean steady = follows && silenceNanos < ENTRIES_NANOS && nowNanos - notedNanos < ENTRIES_NANOS
            && appliedPosition >= committedBefore;
        notedNanos = nowNanos;
        steadyTurns = steady ? steadyTurns + 1 : 0;
        committedBefore = commitPosition;
        if (upToDate == null || steadyTurns >= STEADY_TURNS) {
            upToDate = new Moment(nowNanos, logTimeNanos);
        }
    }

    /** Whether what was applied last is older than {@link #STALE_AFTER_NANOS}; parameters as of {@link #note}. */
    boolean isStale(final long nowNanos, final long logTimeNanos, final long silenceNanos) {
        final Moment last = upToDate;
        return silenceNanos > STALE_AFTER_NANOS || last != null
            && nowNanos - last.nanos() - (logTimeNanos - last.logTimeNanos()) > STALE_AFTER_NANOS;
    }
}
