package steelyard.risk.market;

import java.util.Arrays;
import steelyard.model.FixedPoint;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;

/**
 * What the risk rules know of one market: its parameters, the margin tiers made from them, the session's percents and
 * the ramp. {@code docs/risk-rules.md#1-parameters}, {@code #3-standard-margin}.
 *
 * <p>In the state machine it is changed only through {@link Markets}, which notes that terms of margin are out of
 * date.
 */
public final class MarketRisk {
    private static final int TIERS_MAX = TierTable.TIERS_MAX;
    private static final long MICROS_PER_USDC = 1_000_000;
    private static final int HUNDRED = 100;
    private static final MarketParameter[] TIER_FROM = {
        null, MarketParameter.TIER_1_FROM_USDC, MarketParameter.TIER_2_FROM_USDC, MarketParameter.TIER_3_FROM_USDC};
    private static final MarketParameter[] TIER_LEVERAGE = {
        null, MarketParameter.TIER_1_LEVERAGE, MarketParameter.TIER_2_LEVERAGE, MarketParameter.TIER_3_LEVERAGE};

    private final int maxLeverage;
    private long maxPriceTicks;
    private final long[] values = new long[MarketParameter.ID_LIMIT];
    /** Of the values, what most commands ask for. */
    private boolean isolatedOnly;
    private long marginPriceMinTicks;
    private final int[] tierLeverages = new int[TIERS_MAX];
    /** Worked out when it is next asked for; {@code null} until then. */
    private TierTable tiers;
    private int closePercent = HUNDRED;
    private int initialPercent = HUNDRED;
    private long rampNanos;

    /** A market whose parameters have their defaults. */
    public MarketRisk(final MarketSpec spec) {
        this.maxLeverage = spec.maxLeverage();
        this.maxPriceTicks = spec.maxPriceTicks();
        for (final MarketParameter parameter : MarketParameter.values()) {
            values[parameter.id()] = parameter.defaultValue();
        }
        keepFrequent();
    }

    /** The market allows prices up to this from now on. */
    void maxPriceTicks(final long ticks) {
        maxPriceTicks = ticks;
    }

    /** The value of a parameter. */
    public long value(final MarketParameter parameter) {
        return values[parameter.id()];
    }

    /** Margin tiers, at the present percent of the session. */
    public TierTable tiers() {
        if (tiers == null) {
            rebuild();
        }
        return tiers;
    }

    /**
     * Tiers of the market's shocks for portfolio margin; if it has none of its own those of standard margin. Allocates.
     *
     * @param percent what the rates are multiplied by
     */
    public TierTable shockTiers(final int percent) {
        final long shock = value(MarketParameter.SHOCK_E5);
        if (shock == 0) {
            final TierTable standard = tiers();
            final long[] from = new long[standard.tierCount()];
            for (int tier = 1; tier < from.length; tier++) {
                from[tier] = value(TIER_FROM[tier]);
            }
            return TierTable.ofLeverages(from, Arrays.copyOf(tierLeverages, from.length), percent);
        }
        final long first = value(MarketParameter.SHOCK_1_FROM_USDC);
        final long second = value(MarketParameter.SHOCK_2_FROM_USDC);
        final int count = 1 + (first == 0 ? 0 : 1) + (second == 0 ? 0 : 1);
        return TierTable.ofRates(
            Arrays.copyOf(new long[] {0, first, second}, count),
            Arrays.copyOf(
                new int[] {(int) shock, (int) value(MarketParameter.SHOCK_1_E5), (int) value(MarketParameter.SHOCK_2_E5)},
                count),
            percent);
    }

    /** Largest leverage of a tier. */
    public int tierLeverage(final int tier) {
        tiers();
        return tierLeverages[tier];
    }

    /** Whether every position here is isolated. */
    public boolean isIsolatedOnly() {
        return isolatedOnly;
    }

    /** What maintenance margin is multiplied by because a session ends, in percent. */
    public int closePercent() {
        return closePercent;
    }

    /** What the least initial margin is multiplied by because a session ends, in percent. */
    public int initialPercent() {
        return initialPercent;
    }

    /** How far initial margin has risen from its base to the whole notional, in nanos. */
    public long rampNanos() {
        return rampNanos;
    }

    /** The price at which notionals for margin are taken: {@code max(|mark|, MARGIN_PRICE_MIN_TICKS)}. */
    public long marginPriceTicks(final long markTicks) {
        return Math.max(Math.abs(markTicks), marginPriceMinTicks);
    }

    /** Notional of so many lots, not below zero, in micros. */
    public long notionalMicros(final long lots, final long markTicks) {
        return Math.multiplyExact(lots, marginPriceTicks(markTicks));
    }

    /** Maintenance margin of a notional, in micros, rounded up. */
    public long maintenanceMicros(final long notionalMicros) {
        return tiers().requiredMicros(notionalMicros);
    }

