package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.MarketBooks;
import steelyard.exchange.state.TriggerOrders;
import steelyard.matching.BookSide;
import steelyard.matching.OrderBook;
import steelyard.matching.OrderStore;
import steelyard.model.FixedPoint;
import steelyard.model.MarketState;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.risk.margin.CrossMargin;
import steelyard.risk.margin.Positions;

/**
 * The checks of one order, in their documented order; the first to fail is the answer. {@code
 * docs/matching-rules.md#2-an-order}, step 2. They change nothing. An order that replaces another is checked as if that one were
 * not there.
 */
final class OrderChecks {
    private final ExchangeState state;
    private final MarketBooks books;
    private final OrderStore orders;
    private final Positions positions;
    private final CrossMargin margin;
    private final ActionBounds bounds;
    private final Limits limits;
    private final FillOrKill fillOrKill;
    private final BuilderFees builderFees;

    /** Of the order under check: its slot, and what its target reserves and would lose. */
    private int slot;
    private long targetBuyLots;
    private long targetSellLots;
    private long targetLossMicros;
    /** What the account reserves with the order, and with neither it nor its target. */
    private long reserveLots;
    private long reserveWithoutLots;
    private long lossMicros;
    private long notionalMicros;

    OrderChecks(
        final ExchangeState state, final ActionBounds bounds, final Limits limits, final FillOrKill fillOrKill) {
        this.state = state;
        this.books = state.books();
        this.orders = state.books().orders();
        this.positions = state.positions();
        this.margin = state.margin();
        this.bounds = bounds;
        this.limits = limits;
        this.fillOrKill = fillOrKill;
        this.builderFees = new BuilderFees(state);
    }

    /** The slot of the last checked order's account in its market, or NONE. */
    int slot() {
        return slot;
    }

    /** NONE, or the first reason; sets the order's accepted quantity. */
    RejectReason check(final OrderRequest order, final Refusal refusal) {
        if (bounds.met()) {
            return refusal.because(RejectReason.COMMAND_BOUND);
        }
        slot = order.target() == OrderStore.NONE
            ? positions.find(order.accountId(), order.marketId()) : orders.positionSlot(order.target());
        RejectReason reason = limits.state(order, refusal);
        if (reason == RejectReason.NONE && !order.isLiquidation()) {
            reason = limits.stopped(order.accountId(), order.marketId(), order.isReduceOnly(), refusal);
        }
        reason = reason != RejectReason.NONE ? reason : priceAndSize(order, refusal);
        reason = reason != RejectReason.NONE ? reason : lifeAndDisplay(order, refusal);
        reason = reason != RejectReason.NONE ? reason : clientOrderId(order, refusal);
        reason = reason != RejectReason.NONE ? reason : openOrders(order, refusal);
        reason = reason != RejectReason.NONE ? reason : reduceOnly(order, refusal);
        return reason != RejectReason.NONE ? reason : checkInMarket(order, refusal);
    }

    /** Whether an open order of the account other than the replaced one has the client order id of this one. */
    RejectReason clientOrderId(final OrderRequest order, final Refusal refusal) {
        return clientOrderId(order, order.target(), refusal);
    }

    /** The same of an order that would replace {@code target}. */
    RejectReason clientOrderId(final OrderRequest order, final int target, final Refusal refusal) {
        if (!OrderFlags.hasClientOrderId(order.flags())) {
            return RejectReason.NONE;
        }
        final int other = orders.slotOf(order.accountId(), order.clientOrderIdHigh(), order.clientOrderIdLow());
        final int trigger =
            state.triggers().find(order.accountId(), order.clientOrderIdHigh(), order.clientOrderIdLow());
        final boolean taken = other != OrderStore.NONE && other != target
            || trigger != TriggerOrders.NONE && trigger != order.triggerTarget();
        return taken ? refusal.because(RejectReason.DUPLICATE_CLIENT_ORDER_ID) : RejectReason.NONE;
    }

