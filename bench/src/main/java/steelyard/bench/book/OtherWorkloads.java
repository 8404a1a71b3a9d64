package steelyard.bench.book;

import java.util.SplittableRandom;

/** The workloads that are not the peer's mix. */
final class OtherWorkloads {
    private static final int USERS = 1_000;
    private static final long MIDDLE = 20_000_000;
    private static final double DECADES = 7;
    private static final int SWEPT_LEVELS = 50;
    private static final int LEVELS = 1_000;

    private OtherWorkloads() {
    }

    /** Orders are placed and canceled at distances of 1 to 10^7 ticks from the middle, evenly over the decades. */
    static Workload sparse(final int orders, final int commands, final long seed) {
        final Workload to = new Workload("book.sparse");
        final SplittableRandom random = new SplittableRandom(seed);
        final LiveIds live = new LiveIds(Integer.MAX_VALUE);
        final ShadowBook book = new ShadowBook(live);
        long lastId = 0;
        for (int i = 0; i < orders + commands; i++) {
            if (i == orders) {
                to.endPrefill();
            }
            if (i < orders || book.count(true) + book.count(false) < orders || random.nextBoolean()) {
                final boolean buy = random.nextBoolean();
                final long distance = (long) Math.pow(10, DECADES * random.nextDouble());
                final long price = buy ? MIDDLE - distance : MIDDLE + distance;
                final int user = random.nextInt(USERS);
                final long lots = 1 + random.nextInt(100);
                to.add(Op.PLACE, ++lastId, 0, user, buy, price, lots);
                book.place(lastId, user, buy, price, lots);
            } else {
                final ShadowBook.Order victim = live.any(random);
                to.change(Op.CANCEL, 0, victim, victim.price(), 0);
                book.cancel(victim);
            }
        }
        return to;
    }

    /** A book of 1,000 levels a side; again and again an order takes the best 50, which are then placed again. */
    static Workload sweep(final int sweeps, final long seed) {
        final Workload to = new Workload("book.sweep");
        final SplittableRandom random = new SplittableRandom(seed);
        long lastId = 0;
        final long[][] lots = new long[2][LEVELS];
        for (int side = 0; side < 2; side++) {
            for (int level = 0; level < LEVELS; level++) {
                lots[side][level] = 1 + random.nextInt(100);
                place(to, ++lastId, random, side == 0, level, lots[side][level]);
            }
        }
        to.endPrefill();
        for (int i = 0; i < sweeps; i++) {
            final int side = random.nextInt(2);
            long sum = 0;
            for (int level = 0; level < SWEPT_LEVELS; level++) {
                sum += lots[side][level];
            }
            final long limit = price(side == 0, LEVELS);
            to.add(Op.TAKE, ++lastId, 0, random.nextInt(USERS), side != 0, limit, sum);
            for (int level = 0; level < SWEPT_LEVELS; level++) {
                lots[side][level] = 1 + random.nextInt(100);
                place(to, ++lastId, random, side == 0, level, lots[side][level]);
            }
        }
        return to;
    }

    private static void place(
        final Workload to, final long id, final SplittableRandom random, final boolean buy, final int level,
        final long lots) {
        to.add(Op.PLACE, id, 0, random.nextInt(USERS), buy, price(buy, level), lots);
    }

    private static long price(final boolean buy, final int level) {
        return buy ? MIDDLE - 1 - level : MIDDLE + 1 + level;
    }
}
