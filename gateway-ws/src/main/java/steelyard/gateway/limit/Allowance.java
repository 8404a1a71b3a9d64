package steelyard.gateway.limit;

import java.util.concurrent.TimeUnit;

/**
 * So much in a minute, and as much at once: what is used comes back evenly. May be overdrawn by what is known only
 * afterwards. Not thread-safe.
 */
final class Allowance {
    private static final double MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final int perMinute;
    private double left;
    private long atNanos;

    Allowance(final int perMinute, final long nowNanos) {
        this.perMinute = perMinute;
        left = perMinute;
        atNanos = nowNanos;
    }

    /** Takes {@code amount} if there is as much. */
    boolean take(final int amount, final long nowNanos) {
        refill(nowNanos);
        if (left < Math.min(amount, perMinute)) {
            return false;
        }
        left -= amount;
        return true;
    }

    /** Takes {@code amount}, also if there is less. */
    void charge(final int amount, final long nowNanos) {
        refill(nowNanos);
        left -= amount;
    }

    /** Whether nothing is in use. */
    boolean isFull(final long nowNanos) {
        refill(nowNanos);
        return left >= perMinute;
    }

    private void refill(final long nowNanos) {
        left = Math.min(perMinute, left + perMinute * ((nowNanos - atNanos) / MINUTE_NANOS));
        atNanos = nowNanos;
    }
}
