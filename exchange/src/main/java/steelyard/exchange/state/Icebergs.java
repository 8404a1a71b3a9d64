package steelyard.exchange.state;

import static steelyard.model.Mix64.mix;

import org.agrona.collections.Long2LongHashMap;
import steelyard.protocol.sbe.OrderRecordDecoder;
import steelyard.risk.table.LongRows;

/** What resting icebergs do not show, by order id. The book holds what they show. */
public final class Icebergs {
    private static final int NONE = -1;
    private static final int DISPLAY = 0;
    private static final int HIDDEN = 1;

    private final LongRows rows = new LongRows(2);
    private final Long2LongHashMap rowsById = new Long2LongHashMap(NONE);
    private long hash;

    Icebergs() {
    }

    /** An iceberg came to rest, or hides another quantity. */
    public void put(final long orderId, final long displayLots, final long hiddenLots) {
        int row = row(orderId);
        if (row == NONE) {
            row = rows.allocate();
            rowsById.put(orderId, row);
        } else {
            hash -= hashOf(orderId, row);
        }
        rows.set(row, DISPLAY, displayLots);
        rows.set(row, HIDDEN, hiddenLots);
        hash += hashOf(orderId, row);
    }

    /** It rests no more. */
    public void remove(final long orderId) {
        final int row = (int) rowsById.remove(orderId);
        if (row != NONE) {
            hash -= hashOf(orderId, row);
            rows.release(row);
        }
    }

    /** What it shows at a time, in lots; 0 of any other order. */
    public long displayLots(final long orderId) {
        final int row = row(orderId);
        return row == NONE ? 0 : rows.get(row, DISPLAY);
    }

    /** What it does not show, in lots. */
    public long hiddenLots(final long orderId) {
        final int row = row(orderId);
        return row == NONE ? 0 : rows.get(row, HIDDEN);
    }

    /** Sum of the hashes of what icebergs hide. */
    public long hash() {
        return hash;
    }

    private int row(final long orderId) {
        return rowsById.isEmpty() ? NONE : (int) rowsById.get(orderId);
    }

    private long hashOf(final long orderId, final int row) {
        final long start = mix(mix(1, OrderRecordDecoder.TEMPLATE_ID), orderId);
        return mix(mix(start, rows.get(row, DISPLAY)), rows.get(row, HIDDEN));
    }
}
