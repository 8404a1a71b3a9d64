package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import steelyard.model.CancelReason;
import steelyard.model.HouseAccount;
import steelyard.model.MarketParameter;
import steelyard.model.MarketState;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.testkit.command.ClientOrderId;
import steelyard.testkit.event.RiskEvent;

/** Section 9 of the risk rules: margin sets are made healthy, in parts. */
final class Liquidations {
    private static final int CANCELS_MAX = 64;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final BigInteger MICROS = BigInteger.valueOf(1_000_000);
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger TEN_THOUSAND = BigInteger.valueOf(10_000);

    private final Floor floor;
    private final State state;
    private final Emission out;

    Liquidations(final Floor floor) {
        this.floor = floor;
        this.state = floor.state;
        this.out = floor.out;
    }

    /** As many steps as a command may do. */
    void run() {
        final long stepsMax = state.parameter(Parameter.STEPS_MAX);
        final long eventsMax = state.parameter(Parameter.EVENTS_MAX) / 2;
        for (long i = 0; i < stepsMax && !state.waiting.isEmpty()
            && state.waiting.getFirst().notBeforeNanos() <= state.now; i++) {
            state.liquidations.addLast(state.waiting.removeFirst());
        }
        for (long steps = 0; steps < stepsMax && !state.liquidations.isEmpty() && out.count() < eventsMax; steps++) {
            step(state.liquidations.removeFirst());
        }
    }

    private void step(final State.Liquidation first) {
        floor.funding.bringUpToDate(first.accountId());
        final MarginSet set = new MarginSet(floor, first.accountId(), first.marketId());
        final List<Market> markets = set.markets();
        if (markets.isEmpty()) {
            payDebt(set.accountId());
            floor.looks.judge(set);
            return;
        }
        if (!markets.stream().allMatch(market -> Prices.isFreshForLiquidation(state, market))) {
            wait(first, first.rounds());
            return;
        }
        final BigInteger equity = set.equity();
        final BigInteger maintenance = set.maintenance();
        if (equity.compareTo(set.least()) >= 0) {
            floor.looks.judge(set);
        } else if (set.isOfBackstop()) {
            giveUp(first, set, equity, maintenance);
        } else if (cancelOrders(set)) {
            state.liquidations.addFirst(first);
        } else {
            reduce(first, set, equity, maintenance);
        }
    }

    private void giveUp(
        final State.Liquidation first, final MarginSet set, final BigInteger equity, final BigInteger maintenance) {
        if (deleverageOne(set, equity, maintenance)) {
            state.liquidations.addFirst(first);
        } else {
            wait(first, first.rounds());
        }
    }

    private void reduce(
        final State.Liquidation first, final MarginSet set, final BigInteger equity, final BigInteger maintenance) {
        final BigInteger takeover = Choices.ceiling(
            maintenance.multiply(parameter(Parameter.TAKEOVER_E6)), MILLION);
        final boolean takesOver = equity.compareTo(takeover) < 0
            || first.rounds() >= state.parameter(Parameter.ROUNDS_MAX);
        if (takesOver && (takeOverOne(set, equity, maintenance)
            || equity.signum() < 0 && deleverageOne(set, equity, maintenance))) {
            state.liquidations.addFirst(first);
            return;
        }
        final Candidate candidate = toClose(set, equity, maintenance);
        if (candidate == null) {
            wait(first, first.rounds());
            return;
        }
        if (slice(first, set, candidate, equity, maintenance)) {
            state.liquidations.addFirst(new State.Liquidation(first.accountId(), first.marketId(), 0, 0));
        } else {
            wait(first, first.rounds() + 1);
        }
    }

    /** Whether there were orders to cancel. */
    private boolean cancelOrders(final MarginSet set) {
        int canceled = 0;
        for (final Market market : set.markets()) {
            for (final Order order : state.restingOf(set.accountId())) {
                if (order.marketId() == market.id() && !order.isReduceOnly() && canceled < CANCELS_MAX) {
                    floor.book.cancelResting(order, CancelReason.LIQUIDATED);
                    canceled++;
                }
            }
        }
        return canceled > 0;
    }

