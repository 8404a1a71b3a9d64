package steelyard.risk.price;

/**
 * e<sup>−t/τ</sup> of whole milliseconds in units of 2<sup>−62</sup>, in integers: of one millisecond by the series, of
 * powers of two by squaring, of all others as their product; every step rounds down. {@code docs/risk-rules.md#5-prices}.
 */
final class Decay {
    /** Longest time, in milliseconds. */
    static final long MILLIS_MAX = 600_000;

    private static final int FRACTION_BITS = 62;
    private static final long ONE = 1L << FRACTION_BITS;
    private static final int POWERS = 20;

    private final long[] powers = new long[POWERS];

    /** A decay to 1/e within so many milliseconds. */
    Decay(final long tauMillis) {
        powers[0] = ofOneMillisecond(tauMillis);
        for (int i = 1; i < POWERS; i++) {
            powers[i] = times(powers[i - 1], powers[i - 1]);
        }
    }

    private static long ofOneMillisecond(final long tauMillis) {
        long sum = 0;
        long term = ONE;
        for (int k = 1; term != 0; k++) {
            sum += k % 2 == 1 ? term : -term;
            term /= k * tauMillis;
        }
        return sum;
    }

    /** What is left after a time of 0 to {@link #MILLIS_MAX}. */
    long after(final long millis) {
        long left = ONE;
        for (int i = 0; i < POWERS; i++) {
            if ((millis >>> i & 1) != 0) {
                left = times(left, powers[i]);
            }
        }
        return left;
    }

    /** {@code trunc(value × left / 2^62)}. */
    static long of(final long value, final long left) {
        return value < 0 ? -times(-value, left) : times(value, left);
    }

    private static long times(final long a, final long b) {
        return Math.multiplyHigh(a, b) << Long.SIZE - FRACTION_BITS | a * b >>> FRACTION_BITS;
    }
}
