package steelyard.testkit.reference;

import java.math.BigInteger;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.PriceGrid;

/** A market. Prices in ticks, 0 before the first; settled in micros. */
record Market(
    MarketSpec spec, MarketState state, boolean hasPrice, long oracleTicks, long markTicks, long settledMicros) {

    static Market listed(final MarketSpec spec, final MarketState state) {
        return new Market(spec, state, false, 0, 0, 0);
    }

    int id() {
        return spec.marketId();
    }

    long e8PerTick() {
        return BigInteger.TEN.pow(8 - (6 - spec.sizeDecimals())).longValueExact();
    }

    long e8PerLot() {
        return BigInteger.TEN.pow(8 - spec.sizeDecimals()).longValueExact();
    }

    Market in(final MarketState newState) {
        return new Market(spec, newState, hasPrice, oracleTicks, markTicks, settledMicros);
    }

    Market priced(final long oracle, final long mark) {
        return new Market(spec, state, true, oracle, mark, settledMicros);
    }

    Market settled(final long moreMicros) {
        return new Market(
            spec, state, hasPrice, oracleTicks, markTicks, Math.addExact(settledMicros, moreMicros));
    }

    /** Whether a price stands on the grid: a multiple of the step, or whole USDC or at most five figures. */
    boolean isOnGrid(final long priceTicks) {
        if (spec.gridKind() == PriceGrid.TICK) {
            return priceTicks % spec.gridStepTicks() == 0;
        }
        final long ticksPerUsdc = BigInteger.TEN.pow(6 - spec.sizeDecimals()).longValueExact();
        return priceTicks > 0 && (priceTicks % ticksPerUsdc == 0 || significantFigures(priceTicks) <= 5);
    }

    private static int significantFigures(final long positive) {
        return Long.toString(positive).replaceAll("0+$", "").length();
    }
}