    /** Whether a good-till-time order has not ended before it began. */
    RejectReason expiry(final OrderRequest order, final Refusal refusal) {
        return order.timeInForce() == TimeInForce.GTT && order.expiresMillis() <= state.counters().nowMillis()
            ? refusal.because(RejectReason.EXPIRY_INVALID)
            : RejectReason.NONE;
    }

    private RejectReason checkInMarket(final OrderRequest order, final Refusal refusal) {
        target(order);
        reserveLots = reserveWith(order);
        reserveWithoutLots = positions.reserveLots(slot, 0, -targetBuyLots, -targetSellLots);
        RejectReason reason = freshPrice(order, refusal);
        reason = reason != RejectReason.NONE ? reason : closeOnly(order, refusal);
        reason = reason != RejectReason.NONE ? reason : size(order, refusal);
        if (reason == RejectReason.NONE && !order.isLiquidation()) {
            reason = limits.band(order.marketId(), order.side(), order.priceTicks(), refusal);
            reason = reason != RejectReason.NONE ? reason : openInterest(order, refusal);
        }
        reason = reason != RejectReason.NONE ? reason : crossing(order, refusal);
        return reason != RejectReason.NONE ? reason : margin(order, refusal);
    }

    private RejectReason priceAndSize(final OrderRequest order, final Refusal refusal) {
        RejectReason reason = limits.price(order.marketId(), order.priceTicks(), refusal);
        reason = reason != RejectReason.NONE ? reason : limits.size(order.marketId(), order.quantityLots(), refusal);
        return reason != RejectReason.NONE || order.isHouse()
            ? reason
            : limits.value(order.marketId(), value(order.priceTicks(), order.quantityLots()),
                !order.timeInForce().mayRest(), refusal);
    }

    private RejectReason lifeAndDisplay(final OrderRequest order, final Refusal refusal) {
        if (order.isHouse()) {
            return RejectReason.NONE;
        }
        final RejectReason reason = expiry(order, refusal);
        if (reason != RejectReason.NONE || order.displayLots() == 0) {
            return reason;
        }
        final boolean worthEnough = order.isReduceOnly()
            || limits.notional(
                order.marketId(), value(order.priceTicks(), order.displayLots()), refusal) == RejectReason.NONE;
        return worthEnough && order.displayLots() < order.quantityLots()
            ? RejectReason.NONE
            : refusal.because(RejectReason.DISPLAY_INVALID);
    }

    private RejectReason openOrders(final OrderRequest order, final Refusal refusal) {
        return order.isHouse() || !order.timeInForce().mayRest()
            ? RejectReason.NONE
            : limits.openOrders(order.accountId(), order.isReduceOnly(), order.replaces() ? 0 : 1, refusal);
    }

    private RejectReason reduceOnly(final OrderRequest order, final Refusal refusal) {
        if (order.quantityLots() == 0) {
            return refusal.because(RejectReason.REDUCE_ONLY);
        }
        if (!order.isReduceOnly()) {
            return RejectReason.NONE;
        }
        if (!opposesPosition(order)) {
            return refusal.because(RejectReason.REDUCE_ONLY);
        }
        order.acceptedLots(Math.min(order.quantityLots(), Math.abs(positions.quantityLots(slot))));
        return RejectReason.NONE;
    }

    private RejectReason freshPrice(final OrderRequest order, final Refusal refusal) {
        final boolean accepted = order.isLiquidation()
            || state.oracle().isFresh(order.marketId(), state.counters().nowNanos()) || onlyReduces(order);
        return accepted ? RejectReason.NONE : refusal.because(RejectReason.PRICE_STALE);
    }

    private RejectReason closeOnly(final OrderRequest order, final Refusal refusal) {
        return books.state(order.marketId()) == MarketState.CLOSE_ONLY && !order.isReduceOnly()
            && !onlyReduces(order)
            ? refusal.because(RejectReason.MARKET_CLOSE_ONLY)
            : RejectReason.NONE;
    }

