package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.MarketBooks;
import steelyard.matching.BookSide;
import steelyard.matching.OrderBook;
import steelyard.matching.OrderStore;
import steelyard.model.FixedPoint;
import steelyard.model.MarketSpec;
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

    /** Of the order under check: its slot, and what its target reserves of each side and would lose. */
    private int slot;
    private long targetBuyLots;
    private long targetSellLots;
    private long targetLossMicros;

    OrderChecks(final ExchangeState state, final ActionBounds bounds) {
        this.state = state;
        this.books = state.books();
        this.orders = state.books().orders();
        this.positions = state.positions();
        this.margin = state.margin();
        this.bounds = bounds;
    }

    /** NONE, or the first reason; sets the order's accepted quantity. */
    RejectReason check(final OrderRequest order, final Refusal refusal) {
        if (bounds.met()) {
            return refusal.because(RejectReason.COMMAND_BOUND);
        }
        final MarketSpec spec = state.markets().spec(order.marketId());
        slot = positions.find(order.accountId(), order.marketId());
        RejectReason reason = market(order.marketId(), refusal);
        reason = reason != RejectReason.NONE ? reason : killSwitch(order, refusal);
        reason = reason != RejectReason.NONE ? reason : frozen(order, refusal);
        reason = reason != RejectReason.NONE ? reason : limits(order, spec, refusal);
        reason = reason != RejectReason.NONE ? reason : clientOrderId(order, refusal);
        reason = reason != RejectReason.NONE ? reason : reduceOnly(order, refusal);
        reason = reason != RejectReason.NONE ? reason : freshPrice(order, refusal);
        if (reason != RejectReason.NONE) {
            return reason;
        }
        target(order);
        reason = size(order, spec, refusal);
        reason = reason != RejectReason.NONE ? reason : crossing(order, refusal);
        return reason != RejectReason.NONE ? reason : margin(order, refusal);
    }

    private RejectReason frozen(final OrderRequest order, final Refusal refusal) {
        return state.accounts().isFrozen(order.accountId()) && !order.isReduceOnly()
            ? refusal.because(RejectReason.ACCOUNT_FROZEN)
            : RejectReason.NONE;
    }

    /** Whether the market accepts orders. */
    RejectReason market(final int marketId, final Refusal refusal) {
        return switch (books.state(marketId)) {
            case HALTED -> refusal.because(RejectReason.MARKET_HALTED);
            case CANCEL_ONLY -> refusal.because(RejectReason.MARKET_CANCEL_ONLY);
            default -> RejectReason.NONE;
        };
    }

    private RejectReason killSwitch(final OrderRequest order, final Refusal refusal) {
        return state.killSwitches().stops(order.accountId(), order.marketId())
            ? refusal.because(RejectReason.KILL_SWITCH)
            : RejectReason.NONE;
    }

    /** Whether an order that is not reduce-only is worth enough. */
    RejectReason notional(final int marketId, final long priceTicks, final long lots, final Refusal refusal) {
        final long minNotional = state.markets().spec(marketId).minNotionalMicros();
        return Math.multiplyExact(Math.abs(priceTicks), lots) < minNotional
            ? refusal.because(RejectReason.MIN_NOTIONAL, minNotional, 0)
            : RejectReason.NONE;
    }

    private RejectReason limits(final OrderRequest order, final MarketSpec spec, final Refusal refusal) {
        if (!books.grid(order.marketId()).isValid(order.priceTicks())) {
            return refusal.because(RejectReason.OFF_TICK);
        }
        if (Math.abs(order.priceTicks()) > spec.maxPriceTicks()) {
            return refusal.because(RejectReason.PRICE_OUT_OF_RANGE);
        }
        return order.quantityLots() > spec.maxOrderLots()
            ? refusal.because(RejectReason.ORDER_TOO_LARGE)
            : RejectReason.NONE;
    }

    private RejectReason clientOrderId(final OrderRequest order, final Refusal refusal) {
        if (!OrderFlags.hasClientOrderId(order.flags())) {
            return RejectReason.NONE;
        }
        final int other = orders.slotOf(order.accountId(), order.clientOrderIdHigh(), order.clientOrderIdLow());
        return other == OrderStore.NONE || other == order.target()
            ? RejectReason.NONE
            : refusal.because(RejectReason.DUPLICATE_CLIENT_ORDER_ID);
    }

    private RejectReason reduceOnly(final OrderRequest order, final Refusal refusal) {
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
        final boolean accepted = state.oracle().isFresh(order.marketId(), state.counters().nowNanos())
            || opposesPosition(order) && onlyReduces(order);
        return accepted ? RejectReason.NONE : refusal.because(RejectReason.PRICE_STALE);
    }

    private boolean opposesPosition(final OrderRequest order) {
        return positions.quantityLots(slot) * order.side().sign() < 0;
    }

    /** Whether the order and all that rests on its side could only bring the position to zero. */
    private boolean onlyReduces(final OrderRequest order) {
        long lots = Math.addExact(positions.restingLots(slot, order.side()), order.acceptedLots());
        int resting = orders.firstReduceOnlyOfOwner(slot);
        while (resting != OrderStore.NONE) {
            lots += orders.side(resting) == order.side() ? orders.remainingLots(resting) : 0;
            resting = orders.nextOfOwner(resting);
        }
        final int target = order.target();
        if (target != OrderStore.NONE && orders.side(target) == order.side()) {
            lots -= orders.remainingLots(target);
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
        final long lots = orders.remainingLots(target);
        targetBuyLots = orders.side(target) == Side.BUY ? lots : 0;
        targetSellLots = lots - targetBuyLots;
        targetLossMicros = margin.lossMicros(order.marketId(), orders.side(target), orders.priceTicks(target), lots);
    }

    private RejectReason size(final OrderRequest order, final MarketSpec spec, final Refusal refusal) {
        if (order.isReduceOnly()) {
            return RejectReason.NONE;
        }
        if (notional(order.marketId(), order.priceTicks(), order.acceptedLots(), refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        return reserveWith(order) > spec.maxPositionLots()
            ? refusal.because(RejectReason.POSITION_LIMIT)
            : tier(order, refusal);
    }

    private RejectReason tier(final OrderRequest order, final Refusal refusal) {
        final long reserveLots = reserveWith(order);
        return reserveLots > positions.reserveLots(slot, 0, -targetBuyLots, -targetSellLots)
            && margin.exceedsTier(order.accountId(), order.marketId(), slot, reserveLots)
            ? refusal.because(RejectReason.MARGIN_TIER_LIMIT)
            : RejectReason.NONE;
    }

    private RejectReason crossing(final OrderRequest order, final Refusal refusal) {
        final boolean postOnly = OrderFlags.isPostOnly(order.flags());
        final boolean immediate = order.timeInForce() == TimeInForce.IOC;
        if (!postOnly && !immediate) {
            return RejectReason.NONE;
        }
        final OrderBook book = books.book(order.marketId());
        final boolean crosses = book.crosses(order.side(), order.priceTicks());
        if (postOnly && crosses) {
            return refusal.because(
                RejectReason.POST_ONLY_WOULD_MATCH, bestPriceTicks(book.bids()), bestPriceTicks(book.asks()));
        }
        return immediate && !crosses ? refusal.because(RejectReason.IOC_NO_MATCH) : RejectReason.NONE;
    }

    private RejectReason margin(final OrderRequest order, final Refusal refusal) {
        if (order.isReduceOnly()) {
            return RejectReason.NONE;
        }
        final long reserveLots = reserveWith(order);
        if (reserveLots <= positions.reserveLots(slot, 0, -targetBuyLots, -targetSellLots)) {
            return RejectReason.NONE;
        }
        final long costMicros = Math.subtractExact(expectedCostMicros(order), targetLossMicros);
        return margin.covers(order.accountId(), order.marketId(), slot, reserveLots, costMicros)
            ? RejectReason.NONE
            : refusal.because(RejectReason.INSUFFICIENT_MARGIN);
    }

    private long reserveWith(final OrderRequest order) {
        final long buyLots = order.side() == Side.BUY ? order.acceptedLots() : 0;
        final long sellLots = order.acceptedLots() - buyLots;
        return positions.reserveLots(slot, 0, buyLots - targetBuyLots, sellLots - targetSellLots);
    }

    /** What the order would lose against the mark, and pay, if it took what it crosses and the rest at its limit. */
    private long expectedCostMicros(final OrderRequest order) {
        final Side side = order.side();
        final BookSide levels = books.book(order.marketId()).side(side.opposite());
        final long levelsMax = state.parameters().value(Parameter.FILLS_MAX);
        long left = order.acceptedLots();
        long lossMicros = 0;
        long notionalMicros = 0;
        int level = levels.best();
        for (long i = 0; i < levelsMax && left > 0 && level != OrderStore.NONE; i++) {
            final long levelTicks = levels.priceTicks(level);
            if ((order.priceTicks() - levelTicks) * side.sign() < 0) {
                break;
            }
            final long taken = Math.min(levels.lots(level), left);
            lossMicros += margin.lossMicros(order.marketId(), side, levelTicks, taken);
            notionalMicros += Math.multiplyExact(Math.abs(levelTicks), taken);
            left -= taken;
            level = levels.worse(level);
        }
        lossMicros += margin.lossMicros(order.marketId(), side, order.priceTicks(), left);
        final long takerFee = state.parameters().value(Parameter.TAKER_FEE_NANOS);
        return lossMicros + FixedPoint.mulDivCeil(notionalMicros, takerFee, FixedPoint.NANOS);
    }

    private static long bestPriceTicks(final BookSide side) {
        return side.isEmpty() ? 0 : side.priceTicks(side.best());
    }
}
