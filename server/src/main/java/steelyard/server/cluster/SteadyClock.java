package steelyard.server.cluster;

import io.aeron.cluster.service.ClusterClock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.concurrent.SystemEpochNanoClock;

/**
 * Log time and the consensus module's sense of time: nanoseconds since 1970 that begin with the machine's clock and never
 * jump. When somebody sets that clock, this one follows at most an eighth faster or slower than time passes: log time
 * neither leaps nor stands still, and a lost leader is noticed as soon as ever. Belongs to the consensus module's thread.
 */
final class SteadyClock implements ClusterClock {
    private static final int PACE_SHIFT = 3;

    private final LongSupplier machineNanos;
    private final LongSupplier elapsedNanos;
    private long lastElapsedNanos;
    private long timeNanos;

    /** Of this machine. */
    SteadyClock() {
        this(SystemEpochNanoClock.INSTANCE::nanoTime, System::nanoTime);
    }

    /** {@code machineNanos} may jump, {@code elapsedNanos} only passes. */
    SteadyClock(final LongSupplier machineNanos, final LongSupplier elapsedNanos) {
        this.machineNanos = machineNanos;
        this.elapsedNanos = elapsedNanos;
        this.lastElapsedNanos = elapsedNanos.getAsLong();
        this.timeNanos = machineNanos.getAsLong();
    }

    @Override
    public TimeUnit timeUnit() {
        return TimeUnit.NANOSECONDS;
    }

    @Override
    public long time() {
        final long now = elapsedNanos.getAsLong();
        final long passed = now - lastElapsedNanos;
        final long most = passed >> PACE_SHIFT;
        final long difference = machineNanos.getAsLong() - (timeNanos + passed);
        lastElapsedNanos = now;
        timeNanos += passed + Math.max(-most, Math.min(most, difference));
        return timeNanos;
    }
}
