package steelyard.exchange.operator;

import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.command.Remark;
import steelyard.exchange.event.FeeEvents;
import steelyard.exchange.state.ExchangeState;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.SetFeeScheduleDecoder;
import steelyard.risk.fee.FeeSchedule;
import steelyard.risk.fee.FeeSchedules;

/** {@code SetFeeSchedule}: {@code docs/risk-rules.md#7-fees}. */
public final class FeeCommands {
    private final ExchangeState state;
    private final FeeEvents events;
    private final SetFeeScheduleDecoder command = new SetFeeScheduleDecoder();
    private final Remark remark = new Remark();

    /** Applies to this state. */
    public FeeCommands(final ExchangeState state, final FeeEvents events) {
        this.state = state;
        this.events = events;
    }

    /** Applies it, or says why not. */
    public RejectReason set(final CommandFrame frame, final Refusal refusal) {
        frame.decode(command);
        final int group = command.feeGroup();
        if (group >= FeeSchedules.GROUPS) {
            return refusal.because(RejectReason.INVALID_CLASS);
        }
        final FeeSchedule schedule = schedule();
        final FeeSchedules schedules = state.feeSchedules();
        if (!schedule.isValid() || !schedules.paysForItself(
            group, schedule, state.parameters().takerNanos(), state.parameters().makerNanos())) {
            return refusal.because(RejectReason.INVALID_FEES);
        }
        schedules.set(group, schedule);
        events.scheduleChanged(group, schedule, remark.wrapAt(frame, command.limit()));
        return RejectReason.NONE;
    }

    private FeeSchedule schedule() {
        final FeeSchedule schedule = new FeeSchedule();
        for (final var tier : command.tiers()) {
            schedule.addTier(tier.volumeFromUsdc(), tier.takerNanos(), tier.makerNanos());
        }
        for (final var tier : command.makerTiers()) {
            schedule.addMakerTier(tier.shareFromE6(), tier.makerNanos());
        }
        return schedule;
    }
}
