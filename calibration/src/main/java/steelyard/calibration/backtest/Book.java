package steelyard.calibration.backtest;

import java.util.List;

/**
 * Positions in fixed proportions of risk: a leg's notional is its weight divided by its market's shock, so that each
 * leg alone requires what its weight says.
 *
 * @param name    what it is
 * @param kind    books of a kind are counted together
 * @param coins   its markets
 * @param weights signed shares of the requirement without offsets; negative: short; absolutes add up to one
 */
record Book(String name, String kind, List<String> coins, double[] weights) {
    /** A book of these weights, scaled. */
    static Book of(final String name, final String kind, final List<String> coins, final double... weights) {
        double sum = 0;
        for (final double weight : weights) {
            sum += Math.abs(weight);
        }
        final double[] scaled = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            scaled[i] = weights[i] / sum;
        }
        return new Book(name, kind, List.copyOf(coins), scaled);
    }
}
