package steelyard.testkit.reference;

import java.util.List;
import steelyard.model.CancelReason;
import steelyard.model.MarketState;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.model.SelfTradeMode;
import steelyard.model.TimeInForce;
import steelyard.testkit.event.Event;

/** Section 2 but for its checks. */
final class Matching {
    private final Floor floor;
    private final State state;
    private final Emission out;
    private final Fills fills;

    Matching(final Floor floor) {
        this.floor = floor;
        this.state = floor.state;
        this.out = floor.out;
        this.fills = floor.fills;
    }

    /**
     * One order that has its id; {@code replaced} is the target of a modification, or {@code null}. The verdict is
     * that of the checks.
     */
    Verdict place(
        final Action action,
        final Order given,
        final int batchIndex,
        final Target replaced,
        final boolean atMarketPrice) {
        floor.funding.bringUpToDate(given.accountId());
        final OrderChecks.Checked checked =
            new OrderChecks(floor, action, given, batchIndex, replaced, atMarketPrice).check();
        if (!checked.verdict().isAccepted()) {
            reject(given, batchIndex, checked.verdict());
            return checked.verdict();
        }
        Order order = checked.order();
        if (replaced != null) {
            floor.book.replace(replaced);
            order = order.withFlags(floor.groups.replace(replaced.id(), order.id()));
        }
        tellPlaced(order, batchIndex, replaced == null ? 0 : replaced.id());
        final Order left = match(action, order, batchIndex);
        if (left != null) {
            floor.book.rest(left, batchIndex);
        }
        return Verdict.ACCEPTED;
    }

    void tellPlaced(final Order order, final int batchIndex, final long replacedId) {
        out.add(new Event.OrderPlaced(
            out.header(), order.id(), order.priceTicks(), order.remainingLots(), order.clientOrderId(),
            replacedId, order.accountId(), order.marketId(), batchIndex, order.flags(),
            order.side().code(), order.timeInForce().code(), order.displayLots(), order.expiresMillis()));
    }

    void reject(final Order order, final int batchIndex, final Verdict verdict) {
        out.add(new Event.OrderRejected(
            out.header(), order.id(), order.priceTicks(), order.remainingLots(), order.clientOrderId(),
            verdict.detail1(), verdict.detail2(), order.accountId(), order.marketId(), batchIndex, order.flags(),
            verdict.reason().code(), order.side().code(), order.timeInForce().code()));
    }

    /** What of the order comes to rest, or {@code null}. */
    private Order match(final Action action, final Order placed, final int batchIndex) {
        Order taker = placed;
        final boolean matches = state.market(taker.marketId()).state != MarketState.AUCTION;
        while (matches && taker.remainingLots() > 0) {
            final List<Order> best = state.bestOrders(taker.marketId(), taker.side().opposite());
            if (best.isEmpty() || !taker.crosses(best.getFirst().priceTicks())) {
                break;
            }
            final Order maker = floor.choices.maker(best);
            floor.funding.bringUpToDate(maker.accountId());
            if (meetsBound(action, maker, taker, batchIndex)) {
                action.boundMet = true;
                return end(taker, CancelReason.COMMAND_BOUND, batchIndex);
            }
            if (SelfTrade.isSameOwner(state, maker, taker)) {
                taker = meetOwn(maker, taker, batchIndex);
                if (taker == null) {
                    return null;
                }
                continue;
            }
            final long lots = Math.min(maker.shownLots(), taker.remainingLots());
            final CancelReason makerEnds = reasonAgainstMaker(maker, taker, lots);
            if (makerEnds != null) {
                floor.book.cancelResting(maker, makerEnds);
                continue;
            }
            final CancelReason takerEnds = reasonAgainstTaker(maker, taker, lots);
            if (takerEnds != null) {
                return end(taker, takerEnds, batchIndex);
            }
            taker = fill(action, maker, taker, lots);
        }
        return remains(taker, batchIndex);
    }

    private Order fill(final Action action, final Order maker, final Order taker, final long lots) {
        fills.fill(maker, taker, lots, maker.priceTicks(), floor.fees.ofFill(maker, taker, lots, false));
        action.fills++;
        action.taken.add(new Action.Taken(maker.accountId(), lots));
        action.filledLots += lots;
        action.filledMicros = Math.addExact(
            action.filledMicros, Limits.value(maker.priceTicks(), lots).longValueExact());
        return taker.filled(lots);
    }

    private Order remains(final Order taker, final int batchIndex) {
        if (taker.remainingLots() == 0) {
            floor.groups.ended(taker.id(), true, true, null);
            return null;
        }
        return taker.timeInForce() == TimeInForce.IOC || taker.timeInForce() == TimeInForce.FOK
            ? end(taker, CancelReason.IOC_REMAINDER, batchIndex)
            : taker;
    }

    private Order end(final Order taker, final CancelReason reason, final int batchIndex) {
        floor.book.cancelRemainder(taker, reason, batchIndex);
        return null;
    }

