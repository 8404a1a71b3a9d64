package steelyard.exchange.risk;

import steelyard.exchange.event.EventStage;
import steelyard.exchange.event.FundingEvents;
import steelyard.exchange.event.LiquidationEvents;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.RiskQueues;
import steelyard.model.FixedPoint;
import steelyard.model.HouseAccount;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.risk.margin.MarginWatch;
import steelyard.risk.margin.PortfolioHealth;
import steelyard.risk.margin.Positions;

/** Liquidates margin sets, a step at a time. {@code docs/risk-rules.md#9-liquidation}. */
final class LiquidationWork {
    private static final int CANCELS_MAX = 64;
    private static final int TO_BACKSTOP = 0;
    private static final int TO_DELEVERAGING = 1;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MICROS_PER_USDC = 1_000_000;
    private static final long ONE_E4 = 10_000;
    private static final long ONE_E6 = 1_000_000;

    private final ExchangeState state;
    private final EventStage stage;
    private final Positions positions;
    private final MarginWatch watch;
    private final PortfolioHealth health;
    private final RiskQueues queues;
    private final LookWork looks;
    private final LiquidationOrders orders;
    private final LiquidationEvents events;
    private final FundingPayments payments;
    private final Slice slice;
    private final InsuranceFund fund;
    private final FundingEvents houseEvents;
    private int accountId;
    private int marketId;
    private long equity;
    private long maintenance;

    LiquidationWork(
        final ExchangeState state,
        final EventStage stage,
        final LookWork looks,
        final LiquidationOrders orders,
        final LiquidationEvents events,
        final FundingPayments payments,
        final InsuranceFund fund) {
        this.state = state;
        this.stage = stage;
        this.positions = state.positions();
        this.watch = state.margin().watch();
        this.health = state.margin().portfolioHealth();
        this.queues = state.riskQueues();
        this.looks = looks;
        this.orders = orders;
        this.events = events;
        this.payments = payments;
        this.slice = new Slice(state);
        this.fund = fund;
        this.houseEvents = new FundingEvents(state, stage);
    }

    /** As many steps as a command may do. */
    void run() {
        final long steps = state.parameters().value(Parameter.STEPS_MAX);
        final long eventsMax = state.parameters().value(Parameter.EVENTS_MAX) / 2;
        queues.wake(state.counters().nowNanos(), steps);
        for (long i = 0; i < steps && queues.ready().count() > 0 && stage.boundedCount() < eventsMax; i++) {
            step();
        }
    }

    private void step() {
        accountId = queues.ready().accountId(0);
        marketId = queues.ready().marketId(0);
        payments.bringUpToDate(accountId);
        if (!watch.hasPosition(accountId, marketId)) {
            cover();
            leave();
            return;
        }
        if (!isFresh()) {
            pause(queues.ready().rounds(0));
            return;
        }
        equity = watch.equityMicros(accountId, marketId);
        maintenance = watch.maintenanceMicros(accountId, marketId);
        if (equity >= watch.floorMicros(accountId, marketId)) {
            leave();
        } else if (accountId == HouseAccount.BACKSTOP.id()) {
            giveUp();
        } else if (cancelOrders() == 0) {
            reduce();
        }
    }

    /** What the bankrupt backstop holds goes to the other side. */
    private void giveUp() {
        if (!deleverage()) {
            pause(queues.ready().rounds(0));
        }
    }

    private void reduce() {
        final long takeover = FixedPoint.mulDivCeil(
            maintenance, state.parameters().value(Parameter.TAKEOVER_E6), ONE_E6);
        final boolean takes = equity < takeover
            || queues.ready().rounds(0) >= state.parameters().value(Parameter.ROUNDS_MAX);
        if (takes && (takeOver() || equity < 0 && deleverage())) {
            return;
        }
        if (!slice.choose(accountId, marketId, equity, maintenance, queues.ready().rounds(0))) {
            pause(queues.ready().rounds(0));
            return;
        }
        close();
    }

