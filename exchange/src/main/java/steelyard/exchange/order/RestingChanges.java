package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.state.Deadlines;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.Icebergs;
import steelyard.exchange.state.MarketBooks;
import steelyard.exchange.state.TriggerOrders;
import steelyard.matching.IncomingOrder;
import steelyard.matching.OrderStore;
import steelyard.model.CancelReason;
import steelyard.model.OrderFlags;
import steelyard.risk.margin.Positions;
import steelyard.risk.margin.Reservations;

/**
 * Every way in which an order comes to rest, becomes smaller or leaves: the book, what the order reserves, the count of
 * open orders, what belongs to its flags, and the event change together here. A position slot that thereby becomes empty
 * is closed by the caller when it is done with it.
 */
final class RestingChanges {
    private final ExchangeState state;
    private final MarketBooks books;
    private final OrderStore orders;
    private final Icebergs icebergs;
    private final Positions positions;
    private final Reservations reservations;
    private final OrderEvents events;
    private final GroupEnds groupEnds;
    private final IncomingOrder again = new IncomingOrder();
    private final IncomingOrder resting = new IncomingOrder();

    RestingChanges(final ExchangeState state, final OrderEvents events) {
        this.state = state;
        this.books = state.books();
        this.orders = state.books().orders();
        this.icebergs = state.icebergs();
        this.positions = state.positions();
        this.reservations = state.margin().reservations();
        this.events = events;
        this.groupEnds = new GroupEnds(state);
    }

    /**
     * Rests what is left of an order.
     *
     * @param freedSlot slot of the replaced order, or {@link OrderStore#NONE}
     */
    void rest(
        final OrderRequest order, final IncomingOrder incoming, final long prioritySequence, final int freedSlot) {
        final long lots = incoming.remainingLots();
        long shownLots = lots;
        if (OrderFlags.isIceberg(order.flags())) {
            shownLots = Math.min(order.displayLots(), lots);
            icebergs.put(order.orderId(), order.displayLots(), lots - shownLots);
            incoming.showOnly(shownLots);
        }
        if (freedSlot == OrderStore.NONE) {
            books.touch(order.marketId()).rest(incoming, prioritySequence);
            reservations.rested(incoming.positionSlot(), order.flags(), order.side(), order.priceTicks(), lots);
            state.traders().opened(order.accountId(), 1);
        } else {
            reserveInstead(freedSlot, order, lots);
            books.touch(order.marketId()).replace(freedSlot, incoming, prioritySequence);
        }
        if ((order.flags() & OrderFlags.EXPIRES) != 0) {
            state.deadlines().set(Deadlines.ORDER_END, order.orderId(), Deadlines.nanos(order.expiresMillis()));
        }
        events.rested(order, lots, shownLots, prioritySequence);
    }

    /** An iceberg has given up what it reserved when it was {@link #replaced}, because what it hid is forgotten now. */
    private void reserveInstead(final int replaced, final OrderRequest order, final long lots) {
        final int slot = orders.positionSlot(replaced);
        final int flags = orders.flags(replaced);
        if (OrderFlags.isIceberg(flags)) {
            reservations.rested(slot, order.flags(), order.side(), order.priceTicks(), lots);
        } else if (OrderFlags.isReduceOnly(flags) || order.isReduceOnly()) {
            reservations.left(
                slot, flags, order.side(), orders.priceTicks(replaced), orders.remainingLots(replaced));
            reservations.rested(slot, order.flags(), order.side(), order.priceTicks(), lots);
        } else {
            reservations.replaced(slot, order.side(), orders.priceTicks(replaced), orders.remainingLots(replaced),
                order.priceTicks(), lots);
        }
    }

    /** Cancels an open order of any kind, if there still is one, as the house does. */
    void cancelOpen(final long orderId, final CancelReason reason) {
        final int order = orders.slotOf(orderId);
        if (order != OrderStore.NONE) {
            final int slot = orders.positionSlot(order);
            cancel(order, reason, Refusal.NO_BATCH_INDEX);
            closeIfEmpty(slot);
            return;
        }
        final int trigger = state.triggers().find(orderId);
        if (trigger != TriggerOrders.NONE) {
            cancelTrigger(trigger, reason, Refusal.NO_BATCH_INDEX);
        }
    }

    /** Ends a trigger order that did not become an order. */
    void cancelTrigger(final int row, final CancelReason reason, final int batchIndex) {
        final long orderId = state.triggers().orderId(row);
        events.triggerCanceled(row, reason, batchIndex);
        oweNothing(orderId, state.triggers().flags(row));
        state.triggers().remove(row);
        groupEnds.ended(orderId, false, false, reason);
    }

