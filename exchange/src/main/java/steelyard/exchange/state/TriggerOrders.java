package steelyard.exchange.state;

import static steelyard.model.Mix64.mix;

import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;
import steelyard.model.OrderFlags;
import steelyard.model.PriceSource;
import steelyard.model.Side;
import steelyard.model.TriggerKind;
import steelyard.protocol.sbe.TriggerRecordDecoder;
import steelyard.risk.table.LongRows;
import steelyard.risk.table.RowSet;

/**
 * Trigger orders, and the TWAPs that wait for a price. {@code docs/matching-rules.md#9-trigger-orders}. Armed ones
 * stand in heaps by trigger price, trailing stops, whose trigger prices move, in trees: a price costs O(log n), and as
 * much more for each that it fires. Fired ones stand in a heap of their market by arming sequence. Named by rows, which
 * are reused.
 *
 * <p>Open are those that wait or are armed, but for TWAPs: they count among the open orders of their account and keep
 * their client order ids.
 */
public final class TriggerOrders {
    /** No trigger order. */
    public static final int NONE = -1;
    /** It waits for its parent. */
    public static final int WAITING = 0;
    /** It looks at prices. */
    public static final int ARMED = 1;
    /** A price fired it. */
    public static final int FIRED = 2;

    private static final int ORDER_ID = 0;
    private static final int PRICE = 1;
    private static final int QUANTITY = 2;
    private static final int TRIGGER_PRICE = 3;
    private static final int TRAIL = 4;
    private static final int CLIENT_HIGH = 5;
    private static final int CLIENT_LOW = 6;
    private static final int EXPIRES = 7;
    private static final int PLACED = 8;
    private static final int ARMING = 9;
    private static final int EXTREME = 10;
    /** Account, market. */
    private static final int OWNER = 11;
    /** Flags, trail in basis points. */
    private static final int FLAGS = 12;
    /** Status, market flag, source, kind, time in force, side: a byte each. */
    private static final int CODES = 13;
    /** Place in the heap that holds it. */
    private static final int PLACE = 14;
    /** Next and previous of the account, plus one. */
    private static final int CHAIN = 15;
    /** Next with the same hash of the client order id, plus one. */
    private static final int SAME_HASH = 16;
    private static final int FIELDS = 32;

    /** Of each source: those that look up, those that look down; trees of trailing stops that sell, that buy. */
    private static final int PER_MARKET = 2 * PriceSource.COUNT;

    private final LongRows rows = new LongRows(FIELDS);
    private final Long2LongHashMap rowsById = new Long2LongHashMap(NONE);
    private final Long2LongHashMap rowsByClientId = new Long2LongHashMap(NONE);
    private final RowSet touched = new RowSet();
    private final Traders traders;
    private final Deadlines deadlines;
    private final long seed;
    private final TrailingStops trailing = new TrailingStops();
    private RowHeap[] armed = new RowHeap[16 * PER_MARKET];
    private RowHeap[] fired = new RowHeap[16];
    private int firedCount;

    TriggerOrders(final Traders traders, final Deadlines deadlines, final long seed) {
        this.traders = traders;
        this.deadlines = deadlines;
        this.seed = seed;
    }

    /** A new row for an order of an account in a market; the rest of it is set by the methods below, then it opens. */
    public int add(final long orderId, final int accountId, final int marketId) {
        final int row = rows.allocate();
        rows.set(row, ORDER_ID, orderId);
        rows.set(row, OWNER, (long) accountId << 32 | marketId);
        rowsById.put(orderId, row);
        return row;
    }

    /** Limit and quantity, in ticks and lots. */
    public void terms(final int row, final long priceTicks, final long quantityLots, final long placedTimeNanos) {
        rows.set(row, PRICE, priceTicks);
        rows.set(row, QUANTITY, quantityLots);
        rows.set(row, PLACED, placedTimeNanos);
    }

    /** When it fires: a price, or a distance in ticks or basis points. */
    public void trigger(final int row, final long triggerPriceTicks, final long trailTicks, final int trailBps) {
        rows.set(row, TRIGGER_PRICE, triggerPriceTicks);
        rows.set(row, TRAIL, trailTicks);
        rows.set(row, FLAGS, rows.get(row, FLAGS) & 0xFFFF | (long) trailBps << 16);
    }

