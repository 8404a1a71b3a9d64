package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.risk.FundingPayments;
import steelyard.exchange.state.Counters;
import steelyard.exchange.state.ExchangeState;
import steelyard.matching.IncomingOrder;
import steelyard.matching.OrderStore;
import steelyard.model.CancelReason;
import steelyard.model.RejectReason;
import steelyard.model.TimeInForce;
import steelyard.risk.margin.Positions;

/** Takes one order through its life in a command. {@code docs/matching-rules.md#2-an-order}. */
final class OrderEntry {
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

    OrderEntry(
        final ExchangeState state,
        final OrderChecks checks,
        final Matching matching,
        final RestingChanges changes,
        final OrderEvents events,
        final FundingPayments payments) {
        this.payments = payments;
        this.counters = state.counters();
        this.orders = state.books().orders();
        this.positions = state.positions();
        this.checks = checks;
        this.matching = matching;
        this.changes = changes;
        this.events = events;
    }

    /** Checks the order and, if it passes, replaces its target, matches it and rests or cancels what is left. */
    void enter(final OrderRequest order) {
        payments.bringUpToDate(order.accountId());
        order.orderId(counters.takeOrderId());
        if (checks.check(order, refusal) != RejectReason.NONE) {
            events.rejected(order, refusal);
            return;
        }
        final int slot = positions.open(order.accountId(), order.marketId());
        final long replacedOrderId = replaceTarget(order);
        incoming
            .owner(order.orderId(), order.accountId(), slot)
            .terms(order.side(), order.priceTicks(), order.acceptedLots())
            .circumstances(order.flags(), counters.nowNanos())
            .clientOrderId(order.clientOrderIdHigh(), order.clientOrderIdLow());
        events.placed(order, replacedOrderId);
        final CancelReason stoppedBecause = matching.match(incoming, order.marketId());
        if (incoming.remainingLots() > 0) {
            finish(order, stoppedBecause);
        }
        positions.closeIfEmpty(slot);
    }

    private long replaceTarget(final OrderRequest order) {
        if (order.target() == OrderStore.NONE) {
            return 0;
        }
        final long replacedOrderId = orders.orderId(order.target());
        changes.cancel(order.target(), CancelReason.MODIFIED, Refusal.NO_BATCH_INDEX);
        return replacedOrderId;
    }

    private void finish(final OrderRequest order, final CancelReason stoppedBecause) {
        if (stoppedBecause != null) {
            events.remainderCanceled(order, incoming, stoppedBecause);
        } else if (order.timeInForce() == TimeInForce.IOC) {
            events.remainderCanceled(order, incoming, CancelReason.IOC_REMAINDER);
        } else {
            changes.rest(order, incoming, counters.takePrioritySequence());
        }
    }
}
