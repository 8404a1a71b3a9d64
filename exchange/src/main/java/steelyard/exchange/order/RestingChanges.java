package steelyard.exchange.order;

import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.MarketBooks;
import steelyard.matching.IncomingOrder;
import steelyard.matching.OrderStore;
import steelyard.model.CancelReason;
import steelyard.risk.margin.Positions;
import steelyard.risk.margin.Reservations;

/**
 * Every way in which an order comes to rest, becomes smaller or leaves: the book, what the order reserves and the event
 * change together here. A position slot that thereby becomes empty is closed by the caller when it is done with it.
 */
final class RestingChanges {
    private final MarketBooks books;
    private final OrderStore orders;
    private final Positions positions;
    private final Reservations reservations;
    private final OrderEvents events;

    RestingChanges(final ExchangeState state, final OrderEvents events) {
        this.books = state.books();
        this.orders = state.books().orders();
        this.positions = state.positions();
        this.reservations = state.margin().reservations();
        this.events = events;
    }

    /** Rests what is left of an order. */
    void rest(final OrderRequest order, final IncomingOrder incoming, final long prioritySequence) {
        final long lots = incoming.remainingLots();
        books.touch(order.marketId()).rest(incoming, prioritySequence);
        reservations.rested(incoming.positionSlot(), order.flags(), order.side(), order.priceTicks(), lots);
        events.rested(order, lots, prioritySequence);
    }

    /** Cancels a resting order. */
    void cancel(final int order, final CancelReason reason, final int batchIndex) {
        announceCancel(order, reason, batchIndex);
        books.touch(orders.marketId(order)).cancel(order);
    }

    /** Does all of a cancel but taking the order out of the book, which matching does itself. */
    void announceCancel(final int order, final CancelReason reason, final int batchIndex) {
        events.canceled(order, reason, batchIndex);
        reservations.left(orders.positionSlot(order), orders.flags(order), orders.side(order),
            orders.priceTicks(order), orders.remainingLots(order));
    }

    /** Makes a resting order smaller without a fill. */
    void reduce(final int order, final long remainingLots, final int batchIndex) {
        release(order, orders.remainingLots(order) - remainingLots);
        books.touch(orders.marketId(order)).reduce(order, remainingLots);
        events.reduced(order, batchIndex);
    }

    /** Makes a resting order smaller, what it was originally too. */
    void amend(final int order, final long remainingLots, final int batchIndex) {
        release(order, orders.remainingLots(order) - remainingLots);
        books.touch(orders.marketId(order)).amend(order, remainingLots);
        events.reduced(order, batchIndex);
    }

    /** After a fill of a resting order, which may be out of the book already. */
    void filled(final int order, final long priceTicks, final long lots) {
        final int slot = orders.positionSlot(order);
        if (orders.remainingLots(order) == 0) {
            reservations.left(slot, orders.flags(order), orders.side(order), priceTicks, lots);
        } else {
            reservations.reduced(slot, orders.flags(order), orders.side(order), priceTicks, lots);
        }
    }

    /** Closes a position slot that holds nothing any more. */
    void closeIfEmpty(final int positionSlot) {
        positions.closeIfEmpty(positionSlot);
    }

    private void release(final int order, final long lots) {
        if (lots > 0) {
            reservations.reduced(orders.positionSlot(order), orders.flags(order), orders.side(order),
                orders.priceTicks(order), lots);
        }
    }
}
