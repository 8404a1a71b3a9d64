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
    long displayLots;
    long expiresMillis;
    /** Code of what fires it; 0 of an order that is no trigger order. */
    int triggerKind;
    int triggerSource;
    int isMarket;
    long triggerPriceTicks;
    long trailTicks;
    int trailBps;
    int ofPosition;

    /** It shows all of itself, has no end and no trigger, as far as is known. */
    void withoutExtras() {
        displayLots = 0;
        expiresMillis = 0;
        triggerKind = 0;
        triggerSource = 0;
        isMarket = 0;
        triggerPriceTicks = 0;
        trailTicks = 0;
        trailBps = 0;
        ofPosition = 0;
    }

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
