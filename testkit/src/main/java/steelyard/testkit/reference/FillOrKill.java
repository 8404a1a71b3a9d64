package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.SelfTradeMode;
import steelyard.model.Side;

/** Section 4: whether a fill-or-kill order would be filled entirely, whatever happens while it matches. */
final class FillOrKill {
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000L);

    private final Floor floor;
    private final State state;
    private final Action action;
    private final Order order;
    private final int batchIndex;
    private final Target replaced;
    private final Market market;
    private final SortedMap<Long, Long> taken = new TreeMap<>();
    private final List<Order> met = new ArrayList<>();
    private long left;
    private long events;
    private long fills;

    FillOrKill(
        final Floor floor,
        final Action action,
        final Order order,
        final int batchIndex,
        final Target replaced) {
        this.floor = floor;
        this.state = floor.state;
        this.action = action;
        this.order = order;
        this.batchIndex = batchIndex;
        this.replaced = replaced;
        this.market = state.market(order.marketId());
        this.left = order.remainingLots();
        this.fills = action.fills;
    }

    /** Lots that sure makers give, by price. */
    SortedMap<Long, Long> taken() {
        return taken;
    }

    boolean isFillable(final boolean onlyReduces) {
        final boolean reduces = onlyReduces || order.isReduceOnly();
        if (!reduces && market.isIsolated(state.position(order.accountId(), market.id()))) {
            return false;
        }
        events = 1 + (replaced == null ? 0 : 1);
        final SortedMap<Long, List<Order>> levels = new TreeMap<>(
            order.side() == Side.BUY ? Comparator.<Long>naturalOrder() : Comparator.<Long>reverseOrder());
        for (final Order maker : state.bookSide(market.id(), order.side().opposite())) {
            if (order.crosses(maker.priceTicks())) {
                levels.computeIfAbsent(maker.priceTicks(), price -> new ArrayList<>()).add(maker);
            }
        }
        for (final List<Order> level : levels.values()) {
            if (left > 0 && !(takeShown(level) && takeHidden(level))) {
                return false;
            }
        }
        final BigInteger after =
            state.openInterest(market.id()).add(BigInteger.valueOf(order.remainingLots()));
        return left == 0 && (reduces || !Limits.isBeyondCap(market, after));
    }

    /** What the orders of a level show; false if the order is refused. */
    private boolean takeShown(final List<Order> level) {
        for (final Order maker : level) {
            if (left == 0) {
                return true;
            }
            final boolean isOwn = SelfTrade.isSameOwner(state, maker, order);
            if (isOwn && SelfTrade.mode(state, order) != SelfTradeMode.CANCEL_MAKER) {
                return false;
            }
            if (!isOwn) {
                floor.funding.bringUpToDate(maker.accountId());
            }
            if (!costs(1, floor.matching.stepEvents(maker, order),
                isOwn || floor.matching.isOvergrown(maker) ? 0 : 1)) {
                return false;
            }
            if (!isOwn) {
                if (isSure(maker) && !floor.quotes.mightBeFrozen(maker, met)) {
                    take(maker, maker.shownLots());
                }
                met.add(maker);
            }
        }
        return true;
    }

    /** What the icebergs of a level hide; false if the order is refused. */
    private boolean takeHidden(final List<Order> level) {
        final long missing = left;
        for (final Order maker : level) {
            final long hidden = maker.remainingLots() - maker.shownLots();
            if (left > 0 && hidden > 0 && !SelfTrade.isSameOwner(state, maker, order)
                && !floor.matching.isOvergrown(maker)) {
                final long times = Math.ceilDiv(Math.min(missing, hidden), maker.displayLots());
                if (!costs(times, floor.matching.stepEvents(maker, order), 1)) {
                    return false;
                }
                if (isSure(maker)) {
                    take(maker, hidden);
                }
            }
        }
        return true;
    }

    private boolean costs(final long times, final long eventsEach, final long fillsEach) {
        events += times * eventsEach;
        fills += times * fillsEach;
        return floor.matching.fits(action, events, batchIndex) && fills <= state.parameter(Parameter.FILLS_MAX);
    }

    private void take(final Order maker, final long mostLots) {
        final long lots = Math.min(left, mostLots);
        taken.merge(maker.priceTicks(), lots, Math::addExact);
        left -= lots;
    }

    private boolean isSure(final Order maker) {
        if (floor.matching.isOvergrown(maker)) {
            return false;
        }
        final long q = state.position(maker.accountId(), market.id()).lots();
        BigInteger sameSide = BigInteger.ZERO;
        boolean anyReduceOnly = false;
        for (final Order each : state.restingOf(maker.accountId())) {
            if (each.marketId() == market.id() && each.side() == maker.side()) {
                sameSide = sameSide.add(BigInteger.valueOf(each.remainingLots()));
                anyReduceOnly |= each.isReduceOnly();
            }
        }
        if (floor.matching.isOver(maker) || floor.quotes.isFrozen(maker)) {
            return false;
        }
        if (!Portfolio.of(state, floor.choices, maker.accountId()).isOfPortfolio(market)
            && maker.isAgainst(q) && sameSide.compareTo(BigInteger.valueOf(q).abs()) <= 0) {
            return true;
        }
        return !market.isIsolated(state.position(maker.accountId(), market.id()))
            && !anyReduceOnly && market.state != MarketState.CLOSE_ONLY
            && !(floor.limits.isOpenInterestCapped(market)
                && Limits.isMoreAggressiveThanOracle(market, maker.side(), maker.priceTicks()))
            && canPay(maker);
    }

    private boolean canPay(final Order maker) {
        final long best = state.bestOrders(market.id(), order.side().opposite()).getFirst().priceTicks();
        final long price = Math.max(Math.abs(best), Math.abs(order.priceTicks()));
        final long rate =
            Math.max(0, floor.fees.rates(maker.accountId(), market).maker()) + floor.fees.owed(maker);
        final BigInteger fee = Choices.ceiling(
            Limits.value(price, order.remainingLots()).multiply(BigInteger.valueOf(rate)), NANOS);
        final Portfolio portfolio = Portfolio.of(state, floor.choices, maker.accountId());
        return portfolio.equity().subtract(portfolio.openLoss()).subtract(portfolio.requirement())
            .compareTo(fee) >= 0;
    }
}
