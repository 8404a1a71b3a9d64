package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.risk.FundingPayments;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.MarketBooks;
import steelyard.matching.IncomingOrder;
import steelyard.matching.MatchDecision;
import steelyard.matching.MatchListener;
import steelyard.matching.OrderBook;
import steelyard.matching.OrderStore;
import steelyard.model.CancelReason;
import steelyard.model.MarketState;
import steelyard.model.OrderFlags;
import steelyard.model.SelfTradeMode;
import steelyard.model.Side;

/**
 * Matches an order: bound, self-trade, states and limits, margin of both, settlement, upkeep. {@code
 * docs/matching-rules.md#2-an-order}, step 4.
 */
final class Matching implements MatchListener {
    private final ExchangeState state;
    private final MarketBooks books;
    private final OrderStore orders;
    private final ActionBounds bounds;
    private final FillCosts costs;
    private final RestingChanges changes;
    private final FundingPayments payments;
    private final Limits limits;
    private final SelfTrade selfTrade;
    private final QuoteProtection protection;
    private final Fills fills;
    private final OrderEvents events;
    private OrderRequest order;
    private CancelReason stoppedBecause;
    private long valueMicros;

    Matching(
        final ExchangeState state, final ActionBounds bounds, final FillCosts costs, final RestingChanges changes,
        final Limits limits, final SelfTrade selfTrade, final QuoteProtection protection, final Fills fills,
        final OrderEvents events, final FundingPayments payments) {
        this.payments = payments;
        this.state = state;
        this.books = state.books();
        this.orders = state.books().orders();
        this.bounds = bounds;
        this.costs = costs;
        this.changes = changes;
        this.limits = limits;
        this.selfTrade = selfTrade;
        this.protection = protection;
        this.fills = fills;
        this.events = events;
    }

    /** Matches; answers why it stopped early, or {@code null}: what remains then may rest. */
    CancelReason match(final OrderRequest request, final IncomingOrder incoming) {
        order = request;
        stoppedBecause = null;
        valueMicros = 0;
        if (matches(request.marketId(), incoming.side(), incoming.priceTicks())) {
            books.touch(request.marketId()).match(incoming, this);
        }
        return stoppedBecause;
    }

    /** Whether an order with this limit would meet another one now. */
    boolean matches(final int marketId, final Side side, final long priceTicks) {
        return books.book(marketId).crosses(side, priceTicks) && books.state(marketId) != MarketState.AUCTION;
    }

    /** The value of all that the last order was filled with, in micros. */
    long valueMicros() {
        return valueMicros;
    }

    @Override
    public MatchDecision onCandidate(
        final IncomingOrder incoming, final OrderBook book, final int maker, final long priceTicks, final long lots) {
        payments.bringUpToDate(orders.accountId(maker));
        if (selfTrade.isSameOwner(orders.accountId(maker), incoming.accountId())) {
            return meetOwn(incoming, maker);
        }
        final int makerSlot = orders.positionSlot(maker);
        final boolean overgrown = costs.isOvergrown(makerSlot);
        if (!hasRoom(maker, incoming.positionSlot(), overgrown)) {
            return stop(CancelReason.COMMAND_BOUND);
        }
        final long signedLots = incoming.side().sign() * lots;
        final CancelReason against = overgrown
            ? CancelReason.COMMAND_BOUND
            : againstMaker(book.marketId(), maker, incoming, signedLots, priceTicks, lots);
        if (against != null) {
            changes.announceCancel(maker, against, Refusal.NO_BATCH_INDEX);
            changes.closeIfEmpty(makerSlot);
            return MatchDecision.CANCEL_MAKER;
        }
        if (limits.hasCap(book.marketId()) && raisesBeyondCap(book.marketId(), makerSlot, incoming, signedLots)) {
            return stop(CancelReason.OPEN_INTEREST_CAP);
        }
        return OrderFlags.isLiquidation(incoming.flags())
            || fills.isMargined(incoming.positionSlot(), signedLots, priceTicks,
                fills.takerRate(book.marketId(), maker, incoming, signedLots), 0, 0)
            ? MatchDecision.FILL
            : stop(CancelReason.MARGIN);
    }

    @Override
    public void onFill(
        final IncomingOrder incoming, final OrderBook book, final int maker, final long priceTicks, final long lots) {
        final int makerSlot = orders.positionSlot(maker);
        bounds.filled();
        valueMicros += Math.multiplyExact(Math.abs(priceTicks), lots);
        final long signedLots = incoming.side().sign() * lots;
        final long makerRate = fills.makerRate(book.marketId(), maker, incoming, signedLots);
        final long takerRate = fills.takerRate(book.marketId(), maker, incoming, signedLots);
        fills.settle(book.marketId(), maker, incoming, priceTicks, lots, makerRate, takerRate);
        if (OrderFlags.isLiquidation(incoming.flags())) {
            fills.ofLiquidation().add(orders.accountId(maker), lots);
        }
        changes.endIfFilled(maker);
        protection.filled(maker, priceTicks, lots);
        fills.keepWithinPosition(makerSlot, maker);
        fills.keepWithinPosition(incoming.positionSlot(), OrderStore.NONE);
        changes.refresh(maker, priceTicks);
        changes.closeIfEmpty(makerSlot);
    }

