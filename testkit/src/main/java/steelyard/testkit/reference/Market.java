package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.PriceGrid;

/** A market. Prices in ticks, 0 before the first. */
final class Market {
    private static final int FIGURES = 5;

    MarketSpec spec;
    MarketState state;
    boolean hasPrice;
    long oracleTicks;
    long markTicks;
    boolean hasLast;
    long lastTicks;
    long settledMicros;
    /** Largest position limit that the market ever had. */
    long largestMaxPositionLots;
    /** What is not here has its default. */
    final Map<MarketParameter, Long> risk = new EnumMap<>(MarketParameter.class);
    long rampNanos;
    /** What maintenance and initial margin are multiplied by around the close of a session. */
    long closePercent = 100;
    long initialPercent = 100;
    BigInteger premiumSum = BigInteger.ZERO;
    long premiumSamples;
    long crowding;
    /** The last rate that was fixed, in nanos for an hour, with its oracle price and interval. */
    BigInteger fundingRate = BigInteger.ZERO;
    long fundingOracleTicks;
    long fundingInterval;
    /** What the book is away from the oracle price, and where its middle is; in half ticks. */
    final Average basis = new Average(150_000);
    final Average middle = new Average(30_000);
    /** Out of a halt, and no price of an oracle's source has come since. */
    boolean isUnpricedSinceHalt;
    boolean isUncrossing;
    /** Whether the present round of the uncrossing has been priced, and its price. */
    boolean isPriced;
    long auctionTicks;

    Market(final MarketSpec spec, final MarketState state) {
        this.spec = spec;
        this.state = state;
        this.largestMaxPositionLots = spec.maxPositionLots();
    }

    int id() {
        return spec.marketId();
    }

    long risk(final MarketParameter parameter) {
        return risk.getOrDefault(parameter, parameter.defaultValue());
    }

    /** Whether every position here is isolated, whatever was chosen. */
    boolean isIsolatedOnly() {
        return risk(MarketParameter.ISOLATION) != 0;
    }

    boolean isIsolated(final Position position) {
        return isIsolatedOnly() || position.choseIsolated();
    }

    long e8PerTick() {
        return BigInteger.TEN.pow(8 - (6 - spec.sizeDecimals())).longValueExact();
    }

    long e8PerLot() {
        return BigInteger.TEN.pow(8 - spec.sizeDecimals()).longValueExact();
    }

    boolean worksOnTriggers() {
        return (state == MarketState.ACTIVE || state == MarketState.CLOSE_ONLY) && !isUncrossing;
    }

    /** Whether a price stands on the grid: a multiple of the step, or whole USDC or at most five figures. */
    boolean isOnGrid(final long priceTicks) {
        if (spec.gridKind() == PriceGrid.TICK) {
            return priceTicks % spec.gridStepTicks() == 0;
        }
        return priceTicks > 0 && (priceTicks % ticksPerUsdc() == 0 || significantFigures(priceTicks) <= FIGURES);
    }

    boolean isValid(final long priceTicks) {
        return isOnGrid(priceTicks) && Math.abs(priceTicks) <= spec.maxPriceTicks()
            && (priceTicks > 0 || spec.allowsNonPositive());
    }

    /** The highest valid price that is not above; the lowest there is if none is. */
    long validAtOrBelow(final long ticks) {
        long price = Math.min(ticks, spec.maxPriceTicks());
        if (spec.gridKind() == PriceGrid.TICK) {
            price = Math.floorDiv(price, spec.gridStepTicks()) * spec.gridStepTicks();
        } else if (price > 0) {
            final long step = stepAt(price);
            price = Math.max(price / ticksPerUsdc() * ticksPerUsdc(), price / step * step);
        }
        return isValid(price) ? price : lowestValid();
    }

    /** The lowest valid price that is not below; the highest there is if none is. */
    long validAtOrAbove(final long ticks) {
        long price = Math.max(ticks, spec.allowsNonPositive() ? -spec.maxPriceTicks() : 1);
        if (spec.gridKind() == PriceGrid.TICK) {
            price = Math.ceilDiv(price, spec.gridStepTicks()) * spec.gridStepTicks();
        } else {
            final long step = stepAt(price);
            price = Math.min(
                Math.ceilDiv(price, ticksPerUsdc()) * ticksPerUsdc(), Math.ceilDiv(price, step) * step);
        }
        return isValid(price) ? price : validAtOrBelow(spec.maxPriceTicks());
    }

    private long lowestValid() {
        return spec.gridKind() == PriceGrid.TICK
            ? spec.allowsNonPositive()
                ? Math.ceilDiv(-spec.maxPriceTicks(), spec.gridStepTicks()) * spec.gridStepTicks()
                : spec.gridStepTicks()
            : 1;
    }

    private long ticksPerUsdc() {
        return BigInteger.TEN.pow(6 - spec.sizeDecimals()).longValueExact();
    }

    /** What the fifth figure of a positive price is worth. */
    private static long stepAt(final long positive) {
        return BigInteger.TEN.pow(Math.max(0, Long.toString(positive).length() - FIGURES)).longValueExact();
    }

    private static int significantFigures(final long positive) {
        return Long.toString(positive).replaceAll("0+$", "").length();
    }
}
