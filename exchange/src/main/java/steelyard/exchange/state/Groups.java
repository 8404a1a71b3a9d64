package steelyard.exchange.state;

import static steelyard.model.Mix64.mix;

import org.agrona.collections.Long2LongHashMap;
import steelyard.protocol.sbe.GroupRecordDecoder;
import steelyard.risk.table.LongRows;
import steelyard.risk.table.RowSet;

/**
 * Which orders belong together: a parent, if there still is one, and at most two siblings. {@code
 * docs/matching-rules.md#10-groups}. A group is named for ever by an id, that of the order that it began with, and
 * is forgotten when no sibling is left.
 */
public final class Groups {
    /** No group. */
    public static final int NONE = -1;

    private static final int ID = 0;
    private static final int PARENT = 1;
    private static final int FIRST = 2;
    private static final int SECOND = 3;
    private static final int OF_POSITION = 4;

    private final LongRows rows = new LongRows(8);
    private final Long2LongHashMap rowsById = new Long2LongHashMap(NONE);
    private final Long2LongHashMap rowsByOrder = new Long2LongHashMap(NONE);
    private final RowSet touched = new RowSet();

    Groups() {
    }

    /** A new group. An id of 0 is no order. */
    public void create(
        final long groupId, final long parentId, final long firstId, final long secondId, final boolean ofPosition) {
        final int row = rows.allocate();
        rows.set(row, OF_POSITION, ofPosition ? 1 : 0);
        rows.set(row, ID, groupId);
        rowsById.put(groupId, row);
        set(row, PARENT, parentId);
        set(row, FIRST, firstId);
        set(row, SECOND, secondId);
    }

    /** Adds a sibling to a group, which is created if there is none. */
    public void join(final long groupId, final long parentId, final long orderId, final boolean ofPosition) {
        final int row = find(groupId);
        if (row == NONE) {
            create(groupId, parentId, orderId, 0, ofPosition);
        } else {
            set(row, rows.get(row, FIRST) == 0 ? FIRST : SECOND, orderId);
        }
    }

    /** Row of a group, or NONE. */
    public int find(final long groupId) {
        return (int) rowsById.get(groupId);
    }

    /** Row of the group in which an order is parent or sibling, or NONE. */
    public int ofOrder(final long orderId) {
        return rowsByOrder.isEmpty() ? NONE : (int) rowsByOrder.get(orderId);
    }

    /** Whether an order is in a group. */
    public boolean hasOrder(final long orderId) {
        return ofOrder(orderId) != NONE;
    }

    /** Name of a group. */
    public long groupId(final int row) {
        return rows.get(row, ID);
    }

    /** Whether it protects a position. */
    public boolean ofPosition(final int row) {
        return rows.get(row, OF_POSITION) != 0;
    }

    /** The parent, or 0. */
    public long parentId(final int row) {
        return rows.get(row, PARENT);
    }

    /** The sibling with the lower or, {@code second}, higher id; 0 if there is none. */
    public long siblingId(final int row, final boolean second) {
        final long one = rows.get(row, FIRST);
        final long other = rows.get(row, SECOND);
        final long lower = one == 0 || other == 0 ? one + other : Math.min(one, other);
        return second ? one + other - lower : lower;
    }

    /** Puts an order in another's place. */
    public void replace(final int row, final long orderId, final long newId) {
        for (int field = PARENT; field <= SECOND; field++) {
            if (rows.get(row, field) == orderId) {
                rowsByOrder.remove(orderId);
                set(row, field, newId);
            }
        }
    }

    /** Takes an order out of its group. */
    public void leave(final int row, final long orderId) {
        replace(row, orderId, 0);
        if (rows.get(row, FIRST) == 0 && rows.get(row, SECOND) == 0) {
            rowsByOrder.remove(rows.get(row, PARENT));
            rowsById.remove(rows.get(row, ID));
            rows.release(row);
        }
    }

    /** Rows are below this; those with an id of 0 are free. */
    public int limit() {
        return rows.limit();
    }

    /** Groups that changed; for the state hash, which clears it. */
    public RowSet touched() {
        return touched;
    }

    /** Hash of a group; 0 for a free row. */
    public long hash(final int row) {
        if (rows.get(row, ID) == 0) {
            return 0;
        }
        final long hash = mix(mix(mix(0, GroupRecordDecoder.TEMPLATE_ID), rows.get(row, ID)), rows.get(row, PARENT));
        return mix(mix(mix(hash, rows.get(row, FIRST)), rows.get(row, SECOND)), rows.get(row, OF_POSITION));
    }

    /** A sibling as it is kept: first or second. */
    public long memberId(final int row, final boolean second) {
        return rows.get(row, second ? SECOND : FIRST);
    }

    private void set(final int row, final int field, final long orderId) {
        rows.set(row, field, orderId);
        if (orderId != 0) {
            rowsByOrder.put(orderId, row);
        }
        touched.add(row);
    }
}
