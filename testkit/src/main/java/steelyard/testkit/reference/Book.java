package steelyard.testkit.reference;

import steelyard.model.CancelReason;
import steelyard.model.TimeInForce;
import steelyard.testkit.event.Event;

/** How orders come to rest, become smaller, and end. */
final class Book {
    private final Floor floor;
    private final State state;
    private final Emission out;

    Book(final Floor floor) {
        this.floor = floor;
        this.state = floor.state;
        this.out = floor.out;
    }

    void rest(final Order order, final int batchIndex) {
        state.lastPrioritySequence++;
        final Order resting = order.resting(state.lastPrioritySequence);
        state.putResting(resting);
        if (resting.timeInForce() == TimeInForce.GTT) {
            state.setDeadline(State.nanos(resting.expiresMillis()), Deadline.END_OF_ORDER, resting.id());
        }
        out.add(new Event.OrderRested(
            out.header(), resting.id(), resting.priceTicks(), resting.remainingLots(), resting.prioritySequence(),
            resting.accountId(), resting.marketId(), batchIndex, resting.side().code(), resting.shownLots()));
    }

    /** Puts a smaller order in the place of the one with its id. */
    void reduce(final Order smaller, final int batchIndex) {
        state.putResting(smaller);
        tellReduced(smaller, batchIndex, smaller.shownLots());
    }

    /** An incoming order became smaller without a fill. */
    void reduceIncoming(final Order smaller, final int batchIndex) {
        tellReduced(smaller, batchIndex, 0);
    }

    private void tellReduced(final Order smaller, final int batchIndex, final long shownLots) {
        out.add(new Event.OrderReduced(
            out.header(), smaller.id(), smaller.priceTicks(), smaller.originalLots(), smaller.remainingLots(),
            smaller.placedTimeNanos(), smaller.clientOrderId(), smaller.accountId(), smaller.marketId(), batchIndex,
            smaller.flags(), smaller.side().code(), shownLots));
    }

    /** An iceberg that has shown all shows more. */
    void refresh(final long orderId) {
        final Order order = state.resting.get(orderId);
        if (order == null || order.shownLots() > 0) {
            return;
        }
        state.lastPrioritySequence++;
        final Order refreshed = order.refreshed(state.lastPrioritySequence);
        state.removeResting(order);
        state.putResting(refreshed);
        out.add(new Event.OrderRefreshed(
            out.header(), refreshed.id(), refreshed.priceTicks(), refreshed.remainingLots(), refreshed.shownLots(),
            refreshed.prioritySequence(), refreshed.accountId(), refreshed.marketId(), refreshed.side().code()));
    }

    void cancelResting(final Order order, final CancelReason reason) {
        cancelResting(order, reason, Event.NO_BATCH_INDEX);
    }

    /** Takes a resting order out of the book. */
    void cancelResting(final Order order, final CancelReason reason, final int batchIndex) {
        takeOut(order);
        tellCanceled(order, reason, batchIndex, true);
        floor.groups.ended(order.id(), false, order.filledLots() > 0, reason);
    }

    /** What remains of an incoming order is canceled. */
    void cancelRemainder(final Order order, final CancelReason reason, final int batchIndex) {
        tellCanceled(order, reason, batchIndex, false);
        floor.groups.ended(order.id(), false, order.filledLots() > 0, reason);
    }

    /** A trigger order that has not fired ends. */
    void cancelTrigger(final TriggerOrder trigger, final CancelReason reason, final int batchIndex) {
        takeOut(trigger);
        tellCanceled(trigger.order, reason, batchIndex, false);
        floor.groups.ended(trigger.id(), false, false, reason);
    }

    /** Cancels an open order of whatever kind; nothing happens if there is none. */
    void cancelOpen(final long orderId, final CancelReason reason, final int batchIndex) {
        final Order order = state.resting.get(orderId);
        if (order != null) {
            cancelResting(order, reason, batchIndex);
        } else if (state.triggers.containsKey(orderId)) {
            cancelTrigger(state.triggers.get(orderId), reason, batchIndex);
        }
    }

    /** A modification takes its target out: what it was to its group the new order will be. */
    void replace(final Target target) {
        if (target.trigger() == null) {
            takeOut(target.order());
            tellCanceled(target.order(), CancelReason.MODIFIED, Event.NO_BATCH_INDEX, true);
        } else {
            takeOut(target.trigger());
            tellCanceled(target.trigger().order, CancelReason.MODIFIED, Event.NO_BATCH_INDEX, false);
        }
    }

    void takeOut(final Order order) {
        state.removeResting(order);
        state.removeDeadline(Deadline.END_OF_ORDER, order.id());
    }

    void takeOut(final TriggerOrder trigger) {
        state.triggers.remove(trigger.id());
        state.removeDeadline(Deadline.END_OF_ORDER, trigger.id());
    }

    private void tellCanceled(
        final Order order, final CancelReason reason, final int batchIndex, final boolean wasResting) {
        out.add(new Event.OrderCanceled(
            out.header(), order.id(), order.priceTicks(), order.originalLots(), order.remainingLots(),
            order.placedTimeNanos(), order.clientOrderId(), order.accountId(), order.marketId(), batchIndex,
            order.flags(), order.side().code(), reason.code(), order.timeInForce().code(), wasResting));
    }
}