    private boolean hasRoom(final int maker, final int takerSlot, final boolean overgrown) {
        return overgrown
            ? bounds.hasRoom(1)
            : bounds.hasRoomForFills(1) && bounds.hasRoom(costs.events(maker, takerSlot) + ofShare());
    }

    private int ofShare() {
        return OrderFlags.isLiquidation(order.flags()) ? fills.ofLiquidation().eventsOfNext() : 0;
    }

    private MatchDecision stop(final CancelReason because) {
        if (because == CancelReason.COMMAND_BOUND) {
            bounds.meet();
        }
        stoppedBecause = because;
        return MatchDecision.STOP;
    }

    private MatchDecision meetOwn(final IncomingOrder incoming, final int maker) {
        final SelfTradeMode mode = selfTrade.mode(incoming.accountId(), incoming.flags());
        final boolean both = mode == SelfTradeMode.CANCEL_BOTH || mode == SelfTradeMode.DECREMENT;
        if (!bounds.hasRoom(both ? 2 : 1)) {
            return stop(CancelReason.COMMAND_BOUND);
        }
        switch (mode) {
            case CANCEL_TAKER -> {
                return stop(CancelReason.SELF_TRADE);
            }
            case CANCEL_BOTH -> {
                cancelOwn(incoming, maker);
                return stop(CancelReason.SELF_TRADE);
            }
            case DECREMENT -> {
                return decrement(incoming, maker);
            }
            default -> {
                cancelOwn(incoming, maker);
                return MatchDecision.AGAIN;
            }
        }
    }

    private void cancelOwn(final IncomingOrder incoming, final int maker) {
        final int makerSlot = orders.positionSlot(maker);
        changes.cancel(maker, CancelReason.SELF_TRADE, Refusal.NO_BATCH_INDEX);
        if (makerSlot != incoming.positionSlot()) {
            changes.closeIfEmpty(makerSlot);
        }
    }

    private MatchDecision decrement(final IncomingOrder incoming, final int maker) {
        final long makerLots = books.remainingLots(maker);
        final long lots = Math.min(makerLots, incoming.remainingLots());
        if (lots == makerLots) {
            cancelOwn(incoming, maker);
        } else {
            changes.amend(maker, makerLots - lots, Refusal.NO_BATCH_INDEX);
        }
        if (lots == incoming.remainingLots()) {
            return stop(CancelReason.SELF_TRADE);
        }
        incoming.decrement(lots);
        events.incomingReduced(order, incoming);
        return MatchDecision.AGAIN;
    }

    private CancelReason againstMaker(
        final int marketId, final int maker, final IncomingOrder incoming, final long takerSignedLots,
        final long priceTicks, final long lots) {
        final int makerSlot = orders.positionSlot(maker);
        if (limits.isOver(maker)) {
            return CancelReason.EXPIRED;
        }
        if (protection.isFrozen(maker)) {
            return CancelReason.PROTECTION;
        }
        final boolean closeOnly = books.state(marketId) == MarketState.CLOSE_ONLY;
        if ((closeOnly || limits.hasCap(marketId)) && !fills.closes(makerSlot, -takerSignedLots)) {
            final Side side = orders.side(maker);
            if (closeOnly) {
                return CancelReason.MARKET_CLOSE_ONLY;
            }
            if (limits.isCapped(marketId) && limits.isAggressive(marketId, side, priceTicks)) {
                return CancelReason.OPEN_INTEREST_CAP;
            }
        }
        final long reservedLots = OrderFlags.isReduceOnly(orders.flags(maker)) ? 0 : lots;
        final long rate = fills.makerRate(marketId, maker, incoming, takerSignedLots);
        return fills.isMargined(makerSlot, -takerSignedLots, priceTicks, rate, priceTicks, reservedLots)
            ? null
            : CancelReason.MARGIN;
    }

    private boolean raisesBeyondCap(
        final int marketId, final int makerSlot, final IncomingOrder incoming, final long signedLots) {
        final long change = fills.openInterestChange(makerSlot, incoming.positionSlot(), signedLots);
        return change > 0 && limits.isBeyondCap(marketId, state.markets().openInterestLots(marketId) + change);
    }
}
