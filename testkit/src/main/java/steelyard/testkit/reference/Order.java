package steelyard.testkit.reference;

import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.testkit.command.ClientOrderId;

/**
 * An order, incoming (priority 0) or resting. An iceberg that rests shows {@code shownLots}; of every other order
 * all of it counts. {@code displayLots} and {@code expiresMillis} are 0 for none.
 */
record Order(
    long id,
    int accountId,
    int marketId,
    Side side,
    long priceTicks,
    long originalLots,
    long remainingLots,
    long shownLots,
    long displayLots,
    long placedTimeNanos,
    long prioritySequence,
    ClientOrderId clientOrderId,
    int flags,
    TimeInForce timeInForce,
    long expiresMillis) {

    boolean isReduceOnly() {
        return OrderFlags.isReduceOnly(flags);
    }

    boolean isPostOnly() {
        return OrderFlags.isPostOnly(flags);
    }

    boolean isIceberg() {
        return OrderFlags.isIceberg(flags);
    }

    boolean isQuote() {
        return OrderFlags.isQuote(flags);
    }

    boolean isTriggered() {
        return (flags & OrderFlags.TRIGGERED) != 0;
    }

    boolean isLiquidation() {
        return (flags & OrderFlags.LIQUIDATION) != 0;
    }

    /** Whether the house sends it. */
    boolean isHouse() {
        return (flags & (OrderFlags.TRIGGERED | OrderFlags.TWAP_SLICE | OrderFlags.LIQUIDATION)) != 0;
    }

    boolean isNamed(final ClientOrderId id) {
        return OrderFlags.hasClientOrderId(flags) && clientOrderId.equals(id);
    }

    boolean mayRest() {
        return timeInForce == TimeInForce.GTC || timeInForce == TimeInForce.GTT;
    }

    long filledLots() {
        return originalLots - remainingLots;
    }

    /** Whether an order of this side and limit would trade at {@code otherTicks}. */
    boolean crosses(final long otherTicks) {
        return side == Side.BUY ? priceTicks >= otherTicks : priceTicks <= otherTicks;
    }

    /** Whether a position of {@code lots} is opposed to this order. */
    boolean isAgainst(final long lots) {
        return side == Side.BUY ? lots < 0 : lots > 0;
    }

    Order withQuantity(final long lots) {
        return with(lots, lots, lots, prioritySequence, flags);
    }

    /** After a fill. */
    Order filled(final long lots) {
        return with(originalLots, remainingLots - lots, shownLots - lots, prioritySequence, flags);
    }

    /** Made smaller by the position that it reduces. */
    Order withRemaining(final long lots) {
        return with(originalLots, lots, Math.min(shownLots, lots), prioritySequence, flags);
    }

    /** Made smaller by its owner or by an order of the same owner: what was filled before stays filled. */
    Order resized(final long lots) {
        return with(filledLots() + lots, lots, Math.min(shownLots, lots), prioritySequence, flags);
    }

    Order resting(final long priority) {
        return with(originalLots, remainingLots, displayed(), priority, flags);
    }

    /** An iceberg shows more, behind the others of its price. */
    Order refreshed(final long priority) {
        return with(originalLots, remainingLots, displayed(), priority, flags);
    }

    /** The same as one that may also open a position. */
    Order openingToo() {
        return with(originalLots, remainingLots, shownLots, prioritySequence, flags & ~OrderFlags.REDUCE_ONLY);
    }

    Order withFlags(final int moreFlags) {
        return with(originalLots, remainingLots, shownLots, prioritySequence, flags | moreFlags);
    }

    /** The same with another limit. */
    Order at(final long limitTicks) {
        return new Order(id, accountId, marketId, side, limitTicks, originalLots, remainingLots, shownLots, displayLots,
            placedTimeNanos, prioritySequence, clientOrderId, flags, timeInForce, expiresMillis);
    }

    /** The same with another time in force. */
    Order lasting(final TimeInForce other) {
        return new Order(id, accountId, marketId, side, priceTicks, originalLots, remainingLots, shownLots, displayLots,
            placedTimeNanos, prioritySequence, clientOrderId, flags, other, expiresMillis);
    }

    private long displayed() {
        return isIceberg() ? Math.min(displayLots, remainingLots) : remainingLots;
    }

    private Order with(
        final long original, final long remaining, final long shown, final long priority, final int newFlags) {
        return new Order(id, accountId, marketId, side, priceTicks, original, remaining, shown, displayLots,
            placedTimeNanos, priority, clientOrderId, newFlags, timeInForce, expiresMillis);
    }
}