    /** Whether it leaves the position closer to zero or at it, whatever of the account's side is filled before. */
    private boolean onlyReduces(final OrderRequest order) {
        return opposesPosition(order) && closesAtMost(order);
    }

    private boolean opposesPosition(final OrderRequest order) {
        return positions.quantityLots(slot) * order.side().sign() < 0;
    }

    /** Whether the order and all that rests on its side could only bring the position to zero. */
    private boolean closesAtMost(final OrderRequest order) {
        long lots = Math.addExact(positions.restingLots(slot, order.side()), order.acceptedLots());
        int resting = orders.firstReduceOnlyOfOwner(slot);
        while (resting != OrderStore.NONE) {
            lots += orders.side(resting) == order.side() ? books.remainingLots(resting) : 0;
            resting = orders.nextOfOwner(resting);
        }
        final int target = order.target();
        if (target != OrderStore.NONE && orders.side(target) == order.side()) {
            lots -= books.remainingLots(target);
        }
        return lots <= Math.abs(positions.quantityLots(slot));
    }

    private void target(final OrderRequest order) {
        targetBuyLots = 0;
        targetSellLots = 0;
        targetLossMicros = 0;
        final int target = order.target();
        if (target == OrderStore.NONE || OrderFlags.isReduceOnly(orders.flags(target))) {
            return;
        }
        final long lots = books.remainingLots(target);
        targetBuyLots = orders.side(target) == Side.BUY ? lots : 0;
        targetSellLots = lots - targetBuyLots;
        targetLossMicros = margin.lossMicros(order.marketId(), orders.side(target), orders.priceTicks(target), lots);
    }

