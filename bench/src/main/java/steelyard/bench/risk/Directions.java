package steelyard.bench.risk;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import steelyard.model.ScenarioMatrix;
import steelyard.risk.portfolio.Scenarios;

/** Made-up scenarios in which markets move together, more or less. */
final class Directions {
    private static final long SEED = 3;
    private static final int SHARED_PERCENT = 70;

    private Directions() {
    }

    /** A column for each of so many markets. */
    static short[][] of(final int markets) {
        final RandomGenerator random = new SplittableRandom(SEED);
        final int[] shared =
            random.ints(ScenarioMatrix.SCENARIOS, -ScenarioMatrix.ONE, ScenarioMatrix.ONE + 1).toArray();
        final short[][] columns = new short[markets][ScenarioMatrix.SCENARIOS];
        for (final short[] column : columns) {
            for (int k = 0; k < column.length; k++) {
                final int own = random.nextInt(-ScenarioMatrix.ONE, ScenarioMatrix.ONE + 1);
                column[k] = (short) ((shared[k] * SHARED_PERCENT + own * (100 - SHARED_PERCENT)) / 100);
            }
            column[0] = ScenarioMatrix.ONE;
            column[1] = -ScenarioMatrix.ONE;
        }
        return columns;
    }

    /** Puts them in force. */
    static void inForce(final Scenarios scenarios, final int markets) {
        final short[][] columns = of(markets);
        scenarios.stage(1);
        for (int market = 0; market < markets; market++) {
            scenarios.stage(market, columns[market]);
        }
        scenarios.activate(0);
        scenarios.takeEffect(0, 1);
    }
}
