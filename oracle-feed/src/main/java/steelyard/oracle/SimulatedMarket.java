package steelyard.oracle;

import steelyard.model.AssetClass;
import steelyard.model.MarketSpec;

/**
 * How the price of one market is simulated.
 *
 * @param basePriceE8       price around which it moves, in 10<sup>-8</sup> USDC, positive
 * @param annualVolatility  standard deviation of a year's return, were it a random walk; 0.6 is 60 %
 * @param allowsNonPositive whether the price moves by amounts, and so may cross zero, rather than by percentages
 */
public record SimulatedMarket(int marketId, long basePriceE8, double annualVolatility, boolean allowsNonPositive) {
    /** Checks the parameters. */
    public SimulatedMarket {
        if (basePriceE8 <= 0) {
            throw new IllegalArgumentException("base price must be positive, not " + basePriceE8);
        }
        if (!(annualVolatility >= 0 && annualVolatility <= 10)) {
            throw new IllegalArgumentException("annual volatility must be 0 to 10, not " + annualVolatility);
        }
    }

    /** The market with the usual volatility of its asset class. */
    public static SimulatedMarket of(final MarketSpec spec, final long basePriceE8) {
        return new SimulatedMarket(
            spec.marketId(), basePriceE8, usualVolatility(spec.assetClass()), spec.allowsNonPositive());
    }

    /** Volatility of a year that is typical of an asset class. */
    static double usualVolatility(final AssetClass assetClass) {
        return switch (assetClass) {
            case CRYPTO -> 0.60;
            case METAL -> 0.18;
            case FX -> 0.08;
            case ENERGY -> 0.35;
            case INDEX -> 0.18;
            case EQUITY -> 0.35;
        };
    }
}