    /** Initial margin of a notional at a leverage, in micros; each part rounded up. */
    public long initialMicros(final long notionalMicros, final int leverage) {
        long base = Math.ceilDiv(notionalMicros, (long) leverage);
        if (initialPercent > HUNDRED) {
            final long most = tierLeverage(tiers().tier(notionalMicros));
            base = Math.max(base, FixedPoint.mulDivCeil(notionalMicros, initialPercent, HUNDRED * most));
        }
        return rampNanos == 0 ? base
            : base + FixedPoint.mulDivCeil(Math.max(0, notionalMicros - base), rampNanos, FixedPoint.NANOS);
    }

    /** The first parameter whose value contradicts the others if these are set instead, or {@code null}. */
    public MarketParameter violation(final long[] candidates) {
        final MarketParameter tier = tierViolation(candidates);
        if (tier != null) {
            return tier;
        }
        final MarketParameter shock = shockViolation(candidates);
        if (shock != null) {
            return shock;
        }
        final long rampTo = candidates[MarketParameter.RAMP_TO_USDC.id()];
        if (rampTo != 0 && rampTo <= candidates[MarketParameter.RAMP_FROM_USDC.id()]) {
            return MarketParameter.RAMP_TO_USDC;
        }
        return candidates[MarketParameter.MARGIN_PRICE_MIN_TICKS.id()] > maxPriceTicks
            ? MarketParameter.MARGIN_PRICE_MIN_TICKS
            : null;
    }

    /** A copy of all values, by id. */
    public long[] values() {
        return values.clone();
    }

    /** Sets a parameter, which allows the value. All values together must be consistent when they are next used. */
    public void value(final MarketParameter parameter, final long value) {
        values[parameter.id()] = value;
        keepFrequent();
        tiers = null;
    }

    private void keepFrequent() {
        isolatedOnly = value(MarketParameter.ISOLATION) != 0;
        marginPriceMinTicks = value(MarketParameter.MARGIN_PRICE_MIN_TICKS);
    }

    /** Sets what margins are multiplied by because a session ends. */
    public void percents(final int close, final int initial) {
        closePercent = close;
        initialPercent = initial;
        tiers = null;
    }

    /** Sets how far initial margin has risen. */
    public void rampNanos(final long nanos) {
        rampNanos = nanos;
    }

    /** The ramp at an open interest, in nanos. */
    long rampAt(final long openInterestLots, final long markTicks) {
        final long to = value(MarketParameter.RAMP_TO_USDC) * MICROS_PER_USDC;
        if (to == 0) {
            return 0;
        }
        final long from = value(MarketParameter.RAMP_FROM_USDC) * MICROS_PER_USDC;
        final long openInterest = Math.multiplyExact(openInterestLots, Math.abs(markTicks));
        if (openInterest <= from) {
            return 0;
        }
        return openInterest >= to ? FixedPoint.NANOS
            : FixedPoint.mulDivFloor(openInterest - from, FixedPoint.NANOS, to - from);
    }

    private MarketParameter tierViolation(final long[] candidates) {
        long lastFrom = 0;
        long lastLeverage = maxLeverage;
        boolean ended = false;
        for (int tier = 1; tier < TIERS_MAX; tier++) {
            final long from = candidates[TIER_FROM[tier].id()];
            if (from == 0) {
                ended = true;
                continue;
            }
            if (ended || from <= lastFrom) {
                return TIER_FROM[tier];
            }
            final long leverage = candidates[TIER_LEVERAGE[tier].id()];
            if (leverage < 1 || leverage >= lastLeverage) {
                return TIER_LEVERAGE[tier];
            }
            lastFrom = from;
            lastLeverage = leverage;
        }
        return null;
    }

    private static MarketParameter shockViolation(final long[] candidates) {
        final long first = candidates[MarketParameter.SHOCK_1_FROM_USDC.id()];
        final long second = candidates[MarketParameter.SHOCK_2_FROM_USDC.id()];
        if (first == 0) {
            return second == 0 ? null : MarketParameter.SHOCK_2_FROM_USDC;
        }
        final long shock = candidates[MarketParameter.SHOCK_E5.id()];
        final long shock1 = candidates[MarketParameter.SHOCK_1_E5.id()];
        if (shock == 0) {
            return MarketParameter.SHOCK_1_FROM_USDC;
        }
        if (shock1 <= shock) {
            return MarketParameter.SHOCK_1_E5;
        }
        if (second == 0) {
            return null;
        }
        if (second <= first) {
            return MarketParameter.SHOCK_2_FROM_USDC;
        }
        return candidates[MarketParameter.SHOCK_2_E5.id()] <= shock1 ? MarketParameter.SHOCK_2_E5 : null;
    }

    private void rebuild() {
        int count = 1;
        final long[] from = new long[TIERS_MAX];
        tierLeverages[0] = maxLeverage;
        while (count < TIERS_MAX && value(TIER_FROM[count]) != 0) {
            from[count] = value(TIER_FROM[count]);
            tierLeverages[count] = (int) value(TIER_LEVERAGE[count]);
            count++;
        }
        tiers = TierTable.ofLeverages(
            Arrays.copyOf(from, count), Arrays.copyOf(tierLeverages, count), closePercent);
    }
}
