package steelyard.testkit.ledger;

import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.testkit.command.ClientOrderId;

/** An order as the events tell it; immutable. Lots and ticks of its market. */
public record LedgerOrder(
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
    int flags,
    int timeInForce) {

    /** Whether it may only bring a position closer to zero. */
    public boolean isReduceOnly() {
        return OrderFlags.isReduceOnly(flags);
    }

    /** Whether it carries a client order id. */
    public boolean hasClientOrderId() {
        return OrderFlags.hasClientOrderId(flags);
    }

    LedgerOrder withRemaining(final long lots) {
        return withQuantity(originalLots, lots);
    }

    LedgerOrder withQuantity(final long newOriginalLots, final long newRemainingLots) {
        return new LedgerOrder(id, accountId, marketId, side, priceTicks, newOriginalLots, newRemainingLots,
            placedTimeNanos, prioritySequence, clientOrderId, flags, timeInForce);
    }

    LedgerOrder withPriority(final long sequence) {
        return new LedgerOrder(id, accountId, marketId, side, priceTicks, originalLots, remainingLots,
            placedTimeNanos, sequence, clientOrderId, flags, timeInForce);
    }
}
