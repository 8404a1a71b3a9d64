package steelyard.exchange.operator;

import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.command.Remark;
import steelyard.exchange.event.RiskOperatorEvents;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.SetCalendarDecoder;

/** {@code SetCalendar}: {@code docs/risk-rules.md#2-operators}. */
public final class CalendarCommand {
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
        final Closures closures = new Closures();
        for (final SetCalendarDecoder.ClosuresDecoder each : command.closures()) {
            closures.add(each.closesSeconds(), each.opensSeconds());
        }
        if (!Closures.isCalendar(calendarId) || !closures.isValid()) {
            return refusal.because(RejectReason.INVALID_CALENDAR);
        }
        state.sessions().calendar(calendarId, closures.closes(), closures.opens());
        events.calendarChanged(calendarId, closures.count(), remark.wrapAt(frame, command.limit()));
        return RejectReason.NONE;
    }
}
