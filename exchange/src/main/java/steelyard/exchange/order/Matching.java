package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.event.EventStage;
import steelyard.exchange.risk.FundingPayments;
import steelyard.exchange.state.ExchangeState;
import steelyard.matching.IncomingOrder;
import steelyard.matching.MatchDecision;
import steelyard.matching.MatchListener;
import steelyard.matching.OrderBook;
import steelyard.matching.OrderStore;
import steelyard.model.CancelReason;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.risk.margin.CrossMargin;
import steelyard.risk.margin.Settlement;

/**
 * Matches an order: bound, self-trade, margin of both, settlement, upkeep. {@code docs/matching-rules.md#2-an-order}, step 4.
 */
final class Matching implements MatchListener {
    private static final int EVENTS_PER_FILL = 3;

    private final ExchangeState state;
    private final OrderStore orders;
    private final CrossMargin margin;
    private final ActionBounds bounds;
    private final RestingChanges changes;
    private final ReduceOnlyUpkeep upkeep;
    private final FillEvents fillEvents;
    private final FundingPayments payments;
    private CancelReason stoppedBecause;

    Matching(
        final ExchangeState state, final EventStage stage, final ActionBounds bounds, final RestingChanges changes,
        final FundingPayments payments) {
        this.payments = payments;
        this.state = state;
        this.orders = state.books().orders();
        this.margin = state.margin();
        this.bounds = bounds;
        this.changes = changes;
        this.upkeep = new ReduceOnlyUpkeep(state, changes);
        this.fillEvents = new FillEvents(state, stage);
    }

    /** Matches; answers why it stopped early, or {@code null}: what remains then may rest. */
    CancelReason match(final IncomingOrder incoming, final int marketId) {
        stoppedBecause = null;
        if (state.books().book(marketId).crosses(incoming.side(), incoming.priceTicks())) {
            state.books().touch(marketId).match(incoming, this);
        }
        return stoppedBecause;
    }

    @Override
    public MatchDecision onCandidate(
        final IncomingOrder incoming, final OrderBook book, final int maker, final long priceTicks, final long lots) {
        final int makerSlot = orders.positionSlot(maker);
        payments.bringUpToDate(orders.accountId(maker));
        final boolean selfTrade = makerSlot == incoming.positionSlot();
        if (!hasRoom(makerSlot, incoming.positionSlot(), selfTrade)) {
            bounds.meet();
            stoppedBecause = CancelReason.COMMAND_BOUND;
            return MatchDecision.STOP;
        }
        if (selfTrade) {
            changes.announceCancel(maker, CancelReason.SELF_TRADE, Refusal.NO_BATCH_INDEX);
            return MatchDecision.CANCEL_MAKER;
        }
        final long signedLots = incoming.side().sign() * lots;
        final long reservedLots = OrderFlags.isReduceOnly(orders.flags(maker)) ? 0 : lots;
        if (!isMargined(makerSlot, -signedLots, priceTicks, Parameter.MAKER_FEE_NANOS, reservedLots)) {
            changes.announceCancel(maker, CancelReason.MARGIN, Refusal.NO_BATCH_INDEX);
            changes.closeIfEmpty(makerSlot);
            return MatchDecision.CANCEL_MAKER;
        }
        if (!isMargined(incoming.positionSlot(), signedLots, priceTicks, Parameter.TAKER_FEE_NANOS, 0)) {
            stoppedBecause = CancelReason.MARGIN;
            return MatchDecision.STOP;
        }
        return MatchDecision.FILL;
    }

    @Override
    public void onFill(
        final IncomingOrder incoming, final OrderBook book, final int maker, final long priceTicks, final long lots) {
        final int makerSlot = orders.positionSlot(maker);
        final int takerSlot = incoming.positionSlot();
        final long signedLots = incoming.side().sign() * lots;
        bounds.filled();
        fillEvents.trade(state.counters().takeTradeId(), book.marketId(), priceTicks, lots);
        fillEvents.executed(maker, incoming);
        margin.settlement().settle(makerSlot, -signedLots, priceTicks, rate(Parameter.MAKER_FEE_NANOS));
        changes.filled(maker, priceTicks, lots);
        fillEvents.makerSettled(maker);
        margin.settlement().settle(takerSlot, signedLots, priceTicks, rate(Parameter.TAKER_FEE_NANOS));
        fillEvents.takerSettled(incoming);
        upkeep.run(makerSlot);
        upkeep.run(takerSlot);
        changes.closeIfEmpty(makerSlot);
    }

    private boolean hasRoom(final int makerSlot, final int takerSlot, final boolean selfTrade) {
        if (selfTrade) {
            return bounds.hasRoom(1);
        }
        final int upkeepEvents = orders.reduceOnlyCount(makerSlot) + orders.reduceOnlyCount(takerSlot);
        return bounds.hasRoomForFill() && bounds.hasRoom(EVENTS_PER_FILL + upkeepEvents);
    }

    private boolean isMargined(
        final int slot, final long signedLots, final long priceTicks, final Parameter fee, final long reservedLots) {
        final long feeMicros = Settlement.feeMicros(priceTicks, signedLots, rate(fee));
        return margin.allowsFill(slot, signedLots, priceTicks, feeMicros, reservedLots);
    }

    private long rate(final Parameter fee) {
        return state.parameters().value(fee);
    }
}
