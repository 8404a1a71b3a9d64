package steelyard.exchange.risk;

import steelyard.exchange.event.EventStage;
import steelyard.exchange.state.ExchangeState;

/** What is done about risk in every command. {@code docs/risk-rules.md#11-order-of-work-in-a-command}. */
public final class RiskWork {
    private final ExchangeState state;
    private final FundingWork funding;

    /** Works on this state. */
    public RiskWork(final ExchangeState state, final EventStage stage, final FundingPayments payments) {
        this.state = state;
        this.funding = new FundingWork(state, stage, payments);
    }

    /** What the command's time brings. */
    public void before() {
        if (state.genesis().isApplied()) {
            funding.passTime();
        }
    }

    /** What is under way, and what the command has caused. */
    public void after() {
        if (state.genesis().isApplied()) {
            funding.sweep();
        }
    }
}
