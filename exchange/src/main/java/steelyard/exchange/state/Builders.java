package steelyard.exchange.state;

import static steelyard.model.Mix64.mix;

import java.util.Arrays;
import org.agrona.collections.Int2IntCounterMap;
import org.agrona.collections.Long2LongHashMap;
import steelyard.protocol.sbe.BuilderOrderRecordDecoder;
import steelyard.protocol.sbe.BuilderRecordDecoder;

/**
 * Who gets a fee for making software that others trade with: which builders an account has approved, and what open
 * orders owe. Fees count in tenths of a basis point. {@code docs/account-rules.md#5-builders}.
 */
public final class Builders {
    /** What no approval and no order says. */
    public static final int NONE = 0;

    private static final int MISSING = -1;

    /** By account and builder: the largest fee. */
    private final Long2LongHashMap approvals = new Long2LongHashMap(MISSING);
    private final Int2IntCounterMap counts = new Int2IntCounterMap(0);
    /** By order id: builder and fee. */
    private final Long2LongHashMap orders = new Long2LongHashMap(NONE);
    private long hash;

    Builders() {
    }

    /** An account approves a builder up to this fee, or no more if it is 0. */
    public void approve(final int accountId, final int builderId, final int maxTenths) {
        final long key = pair(accountId, builderId);
        final long before = maxTenths == NONE ? approvals.remove(key) : approvals.put(key, maxTenths);
        if (before != MISSING) {
            hash -= hashOfApproval(key, before);
            counts.getAndDecrement(accountId);
        }
        if (maxTenths != NONE) {
            hash += hashOfApproval(key, maxTenths);
            counts.getAndIncrement(accountId);
        }
    }

    /** The largest fee that an account has approved for a builder, or {@link #NONE}. */
    public int maxTenths(final int accountId, final int builderId) {
        final long tenths = approvals.get(pair(accountId, builderId));
        return tenths == MISSING ? NONE : (int) tenths;
    }

    /** How many builders an account has approved. */
    public int count(final int accountId) {
        return counts.get(accountId);
    }

    /** An order owes a fee from now on, which is not 0. */
    public void owe(final long orderId, final int builderId, final int tenths) {
        final long terms = pair(builderId, tenths);
        orders.put(orderId, terms);
        hash += hashOfOrder(orderId, terms);
    }

    /** An order has ended, or is no order any more. */
    public void forget(final long orderId) {
        final long terms = orders.remove(orderId);
        if (terms != NONE) {
            hash -= hashOfOrder(orderId, terms);
        }
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
        return sorted(approvals);
    }

    /** Ids of all orders that owe a fee, in order; for the snapshot. Allocates. */
    public long[] ordersInOrder() {
        return sorted(orders);
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
        return hash;
    }

    private static long[] sorted(final Long2LongHashMap map) {
        final long[] keys = new long[map.size()];
        int count = 0;
        for (final Long2LongHashMap.KeyIterator each = map.keySet().iterator(); each.hasNext();) {
            keys[count++] = each.nextValue();
        }
        Arrays.sort(keys);
        return keys;
    }

    private static long pair(final int first, final int second) {
        return (long) first << 32 | second;
    }

    private static long hashOfApproval(final long key, final long tenths) {
        return mix(mix(mix(3, BuilderRecordDecoder.TEMPLATE_ID), key), tenths);
    }

    private static long hashOfOrder(final long orderId, final long terms) {
        return mix(mix(mix(3, BuilderOrderRecordDecoder.TEMPLATE_ID), orderId), terms);
    }
}
