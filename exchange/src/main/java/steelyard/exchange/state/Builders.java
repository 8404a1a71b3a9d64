package steelyard.exchange.state;

import static steelyard.model.Mix64.mix;

import java.util.Arrays;
import org.agrona.collections.Int2IntCounterMap;
import org.agrona.collections.Long2LongHashMap;
import steelyard.protocol.sbe.BuilderOrderRecordDecoder;
import steelyard.protocol.sbe.BuilderRecordDecoder;
import steelyard.risk.table.LongRows;

/**
 * Who gets a fee for making software that others trade with: which builders an account has approved, and what open
 * orders owe. Fees count in tenths of a basis point. {@code docs/account-rules.md#5-builders}.
 */
public final class Builders {
    /** What no approval and no order says. */
    public static final int NONE = 0;

    /** By account and builder: the largest fee. */
    private final Table approvals = new Table(BuilderRecordDecoder.TEMPLATE_ID);
    private final Int2IntCounterMap counts = new Int2IntCounterMap(0);
    /** By order id: builder and fee. */
    private final Table orders = new Table(BuilderOrderRecordDecoder.TEMPLATE_ID);

    Builders() {
    }

    /** An account approves a builder up to this fee, or no more if it is 0. */
    public void approve(final int accountId, final int builderId, final int maxTenths) {
        final long key = pair(accountId, builderId);
        if (approvals.remove(key)) {
            counts.getAndDecrement(accountId);
        }
        if (maxTenths != NONE) {
            approvals.add(key, maxTenths);
            counts.getAndIncrement(accountId);
        }
    }

    /** The largest fee that an account has approved for a builder, or {@link #NONE}. */
    public int maxTenths(final int accountId, final int builderId) {
        return (int) approvals.get(pair(accountId, builderId));
    }

    /** How many builders an account has approved. */
    public int count(final int accountId) {
        return counts.get(accountId);
    }

    /** An order owes a fee from now on, which is not 0. */
    public void owe(final long orderId, final int builderId, final int tenths) {
        orders.add(orderId, pair(builderId, tenths));
    }

    /** An order has ended, or is no order any more. */
    public void forget(final long orderId) {
        orders.remove(orderId);
    }

    /** Who gets the fee of an order. */
    public int builderId(final long orderId) {
        return (int) (orders.get(orderId) >>> 32);
    }

    /** The fee that an order owes. */
    public int tenths(final long orderId) {
        return (int) orders.get(orderId);
    }

    /** Accounts and builders of all approvals, in this order; for the snapshot. Allocates. */
    public long[] approvalsInOrder() {
        return approvals.keysInOrder();
    }

    /** Ids of all orders that owe a fee, in order; for the snapshot. Allocates. */
    public long[] ordersInOrder() {
        return orders.keysInOrder();
    }

    /** The account of a pair. */
    public static int first(final long pair) {
        return (int) (pair >>> 32);
    }

    /** The builder of a pair. */
    public static int second(final long pair) {
        return (int) pair;
    }

    /** Sum of the hashes of all approvals and orders. */
    public long hash() {
        return approvals.hash + orders.hash;
    }

    private static long pair(final int first, final int second) {
        return (long) first << 32 | second;
    }

    /** Values by keys; neither is 0. */
    private static final class Table {
        private static final int NO_ROW = -1;
        private static final int KEY = 0;
        private static final int VALUE = 1;

        private final LongRows rows = new LongRows(2);
        private final Long2LongHashMap rowOfKey = new Long2LongHashMap(NO_ROW);
        private final int templateId;
        private long hash;

        private Table(final int templateId) {
            this.templateId = templateId;
        }

        private void add(final long key, final long value) {
            final int row = rows.allocate();
            rows.set(row, KEY, key);
            rows.set(row, VALUE, value);
            rowOfKey.put(key, row);
            hash += hashOf(row);
        }

        private boolean remove(final long key) {
            final int row = (int) rowOfKey.remove(key);
            if (row == NO_ROW) {
                return false;
            }
            hash -= hashOf(row);
            rows.release(row);
            return true;
        }

        private long get(final long key) {
            final int row = (int) rowOfKey.get(key);
            return row == NO_ROW ? 0 : rows.get(row, VALUE);
        }

        private long[] keysInOrder() {
            final long[] keys = new long[rowOfKey.size()];
            int count = 0;
            for (int row = 0; row < rows.limit(); row++) {
                if (rows.get(row, VALUE) != 0) {
                    keys[count++] = rows.get(row, KEY);
                }
            }
            Arrays.sort(keys);
            return keys;
        }

        private long hashOf(final int row) {
            return mix(mix(mix(3, templateId), rows.get(row, KEY)), rows.get(row, VALUE));
        }
    }
}
