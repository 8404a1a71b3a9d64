package steelyard.testkit.ledger;

import static steelyard.testkit.ledger.LedgerViolation.requireEqual;

import java.math.BigInteger;
import steelyard.testkit.event.Event;

/** A position as the events tell it; lots of its market, micros. */
public record LedgerPosition(long lots, long quoteMicros, long entryMicros) {
    /** No position. */
    public static final LedgerPosition FLAT = new LedgerPosition(0, 0, 0);

    /** What a fill makes of this position; {@code releasedMicros} goes from the market's quote to cash. */
    record Change(LedgerPosition end, long closedPnlMicros, long releasedMicros) {
    }

    /** Books {@code signedLots} at {@code priceTicks}: first what closes, then what opens. */
    Change filled(final long signedLots, final long priceTicks) {
        final long closing = Long.signum(lots) == -Long.signum(signedLots)
            ? Math.min(Math.abs(lots), Math.abs(signedLots))
            : 0;
        final long opening = Math.abs(signedLots) - closing;
        long entry = entryMicros;
        long pnl = 0;
        if (closing > 0) {
            final long cost = BigInteger.valueOf(entry).multiply(BigInteger.valueOf(closing))
                .divide(BigInteger.valueOf(Math.abs(lots))).longValueExact();
            final long value = Math.multiplyExact(priceTicks, closing);
            pnl = Math.multiplyExact(Long.signum(lots), Math.subtractExact(value, cost));
            entry = Math.subtractExact(entry, cost);
        }
        if (opening > 0) {
            entry = Math.addExact(closing > 0 ? 0 : entry, Math.multiplyExact(priceTicks, opening));
        }
        final long endLots = Math.addExact(lots, signedLots);
        final long quote = Math.subtractExact(quoteMicros, Math.multiplyExact(priceTicks, signedLots));
        return endLots == 0
            ? new Change(FLAT, pnl, quote)
            : new Change(new LedgerPosition(endLots, quote, entry), pnl, 0);
    }

    /** The same for an isolated position: what reaches zero is settled even if the rest opens the other side. */
    Change filledAlone(final long signedLots, final long priceTicks) {
        final boolean flips = Long.signum(lots) == -Long.signum(signedLots) && Math.abs(signedLots) > Math.abs(lots);
        if (!flips) {
            return filled(signedLots, priceTicks);
        }
        final Change closed = filled(-lots, priceTicks);
        final Change opened = FLAT.filled(signedLots + lots, priceTicks);
        return new Change(opened.end(), closed.closedPnlMicros(), closed.releasedMicros());
    }

    void requireSays(final Event.FillSettled event) {
        requireEqual(lots, event.positionLots(), "position", event);
        requireEqual(quoteMicros, event.quoteMicros(), "quote", event);
        requireEqual(entryMicros, event.entryMicros(), "entry", event);
    }
}