    /** Flags, client order id and end of life. */
    public void identity(
        final int row, final int flags, final long clientHigh, final long clientLow, final long expiresMillis) {
        rows.set(row, FLAGS, rows.get(row, FLAGS) & ~0xFFFFL | flags);
        rows.set(row, CLIENT_HIGH, clientHigh);
        rows.set(row, CLIENT_LOW, clientLow);
        rows.set(row, EXPIRES, expiresMillis);
    }

    /** Wire codes. */
    public void codes(
        final int row, final int side, final int timeInForce, final int kind, final int source,
        final boolean isMarket) {
        rows.set(row, CODES,
            side | (long) timeInForce << 8 | (long) kind << 16 | (long) source << 24 | (isMarket ? 1L << 32 : 0));
    }

    /** It waits for its parent from now on. */
    public void open(final int row) {
        restore(row);
        if (expiresMillis(row) != 0) {
            deadlines.set(Deadlines.ORDER_END, orderId(row), Deadlines.nanos(expiresMillis(row)));
        }
    }

    /** As {@link #open}, while deadlines are restored for themselves. */
    public void restore(final int row) {
        traders.opened(accountId(row), 1);
        link(row);
        indexClientId(row);
        touched.add(row);
    }

    /** A TWAP looks at the mark from now on; answers its row. */
    public int armTwap(final Twaps twaps, final int twap) {
        final int row = add(twaps.twapId(twap), twaps.accountId(twap), twaps.marketId(twap));
        trigger(row, twaps.triggerPriceTicks(twap), 0, 0);
        codes(row, twaps.triggersAbove(twap) ? 1 : 0, 0, TriggerKind.TWAP.code(), PriceSource.MARK.code(), false);
        arm(row, twaps.armingSequence(twap), 0);
        return row;
    }

    /** It looks at prices from now on. */
    public void arm(final int row, final long armingSequence, final long extremeTicks) {
        rows.set(row, ARMING, armingSequence);
        rows.set(row, EXTREME, 0);
        status(row, ARMED);
        if (trails(row)) {
            trailing.add(place(row), row, orderId(row), signed(row, extremeTicks), trailTicks(row), trailBps(row));
        } else {
            heap(row).add(row);
        }
    }

    /** Ends it, whatever its status. */
    public void remove(final int row) {
        switch (status(row)) {
            case ARMED -> disarm(row);
            case FIRED -> {
                fired[marketId(row)].remove(row);
                firedCount--;
            }
            default -> { }
        }
        if (status(row) != FIRED) {
            close(row);
        }
        rowsById.remove(orderId(row));
        touched.add(row);
        rows.release(row);
    }

    /** A price fired it. */
    public void fire(final int row) {
        final long extremeTicks = extremeTicks(row);
        disarm(row);
        rows.set(row, EXTREME, extremeTicks);
        close(row);
        restoreFired(row);
    }

    private void disarm(final int row) {
        if (trails(row)) {
            trailing.remove(place(row), row);
        } else {
            heap(row).remove(row);
        }
    }

    /** Puts it back as a snapshot has it: fired. */
    public void restoreFired(final int row, final long armingSequence, final long extremeTicks) {
        rows.set(row, ARMING, armingSequence);
        rows.set(row, EXTREME, extremeTicks);
        restoreFired(row);
    }

    private void restoreFired(final int row) {
        status(row, FIRED);
        final int marketId = marketId(row);
        if (marketId >= fired.length) {
            fired = Arrays.copyOf(fired, Math.max(marketId + 1, 2 * fired.length));
        }
        if (fired[marketId] == null) {
            fired[marketId] = new RowHeap(row0 -> rows.get(row0, ARMING));
        }
        fired[marketId].add(row);
        firedCount++;
    }

    /** Whether an armed one would be fired by this price of its source. */
    public boolean wouldFire(final int row, final long priceTicks) {
        final long at = firePriceTicks(row);
        return looksUp(row) ? priceTicks >= at : priceTicks <= at;
    }