    private void wait(final State.Liquidation set, final long rounds) {
        final long until = state.now + state.parameter(Parameter.ROUND_MILLIS) * NANOS_PER_MILLI;
        state.waiting.addLast(new State.Liquidation(set.accountId(), set.marketId(), until, rounds));
    }

    private void payDebt(final int accountId) {
        if (new MarginSet(floor, accountId, MarginSet.CROSS).markets().isEmpty()) {
            payFromInsurance(accountId, -state.account(accountId).cashMicros());
        }
    }

    /** As much of it as the fund has; answers how much. */
    private long payFromInsurance(final int accountId, final long wanted) {
        final int fund = HouseAccount.INSURANCE.id();
        final long micros = Math.min(wanted, state.account(fund).cashMicros());
        if (micros <= 0) {
            return 0;
        }
        state.addCash(fund, -micros);
        state.addCash(accountId, micros);
        out.add(new RiskEvent.InsurancePaid(
            out.header(), micros, state.account(fund).cashMicros(), state.account(accountId).cashMicros(), accountId));
        return micros;
    }

    /** A position that may be closed in part: how much frees what, and how much of it. */
    private record Candidate(Market market, BigInteger gain, BigInteger cost, long lots) {
        /** Whether it frees more for what it costs. */
        boolean isBetterThan(final Candidate other) {
            return gain.multiply(other.cost.add(BigInteger.ONE))
                .compareTo(other.gain.multiply(cost.add(BigInteger.ONE))) > 0;
        }

        static Candidate best(final List<Candidate> byMarket) {
            Candidate best = null;
            for (final Candidate each : byMarket) {
                best = best == null || each.isBetterThan(best) ? each : best;
            }
            return best;
        }
    }

    private Candidate toClose(final MarginSet set, final BigInteger equity, final BigInteger maintenance) {
        final List<Candidate> candidates = new ArrayList<>();
        for (final Market market : set.markets()) {
            if (market.state == MarketState.ACTIVE && !(set.isPortfolio() && set.hedged().hedges(market))) {
                final BigInteger gain = gain(set, market);
                candidates.add(new Candidate(
                    market, gain, cost(market), sliceLots(set, market, gain, equity, maintenance)));
            }
        }
        if (!set.isPortfolio()) {
            return Candidate.best(candidates);
        }
        final List<Candidate> halved = candidates.stream().map(each -> halved(set, each, maintenance))
            .filter(each -> each.lots() > 0).toList();
        return Candidate.best(halved.isEmpty() ? candidates : halved);
    }

    /** With so few lots that closing them makes the maintenance of a portfolio smaller. */
    private Candidate halved(final MarginSet set, final Candidate candidate, final BigInteger maintenance) {
        final Portfolio portfolio = Portfolio.of(state, floor.choices, set.accountId());
        final int sign = Long.signum(set.position(candidate.market()).lots());
        long lots = candidate.lots();
        while (lots > 0 && portfolio.moved(candidate.market().id(), -sign * lots).hedged().maintenance()
            .compareTo(maintenance) >= 0) {
            lots /= 2;
        }
        return new Candidate(candidate.market(), candidate.gain(), candidate.cost(), lots);
    }

    private static BigInteger gain(final MarginSet set, final Market market) {
        return set.isPortfolio() ? rate(set, market) : rate(set, market).max(set.margin(market).closeOutNanos());
    }

    /** What fee and limit are made of. */
    private static BigInteger rate(final MarginSet set, final Market market) {
        final StandardMargin margin = set.margin(market);
        return set.isPortfolio()
            ? set.hedged().gainNanos(market)
            : margin.rateNanos(margin.notional(set.position(market).lots()));
    }

    private static BigInteger cost(final Market market) {
        return BigInteger.valueOf(market.risk(MarketParameter.CLOSE_COST_E5)).multiply(TEN_THOUSAND);
    }

