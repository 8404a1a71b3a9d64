package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.state.ExchangeState;
import steelyard.matching.OrderStore;
import steelyard.model.RejectReason;
import steelyard.model.TimeInForce;

/** One entry of a modify action: in place, or by a new order. {@code docs/matching-rules.md#7-cancel-modify-schedule}. */
final class Modification {
    private final OrderStore orders;
    private final OrderChecks checks;
    private final ActionBounds bounds;
    private final OrderEntry orderEntry;
    private final RestingChanges changes;
    private final OrderEvents events;
    private final Refusal refusal = new Refusal();

    Modification(
        final ExchangeState state,
        final OrderChecks checks,
        final ActionBounds bounds,
        final OrderEntry orderEntry,
        final RestingChanges changes,
        final OrderEvents events) {
        this.orders = state.books().orders();
        this.checks = checks;
        this.bounds = bounds;
        this.orderEntry = orderEntry;
        this.changes = changes;
        this.events = events;
    }

    /** Modifies the target into the order. */
    void apply(final RequestTarget target, final OrderRequest order) {
        final int resting = target.find(orders);
        if (checkTarget(resting) != RejectReason.NONE) {
            events.requestRejected(target, refusal);
        } else if (!keepsPlace(resting, order)) {
            order.target(resting);
            orderEntry.enter(order);
        } else if (checkInPlace(order) != RejectReason.NONE) {
            events.requestRejected(target, refusal);
        } else {
            changes.amend(resting, order.quantityLots(), order.batchIndex());
        }
    }

    private RejectReason checkTarget(final int resting) {
        if (resting == OrderStore.NONE) {
            return refusal.because(RejectReason.ORDER_NOT_MODIFIABLE);
        }
        return bounds.met() ? refusal.because(RejectReason.COMMAND_BOUND) : RejectReason.NONE;
    }

    private boolean keepsPlace(final int resting, final OrderRequest order) {
        return order.timeInForce() == TimeInForce.GTC
            && order.priceTicks() == orders.priceTicks(resting)
            && order.side() == orders.side(resting)
            && order.flags() == orders.flags(resting)
            && order.clientOrderIdHigh() == orders.clientOrderIdHigh(resting)
            && order.clientOrderIdLow() == orders.clientOrderIdLow(resting)
            && order.quantityLots() <= orders.remainingLots(resting);
    }

    private RejectReason checkInPlace(final OrderRequest order) {
        final RejectReason reason = checks.market(order.marketId(), refusal);
        return reason != RejectReason.NONE || order.isReduceOnly()
            ? reason
            : checks.notional(order.marketId(), order.priceTicks(), order.quantityLots(), refusal);
    }
}