    private void close() {
        final int slot = positions.find(accountId, slice.marketId());
        final long before = positions.quantityLots(slot);
        final Side side = before > 0 ? Side.SELL : Side.BUY;
        events.step(accountId, marketId, slice, equity, maintenance, queues.ready().rounds(0));
        if (orders.crosses(slice.marketId(), side, slice.limitTicks())) {
            orders.close(accountId, slice.marketId(), side, slice.lots(), slice.limitTicks(), true);
        }
        final long after = positions.quantityLots(positions.find(accountId, slice.marketId()));
        if (after == before) {
            pause(queues.ready().rounds(0) + 1);
        } else {
            queues.ready().firstRounds(0);
            payFee(before - after);
        }
    }

    /** Gives one position to the backstop, if that may have it; answers whether. */
    private boolean takeOver() {
        final boolean isPortfolio = isPortfolio();
        return takeOver(false, isPortfolio) || isPortfolio && takeOver(true, true);
    }

    /** Of a portfolio first what does not hedge, then what does. */
    private boolean takeOver(final boolean hedges, final boolean isPortfolio) {
        for (int market = watch.lowestMarket(accountId, marketId); market >= 0;
            market = watch.nextMarket(accountId, marketId, market)) {
            final int slot = positions.find(accountId, market);
            if ((!isPortfolio || health.isHedge(slot) == hedges)
                && state.books().state(market) != MarketState.HALTED && backstopTakes(slot, market)) {
                final long share = share(slot);
                if (share >= 0 || fund.spareMicros() >= -share) {
                    takeOver(slot, market, share);
                    return true;
                }
            }
        }
        return false;
    }

    private void takeOver(final int slot, final int market, final long share) {
        if (!orders.cancelReducing(slot)) {
            return;
        }
        fund.spare(accountId, -share);
        move(slot, market, HouseAccount.BACKSTOP.id(), Math.max(0, share), TO_BACKSTOP);
    }

    private void move(
        final int slot, final int market, final int houseId, final long marginMicros, final int reason) {
        payments.bringUpToDate(houseId);
        final int toSlot = positions.open(houseId, market);
        final long lots = positions.quantityLots(slot);
        state.margin().takeOver(slot, toSlot, marginMicros);
        orders.positionClosed(accountId, market);
        events.transferred(
            slot, toSlot, lots, state.markets().markPriceTicks(market), marginMicros, reason, equity);
        positions.closeIfEmpty(slot);
        positions.closeIfEmpty(toSlot);
    }

    /** Gives one position of a bankrupt set to those who are on its other side; answers whether. */
    private boolean deleverage() {
        final boolean isPortfolio = isPortfolio();
        return deleverage(false, isPortfolio) || isPortfolio && deleverage(true, true);
    }

    private boolean deleverage(final boolean hedges, final boolean isPortfolio) {
        for (int market = watch.lowestMarket(accountId, marketId); market >= 0;
            market = watch.nextMarket(accountId, marketId, market)) {
            final int slot = positions.find(accountId, market);
            if ((!isPortfolio || health.isHedge(slot) == hedges)
                && state.books().state(market) != MarketState.HALTED && !queues.deleveragings().has(market)) {
                deleverage(slot, market);
                return true;
            }
        }
        return false;
    }

    private void deleverage(final int slot, final int market) {
        if (!orders.cancelReducing(slot)) {
            return;
        }
        final long debt = -share(slot);
        final long deficit = debt - fund.spare(accountId, debt);
        final long lots = positions.quantityLots(slot);
        move(slot, market, HouseAccount.DELEVERAGING.id(), -deficit, TO_DELEVERAGING);
        final MarketSpec spec = state.markets().spec(market);
        final long perLot = Math.ceilDiv(deficit, Math.abs(lots));
        final long mark = state.markets().markPriceTicks(market);
        final long least = spec.allowsNonPositive() ? -spec.maxPriceTicks() : 1;
        queues.deleveragings().add(
            market, Math.clamp(lots > 0 ? mark + perLot : mark - perLot, least, spec.maxPriceTicks()));
    }

