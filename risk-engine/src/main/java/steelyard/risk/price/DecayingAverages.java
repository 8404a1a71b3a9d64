package steelyard.risk.price;

import java.util.Arrays;

/**
 * Averages of samples by market, in which a sample counts the less the older it is, for as long as it stood. {@code
 * docs/risk-rules.md#5-prices}, "Averages". One thread; allocates only when it grows.
 */
public final class DecayingAverages {
    private static final long FIRST_MILLIS = 1_000;
    private static final int NUMERATOR = 0;
    private static final int DENOMINATOR = 1;
    private static final int MILLIS = 2;
    private static final int FIELDS = 3;

    private final Decay decay;
    private final long sampleMax;
    private long[] sums = new long[16 * FIELDS];

    /** Averages that decay within {@code tauMillis}, of samples at most this far from zero. */
    DecayingAverages(final long tauMillis, final long sampleMax) {
        this.decay = new Decay(tauMillis);
        this.sampleMax = sampleMax;
    }

    /** Takes a sample of a market at a time; whether anything changed. */
    boolean add(final int marketId, final long sample, final long nowMillis) {
        final int base = open(marketId);
        final boolean first = sums[base + DENOMINATOR] == 0;
        final long millis =
            first ? FIRST_MILLIS : Math.min(nowMillis - sums[base + MILLIS], Decay.MILLIS_MAX);
        if (millis == 0) {
            return false;
        }
        final long left = decay.after(millis);
        final long counted = Math.clamp(sample, -sampleMax, sampleMax);
        sums[base + NUMERATOR] = Math.addExact(Decay.of(sums[base + NUMERATOR], left), counted * millis);
        sums[base + DENOMINATOR] = Decay.of(sums[base + DENOMINATOR], left) + millis;
        sums[base + MILLIS] = nowMillis;
        return true;
    }

    /** Whether the market ever had a sample. */
    boolean has(final int marketId) {
        return denominator(marketId) != 0;
    }

    /** The market's average, rounded down; it must have had a sample. */
    long average(final int marketId) {
        return Math.floorDiv(numerator(marketId), denominator(marketId));
    }

    /** Sum of the samples, each times how long it stood in milliseconds, decayed. */
    public long numerator(final int marketId) {
        return field(marketId, NUMERATOR);
    }

    /** Sum of how long the samples stood in milliseconds, decayed; 0 before the first sample. */
    public long denominator(final int marketId) {
        return field(marketId, DENOMINATOR);
    }

    /** Time of the last sample, in milliseconds since 1970. */
    public long lastMillis(final int marketId) {
        return field(marketId, MILLIS);
    }

    /** Puts an average back, as a snapshot has it. */
    public void restore(final int marketId, final long numerator, final long denominator, final long lastMillis) {
        final int base = open(marketId);
        sums[base + NUMERATOR] = numerator;
        sums[base + DENOMINATOR] = denominator;
        sums[base + MILLIS] = lastMillis;
    }

    private long field(final int marketId, final int field) {
        final int index = marketId * FIELDS + field;
        return index < sums.length ? sums[index] : 0;
    }

    private int open(final int marketId) {
        final int base = marketId * FIELDS;
        if (base + FIELDS > sums.length) {
            sums = Arrays.copyOf(sums, Math.max(base + FIELDS, 2 * sums.length));
        }
        return base;
    }
}
