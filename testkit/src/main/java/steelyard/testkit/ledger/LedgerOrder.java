package steelyard.testkit.ledger;

import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
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
    int timeInForce,
    long shownLots,
    long displayLots,
    long expiresMillis) {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Whether it may only bring a position closer to zero. */
    public boolean isReduceOnly() {
        return OrderFlags.isReduceOnly(flags);
    }

    /** Whether it shows only a part of what rests. */
    public boolean isIceberg() {
        return OrderFlags.isIceberg(flags);
    }

    /** Whether a mass quote placed it. */
    public boolean isQuote() {
        return OrderFlags.isQuote(flags);
    }

    /** Whether it carries a client order id. */
    public boolean hasClientOrderId() {
        return OrderFlags.hasClientOrderId(flags);
    }

    /** Whether its life is over at this time of the log. */
    boolean isOver(final long nowNanos) {
        return timeInForce == TimeInForce.GTT.code() && expiresMillis <= nowNanos / NANOS_PER_MILLI;
    }

    /** After a fill. */
    LedgerOrder filled(final long lots) {
        return with(originalLots, remainingLots - lots, shownLots - lots, prioritySequence);
    }

    LedgerOrder withQuantity(final long newOriginalLots, final long newRemainingLots, final long newShownLots) {
        return with(newOriginalLots, newRemainingLots, newShownLots, prioritySequence);
    }

    LedgerOrder resting(final long sequence, final long newShownLots) {
        return with(originalLots, remainingLots, newShownLots, sequence);
    }

    private LedgerOrder with(final long original, final long remaining, final long shown, final long sequence) {
        return new LedgerOrder(id, accountId, marketId, side, priceTicks, original, remaining,
            placedTimeNanos, sequence, clientOrderId, flags, timeInForce, shown, displayLots, expiresMillis);
    }
}
