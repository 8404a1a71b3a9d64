package steelyard.exchange.order;

import steelyard.exchange.risk.FundingPayments;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.MarketBooks;
import steelyard.matching.BookSide;
import steelyard.matching.OrderStore;
import steelyard.model.FixedPoint;
import steelyard.model.MarketState;
import steelyard.model.SelfTradeMode;
import steelyard.model.Side;
import steelyard.risk.margin.CrossMargin;
import steelyard.risk.margin.Positions;

/**
 * Whether an order would be filled entirely, whatever happens while it matches: by makers that nothing can take away.
 * {@code docs/matching-rules.md#4-time-in-force}. Says afterwards what it would take.
 */
final class FillOrKill {
    private final ExchangeState state;
    private final MarketBooks books;
    private final OrderStore orders;
    private final Positions positions;
    private final CrossMargin margin;
    private final ActionBounds bounds;
    private final FillCosts costs;
    private final Limits limits;
    private final SelfTrade selfTrade;
    private final QuoteProtection protection;
    private final FundingPayments payments;
    private final ExpectedFreezes freezes;
    private final BuilderFees builderFees;
    /** Of the order under check: what is missing, and what it would cost, lose, trade and have the makers pay. */
    private OrderRequest order;
    private int takerSlot;
    private long left;
    private long events;
    private long fills;
    private long lossMicros;
    private long notionalMicros;
    private long largestMicros;

    FillOrKill(
        final ExchangeState state, final ActionBounds bounds, final FillCosts costs, final Limits limits,
        final SelfTrade selfTrade, final QuoteProtection protection, final FundingPayments payments) {
        this.state = state;
        this.books = state.books();
        this.orders = state.books().orders();
        this.positions = state.positions();
        this.margin = state.margin();
        this.bounds = bounds;
        this.costs = costs;
        this.limits = limits;
        this.selfTrade = selfTrade;
        this.protection = protection;
        this.payments = payments;
        this.freezes = new ExpectedFreezes(state);
        this.builderFees = new BuilderFees(state);
    }

    /** Whether it is sure to be filled. It crosses the book. */
    boolean isSure(final OrderRequest request, final int slot, final boolean onlyReduces) {
        begin(request, slot);
        final int marketId = request.marketId();
        final boolean reduces = onlyReduces || request.isReduceOnly();
        if (!reduces && positions.isIsolated(slot, marketId)) {
            return false;
        }
        final BookSide makers = books.book(marketId).side(request.side().opposite());
        largestMicros = largestMicros(makers);
        for (int level = makers.best(); level != OrderStore.NONE && left > 0; level = makers.worse(level)) {
            if ((request.priceTicks() - makers.priceTicks(level)) * request.side().sign() < 0) {
                break;
            }
            if (!takeShown(makers, level) || !takeHidden(makers, level)) {
                return false;
            }
        }
        return left == 0 && (reduces || !limits.hasCap(marketId) || !limits.isBeyondCap(
            marketId, state.markets().openInterestLots(marketId) + request.acceptedLots()));
    }

    private void begin(final OrderRequest request, final int slot) {
        order = request;
        takerSlot = slot;
        left = request.acceptedLots();
        events = request.replaces() ? 2 : 1;
        fills = 0;
        lossMicros = 0;
        notionalMicros = 0;
        freezes.clear();
    }

    /** Takes what a level shows, oldest order first; {@code false}: the order cannot be filled for sure. */
    private boolean takeShown(final BookSide makers, final int level) {
        int maker = makers.firstOrder(level);
        for (; maker != OrderStore.NONE && left > 0; maker = orders.nextOfLevel(maker)) {
            if (isOwn(maker)) {
                if (selfTrade.mode(order.accountId(), order.flags()) != SelfTradeMode.CANCEL_MAKER || !costs(1, 0)) {
                    return false;
                }
                continue;
            }
            payments.bringUpToDate(orders.accountId(maker));
            final boolean overgrown = costs.isOvergrown(orders.positionSlot(maker));
            if (!(overgrown ? costs(1, 0) : costs(costs.events(maker, takerSlot), 1))) {
                return false;
            }
            final boolean mayBeFrozen = freezes.meet(maker);
            if (!overgrown && !mayBeFrozen && isSure(maker)) {
                take(maker, orders.remainingLots(maker));
            }
        }
        return true;
    }