    /** The fund's part of what a slice freed, out of what the set has. */
    private void payFee(final long closedLots) {
        final long equityLeft = watch.equityMicros(accountId, marketId);
        final long fee = Math.min(Math.max(0, equityLeft), slice.feeMicros(Math.abs(closedLots)));
        if (fee == 0) {
            return;
        }
        final int slot = positions.find(accountId, slice.marketId());
        if (marketId == MarginWatch.CROSS) {
            state.margin().pay(accountId, HouseAccount.INSURANCE.id(), fee);
        } else {
            state.margin().payFromPosition(slot, HouseAccount.INSURANCE.id(), fee);
        }
        events.feePaid(accountId, slice.marketId(), slot, fee);
        share(FixedPoint.mulDivFloor(fee, state.parameters().value(Parameter.LIQUIDATION_MAKER_E4), ONE_E4),
            Math.abs(closedLots));
    }

    /** Passes a part of the fee on to those who took the position, by what they took. */
    private void share(final long micros, final long closedLots) {
        final LiquidationFills fills = orders.fills();
        for (int i = 0; micros > 0 && i < fills.count(); i++) {
            final long share = FixedPoint.mulDivFloor(micros, fills.lots(i), closedLots);
            if (share > 0) {
                state.margin().pay(HouseAccount.INSURANCE.id(), fills.makerId(i), share);
                houseEvents.houseTransferred(HouseAccount.INSURANCE.id(), fills.makerId(i), share);
            }
        }
    }

    /** What of the set's equity goes with a position: all of it with the last one. */
    private long share(final int slot) {
        return watch.shareMicros(accountId, marketId, slot, equity, maintenance);
    }

    /** Whether the set is a portfolio; then its positions can be asked for their part in it. */
    private boolean isPortfolio() {
        final boolean isPortfolio = marketId == MarginWatch.CROSS && health.has(accountId);
        if (isPortfolio) {
            health.maintenanceMicros(accountId);
        }
        return isPortfolio;
    }

    private boolean backstopTakes(final int slot, final int market) {
        final long cap = state.markets().risk(market).value(MarketParameter.BACKSTOP_CAP_USDC) * MICROS_PER_USDC;
        final int backstop = positions.find(HouseAccount.BACKSTOP.id(), market);
        final long lots = Math.abs(positions.quantityLots(backstop) + positions.quantityLots(slot));
        return cap > 0 && !state.markets().risk(market).isIsolatedOnly()
            && Math.multiplyExact(lots, Math.abs(state.markets().markPriceTicks(market))) <= cap;
    }

    /** Without positions what is left is cash: below zero the fund pays it, as far as it can. */
    private void cover() {
        if (!watch.hasPosition(accountId, MarginWatch.CROSS)) {
            fund.pay(accountId, -state.accounts().cashMicros(accountId));
        }
    }

    private boolean isFresh() {
        boolean fresh = true;
        for (int market = watch.lowestMarket(accountId, marketId); market >= 0;
            market = watch.nextMarket(accountId, marketId, market)) {
            fresh &= state.oracle().isFreshForLiquidation(market, state.counters().nowNanos());
        }
        return fresh;
    }

    private int cancelOrders() {
        int canceled = 0;
        for (int market = watch.lowestMarket(accountId, marketId); market >= 0 && canceled < CANCELS_MAX;
            market = watch.nextMarket(accountId, marketId, market)) {
            canceled += orders.cancelOpening(positions.find(accountId, market), CANCELS_MAX - canceled);
        }
        return canceled;
    }

    private void leave() {
        queues.ready().removeFirst();
        looks.workOut(accountId, marketId);
    }

    private void pause(final long rounds) {
        final long wait = state.parameters().value(Parameter.ROUND_MILLIS) * NANOS_PER_MILLI;
        queues.ready().removeFirst();
        queues.addSet(accountId, marketId, state.counters().nowNanos() + wait, rounds);
    }
}
