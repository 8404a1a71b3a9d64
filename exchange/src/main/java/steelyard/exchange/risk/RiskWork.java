package steelyard.exchange.risk;

import steelyard.exchange.event.EventStage;
import steelyard.exchange.event.HouseEvents;
import steelyard.exchange.event.LiquidationEvents;
import steelyard.exchange.event.RiskOperatorEvents;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.HouseFunds;
import steelyard.model.HouseAccount;
import steelyard.model.Parameter;

/** What is done about risk in every command. {@code docs/risk-rules.md#11-order-of-work-in-a-command}. */
public final class RiskWork {
    private final ExchangeState state;
    private final ScenarioWork scenarios;
    private final SessionWork sessions;
    private final FundingWork funding;
    private final LookWork looks;
    private final LiquidationWork liquidation;
    private final DeleveragingWork deleveraging;
    private final DebtWork debt;
    private final UnwindWork unwinding;
    /** Before this time the clock alone brings nothing. */
    private long quietUntilNanos;
    /** What the insurance fund had when its peaks were last looked at. */
    private long lastFundMicros;

    /** Works on this state, and on its books through {@code orders}. */
    public RiskWork(
        final ExchangeState state,
        final EventStage stage,
        final FundingPayments payments,
        final LiquidationOrders orders) {
        final LiquidationEvents events = new LiquidationEvents(state, stage);
        this.state = state;
        this.sessions = new SessionWork(state, new RiskOperatorEvents(state, stage));
        this.scenarios = new ScenarioWork(state, stage);
        this.funding = new FundingWork(state, stage, payments);
        final InsuranceFund fund = new InsuranceFund(state, events);
        this.looks = new LookWork(state, stage, events, payments, fund);
        this.liquidation = new LiquidationWork(state, stage, looks, orders, events, payments, fund);
        this.deleveraging = new DeleveragingWork(state, stage, orders, events, payments);
        this.debt = new DebtWork(state, stage, payments);
        this.unwinding = new UnwindWork(state, stage, orders, new HouseEvents(state, stage), payments);
    }

    /** Looks at margin sets since this object was made. */
    public long looks() {
        return looks.count();
    }

    /** What the command's time brings. */
    public void before() {
        if (state.genesis().isApplied()) {
            final long nowNanos = state.counters().nowNanos();
            final boolean passes = nowNanos >= quietUntilNanos || isBusyWithTime();
            if (passes) {
                state.feeRates().passTime(nowNanos);
                scenarios.pass();
            }
            final long fundMicros = state.accounts().cashMicros(HouseAccount.INSURANCE.id());
            if (passes || fundMicros != lastFundMicros) {
                state.houseFunds().passTime(nowNanos, fundMicros);
                lastFundMicros = fundMicros;
            }
            if (passes) {
                sessions.pass();
                funding.passTime();
                quietUntilNanos =
                    isBusyWithTime() ? 0 : (nowNanos / FundingWork.SLOT_NANOS + 1) * FundingWork.SLOT_NANOS;
            }
        }
    }

    /** Days, quarters of an hour and hours begin where a slot of funding begins; this is what else may be under way. */
    private boolean isBusyWithTime() {
        return state.scenarios().isBusy() || state.sessions().isDue(state.counters().nowNanos())
            || state.funding().isBusy();
    }

    /** What is under way, and what the command has caused. */
    public void after() {
        if (!state.genesis().isApplied()) {
            return;
        }
        funding.sweep();
        if (state.parameters().value(Parameter.LIQUIDATION) == 0) {
            state.accounts().changed().clear();
        } else {
            if (isThereWork()) {
                looks.run();
                liquidation.run();
                deleveraging.run();
                debt.run();
            }
            unwinding.run();
            looks.list();
        }
    }

    private boolean isThereWork() {
        return state.accounts().changed().count() > 0 || state.riskQueues().isThereWork()
            || !state.markets().repriced().isEmpty() || state.houseFunds().debtPhase() != HouseFunds.NO_DEBT;
    }
}
