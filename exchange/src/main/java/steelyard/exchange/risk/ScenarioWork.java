package steelyard.exchange.risk;

import steelyard.exchange.event.EventStage;
import steelyard.exchange.event.ScenarioEvents;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.Parameter;
import steelyard.risk.portfolio.Scenarios;

/** Puts matrices in force, and phases them in. {@code docs/risk-rules.md#4-portfolio-margin}, "Scenario matrices". */
final class ScenarioWork {
    private final ExchangeState state;
    private final Scenarios scenarios;
    private final ScenarioEvents events;

    ScenarioWork(final ExchangeState state, final EventStage stage) {
        this.state = state;
        this.scenarios = state.scenarios();
        this.events = new ScenarioEvents(state, stage);
    }

    /** Before a command: what its place in the log and its time bring. */
    void pass() {
        if (!scenarios.isBusy()) {
            return;
        }
        final long now = state.counters().nowNanos();
        if (scenarios.isDue(state.counters().eventSequence())) {
            scenarios.takeEffect(now, (int) state.parameters().value(Parameter.PHASE_HOURS));
        } else if (scenarios.isStepDue(now)) {
            scenarios.advance(now);
        } else {
            return;
        }
        state.riskQueues().sweepAll(state.accounts().count());
        events.phased();
    }
}
