package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.MarketBooks;
import steelyard.matching.OrderStore;
import steelyard.model.CancelReason;
import steelyard.risk.margin.Positions;

/** Keeps an account's reduce-only orders within its position. {@code docs/matching-rules.md#2-an-order}, step 4.7. */
final class ReduceOnlyUpkeep {
    private final MarketBooks books;
    private final OrderStore orders;
    private final Positions positions;
    private final RestingChanges changes;

    ReduceOnlyUpkeep(final ExchangeState state, final RestingChanges changes) {
        this.books = state.books();
        this.orders = state.books().orders();
        this.positions = state.positions();
        this.changes = changes;
    }

    /**
     * After a fill changed the position: oldest order first.
     *
     * @param shownOut an order of the position that is out of the book until it shows more, or NONE
     */
    void run(final int positionSlot, final int shownOut) {
        int pending = shownOut;
        int order = orders.firstReduceOnlyOfOwner(positionSlot);
        while (order != OrderStore.NONE) {
            if (pending != OrderStore.NONE && orders.prioritySequence(pending) < orders.prioritySequence(order)) {
                keepHiddenWithin(pending, positions.quantityLots(positionSlot));
                pending = OrderStore.NONE;
            }
            final int next = orders.nextOfOwner(order);
            keepWithin(order, positions.quantityLots(positionSlot));
            order = next;
        }
        if (pending != OrderStore.NONE) {
            keepHiddenWithin(pending, positions.quantityLots(positionSlot));
        }
    }

    private void keepWithin(final int order, final long positionLots) {
        if (positionLots * orders.side(order).sign() >= 0) {
            changes.cancel(order, CancelReason.REDUCE_ONLY, Refusal.NO_BATCH_INDEX);
        } else if (books.remainingLots(order) > Math.abs(positionLots)) {
            changes.reduce(order, Math.abs(positionLots), Refusal.NO_BATCH_INDEX);
        }
    }

    private void keepHiddenWithin(final int order, final long positionLots) {
        if (positionLots * orders.side(order).sign() >= 0) {
            changes.announceCancel(order, CancelReason.REDUCE_ONLY, Refusal.NO_BATCH_INDEX);
        } else if (books.remainingLots(order) > Math.abs(positionLots)) {
            changes.reduceHidden(order, Math.abs(positionLots));
        }
    }
}
