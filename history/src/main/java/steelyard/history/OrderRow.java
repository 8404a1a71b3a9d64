package steelyard.history;

import steelyard.node.HistoryReader.OrderStatus;

/** An order's state as it will be written. Mutable, reused. */
final class OrderRow {
    long orderId;
    int accountId;
    int marketId;
    int side;
    int timeInForce;
    int flags;
    long priceTicks;
    long originalLots;
    long remainingLots;
    long clientOrderIdHigh;
    long clientOrderIdLow;
    long placedTimeNanos;
    OrderStatus status;
    /** Code of the reject reason or cancel reason; only of orders that were rejected or canceled. */
    int reason;
    long statusTimeNanos;

    /** The order has this status since a time, for a reason or 0. */
    void end(final OrderStatus newStatus, final int newReason, final long timeNanos) {
        status = newStatus;
        reason = newReason;
        statusTimeNanos = timeNanos;
    }

    /** The order stands in the book, as it did from its placing on. */
    void open() {
        end(OrderStatus.OPEN, 0, placedTimeNanos);
    }
}
