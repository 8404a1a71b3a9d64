package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.state.ExchangeState;
import steelyard.matching.OrderStore;
import steelyard.model.CancelReason;
import steelyard.risk.margin.Positions;

/** Keeps an account's reduce-only orders within its position. {@code docs/matching-rules.md#2-an-order}, step 4.7. */
final class ReduceOnlyUpkeep {
    private final OrderStore orders;
    private final Positions positions;
    private final RestingChanges changes;

    ReduceOnlyUpkeep(final ExchangeState state, final RestingChanges changes) {
        this.orders = state.books().orders();
        this.positions = state.positions();
        this.changes = changes;
    }

    /** After a fill changed the position: oldest order first. */
    void run(final int positionSlot) {
        int order = orders.firstReduceOnlyOfOwner(positionSlot);
        while (order != OrderStore.NONE) {
            final int next = orders.nextOfOwner(order);
            keepWithin(order, positions.quantityLots(positionSlot));
            order = next;
        }
    }

    private void keepWithin(final int order, final long positionLots) {
        if (positionLots * orders.side(order).sign() >= 0) {
            changes.cancel(order, CancelReason.REDUCE_ONLY, Refusal.NO_BATCH_INDEX);
        } else if (orders.remainingLots(order) > Math.abs(positionLots)) {
            changes.reduce(order, Math.abs(positionLots), Refusal.NO_BATCH_INDEX);
        }
    }
}
