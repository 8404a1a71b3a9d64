package steelyard.calibration.scenario;

import java.util.Arrays;
import java.util.List;
import steelyard.calibration.history.Panel;
import steelyard.model.AssetClass;

/**
 * Chosen scenarios: for each market the direction and strength of its move in each, in 10<sup>-4</sup> of its shock.
 * Every market has a scenario with a whole shock up and one down.
 *
 * @param coins      the markets
 * @param directions by market and scenario, −10,000 to 10,000
 * @param clips      for each market what one whole shock is in units of its volatility
 */
public record Scenarios(List<String> coins, short[][] directions, double[] clips) {
    /** A whole shock. */
    public static final int ONE = 10_000;

    /**
     * Chooses scenarios from the rows up to {@code lastRow}.
     *
     * @param classes the class of each market of the panel
     */
    public static Scenarios choose(
        final Standardized history, final List<AssetClass> classes, final int lastRow, final ScenarioRules rules) {
        final Candidates candidates = Candidates.at(history, classes, lastRow, rules);
        final Panel panel = history.panel();
        final List<String> coins = Arrays.stream(candidates.markets()).mapToObj(panel.coins()::get).toList();
        final List<AssetClass> own = Arrays.stream(candidates.markets()).mapToObj(classes::get).toList();
        final double[][] factors = rules.withFactors() ? Factors.scenarios(own) : new double[0][];
        final double[][] chosen = Vote.winners(candidates, rules, rules.scenarios() - factors.length);
        final double[][] all = Arrays.copyOf(chosen, rules.scenarios());
        System.arraycopy(factors, 0, all, chosen.length, factors.length);
        for (int market = 0; market < coins.size(); market++) {
            force(all, market, 1);
            force(all, market, -1);
        }
        return new Scenarios(coins, integers(all, coins.size()), candidates.clips());
    }

    /** The column of a market, or −1. */
    public int indexOf(final String coin) {
        return coins.indexOf(coin);
    }

    /** Makes the market's largest move in this direction a whole shock. */
    private static void force(final double[][] scenarios, final int market, final int sign) {
        int largest = 0;
        for (int scenario = 1; scenario < scenarios.length; scenario++) {
            if (sign * scenarios[scenario][market] > sign * scenarios[largest][market]) {
                largest = scenario;
            }
        }
        scenarios[largest][market] = sign;
    }

    private static short[][] integers(final double[][] scenarios, final int marketCount) {
        final short[][] columns = new short[marketCount][scenarios.length];
        for (int market = 0; market < marketCount; market++) {
            for (int scenario = 0; scenario < scenarios.length; scenario++) {
                columns[market][scenario] = (short) Math.round(scenarios[scenario][market] * ONE);
            }
        }
        return columns;
    }
}
