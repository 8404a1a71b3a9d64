package steelyard.bench.book;

import java.util.SplittableRandom;

/**
 * The peer's own mix of commands, for one market: mostly moves towards the last trade, orders about the price that keep
 * the book at its size, a few orders that take. A move keeps the order's id; an order for a budget is an IOC order.
 */
final class MixGenerator {
    /** Victims are the oldest so many, as the peer's own generator has it. */
    static final int OLDEST = 512;

    private static final int REREAD = 512;
    private static final double LOG_PRICE_MIN = 3.3;
    private static final double LOG_PRICE_SPREAD = 1.5;
    private static final int GROW_CHOICES = 10;
    private static final int STEADY_CHOICES = 40;
    private static final int BUDGET_ONE_OF = 32;

    private final Workload to;
    private final SplittableRandom random;
    private final int market;
    private final int users;
    private final int targetOrders;
    private final LiveIds live;
    private final ShadowBook book;
    private final long startPrice;
    private final long deviation;
    private final long priceMin;
    private final long priceMax;
    private boolean growBids = true;
    private boolean growAsks = true;
    private int sinceReread;
    private final long[] lastOrderId;

    /**
     * A generator of one market.
     *
     * @param lastOrderId the last id given to an order, in its first element; shared by markets
     * @param windowMax   victims are drawn from the oldest so many
     */
    MixGenerator(
        final Workload to, final long seed, final int market, final int users, final int targetOrders,
        final int windowMax, final long[] lastOrderId) {
        this.to = to;
        this.random = new SplittableRandom(seed);
        this.market = market;
        this.users = users;
        this.targetOrders = targetOrders;
        this.live = new LiveIds(windowMax);
        this.book = new ShadowBook(live);
        this.lastOrderId = lastOrderId;
        startPrice = (long) Math.pow(10, LOG_PRICE_MIN
            + LOG_PRICE_SPREAD * random.nextDouble() + LOG_PRICE_SPREAD * random.nextDouble());
        deviation = (long) Math.min(0.05 * startPrice, 10_000);
        priceMin = startPrice - 5 * deviation;
        priceMax = startPrice + 5 * deviation;
    }

    /** The workload of one market: so many resting orders, then so many commands. */
    static Workload single(
        final String name, final int orders, final int commands, final int windowMax, final long seed) {
        final Workload workload = new Workload(name);
        final MixGenerator generator = new MixGenerator(workload, seed, 0, 1_000, orders, windowMax, new long[1]);
        for (int i = 0; i < orders; i++) {
            generator.place();
        }
        workload.endPrefill();
        for (int i = 0; i < commands; i++) {
            generator.next();
        }
        return workload;
    }

    /** Two orders that trade with each other at the start price, before the book is filled. */
    void trade(final int buyer, final int seller, final long lots) {
        to.add(Op.PLACE, ++lastOrderId[0], market, seller, false, startPrice, lots);
        book.place(lastOrderId[0], seller, false, startPrice, lots);
        to.add(Op.PLACE, ++lastOrderId[0], market, buyer, true, startPrice, lots);
        book.place(lastOrderId[0], buyer, true, startPrice, lots);
    }

    /** Price of the last trade, or the one about which the book is filled. */
    long price() {
        return lastPrice();
    }

    /** Adds an order that is to rest. */
    void place() {
        final boolean buy = random.nextBoolean();
        final int dev = 1 + (int) (Math.pow(random.nextDouble(), 2) * deviation);
        long offset = 0;
        for (int i = 0; i < 4; i++) {
            offset += random.nextInt(dev);
        }
        offset = offset / 4 * 2 - dev;
        final long passive = buy == offset > 0 ? -offset : offset;
        final long price = Math.clamp(lastPrice() + passive, priceMin, priceMax);
        final long lots = 1 + cube(6);
        final int user = user(buy, price, lots);
        final long id = ++lastOrderId[0];
        to.add(Op.PLACE, id, market, user, buy, price, lots);
        book.place(id, user, buy, price, lots);
    }

    /** Adds a command. */
    void next() {
        if (sinceReread-- == 0) {
            sinceReread = REREAD;
            growBids = book.count(true) < targetOrders / 2;
            growAsks = book.count(false) < targetOrders / 2;
        }
        final boolean buy = random.nextBoolean();
        final boolean grow = buy ? growBids : growAsks;
        final int choice = random.nextInt(grow ? GROW_CHOICES : STEADY_CHOICES);
        if (live.isEmpty() || choice < 2 && grow) {
            place();
        } else if (choice < 2) {
            take(buy);
        } else {
            change(choice, live.any(random));
        }
    }

    private void take(final boolean buy) {
        final long lots = 1 + cube(random.nextInt(BUDGET_ONE_OF) == 0 ? 8 : 6);
        final long price = buy ? priceMax : priceMin;
        final long id = ++lastOrderId[0];
        to.add(Op.TAKE, id, market, user(buy, price, lots), buy, price, lots);
        book.take(buy, price, lots);
    }

    private void change(final int choice, final ShadowBook.Order victim) {
        switch (choice) {
            case 2 -> {
                to.change(Op.CANCEL, market, victim, victim.price(), 0);
                book.cancel(victim);
            }
            case 3 -> {
                final long lots = 1 + random.nextLong(victim.lots());
                to.change(Op.REDUCE, market, victim, victim.price(), lots);
                book.reduce(victim, lots);
            }
            default -> {
                final long price = towardsLastTrade(victim);
                if (!book.meetsItsUser(victim.user(), victim.isBuy(), price, victim.lots())) {
                    to.change(Op.MOVE, market, victim, price, 0);
                    book.move(victim, price);
                }
            }
        }
    }

    private long towardsLastTrade(final ShadowBook.Order order) {
        final long distance = lastPrice() - order.price();
        if (distance == 0) {
            return order.price() + (random.nextBoolean() ? 1 : -1);
        }
        final long step = Math.max(1, Math.abs(distance) / 100);
        return Math.clamp(order.price() + Long.signum(distance) * step, priceMin, priceMax);
    }

    private long lastPrice() {
        return book.lastTradePrice() == 0 ? startPrice : book.lastTradePrice();
    }

    /** A user who would not trade with himself: the peer allows it, we do not. */
    private int user(final boolean buy, final long price, final long lots) {
        int user = random.nextInt(users);
        while (book.meetsItsUser(user, buy, price, lots)) {
            user = random.nextInt(users);
        }
        return user;
    }

    private long cube(final int bound) {
        return (long) random.nextInt(bound) * random.nextInt(bound) * random.nextInt(bound);
    }
}
