package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.matching.OrderStore;
import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.model.TimeInForce;

/** One entry of an action that wants to become an order: as given, and what the checks made of it. Reused. */
final class OrderRequest {
    private int accountId;
    private int marketId;
    private int batchIndex;
    private int flags;
    private Side side;
    private TimeInForce timeInForce;
    private long priceTicks;
    private long quantityLots;
    private long clientOrderIdHigh;
    private long clientOrderIdLow;
    private int target;
    private long orderId;
    private long acceptedLots;

    /** A new entry, without a target; takes the codes after they were found to be valid. */
    void entry(final int account, final int market, final int index, final int sideCode, final int timeInForceCode) {
        accountId = account;
        marketId = market;
        batchIndex = index;
        side = Side.of(sideCode);
        timeInForce = TimeInForce.of(timeInForceCode);
        target = OrderStore.NONE;
        orderId = 0;
    }

    /** Limit and quantity as given. */
    void terms(final long limitTicks, final long lots) {
        priceTicks = limitTicks;
        quantityLots = lots;
        acceptedLots = lots;
    }

    /** Flags and client order id, which counts only with its flag. */
    void identity(final int flagBits, final long high, final long low) {
        flags = flagBits;
        clientOrderIdHigh = OrderFlags.hasClientOrderId(flagBits) ? high : 0;
        clientOrderIdLow = OrderFlags.hasClientOrderId(flagBits) ? low : 0;
    }

    /** The resting order that this one is to replace. */
    void target(final int order) {
        target = order;
    }

    void orderId(final long id) {
        orderId = id;
    }

    /** What the reduce-only cap leaves of the quantity. */
    void acceptedLots(final long lots) {
        acceptedLots = lots;
    }

    int accountId() {
        return accountId;
    }

    int marketId() {
        return marketId;
    }

    /** Index of the entry in its action; at most {@link Refusal#NO_BATCH_INDEX} − 1. */
    int batchIndex() {
        return batchIndex;
    }

    int flags() {
        return flags;
    }

    boolean isReduceOnly() {
        return OrderFlags.isReduceOnly(flags);
    }

    Side side() {
        return side;
    }

    TimeInForce timeInForce() {
        return timeInForce;
    }

    long priceTicks() {
        return priceTicks;
    }

    /** As given. */
    long quantityLots() {
        return quantityLots;
    }

    /** After the reduce-only cap. */
    long acceptedLots() {
        return acceptedLots;
    }

    long clientOrderIdHigh() {
        return clientOrderIdHigh;
    }

    long clientOrderIdLow() {
        return clientOrderIdLow;
    }

    /** Slot of the order to replace, or {@link OrderStore#NONE}. */
    int target() {
        return target;
    }

    long orderId() {
        return orderId;
    }
}
