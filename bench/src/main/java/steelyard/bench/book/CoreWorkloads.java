package steelyard.bench.book;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The peer's mix in several markets, for accounts that have positions. */
final class CoreWorkloads {
    private static final double PARETO_SHAPE = 1.5;
    private static final long POSITION_LOTS_MAX = 50;

    private CoreWorkloads() {
    }

    /** One busy market; every account has a position in each of {@code markets}. */
    static Workload single(final String name, final int markets, final int users, final int orders, final int commands,
        final long seed) {
        final Workload to = new Workload(name);
        final SplittableRandom random = new SplittableRandom(seed);
        final long[] lastOrderId = new long[1];
        final MixGenerator[] generators = new MixGenerator[markets];
        for (int market = 0; market < markets; market++) {
            generators[market] = new MixGenerator(
                to, random.nextLong(), market, users, orders, MixGenerator.OLDEST, lastOrderId);
            for (int user = 0; user + 1 < users; user += 2) {
                final boolean turned = random.nextBoolean();
                generators[market].trade(
                    turned ? user + 1 : user, turned ? user : user + 1, 1 + random.nextLong(POSITION_LOTS_MAX));
            }
        }
        for (int i = 0; i < orders; i++) {
            generators[0].place();
        }
        to.endPrefill();
        for (int i = 0; i < commands; i++) {
            generators[0].next();
        }
        return to;
    }

    /** Many markets, of which few are busy: their weights are distributed after Pareto. */
    static Workload many(final String name, final int markets, final int users, final int orders, final int commands,
        final long seed) {
        final Workload to = new Workload(name);
        final SplittableRandom random = new SplittableRandom(seed);
        final long[] lastOrderId = new long[1];
        final double[] upTo = new double[markets];
        double sum = 0;
        for (int market = 0; market < markets; market++) {
            sum += Math.pow(1 - random.nextDouble(), -1 / PARETO_SHAPE);
            upTo[market] = sum;
        }
        final MixGenerator[] generators = new MixGenerator[markets];
        for (int market = 0; market < markets; market++) {
            final double weight = upTo[market] - (market == 0 ? 0 : upTo[market - 1]);
            generators[market] = new MixGenerator(to, random.nextLong(), market, users,
                (int) Math.max(2, orders * weight / sum), MixGenerator.OLDEST, lastOrderId);
        }
        for (int i = 0; i < orders; i++) {
            generators[any(upTo, random)].place();
        }
        to.endPrefill();
        for (int i = 0; i < commands; i++) {
            generators[any(upTo, random)].next();
        }
        return to;
    }

    private static int any(final double[] upTo, final SplittableRandom random) {
        final int at = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
        return Math.min(upTo.length - 1, at < 0 ? -at - 1 : at);
    }
}
