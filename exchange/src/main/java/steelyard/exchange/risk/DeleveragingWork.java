package steelyard.exchange.risk;

import steelyard.exchange.event.EventStage;
import steelyard.exchange.event.FundingEvents;
import steelyard.exchange.event.LiquidationEvents;
import steelyard.exchange.state.Deleveragings;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.FixedPoint;
import steelyard.model.HouseAccount;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.risk.margin.PortfolioHealth;
import steelyard.risk.margin.Positions;

/**
 * Closes what a bankrupt set left against those who are on the other side, in proportion to what they win by it.
 * {@code docs/risk-rules.md#9-liquidation}, "Deleveraging".
 */
final class DeleveragingWork {
    private static final int DELEVERAGED = 2;
    private static final int HOUSE = HouseAccount.DELEVERAGING.id();

    private final ExchangeState state;
    private final EventStage stage;
    private final Positions positions;
    private final Deleveragings rows;
    private final LiquidationOrders orders;
    private final LiquidationEvents events;
    private final FundingEvents houseEvents;
    private final FundingPayments payments;

    DeleveragingWork(
        final ExchangeState state, final EventStage stage, final LiquidationOrders orders,
        final LiquidationEvents events, final FundingPayments payments) {
        this.state = state;
        this.stage = stage;
        this.positions = state.positions();
        this.rows = state.riskQueues().deleveragings();
        this.orders = orders;
        this.events = events;
        this.houseEvents = new FundingEvents(state, stage);
        this.payments = payments;
    }

    /** Passes as many accounts as a command may. */
    void run() {
        long left = state.parameters().value(Parameter.SWEEP_MAX);
        final long eventsMax = state.parameters().value(Parameter.EVENTS_MAX) / 2;
        while (left > 0 && rows.count() > 0 && stage.boundedCount() < eventsMax) {
            final int marketId = rows.marketId(0);
            if (state.books().state(marketId) == MarketState.HALTED
                || !state.oracle().isFreshForLiquidation(marketId, state.counters().nowNanos())) {
                rows.firstToTheBack();
                return;
            }
            if (rows.cursor(0) < state.accounts().count()) {
                pass(marketId, rows.pass());
                left--;
            } else if (rows.closing(0)) {
                rows.beginRound(rows.level(0));
            } else if (rows.sum(0) > 0) {
                rows.beginClosing(Math.abs(houseLots(marketId)));
            } else {
                rows.beginRound(Math.min(Deleveragings.WITH_HEDGES, rows.level(0) + 1));
            }
        }
    }

    private void pass(final int marketId, final int accountId) {
        final int slot = positions.find(accountId, marketId);
        final long weight = weight(accountId, slot, marketId);
        if (weight == 0) {
            return;
        }
        if (!rows.closing(0)) {
            rows.addWeight(weight);
            return;
        }
        if (orders.trimReducing(slot)) {
            rows.passAgain();
            return;
        }
        final long share = FixedPoint.mulDivCeil(rows.roundLots(0), Math.min(weight, rows.sum(0)), rows.sum(0));
        final long most = Math.min(Math.abs(positions.quantityLots(slot)), Math.abs(houseLots(marketId)));
        close(accountId, slot, marketId, Math.min(share, most));
    }

    /**
     * What the position would have won by closing; at the mark its size. Nothing if it is not on the other side, or hedges
     * others of its account, unless only such are left.
     */
    private long weight(final int accountId, final int slot, final int marketId) {
        final long lots = positions.quantityLots(slot);
        if (Long.signum(lots) != -Long.signum(houseLots(marketId))
            || rows.level(0) != Deleveragings.WITH_HEDGES && isHedge(accountId, slot)) {
            return 0;
        }
        if (rows.level(0) != Deleveragings.AT_PRICE) {
            return Math.abs(lots);
        }
        final long worth = Math.multiplyExact(rows.priceTicks(0), Math.abs(lots));
        final long profit = Math.subtractExact(worth, positions.entryMicros(slot));
        return Math.max(0, lots > 0 ? profit : -profit);
    }

    private boolean isHedge(final int accountId, final int slot) {
        final PortfolioHealth health = state.margin().portfolioHealth();
        if (!health.has(accountId)) {
            return false;
        }
        health.maintenanceMicros(accountId);
        return health.isHigherWithout(slot);
    }

    private void close(final int accountId, final int slot, final int marketId, final long lots) {
        payments.bringUpToDate(accountId);
        payments.bringUpToDate(HOUSE);
        final int houseSlot = positions.find(HOUSE, marketId);
        final long signed = positions.quantityLots(houseSlot) > 0 ? -lots : lots;
        final long price = rows.level(0) == Deleveragings.AT_PRICE
            ? rows.priceTicks(0)
            : state.markets().markPriceTicks(marketId);
        state.margin().moveLots(slot, houseSlot, signed, price);
        events.transferred(slot, houseSlot, signed, price, 0, DELEVERAGED, 0);
        if (positions.quantityLots(slot) == 0) {
            orders.positionClosed(accountId, marketId);
        }
        orders.keepWithinPosition(slot);
        positions.closeIfEmpty(slot);
        if (positions.quantityLots(houseSlot) == 0) {
            rows.removeFirst();
            positions.closeIfEmpty(houseSlot);
            balance();
        }
    }

    /** When nothing is left to close: what is over goes to the fund, what is missing comes from it, if it has it. */
    private void balance() {
        if (rows.count() > 0) {
            return;
        }
        final int fund = HouseAccount.INSURANCE.id();
        final long cash = state.accounts().cashMicros(HOUSE);
        final long missing = Math.min(-cash, state.accounts().cashMicros(fund));
        if (cash > 0) {
            transfer(HOUSE, fund, cash);
        } else if (missing > 0) {
            transfer(fund, HOUSE, missing);
        }
    }

    private void transfer(final int fromId, final int toId, final long micros) {
        state.margin().transferHouse(fromId, toId, micros);
        houseEvents.houseTransferred(fromId, toId, micros);
    }

    private long houseLots(final int marketId) {
        return positions.quantityLots(positions.find(HOUSE, marketId));
    }
}
