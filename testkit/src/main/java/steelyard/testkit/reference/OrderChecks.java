package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import steelyard.model.MarketState;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TimeInForce;

/**
 * Section 6, step 2: the checks of one order. The account is looked at without the order that is to be replaced, the
 * book with it.
 */
final class OrderChecks {
    /** The verdict, and the order with its quantity after the reduce-only cap. */
    record Checked(Verdict verdict, Order order) {
    }

    private final State state;
    private final Choices choices;
    private final Order order;
    private final TimeInForce timeInForce;
    private final Market market;
    private final Portfolio portfolio;
    private final long q;

    /** {@code replaced} is the target of a modification, or {@code null}. */
    OrderChecks(
        final State state,
        final Choices choices,
        final Order order,
        final TimeInForce timeInForce,
        final Order replaced) {
        this.state = state;
        this.choices = choices;
        this.order = order;
        this.timeInForce = timeInForce;
        this.market = state.market(order.marketId());
        final Portfolio whole = Portfolio.of(state, choices, order.accountId());
        this.portfolio = replaced == null ? whole : whole.without(replaced);
        this.q = portfolio.position(order.marketId()).lots();
    }

    Checked check(final boolean boundMet) {
        if (boundMet) {
            return refused(RejectReason.COMMAND_BOUND);
        }
        final Verdict alone = checkAlone();
        if (!alone.isAccepted()) {
            return new Checked(alone, order);
        }
        if (order.isReduceOnly() && !isAgainstPosition()) {
            return refused(RejectReason.REDUCE_ONLY);
        }
        final Order capped = order.isReduceOnly()
            ? order.withQuantity(Math.min(order.remainingLots(), Math.abs(q)))
            : order;
        return new Checked(checkInMarket(capped), capped);
    }

    private Checked refused(final RejectReason reason) {
        return new Checked(Verdict.refused(reason), order);
    }

    private boolean isAgainstPosition() {
        return order.side() == Side.BUY ? q < 0 : q > 0;
    }

    /** Checks 2 to 4. */
    private Verdict checkAlone() {
        if (market.state() == MarketState.HALTED) {
            return Verdict.refused(RejectReason.MARKET_HALTED);
        }
        if (market.state() == MarketState.CANCEL_ONLY) {
            return Verdict.refused(RejectReason.MARKET_CANCEL_ONLY);
        }
        if (state.isStopped || state.stoppedMarkets.contains(market.id())
            || state.stoppedAccounts.contains(order.accountId())) {
            return Verdict.refused(RejectReason.KILL_SWITCH);
        }
        if (!market.isOnGrid(order.priceTicks())) {
            return Verdict.refused(RejectReason.OFF_TICK);
        }
        if (order.priceTicks() > market.spec().maxPriceTicks() || order.priceTicks() < -market.spec().maxPriceTicks()) {
            return Verdict.refused(RejectReason.PRICE_OUT_OF_RANGE);
        }
        if (order.remainingLots() > market.spec().maxOrderLots()) {
            return Verdict.refused(RejectReason.ORDER_TOO_LARGE);
        }
        final boolean nameIsTaken = OrderFlags.hasClientOrderId(order.flags())
            && portfolio.orders().stream().anyMatch(each -> each.isNamed(order.clientOrderId()));
        return nameIsTaken ? Verdict.refused(RejectReason.DUPLICATE_CLIENT_ORDER_ID) : Verdict.ACCEPTED;
    }

