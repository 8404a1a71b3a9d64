package steelyard.model;

import static steelyard.model.FixedPoint.powerOfTen;

/**
 * What is fixed about a market until an operator changes it. Its state (active, halted …) is not part of it.
 *
 * <p>Invariants, checked by {@link #violation()}: the largest price times the largest position is at most 2<sup>56</sup>
 * micros, so that no product of a price and a size of this market overflows.
 *
 * @param marketId           number of the market, dense from 0: the {@code asset} of the public API
 * @param coin               name of the market, 1 to 16 printable ASCII characters
 * @param assetClass         kind of underlying
 * @param sizeDecimals       decimals of a size, 0 to 6; a price has {@code 6 − sizeDecimals}
 * @param gridKind           {@link PriceGrid#SIGNIFICANT_5} or {@link PriceGrid#TICK}
 * @param gridStepTicks      step of a TICK grid in price ticks; ignored otherwise
 * @param allowsNonPositive  whether prices at and below zero are valid (TICK grids only)
 * @param maxLeverage        largest leverage, 1 to 1000; maintenance is half the initial margin at it
 * @param defaultLeverage    leverage of an account that has not chosen one
 * @param minNotionalMicros  smallest price × size of an order that is not reduce-only
 * @param maxPriceTicks      largest price, in ticks
 * @param maxOrderLots       largest size of an order, in lots
 * @param maxPositionLots    largest position with all its resting orders, in lots
 * @param staleAfterNanos    a price source older than this, in log time, is not used
 * @param priceQuorum        smallest number of fresh sources that make a price
 * @param priceBandNanos     how far beyond the mark an order may reach, as a rate in nanos; 0: as far as it likes
 * @param openInterestCapMicros value of all open positions from which on none is added, in micros; 0: no cap
 */
public record MarketSpec(
    int marketId,
    String coin,
    AssetClass assetClass,
    int sizeDecimals,
    int gridKind,
    long gridStepTicks,
    boolean allowsNonPositive,
    int maxLeverage,
    int defaultLeverage,
    long minNotionalMicros,
    long maxPriceTicks,
    long maxOrderLots,
    long maxPositionLots,
    long staleAfterNanos,
    int priceQuorum,
    long priceBandNanos,
    long openInterestCapMicros) {

    /** Longest name of a market. */
    public static final int COIN_LENGTH_MAX = 16;
    /** Largest price × position, in micros. */
    public static final long NOTIONAL_LIMIT_MICROS = 1L << 56;
    /** Most decimals of a price and a size together. */
    public static final int DECIMALS = 6;

    /** A market without a price band and without a cap of open interest. */
    public MarketSpec(
        final int marketId,
        final String coin,
        final AssetClass assetClass,
        final int sizeDecimals,
        final int gridKind,
        final long gridStepTicks,
        final boolean allowsNonPositive,
        final int maxLeverage,
        final int defaultLeverage,
        final long minNotionalMicros,
        final long maxPriceTicks,
        final long maxOrderLots,
        final long maxPositionLots,
        final long staleAfterNanos,
        final int priceQuorum) {
        this(marketId, coin, assetClass, sizeDecimals, gridKind, gridStepTicks, allowsNonPositive, maxLeverage,
            defaultLeverage, minNotionalMicros, maxPriceTicks, maxOrderLots, maxPositionLots, staleAfterNanos,
            priceQuorum, 0, 0);
    }

    /** The market's price grid. */
    public PriceGrid grid() {
        return gridKind == PriceGrid.TICK
            ? PriceGrid.tick(gridStepTicks, allowsNonPositive)
            : PriceGrid.significant5(sizeDecimals);
    }

    /** Decimals of a price. */
    public int priceDecimals() {
        return DECIMALS - sizeDecimals;
    }

    /** What a price in ticks is multiplied by to give 10<sup>-8</sup> USDC. */
    public long e8PerTick() {
        return powerOfTen(8 - priceDecimals());
    }

    /** What a size in lots is multiplied by to give 10<sup>-8</sup> of the underlying. */
    public long e8PerLot() {
        return powerOfTen(8 - sizeDecimals);
    }

    /** The first rule that this specification breaks, as a sentence, or {@code null}. */
    public String violation() {
        if (coin == null || !coin.matches("[\\x21-\\x7e]{1,16}")) {
            return "coin must have 1 to 16 printable ASCII characters";
        }
        if (assetClass == null) {
            return "asset class is unknown";
        }
        if (sizeDecimals < 0 || sizeDecimals > DECIMALS) {
            return "sizeDecimals must be 0 to 6";
        }
        final String grid = gridViolation();
        return grid != null ? grid : limitViolation();
    }

    private String gridViolation() {
        if (gridKind != PriceGrid.SIGNIFICANT_5 && gridKind != PriceGrid.TICK) {
            return "price grid is unknown";
        }
        if (gridKind == PriceGrid.TICK && gridStepTicks <= 0) {
            return "price step must be positive";
        }
        if (gridKind != PriceGrid.TICK && allowsNonPositive) {
            return "only a TICK grid may allow prices at and below zero";
        }
        return null;
    }

    private String limitViolation() {
        if (maxLeverage < 1 || maxLeverage > 1000) {
            return "maxLeverage must be 1 to 1000";
        }
        if (defaultLeverage < 1 || defaultLeverage > maxLeverage) {
            return "defaultLeverage must be 1 to maxLeverage";
        }
        if (minNotionalMicros < 0) {
            return "minNotional must not be negative";
        }
        if (maxPriceTicks <= 0 || maxOrderLots <= 0 || maxPositionLots < maxOrderLots) {
            return "maxPrice and maxOrder must be positive, maxPosition at least maxOrder";
        }
        if (Math.multiplyHigh(maxPriceTicks, maxPositionLots) != 0
            || maxPriceTicks * maxPositionLots < 0 || maxPriceTicks * maxPositionLots > NOTIONAL_LIMIT_MICROS) {
            return "maxPrice × maxPosition must be at most 2^56 micro-USDC";
        }
        if (staleAfterNanos <= 0 || priceQuorum < 1) {
            return "staleAfter and priceQuorum must be positive";
        }
        if (priceBandNanos < 0 || priceBandNanos > FixedPoint.NANOS || openInterestCapMicros < 0) {
            return "price band must be 0 to 1, the cap of open interest not negative";
        }
        return null;
    }
}
