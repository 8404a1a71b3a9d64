package steelyard.risk;

import steelyard.model.AssetClass;
import steelyard.model.MarketSpec;
import steelyard.model.PriceGrid;

/** Market specifications for tests. */
public final class TestMarkets {
    private TestMarkets() {
    }

    /** Prices with one decimal, sizes with five; 40x; two sources, each good for a second. */
    public static MarketSpec btc(final int marketId) {
        return new MarketSpec(marketId, "BTC" + marketId, AssetClass.CRYPTO, 5, PriceGrid.SIGNIFICANT_5, 0, false, 40,
            20, 10_000_000, 100_000_000, 100_000_000, 500_000_000, 1_000_000_000, 2);
    }

    /** Prices with four decimals, at and below zero too, sizes with two; 10x; one source, good for a second. */
    public static MarketSpec oil(final int marketId) {
        return new MarketSpec(marketId, "WTI" + marketId, AssetClass.ENERGY, 2, PriceGrid.TICK, 1, true, 10, 10,
            1_000_000, 10_000_000, 10_000_000, 100_000_000, 1_000_000_000, 1);
    }
}