    /** Closes a part of the position; whether anything of it was. */
    private boolean slice(
        final State.Liquidation first, final MarginSet set, final Candidate candidate, final BigInteger equity,
        final BigInteger maintenance) {
        final Market market = candidate.market();
        final long before = set.position(market).lots();
        final Side side = before > 0 ? Side.SELL : Side.BUY;
        final long lots = candidate.lots();
        final long limit = limit(set, candidate, equity, maintenance, first.rounds());
        final BigInteger fee = feeNanos(rate(set, market));
        out.add(new RiskEvent.LiquidationStep(
            out.header(), equity.longValueExact(), maintenance.longValueExact(), lots, limit, first.rounds(),
            set.accountId(), set.marketId(), market.id(), market.markTicks, state.account(set.accountId()).address()));
        final Action action = crosses(market, side, limit)
            ? send(set.accountId(), market, side, lots, limit, state.parameter(Parameter.EVENTS_MAX) - 1,
                state.parameter(Parameter.LIQUIDATION_MAKER_E4) != 0)
            : null;
        final long closed = Math.abs(before - set.position(market).lots());
        if (closed != 0) {
            final long paid = payFee(set, market, set.margin(market).notional(closed).multiply(fee).divide(NANOS));
            share(BigInteger.valueOf(paid), BigInteger.valueOf(closed), action);
        }
        return closed != 0;
    }

    /** Gives a part of the fee on to the makers. */
    private void share(final BigInteger fee, final BigInteger closed, final Action action) {
        final BigInteger part = fee.multiply(parameter(Parameter.LIQUIDATION_MAKER_E4)).divide(TEN_THOUSAND);
        for (final Action.Taken taken : action.taken) {
            final long micros = part.multiply(BigInteger.valueOf(taken.lots())).divide(closed).longValueExact();
            if (micros != 0) {
                floor.house.move(HouseAccount.INSURANCE.id(), taken.makerId(), micros);
            }
        }
    }

    boolean crosses(final Market market, final Side side, final long limit) {
        final List<Order> opposite = state.bestOrders(market.id(), side.opposite());
        return !opposite.isEmpty() && (side == Side.BUY
            ? limit >= opposite.getFirst().priceTicks()
            : limit <= opposite.getFirst().priceTicks());
    }

    private BigInteger feeNanos(final BigInteger rate) {
        return rate.multiply(parameter(Parameter.LIQUIDATION_FEE_E4)).divide(TEN_THOUSAND);
    }

    /** The fund's part, out of what the set has; answers how much it was. */
    private long payFee(final MarginSet set, final Market market, final BigInteger asked) {
        final long fee = asked.min(set.equity().max(BigInteger.ZERO)).longValueExact();
        if (fee == 0) {
            return 0;
        }
        final int fund = HouseAccount.INSURANCE.id();
        if (set.isCross()) {
            state.addCash(set.accountId(), -fee);
        } else {
            final Position position = set.position(market);
            state.movePosition(set.accountId(), market.id(), position.withIsolated(position.isolatedMicros() - fee));
        }
        state.addCash(fund, fee);
        out.add(new RiskEvent.LiquidationFeePaid(
            out.header(), fee, set.position(market).isolatedMicros(), state.account(set.accountId()).cashMicros(),
            state.account(fund).cashMicros(), set.accountId(), market.id()));
        return fee;
    }

    /** Sends an order of the house within so many events. */
    Action send(
        final int accountId, final Market market, final Side side, final long lots, final long limit,
        final long eventsMax, final boolean isShared) {
        state.lastOrderId++;
        out.limit(eventsMax);
        final Order order = new Order(
            state.lastOrderId, accountId, market.id(), side, limit, lots, lots, lots, 0, state.now, 0,
            ClientOrderId.NONE, OrderFlags.REDUCE_ONLY | OrderFlags.LIQUIDATION, TimeInForce.IOC, 0);
        final Action action = Action.ofHouse(accountId);
        action.isShared = isShared;
        floor.matching.placeOfHouse(action, order, false);
        return action;
    }

