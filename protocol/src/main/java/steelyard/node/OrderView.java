package steelyard.node;

import steelyard.model.Side;

/**
 * An open order at one event: a resting one, or a trigger order that has not fired.
 *
 * @param priceTicks      limit; 0 of a trigger order at the market's price
 * @param originalLots    0 of a trigger order that follows its position
 * @param flags           bits of {@link steelyard.model.OrderFlags}
 * @param placedTimeNanos log time of the command that placed it
 * @param displayLots     what an iceberg shows at a time, or 0
 * @param shownLots       what the book shows of it; 0 of a trigger order
 * @param expiresMillis   end of its life, or 0
 * @param trigger         {@code null} of a resting order
 */
public record OrderView(
    long orderId,
    int accountId,
    int marketId,
    Side side,
    long priceTicks,
    long originalLots,
    long remainingLots,
    int flags,
    long clientOrderIdHigh,
    long clientOrderIdLow,
    long placedTimeNanos,
    long displayLots,
    long shownLots,
    long expiresMillis,
    TriggerView trigger) {

    /** A resting order that shows all of itself and has no end. */
    public OrderView(
        final long orderId, final int accountId, final int marketId, final Side side, final long priceTicks,
        final long originalLots, final long remainingLots, final int flags, final long clientOrderIdHigh,
        final long clientOrderIdLow, final long placedTimeNanos) {
        this(orderId, accountId, marketId, side, priceTicks, originalLots, remainingLots, flags, clientOrderIdHigh,
            clientOrderIdLow, placedTimeNanos, 0, remainingLots, 0, null);
    }
}