    /** A market's price of a source was looked at: extremes move, and what it is at or past fires. */
    public void look(final int marketId, final PriceSource source, final long priceTicks) {
        final int first = marketId * PER_MARKET + 2 * source.ordinal();
        if (first + 1 < armed.length) {
            fireFirst(armed[first], priceTicks);
            fireFirst(armed[first + 1], -priceTicks);
        }
        trail(first, priceTicks);
        trail(first + 1, -priceTicks);
    }

    /** Whether any is fired, in whatever market. */
    public boolean hasFired() {
        return firedCount > 0;
    }

    /** Row of the fired one of the market that was armed first, or NONE. */
    public int firstFired(final int marketId) {
        return marketId < fired.length && fired[marketId] != null ? fired[marketId].first() : NONE;
    }

    /** Row of the order, or NONE. */
    public int find(final long orderId) {
        return (int) rowsById.get(orderId);
    }

    /** Row of the account's open trigger order with this client order id, or NONE. */
    public int find(final int accountId, final long high, final long low) {
        int row = (int) rowsByClientId.get(hashOf(accountId, high, low));
        while (row != NONE) {
            if (rows.get(row, CLIENT_HIGH) == high && rows.get(row, CLIENT_LOW) == low && accountId(row) == accountId) {
                return row;
            }
            row = (int) rows.get(row, SAME_HASH) - 1;
        }
        return NONE;
    }

    /** First open one of an account, or NONE; {@link #next} leads on, in no order that means something. */
    public int first(final int accountId) {
        return traders.firstTrigger(accountId);
    }

    /** The next of the account, or NONE. */
    public int next(final int row) {
        return (int) (rows.get(row, CHAIN) >>> 32) - 1;
    }

    /** Rows are below this; {@link #isUsed} says which are used. */
    public int limit() {
        return rows.limit();
    }

    /** Whether the row holds a trigger order. */
    public boolean isUsed(final int row) {
        return rows.get(row, ORDER_ID) != 0;
    }

    /** Whether it is a trigger order, not a TWAP that waits. */
    public boolean isTrigger(final int row) {
        return kind(row) != TriggerKind.TWAP;
    }

    /** Whether it can be canceled. */
    public boolean isOpen(final int row) {
        return status(row) != FIRED && kind(row) != TriggerKind.TWAP;
    }

    /** Rows that changed; for the state hash, which clears it. */
    public RowSet touched() {
        return touched;
    }

    /** Sum of the hashes of armed trailing stops with their extremes, which {@link #hash} leaves out. */
    public long trailingHash() {
        return trailing.hash();
    }

    /** The same, worked out anew. */
    public long trailingHashFromScratch() {
        long sum = 0;
        for (int row = 0; row < rows.limit(); row++) {
            if (isUsed(row) && status(row) == ARMED && trails(row)) {
                sum += TrailingStops.hash(orderId(row), trailing.extreme(row));
            }
        }
        return sum;
    }

    /** Hash of one; 0 for a row that holds none. */
    public long hash(final int row) {
        if (!isUsed(row)) {
            return 0;
        }
        long hash = mix(0, TriggerRecordDecoder.TEMPLATE_ID);
        for (int field = ORDER_ID; field <= CODES; field++) {
            hash = mix(hash, rows.get(row, field));
        }
        return hash;
    }

    /** Id of the order. */
    public long orderId(final int row) {
        return rows.get(row, ORDER_ID);
    }

    /** Limit in ticks; 0 of an order at the market's price. */
    public long priceTicks(final int row) {
        return rows.get(row, PRICE);
    }

    /** Quantity in lots; 0: it follows its position. */
    public long quantityLots(final int row) {
        return rows.get(row, QUANTITY);
    }

    /** Trigger price in ticks; 0 of a trailing stop. */
    public long triggerPriceTicks(final int row) {
        return rows.get(row, TRIGGER_PRICE);
    }

    /** Distance of a trailing stop in ticks. */
    public long trailTicks(final int row) {
        return rows.get(row, TRAIL);
    }

    /** Distance of a trailing stop in basis points. */
    public int trailBps(final int row) {
        return (int) (rows.get(row, FLAGS) >>> 16);
    }

    /** {@link OrderFlags}. */
    public int flags(final int row) {
        return (int) rows.get(row, FLAGS) & 0xFFFF;
    }