    /** How many events the next step may emit. */
    long stepEvents(final Order maker, final Order taker) {
        if (SelfTrade.isSameOwner(state, maker, taker)) {
            final SelfTradeMode mode = SelfTrade.mode(state, taker);
            return mode == SelfTradeMode.CANCEL_BOTH || mode == SelfTradeMode.DECREMENT ? 2 : 1;
        }
        return isOvergrown(maker) ? 1 : 3 + state.reduceOnlyOrders(maker.accountId(), maker.marketId()).size()
            + state.reduceOnlyOrders(taker.accountId(), taker.marketId()).size()
            + (maker.isIceberg() ? 1 : 0) + (maker.isQuote() ? 1 : 0);
    }

    /** Whether the order's account has more reduce-only orders in the market than a fill may change. */
    boolean isOvergrown(final Order order) {
        return state.reduceOnlyOrders(order.accountId(), order.marketId()).size()
            > state.parameter(Parameter.EVENTS_MAX) / 16;
    }

    /** Whether the order's end is due, though nothing was done about it yet. */
    boolean isOver(final Order order) {
        return order.timeInForce() == TimeInForce.GTT && State.nanos(order.expiresMillis()) <= state.now;
    }

    /** Whether so many events of matching fit, besides one for the order's end and three for each later entry. */
    boolean fits(final Action action, final long events, final int batchIndex) {
        return out.fits(events + 1 + 3L * action.entriesAfter(batchIndex));
    }

    private boolean meetsBound(
        final Action action, final Order maker, final Order taker, final int batchIndex) {
        final boolean isFill = !SelfTrade.isSameOwner(state, maker, taker) && !isOvergrown(maker);
        final long shares = isFill && action.isShared ? action.taken.size() + 1 : 0;
        return !fits(action, stepEvents(maker, taker) + shares, batchIndex)
            || isFill && action.fills + 1 > state.parameter(Parameter.FILLS_MAX);
    }

    /** What is left of the taker after it met an order of the same owner; {@code null} if it has ended. */
    private Order meetOwn(final Order maker, final Order taker, final int batchIndex) {
        switch (SelfTrade.mode(state, taker)) {
            case CANCEL_TAKER -> {
                return end(taker, CancelReason.SELF_TRADE, batchIndex);
            }
            case CANCEL_BOTH -> {
                floor.book.cancelResting(maker, CancelReason.SELF_TRADE);
                return end(taker, CancelReason.SELF_TRADE, batchIndex);
            }
            case DECREMENT -> {
                return decrement(maker, taker, batchIndex);
            }
            default -> {
                floor.book.cancelResting(maker, CancelReason.SELF_TRADE);
                return taker;
            }
        }
    }

    private Order decrement(final Order maker, final Order taker, final int batchIndex) {
        final long lots = Math.min(maker.remainingLots(), taker.remainingLots());
        if (lots == maker.remainingLots()) {
            floor.book.cancelResting(maker, CancelReason.SELF_TRADE);
        } else {
            floor.book.reduce(maker.resized(maker.remainingLots() - lots), Event.NO_BATCH_INDEX);
        }
        if (lots == taker.remainingLots()) {
            return end(taker, CancelReason.SELF_TRADE, batchIndex);
        }
        final Order smaller = taker.resized(taker.remainingLots() - lots);
        floor.book.reduceIncoming(smaller, batchIndex);
        return smaller;
    }

    /** Why the maker must not get this fill, or {@code null}. */
    private CancelReason reasonAgainstMaker(final Order maker, final Order taker, final long lots) {
        final Market market = state.market(maker.marketId());
        if (isOvergrown(maker)) {
            return CancelReason.COMMAND_BOUND;
        }
        if (isOver(maker)) {
            return CancelReason.EXPIRED;
        }
        if (floor.quotes.isFrozen(maker)) {
            return CancelReason.PROTECTION;
        }
        final boolean closes = fills.closes(maker, lots);
        if (market.state == MarketState.CLOSE_ONLY && !closes) {
            return CancelReason.MARKET_CLOSE_ONLY;
        }
        if (!closes && floor.limits.isOpenInterestCapped(market)
            && Limits.isMoreAggressiveThanOracle(market, maker.side(), maker.priceTicks())) {
            return CancelReason.OPEN_INTEREST_CAP;
        }
        return fills.canSettle(maker, lots, maker.priceTicks(), floor.fees.ofFill(maker, taker, lots, false).maker())
            ? null
            : CancelReason.MARGIN;
    }

    private CancelReason reasonAgainstTaker(final Order maker, final Order taker, final long lots) {
        if (fills.raisesOpenInterestBeyondCap(maker, taker, lots)) {
            return CancelReason.OPEN_INTEREST_CAP;
        }
        final boolean isAllowed = (taker.flags() & OrderFlags.LIQUIDATION) != 0
            || fills.canSettle(
                taker, lots, maker.priceTicks(), floor.fees.ofFill(maker, taker, lots, false).taker());
        return isAllowed ? null : CancelReason.MARGIN;
    }

    /** The reason that a house order was refused for, {@code NONE} if it was placed. */
    RejectReason placeOfHouse(final Action action, final Order given, final boolean atMarketPrice) {
        return place(action, given, Event.NO_BATCH_INDEX, null, atMarketPrice).reason();
    }
}
