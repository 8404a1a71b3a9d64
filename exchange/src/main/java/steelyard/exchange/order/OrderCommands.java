package steelyard.exchange.order;

import steelyard.exchange.authority.Authority;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.event.EventStage;
import steelyard.exchange.risk.FundingPayments;
import steelyard.exchange.state.ExchangeState;
import steelyard.matching.OrderStore;
import steelyard.model.CancelReason;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.CancelOrdersByClientIdDecoder;
import steelyard.protocol.sbe.CancelOrdersDecoder;
import steelyard.protocol.sbe.ModifyOrdersDecoder;
import steelyard.protocol.sbe.PlaceOrdersDecoder;

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

    private final PlaceOrdersDecoder placeOrders = new PlaceOrdersDecoder();
    private final CancelOrdersDecoder cancelOrders = new CancelOrdersDecoder();
    private final CancelOrdersByClientIdDecoder cancelByClientId = new CancelOrdersByClientIdDecoder();
    private final ModifyOrdersDecoder modifyOrders = new ModifyOrdersDecoder();
    private final OrderRequest order = new OrderRequest();
    private final RequestTarget target = new RequestTarget();
    private final Refusal entryRefusal = new Refusal();

    /** Applies to this state. */
    public OrderCommands(
        final ExchangeState state, final Authority authority, final EventStage stage, final FundingPayments payments) {
        this.state = state;
        this.orders = state.books().orders();
        this.authority = authority;
        this.staticChecks = new StaticChecks(state);
        this.bounds = new ActionBounds(state.parameters(), stage);
        this.events = new OrderEvents(state, stage);
        this.changes = new RestingChanges(state, events);
        final OrderChecks checks = new OrderChecks(state, bounds);
        final Matching matching = new Matching(state, stage, bounds, changes, payments);
        this.orderEntry = new OrderEntry(state, checks, matching, changes, events, payments);
        this.modification = new Modification(state, checks, bounds, orderEntry, changes, events);
    }

    /** {@code PlaceOrders}. */
    public RejectReason place(final CommandFrame command, final Refusal refusal) {
        command.decode(placeOrders);
        if (authority.admit(command, placeOrders.authority(), refusal) != RejectReason.NONE
            || checkPlacements(refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        placeOrders.sbeRewind();
        final PlaceOrdersDecoder.OrdersDecoder entries = placeOrders.orders();
        bounds.begin(entries.count());
        for (int i = 0; entries.hasNext(); i++) {
            entries.next();
            bounds.nextEntry();
            order.entry(command.accountId(), entries.marketId(), i, entries.side(), entries.timeInForce());
            order.identity(entries.flags(), entries.clientOrderIdHigh(), entries.clientOrderIdLow());
            terms(entries.marketId(), entries.priceE8(), entries.sizeE8());
            orderEntry.enter(order);
        }
        return RejectReason.NONE;
    }

    /** {@code ModifyOrders}. */
    public RejectReason modify(final CommandFrame command, final Refusal refusal) {
        command.decode(modifyOrders);
        if (authority.admit(command, modifyOrders.authority(), refusal) != RejectReason.NONE
            || checkModifications(refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        modifyOrders.sbeRewind();
        final ModifyOrdersDecoder.ModifiesDecoder entries = modifyOrders.modifies();
        bounds.begin(entries.count());
        for (int i = 0; entries.hasNext(); i++) {
            entries.next();
            bounds.nextEntry();
            target.entry(command.accountId(), entries.marketId(), i);
            target.byEither(
                entries.targetOrderId(), entries.targetClientOrderIdHigh(), entries.targetClientOrderIdLow());
            order.entry(command.accountId(), entries.marketId(), i, entries.side(), entries.timeInForce());
            order.identity(entries.flags(), entries.clientOrderIdHigh(), entries.clientOrderIdLow());
            terms(entries.marketId(), entries.priceE8(), entries.sizeE8());
            modification.apply(target, order);
        }
        return RejectReason.NONE;
    }

    /** {@code CancelOrders}. */
    public RejectReason cancel(final CommandFrame command, final Refusal refusal) {
        command.decode(cancelOrders);
        if (authority.admit(command, cancelOrders.authority(), refusal) != RejectReason.NONE) {
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
            cancelTarget();
        }
        return RejectReason.NONE;
    }

    /** {@code CancelOrdersByClientId}. */
    public RejectReason cancelByClientId(final CommandFrame command, final Refusal refusal) {
        command.decode(cancelByClientId);
        if (authority.admit(command, cancelByClientId.authority(), refusal) != RejectReason.NONE) {
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
            cancelTarget();
        }
        return RejectReason.NONE;
    }

    private RejectReason checkPlacements(final Refusal refusal) {
        final PlaceOrdersDecoder.OrdersDecoder entries = placeOrders.orders();
        RejectReason reason = staticChecks.count(entries.count(), refusal);
        for (int i = 0; reason == RejectReason.NONE && entries.hasNext(); i++) {
            entries.next();
            reason = staticChecks.codes(
                entries.marketId(), entries.side(), entries.timeInForce(), entries.flags(), refusal);
            reason = reason != RejectReason.NONE
                ? reason
                : staticChecks.amounts(entries.marketId(), entries.priceE8(), entries.sizeE8(), refusal);
            refusal.entry(reason != RejectReason.NONE ? i : Refusal.NO_BATCH_INDEX);
        }
        return reason;
    }

    private RejectReason checkModifications(final Refusal refusal) {
        final ModifyOrdersDecoder.ModifiesDecoder entries = modifyOrders.modifies();
        RejectReason reason = staticChecks.count(entries.count(), refusal);
        for (int i = 0; reason == RejectReason.NONE && entries.hasNext(); i++) {
            entries.next();
            reason = staticChecks.codes(
                entries.marketId(), entries.side(), entries.timeInForce(), entries.flags(), refusal);
            reason = reason != RejectReason.NONE
                ? reason
                : staticChecks.amounts(entries.marketId(), entries.priceE8(), entries.sizeE8(), refusal);
            refusal.entry(reason != RejectReason.NONE ? i : Refusal.NO_BATCH_INDEX);
        }
        return reason;
    }

    private void terms(final int marketId, final long priceE8, final long sizeE8) {
        final MarketSpec spec = state.markets().spec(marketId);
        order.terms(priceE8 / spec.e8PerTick(), sizeE8 / spec.e8PerLot());
    }

    private void cancelTarget() {
        final int resting = target.find(orders);
        if (resting == OrderStore.NONE) {
            entryRefusal.because(RejectReason.ORDER_NOT_FOUND);
            events.requestRejected(target, entryRefusal);
            return;
        }
        if (state.books().state(target.marketId()) == MarketState.HALTED) {
            entryRefusal.because(RejectReason.MARKET_HALTED);
            events.requestRejected(target, entryRefusal);
            return;
        }
        final int positionSlot = orders.positionSlot(resting);
        changes.cancel(resting, CancelReason.REQUESTED, target.batchIndex());
        changes.closeIfEmpty(positionSlot);
    }
}
