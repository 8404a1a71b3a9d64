package steelyard.calibration.profile;

import static steelyard.model.AssetClass.CRYPTO;
import static steelyard.model.AssetClass.ENERGY;
import static steelyard.model.AssetClass.EQUITY;
import static steelyard.model.AssetClass.FX;
import static steelyard.model.AssetClass.INDEX;
import static steelyard.model.AssetClass.METAL;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steelyard.calibration.profile.MarketProfile.Tiers;
import steelyard.model.AssetClass;

/**
 * The terms of the markets for which there are histories. Names that end with {@code SPOT} are prices of the same thing
 * elsewhere, with its terms: the other leg of a basis trade.
 */
public final class Profiles {
    private static final long MILLION = 1_000_000;
    private static final Tiers LARGE_ALT = Tiers.of(10 * MILLION, 150, 40 * MILLION, 240);
    private static final Tiers SMALL_ALT = Tiers.of(MILLION, 150, 5 * MILLION, 250);
    private static final Tiers CURRENCY = Tiers.of(100 * MILLION, 166);

    private static final Map<String, MarketProfile> BY_COIN = new LinkedHashMap<>();

    static {
        for (final String coin : List.of("BTC", "BTCSPOT")) {
            put(coin, CRYPTO, 2_250, Tiers.of(50 * MILLION, 133, 150 * MILLION, 222), 50, 50, 20, 100, 50);
        }
        put("ETH", CRYPTO, 3_000, Tiers.of(30 * MILLION, 133, 100 * MILLION, 200), 50, 50, 10, 100, 50);
        for (final String coin : List.of("SOL", "XRP", "BNB")) {
            put(coin, CRYPTO, 5_000, LARGE_ALT, 100, 60, 3, 100, 20);
        }
        for (final String coin : List.of(
            "ADA", "BCH", "LTC", "DOGE", "XLM", "XMR", "DASH", "NANO", "BTT", "ZEC", "HYPE")) {
            put(coin, CRYPTO, 10_000, SMALL_ALT, 100, 95, 1, 100, 10);
        }
        put("GOLD", METAL, 1_500, Tiers.of(50 * MILLION, 133), 50, 55, 10, 300, 100);
        put("SILVER", METAL, 2_750, Tiers.of(20 * MILLION, 145), 50, 65, 3, 300, 20);
        for (final String coin : List.of("WTI", "WTISPOT")) {
            put(coin, ENERGY, 4_500, Tiers.of(20 * MILLION, 133), 100, 65, 5, 300, 20);
        }
        for (final String coin : List.of("EURUSD", "GBPUSD", "JPYUSD", "AUDUSD", "NZDUSD", "CADUSD", "CHFUSD")) {
            put(coin, FX, 750, CURRENCY, 50, 50, 20, 200, 500);
        }
        put("SPX", INDEX, 1_750, Tiers.of(50 * MILLION, 143), 50, 55, 10, 300, 50);
        put("NDX", INDEX, 1_750, Tiers.of(50 * MILLION, 143), 50, 55, 10, 300, 50);
        for (final String coin : List.of("AAPL", "NVDA", "TSLA")) {
            put(coin, EQUITY, 5_000, Tiers.of(5 * MILLION, 160), 100, 65, 2, 300, 20);
        }
    }

    private Profiles() {
    }

    private static void put(
        final String coin,
        final AssetClass assetClass,
        final int shockE5,
        final Tiers tiers,
        final int floorPercent,
        final int closeCostE5,
        final long depthMillions,
        final int closedPercent,
        final int venueLeverage) {
        BY_COIN.put(coin, new MarketProfile(
            coin, assetClass, shockE5, tiers, floorPercent, closeCostE5, depthMillions * MILLION, closedPercent,
            venueLeverage));
    }

    /** The markets that have terms. */
    public static List<MarketProfile> all() {
        return new ArrayList<>(BY_COIN.values());
    }

    /**
     * The terms of a market.
     *
     * @throws IllegalArgumentException if it has none
     */
    public static MarketProfile of(final String coin) {
        final MarketProfile profile = BY_COIN.get(coin);
        if (profile == null) {
            throw new IllegalArgumentException("no terms for a market " + coin);
        }
        return profile;
    }

    /** The kinds of these markets. */
    public static List<AssetClass> classes(final List<String> coins) {
        return coins.stream().map(coin -> of(coin).assetClass()).toList();
    }
}