    /** Upper half of the client order id. */
    public long clientOrderIdHigh(final int row) {
        return rows.get(row, CLIENT_HIGH);
    }

    /** Lower half of the client order id. */
    public long clientOrderIdLow(final int row) {
        return rows.get(row, CLIENT_LOW);
    }

    /** End of its life; 0: none. */
    public long expiresMillis(final int row) {
        return rows.get(row, EXPIRES);
    }

    /** Log time at which it was placed. */
    public long placedTimeNanos(final int row) {
        return rows.get(row, PLACED);
    }

    /** Its place in the order of arming; 0: not armed. */
    public long armingSequence(final int row) {
        return rows.get(row, ARMING);
    }

    /** The best price of its source since it was armed, of a trailing stop. */
    public long extremeTicks(final int row) {
        return status(row) == ARMED && trails(row) ? signed(row, trailing.extreme(row)) : rows.get(row, EXTREME);
    }

    /** Whose it is. */
    public int accountId(final int row) {
        return (int) (rows.get(row, OWNER) >>> 32);
    }

    /** Its market. */
    public int marketId(final int row) {
        return (int) rows.get(row, OWNER);
    }

    /** Buy or sell. */
    public Side side(final int row) {
        return Side.of(code(row, 0));
    }

    /** Code of the time in force. */
    public int timeInForce(final int row) {
        return code(row, 8);
    }

    /** What fires it. */
    public TriggerKind kind(final int row) {
        return TriggerKind.of(code(row, 16));
    }

    /** Which price it looks at. */
    public PriceSource source(final int row) {
        return PriceSource.of(code(row, 24));
    }

    /** Whether it becomes an order at the market's price. */
    public boolean isMarket(final int row) {
        return code(row, 32) != 0;
    }

    /** WAITING, ARMED or FIRED. */
    public int status(final int row) {
        return code(row, 40);
    }

    private void fireFirst(final RowHeap heap, final long signedTicks) {
        while (heap != null && heap.first() != NONE && heap.key(heap.first()) <= signedTicks) {
            fire(heap.first());
        }
    }

    private void trail(final int tree, final long signedTicks) {
        trailing.follow(tree, signedTicks);
        for (int row = trailing.fired(tree, signedTicks); row != NONE; row = trailing.fired(tree, signedTicks)) {
            fire(row);
        }
    }

    /** Trigger price in ticks, of a trailing stop the present one. */
    private long firePriceTicks(final int row) {
        if (!trails(row)) {
            return triggerPriceTicks(row);
        }
        final long extreme = extremeTicks(row);
        return extreme - signed(row, TrailingStops.distanceTicks(extreme, trailTicks(row), trailBps(row)));
    }

    private boolean trails(final int row) {
        return kind(row) == TriggerKind.TRAILING_STOP;
    }

    /** As trees of trailing stops have it: negated for those that buy; and back. */
    private long signed(final int row, final long ticks) {
        return side(row) == Side.SELL ? ticks : -ticks;
    }

    private boolean looksUp(final int row) {
        return kind(row) == TriggerKind.TWAP ? code(row, 0) == 1 : kind(row).looksUp(side(row));
    }

    /** Heap or tree of an armed one. */
    private int place(final int row) {
        final int which = trails(row) ? side(row) == Side.SELL ? 0 : 1 : looksUp(row) ? 0 : 1;
        return marketId(row) * PER_MARKET + 2 * source(row).ordinal() + which;
    }

    private RowHeap heap(final int row) {
        final int index = place(row);
        if (index >= armed.length) {
            armed = Arrays.copyOf(armed, Math.max((marketId(row) + 1) * PER_MARKET, 2 * armed.length));
        }
        if (armed[index] == null) {
            armed[index] = new RowHeap((index & 1) == 1
                ? row0 -> -rows.get(row0, TRIGGER_PRICE)
                : row0 -> rows.get(row0, TRIGGER_PRICE));
        }
        return armed[index];
    }

    /** It is open no more. */
    private void close(final int row) {
        if (kind(row) == TriggerKind.TWAP) {
            return;
        }
        traders.opened(accountId(row), -1);
        unlink(row);
        unindexClientId(row);
        if (expiresMillis(row) != 0) {
            deadlines.remove(Deadlines.ORDER_END, orderId(row));
        }
    }

