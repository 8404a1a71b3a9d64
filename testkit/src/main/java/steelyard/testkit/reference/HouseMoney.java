package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import steelyard.model.AccountKind;
import steelyard.model.HouseAccount;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.testkit.command.RiskCommand;
import steelyard.testkit.event.RiskEvent;

/** Section 10 of the risk rules: the money of the house, and what it does with positions that it took over. */
final class HouseMoney {
    private static final int FUND = HouseAccount.INSURANCE.id();
    private static final int BACKSTOP = HouseAccount.BACKSTOP.id();
    private static final int DEBTOR = HouseAccount.DELEVERAGING.id();
    private static final Set<Integer> GIVERS =
        Set.of(HouseAccount.FEES.id(), FUND, BACKSTOP, HouseAccount.ROUNDING.id());
    private static final Set<Integer> TAKERS = Set.of(FUND, BACKSTOP, DEBTOR, HouseAccount.FEES.id());
    private static final long AMOUNT_MAX_MICROS = 1L << 56;
    private static final long HOUR_NANOS = 3_600_000_000_000L;
    private static final int HOURS = 8;
    private static final BigInteger E4 = BigInteger.valueOf(10_000);
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    private final Floor floor;
    private final State state;
    private final Emission out;

    HouseMoney(final Floor floor) {
        this.floor = floor;
        this.state = floor.state;
        this.out = floor.out;
    }

    private long cash(final int accountId) {
        return state.account(accountId).cashMicros();
    }

    /** What time brings: the peak of the fund in this hour, and in those that passed since the last command. */
    void pass() {
        final long hour = Math.floorDiv(state.now, HOUR_NANOS);
        if (hour > state.fundHour) {
            for (long each = Math.max(state.fundHour + 1, hour - HOURS + 1); each <= hour; each++) {
                state.fundPeaks.put(each, cash(FUND));
            }
            state.fundHour = hour;
        } else {
            state.fundPeaks.merge(hour, cash(FUND), Math::max);
        }
    }

    /** What the fund can spare for positions that others could take. */
    long spareMicros() {
        long peak = 0;
        for (long hour = state.fundHour - HOURS + 1; hour <= state.fundHour; hour++) {
            peak = Math.max(peak, state.fundPeaks.getOrDefault(hour, 0L));
        }
        final BigInteger kept = Choices.ceiling(
            BigInteger.valueOf(peak).multiply(E4.subtract(parameter(Parameter.FUND_DROP_E4))), E4);
        return BigInteger.valueOf(cash(FUND)).subtract(kept).max(BigInteger.ZERO).longValueExact();
    }

    Verdict transfer(final RiskCommand.TransferHouseCash c) {
        final int from = c.fromAccountId();
        final int to = c.toAccountId();
        final boolean isAllowed = from != to && GIVERS.contains(from) && TAKERS.contains(to)
            && !(from == FUND && to == HouseAccount.FEES.id());
        if (!isAllowed) {
            return Verdict.refused(RejectReason.INVALID_HOUSE_TRANSFER);
        }
        if (c.amountMicros() < 1 || c.amountMicros() > AMOUNT_MAX_MICROS) {
            return Verdict.refused(RejectReason.INVALID_AMOUNT, AMOUNT_MAX_MICROS);
        }
        if (from == BACKSTOP) {
            floor.funding.bringUpToDate(BACKSTOP);
            for (final Market market : new MarginSet(floor, BACKSTOP, MarginSet.CROSS).markets()) {
                if (!Prices.isFresh(state, market)) {
                    return Verdict.refused(RejectReason.FUNDS_PRICE_STALE, market.id());
                }
            }
        }
        final long free = from == BACKSTOP
            ? Funds.free(Portfolio.of(state, floor.choices, BACKSTOP)).longValueExact()
            : Math.max(0, cash(from));
        if (c.amountMicros() > free) {
            return Verdict.refused(RejectReason.INSUFFICIENT_FUNDS, free);
        }
        state.addCash(from, -c.amountMicros());
        state.addCash(to, c.amountMicros());
        out.add(new RiskEvent.HouseCashTransferred(
            out.header(), c.amountMicros(), cash(from), cash(to), from, to, c.remark()));
        return Verdict.ACCEPTED;
    }

    Verdict moveInsurance(final RiskCommand.MoveInsurance c) {
        final String first = c.remark().operatorName();
        if (first.isEmpty() || c.secondOperator().isEmpty() || first.equals(c.secondOperator())) {
            return Verdict.refused(RejectReason.SAME_OPERATOR);
        }
        final long amount = c.amountMicros();
        if (amount == 0 || amount < -AMOUNT_MAX_MICROS || amount > AMOUNT_MAX_MICROS) {
            return Verdict.refused(RejectReason.INVALID_AMOUNT, AMOUNT_MAX_MICROS);
        }
        final long last = state.lastDepositNumbers.getOrDefault(c.sourceId(), 0L);
        if (c.number() <= last) {
            return Verdict.refused(RejectReason.DEPOSIT_ALREADY_APPLIED, c.number(), last);
        }
        if (state.depositedMicros > Operators.DEPOSITS_MAX_MICROS - Math.max(0, amount)) {
            return Verdict.refused(RejectReason.LIMIT_REACHED, Operators.DEPOSITS_MAX_MICROS);
        }
        final long free = Math.max(0, cash(FUND));
        if (-amount > free) {
            return Verdict.refused(RejectReason.INSUFFICIENT_FUNDS, free);
        }
        state.lastDepositNumbers.put(c.sourceId(), c.number());
        state.depositedMicros += Math.max(0, amount);
        state.addCash(FUND, amount);
        out.add(new RiskEvent.InsuranceMoved(
            out.header(), c.number(), amount, cash(FUND), c.sourceId(), c.secondOperator(), c.remark()));
        return Verdict.ACCEPTED;
    }

