package steelyard.exchange.risk;

import java.util.BitSet;
import steelyard.exchange.event.EventStage;
import steelyard.exchange.event.LiquidationEvents;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.RiskQueues;
import steelyard.model.Parameter;
import steelyard.risk.margin.Accounts;
import steelyard.risk.margin.MarginWatch;
import steelyard.risk.margin.Positions;
import steelyard.risk.table.RowSet;

/** Looks at margin sets that could have changed their level. {@code docs/risk-rules.md#8-levels-and-looks}. */
final class LookWork {
    private static final long ONE_E4 = 10_000;

    private final ExchangeState state;
    private final Accounts accounts;
    private final Positions positions;
    private final MarginWatch watch;
    private final RiskQueues queues;
    private final LiquidationEvents events;
    private final FundingPayments payments;
    private final EventStage stage;
    private final InsuranceFund fund;
    private long left;
    private long count;
    /** The market whose mark has brought the look, or none. */
    private int moved = MarginWatch.NO_MARKET;

    LookWork(
        final ExchangeState state, final EventStage stage, final LiquidationEvents events,
        final FundingPayments payments, final InsuranceFund fund) {
        this.stage = stage;
        this.fund = fund;
        this.state = state;
        this.accounts = state.accounts();
        this.positions = state.positions();
        this.watch = state.margin().watch();
        this.queues = state.riskQueues();
        this.events = events;
        this.payments = payments;
    }

    /** Looks at what the command has changed, at what marks have crossed, and at who the sweep comes by. */
    void run() {
        list();
        left = state.parameters().value(Parameter.LOOKS_MAX);
        while (left > 0 && queues.looks().size() > 0) {
            final int accountId = (int) queues.looks().removeFirst();
            accounts.listed(accountId, false);
            account(accountId);
            left--;
        }
        crossed();
        sweep();
    }

    /** Puts the accounts that were changed since on the list. */
    void list() {
        final RowSet changed = accounts.changed();
        for (int i = 0; i < changed.count(); i++) {
            final int accountId = changed.row(i);
            if (MarginWatch.isWatched(accountId) && !accounts.isListed(accountId)) {
                accounts.listed(accountId, true);
                queues.looks().addLast(accountId);
            }
        }
        changed.clear();
    }

    /** At crossed triggers, the farthest from its mark first; not at many once there is work for the steps. */
    private void crossed() {
        final BitSet repriced = state.markets().repriced();
        long withWork = state.parameters().value(Parameter.STEPS_MAX);
        int marketId = repriced.nextSetBit(0);
        while (marketId >= 0 && left > 0 && withWork > 0) {
            final int slot = watch.crossed(marketId);
            if (slot == Positions.NONE) {
                repriced.clear(marketId);
                marketId = repriced.nextSetBit(marketId + 1);
            } else {
                crossed(slot, marketId);
                left--;
                withWork -= queues.ready().count() > 0 ? 1 : 0;
            }
        }
    }

    private void crossed(final int slot, final int marketId) {
        final int accountId = positions.account(slot);
        payments.bringUpToDate(accountId);
        moved = marketId;
        set(accountId, positions.isIsolated(slot, marketId) ? marketId : MarginWatch.CROSS);
        moved = MarginWatch.NO_MARKET;
    }

    private void sweep() {
        int cursor = queues.sweepCursor();
        int remaining = Math.min(queues.sweepLeft(), accounts.count());
        while (remaining > 0 && left > 0) {
            cursor = cursor >= accounts.count() ? 0 : cursor;
            if (MarginWatch.isWatched(cursor)) {
                account(cursor);
                left--;
            }
            cursor++;
            remaining--;
        }
        queues.sweep(cursor, remaining);
    }

    private void account(final int accountId) {
        payments.bringUpToDate(accountId);
        set(accountId, MarginWatch.CROSS);
        int marketId = nextIsolated(accountId, -1);
        while (marketId >= 0) {
            set(accountId, marketId);
            marketId = nextIsolated(accountId, marketId);
        }
    }

    /** The account's next isolated position, by market. */
    private int nextIsolated(final int accountId, final int after) {
        int lowest = -1;
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            final int marketId = positions.market(slot);
            if (marketId > after && (lowest < 0 || marketId < lowest) && positions.isIsolated(slot, marketId)) {
                lowest = marketId;
            }
        }
        return lowest;
    }

    /** Looks so far. */
    long count() {
        return count;
    }

    /** A look at one set. */
    void set(final int accountId, final int marketId) {
        count++;
        if (watch.level(accountId, marketId) != MarginWatch.LIQUIDATED) {
            workOut(accountId, marketId);
        }
    }

    /** Gives a set its level and triggers, also one that leaves liquidation. */
    void workOut(final int accountId, final int marketId) {
        if (!watch.hasPosition(accountId, marketId)) {
            watch.clearTriggers(accountId, marketId);
            if (marketId == MarginWatch.CROSS) {
                cover(accountId);
            }
            change(accountId, marketId, 0, 0, 0);
            return;
        }
        final long equity = watch.equityMicros(accountId, marketId);
        final long maintenance = watch.floorMicros(accountId, marketId);
        final long warnE4 = state.parameters().value(Parameter.WARN_E4);
        final long warn = MarginWatch.warnMicros(maintenance, warnE4);
        if (equity < maintenance) {
            watch.clearTriggers(accountId, marketId);
            queues.addSet(accountId, marketId, 0, 0);
            change(accountId, marketId, MarginWatch.LIQUIDATED, equity, maintenance);
        } else if (equity < warn) {
            watch.setTriggers(accountId, marketId, moved, equity - maintenance, 1, 1);
            change(accountId, marketId, 1, equity, maintenance);
        } else {
            watch.setTriggers(accountId, marketId, moved, equity - warn, ONE_E4, warnE4);
            change(accountId, marketId, 0, equity, maintenance);
        }
    }

    /** Nobody who has no position owes anything, as long as the fund has it. */
    private void cover(final int accountId) {
        final long owed = -accounts.cashMicros(accountId);
        if (owed > 0 && !hasAnyPosition(accountId) && fund.pay(accountId, owed) > 0) {
            stage.exempt(1);
        }
    }

    private boolean hasAnyPosition(final int accountId) {
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            if (positions.quantityLots(slot) != 0) {
                return true;
            }
        }
        return false;
    }

    private void change(
        final int accountId, final int marketId, final int level, final long equity, final long maintenance) {
        if (watch.level(accountId, marketId) != level) {
            watch.level(accountId, marketId, level);
            events.levelChanged(accountId, marketId, level, equity, maintenance);
        }
    }
}
