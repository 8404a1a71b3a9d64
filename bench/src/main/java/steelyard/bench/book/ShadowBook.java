package steelyard.bench.book;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.TreeMap;

/** An order book as it is explained on paper, by which a generator knows what would succeed. */
final class ShadowBook {
    /** An order that rests. */
    static final class Order {
        private final long id;
        private final int user;
        private final boolean buy;
        private long price;
        private long lots;

        private Order(final long id, final int user, final boolean buy, final long price, final long lots) {
            this.id = id;
            this.user = user;
            this.buy = buy;
            this.price = price;
            this.lots = lots;
        }

        long id() {
            return id;
        }

        int user() {
            return user;
        }

        boolean isBuy() {
            return buy;
        }

        long price() {
            return price;
        }

        long lots() {
            return lots;
        }
    }

    /** Hears what happens to the orders that rest. */
    interface Watcher {
        /** An order rests. */
        void rested(Order order);

        /** An order rests no longer. */
        void gone(Order order);
    }

    private final Map<Long, Order> orders = new HashMap<>();
    private final TreeMap<Long, LinkedHashSet<Order>> bids = new TreeMap<>((a, b) -> Long.compare(b, a));
    private final TreeMap<Long, LinkedHashSet<Order>> asks = new TreeMap<>();
    private final Watcher watcher;
    private int bidCount;
    private long lastTradePrice;

    ShadowBook(final Watcher watcher) {
        this.watcher = watcher;
    }

    /** Price of the last trade; 0 before. */
    long lastTradePrice() {
        return lastTradePrice;
    }

    int count(final boolean buy) {
        return buy ? bidCount : orders.size() - bidCount;
    }

    /** Whether an order like this would trade with an order of the same user. */
    boolean meetsItsUser(final int user, final boolean buy, final long limit, final long lots) {
        long left = lots;
        for (final Map.Entry<Long, LinkedHashSet<Order>> level : side(!buy).entrySet()) {
            if (buy ? level.getKey() > limit : level.getKey() < limit) {
                return false;
            }
            for (final Order maker : level.getValue()) {
                if (maker.user == user) {
                    return true;
                }
                left -= maker.lots;
                if (left <= 0) {
                    return false;
                }
            }
        }
        return false;
    }

    void place(final long id, final int user, final boolean buy, final long price, final long lots) {
        final long left = match(buy, price, lots);
        if (left > 0) {
            rest(new Order(id, user, buy, price, left));
        }
    }

    void take(final boolean buy, final long price, final long lots) {
        match(buy, price, lots);
    }

    void cancel(final Order order) {
        leave(order);
        gone(order);
    }

    void reduce(final Order order, final long lots) {
        if (lots >= order.lots) {
            cancel(order);
        } else {
            order.lots -= lots;
        }
    }

    void move(final Order order, final long price) {
        leave(order);
        order.price = price;
        order.lots = match(order.buy, price, order.lots);
        if (order.lots > 0) {
            side(order.buy).computeIfAbsent(price, absent -> new LinkedHashSet<>()).addLast(order);
        } else {
            gone(order);
        }
    }

    private long match(final boolean buy, final long limit, final long lots) {
        final TreeMap<Long, LinkedHashSet<Order>> makers = side(!buy);
        long left = lots;
        while (left > 0 && !makers.isEmpty()
            && (buy ? makers.firstKey() <= limit : makers.firstKey() >= limit)) {
            final Order maker = makers.firstEntry().getValue().getFirst();
            final long traded = Math.min(left, maker.lots);
            lastTradePrice = maker.price;
            left -= traded;
            maker.lots -= traded;
            if (maker.lots == 0) {
                leave(maker);
                gone(maker);
            }
        }
        return left;
    }

    private void rest(final Order order) {
        orders.put(order.id, order);
        bidCount += order.buy ? 1 : 0;
        side(order.buy).computeIfAbsent(order.price, absent -> new LinkedHashSet<>()).addLast(order);
        watcher.rested(order);
    }

    private void leave(final Order order) {
        final LinkedHashSet<Order> level = side(order.buy).get(order.price);
        level.remove(order);
        if (level.isEmpty()) {
            side(order.buy).remove(order.price);
        }
    }

    private void gone(final Order order) {
        orders.remove(order.id);
        bidCount -= order.buy ? 1 : 0;
        watcher.gone(order);
    }

    private TreeMap<Long, LinkedHashSet<Order>> side(final boolean buy) {
        return buy ? bids : asks;
    }
}
