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
    private int count;
    private int prefill;

    Workload(final String name) {
        this.name = name;
    }

    /** Adds a command; a price or quantity that the command does not need is 0. */
    void add(
        final byte op, final long orderId, final int market, final int user, final boolean buy, final long price,
        final long quantity) {
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
