package steelyard.exchange.event;

import steelyard.exchange.command.Remark;
import steelyard.protocol.sbe.KillSwitchSetEncoder;
import steelyard.protocol.sbe.OrdersSweptEncoder;

/** Events of operators' emergency commands. */
public final class EmergencyEvents {
    private final KillSwitchSetEncoder killSwitchSet = new KillSwitchSetEncoder();
    private final OrdersSweptEncoder ordersSwept = new OrdersSweptEncoder();
    private final EventStage stage;

    /** Writes to this stage. */
    public EmergencyEvents(final EventStage stage) {
        this.stage = stage;
    }

    /** Orders are taken no more, or again. */
    public void killSwitchSet(
        final int scope, final int marketId, final int accountId, final boolean on, final Remark remark) {
        killSwitchSet.wrap(stage.buffer(), stage.begin(KillSwitchSetEncoder.TEMPLATE_ID, KillSwitchSetEncoder.BLOCK_LENGTH));
        killSwitchSet
            .accountId(accountId)
            .marketId(marketId)
            .scope((short) scope)
            .on((short) (on ? 1 : 0))
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(killSwitchSet.encodedLength());
    }

    /** Orders were canceled, and so many of the scope still rest. */
    public void ordersSwept(final long canceledCount, final long remainingCount, final Remark remark) {
        ordersSwept.wrap(stage.buffer(), stage.begin(OrdersSweptEncoder.TEMPLATE_ID, OrdersSweptEncoder.BLOCK_LENGTH));
        ordersSwept
            .canceledCount(canceledCount)
            .remainingCount(remainingCount)
            .putOperatorName(remark.buffer(), remark.nameOffset(), remark.nameLength())
            .putReason(remark.buffer(), remark.reasonOffset(), remark.reasonLength());
        stage.end(ordersSwept.encodedLength());
    }
}
