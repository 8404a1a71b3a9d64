package steelyard.matching;

import static steelyard.model.Mix64.mix;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import steelyard.model.Side;

/** Books as one writes them first: sorted maps of queues. */
final class NaiveVenue extends Venue {
    private static final class Maker {
        final Order order;
        final long prioritySequence;
        long remainingLots;
        long originalLots;

        Maker(final Order order, final long remainingLots, final long prioritySequence) {
            this.order = order;
            this.remainingLots = remainingLots;
            this.originalLots = order.lots();
            this.prioritySequence = prioritySequence;
        }
    }

    private final List<Map<Side, TreeMap<Long, ArrayDeque<Maker>>>> books = new ArrayList<>();
    private final Map<Long, Maker> byId = new HashMap<>();

    NaiveVenue(final int markets, final List<String> tape, final Script script) {
        super(tape, script);
        for (int i = 0; i < markets; i++) {
            books.add(Map.of(
                Side.BUY, new TreeMap<Long, ArrayDeque<Maker>>(Comparator.reverseOrder()),
                Side.SELL, new TreeMap<Long, ArrayDeque<Maker>>()));
        }
    }

    @Override
    void match(final Order order) {
        matched(order);
    }

    @Override
    void place(final Order order, final long prioritySequence) {
        final long left = matched(order);
        final var opposite = side(order.market(), order.side().opposite());
        if (left > 0 && (opposite.isEmpty() || !crosses(order, opposite.firstKey()))) {
            final Maker maker = new Maker(order, left, prioritySequence);
            side(order.market(), order.side()).computeIfAbsent(order.priceTicks(), p -> new ArrayDeque<>()).add(maker);
            byId.put(order.orderId(), maker);
        }
    }

    @Override
    void cancel(final long orderId) {
        final Maker maker = byId.remove(orderId);
        final TreeMap<Long, ArrayDeque<Maker>> side = side(maker.order.market(), maker.order.side());
        final ArrayDeque<Maker> queue = side.get(maker.order.priceTicks());
        queue.remove(maker);
        if (queue.isEmpty()) {
            side.remove(maker.order.priceTicks());
        }
    }

    @Override
    void reduce(final long orderId, final long remainingLots) {
        byId.get(orderId).remainingLots = remainingLots;
    }

    @Override
    void amend(final long orderId, final long remainingLots) {
        final Maker maker = byId.get(orderId);
        maker.originalLots -= maker.remainingLots - remainingLots;
        maker.remainingLots = remainingLots;
    }

    @Override
    void replace(final long orderId, final Order by, final long prioritySequence) {
        final var opposite = side(by.market(), by.side().opposite());
        if (opposite.isEmpty() || !crosses(by, opposite.firstKey())) {
            cancel(orderId);
            final Maker maker = new Maker(by, by.lots(), prioritySequence);
            side(by.market(), by.side()).computeIfAbsent(by.priceTicks(), p -> new ArrayDeque<>()).add(maker);
            byId.put(by.orderId(), maker);
        }
    }

    @Override
    long remainingLots(final long orderId) {
        final Maker maker = byId.get(orderId);
        return maker == null ? 0 : maker.remainingLots;
    }

    @Override
    List<Long> reduceOnlyOrders(final int account, final int market) {
        return ordersOf(account, market, true);
    }

    @Override
    List<Long> otherOrders(final int account, final int market) {
        return ordersOf(account, market, false);
    }

    @Override
    long byClientId(final int account, final long high, final long low) {
        return byId.values().stream()
            .filter(m -> m.order.account() == account && m.order.hasClientOrderId()
                && m.order.clientHigh() == high && m.order.clientLow() == low)
            .mapToLong(m -> m.order.orderId()).findAny().orElse(0);
    }

    @Override
    List<Resting> bookOrder(final int market, final Side side) {
        return side(market, side).values().stream().flatMap(ArrayDeque::stream)
            .map(m -> new Resting(
                m.order.withLots(m.originalLots), m.remainingLots, m.originalLots, m.prioritySequence))
            .toList();
    }

    @Override
    List<String> levels(final int market, final Side side) {
        return side(market, side).entrySet().stream().map(e -> e.getKey() + ": "
            + e.getValue().stream().mapToLong(m -> m.remainingLots).sum() + " in " + e.getValue().size()).toList();
    }

    @Override
    long hash() {
        return byId.values().stream().mapToLong(NaiveVenue::hash).sum();
    }

    int size() {
        return byId.size();
    }

    private static long hash(final Maker maker) {
        final Order order = maker.order;
        final long[] fields = {
            210, order.orderId(), order.priceTicks(), maker.originalLots, maker.remainingLots, order.placedTimeNanos(),
            maker.prioritySequence, order.clientHigh(), order.clientLow(), order.account(), order.market(),
            order.flags(), order.side() == Side.BUY ? 0 : 1};
        long hash = 0;
        for (final long field : fields) {
            hash = mix(hash, field);
        }
        return hash;
    }

    private long matched(final Order order) {
        final TreeMap<Long, ArrayDeque<Maker>> makers = side(order.market(), order.side().opposite());
        long left = order.lots();
        while (left > 0 && !makers.isEmpty() && crosses(order, makers.firstKey())) {
            final long priceTicks = makers.firstKey();
            final Maker maker = makers.get(priceTicks).peekFirst();
            final long lots = Math.min(left, maker.remainingLots);
            final MatchDecision decision = decide(order.orderId(), maker.order.orderId(), priceTicks, lots);
            if (decision == MatchDecision.STOP) {
                return left;
            }
            if (decision == MatchDecision.CANCEL_MAKER) {
                cancel(maker.order.orderId());
                continue;
            }
            left -= lots;
            maker.remainingLots -= lots;
            if (maker.remainingLots == 0) {
                cancel(maker.order.orderId());
            }
            filled(order.orderId(), left, maker.order.orderId(), maker.remainingLots, maker.order.account(),
                order.market(), priceTicks, lots);
        }
        return left;
    }

    private static boolean crosses(final Order order, final long priceTicks) {
        return order.side() == Side.BUY ? order.priceTicks() >= priceTicks : order.priceTicks() <= priceTicks;
    }

    private List<Long> ordersOf(final int account, final int market, final boolean reduceOnly) {
        return byId.values().stream()
            .filter(m -> m.order.account() == account && m.order.market() == market
                && m.order.isReduceOnly() == reduceOnly)
            .sorted(Comparator.comparingLong(m -> m.prioritySequence)).map(m -> m.order.orderId()).toList();
    }

    private TreeMap<Long, ArrayDeque<Maker>> side(final int market, final Side side) {
        return books.get(market).get(side);
    }
}