    /** Checks 6 to 10. */
    private Verdict checkInMarket(final Order capped) {
        if (!Prices.isFresh(state, market) && !staysWithinPosition(capped)) {
            return Verdict.refused(RejectReason.PRICE_STALE);
        }
        final Portfolio withOrder = portfolio.plus(capped);
        if (!capped.isReduceOnly()) {
            final BigInteger notional = BigInteger.valueOf(capped.priceTicks()).abs()
                .multiply(BigInteger.valueOf(capped.remainingLots()));
            final long minNotional = market.spec().minNotionalMicros();
            if (notional.compareTo(BigInteger.valueOf(minNotional)) < 0) {
                return Verdict.refused(RejectReason.MIN_NOTIONAL, minNotional);
            }
            if (withOrder.reserveLots(market.id()) > market.spec().maxPositionLots()) {
                return Verdict.refused(RejectReason.POSITION_LIMIT);
            }
        }
        final Verdict crossing = checkCrossing(capped);
        if (!crossing.isAccepted()) {
            return crossing;
        }
        final boolean reservesMore = !capped.isReduceOnly()
            && withOrder.reserveLots(market.id()) > portfolio.reserveLots(market.id());
        return reservesMore && !canMargin(capped, withOrder)
            ? Verdict.refused(RejectReason.INSUFFICIENT_MARGIN)
            : Verdict.ACCEPTED;
    }

    private boolean staysWithinPosition(final Order capped) {
        long lots = capped.remainingLots();
        for (final Order each : portfolio.orders()) {
            if (each.marketId() == market.id() && each.side() == capped.side()) {
                lots = Math.addExact(lots, each.remainingLots());
            }
        }
        return isAgainstPosition() && lots <= Math.abs(q);
    }

    private Verdict checkCrossing(final Order capped) {
        final List<Order> opposite = state.bestOrders(market.id(), capped.side().opposite());
        final boolean crosses = !opposite.isEmpty() && capped.crosses(opposite.getFirst().priceTicks());
        if (OrderFlags.isPostOnly(capped.flags()) && crosses) {
            return Verdict.refused(RejectReason.POST_ONLY_WOULD_MATCH, best(Side.BUY), best(Side.SELL));
        }
        return timeInForce == TimeInForce.IOC && !crosses
            ? Verdict.refused(RejectReason.IOC_NO_MATCH)
            : Verdict.ACCEPTED;
    }

    private long best(final Side side) {
        final List<Order> best = state.bestOrders(market.id(), side);
        return best.isEmpty() ? 0 : best.getFirst().priceTicks();
    }

    private boolean canMargin(final Order capped, final Portfolio withOrder) {
        BigInteger loss = BigInteger.ZERO;
        BigInteger notional = BigInteger.ZERO;
        long left = capped.remainingLots();
        long levels = state.parameter(Parameter.FILLS_MAX);
        for (final Map.Entry<Long, Long> level : oppositeLevels(capped.side()).entrySet()) {
            if (left == 0 || levels == 0 || !capped.crosses(level.getKey())) {
                break;
            }
            final long taken = Math.min(level.getValue(), left);
            loss = loss.add(Portfolio.loss(state, market.id(), capped.side(), level.getKey(), taken));
            notional = notional.add(
                BigInteger.valueOf(level.getKey()).abs().multiply(BigInteger.valueOf(taken)));
            left -= taken;
            levels--;
        }
        loss = loss.add(Portfolio.loss(state, market.id(), capped.side(), capped.priceTicks(), left));
        final BigInteger fee = Choices.ceiling(
            notional.multiply(BigInteger.valueOf(state.parameter(Parameter.TAKER_FEE_NANOS))),
            BigInteger.valueOf(1_000_000_000L));
        return portfolio.equity().subtract(portfolio.openLoss()).subtract(loss).subtract(fee)
            .compareTo(withOrder.requirement()) >= 0;
    }

    /** Lots by price of the side that an order would trade with, best price first. */
    private SortedMap<Long, Long> oppositeLevels(final Side side) {
        final SortedMap<Long, Long> levels = new TreeMap<>(
            side == Side.BUY ? Comparator.<Long>naturalOrder() : Comparator.<Long>reverseOrder());
        for (final Order each : state.bookSide(market.id(), side.opposite())) {
            levels.merge(each.priceTicks(), each.remainingLots(), Math::addExact);
        }
        return levels;
    }
}
