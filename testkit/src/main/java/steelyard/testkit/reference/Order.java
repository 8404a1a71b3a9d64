package steelyard.testkit.reference;

import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.testkit.command.ClientOrderId;

/** An order, incoming (priority 0) or resting. */
record Order(
    long id,
    int accountId,
    int marketId,
    Side side,
    long priceTicks,
    long originalLots,
    long remainingLots,
    long placedTimeNanos,
    long prioritySequence,
    ClientOrderId clientOrderId,
    int flags) {

    boolean isReduceOnly() {
        return OrderFlags.isReduceOnly(flags);
    }

    boolean isNamed(final ClientOrderId id) {
        return OrderFlags.hasClientOrderId(flags) && clientOrderId.equals(id);
    }

    /** Whether an order of this side and limit would trade at {@code otherTicks}. */
    boolean crosses(final long otherTicks) {
        return side == Side.BUY ? priceTicks >= otherTicks : priceTicks <= otherTicks;
    }

    Order withQuantity(final long lots) {
        return new Order(id, accountId, marketId, side, priceTicks, lots, lots, placedTimeNanos, prioritySequence,
            clientOrderId, flags);
    }

    Order withRemaining(final long lots) {
        return new Order(id, accountId, marketId, side, priceTicks, originalLots, lots, placedTimeNanos,
            prioritySequence, clientOrderId, flags);
    }

    /** Made smaller by its owner: what was filled before stays filled. */
    Order resized(final long lots) {
        return new Order(id, accountId, marketId, side, priceTicks, originalLots - remainingLots + lots, lots,
            placedTimeNanos, prioritySequence, clientOrderId, flags);
    }

    Order resting(final long priority) {
        return new Order(id, accountId, marketId, side, priceTicks, originalLots, remainingLots, placedTimeNanos,
            priority, clientOrderId, flags);
    }
}
