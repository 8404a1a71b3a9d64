package steelyard.calibration.scenario;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Random portfolios of few positions, each voting for the candidates that hurt it most. Every row of history stands for
 * two candidates, itself and its mirror image, so that no trend of the past counts.
 */
final class Vote {
    private final Candidates candidates;
    private final ScenarioRules rules;
    /** By candidate: 2 × row, plus 1 for the mirror image. */
    private final int[] votes;

    private Vote(final Candidates candidates, final ScenarioRules rules) {
        this.candidates = candidates;
        this.rules = rules;
        this.votes = new int[2 * candidates.rows().length];
    }

    /**
     * The candidates with the most votes, as directions by scenario and market; of equal ones the oldest, then the row
     * itself before its mirror image.
     */
    static double[][] winners(final Candidates candidates, final ScenarioRules rules, final int count) {
        final Vote vote = new Vote(candidates, rules);
        vote.hold();
        final double[][] winners = new double[count][candidates.markets().length];
        final int[] order = IntStream.range(0, vote.votes.length)
            .boxed()
            .sorted(Comparator.comparingInt((Integer candidate) -> -vote.votes[candidate]).thenComparingInt(i -> i))
            .mapToInt(Integer::intValue)
            .limit(count)
            .toArray();
        for (int place = 0; place < order.length; place++) {
            final int sign = (order[place] & 1) == 0 ? 1 : -1;
            for (int market = 0; market < winners[place].length; market++) {
                winners[place][market] = sign * candidates.column(market)[order[place] >> 1];
            }
        }
        return winners;
    }

    private void hold() {
        final SplittableRandom random = new SplittableRandom(rules.seed());
        final double[] profits = new double[candidates.rows().length];
        for (int portfolio = 0; portfolio < rules.portfolios(); portfolio++) {
            Arrays.fill(profits, 0);
            final double[] weights = weights(random);
            for (int market = 0; market < weights.length; market++) {
                if (weights[market] != 0) {
                    addTo(profits, candidates.column(market), weights[market]);
                }
            }
            voteFor(profits);
        }
    }

    /** Few positions of either side, their sizes exponentially distributed. */
    private double[] weights(final SplittableRandom random) {
        final int marketCount = candidates.markets().length;
        final double[] weights = new double[marketCount];
        int legs = Math.min(marketCount, random.nextInt(rules.legsMin(), rules.legsMax() + 1));
        while (legs > 0) {
            final int market = random.nextInt(marketCount);
            if (weights[market] == 0) {
                final double size = -StrictMath.log(1 - random.nextDouble());
                weights[market] = random.nextBoolean() ? size : -size;
                legs--;
            }
        }
        return weights;
    }

    private static void addTo(final double[] profits, final double[] directions, final double weight) {
        for (int row = 0; row < profits.length; row++) {
            profits[row] += weight * directions[row];
        }
    }

    private void voteFor(final double[] profits) {
        final int[] worst = new int[rules.votes()];
        final double[] sizes = new double[rules.votes()];
        Arrays.fill(sizes, -1);
        for (int row = 0; row < profits.length; row++) {
            final double size = Math.abs(profits[row]);
            if (size > sizes[sizes.length - 1]) {
                int place = sizes.length - 1;
                while (place > 0 && size > sizes[place - 1]) {
                    sizes[place] = sizes[place - 1];
                    worst[place] = worst[place - 1];
                    place--;
                }
                sizes[place] = size;
                worst[place] = row;
            }
        }
        for (int place = 0; place < worst.length; place++) {
            if (sizes[place] > 0) {
                votes[2 * worst[place] + (profits[worst[place]] > 0 ? 1 : 0)]++;
            }
        }
    }
}