    Verdict socialize(final RiskCommand.SocializeDebt c) {
        if (cash(DEBTOR) >= 0 || !state.deleveragings.isEmpty() || state.sharedDebt != null) {
            return Verdict.refused(RejectReason.INVALID_HOUSE_TRANSFER);
        }
        state.sharedDebt = new State.SharedDebt();
        out.add(new RiskEvent.DebtSocialized(out.header(), -cash(DEBTOR), c.remark()));
        return Verdict.ACCEPTED;
    }

    /** Passes as many accounts as a command may, to weigh them and then to let them pay. */
    void share() {
        long left = state.parameter(Parameter.SWEEP_MAX);
        while (left > 0 && state.sharedDebt != null && out.count() < state.parameter(Parameter.EVENTS_MAX) / 2) {
            final State.SharedDebt debt = state.sharedDebt;
            if (debt.next < state.accounts.size()) {
                pass(debt, debt.next++);
                left--;
            } else if (debt.isPaying || debt.weights.signum() == 0 || cash(DEBTOR) >= 0) {
                state.sharedDebt = null;
            } else {
                debt.isPaying = true;
                debt.next = 0;
                debt.micros = BigInteger.valueOf(-cash(DEBTOR));
            }
        }
    }

    private void pass(final State.SharedDebt debt, final int accountId) {
        final boolean hasPosition =
            state.positions.get(accountId).values().stream().anyMatch(position -> position.lots() != 0);
        if (state.account(accountId).kind() == AccountKind.HOUSE || !hasPosition) {
            return;
        }
        floor.funding.bringUpToDate(accountId);
        final BigInteger weight = Funds.free(Portfolio.of(state, floor.choices, accountId));
        if (!debt.isPaying) {
            debt.weights = debt.weights.add(weight);
            return;
        }
        final long paid = Choices.ceiling(debt.micros.multiply(weight.min(debt.weights)), debt.weights)
            .min(weight).min(BigInteger.valueOf(-cash(DEBTOR))).longValueExact();
        if (paid > 0) {
            move(accountId, DEBTOR, paid);
        }
        if (cash(DEBTOR) >= 0) {
            state.sharedDebt = null;
        }
    }

    /** Moves cash to or from the house, and tells it. */
    void move(final int from, final int to, final long micros) {
        state.addCash(from, -micros);
        state.addCash(to, micros);
        out.add(new RiskEvent.HouseTransferred(out.header(), micros, cash(from), cash(to), from, to));
    }

    /** Gives a slice of what the backstop took back to the market, if it is time for one. */
    void unwind() {
        final long waitMillis = state.parameter(Parameter.UNWIND_MILLIS);
        if (waitMillis == 0 || state.now < state.nextUnwindNanos
            || out.count() >= state.parameter(Parameter.EVENTS_MAX) / 2) {
            return;
        }
        final List<Market> markets = Stream.concat(
                state.markets.stream().filter(market -> market.id() > state.unwoundMarket),
                state.markets.stream().filter(market -> market.id() <= state.unwoundMarket))
            .filter(market -> state.position(BACKSTOP, market.id()).lots() != 0
                && market.state == MarketState.ACTIVE && Prices.isFreshForLiquidation(state, market))
            .toList();
        if (!markets.isEmpty()) {
            state.unwoundMarket = markets.getFirst().id();
            state.nextUnwindNanos = state.now + waitMillis * 1_000_000;
            floor.funding.bringUpToDate(BACKSTOP);
            unwind(markets.getFirst());
        }
    }

    private void unwind(final Market market) {
        final long q = state.position(BACKSTOP, market.id()).lots();
        final BigInteger price = StandardMargin.marginPrice(market);
        final long most = Math.min(Math.abs(q), market.spec.maxOrderLots());
        final long lots = price.signum() == 0 ? most
            : parameter(Parameter.UNWIND_USDC).multiply(MILLION).divide(price).max(BigInteger.ONE)
                .min(BigInteger.valueOf(most)).longValueExact();
        final BigInteger distance = parameter(Parameter.UNWIND_BAND_E6).multiply(BigInteger.valueOf(1_000));
        final long limit = Liquidations.limit(market, q > 0, distance);
        final Side side = q > 0 ? Side.SELL : Side.BUY;
        if (floor.liquidations.crosses(market, side, limit)) {
            out.add(new RiskEvent.BackstopUnwound(out.header(), lots, limit, market.id()));
            floor.liquidations.send(
                BACKSTOP, market, side, lots, limit, state.parameter(Parameter.EVENTS_MAX), false);
        }
    }

    private BigInteger parameter(final Parameter parameter) {
        return BigInteger.valueOf(state.parameter(parameter));
    }
}
