package steelyard.exchange.order;

import steelyard.exchange.authority.Authority;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.TriggerOrders;
import steelyard.matching.OrderStore;
import steelyard.model.CancelReason;
import steelyard.model.MarketState;
import steelyard.model.RejectReason;
import steelyard.protocol.array.CancelOrdersByClientIdDecoder;
import steelyard.protocol.array.CancelOrdersDecoder;
import steelyard.protocol.array.ModifyOrdersDecoder;
import steelyard.protocol.array.PlaceOrdersDecoder;

/**
 * The actions on orders. Each method admits the signer, checks the action as a whole, then works through its entries,
 * or says why the whole action is refused.
 */
public final class OrderCommands {
    private final ExchangeState state;
    private final OrderStore orders;
    private final Authority authority;
    private final StaticChecks staticChecks;
    private final ActionBounds bounds;
    private final OrderEvents events;
    private final RestingChanges changes;
    private final OrderEntry orderEntry;
    private final Modification modification;
    private final PlainOrders plainOrders;

    private final PlaceOrdersDecoder placeOrders = new PlaceOrdersDecoder();
    private final CancelOrdersDecoder cancelOrders = new CancelOrdersDecoder();
    private final CancelOrdersByClientIdDecoder cancelByClientId = new CancelOrdersByClientIdDecoder();
    private final ModifyOrdersDecoder modifyOrders = new ModifyOrdersDecoder();
    private PlaceOrdersDecoder.OrdersDecoder placed;
    private ModifyOrdersDecoder.ModifiesDecoder modified;
    private final OrderRequest order = new OrderRequest();
    private final RequestTarget target = new RequestTarget();
    private final Refusal entryRefusal = new Refusal();

    /** Applies to this state. */
    public OrderCommands(final OrderParts parts, final Authority authority) {
        this.state = parts.state;
        this.orders = parts.state.books().orders();
        this.authority = authority;
        this.staticChecks = new StaticChecks(state);
        this.bounds = parts.bounds;
        this.events = parts.events;
        this.changes = parts.changes;
        this.orderEntry = parts.orderEntry;
        this.modification = new Modification(parts);
        this.plainOrders = parts.plainOrders;
    }

