package steelyard.calibration.scenario;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import steelyard.model.AssetClass;

/**
 * Whole classes of markets moving by one shock: what history's rows may not contain. Each stands in both directions.
 * Currencies up means the dollar down.
 */
enum Factors {
    /** Crypto currencies. */
    CRYPTO(Map.of(AssetClass.CRYPTO, 1)),
    /** Indexes and stocks. */
    EQUITY(Map.of(AssetClass.INDEX, 1)),
    /** Currencies against the dollar. */
    DOLLAR(Map.of(AssetClass.FX, 1)),
    /** Precious metals. */
    PRECIOUS(Map.of(AssetClass.METAL, 1)),
    /** Oil. */
    ENERGY(Map.of(AssetClass.ENERGY, 1)),
    /** Everything is sold for dollars, gold too, as in March 2020. */
    CASH(Map.of(AssetClass.CRYPTO, -1, AssetClass.INDEX, -1, AssetClass.METAL, -1, AssetClass.ENERGY, -1,
        AssetClass.FX, -1)),
    /** Stocks and gold rise together while crypto currencies fall: usual hedges fail. */
    FLIP(Map.of(AssetClass.INDEX, 1, AssetClass.METAL, 1, AssetClass.CRYPTO, -1));

    private final Map<AssetClass, Integer> directions;

    Factors(final Map<AssetClass, Integer> directions) {
        this.directions = new EnumMap<>(directions);
    }

    /** The direction of a market of this class: −1, 0 or 1. */
    int direction(final AssetClass assetClass) {
        return directions.getOrDefault(Candidates.group(assetClass), 0);
    }

    /** All of them in both directions, by scenario and market. */
    static double[][] scenarios(final List<AssetClass> classes) {
        final double[][] scenarios = new double[2 * values().length][classes.size()];
        for (final Factors factor : values()) {
            for (int market = 0; market < classes.size(); market++) {
                scenarios[2 * factor.ordinal()][market] = factor.direction(classes.get(market));
                scenarios[2 * factor.ordinal() + 1][market] = -factor.direction(classes.get(market));
            }
        }
        return scenarios;
    }
}