    /** Cancels a resting order. */
    void cancel(final int order, final CancelReason reason, final int batchIndex) {
        announceCancel(order, reason, batchIndex);
        books.touch(orders.marketId(order)).cancel(order);
    }

    /** Does all of a cancel but taking the order out of the book, which matching does itself. */
    void announceCancel(final int order, final CancelReason reason, final int batchIndex) {
        final long lots = books.remainingLots(order);
        events.canceled(order, reason, batchIndex);
        reservations.left(
            orders.positionSlot(order), orders.flags(order), orders.side(order), orders.priceTicks(order), lots);
        ended(order, false, lots < orders.originalLots(order), reason);
    }

    /** Makes a resting order smaller without a fill; an iceberg loses what it hides first. */
    void reduce(final int order, final long remainingLots, final int batchIndex) {
        shrink(order, remainingLots, false);
        events.reduced(order, batchIndex);
    }

    /** Makes a resting order smaller, what it was originally too. */
    void amend(final int order, final long remainingLots, final int batchIndex) {
        shrink(order, remainingLots, true);
        events.reduced(order, batchIndex);
    }

    /**
     * An order leaves its place for another, which has become part of its group.
     *
     * @param keepsSlot whether it stays in the book, counts and reserves until the other one {@link #rest rests} in its
     *                  slot
     */
    void replaced(final int order, final boolean keepsSlot) {
        events.canceled(order, CancelReason.MODIFIED, Refusal.NO_BATCH_INDEX);
        if (!keepsSlot || OrderFlags.isIceberg(orders.flags(order))) {
            reservations.left(orders.positionSlot(order), orders.flags(order), orders.side(order),
                orders.priceTicks(order), books.remainingLots(order));
        }
        forget(order);
        if (!keepsSlot) {
            state.traders().opened(orders.accountId(order), -1);
            books.touch(orders.marketId(order)).cancel(order);
        }
    }

    /** A numbered order that is new rests. Nothing belongs to its flags but a client order id. */
    void place(final OrderRequest order, final int slot, final long prioritySequence) {
        events.placed(order, 0);
        resting
            .owner(order.orderId(), order.accountId(), slot)
            .terms(order.side(), order.priceTicks(), order.quantityLots())
            .circumstances(order.flags(), order.placedTimeNanos())
            .clientOrderId(order.clientOrderIdHigh(), order.clientOrderIdLow());
        rest(order, resting, prioritySequence, OrderStore.NONE);
    }

    /**
     * A numbered order that differs from a resting one of its account, market and side in its price takes its place.
     * Neither has anything that belongs to its flags but a client order id.
     *
     * @param moreLossMicros what it would lose more
     */
    void move(
        final int target, final OrderRequest order, final long fromTicks, final long moreLossMicros,
        final long prioritySequence) {
        final int slot = orders.positionSlot(target);
        final long lots = order.quantityLots();
        events.moved(target, order, fromTicks, prioritySequence);
        reservations.moved(slot, order.side(), order.priceTicks(), lots, moreLossMicros);
        resting
            .owner(order.orderId(), order.accountId(), slot)
            .terms(order.side(), order.priceTicks(), lots)
            .circumstances(order.flags(), order.placedTimeNanos())
            .clientOrderId(order.clientOrderIdHigh(), order.clientOrderIdLow());
        books.touch(order.marketId()).replace(target, resting, prioritySequence);
    }

    /** A trigger order leaves its place for another. */
    void triggerReplaced(final int row) {
        events.triggerCanceled(row, CancelReason.MODIFIED, Refusal.NO_BATCH_INDEX);
        oweNothing(state.triggers().orderId(row), state.triggers().flags(row));
        state.triggers().remove(row);
    }

    /** After a fill of a resting order, which may be out of the book already. */
    void filled(final int order, final long lots) {
        final int slot = orders.positionSlot(order);
        final long priceTicks = orders.priceTicks(order);
        if (books.remainingLots(order) == 0) {
            reservations.left(slot, orders.flags(order), orders.side(order), priceTicks, lots);
        } else {
            reservations.reduced(slot, orders.flags(order), orders.side(order), priceTicks, lots);
        }
    }

    /** After a fill was told: a resting order of which nothing is left has ended. */
    void endIfFilled(final int order) {
        if (books.remainingLots(order) == 0) {
            ended(order, true, true, null);
        }
    }

    /** A new order owes its builder. */
    void owe(final OrderRequest order) {
        if (order.builderTenths() != 0) {
            state.builders().owe(order.orderId(), order.builderId(), order.builderTenths());
        }
    }

