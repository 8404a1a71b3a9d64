package steelyard.server.readmodel;

import java.util.concurrent.TimeUnit;

/** A time at which something is due. The exchange keeps it in nanoseconds, so that there is a latest one. */
final class Deadline {
    private static final long MILLIS_MAX = TimeUnit.NANOSECONDS.toMillis(Long.MAX_VALUE);

    private Deadline() {
    }

    /** The milliseconds that were asked for, as the exchange keeps them. */
    static long millis(final long askedMillis) {
        return Math.min(askedMillis, MILLIS_MAX);
    }
}
