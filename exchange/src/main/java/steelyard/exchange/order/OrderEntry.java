package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.risk.FundingPayments;
import steelyard.exchange.state.Counters;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.Groups;
import steelyard.exchange.state.TriggerOrders;
import steelyard.matching.IncomingOrder;
import steelyard.matching.OrderStore;
import steelyard.model.CancelReason;
import steelyard.model.OrderFlags;
import steelyard.model.RejectReason;
import steelyard.risk.margin.Positions;

/** Takes one order through its life in a command. {@code docs/matching-rules.md#2-an-order}. */
final class OrderEntry {
    private final ExchangeState state;
    private final Counters counters;
    private final OrderStore orders;
    private final Positions positions;
    private final OrderChecks checks;
    private final Matching matching;
    private final RestingChanges changes;
    private final OrderEvents events;
    private final FundingPayments payments;
    private final IncomingOrder incoming = new IncomingOrder();
    private final Refusal refusal = new Refusal();
    private boolean rests;

    OrderEntry(
        final ExchangeState state,
        final OrderChecks checks,
        final Matching matching,
        final RestingChanges changes,
        final OrderEvents events,
        final FundingPayments payments) {
        this.payments = payments;
        this.state = state;
        this.counters = state.counters();
        this.orders = state.books().orders();
        this.positions = state.positions();
        this.checks = checks;
        this.matching = matching;
        this.changes = changes;
        this.events = events;
    }

    /** Gives the order its id, and then as {@link #enterNumbered}. */
    RejectReason enter(final OrderRequest order) {
        order.orderId(counters.takeOrderId());
        order.placedTimeNanos(counters.nowNanos());
        return enterNumbered(order);
    }

    /** Checks the order and, if it passes, replaces its target, matches it and rests or cancels what is left. */
    RejectReason enterNumbered(final OrderRequest order) {
        payments.bringUpToDate(order.accountId());
        rests = false;
        changes.owe(order);
        incoming.terms(order.side(), order.priceTicks(), 0);
        if (checks.check(order, refusal) != RejectReason.NONE) {
            events.rejected(order, refusal);
            changes.oweNothing(order.orderId(), order.flags());
            return refusal.reason();
        }
        final int slot = checks.slot() != Positions.NONE
            ? checks.slot() : positions.open(order.accountId(), order.marketId());
        final boolean takesSlot = takesSlotOfTarget(order);
        final long replacedOrderId = replaceTarget(order, takesSlot);
        incoming
            .owner(order.orderId(), order.accountId(), slot)
            .terms(order.side(), order.priceTicks(), order.acceptedLots())
            .circumstances(order.flags(), order.placedTimeNanos())
            .clientOrderId(order.clientOrderIdHigh(), order.clientOrderIdLow());
        events.placed(order, replacedOrderId);
        final CancelReason stoppedBecause = matching.match(order, incoming);
        finish(order, stoppedBecause, takesSlot ? order.target() : OrderStore.NONE);
        if (!rests) {
            positions.closeIfEmpty(slot);
        }
        return RejectReason.NONE;
    }

    /** Whether what was left of the last order came to rest. */
    boolean rests() {
        return rests;
    }

    /** How much of the last order was filled at once, in lots. */
    long filledLots() {
        return incoming.originalLots() - incoming.remainingLots();
    }

    /**
     * Takes the place of the order's target in the book, or among trigger orders; answers its id or 0.
     *
     * @param keepsSlot whether the target stays in the book until the order rests in its slot, of which nobody looks until
     *                  then
     */
    long replaceTarget(final OrderRequest order, final boolean keepsSlot) {
        final long replacedOrderId;
        if (order.target() != OrderStore.NONE) {
            replacedOrderId = orders.orderId(order.target());
            changes.replaced(order.target(), keepsSlot);
        } else if (order.triggerTarget() != TriggerOrders.NONE) {
            replacedOrderId = state.triggers().orderId(order.triggerTarget());
            changes.triggerReplaced(order.triggerTarget());
        } else {
            return 0;
        }
        final int group = state.groups().ofOrder(replacedOrderId);
        if (group != Groups.NONE) {
            state.groups().replace(group, replacedOrderId, order.orderId());
            order.addFlags(OrderFlags.LINKED);
        }
        return replacedOrderId;
    }

    /** Whether the order is sure to rest, on the side on which its target rests now. */
    private boolean takesSlotOfTarget(final OrderRequest order) {
        final int target = order.target();
        return target != OrderStore.NONE && order.timeInForce().mayRest() && orders.side(target) == order.side()
            && !matching.matches(order.marketId(), order.side(), order.priceTicks());
    }

    private void finish(final OrderRequest order, final CancelReason stoppedBecause, final int freedSlot) {
        final long filledLots = filledLots();
        if (incoming.remainingLots() == 0) {
            changes.incomingEnded(order.orderId(), order.flags(), true, true, null);
        } else if (stoppedBecause != null || !order.timeInForce().mayRest()) {
            final CancelReason reason = stoppedBecause != null ? stoppedBecause : CancelReason.IOC_REMAINDER;
            events.remainderCanceled(order, incoming, reason);
            changes.incomingEnded(order.orderId(), order.flags(), false, filledLots > 0, reason);
        } else {
            rests = true;
            changes.rest(order, incoming, counters.takePrioritySequence(), freedSlot);
        }
    }
}