    private long sliceLots(
        final MarginSet set, final Market market, final BigInteger gain, final BigInteger equity,
        final BigInteger maintenance) {
        final BigInteger target = parameter(Parameter.TARGET_E4);
        final long q = Math.abs(set.position(market).lots());
        final BigInteger notional = set.margin(market).notional(q);
        final BigInteger wanted = Choices.ceiling(maintenance.multiply(target), TEN_THOUSAND).subtract(equity);
        final BigInteger divisor = gain.multiply(target).divide(TEN_THOUSAND)
            .subtract(cost(market)).subtract(feeNanos(rate(set, market)));
        BigInteger x = divisor.signum() <= 0
            ? notional
            : Choices.ceiling(wanted.multiply(NANOS), divisor).min(notional);
        if (notional.compareTo(parameter(Parameter.SLICE_USDC).multiply(MICROS)) > 0) {
            x = x.min(notional.multiply(parameter(Parameter.SLICE_E4)).divide(TEN_THOUSAND));
        }
        final BigInteger depth = BigInteger.valueOf(market.risk(MarketParameter.DEPTH_USDC)).multiply(MICROS);
        if (depth.signum() != 0) {
            x = x.min(depth.divide(BigInteger.TEN));
        }
        x = x.max(BigInteger.valueOf(market.spec.minNotionalMicros()));
        final BigInteger price = set.margin(market).notional(1);
        final long most = Math.min(q, market.spec.maxOrderLots());
        return price.signum() == 0 ? most
            : Choices.ceiling(x, price).max(BigInteger.ONE).min(BigInteger.valueOf(most)).longValueExact();
    }

    private long limit(
        final MarginSet set, final Candidate candidate, final BigInteger equity, final BigInteger maintenance,
        final long rounds) {
        final Market market = candidate.market();
        final BigInteger health =
            equity.signum() <= 0 ? BigInteger.ZERO : equity.multiply(NANOS).divide(maintenance);
        final BigInteger urgency = NANOS.subtract(health).max(BigInteger.ZERO).min(NANOS)
            .add(BigInteger.valueOf((rounds + 1) * 250_000_000));
        final BigInteger byHealth = urgency.multiply(BigInteger.valueOf(3)).multiply(rate(set, market))
            .divide(NANOS.shiftLeft(1));
        final BigInteger distance = byHealth.min(
            BigInteger.valueOf(market.risk(MarketParameter.LIQUIDATION_BAND_E6)).multiply(BigInteger.valueOf(1_000)));
        return limit(market, set.position(market).lots() > 0, distance);
    }

    /** The limit of an order of the house that is so far from the mark, in nanos of it. */
    static long limit(final Market market, final boolean sells, final BigInteger distance) {
        final BigInteger mark = BigInteger.valueOf(market.markTicks);
        final BigInteger away = mark.abs().multiply(distance).divide(NANOS);
        final long most = market.spec.maxPriceTicks();
        final BigInteger least = BigInteger.valueOf(market.spec.allowsNonPositive() ? -most : 1);
        final long limit = (sells ? mark.subtract(away) : mark.add(away))
            .max(least).min(BigInteger.valueOf(most)).longValueExact();
        return sells ? market.validAtOrAbove(limit) : market.validAtOrBelow(limit);
    }

    /** Gives the backstop the first position that it can take; whether there was one. */
    private boolean takeOverOne(final MarginSet set, final BigInteger equity, final BigInteger maintenance) {
        for (final Market market : toGive(set)) {
            final BigInteger share = share(set, market, equity, maintenance);
            final long fund = floor.house.spareMicros();
            if (market.state != MarketState.HALTED && hasRoom(set, market)
                && (share.signum() >= 0 || share.negate().compareTo(BigInteger.valueOf(fund)) <= 0)) {
                takeOver(set, market, share.longValueExact(), equity);
                return true;
            }
        }
        return false;
    }

