package steelyard.exchange.event;

import steelyard.exchange.command.Remark;
import steelyard.protocol.sbe.FeeScheduleChangedEncoder;
import steelyard.risk.fee.FeeSchedule;

/** The event of a changed fee schedule. */
public final class FeeEvents {
    private final FeeScheduleChangedEncoder scheduleChanged = new FeeScheduleChangedEncoder();
    private final EventStage stage;

    /** Tells on this stage. */
    public FeeEvents(final EventStage stage) {
        this.stage = stage;
    }

    /** A fee group pays by this schedule from now on; without tiers it has none. */
    public void scheduleChanged(final int feeGroup, final FeeSchedule schedule, final Remark remark) {
        scheduleChanged.wrap(stage.buffer(),
            stage.begin(FeeScheduleChangedEncoder.TEMPLATE_ID, FeeScheduleChangedEncoder.BLOCK_LENGTH));
        scheduleChanged.feeGroup((short) feeGroup);
        final var tiers = scheduleChanged.tiersCount(schedule.tiers());
        for (int i = 0; i < schedule.tiers(); i++) {
            tiers.next().volumeFromUsdc(schedule.volumeFromUsdc(i)).takerNanos(schedule.takerNanos(i))
                .makerNanos(schedule.makerNanos(i));
        }
        final var makerTiers = scheduleChanged.makerTiersCount(schedule.makerTiers());
        for (int i = 0; i < schedule.makerTiers(); i++) {
            makerTiers.next().shareFromE6(schedule.shareFromE6(i)).makerNanos(schedule.shareMakerNanos(i));
        }
        scheduleChanged.putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(scheduleChanged.encodedLength());
    }
}
