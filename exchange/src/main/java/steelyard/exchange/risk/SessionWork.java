package steelyard.exchange.risk;

import steelyard.exchange.event.RiskOperatorEvents;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.Sessions;
import steelyard.model.MarketParameter;
import steelyard.model.Parameter;
import steelyard.risk.market.MarketRisk;

/** Raises margins before underlyings close. {@code docs/risk-rules.md#3-standard-margin}, "Sessions". */
final class SessionWork {
    private final ExchangeState state;
    private final Sessions sessions;
    private final RiskOperatorEvents events;

    SessionWork(final ExchangeState state, final RiskOperatorEvents events) {
        this.state = state;
        this.sessions = state.sessions();
        this.events = events;
    }

    /** What the time brings, for as many markets as a command may pass. */
    void pass() {
        int marketId = sessions.next(state.counters().nowNanos());
        if (marketId >= 0) {
            final int count = state.markets().count();
            final long end = Math.min(count, marketId + state.parameters().value(Parameter.SWEEP_MAX));
            while (marketId < end) {
                pass(marketId++);
            }
            sessions.passed(marketId, count);
        }
    }

    private void pass(final int marketId) {
        final MarketRisk risk = state.markets().risk(marketId);
        final int calendarId = (int) risk.value(MarketParameter.CALENDAR);
        final int percentAtClose = (int) risk.value(MarketParameter.CLOSE_PERCENT);
        final long nowNanos = state.counters().nowNanos();
        final int close = sessions.closePercent(calendarId, percentAtClose, nowNanos);
        final int initial = sessions.initialPercent(calendarId, percentAtClose, nowNanos);
        if (close != risk.closePercent() || initial != risk.initialPercent()) {
            state.markets().percents(marketId, close, initial);
            state.riskQueues().sweepAll(state.accounts().count());
            events.sessionChanged(marketId, close, initial);
        }
    }
}
