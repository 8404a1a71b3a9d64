package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.List;
import steelyard.model.CancelReason;
import steelyard.model.HouseAccount;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.testkit.event.RiskEvent;

/** Section 9 of the risk rules, deleveraging: those on the other side close what a bankrupt set left. */
final class Deleveragings {
    private static final int HOUSE = HouseAccount.DELEVERAGING.id();
    private static final int DELEVERAGED = 2;

    private final Floor floor;
    private final State state;
    private final Emission out;

    Deleveragings(final Floor floor) {
        this.floor = floor;
        this.state = floor.state;
        this.out = floor.out;
    }

    boolean isUnderWay(final Market market) {
        return state.deleveragings.stream().anyMatch(each -> each.marketId == market.id());
    }

    /** The house has got these lots and a deficit with them. */
    void begin(final Market market, final long lots, final long deficit) {
        final BigInteger perLot =
            Choices.ceiling(BigInteger.valueOf(deficit), BigInteger.valueOf(lots).abs());
        final BigInteger mark = BigInteger.valueOf(market.markTicks);
        final long most = market.spec.maxPriceTicks();
        final BigInteger price = (lots > 0 ? mark.add(perLot) : mark.subtract(perLot))
            .max(BigInteger.valueOf(market.spec.allowsNonPositive() ? -most : 1)).min(BigInteger.valueOf(most));
        state.deleveragings.addLast(new State.Deleveraging(market.id(), price.longValueExact()));
    }

    /** Passes as many accounts as a command may. */
    void run() {
        long left = state.parameter(Parameter.SWEEP_MAX);
        final long eventsMax = state.parameter(Parameter.EVENTS_MAX) / 2;
        while (left > 0 && !state.deleveragings.isEmpty() && out.count() < eventsMax) {
            final State.Deleveraging first = state.deleveragings.getFirst();
            final Market market = state.market(first.marketId);
            if (market.state == MarketState.HALTED || !Prices.isFreshForLiquidation(state, market)) {
                state.deleveragings.addLast(state.deleveragings.removeFirst());
                return;
            }
            if (first.next < state.accounts.size()) {
                pass(first, market, first.next++);
                left--;
            } else {
                turn(first, market);
            }
        }
    }

    private void turn(final State.Deleveraging first, final Market market) {
        final boolean counted = !first.isClosing;
        if (counted && first.weights.signum() > 0) {
            first.isClosing = true;
            first.roundLots = Math.abs(state.position(HOUSE, market.id()).lots());
        } else {
            first.countsHedges = first.countsHedges || counted && first.isAtMark;
            first.isAtMark = first.isAtMark || counted;
            first.isClosing = false;
            first.weights = BigInteger.ZERO;
        }
        first.next = 0;
    }

    private void pass(final State.Deleveraging first, final Market market, final int accountId) {
        final BigInteger weight = weight(first, market, accountId);
        if (weight.signum() == 0) {
            return;
        }
        if (!first.isClosing) {
            first.weights = first.weights.add(weight);
            return;
        }
        final List<Order> reducing = state.reduceOnlyOrders(accountId, market.id());
        final long most = state.parameter(Parameter.EVENTS_MAX) / 16;
        if (reducing.size() > most) {
            reducing.stream().limit(most)
                .forEach(order -> floor.book.cancelResting(order, CancelReason.COMMAND_BOUND));
            first.next = accountId;
            return;
        }
        final long lots = Choices.ceiling(
                BigInteger.valueOf(first.roundLots).multiply(weight.min(first.weights)), first.weights)
            .min(BigInteger.valueOf(state.position(accountId, market.id()).lots()).abs())
            .min(BigInteger.valueOf(state.position(HOUSE, market.id()).lots()).abs()).longValueExact();
        close(first, market, accountId, lots);
    }

    private BigInteger weight(final State.Deleveraging first, final Market market, final int accountId) {
        final long house = state.position(HOUSE, market.id()).lots();
        final Position position = state.position(accountId, market.id());
        if (position.lots() == 0 || position.lots() > 0 == house > 0) {
            return BigInteger.ZERO;
        }
        if (!first.countsHedges && hedges(accountId, market, position)) {
            return BigInteger.ZERO;
        }
        final BigInteger size = BigInteger.valueOf(position.lots()).abs();
        if (first.isAtMark) {
            return size;
        }
        final BigInteger profit =
            size.multiply(BigInteger.valueOf(first.priceTicks)).subtract(BigInteger.valueOf(position.entryMicros()));
        return (position.lots() > 0 ? profit : profit.negate()).max(BigInteger.ZERO);
    }

    /** Whether the account would need more without the position. */
    private boolean hedges(final int accountId, final Market market, final Position position) {
        final Portfolio portfolio = Portfolio.of(state, floor.choices, accountId);
        return portfolio.isInPortfolioMode()
            && portfolio.moved(market.id(), -position.lots()).hedged().maintenance()
                .compareTo(portfolio.hedged().maintenance()) > 0;
    }

    private void close(
        final State.Deleveraging first, final Market market, final int accountId, final long lots) {
        floor.funding.bringUpToDate(accountId);
        floor.funding.bringUpToDate(HOUSE);
        final long signed = state.position(HOUSE, market.id()).lots() > 0 ? -lots : lots;
        transfer(
            accountId, HOUSE, market, signed, first.isAtMark ? market.markTicks : first.priceTicks, 0, DELEVERAGED,
            0);
        floor.fills.keepReduceOnly(accountId, market.id());
        if (state.position(HOUSE, market.id()).lots() == 0) {
            state.deleveragings.removeFirst();
            if (state.deleveragings.isEmpty()) {
                balance();
            }
        }
    }

    private void balance() {
        final int fund = HouseAccount.INSURANCE.id();
        final long cash = state.account(HOUSE).cashMicros();
        final long missing = Math.min(-cash, state.account(fund).cashMicros());
        if (cash > 0) {
            pay(HOUSE, fund, cash);
        } else if (missing > 0) {
            pay(fund, HOUSE, missing);
        }
    }

    private void pay(final int from, final int to, final long micros) {
        state.addCash(from, -micros);
        state.addCash(to, micros);
        out.add(new RiskEvent.HouseTransferred(
            out.header(), micros, state.account(from).cashMicros(), state.account(to).cashMicros(), from, to));
    }

    /** Moves lots, signed as the receiver gets them, and cash with them. */
    void transfer(
        final int fromId, final int toId, final Market market, final long lots, final long priceTicks,
        final long margin, final int reason, final long equity) {
        floor.fills.move(toId, market, lots, priceTicks);
        final long pnl = floor.fills.move(fromId, market, -lots, priceTicks);
        state.addCash(fromId, -margin);
        state.addCash(toId, margin);
        final Position to = state.position(toId, market.id());
        final Position from = state.position(fromId, market.id());
        out.add(new RiskEvent.PositionTransferred(
            out.header(), lots, priceTicks, margin, state.account(fromId).cashMicros(), to.lots(), to.quoteMicros(),
            to.entryMicros(), to.isolatedMicros(), state.account(toId).cashMicros(), fromId, toId, market.id(),
            from.lots(), from.quoteMicros(), from.entryMicros(), from.isolatedMicros(), pnl, reason,
            market.isIsolated(from), equity, state.account(fromId).address()));
    }
}
