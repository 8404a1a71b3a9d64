package steelyard.crash;

import java.util.ArrayList;
import java.util.List;
import steelyard.calibration.profile.MarketProfile;
import steelyard.calibration.profile.Profiles;
import steelyard.model.AssetClass;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.model.PriceGrid;
import steelyard.testkit.command.RiskCommand.MarketValue;

/**
 * A market of a crash: listed by its price at the beginning, with the terms of the profile {@code venue} for standard
 * margin, and those of {@code conservative} for portfolio margin.
 *
 * @param id         number of the market
 * @param coin       its name
 * @param profile    its terms
 * @param startPrice in USDC
 * @param quorum     sources that make a price
 */
record CrashMarket(int id, String coin, MarketProfile profile, double startPrice, int quorum) {
    /** Whose terms markets without histories of their own have. */
    private static final String SMALL = "ADA";
    private static final long STALE_NANOS = 10_000_000_000L;
    private static final long LARGE_IMPACT_USDC = 20_000;
    private static final long SMALL_IMPACT_USDC = 6_000;
    /** Markets with more leverage are isolated. */
    static final int FX_LEVERAGE = 200;
    private static final double LEAST_MARGIN_PRICE = 10;

    static CrashMarket of(final int id, final String coin, final double startPrice, final int quorum) {
        final boolean isKnown = Profiles.all().stream().anyMatch(each -> each.coin().equals(coin));
        return new CrashMarket(id, coin, Profiles.of(isKnown ? coin : SMALL), startPrice, quorum);
    }

    boolean isCrypto() {
        return profile.assetClass() == AssetClass.CRYPTO;
    }

    boolean fallsBelowZero() {
        return profile.assetClass() == AssetClass.ENERGY;
    }

    /** The specification: a price of four to six figures, positions as large as numbers allow. */
    MarketSpec spec() {
        final int decimals = (int) Math.clamp(Math.floor(Math.log10(startPrice)), 0, 5);
        final long maxPriceTicks = Math.round(20 * startPrice * Math.pow(10, 6 - decimals));
        final long maxLots = MarketSpec.NOTIONAL_LIMIT_MICROS / maxPriceTicks;
        final boolean negative = fallsBelowZero();
        final long step = negative ? Math.round(Math.pow(10, 3 - decimals)) : 0;
        return new MarketSpec(id, coin, profile.assetClass(), decimals,
            negative ? PriceGrid.TICK : PriceGrid.SIGNIFICANT_5, step, negative, profile.venueLeverage(),
            profile.venueLeverage(), 10_000_000, maxPriceTicks, maxLots / 4, maxLots, STALE_NANOS, quorum);
    }

    /** The leverage of the highest tier, at which a position may be as large as it likes. */
    int tierLeverage() {
        final int[] percent = profile.tiers().percent();
        return profile.venueLeverage() * 100 / percent[percent.length - 1];
    }

    /** The numbers that the risk rules read. */
    List<MarketValue> risk() {
        final List<MarketValue> values = new ArrayList<>();
        final MarketParameter[] from = {MarketParameter.TIER_1_FROM_USDC, MarketParameter.TIER_2_FROM_USDC};
        final MarketParameter[] leverage = {MarketParameter.TIER_1_LEVERAGE, MarketParameter.TIER_2_LEVERAGE};
        for (int tier = 1; tier < profile.tiers().percent().length; tier++) {
            put(values, from[tier - 1], profile.tiers().fromUsdc()[tier]);
            put(values, leverage[tier - 1], profile.venueLeverage() * 100L / profile.tiers().percent()[tier]);
        }
        put(values, MarketParameter.CLOSE_COST_E5, profile.closeCostE5());
        put(values, MarketParameter.DEPTH_USDC, profile.depthUsdc());
        put(values, MarketParameter.DEPTH_CHARGE_E5, MarketProfile.DEPTH_CHARGE_E5);
        put(values, MarketParameter.SHOCK_E5, profile.shockE5());
        final MarketParameter[] shockFrom = {MarketParameter.SHOCK_1_FROM_USDC, MarketParameter.SHOCK_2_FROM_USDC};
        final MarketParameter[] shock = {MarketParameter.SHOCK_1_E5, MarketParameter.SHOCK_2_E5};
        for (int tier = 1; tier < profile.tiers().percent().length; tier++) {
            put(values, shockFrom[tier - 1], profile.tiers().fromUsdc()[tier]);
            put(values, shock[tier - 1], (long) profile.shockE5() * profile.tiers().percent()[tier] / 100);
        }
        put(values, MarketParameter.SCAN_FLOOR_PERCENT, profile.floorPercent());
        put(values, MarketParameter.BACKSTOP_CAP_USDC, profile.depthUsdc());
        put(values, MarketParameter.IMPACT_NOTIONAL_USDC,
            List.of("BTC", "ETH").contains(coin) ? LARGE_IMPACT_USDC : SMALL_IMPACT_USDC);
        if (profile.venueLeverage() > FX_LEVERAGE) {
            put(values, MarketParameter.ISOLATION, 1);
        }
        if (fallsBelowZero()) {
            final double ticks = LEAST_MARGIN_PRICE * Math.pow(10, spec().priceDecimals());
            put(values, MarketParameter.MARGIN_PRICE_MIN_TICKS, Math.round(ticks));
        }
        return values;
    }

    private static void put(final List<MarketValue> values, final MarketParameter parameter, final long value) {
        values.add(new MarketValue(value, parameter.id()));
    }
}