    /** An order with these flags is none any more. */
    void oweNothing(final long orderId, final int flags) {
        if (OrderFlags.hasBuilder(flags)) {
            state.builders().forget(orderId);
        }
    }

    /** What remains of an incoming order ended, or nothing remains. */
    void incomingEnded(final long orderId, final int flags, final boolean isFilled, final boolean isFilledInPart,
        final CancelReason reason) {
        oweNothing(orderId, flags);
        if (OrderFlags.isLinked(flags)) {
            groupEnds.ended(orderId, isFilled, isFilledInPart, reason);
        }
    }

    /** Whether an iceberg has shown all that it showed, is out of the book, and hides more. */
    boolean isWaitingToShow(final int order) {
        return OrderFlags.isIceberg(orders.flags(order)) && orders.remainingLots(order) == 0
            && icebergs.hiddenLots(orders.orderId(order)) > 0;
    }

    /**
     * An iceberg that has shown all, and is out of the book therefore, shows more behind all orders of its price, unless
     * it has ended since.
     *
     * @param priceTicks its price, which the book forgets when another order comes to rest
     */
    void refresh(final int order, final long priceTicks) {
        final long orderId = orders.orderId(order);
        if (!isWaitingToShow(order)) {
            return;
        }
        final long hiddenLots = icebergs.hiddenLots(orderId);
        final long displayLots = icebergs.displayLots(orderId);
        final long shownLots = Math.min(displayLots, hiddenLots);
        icebergs.put(orderId, displayLots, hiddenLots - shownLots);
        again
            .owner(orderId, orders.accountId(order), orders.positionSlot(order))
            .terms(orders.side(order), priceTicks, shownLots)
            .originalLots(orders.originalLots(order))
            .circumstances(orders.flags(order), orders.placedTimeNanos(order))
            .clientOrderId(orders.clientOrderIdHigh(order), orders.clientOrderIdLow(order));
        final long sequence = state.counters().takePrioritySequence();
        final int place = books.touch(orders.marketId(order)).rest(again, sequence);
        events.refreshed(place, hiddenLots, shownLots);
    }

    /** An iceberg that has shown all becomes smaller by its position. */
    void reduceHidden(final int order, final long remainingLots) {
        final long orderId = orders.orderId(order);
        release(order, books.remainingLots(order) - remainingLots);
        icebergs.put(orderId, icebergs.displayLots(orderId), remainingLots);
        events.reduced(order, Refusal.NO_BATCH_INDEX);
    }

    /** Closes a position slot that holds nothing any more. */
    void closeIfEmpty(final int positionSlot) {
        positions.closeIfEmpty(positionSlot);
    }

    private void shrink(final int order, final long remainingLots, final boolean amends) {
        final long lots = books.remainingLots(order) - remainingLots;
        release(order, lots);
        long shownLots = remainingLots;
        if (OrderFlags.isIceberg(orders.flags(order))) {
            final long orderId = orders.orderId(order);
            final long hiddenLots = icebergs.hiddenLots(orderId);
            final long fromHidden = Math.min(lots, hiddenLots);
            icebergs.put(orderId, icebergs.displayLots(orderId), hiddenLots - fromHidden);
            shownLots = orders.remainingLots(order) - (lots - fromHidden);
            if (amends) {
                books.touch(orders.marketId(order)).amendOriginal(order, fromHidden);
            }
        }
        if (amends) {
            books.touch(orders.marketId(order)).amend(order, shownLots);
        } else {
            books.touch(orders.marketId(order)).reduce(order, shownLots);
        }
    }

    private void release(final int order, final long lots) {
        if (lots > 0) {
            reservations.reduced(orders.positionSlot(order), orders.flags(order), orders.side(order),
                orders.priceTicks(order), lots);
        }
    }

    private void ended(
        final int order, final boolean isFilled, final boolean isFilledInPart, final CancelReason reason) {
        state.traders().opened(orders.accountId(order), -1);
        forget(order);
        if (OrderFlags.isLinked(orders.flags(order))) {
            groupEnds.ended(orders.orderId(order), isFilled, isFilledInPart, reason);
        }
    }

    /** Forgets what belongs to an order's flags. */
    private void forget(final int order) {
        final int flags = orders.flags(order);
        if ((flags & OrderFlags.EXPIRES) != 0) {
            state.deadlines().remove(Deadlines.ORDER_END, orders.orderId(order));
        }
        if (OrderFlags.isIceberg(flags)) {
            icebergs.remove(orders.orderId(order));
        }
        oweNothing(orders.orderId(order), flags);
    }
}
