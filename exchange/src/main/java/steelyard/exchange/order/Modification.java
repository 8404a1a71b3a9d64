package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.state.Deadlines;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.MarketBooks;
import steelyard.exchange.state.TriggerOrders;
import steelyard.matching.OrderStore;
import steelyard.model.OrderFlags;
import steelyard.model.RejectReason;
import steelyard.model.TimeInForce;
import steelyard.model.TriggerKind;

/**
 * One entry of a modify action: in place, or by a new order. {@code
 * docs/matching-rules.md#7-cancel-modify-schedule}.
 */
final class Modification {
    private final ExchangeState state;
    private final MarketBooks books;
    private final OrderStore orders;
    private final Limits limits;
    private final ActionBounds bounds;
    private final OrderEntry orderEntry;
    private final TriggerEntry triggerEntry;
    private final RestingChanges changes;
    private final OrderEvents events;
    private final PlainOrders plainOrders;
    private final Refusal refusal = new Refusal();

    Modification(final OrderParts parts) {
        this.state = parts.state;
        this.books = parts.state.books();
        this.orders = parts.state.books().orders();
        this.limits = parts.limits;
        this.bounds = parts.bounds;
        this.orderEntry = parts.orderEntry;
        this.triggerEntry = parts.triggerEntry;
        this.changes = parts.changes;
        this.events = parts.events;
        this.plainOrders = parts.plainOrders;
    }

    /** Modifies the target into the order; without a target the order is placed if it always is. */
    void apply(final RequestTarget target, final OrderRequest order, final boolean alwaysPlace) {
        final int resting = target.find(orders);
        if (resting != OrderStore.NONE && plainOrders.move(resting, order)) {
            return;
        }
        final int trigger = resting == OrderStore.NONE ? target.find(state.triggers()) : TriggerOrders.NONE;
        final boolean found = resting != OrderStore.NONE || trigger != TriggerOrders.NONE;
        if (!found && alwaysPlace) {
            enter(order);
        } else if (checkTarget(found) != RejectReason.NONE) {
            events.requestRejected(target, refusal);
        } else if (resting == OrderStore.NONE || !keepsPlace(resting, order)) {
            order.target(resting);
            order.triggerTarget(trigger);
            oweAsTarget(order, resting, trigger);
            enter(order);
        } else if (checkInPlace(order) != RejectReason.NONE) {
            events.requestRejected(target, refusal);
        } else {
            changes.amend(resting, order.quantityLots(), order.batchIndex());
        }
    }

    private void oweAsTarget(final OrderRequest order, final int resting, final int trigger) {
        final boolean rests = resting != OrderStore.NONE;
        if (OrderFlags.hasBuilder(rests ? orders.flags(resting) : state.triggers().flags(trigger))) {
            final long targetId = rests ? orders.orderId(resting) : state.triggers().orderId(trigger);
            order.builder(state.builders().builderId(targetId), state.builders().tenths(targetId));
        }
    }

    private void enter(final OrderRequest order) {
        if (order.triggerKind() == TriggerKind.NONE) {
            orderEntry.enter(order);
        } else {
            triggerEntry.enterReplacement(order);
        }
    }

    private RejectReason checkTarget(final boolean found) {
        if (!found) {
            return refusal.because(RejectReason.ORDER_NOT_MODIFIABLE);
        }
        return bounds.met() ? refusal.because(RejectReason.COMMAND_BOUND) : RejectReason.NONE;
    }

    private boolean keepsPlace(final int resting, final OrderRequest order) {
        final boolean sameLife = order.timeInForce() == TimeInForce.GTC
            ? (orders.flags(resting) & OrderFlags.EXPIRES) == 0
            : order.timeInForce() == TimeInForce.GTT
                && state.deadlines().timeNanos(Deadlines.ORDER_END, orders.orderId(resting))
                    == Deadlines.nanos(order.expiresMillis());
        return sameLife
            && order.triggerKind() == TriggerKind.NONE
            && order.priceTicks() == orders.priceTicks(resting)
            && order.side() == orders.side(resting)
            && (order.flags() & OrderFlags.REQUESTABLE) == (orders.flags(resting) & OrderFlags.REQUESTABLE)
            && order.clientOrderIdHigh() == orders.clientOrderIdHigh(resting)
            && order.clientOrderIdLow() == orders.clientOrderIdLow(resting)
            && order.displayLots() == state.icebergs().displayLots(orders.orderId(resting))
            && order.quantityLots() <= books.remainingLots(resting)
            && (order.displayLots() == 0 || order.quantityLots() >= orders.remainingLots(resting));
    }

    private RejectReason checkInPlace(final OrderRequest order) {
        final RejectReason reason = limits.open(order.marketId(), refusal);
        return reason != RejectReason.NONE || order.isReduceOnly()
            ? reason
            : limits.notional(
                order.marketId(), Math.multiplyExact(Math.abs(order.priceTicks()), order.quantityLots()), refusal);
    }
}
