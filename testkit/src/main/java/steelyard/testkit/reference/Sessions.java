package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.List;
import java.util.OptionalInt;
import steelyard.model.MarketParameter;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.testkit.command.RiskCommand;
import steelyard.testkit.command.RiskCommand.Closure;
import steelyard.testkit.event.RiskEvent;

/** Sections 2 and 3 of the risk rules: calendars, and margins that rise before underlyings close. */
final class Sessions {
    private static final int CALENDAR_MAX = 255;
    private static final int CLOSURES_MAX = 1_000;
    private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger SECONDS_MAX = BigInteger.valueOf(9_223_372_036L);
    private static final BigInteger QUARTER = SECOND.multiply(BigInteger.valueOf(900));
    private static final int CLOSE_STEPS = 4;
    private static final int INITIAL_STEPS = 8;

    private final State state;
    private final Emission out;

    Sessions(final Floor floor) {
        this.state = floor.state;
        this.out = floor.out;
    }

    Verdict set(final RiskCommand.SetCalendar c) {
        if (c.calendarId() < 1 || c.calendarId() > CALENDAR_MAX || !isCalendar(c.closures())) {
            return Verdict.refused(RejectReason.INVALID_CALENDAR);
        }
        state.calendars.put(c.calendarId(), c.closures());
        state.areSessionsChanged = true;
        out.add(new RiskEvent.CalendarChanged(out.header(), c.calendarId(), c.closures().size(), c.remark()));
        return Verdict.ACCEPTED;
    }

    private static boolean isCalendar(final List<Closure> closures) {
        boolean is = closures.size() <= CLOSURES_MAX;
        for (int i = 0; i < closures.size(); i++) {
            final Closure closure = closures.get(i);
            is &= closure.closesSeconds() >= 0 && closure.opensSeconds() > closure.closesSeconds()
                && BigInteger.valueOf(closure.opensSeconds()).compareTo(SECONDS_MAX) <= 0
                && (i == 0 || closure.closesSeconds() > closures.get(i - 1).opensSeconds());
        }
        return is;
    }

    /** What time brings, before a command: each quarter of an hour, and after a change, the percents of all markets. */
    void pass() {
        final BigInteger quarter = BigInteger.valueOf(state.now).divide(QUARTER);
        if (state.nextOfSessions.isEmpty()) {
            if (quarter.equals(state.sessionQuarter) && !state.areSessionsChanged) {
                return;
            }
            state.sessionQuarter = quarter;
            state.areSessionsChanged = false;
            state.nextOfSessions = OptionalInt.of(0);
        }
        final int first = state.nextOfSessions.getAsInt();
        final long end = Math.min(state.markets.size(), first + state.parameter(Parameter.SWEEP_MAX));
        for (int marketId = first; marketId < end; marketId++) {
            pass(state.market(marketId));
        }
        state.nextOfSessions = end == state.markets.size() ? OptionalInt.empty() : OptionalInt.of((int) end);
    }

    private void pass(final Market market) {
        final long close = percent(market, CLOSE_STEPS);
        final long initial = percent(market, INITIAL_STEPS);
        if (close != market.closePercent || initial != market.initialPercent) {
            market.closePercent = close;
            market.initialPercent = initial;
            state.sweepAll();
            out.addFree(new RiskEvent.SessionChanged(out.header(), market.id(), (int) close, (int) initial));
        }
    }

    /** What is multiplied by, if it rises in so many steps before a closure. */
    private long percent(final Market market, final int steps) {
        final long atClose = market.risk(MarketParameter.CLOSE_PERCENT);
        final int calendarId = (int) market.risk(MarketParameter.CALENDAR);
        final BigInteger now = BigInteger.valueOf(state.now);
        for (final Closure closure : state.calendars.getOrDefault(calendarId, List.of())) {
            final BigInteger opens = BigInteger.valueOf(closure.opensSeconds()).multiply(SECOND);
            final BigInteger left = BigInteger.valueOf(closure.closesSeconds()).multiply(SECOND).subtract(now);
            if (now.compareTo(opens) < 0) {
                return left.signum() <= 0 ? atClose : 100 + stepsDone(left, steps) * ((atClose - 100) / steps);
            }
        }
        return 100;
    }

    private static long stepsDone(final BigInteger left, final int steps) {
        return BigInteger.valueOf(steps).subtract(Choices.ceiling(left, QUARTER)).max(BigInteger.ZERO).longValueExact();
    }
}
