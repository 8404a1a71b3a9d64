package steelyard.flow.recording;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import steelyard.model.Side;

/**
 * The book that a recording describes. An order that becomes smaller keeps its place; any other amendment puts it behind
 * the orders of its price.
 *
 * <p>Of a recording that loses orders, what its rows prove is taken as said: nothing visible is left at or beyond the
 * price at which an order comes to rest on the other side, and nothing better than the price at which somebody took.
 * Rows that name orders from before the recording are left out. Both are counted.
 */
public final class RecordedBook {
    private final boolean losesOrders;
    private final Map<Long, RecordedOrder> orders = new HashMap<>();
    /** By the price times the side's negative sign: the best first. At a price in the order of priority. */
    private final TreeMap<Long, LinkedHashMap<Long, RecordedOrder>> bids = new TreeMap<>();
    private final TreeMap<Long, LinkedHashMap<Long, RecordedOrder>> asks = new TreeMap<>();
    private long lastSequence;
    private int unknownCount;
    private int unseenCount;

    /** An empty book of a recording of this form. */
    public RecordedBook(final RecordingFormat format) {
        losesOrders = format.losesOrders();
    }

    /** Applies a row and answers the orders to which something happened, in this order. */
    public List<Long> apply(final RecordedRow row) {
        return switch (row.kind()) {
            case ADD -> add(row);
            case AMEND -> amend(row);
            case REDUCE -> resize(row, known(row) ? orders.get(row.orderId()).size() - row.size() : 0);
            case CANCEL -> resize(row, 0);
            case CLEAR -> clear();
            case TRADE -> losesOrders ? takeAway(row.side().opposite(), row.priceE8(), false) : List.of();
            case FILL, OTHER -> List.of();
        };
    }

    private List<Long> add(final RecordedRow row) {
        final List<Long> touched = new ArrayList<>();
        if (losesOrders) {
            touched.addAll(takeAway(row.side().opposite(), row.priceE8(), true));
        }
        if (known(row)) {
            throw new RecordingException("Line " + row.line() + " of the recording adds an order that is there.");
        }
        put(new RecordedOrder(row.orderId(), row.side(), row.priceE8(), row.size(), ++lastSequence));
        touched.add(row.orderId());
        return touched;
    }

    private List<Long> amend(final RecordedRow row) {
        if (!known(row)) {
            unknownCount++;
            return List.of();
        }
        final RecordedOrder before = orders.get(row.orderId());
        final boolean keepsPlace = before.side() == row.side()
            && before.priceE8() == row.priceE8() && row.size() <= before.size();
        if (keepsPlace) {
            put(before.withSize(row.size()));
        } else {
            remove(before);
            put(new RecordedOrder(row.orderId(), row.side(), row.priceE8(), row.size(), ++lastSequence));
        }
        return List.of(row.orderId());
    }

    private List<Long> resize(final RecordedRow row, final long size) {
        if (!known(row)) {
            unknownCount++;
            return List.of();
        }
        final RecordedOrder before = orders.get(row.orderId());
        if (size > 0) {
            put(before.withSize(size));
        } else {
            remove(before);
        }
        return List.of(row.orderId());
    }

    private List<Long> clear() {
        final List<Long> gone = inOrder().stream().map(RecordedOrder::orderId).toList();
        gone.forEach(id -> remove(orders.get(id)));
        return gone;
    }

    /** Takes away what is better than a price, and what is at it if {@code inclusive}; answers its orders. */
    private List<Long> takeAway(final Side side, final long priceE8, final boolean inclusive) {
        final List<Long> gone = new ArrayList<>();
        levels(side).headMap(-side.sign() * priceE8, inclusive).values()
            .forEach(level -> gone.addAll(level.keySet()));
        gone.forEach(id -> remove(orders.get(id)));
        unseenCount += gone.size();
        return gone;
    }

    private boolean known(final RecordedRow row) {
        return orders.containsKey(row.orderId());
    }

    private void put(final RecordedOrder order) {
        orders.put(order.orderId(), order);
        levels(order.side()).computeIfAbsent(key(order), price -> new LinkedHashMap<>()).put(order.orderId(), order);
    }

    private void remove(final RecordedOrder order) {
        orders.remove(order.orderId());
        final LinkedHashMap<Long, RecordedOrder> level = levels(order.side()).get(key(order));
        level.remove(order.orderId());
        if (level.isEmpty()) {
            levels(order.side()).remove(key(order));
        }
    }

    private TreeMap<Long, LinkedHashMap<Long, RecordedOrder>> levels(final Side side) {
        return side == Side.BUY ? bids : asks;
    }

    private static long key(final RecordedOrder order) {
        return -order.side().sign() * order.priceE8();
    }

    /** The order with this id, or {@code null}. */
    public RecordedOrder order(final long orderId) {
        return orders.get(orderId);
    }

    /** Number of orders. */
    public int size() {
        return orders.size();
    }

    /** Whether a buy stands at or above a sell, as before an auction and within an event. */
    public boolean isCrossed() {
        return !bids.isEmpty() && !asks.isEmpty() && -bids.firstKey() >= asks.firstKey();
    }

    /** All orders: bids, then asks, best price first, at a price in the order of priority. */
    public List<RecordedOrder> inOrder() {
        final List<RecordedOrder> all = new ArrayList<>(orders.size());
        bids.values().forEach(level -> all.addAll(level.values()));
        asks.values().forEach(level -> all.addAll(level.values()));
        return all;
    }

    /** Rows that named an order that was not there. */
    public int unknownCount() {
        return unknownCount;
    }

    /** Orders that left the book unseen. */
    public int unseenCount() {
        return unseenCount;
    }
}
