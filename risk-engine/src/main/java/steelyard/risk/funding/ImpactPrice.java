package steelyard.risk.funding;

import steelyard.model.FixedPoint;
import steelyard.model.MarketParameter;
import steelyard.model.Side;
import steelyard.risk.market.MarketRisk;

/**
 * The average price of taking a market's impact notional from one side of its book. {@code
 * docs/risk-rules.md#6-funding}. Begun anew for each side; allocates nothing.
 */
public final class ImpactPrice {
    /** Levels that are looked at. */
    public static final int LEVELS_MAX = 64;
    /** What a side answers that is not deep enough. */
    public static final long NOT_DEEP = Long.MIN_VALUE;

    private static final long MICROS_PER_USDC = 1_000_000;

    private long missingMicros;
    private long lots;
    private long cost;

    /** Begins a side of a market's book. */
    public void begin(final MarketRisk risk) {
        missingMicros = Math.multiplyExact(risk.value(MarketParameter.IMPACT_NOTIONAL_USDC), MICROS_PER_USDC);
        lots = 0;
        cost = 0;
    }

    /** Whether more is to be taken. */
    public boolean isMissing() {
        return missingMicros > 0;
    }

    /** Takes what is missing from the next level, best first; throws {@link ArithmeticException} on overflow. */
    public void take(final long priceTicks, final long levelLots) {
        final long price = Math.abs(priceTicks);
        final long taken = price == 0 ? levelLots : Math.min(levelLots, Math.ceilDiv(missingMicros, price));
        lots = Math.addExact(lots, taken);
        cost = Math.addExact(cost, Math.multiplyExact(priceTicks, taken));
        missingMicros -= Math.multiplyExact(price, taken);
    }

    /** The average in tenths of a tick, rounded down for bids and up for asks; or {@link #NOT_DEEP}. */
    public long tenths(final Side side) {
        if (missingMicros > 0 || lots == 0) {
            return NOT_DEEP;
        }
        return side == Side.BUY
            ? FixedPoint.mulDivFloor(cost, FundingFormulas.TENTHS, lots)
            : -FixedPoint.mulDivFloor(-cost, FundingFormulas.TENTHS, lots);
    }
}
