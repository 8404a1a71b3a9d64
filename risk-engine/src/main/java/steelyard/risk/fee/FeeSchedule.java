package steelyard.risk.fee;

import java.util.Arrays;
import steelyard.model.FixedPoint;

/**
 * Rates of a fee group by the volume of its accounts' owners, and lower rates for makers with a large share of the
 * exchange's volume. Unchanged once it is made. {@code docs/risk-rules.md#7-fees}.
 */
public final class FeeSchedule {
    private static final int TIERS_MAX = 16;
    private static final int MAKER_TIERS_MAX = 8;
    private static final int RATE_MAX_NANOS = 10_000_000;
    private static final int ONE_E6 = 1_000_000;
    private static final long VOLUME_MAX_USDC = 1L << 40;
    private static final long MICROS_PER_USDC = 1_000_000;

    private long[] volumesFromUsdc = {};
    private int[] takersNanos = {};
    private int[] makersNanos = {};
    private int[] sharesFromE6 = {};
    private int[] shareMakersNanos = {};

    /** Adds a tier, while the schedule is made: from which volume in whole USDC, at which rates. */
    public FeeSchedule addTier(final long volumeFromUsdc, final int takerNanos, final int makerNanos) {
        volumesFromUsdc = Arrays.copyOf(volumesFromUsdc, tiers() + 1);
        volumesFromUsdc[tiers() - 1] = volumeFromUsdc;
        takersNanos = append(takersNanos, takerNanos);
        makersNanos = append(makersNanos, makerNanos);
        return this;
    }

    /** Adds a tier of makers, while the schedule is made: above which share in millionths, at which rate. */
    public FeeSchedule addMakerTier(final int shareFromE6, final int makerNanos) {
        sharesFromE6 = append(sharesFromE6, shareFromE6);
        shareMakersNanos = append(shareMakersNanos, makerNanos);
        return this;
    }

    private static int[] append(final int[] values, final int value) {
        final int[] longer = Arrays.copyOf(values, values.length + 1);
        longer[values.length] = value;
        return longer;
    }

    /** Whether it keeps the rules for a schedule of its own; not those that all schedules keep together. */
    public boolean isValid() {
        boolean valid = tiers() <= TIERS_MAX && makerTiers() <= MAKER_TIERS_MAX && (tiers() > 0 || makerTiers() == 0);
        for (int i = 0; i < tiers(); i++) {
            valid &= i == 0 ? volumesFromUsdc[0] == 0 : volumesFromUsdc[i] > volumesFromUsdc[i - 1];
            valid &= volumesFromUsdc[i] <= VOLUME_MAX_USDC;
            valid &= takersNanos[i] >= 0 && takersNanos[i] <= RATE_MAX_NANOS && isRate(makersNanos[i]);
        }
        for (int i = 0; i < makerTiers(); i++) {
            valid &= sharesFromE6[i] > (i == 0 ? -1 : sharesFromE6[i - 1]) && sharesFromE6[i] <= ONE_E6;
            valid &= isRate(shareMakersNanos[i]);
        }
        return valid;
    }

    private static boolean isRate(final int nanos) {
        return nanos >= -RATE_MAX_NANOS && nanos <= RATE_MAX_NANOS;
    }

    /** Number of tiers. */
    public int tiers() {
        return volumesFromUsdc.length;
    }

    /** Volume of 14 days from which the tier counts, in whole USDC. */
    public long volumeFromUsdc(final int tier) {
        return volumesFromUsdc[tier];
    }

    /** Rate of takers in the tier, in nanos. */
    public int takerNanos(final int tier) {
        return takersNanos[tier];
    }

    /** Rate of makers in the tier, in nanos; negative pays them. */
    public int makerNanos(final int tier) {
        return makersNanos[tier];
    }

    /** Number of tiers of makers. */
    public int makerTiers() {
        return sharesFromE6.length;
    }

    /** Share of the exchange's volume above which the tier of makers counts, in millionths. */
    public int shareFromE6(final int tier) {
        return sharesFromE6[tier];
    }

    /** Rate of makers in the tier of makers, in nanos. */
    public int shareMakerNanos(final int tier) {
        return shareMakersNanos[tier];
    }

    /** What an account of this owner pays as a taker on a day, as a rate in nanos. */
    public long takerNanos(final TradedVolumes volumes, final int ownerId, final long day) {
        return takersNanos[tier(volumes, ownerId, day)];
    }

    /** What an account of this owner pays as a maker on a day, as a rate in nanos; negative if it is paid. */
    public long makerNanos(final TradedVolumes volumes, final int ownerId, final long day) {
        final long madeMicros = volumes.makerMicrosBefore(ownerId, day);
        final long allMicros = volumes.makerMicrosBefore(TradedVolumes.EXCHANGE, day);
        final long shareE6 = allMicros == 0 ? 0 : FixedPoint.mulDivFloor(madeMicros, ONE_E6, allMicros);
        int makerTier = makerTiers() - 1;
        while (makerTier >= 0 && sharesFromE6[makerTier] >= shareE6) {
            makerTier--;
        }
        final int ofVolume = makersNanos[tier(volumes, ownerId, day)];
        return makerTier < 0 ? ofVolume : Math.min(ofVolume, shareMakersNanos[makerTier]);
    }

    private int tier(final TradedVolumes volumes, final int ownerId, final long day) {
        final long usdc = Math.addExact(
            volumes.takerMicrosBefore(ownerId, day), volumes.makerMicrosBefore(ownerId, day)) / MICROS_PER_USDC;
        int tier = tiers() - 1;
        while (tier > 0 && volumesFromUsdc[tier] > usdc) {
            tier--;
        }
        return tier;
    }

    /** The lowest of its rates for takers, at most this. */
    long lowestTakerNanos(final long most) {
        long lowest = most;
        for (final int nanos : takersNanos) {
            lowest = Math.min(lowest, nanos);
        }
        return lowest;
    }

    /** The lowest of its rates for makers, at most this. */
    long lowestMakerNanos(final long most) {
        long lowest = most;
        for (final int nanos : makersNanos) {
            lowest = Math.min(lowest, nanos);
        }
        for (final int nanos : shareMakersNanos) {
            lowest = Math.min(lowest, nanos);
        }
        return lowest;
    }
}
