package steelyard.risk.funding;

import steelyard.model.FixedPoint;
import steelyard.model.MarketParameter;
import steelyard.risk.market.MarketRisk;

/** The arithmetic of funding, on numbers alone. {@code docs/risk-rules.md#6-funding}. */
public final class FundingFormulas {
    /** Tenths of a tick in a tick. */
    public static final long TENTHS = 10;

    private static final long PREMIUM_THRESHOLD_NANOS = 500_000;
    private static final long CROWDED_E4 = 7_000;
    private static final long CROWDED_RANGE_SQUARED = 9_000_000;
    private static final long ONE_E4 = 10_000;
    private static final long MICROS_PER_USDC = 1_000_000;
    private static final long HOURS_AND_PERCENT = 800;
    private static final long GROWTH_STEPS = 4;
    private static final long DECAY_STEPS = 48;

    private FundingFormulas() {
    }

    /**
     * A premium sample, in nanos, toward zero.
     *
     * @param impactBidTenths average price of selling the impact notional, in tenths of a tick, or
     *                        {@link ImpactPrice#NOT_DEEP}, which counts as the oracle price
     * @param impactAskTenths the same for buying
     * @param oracleTicks     not zero
     */
    public static long premiumNanos(
        final long impactBidTenths, final long impactAskTenths, final long oracleTicks) {
        final long oracleTenths = TENTHS * oracleTicks;
        final long above = impactBidTenths == ImpactPrice.NOT_DEEP ? 0 : Math.max(0, impactBidTenths - oracleTenths);
        final long below = impactAskTenths == ImpactPrice.NOT_DEEP ? 0 : Math.max(0, oracleTenths - impactAskTenths);
        return FixedPoint.mulDiv(above - below, FixedPoint.NANOS, Math.abs(oracleTenths));
    }

    /** How crowding goes on after an interval of this premium. */
    public static long crowdingNanos(final MarketRisk risk, final long before, final long premiumNanos) {
        final long most = risk.value(MarketParameter.CROWDING_NANOS);
        return Math.abs(premiumNanos) > PREMIUM_THRESHOLD_NANOS
            ? Math.min(most, before + Math.ceilDiv(most, GROWTH_STEPS))
            : Math.max(0, before - Math.ceilDiv(most, DECAY_STEPS));
    }

    /**
     * The rate of an hour, in nanos: longs pay a positive one.
     *
     * @param premiumNanos       average premium of the interval
     * @param crowdingNanos      crowding after the interval
     * @param openInterestMicros open interest × |mark|
     * @param backstopMicros     value of the backstop's position at the mark, signed
     */
    public static long rateNanos(
        final MarketRisk risk,
        final long premiumNanos,
        final long crowdingNanos,
        final long openInterestMicros,
        final long backstopMicros) {
        final long clamp = risk.value(MarketParameter.INTEREST_CLAMP_NANOS);
        final long interest = risk.value(MarketParameter.INTEREST_NANOS);
        long rate = premiumNanos + Math.clamp(interest - premiumNanos, -clamp, clamp);
        rate += Long.signum(premiumNanos) * crowded(risk, crowdingNanos, openInterestMicros);
        rate -= inventory(risk, backstopMicros);
        final long cap = risk.value(MarketParameter.FUNDING_CAP_NANOS);
        return Math.clamp(
            FixedPoint.mulDiv(rate, risk.value(MarketParameter.FUNDING_PERCENT), HOURS_AND_PERCENT), -cap, cap);
    }

    /** What a position pays (positive, rounded up) or receives (negative, rounded down) for an hour, in micros. */
    public static long paymentMicros(final long quantityLots, final long oracleTicks, final long rateNanos) {
        final long notional = Math.multiplyExact(Math.abs(quantityLots), Math.abs(oracleTicks));
        final boolean pays = quantityLots > 0 == rateNanos > 0;
        return pays
            ? FixedPoint.mulDivCeil(notional, Math.abs(rateNanos), FixedPoint.NANOS)
            : -FixedPoint.mulDivFloor(notional, Math.abs(rateNanos), FixedPoint.NANOS);
    }

    private static long crowded(final MarketRisk risk, final long crowdingNanos, final long openInterestMicros) {
        final long full = risk.value(MarketParameter.RAMP_TO_USDC) * MICROS_PER_USDC;
        if (full == 0) {
            return 0;
        }
        final long use = Math.min(ONE_E4, FixedPoint.mulDivFloor(openInterestMicros, ONE_E4, full));
        final long beyond = Math.max(0, use - CROWDED_E4);
        return crowdingNanos * beyond * beyond / CROWDED_RANGE_SQUARED;
    }

    private static long inventory(final MarketRisk risk, final long backstopMicros) {
        final long cap = risk.value(MarketParameter.BACKSTOP_CAP_USDC) * MICROS_PER_USDC;
        return cap == 0 ? 0 : FixedPoint.mulDiv(
            risk.value(MarketParameter.INVENTORY_NANOS), Math.clamp(backstopMicros, -cap, cap), cap);
    }
}
