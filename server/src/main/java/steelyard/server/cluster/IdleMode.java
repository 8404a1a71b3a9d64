package steelyard.server.cluster;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** How the node's busy threads wait for work. */
public enum IdleMode {
    /** They park, at most 100 µs: right wherever threads share cores. */
    PARK,
    /** They spin: lowest latency, one whole core a thread. */
    SPIN,
    /** Spinning if there are at least two cores more than busy threads, else parking. */
    AUTO;

    private static final int BUSY_THREADS = 7;
    private static final long PARK_MIN_NANOS = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long PARK_MAX_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    /** A strategy for one thread. */
    public IdleStrategy newStrategy() {
        return spins(Runtime.getRuntime().availableProcessors())
            ? new BusySpinIdleStrategy()
            : new BackoffIdleStrategy(1, 5, PARK_MIN_NANOS, PARK_MAX_NANOS);
    }

    boolean spins(final int cores) {
        return this == SPIN || this == AUTO && cores >= BUSY_THREADS + 2;
    }
}
