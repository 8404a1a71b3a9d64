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
 * Section 2, step 2: the checks of one order. The account is looked at without the order that is to be replaced, the
 * book with it.
 */
final class OrderChecks {
    /** The verdict, and the order with its quantity after the reduce-only cap. */
    record Checked(Verdict verdict, Order order) {
    }

    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000L);

    private final Floor floor;
    private final State state;
    private final Action action;
    private final Order order;
    private final int batchIndex;
    private final Target replaced;
    private final boolean atMarketPrice;
    private final Market market;
    private final Portfolio portfolio;
    private final long q;
    private BigInteger expectedLoss = BigInteger.ZERO;
    private BigInteger expectedNotional = BigInteger.ZERO;

    /** {@code replaced} is the target of a modification, or {@code null}. */
    OrderChecks(
        final Floor floor,
        final Action action,
        final Order order,
        final int batchIndex,
        final Target replaced,
        final boolean atMarketPrice) {
        this.floor = floor;
        this.state = floor.state;
        this.action = action;
        this.order = order;
        this.batchIndex = batchIndex;
        this.replaced = replaced;
        this.atMarketPrice = atMarketPrice;
        this.market = state.market(order.marketId());
        final Portfolio whole = Portfolio.of(state, floor.choices, order.accountId());
        this.portfolio = replaced == null || !replaced.rests() ? whole : whole.without(replaced.order());
        this.q = portfolio.position(order.marketId()).lots();
    }

    Checked check() {
        final Verdict alone = checkAlone();
        if (!alone.isAccepted()) {
            return new Checked(alone, order);
        }
        if (order.remainingLots() == 0 || order.isReduceOnly() && !order.isAgainst(q)) {
            return new Checked(Verdict.refused(RejectReason.REDUCE_ONLY), order);
        }
        final Order capped = order.isReduceOnly()
            ? order.withQuantity(Math.min(order.remainingLots(), Math.abs(q)))
            : order;
        return new Checked(checkInMarket(capped), capped);
    }

    /** Checks 1 to 6. */
    private Verdict checkAlone() {
        if (action.boundMet) {
            return Verdict.refused(RejectReason.COMMAND_BOUND);
        }
        return Limits.stateTakes(market, order)
            .and(() -> order.isLiquidation()
                ? Verdict.ACCEPTED
                : floor.limits.checkStopped(market, order.accountId(), order.isReduceOnly()))
            .and(this::checkPriceAndSize)
            .and(this::checkLifeAndDisplay)
            .and(this::checkName)
            .and(this::checkOpenOrders);
    }

    private Verdict checkPriceAndSize() {
        final Verdict verdict = checkPriceAndSize(market, order.priceTicks(), order.remainingLots());
        return order.isHouse() ? verdict : verdict.and(() -> floor.limits.checkValue(
            market, Limits.value(order.priceTicks(), order.remainingLots()),
            Limits.countsAsIoc(order.timeInForce())));
    }

    static Verdict checkPrice(final Market market, final long priceTicks) {
        if (!market.isOnGrid(priceTicks)) {
            return Verdict.refused(RejectReason.OFF_TICK);
        }
        final long max = market.spec.maxPriceTicks();
        return priceTicks > max || priceTicks < -max
            ? Verdict.refused(RejectReason.PRICE_OUT_OF_RANGE)
            : Verdict.ACCEPTED;
    }

    static Verdict checkSize(final Market market, final long lots) {
        return lots > market.spec.maxOrderLots()
            ? Verdict.refused(RejectReason.ORDER_TOO_LARGE)
            : Verdict.ACCEPTED;
    }

    private static Verdict checkPriceAndSize(final Market market, final long priceTicks, final long lots) {
        return checkPrice(market, priceTicks).and(() -> checkSize(market, lots));
    }

    private Verdict checkLifeAndDisplay() {
        if (order.isTriggered()) {
            return Verdict.ACCEPTED;
        }
        if (order.timeInForce() == TimeInForce.GTT && state.now >= State.nanos(order.expiresMillis())) {
            return Verdict.refused(RejectReason.EXPIRY_INVALID);
        }
        final long display = order.displayLots();
        final boolean isTooSmall = !order.isReduceOnly()
            && isBelowMinNotional(market, Limits.value(order.priceTicks(), display));
        return display > 0 && (display >= order.remainingLots() || isTooSmall)
            ? Verdict.refused(RejectReason.DISPLAY_INVALID)
            : Verdict.ACCEPTED;
    }

    static boolean isBelowMinNotional(final Market market, final BigInteger value) {
        return value.compareTo(BigInteger.valueOf(market.spec.minNotionalMicros())) < 0;
    }

    private Verdict checkName() {
        return isNameTaken(state, order, replaced)
            ? Verdict.refused(RejectReason.DUPLICATE_CLIENT_ORDER_ID)
            : Verdict.ACCEPTED;
    }

    /** Whether an open order of the account other than the replaced one has the client order id of this one. */
    static boolean isNameTaken(final State state, final Order order, final Target replaced) {
        final long replacedId = replaced == null ? 0 : replaced.id();
        return OrderFlags.hasClientOrderId(order.flags())
            && (state.restingOf(order.accountId()).stream()
                .anyMatch(each -> each.id() != replacedId && each.isNamed(order.clientOrderId()))
            || state.openTriggersOf(order.accountId()).stream()
                .anyMatch(each -> each.id() != replacedId && each.isNamed(order.clientOrderId())));
    }

    private Verdict checkOpenOrders() {
        return order.isHouse() || !order.mayRest()
            ? Verdict.ACCEPTED
            : floor.limits.checkOpenOrders(order.accountId(), order.isReduceOnly(), replaced != null);
    }

    /** Checks 8 to 15. */
    private Verdict checkInMarket(final Order capped) {
        final boolean onlyReduces = onlyReduces(capped);
        if (!order.isLiquidation() && !Prices.isFresh(state, market) && !onlyReduces) {
            return Verdict.refused(RejectReason.PRICE_STALE);
        }
        if (market.state == MarketState.CLOSE_ONLY && !order.isReduceOnly() && !onlyReduces) {
            return Verdict.refused(RejectReason.MARKET_CLOSE_ONLY);
        }
        final Portfolio withOrder = portfolio.plus(capped);
        return checkSizes(capped, withOrder)
            .and(() -> order.isLiquidation()
                ? Verdict.ACCEPTED
                : Limits.checkBand(market, order.side(), order.priceTicks()))
            .and(() -> checkOpenInterest(onlyReduces))
            .and(() -> checkCrossing(capped, onlyReduces))
            .and(() -> checkMargin(capped, withOrder, onlyReduces));
    }

    /** Whether the position is opposed and all resting lots of the account on this side with these close it at most. */
    private boolean onlyReduces(final Order capped) {
        BigInteger lots = BigInteger.valueOf(capped.remainingLots());
        for (final Order each : portfolio.orders()) {
            if (each.marketId() == market.id() && each.side() == capped.side()) {
                lots = lots.add(BigInteger.valueOf(each.remainingLots()));
            }
        }
        return order.isAgainst(q) && lots.compareTo(BigInteger.valueOf(q).abs()) <= 0;
    }

    private Verdict checkSizes(final Order capped, final Portfolio withOrder) {
        if (order.isReduceOnly()) {
            return Verdict.ACCEPTED;
        }
        if (!order.isHouse()
            && isBelowMinNotional(market, Limits.value(capped.priceTicks(), capped.remainingLots()))) {
            return Verdict.refused(RejectReason.MIN_NOTIONAL, market.spec.minNotionalMicros());
        }
        if (!order.isLiquidation() && withOrder.reserveLots(market.id()) > market.spec.maxPositionLots()) {
            return Verdict.refused(RejectReason.POSITION_LIMIT);
        }
        return checkTier(withOrder);
    }

    /** In a market with tiers the leverage must be one of the tier in which the reserve ends. */
    private Verdict checkTier(final Portfolio withOrder) {
        final StandardMargin margin = portfolio.margin(market.id());
        final long reserve = withOrder.reserveLots(market.id());
        final long leverage = margin.leverage(portfolio.position(market.id()).chosenLeverage());
        return margin.hasTiers() && reserve > portfolio.reserveLots(market.id())
            && leverage > margin.tierLeverage(margin.notional(reserve))
            ? Verdict.refused(RejectReason.MARGIN_TIER_LIMIT)
            : Verdict.ACCEPTED;
    }

    private Verdict checkOpenInterest(final boolean onlyReduces) {
        if (order.isLiquidation() || order.isReduceOnly() || onlyReduces
            || !floor.limits.isOpenInterestCapped(market)) {
            return Verdict.ACCEPTED;
        }
        if (crosses()) {
            return Verdict.refused(order.isAgainst(q)
                ? RejectReason.OPEN_INTEREST_FLIP
                : RejectReason.OPEN_INTEREST_INCREASE);
        }
        return Limits.isMoreAggressiveThanOracle(market, order.side(), order.priceTicks())
            ? Verdict.refused(RejectReason.OPEN_INTEREST_AGGRESSIVE)
            : Verdict.ACCEPTED;
    }

    private boolean crosses() {
        final List<Order> opposite = state.bestOrders(market.id(), order.side().opposite());
        return !opposite.isEmpty() && order.crosses(opposite.getFirst().priceTicks());
    }

    private Verdict checkCrossing(final Order capped, final boolean onlyReduces) {
        final boolean crosses = crosses();
        if (order.isPostOnly() && crosses && market.state != MarketState.AUCTION) {
            return Verdict.refused(RejectReason.POST_ONLY_WOULD_MATCH, best(Side.BUY), best(Side.SELL));
        }
        if (order.mayRest()) {
            return Verdict.ACCEPTED;
        }
        if (!crosses) {
            final boolean wantsMarket = atMarketPrice || (order.flags() & OrderFlags.FRONTEND_MARKET) != 0;
            return Verdict.refused(wantsMarket ? RejectReason.NO_LIQUIDITY : RejectReason.IOC_NO_MATCH);
        }
        return order.timeInForce() == TimeInForce.FOK ? checkFillable(capped, onlyReduces) : Verdict.ACCEPTED;
    }

    private Verdict checkFillable(final Order capped, final boolean onlyReduces) {
        final FillOrKill walk = new FillOrKill(floor, action, capped, batchIndex, replaced);
        if (!walk.isFillable(onlyReduces)) {
            return Verdict.refused(RejectReason.FOK_NOT_FILLABLE);
        }
        walk.taken().forEach((price, lots) -> expect(capped, price, lots));
        return Verdict.ACCEPTED;
    }

    private long best(final Side side) {
        final List<Order> best = state.bestOrders(market.id(), side);
        return best.isEmpty() ? 0 : best.getFirst().priceTicks();
    }

    private Verdict checkMargin(final Order capped, final Portfolio withOrder, final boolean onlyReduces) {
        final boolean isFok = order.timeInForce() == TimeInForce.FOK;
        final boolean reservesMore = withOrder.reserveLots(market.id()) > portfolio.reserveLots(market.id());
        final boolean isChecked = isFok ? !onlyReduces : reservesMore;
        final boolean isOfPortfolio = portfolio.isOfPortfolio(market);
        if (order.isLiquidation() || !isOfPortfolio && (order.isReduceOnly() || !isChecked)) {
            return Verdict.ACCEPTED;
        }
        if (!isFok) {
            walk(capped);
        }
        final long rate = floor.fees.rates(order.accountId(), market).taker() + floor.fees.owed(order);
        final BigInteger fee = Choices.ceiling(expectedNotional.multiply(BigInteger.valueOf(rate)), NANOS);
        if (isOfPortfolio) {
            return checkPortfolio(capped, withOrder, fee, isFok);
        }
        return portfolio.equity().subtract(portfolio.openLoss()).subtract(expectedLoss).subtract(fee)
            .compareTo(withOrder.requirement()) >= 0
            ? Verdict.ACCEPTED
            : Verdict.refused(RejectReason.INSUFFICIENT_MARGIN);
    }

    /** Section 4 of the risk rules; a reduce-only order counts like any other here, but not in the standard mode. */
    private Verdict checkPortfolio(
        final Order capped, final Portfolio withOrder, final BigInteger fee, final boolean isFok) {
        final Portfolio counted = portfolio.plus(capped.openingToo());
        final BigInteger largest = counted.hedged().largest(market.id());
        if (PortfolioMargin.isTooLarge(largest)
            && largest.compareTo(Portfolio.of(state, floor.choices, order.accountId()).hedged()
                .largest(market.id())) > 0) {
            return Verdict.refused(RejectReason.PORTFOLIO_LIMIT);
        }
        final BigInteger left = portfolio.equity().subtract(expectedLoss).subtract(fee);
        final BigInteger free = left.subtract(portfolio.openLoss());
        final boolean isMargined = free.compareTo(counted.requirement()) >= 0
            && (counted.isWithinCaps(portfolio.equity(), market.id())
                || free.compareTo(withOrder.standardRequirement()) >= 0);
        final boolean isSafe = !isFok && portfolio
            .moved(market.id(), capped.side().sign() * capped.remainingLots())
            .isAsSafeAs(portfolio.equity(), portfolio, left);
        return isMargined || isSafe ? Verdict.ACCEPTED : Verdict.refused(RejectReason.INSUFFICIENT_MARGIN);
    }

    /** The expected loss and notional of an order that may rest, or of an IOC order. */
    private void walk(final Order capped) {
        long left = capped.remainingLots();
        if (market.state == MarketState.AUCTION) {
            expect(capped, capped.priceTicks(), left);
            return;
        }
        long levels = state.parameter(Parameter.FILLS_MAX);
        for (final Map.Entry<Long, Long> level : oppositeLevels(capped.side()).entrySet()) {
            if (left == 0 || levels == 0 || !capped.crosses(level.getKey())) {
                break;
            }
            final long taken = Math.min(level.getValue(), left);
            expect(capped, level.getKey(), taken);
            left -= taken;
            levels--;
        }
        expectedLoss = expectedLoss.add(
            Portfolio.loss(state, market.id(), capped.side(), capped.priceTicks(), left));
    }

    private void expect(final Order capped, final long priceTicks, final long lots) {
        expectedLoss = expectedLoss.add(Portfolio.loss(state, market.id(), capped.side(), priceTicks, lots));
        expectedNotional = expectedNotional.add(Limits.value(priceTicks, lots));
    }

    /** What the book shows by price of the side that an order would trade with, best price first. */
    private SortedMap<Long, Long> oppositeLevels(final Side side) {
        final SortedMap<Long, Long> levels = new TreeMap<>(
            side == Side.BUY ? Comparator.<Long>naturalOrder() : Comparator.<Long>reverseOrder());
        for (final Order each : state.bookSide(market.id(), side.opposite())) {
            levels.merge(each.priceTicks(), each.shownLots(), Math::addExact);
        }
        return levels;
    }
}
