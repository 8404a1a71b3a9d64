package steelyard.exchange.state;

import static steelyard.model.Mix64.mix;

import org.agrona.collections.Long2LongHashMap;
import steelyard.model.Side;
import steelyard.protocol.sbe.TwapRecordDecoder;
import steelyard.risk.table.LongRows;
import steelyard.risk.table.RowSet;

/** TWAPs that run or wait, by rows that are reused. {@code docs/matching-rules.md#11-twap}. */
public final class Twaps {
    /** No TWAP. */
    public static final int NONE = -1;

    private static final int ID = 0;
    private static final int QUANTITY = 1;
    private static final int TRIGGER_PRICE = 2;
    private static final int STOP_PRICE = 3;
    private static final int START = 4;
    private static final int INTERVAL = 5;
    private static final int EXECUTED = 6;
    private static final int EXECUTED_VALUE = 7;
    private static final int ARMING = 8;
    private static final int OWNER = 9;
    /** Minutes, slices. */
    private static final int MINUTES = 10;
    /** Next slice, flags. */
    private static final int NEXT = 11;
    /** Side, randomize, trigger above, status. */
    private static final int CODES = 12;
    private static final int FIELDS = 16;

    private final LongRows rows = new LongRows(FIELDS);
    private final Long2LongHashMap rowsById = new Long2LongHashMap(NONE);
    private final RowSet touched = new RowSet();
    private final Traders traders;

    Twaps(final Traders traders) {
        this.traders = traders;
    }

    /** A new TWAP. */
    public int add(
        final long twapId, final int accountId, final int marketId, final int side, final long quantityLots,
        final int flags, final int minutes) {
        final int row = rows.allocate();
        rows.set(row, ID, twapId);
        rows.set(row, OWNER, (long) accountId << 32 | marketId);
        rows.set(row, QUANTITY, quantityLots);
        rows.set(row, NEXT, flags);
        rows.set(row, MINUTES, (long) minutes << 32);
        rows.set(row, CODES, side);
        rowsById.put(twapId, row);
        traders.twapsChanged(accountId, 1);
        touched.add(row);
        return row;
    }

    /** When it was placed, until it runs. */
    public void placed(final int row, final long placedNanos) {
        rows.set(row, START, placedNanos);
        touched.add(row);
    }

    /** Its conditions: prices in ticks (0: none). */
    public void conditions(
        final int row, final long triggerTicks, final boolean above, final long stopTicks, final boolean randomize) {
        rows.set(row, TRIGGER_PRICE, triggerTicks);
        rows.set(row, STOP_PRICE, stopTicks);
        rows.set(row, CODES, rows.get(row, CODES) | (randomize ? 1L << 8 : 0) | (above ? 1L << 16 : 0));
        touched.add(row);
    }

    /** It runs from now on. */
    public void run(final int row, final long startNanos, final long intervalNanos, final int slices) {
        rows.set(row, START, startNanos);
        rows.set(row, INTERVAL, intervalNanos);
        rows.set(row, MINUTES, rows.get(row, MINUTES) & ~0xFFFF_FFFFL | slices);
        nextSlice(row, 1);
        status(row, 1);
    }

    /** What was executed so far. */
    public void executed(final int row, final long lots, final long valueMicros) {
        rows.set(row, EXECUTED, lots);
        rows.set(row, EXECUTED_VALUE, valueMicros);
        touched.add(row);
    }

    /** The slice that is due next, from 1. */
    public void nextSlice(final int row, final int slice) {
        rows.set(row, NEXT, (long) slice << 32 | rows.get(row, NEXT) & 0xFFFF);
        touched.add(row);
    }

    /** 0 waits, 1 runs, 2 fired. */
    public void status(final int row, final int status) {
        rows.set(row, CODES, rows.get(row, CODES) & 0xFFFFFFL | (long) status << 24);
        touched.add(row);
    }

    /** Its place in the order of arming. */
    public void armingSequence(final int row, final long sequence) {
        rows.set(row, ARMING, sequence);
        touched.add(row);
    }

    /** Ends it. */
    public void remove(final int row) {
        rowsById.remove(twapId(row));
        traders.twapsChanged(accountId(row), -1);
        touched.add(row);
        rows.release(row);
    }

    /** Row of a TWAP, or NONE. */
    public int find(final long twapId) {
        return (int) rowsById.get(twapId);
    }

    /** Rows are below this; those with an id of 0 are free. */
    public int limit() {
        return rows.limit();
    }

    /** TWAPs that changed; for the state hash, which clears it. */
    public RowSet touched() {
        return touched;
    }

    /** Hash of one; 0 for a free row. */
    public long hash(final int row) {
        if (twapId(row) == 0) {
            return 0;
        }
        long hash = mix(0, TwapRecordDecoder.TEMPLATE_ID);
        for (int field = ID; field <= CODES; field++) {
            hash = mix(hash, rows.get(row, field));
        }
        return hash;
    }

    /** Its id. */
    public long twapId(final int row) {
        return rows.get(row, ID);
    }

    /** Whose it is. */
    public int accountId(final int row) {
        return (int) (rows.get(row, OWNER) >>> 32);
    }

    /** Its market. */
    public int marketId(final int row) {
        return (int) rows.get(row, OWNER);
    }

    /** Size in lots. */
    public long quantityLots(final int row) {
        return rows.get(row, QUANTITY);
    }

    /** Price from which on it runs, in ticks; 0: at once. */
    public long triggerPriceTicks(final int row) {
        return rows.get(row, TRIGGER_PRICE);
    }

    /** Price that ends it, in ticks; 0: none. */
    public long stopPriceTicks(final int row) {
        return rows.get(row, STOP_PRICE);
    }

    /** When it started to run; while it waits, when it was placed. */
    public long startNanos(final int row) {
        return rows.get(row, START);
    }

    /** Time between two slices. */
    public long intervalNanos(final int row) {
        return rows.get(row, INTERVAL);
    }

    /** Lots executed so far. */
    public long executedLots(final int row) {
        return rows.get(row, EXECUTED);
    }

    /** Their value. */
    public long executedMicros(final int row) {
        return rows.get(row, EXECUTED_VALUE);
    }

    /** Its place in the order of arming; 0: it was never armed. */
    public long armingSequence(final int row) {
        return rows.get(row, ARMING);
    }

    /** Its duration. */
    public int minutes(final int row) {
        return (int) (rows.get(row, MINUTES) >>> 32);
    }

    /** Number of slices; 0 while it waits. */
    public int slices(final int row) {
        return (int) rows.get(row, MINUTES);
    }

    /** The slice that is due next; 0 while it waits. */
    public int nextSlice(final int row) {
        return (int) (rows.get(row, NEXT) >>> 32);
    }

    /** Flags of its orders. */
    public int flags(final int row) {
        return (int) rows.get(row, NEXT) & 0xFFFF;
    }

    /** Buy or sell. */
    public Side side(final int row) {
        return Side.of((int) rows.get(row, CODES) & 0xFF);
    }

    /** Whether sizes vary. */
    public boolean randomizes(final int row) {
        return (rows.get(row, CODES) >>> 8 & 0xFF) != 0;
    }

    /** Whether it is fired at or above its trigger price. */
    public boolean triggersAbove(final int row) {
        return (rows.get(row, CODES) >>> 16 & 0xFF) != 0;
    }

    /** 0 waits, 1 runs, 2 fired. */
    public int status(final int row) {
        return (int) (rows.get(row, CODES) >>> 24) & 0xFF;
    }
}
