package steelyard.risk.market;

import steelyard.model.FixedPoint;

/**
 * A requirement that grows with the notional in straight pieces: above the lower bound of a tier each further unit
 * costs the tier's rate. {@code docs/risk-rules.md#3-standard-margin}.
 *
 * <p>Rates are exact fractions; what the lower tiers are cheaper by is a whole number of cents, rounded down, so that a
 * requirement may be up to a cent above the exact one but never below. Immutable.
 */
public final class TierTable {
    /** Most tiers. */
    public static final int TIERS_MAX = 4;

    private static final long MICROS = 1_000_000;
    private static final long CENT_MICROS = 10_000;

    private final int tierCount;
    private final long[] fromMicros;
    private final long[] numerators;
    private final long[] denominators;
    private final long[] deductionMicros;

    private TierTable(final long[] fromMicros, final long[] numerators, final long[] denominators) {
        this.tierCount = fromMicros.length;
        this.fromMicros = fromMicros;
        this.numerators = numerators;
        this.denominators = denominators;
        this.deductionMicros = deductions();
    }

    /**
     * Tiers of half the initial margin at a largest leverage each.
     *
     * @param fromUsdc  lower bounds in whole USDC, rising from 0
     * @param leverages largest leverage of each tier, falling
     * @param percent   what the rates are multiplied by
     */
    public static TierTable ofLeverages(final long[] fromUsdc, final int[] leverages, final int percent) {
        final long[] numerators = new long[fromUsdc.length];
        final long[] denominators = new long[fromUsdc.length];
        for (int tier = 0; tier < fromUsdc.length; tier++) {
            numerators[tier] = percent;
            denominators[tier] = 200L * leverages[tier];
            limit(numerators, denominators, tier);
        }
        return new TierTable(micros(fromUsdc), numerators, denominators);
    }

    /**
     * Tiers of a rate each.
     *
     * @param fromUsdc lower bounds in whole USDC, rising from 0
     * @param ratesE5  rates in 10<sup>-5</sup>, rising
     * @param percent  what the rates are multiplied by
     */
    public static TierTable ofRates(final long[] fromUsdc, final int[] ratesE5, final int percent) {
        final long[] numerators = new long[fromUsdc.length];
        final long[] denominators = new long[fromUsdc.length];
        for (int tier = 0; tier < fromUsdc.length; tier++) {
            numerators[tier] = (long) ratesE5[tier] * percent;
            denominators[tier] = 10_000_000;
            limit(numerators, denominators, tier);
        }
        return new TierTable(micros(fromUsdc), numerators, denominators);
    }

    /** Number of tiers. */
    public int tierCount() {
        return tierCount;
    }

    /** Where the tier starts, in micros. */
    public long fromMicros(final int tier) {
        return fromMicros[tier];
    }

    /** The tier in which a notional ends: the last one whose lower bound is below it. */
    public int tier(final long notionalMicros) {
        int tier = tierCount - 1;
        while (tier > 0 && notionalMicros <= fromMicros[tier]) {
            tier--;
        }
        return tier;
    }

    /** What the notional requires, in micros, rounded up. */
    public long requiredMicros(final long notionalMicros) {
        final int tier = tier(notionalMicros);
        return FixedPoint.mulDivCeil(notionalMicros, numerators[tier], denominators[tier]) - deductionMicros[tier];
    }

    /** What so many cents require, in 10<sup>-7</sup> USDC, rounded up. */
    public long requiredE7(final long notionalCents) {
        final int tier = tier(Math.multiplyExact(notionalCents, CENT_MICROS));
        return FixedPoint.mulDivCeil(notionalCents, 100_000 * numerators[tier], denominators[tier])
            - 10 * deductionMicros[tier];
    }

    /** The rate of a tier is this over {@link #denominator}. */
    public long numerator(final int tier) {
        return numerators[tier];
    }

    /** The rate of a tier is {@link #numerator} over this. */
    public long denominator(final int tier) {
        return denominators[tier];
    }

    /** What the tiers below are cheaper by, in micros. */
    public long deductionMicros(final int tier) {
        return deductionMicros[tier];
    }

    /** The rate of a tier in 10<sup>-5</sup>, rounded down. */
    public int rateE5(final int tier) {
        return (int) (100_000 * numerators[tier] / denominators[tier]);
    }

    /** The rate of a tier in nanos, rounded up. */
    public long rateNanos(final int tier) {
        return FixedPoint.mulDivCeil(FixedPoint.NANOS, numerators[tier], denominators[tier]);
    }

    /** No rate is above four fifths. */
    private static void limit(final long[] numerators, final long[] denominators, final int tier) {
        if (5 * numerators[tier] > 4 * denominators[tier]) {
            numerators[tier] = 4;
            denominators[tier] = 5;
        }
    }

    private long[] deductions() {
        final long[] deductions = new long[tierCount];
        for (int tier = 1; tier < tierCount; tier++) {
            final long step = Math.multiplyExact(numerators[tier], denominators[tier - 1])
                - Math.multiplyExact(numerators[tier - 1], denominators[tier]);
            final long cents = FixedPoint.mulDivFloor(
                fromMicros[tier] / CENT_MICROS, step, Math.multiplyExact(denominators[tier], denominators[tier - 1]));
            deductions[tier] = deductions[tier - 1] + cents * CENT_MICROS;
        }
        return deductions;
    }

    private static long[] micros(final long[] usdc) {
        final long[] micros = new long[usdc.length];
        for (int i = 0; i < usdc.length; i++) {
            micros[i] = Math.multiplyExact(usdc[i], MICROS);
        }
        return micros;
    }
}
