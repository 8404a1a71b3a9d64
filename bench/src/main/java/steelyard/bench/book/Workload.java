package steelyard.bench.book;

import java.util.Arrays;

/**
 * Commands as primitive arrays: the same for both engines. The first {@link #prefill} fill the book and are not timed.
 * Every command succeeds.
 */
final class Workload {
    private final String name;
    private byte[] ops = new byte[1 << 16];
    private boolean[] buys = new boolean[1 << 16];
    private int[] users = new int[1 << 16];
    private int[] markets = new int[1 << 16];
    private long[] orderIds = new long[1 << 16];
    private long[] prices = new long[1 << 16];
    private long[] lots = new long[1 << 16];
    private long[] left = new long[1 << 16];
    private int count;
    private int prefill;

    Workload(final String name) {
        this.name = name;
    }

    /** Adds an order. */
    void add(
        final byte op, final long orderId, final int market, final int user, final boolean buy, final long price,
        final long quantity) {
        add(op, orderId, market, user, buy, price, quantity, 0);
    }

    /** Adds a change of a resting order; a quantity that it does not need is 0. */
    void change(final byte op, final int market, final ShadowBook.Order order, final long price, final long quantity) {
        add(op, order.id(), market, order.user(), order.isBuy(), price, quantity, order.lots());
    }

    private void add(
        final byte op, final long orderId, final int market, final int user, final boolean buy, final long price,
        final long quantity, final long resting) {
        if (count == ops.length) {
            grow(2 * count);
        }
        ops[count] = op;
        orderIds[count] = orderId;
        markets[count] = market;
        users[count] = user;
        buys[count] = buy;
        prices[count] = price;
        lots[count] = quantity;
        left[count] = resting;
        count++;
    }

    private void grow(final int capacity) {
        ops = Arrays.copyOf(ops, capacity);
        buys = Arrays.copyOf(buys, capacity);
        users = Arrays.copyOf(users, capacity);
        markets = Arrays.copyOf(markets, capacity);
        orderIds = Arrays.copyOf(orderIds, capacity);
        prices = Arrays.copyOf(prices, capacity);
        lots = Arrays.copyOf(lots, capacity);
        left = Arrays.copyOf(left, capacity);
    }

    /** What was added so far fills the book. */
    void endPrefill() {
        prefill = count;
    }

    String name() {
        return name;
    }

    /** Number of all commands. */
    int count() {
        return count;
    }

    /** Number of the first timed command. */
    int prefill() {
        return prefill;
    }

    byte op(final int i) {
        return ops[i];
    }

    boolean isBuy(final int i) {
        return buys[i];
    }

    int user(final int i) {
        return users[i];
    }

    int market(final int i) {
        return markets[i];
    }

    long orderId(final int i) {
        return orderIds[i];
    }

    /** In ticks. */
    long price(final int i) {
        return prices[i];
    }

    /** In lots. */
    long lots(final int i) {
        return lots[i];
    }

    /** What is left of the order that is to be changed, in lots. */
    long left(final int i) {
        return left[i];
    }

    /** Users are numbered from 0 to this, markets likewise. */
    int users() {
        return Arrays.stream(users, 0, count).max().orElse(-1) + 1;
    }

    int marketCount() {
        return Arrays.stream(markets, 0, count).max().orElse(-1) + 1;
    }

    /** The timed commands by kind, in percent. */
    String mix() {
        final int[] counts = new int[Op.COUNT];
        for (int i = prefill; i < count; i++) {
            counts[ops[i]]++;
        }
        final StringBuilder text = new StringBuilder();
        for (int op = 0; op < Op.COUNT; op++) {
            text.append(counts[op] == 0 ? "" : String.format("%s%s %.2f %%",
                text.isEmpty() ? "" : ", ", Op.name(op), 100.0 * counts[op] / (count - prefill)));
        }
        return text.toString();
    }
}