    private RejectReason size(final OrderRequest order, final Refusal refusal) {
        if (order.isReduceOnly()) {
            return RejectReason.NONE;
        }
        if (!order.isHouse() && limits.notional(
            order.marketId(), value(order.priceTicks(), order.acceptedLots()), refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        return !order.isLiquidation()
            && reserveLots > state.markets().spec(order.marketId()).maxPositionLots()
            ? refusal.because(RejectReason.POSITION_LIMIT)
            : tier(order, refusal);
    }

    private RejectReason tier(final OrderRequest order, final Refusal refusal) {
        return !order.isLiquidation()
            && reserveLots > reserveWithoutLots
            && margin.exceedsTier(order.accountId(), order.marketId(), slot, reserveLots)
            ? refusal.because(RejectReason.MARGIN_TIER_LIMIT)
            : RejectReason.NONE;
    }

    private RejectReason openInterest(final OrderRequest order, final Refusal refusal) {
        if (order.isReduceOnly() || !limits.hasCap(order.marketId()) || onlyReduces(order)) {
            return RejectReason.NONE;
        }
        final boolean crosses = books.book(order.marketId()).crosses(order.side(), order.priceTicks());
        return limits.openInterest(
            order.marketId(), order.side(), order.priceTicks(), crosses, opposesPosition(order), refusal);
    }

    private RejectReason crossing(final OrderRequest order, final Refusal refusal) {
        final boolean postOnly = order.isPostOnly() && books.state(order.marketId()) != MarketState.AUCTION;
        final boolean immediate = !order.timeInForce().mayRest();
        if (!postOnly && !immediate) {
            return RejectReason.NONE;
        }
        final OrderBook book = books.book(order.marketId());
        final boolean crosses = book.crosses(order.side(), order.priceTicks());
        if (postOnly && crosses) {
            return refusal.because(
                RejectReason.POST_ONLY_WOULD_MATCH, bestPriceTicks(book.bids()), bestPriceTicks(book.asks()));
        }
        if (immediate && !crosses) {
            final boolean market = order.isAtMarketPrice() || (order.flags() & OrderFlags.FRONTEND_MARKET) != 0;
            return refusal.because(market ? RejectReason.NO_LIQUIDITY : RejectReason.IOC_NO_MATCH);
        }
        return order.timeInForce() == TimeInForce.FOK && !fillOrKill.isSure(order, slot, onlyReduces(order))
            ? refusal.because(RejectReason.FOK_NOT_FILLABLE)
            : RejectReason.NONE;
    }

    private RejectReason margin(final OrderRequest order, final Refusal refusal) {
        if (margin.portfolio().has(order.accountId()) && !order.isLiquidation()
            && !positions.isIsolated(slot, order.marketId())) {
            return portfolioMargin(order, refusal);
        }
        if (order.isReduceOnly() || order.isLiquidation()) {
            return RejectReason.NONE;
        }
        final boolean fok = order.timeInForce() == TimeInForce.FOK;
        if (fok ? onlyReduces(order) : reserveLots <= reserveWithoutLots) {
            return RejectReason.NONE;
        }
        final long costMicros = Math.subtractExact(expectedCostMicros(order, fok), targetLossMicros);
        return margin.covers(order.accountId(), order.marketId(), slot, reserveLots, costMicros)
            ? RejectReason.NONE
            : refusal.because(RejectReason.INSUFFICIENT_MARGIN);
    }

    private RejectReason portfolioMargin(final OrderRequest order, final Refusal refusal) {
        final boolean fok = order.timeInForce() == TimeInForce.FOK;
        final long costMicros = expectedCostMicros(order, fok);
        final RejectReason reason = margin.portfolio()
            .replacing(targetBuyLots, targetSellLots, targetLossMicros)
            .order(order.accountId(), order.marketId(), slot, order.side(), order.acceptedLots(),
                order.isReduceOnly(), !fok, costMicros);
        return reason == RejectReason.NONE ? reason : refusal.because(reason);
    }

    private long reserveWith(final OrderRequest order) {
        final long buyLots = order.side() == Side.BUY ? order.acceptedLots() : 0;
        final long sellLots = order.acceptedLots() - buyLots;
        return positions.reserveLots(slot, 0, buyLots - targetBuyLots, sellLots - targetSellLots);
    }

    /** What the order would lose against the mark, and pay. */
    private long expectedCostMicros(final OrderRequest order, final boolean fok) {
        if (fok) {
            lossMicros = fillOrKill.lossMicros();
            notionalMicros = fillOrKill.notionalMicros();
        } else if (books.state(order.marketId()) == MarketState.AUCTION) {
            lossMicros =
                margin.lossMicros(order.marketId(), order.side(), order.priceTicks(), order.acceptedLots());
            notionalMicros = value(order.priceTicks(), order.acceptedLots());
        } else {
            walk(order);
        }
        final long takerFee = state.feeRates().takerNanos(order.accountId(), order.marketId())
            + builderFees.nanos(order.orderId(), order.flags());
        return lossMicros + FixedPoint.mulDivCeil(notionalMicros, takerFee, FixedPoint.NANOS);
    }

    /** As if it took what it crosses, and the rest at its limit. */
    private void walk(final OrderRequest order) {
        final Side side = order.side();
        final BookSide levels = books.book(order.marketId()).side(side.opposite());
        final long levelsMax = state.parameters().value(Parameter.FILLS_MAX);
        long left = order.acceptedLots();
        lossMicros = 0;
        notionalMicros = 0;
        int level = levels.best();
        for (long i = 0; i < levelsMax && left > 0 && level != OrderStore.NONE; i++) {
            final long levelTicks = levels.priceTicks(level);
            if ((order.priceTicks() - levelTicks) * side.sign() < 0) {
                break;
            }
            final long taken = Math.min(levels.lots(level), left);
            lossMicros += margin.lossMicros(order.marketId(), side, levelTicks, taken);
            notionalMicros += value(levelTicks, taken);
            left -= taken;
            level = levels.worse(level);
        }
        lossMicros += margin.lossMicros(order.marketId(), side, order.priceTicks(), left);
    }

    private static long value(final long priceTicks, final long lots) {
        return Math.multiplyExact(Math.abs(priceTicks), lots);
    }

    private static long bestPriceTicks(final BookSide side) {
        return side.isEmpty() ? 0 : side.priceTicks(side.best());
    }
}
