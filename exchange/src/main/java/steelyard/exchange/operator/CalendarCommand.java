package steelyard.exchange.operator;

import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.command.Remark;
import steelyard.exchange.event.RiskOperatorEvents;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.Sessions;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.SetCalendarDecoder;

/** {@code SetCalendar}: {@code docs/risk-rules.md#2-operators}. */
public final class CalendarCommand {
    private static final int CLOSURES_MAX = 1_000;
    /** Beyond it seconds are no nanoseconds of a {@code long} any more. */
    private static final long SECONDS_MAX = Long.MAX_VALUE / 1_000_000_000;

    private final ExchangeState state;
    private final RiskOperatorEvents events;
    private final SetCalendarDecoder command = new SetCalendarDecoder();
    private final Remark remark = new Remark();

    /** Applies to this state. */
    public CalendarCommand(final ExchangeState state, final RiskOperatorEvents events) {
        this.state = state;
        this.events = events;
    }

    /** Applies it, or says why not. */
    public RejectReason set(final CommandFrame frame, final Refusal refusal) {
        frame.decode(command);
        final int calendarId = command.calendarId();
        final SetCalendarDecoder.ClosuresDecoder closures = command.closures();
        final int count = closures.count();
        final long[] closes = new long[count];
        final long[] opens = new long[count];
        boolean valid = calendarId >= 1 && calendarId < Sessions.CALENDARS && count <= CLOSURES_MAX;
        long last = -1;
        for (int i = 0; i < count; i++) {
            closures.next();
            closes[i] = closures.closesSeconds();
            opens[i] = closures.opensSeconds();
            valid &= closes[i] > last && opens[i] > closes[i] && opens[i] <= SECONDS_MAX;
            last = opens[i];
        }
        if (!valid) {
            return refusal.because(RejectReason.INVALID_CALENDAR);
        }
        state.sessions().calendar(calendarId, closes, opens);
        events.calendarChanged(calendarId, count, remark.wrapAt(frame, command.limit()));
        return RejectReason.NONE;
    }
}
