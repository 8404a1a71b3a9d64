package steelyard.node;

import steelyard.model.Side;

/**
 * A resting order at one event.
 *
 * @param flags           bits of {@link steelyard.model.OrderFlags}
 * @param placedTimeNanos log time of the command that placed it
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
    long placedTimeNanos) {
}
