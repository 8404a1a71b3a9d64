package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import steelyard.model.Parameter;
import steelyard.model.Side;

/**
 * Section 5 of the rules and section 3 of the risk rules: what an account has, really or hypothetically, and the margin that follows from it. All sums in micros,
 * without any limit of size.
 */
record Portfolio(
    State state,
    Choices choices,
    Account account,
    long cashMicros,
    SortedMap<Integer, Position> positions,
    List<Order> orders) {

    static Portfolio of(final State state, final Choices choices, final int accountId) {
        return new Portfolio(
            state,
            choices,
            state.account(accountId),
            state.account(accountId).cashMicros(),
            state.positions.get(accountId),
            state.restingOf(accountId));
    }

    Portfolio without(final Order order) {
        final List<Order> fewer = new ArrayList<>(orders);
        fewer.removeIf(each -> each.id() == order.id());
        return new Portfolio(state, choices, account, cashMicros, positions, fewer);
    }

    Portfolio plus(final Order order) {
        final List<Order> more = new ArrayList<>(orders);
        more.add(order);
        return new Portfolio(state, choices, account, cashMicros, positions, more);
    }

    Portfolio with(final int marketId, final Position position) {
        final SortedMap<Integer, Position> changed = new TreeMap<>(positions);
        changed.put(marketId, position);
        return new Portfolio(state, choices, account, cashMicros, changed, orders);
    }

    Portfolio withCash(final long micros) {
        return new Portfolio(state, choices, account, micros, positions, orders);
    }

    BigInteger equity() {
        BigInteger equity = BigInteger.valueOf(cashMicros);
        for (final SortedMap.Entry<Integer, Position> entry : positions.entrySet()) {
            final Market market = state.market(entry.getKey());
            if (!market.isIsolated(entry.getValue())) {
                equity = equity.add(value(market, entry.getValue()));
            }
        }
        return equity;
    }

    /** What a position is worth with what was paid for it. */
    private static BigInteger value(final Market market, final Position position) {
        return BigInteger.valueOf(position.quoteMicros()).add(product(position.lots(), market.markTicks));
    }

    /** Equity of an isolated position. */
    static BigInteger isolatedEquity(final Market market, final Position position) {
        return value(market, position).add(BigInteger.valueOf(position.isolatedMicros()));
    }

    StandardMargin margin(final int marketId) {
        return new StandardMargin(state, choices, account, state.market(marketId));
    }

    BigInteger openLoss() {
        BigInteger loss = BigInteger.ZERO;
        for (final Order order : orders) {
            if (!order.isReduceOnly()) {
                loss = loss.add(
                    loss(state, order.marketId(), order.side(), order.priceTicks(), order.remainingLots()));
            }
        }
        return loss;
    }

    /** What a fill at {@code priceTicks} would lose at once against the mark price. */
    static BigInteger loss(
        final State state, final int marketId, final Side side, final long priceTicks, final long lots) {
        final long mark = state.market(marketId).markTicks;
        final long lossPerLot = side == Side.BUY
            ? Math.subtractExact(priceTicks, mark)
            : Math.subtractExact(mark, priceTicks);
        return product(Math.max(0, lossPerLot), lots);
    }

    long reserveLots(final int marketId) {
        final long q = position(marketId).lots();
        final long ifBought = Math.addExact(q, reservedLots(marketId, Side.BUY));
        final long ifSold = Math.subtractExact(q, reservedLots(marketId, Side.SELL));
        return Math.max(Math.abs(ifBought), Math.abs(ifSold));
    }

    long reservedLots(final int marketId, final Side side) {
        long lots = 0;
        for (final Order order : orders) {
            if (order.marketId() == marketId && order.side() == side && !order.isReduceOnly()) {
                lots = Math.addExact(lots, order.remainingLots());
            }
        }
        return lots;
    }

    boolean isInPortfolioMode() {
        return state.portfolios.contains(account.id());
    }

    /** Whether the account's margin in a market is that of section 4. */
    boolean isOfPortfolio(final Market market) {
        return isInPortfolioMode() && !market.isIsolated(position(market.id()));
    }

    PortfolioMargin hedged() {
        return new PortfolioMargin(this);
    }

    /** With so many lots more in a market, which cost nothing. */
    Portfolio moved(final int marketId, final long lots) {
        final Position now = position(marketId);
        return with(marketId, now.with(Math.addExact(now.lots(), lots), now.quoteMicros(), now.entryMicros()));
    }

    /** What the account needs with all its orders, in its mode. */
    BigInteger requirement() {
        return isInPortfolioMode() ? hedged().initial().add(requirement(true)) : requirement(false);
    }

    private BigInteger requirement(final boolean onlyIsolated) {
        BigInteger requirement = BigInteger.ZERO;
        for (final int marketId : marketIds()) {
            if (!onlyIsolated || state.market(marketId).isIsolated(position(marketId))) {
                requirement = requirement.add(requirement(marketId));
            }
        }
        return requirement;
    }

    /** What it would need in the standard mode. */
    BigInteger standardRequirement() {
        return requirement(false);
    }

    private SortedSet<Integer> marketIds() {
        final SortedSet<Integer> marketIds = new TreeSet<>(positions.keySet());
        orders.forEach(order -> marketIds.add(order.marketId()));
        return marketIds;
    }

    private BigInteger requirement(final int marketId) {
        final StandardMargin margin = margin(marketId);
        final Position position = position(marketId);
        final BigInteger reserved = margin.initial(
            margin.notional(reserveLots(marketId)), position.chosenLeverage());
        return state.market(marketId).isIsolated(position)
            ? reserved.subtract(margin.initial(margin.notional(position.lots()), position.chosenLeverage()))
            : reserved;
    }

    boolean isMargined() {
        return equity().subtract(openLoss()).compareTo(requirement()) >= 0;
    }

    /** Whether it is within the caps of portfolio margin in this market; beyond them new risk falls back. */
    boolean isWithinCaps(final BigInteger equityAsItIs, final int marketId) {
        final BigInteger cents = BigInteger.valueOf(state.parameter(Parameter.PORTFOLIO_EXPOSURE_MAX_USDC))
            .multiply(BigInteger.valueOf(100));
        return equityAsItIs.compareTo(BigInteger.valueOf(state.parameter(Parameter.PORTFOLIO_STAY_MICROS))) >= 0
            && equityAsItIs.compareTo(BigInteger.valueOf(state.parameter(Parameter.PORTFOLIO_EQUITY_MAX_MICROS))) <= 0
            && hedged().markets() <= state.parameter(Parameter.PORTFOLIO_MARKETS_MAX)
            && hedged().largest(marketId).compareTo(cents) <= 0;
    }

    /** Whether equity and maintenance did not get worse than those of another portfolio, the first in proportion. */
    boolean isAsSafeAs(final BigInteger equityBefore, final Portfolio before, final BigInteger equityAfter) {
        final BigInteger least = before.hedged().maintenance();
        final BigInteger now = hedged().maintenance();
        return now.compareTo(least) <= 0
            && equityAfter.multiply(least).compareTo(equityBefore.multiply(now)) >= 0;
    }

    Position position(final int marketId) {
        return positions.getOrDefault(marketId, Position.NONE);
    }

    private static BigInteger product(final long a, final long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }
}