    private void status(final int row, final int status) {
        rows.set(row, CODES, rows.get(row, CODES) & ~(0xFFL << 40) | (long) status << 40);
        touched.add(row);
    }

    private int code(final int row, final int shift) {
        return (int) (rows.get(row, CODES) >>> shift) & 0xFF;
    }

    private void link(final int row) {
        final int head = traders.firstTrigger(accountId(row));
        rows.set(row, CHAIN, (long) (head + 1) << 32);
        if (head != NONE) {
            rows.set(head, CHAIN, rows.get(head, CHAIN) & ~0xFFFF_FFFFL | row + 1);
        }
        traders.firstTrigger(accountId(row), row);
    }

    private void unlink(final int row) {
        final int next = next(row);
        final int previous = (int) rows.get(row, CHAIN) - 1;
        if (next != NONE) {
            rows.set(next, CHAIN, rows.get(next, CHAIN) & ~0xFFFF_FFFFL | previous + 1);
        }
        if (previous == NONE) {
            traders.firstTrigger(accountId(row), next);
        } else {
            rows.set(previous, CHAIN, rows.get(previous, CHAIN) & 0xFFFF_FFFFL | (long) (next + 1) << 32);
        }
    }

    private void indexClientId(final int row) {
        if (OrderFlags.hasClientOrderId(flags(row))) {
            final long hash = hashOf(accountId(row), clientOrderIdHigh(row), clientOrderIdLow(row));
            rows.set(row, SAME_HASH, rowsByClientId.get(hash) + 1);
            rowsByClientId.put(hash, row);
        }
    }

    private void unindexClientId(final int row) {
        if (!OrderFlags.hasClientOrderId(flags(row))) {
            return;
        }
        final long hash = hashOf(accountId(row), clientOrderIdHigh(row), clientOrderIdLow(row));
        final long next = rows.get(row, SAME_HASH);
        int before = (int) rowsByClientId.get(hash);
        if (before == row) {
            if (next == 0) {
                rowsByClientId.remove(hash);
            } else {
                rowsByClientId.put(hash, next - 1);
            }
            return;
        }
        while (rows.get(before, SAME_HASH) - 1 != row) {
            before = (int) rows.get(before, SAME_HASH) - 1;
        }
        rows.set(before, SAME_HASH, next);
    }

    private long hashOf(final int accountId, final long high, final long low) {
        return mix(mix(mix(seed, accountId), high), low);
    }

    /** Rows in a heap by a key, the smallest first. */
    private final class RowHeap {
        private final RowKey key;
        private int[] members = new int[8];
        private int size;

        RowHeap(final RowKey key) {
            this.key = key;
        }

        int first() {
            return size == 0 ? NONE : members[0];
        }

        long key(final int row) {
            return key.of(row);
        }

        void add(final int row) {
            if (size == members.length) {
                members = Arrays.copyOf(members, 2 * size);
            }
            put(size++, row);
            rise(size - 1);
        }

        void remove(final int row) {
            final int place = (int) rows.get(row, PLACE);
            size--;
            if (place < size) {
                put(place, members[size]);
                rise(place);
                sink(place);
            }
        }

        private void rise(final int from) {
            int place = from;
            while (place > 0 && key.of(members[place]) < key.of(members[place - 1 >>> 1])) {
                swap(place, place - 1 >>> 1);
                place = place - 1 >>> 1;
            }
        }

        private void sink(final int from) {
            int place = from;
            while (2 * place + 1 < size) {
                int child = 2 * place + 1;
                if (child + 1 < size && key.of(members[child + 1]) < key.of(members[child])) {
                    child++;
                }
                if (key.of(members[child]) >= key.of(members[place])) {
                    return;
                }
                swap(place, child);
                place = child;
            }
        }

        private void swap(final int one, final int other) {
            final int row = members[one];
            put(one, members[other]);
            put(other, row);
        }

        private void put(final int place, final int row) {
            members[place] = row;
            rows.set(row, PLACE, place);
        }
    }

    /** What rows are ordered by. */
    @FunctionalInterface
    private interface RowKey {
        long of(int row);
    }
}
