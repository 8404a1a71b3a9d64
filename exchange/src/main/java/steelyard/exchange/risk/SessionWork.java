package steelyard.exchange.risk;

import steelyard.exchange.event.RiskOperatorEvents;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.Sessions;
import steelyard.model.MarketParameter;
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

    /** What the time brings. */
    void pass() {
        if (sessions.isDue(state.counters().nowNanos())) {
            for (int marketId = 0; marketId < state.markets().count(); marketId++) {
                pass(marketId);
            }
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
