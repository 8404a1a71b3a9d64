package steelyard.risk.margin;

import steelyard.model.OrderFlags;
import steelyard.model.Side;

/**
 * What resting orders reserve in their account's position. Whoever keeps the orders tells every change: an order that
 * comes to rest, and lots that leave the book, by a fill or without one. Reduce-only orders reserve nothing; they are
 * counted.
 */
public final class Reservations {
    private final Positions positions;
    private final MarginTerms terms;

    Reservations(final Positions positions, final MarginTerms terms) {
        this.positions = positions;
        this.terms = terms;
    }

    /** An order came to rest. */
    public void rested(final int slot, final int flags, final Side side, final long limitTicks, final long lots) {
        if (OrderFlags.isReduceOnly(flags)) {
            positions.addReduceOnly(slot, 1);
            return;
        }
        final boolean reserveChanged = positions.addResting(slot, side, limitTicks, lots);
        terms.restingChanged(slot, side, limitTicks, lots, 1, reserveChanged);
    }

    /** An order came to rest instead of another one of the same side; neither is reduce-only. */
    public void replaced(
        final int slot, final Side side, final long oldLimitTicks, final long oldLots, final long limitTicks,
        final long lots) {
        final boolean reserveChanged = positions.replaceResting(slot, side, oldLots, limitTicks, lots);
        terms.restingReplaced(slot, side, oldLimitTicks, oldLots, limitTicks, lots, reserveChanged);
    }

    /**
     * An order, not reduce-only, rests at another limit.
     *
     * @param moreLossMicros what it would lose more against the mark
     */
    public void moved(
        final int slot, final Side side, final long limitTicks, final long lots, final long moreLossMicros) {
        positions.moveResting(slot, side, limitTicks, lots);
        terms.moved(slot, moreLossMicros);
    }

    /** A resting order lost some of its lots and stays. */
    public void reduced(final int slot, final int flags, final Side side, final long limitTicks, final long lots) {
        if (!OrderFlags.isReduceOnly(flags)) {
            final boolean reserveChanged = positions.removeResting(slot, side, lots);
            terms.restingChanged(slot, side, limitTicks, lots, -1, reserveChanged);
        }
    }

    /** A resting order left the book with these lots remaining, or with its last fill. */
    public void left(final int slot, final int flags, final Side side, final long limitTicks, final long lots) {
        if (OrderFlags.isReduceOnly(flags)) {
            positions.addReduceOnly(slot, -1);
            return;
        }
        reduced(slot, flags, side, limitTicks, lots);
    }
}