    private boolean hasRoom(final MarginSet set, final Market market) {
        final BigInteger cap = BigInteger.valueOf(market.risk(MarketParameter.BACKSTOP_CAP_USDC)).multiply(MICROS);
        final BigInteger together = BigInteger.valueOf(set.position(market).lots())
            .add(BigInteger.valueOf(state.position(HouseAccount.BACKSTOP.id(), market.id()).lots()));
        return cap.signum() > 0 && !market.isIsolatedOnly()
            && together.multiply(BigInteger.valueOf(market.markTicks)).abs().compareTo(cap) <= 0;
    }

    /** The positions of the set, those first that do not hedge others, each kind by market. */
    private static List<Market> toGive(final MarginSet set) {
        final List<Market> markets = new ArrayList<>(set.markets());
        if (set.isPortfolio()) {
            final PortfolioMargin hedged = set.hedged();
            markets.sort(Comparator.comparing(hedged::hedges));
        }
        return markets;
    }

    private static BigInteger share(
        final MarginSet set, final Market market, final BigInteger equity, final BigInteger maintenance) {
        if (set.isPortfolio()) {
            final PortfolioMargin hedged = set.hedged();
            final BigInteger sum = set.markets().stream().map(hedged::weight)
                .reduce(BigInteger.ZERO, BigInteger::add);
            return set.markets().size() == 1 ? equity : floorDiv(equity.multiply(hedged.weight(market)), sum);
        }
        final BigInteger required = set.maintenance(market);
        return required.equals(maintenance) || maintenance.signum() == 0
            ? equity
            : floorDiv(equity.multiply(required), maintenance);
    }

    private void takeOver(
        final MarginSet set, final Market market, final long share, final BigInteger equity) {
        if (!cancelReducing(set, market)) {
            return;
        }
        payFromInsurance(set.accountId(), -share);
        move(set, market, HouseAccount.BACKSTOP, Math.max(0, share), 0, equity);
    }

    /** Whether none is left. */
    private boolean cancelReducing(final MarginSet set, final Market market) {
        final List<Order> orders = state.reduceOnlyOrders(set.accountId(), market.id());
        final long most = state.parameter(Parameter.EVENTS_MAX) / 16;
        orders.stream().limit(most).forEach(order -> floor.book.cancelResting(order, CancelReason.LIQUIDATED));
        return orders.size() <= most;
    }

    private void move(
        final MarginSet set, final Market market, final HouseAccount house, final long margin, final int reason,
        final BigInteger equity) {
        floor.funding.bringUpToDate(house.id());
        floor.deleveragings.transfer(
            set.accountId(), house.id(), market, set.position(market).lots(), market.markTicks, margin, reason,
            equity.longValueExact());
    }

    /** Leaves the first position that it can to those on the other side; whether there was one. */
    private boolean deleverageOne(
        final MarginSet set, final BigInteger equity, final BigInteger maintenance) {
        for (final Market market : toGive(set)) {
            if (market.state != MarketState.HALTED && !floor.deleveragings.isUnderWay(market)) {
                final long debt = -share(set, market, equity, maintenance).longValueExact();
                final long lots = set.position(market).lots();
                if (!cancelReducing(set, market)) {
                    return true;
                }
                final long deficit =
                    debt - payFromInsurance(set.accountId(), Math.min(debt, floor.house.spareMicros()));
                move(set, market, HouseAccount.DELEVERAGING, -deficit, 1, equity);
                floor.deleveragings.begin(market, lots, deficit);
                return true;
            }
        }
        return false;
    }

    private BigInteger parameter(final Parameter parameter) {
        return BigInteger.valueOf(state.parameter(parameter));
    }

    private static BigInteger floorDiv(final BigInteger dividend, final BigInteger positive) {
        return dividend.subtract(dividend.mod(positive)).divide(positive);
    }
}
