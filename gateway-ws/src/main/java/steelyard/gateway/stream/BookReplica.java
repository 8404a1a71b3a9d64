package steelyard.gateway.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import steelyard.model.MarketSpec;
import steelyard.model.Side;
import steelyard.model.WireDecimal;
import steelyard.node.BookOrderView;

/**
 * A copy of one market's book, order by order, that follows its events: what the public incremental feeds tell. Belongs
 * to the hub.
 *
 * <p>The checksum of a feed is the sum, modulo 2<sup>32</sup>, of the CRC-32 of each of its lines: it covers the whole
 * book and changes with what changes.
 */
final class BookReplica {
    private static final long CHECKSUM_MASK = 0xFFFF_FFFFL;

    /** What the book shows of an order. */
    record Shown(long orderId, Side side, long priceTicks, long lots, long priority) {
        String line(final MarketSpec spec) {
            return letter(side) + " " + WireDecimal.format(priceTicks, spec.priceDecimals()) + " "
                + WireDecimal.format(lots, spec.sizeDecimals()) + " " + orderId + " " + priority;
        }
    }

    /** A price level; without orders it has ended. */
    record Level(Side side, long priceTicks, long lots, int orderCount) {
        String line(final MarketSpec spec) {
            return letter(side) + " " + WireDecimal.format(priceTicks, spec.priceDecimals()) + " "
                + WireDecimal.format(lots, spec.sizeDecimals()) + " " + orderCount;
        }
    }

    /** What a change did to an order. */
    enum Kind { ADD, CHANGE, REMOVE }

    /** A change of an order; the order is as it was before if it is removed. */
    record Change(Kind kind, Shown order) {
    }

    private record Price(Side side, long ticks) {
    }

    /** The orders at one price, oldest first. */
    private static final class Queue {
        private final TreeMap<Long, Shown> orders = new TreeMap<>();
        private long lots;
    }

    private final MarketSpec spec;
    private final Map<Long, Shown> orders = new HashMap<>();
    private final TreeMap<Long, Queue> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<Long, Queue> asks = new TreeMap<>();
    private final Map<Price, Level> levelsBefore = new HashMap<>();
    private final Set<Price> touched = new LinkedHashSet<>();
    private final List<Change> changes = new ArrayList<>();
    private final CRC32 crc = new CRC32();
    private long levelsChecksum;
    private long ordersChecksum;

    BookReplica(final MarketSpec spec, final Collection<BookOrderView> resting) {
        this.spec = spec;
        for (final BookOrderView view : resting) {
            if (view.order().shownLots() > 0) {
                show(view.order().orderId(), view.order().side(), view.order().priceTicks(),
                    view.order().shownLots(), view.prioritySequence());
            }
        }
        takeLevels();
        takeChanges();
    }

    private static String letter(final Side side) {
        return side == Side.BUY ? "B" : "A";
    }

    MarketSpec spec() {
        return spec;
    }

    /** An order came to rest, or an iceberg shows more. */
    void show(final long orderId, final Side side, final long priceTicks, final long lots, final long priority) {
        final Shown order = new Shown(orderId, side, priceTicks, lots, priority);
        put(order, side(side).computeIfAbsent(priceTicks, price -> new Queue()));
        changes.add(new Change(Kind.ADD, order));
    }

    /** A fill took lots from what an order shows; one that does not rest is ignored. */
    void fill(final long orderId, final long lots) {
        final Shown order = orders.get(orderId);
        if (order != null) {
            resize(order, order.lots - lots);
        }
    }

    /** An order shows another quantity now, in its place; one that does not rest is ignored. */
    void resize(final long orderId, final long shownLots) {
        final Shown order = orders.get(orderId);
        if (order != null && order.lots != shownLots) {
            resize(order, shownLots);
        }
    }

    private void resize(final Shown order, final long lots) {
        final Queue queue = side(order.side).get(order.priceTicks);
        take(order, queue);
        if (lots == 0) {
            if (queue.orders.isEmpty()) {
                side(order.side).remove(order.priceTicks);
            }
            changes.add(new Change(Kind.REMOVE, order));
        } else {
            final Shown changed = new Shown(order.orderId, order.side, order.priceTicks, lots, order.priority);
            put(changed, queue);
            changes.add(new Change(Kind.CHANGE, changed));
        }
    }

    private void put(final Shown order, final Queue queue) {
        orders.put(order.orderId, order);
        queue.orders.put(order.priority, order);
        queue.lots += order.lots;
        ordersChecksum += checksum(order.line(spec));
        touched.add(new Price(order.side, order.priceTicks));
    }

    private void take(final Shown order, final Queue queue) {
        orders.remove(order.orderId);
        queue.orders.remove(order.priority);
        queue.lots -= order.lots;
        ordersChecksum -= checksum(order.line(spec));
        touched.add(new Price(order.side, order.priceTicks));
    }

    private TreeMap<Long, Queue> side(final Side side) {
        return side == Side.BUY ? bids : asks;
    }

    /** The changes of orders since they were taken last, in order. */
    List<Change> takeChanges() {
        final List<Change> taken = List.copyOf(changes);
        changes.clear();
        return taken;
    }

    /** The levels that differ from when they were taken last. */
    List<Level> takeLevels() {
        final List<Level> taken = new ArrayList<>();
        for (final Price price : touched) {
            final Level before = levelsBefore.get(price);
            final Level now = level(price);
            if (!now.equals(before) && (before != null || now.orderCount > 0)) {
                taken.add(now);
                levelsChecksum += (now.orderCount == 0 ? 0 : checksum(now.line(spec)))
                    - (before == null ? 0 : checksum(before.line(spec)));
                if (now.orderCount == 0) {
                    levelsBefore.remove(price);
                } else {
                    levelsBefore.put(price, now);
                }
            }
        }
        touched.clear();
        return taken;
    }

    private Level level(final Price price) {
        final Queue queue = side(price.side).get(price.ticks);
        return queue == null
            ? new Level(price.side, price.ticks, 0, 0)
            : new Level(price.side, price.ticks, queue.lots, queue.orders.size());
    }

    /** All levels of a side, best first. */
    List<Level> levels(final Side side) {
        return side(side).keySet().stream().map(ticks -> level(new Price(side, ticks))).toList();
    }

    /** All orders of a side in the order in which they are matched. */
    List<Shown> orders(final Side side) {
        return side(side).values().stream().flatMap(queue -> queue.orders.values().stream()).toList();
    }

    /** Of the levels, when they were taken last. */
    long levelsChecksum() {
        return levelsChecksum & CHECKSUM_MASK;
    }

    /** Of the orders. */
    long ordersChecksum() {
        return ordersChecksum & CHECKSUM_MASK;
    }

    private long checksum(final String line) {
        crc.reset();
        crc.update(line.getBytes(US_ASCII));
        return crc.getValue();
    }
}