    /** {@code PlaceOrders}. */
    public RejectReason place(final CommandFrame command, final Refusal refusal) {
        placeOrders.wrap(command.buffer(), command.blockOffset(), command.blockLength(), command.version());
        if (authority.admit(command, refusal) != RejectReason.NONE
            || checkPlacements(refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        if (placed.count() == 1) {
            // The checks have left the only entry decoded and its terms worked out.
            bounds.begin(1);
            place(command.accountId(), 0);
            return RejectReason.NONE;
        }
        placeOrders.sbeRewind();
        placed = placeOrders.orders();
        bounds.begin(placed.count());
        for (int i = 0; placed.hasNext(); i++) {
            placed.next();
            staticChecks.scale(placed.marketId(), placed.priceE8(), placed.sizeE8());
            place(command.accountId(), i);
        }
        return RejectReason.NONE;
    }

    /** The present entry, of which price and size are worked out. */
    private void place(final int accountId, final int index) {
        bounds.nextEntry();
        order.entry(accountId, placed.marketId(), index, placed.side(), placed.timeInForce());
        order.identity(placed.flags(), placed.clientOrderIdHigh(), placed.clientOrderIdLow());
        order.terms(staticChecks.priceTicks(), staticChecks.sizeLots());
        if (!plainOrders.place(order)) {
            orderEntry.enter(order);
        }
    }

    /** {@code ModifyOrders}. */
    public RejectReason modify(final CommandFrame command, final Refusal refusal) {
        modifyOrders.wrap(command.buffer(), command.blockOffset(), command.blockLength(), command.version());
        if (authority.admit(command, refusal) != RejectReason.NONE
            || checkModifications(refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        if (modified.count() == 1) {
            // The checks have left the only entry decoded and its terms worked out.
            bounds.begin(1);
            modify(command.accountId(), 0);
            return RejectReason.NONE;
        }
        modifyOrders.sbeRewind();
        modified = modifyOrders.modifies();
        bounds.begin(modified.count());
        for (int i = 0; modified.hasNext(); i++) {
            modified.next();
            staticChecks.scale(modified.marketId(), modified.priceE8(), modified.sizeE8());
            modify(command.accountId(), i);
        }
        return RejectReason.NONE;
    }

    /** The present entry, of which price and size are worked out. */
    private void modify(final int accountId, final int index) {
        bounds.nextEntry();
        target.entry(accountId, modified.marketId(), index);
        target.byEither(
            modified.targetOrderId(), modified.targetClientOrderIdHigh(), modified.targetClientOrderIdLow());
        order.entry(accountId, modified.marketId(), index, modified.side(), modified.timeInForce());
        order.identity(modified.flags(), modified.clientOrderIdHigh(), modified.clientOrderIdLow());
        order.terms(staticChecks.priceTicks(), staticChecks.sizeLots());
        modification.apply(target, order, false);
    }

    /** {@code CancelOrders}. */
    public RejectReason cancel(final CommandFrame command, final Refusal refusal) {
        cancelOrders.wrap(command.buffer(), command.blockOffset(), command.blockLength(), command.version());
        if (authority.admit(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final CancelOrdersDecoder.CancelsDecoder entries = cancelOrders.cancels();
        if (staticChecks.count(entries.count(), refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        for (int i = 0; entries.hasNext(); i++) {
            entries.next();
            target.entry(command.accountId(), entries.marketId(), i);
            target.byOrderId(entries.orderId());
            cancelTarget(cancelOrders.fast() != 0);
        }
        return RejectReason.NONE;
    }

    /** {@code CancelOrdersByClientId}. */
    public RejectReason cancelByClientId(final CommandFrame command, final Refusal refusal) {
        cancelByClientId.wrap(command.buffer(), command.blockOffset(), command.blockLength(), command.version());
        if (authority.admit(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        final CancelOrdersByClientIdDecoder.CancelsDecoder entries = cancelByClientId.cancels();
        if (staticChecks.count(entries.count(), refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        for (int i = 0; entries.hasNext(); i++) {
            entries.next();
            target.entry(command.accountId(), entries.marketId(), i);
            target.byClientOrderId(entries.clientOrderIdHigh(), entries.clientOrderIdLow());
            cancelTarget(cancelByClientId.fast() != 0);
        }
        return RejectReason.NONE;
    }

    private RejectReason checkPlacements(final Refusal refusal) {
        final PlaceOrdersDecoder.OrdersDecoder entries = placeOrders.orders();
        placed = entries;
        RejectReason reason = staticChecks.count(entries.count(), refusal);
        for (int i = 0; reason == RejectReason.NONE && entries.hasNext(); i++) {
            entries.next();
            reason = staticChecks.codes(
                entries.marketId(), entries.side(), entries.timeInForce(), entries.flags(), 0, 0, refusal);
            reason = reason != RejectReason.NONE
                ? reason
                : staticChecks.amounts(
                    entries.marketId(), entries.priceE8(), entries.sizeE8(), 0, false, refusal);
            refusal.entry(reason != RejectReason.NONE ? i : Refusal.NO_BATCH_INDEX);
        }
        return reason;
    }

    private RejectReason checkModifications(final Refusal refusal) {
        final ModifyOrdersDecoder.ModifiesDecoder entries = modifyOrders.modifies();
        modified = entries;
        RejectReason reason = staticChecks.count(entries.count(), refusal);
        for (int i = 0; reason == RejectReason.NONE && entries.hasNext(); i++) {
            entries.next();
            reason = staticChecks.codes(
                entries.marketId(), entries.side(), entries.timeInForce(), entries.flags(), 0, 0, refusal);
            reason = reason != RejectReason.NONE
                ? reason
                : staticChecks.amounts(
                    entries.marketId(), entries.priceE8(), entries.sizeE8(), 0, false, refusal);
            refusal.entry(reason != RejectReason.NONE ? i : Refusal.NO_BATCH_INDEX);
        }
        return reason;
    }

    private void cancelTarget(final boolean fast) {
        final int resting = target.find(orders);
        final int trigger = resting == OrderStore.NONE ? target.find(state.triggers()) : TriggerOrders.NONE;
        if (checkCancel(resting, trigger, fast) != RejectReason.NONE) {
            events.requestRejected(target, entryRefusal);
        } else if (resting == OrderStore.NONE) {
            changes.cancelTrigger(trigger, CancelReason.REQUESTED, target.batchIndex());
        } else {
            final int positionSlot = orders.positionSlot(resting);
            changes.cancel(resting, CancelReason.REQUESTED, target.batchIndex());
            changes.closeIfEmpty(positionSlot);
        }
    }

    private RejectReason checkCancel(final int resting, final int trigger, final boolean fast) {
        if (resting == OrderStore.NONE && trigger == TriggerOrders.NONE) {
            return entryRefusal.because(RejectReason.ORDER_NOT_FOUND);
        }
        if (state.books().state(target.marketId()) == MarketState.HALTED) {
            return entryRefusal.because(RejectReason.MARKET_HALTED);
        }
        return fast && resting == OrderStore.NONE
            ? entryRefusal.because(RejectReason.TRIGGER_NOT_FAST)
            : entryRefusal.because(RejectReason.NONE);
    }
}
