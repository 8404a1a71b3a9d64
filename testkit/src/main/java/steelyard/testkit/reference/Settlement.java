package steelyard.testkit.reference;

import java.math.BigInteger;
import steelyard.model.Side;

/**
 * Section 7: what one side of a fill does to its account. A value: working it out changes nothing.
 *
 * @param start           the position before
 * @param end             the position after
 * @param feeMicros       what goes from cash to FEES
 * @param closedPnlMicros what the closed part made
 * @param settledMicros   what goes from the market's quote to cash because the position closed
 */
record Settlement(Position start, Position end, long feeMicros, long closedPnlMicros, long settledMicros) {

    static Settlement of(
        final Choices choices,
        final Position start,
        final Side side,
        final long priceTicks,
        final long lots,
        final long feeRateNanos) {
        final BigInteger notional = product(priceTicks, lots);
        final long x = side == Side.BUY ? lots : -lots;
        final long q = start.lots();
        final boolean opens = q == 0 || Long.signum(q) == Long.signum(x);

        long entry = start.entryMicros();
        long closedPnl = 0;
        if (opens) {
            entry = Math.addExact(entry, notional.longValueExact());
        } else {
            final long closed = Math.min(lots, Math.abs(q));
            final BigInteger share = product(entry, closed).divide(BigInteger.valueOf(Math.abs(q)));
            final BigInteger received = product(priceTicks, closed);
            closedPnl = (q > 0 ? received.subtract(share) : share.subtract(received)).longValueExact();
            entry = Math.subtractExact(entry, share.longValueExact());
            if (lots > Math.abs(q)) {
                entry = product(priceTicks, lots - Math.abs(q)).longValueExact();
            }
        }

        final long newQ = Math.addExact(q, x);
        final long quote = Math.subtractExact(start.quoteMicros(), product(priceTicks, x).longValueExact());
        final boolean isFlat = newQ == 0;
        final Position end =
            new Position(newQ, isFlat ? 0 : quote, isFlat ? 0 : entry, start.chosenLeverage());
        return new Settlement(
            start, end, choices.feeMicros(notional.abs(), feeRateNanos), closedPnl, isFlat ? quote : 0);
    }

    /** Whether the position comes closer to zero. */
    boolean reduces() {
        return Math.abs(end.lots()) < Math.abs(start.lots());
    }

    /** What the account's cash changes by. */
    long cashChangeMicros() {
        return Math.subtractExact(settledMicros, feeMicros);
    }

    private static BigInteger product(final long a, final long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }
}