    /** Takes what icebergs of a level hide, which they show behind all others of the level. */
    private boolean takeHidden(final BookSide makers, final int level) {
        final long missing = left;
        int maker = makers.firstOrder(level);
        for (; maker != OrderStore.NONE && left > 0; maker = orders.nextOfLevel(maker)) {
            final long hiddenLots = books.remainingLots(maker) - orders.remainingLots(maker);
            if (hiddenLots == 0 || isOwn(maker) || costs.isOvergrown(orders.positionSlot(maker))) {
                continue;
            }
            final long displayLots = state.icebergs().displayLots(orders.orderId(maker));
            final long times = Math.ceilDiv(Math.min(missing, hiddenLots), displayLots);
            if (!costs(times * costs.events(maker, takerSlot), times)) {
                return false;
            }
            if (isSure(maker)) {
                take(maker, hiddenLots);
            }
        }
        return true;
    }

    /** Counts steps of matching; whether they fit. */
    private boolean costs(final long moreEvents, final long moreFills) {
        events += moreEvents;
        fills += moreFills;
        return bounds.hasRoom(events) && bounds.hasRoomForFills(fills);
    }

    private boolean isOwn(final int maker) {
        return selfTrade.isSameOwner(orders.accountId(maker), order.accountId());
    }

    private void take(final int maker, final long lots) {
        final long taken = Math.min(left, lots);
        final long priceTicks = orders.priceTicks(maker);
        lossMicros += margin.lossMicros(order.marketId(), order.side(), priceTicks, taken);
        notionalMicros += Math.multiplyExact(Math.abs(priceTicks), taken);
        left -= taken;
    }

    /** What the order would lose against the mark. */
    long lossMicros() {
        return lossMicros;
    }

    /** The value of what it would take. */
    long notionalMicros() {
        return notionalMicros;
    }

    private boolean isSure(final int maker) {
        if (limits.isOver(maker) || protection.isFrozen(maker)) {
            return false;
        }
        final int marketId = order.marketId();
        final int slot = orders.positionSlot(maker);
        final Side side = orders.side(maker);
        final long position = positions.quantityLots(slot);
        final boolean mayHedge =
            margin.portfolio().has(orders.accountId(maker)) && !positions.isIsolated(slot, marketId);
        if (!mayHedge && position * side.sign() < 0 && restingLots(slot, side) <= Math.abs(position)) {
            return true;
        }
        if (positions.isIsolated(slot, marketId) || hasReduceOnly(slot, side)
            || books.state(marketId) == MarketState.CLOSE_ONLY
            || limits.isCapped(marketId) && limits.isAggressive(marketId, side, orders.priceTicks(maker))) {
            return false;
        }
        final int accountId = orders.accountId(maker);
        return margin.equityMicros(accountId) - margin.openLossMicros(accountId) - margin.requirementMicros(accountId)
            >= makerFeeMicros(maker, marketId);
    }

    /** All resting lots of an account on a side of a market, hidden and reduce-only ones included. */
    private long restingLots(final int slot, final Side side) {
        long lots = positions.restingLots(slot, side);
        int order = orders.firstReduceOnlyOfOwner(slot);
        while (order != OrderStore.NONE) {
            lots += orders.side(order) == side ? books.remainingLots(order) : 0;
            order = orders.nextOfOwner(order);
        }
        return lots;
    }

    /** Whether an account has a reduce-only order on a side of a market: what that might lose is not kept back. */
    private boolean hasReduceOnly(final int slot, final Side side) {
        int order = orders.firstReduceOnlyOfOwner(slot);
        while (order != OrderStore.NONE && orders.side(order) != side) {
            order = orders.nextOfOwner(order);
        }
        return order != OrderStore.NONE;
    }

    /** What a maker of all of the order would pay at most. */
    private long makerFeeMicros(final int maker, final int marketId) {
        final long rate = Math.max(0, state.feeRates().makerNanos(orders.accountId(maker), marketId))
            + builderFees.nanos(orders.orderId(maker), orders.flags(maker));
        return FixedPoint.mulDivCeil(largestMicros, rate, FixedPoint.NANOS);
    }

    private long largestMicros(final BookSide makers) {
        final long priceTicks =
            Math.max(Math.abs(makers.priceTicks(makers.best())), Math.abs(order.priceTicks()));
        return Math.multiplyExact(priceTicks, order.acceptedLots());
    }
}
