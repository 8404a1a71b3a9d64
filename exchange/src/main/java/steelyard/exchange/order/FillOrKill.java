package steelyard.exchange.order;

import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.MarketBooks;
import steelyard.matching.BookSide;
import steelyard.matching.OrderStore;
import steelyard.model.FixedPoint;
import steelyard.model.MarketState;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
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
    private final Limits limits;
    private final SelfTrade selfTrade;
    private final QuoteProtection protection;
    private long lossMicros;
    private long notionalMicros;
    private long makerFeeMicros;

    FillOrKill(
        final ExchangeState state, final ActionBounds bounds, final Limits limits, final SelfTrade selfTrade,
        final QuoteProtection protection) {
        this.state = state;
        this.books = state.books();
        this.orders = state.books().orders();
        this.positions = state.positions();
        this.margin = state.margin();
        this.bounds = bounds;
        this.limits = limits;
        this.selfTrade = selfTrade;
        this.protection = protection;
    }

    /** Whether it is sure to be filled. It crosses the book. */
    boolean isSure(final OrderRequest order, final int slot, final boolean onlyReduces) {
        lossMicros = 0;
        notionalMicros = 0;
        final int marketId = order.marketId();
        final BookSide makers = books.book(marketId).side(order.side().opposite());
        makerFeeMicros = makerFee(order, makers);
        final boolean goesOn =
            selfTrade.mode(order.accountId(), order.flags()) == SelfTradeMode.CANCEL_MAKER;
        long left = order.acceptedLots();
        long events = order.replaces() ? 2 : 1;
        int fills = 0;
        for (int level = makers.best(); level != OrderStore.NONE && left > 0; level = makers.worse(level)) {
            final long levelTicks = makers.priceTicks(level);
            if ((order.priceTicks() - levelTicks) * order.side().sign() < 0) {
                break;
            }
            int maker = makers.firstOrder(level);
            for (; maker != OrderStore.NONE && left > 0; maker = orders.nextOfLevel(maker)) {
                final boolean own = selfTrade.isSameOwner(orders.accountId(maker), order.accountId());
                events += own ? 1 : eventsOfFill(maker, slot);
                fills += own ? 0 : 1;
                if (own && !goesOn || !bounds.hasRoom(events) || !bounds.hasRoomForFills(fills)) {
                    return false;
                }
                if (!own && isSure(maker, marketId)) {
                    final long lots = Math.min(left, orders.remainingLots(maker));
                    lossMicros += margin.lossMicros(marketId, order.side(), levelTicks, lots);
                    notionalMicros += Math.multiplyExact(Math.abs(levelTicks), lots);
                    left -= lots;
                }
            }
        }
        return left == 0 && (onlyReduces || !limits.hasCap(marketId) || !limits.isBeyondCap(
            marketId, state.markets().openInterestLots(marketId) + order.acceptedLots()));
    }

    /** What the order would lose against the mark. */
    long lossMicros() {
        return lossMicros;
    }

    /** The value of what it would take. */
    long notionalMicros() {
        return notionalMicros;
    }

    private int eventsOfFill(final int maker, final int slot) {
        final int flags = orders.flags(maker);
        return Matching.EVENTS_PER_FILL + orders.reduceOnlyCount(orders.positionSlot(maker))
            + orders.reduceOnlyCount(slot) + (OrderFlags.isIceberg(flags) ? 1 : 0) + (OrderFlags.isQuote(flags) ? 1 : 0);
    }

    private boolean isSure(final int maker, final int marketId) {
        if (protection.isFrozen(maker)) {
            return false;
        }
        final int slot = orders.positionSlot(maker);
        final Side side = orders.side(maker);
        final long position = positions.quantityLots(slot);
        if (position * side.sign() < 0 && restingLots(slot, side) <= Math.abs(position)) {
            return true;
        }
        if (positions.isIsolated(slot, marketId) || OrderFlags.isReduceOnly(orders.flags(maker))
            || books.state(marketId) == MarketState.CLOSE_ONLY
            || limits.isCapped(marketId) && limits.isAggressive(marketId, side, orders.priceTicks(maker))) {
            return false;
        }
        final int accountId = orders.accountId(maker);
        return margin.equityMicros(accountId) - margin.openLossMicros(accountId) - margin.requirementMicros(accountId)
            >= makerFeeMicros;
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

    private long makerFee(final OrderRequest order, final BookSide makers) {
        final long priceTicks =
            Math.max(Math.abs(makers.priceTicks(makers.best())), Math.abs(order.priceTicks()));
        final long rate = Math.max(0, state.parameters().value(Parameter.MAKER_FEE_NANOS));
        return FixedPoint.mulDivCeil(Math.multiplyExact(priceTicks, order.acceptedLots()), rate, FixedPoint.NANOS);
    }
}
