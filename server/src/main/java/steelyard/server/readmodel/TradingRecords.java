package steelyard.server.readmodel;

import org.agrona.DirectBuffer;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.DeadlineRecordDecoder;
import steelyard.protocol.sbe.GroupRecordDecoder;
import steelyard.protocol.sbe.OrderRecordDecoder;
import steelyard.protocol.sbe.ProtectionRecordDecoder;
import steelyard.protocol.sbe.TraderRecordDecoder;
import steelyard.protocol.sbe.TriggerRecordDecoder;
import steelyard.protocol.sbe.TwapRecordDecoder;

/** Takes records of a snapshot about orders, TWAPs and what traders set to where they belong. */
final class TradingRecords {
    /** Kinds of deadlines: end of an order's life, scheduled cancel. */
    private static final int ORDER_END = 1;
    private static final int SCHEDULED_CANCEL = 2;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final RestingOrders orders;
    private final TriggerOrders triggers;
    private final Twaps twaps;
    private final Traders traders;

    private final OrderRecordDecoder order = new OrderRecordDecoder();
    private final DeadlineRecordDecoder deadline = new DeadlineRecordDecoder();
    private final TriggerRecordDecoder trigger = new TriggerRecordDecoder();
    private final GroupRecordDecoder group = new GroupRecordDecoder();
    private final TraderRecordDecoder trader = new TraderRecordDecoder();
    private final TwapRecordDecoder twap = new TwapRecordDecoder();
    private final ProtectionRecordDecoder protection = new ProtectionRecordDecoder();

    TradingRecords(
        final RestingOrders orders, final TriggerOrders triggers, final Twaps twaps, final Traders traders) {
        this.orders = orders;
        this.triggers = triggers;
        this.twaps = twaps;
        this.traders = traders;
    }

    /** Takes the record at which the batch stands; {@code false} if it is about something else. */
    boolean apply(final EventBatch batch) {
        final DirectBuffer buffer = batch.buffer();
        final int offset = batch.blockOffset();
        final int length = batch.blockLength();
        final int version = batch.version();
        switch (batch.templateId()) {
            case OrderRecordDecoder.TEMPLATE_ID -> orders.load(order.wrap(buffer, offset, length, version));
            case DeadlineRecordDecoder.TEMPLATE_ID -> onDeadline(deadline.wrap(buffer, offset, length, version));
            case TriggerRecordDecoder.TEMPLATE_ID -> triggers.load(trigger.wrap(buffer, offset, length, version));
            case GroupRecordDecoder.TEMPLATE_ID -> triggers.load(group.wrap(buffer, offset, length, version));
            case TraderRecordDecoder.TEMPLATE_ID -> {
                trader.wrap(buffer, offset, length, version);
                traders.selfTradeMode(trader.accountId(), trader.selfTradeMode());
            }
            case TwapRecordDecoder.TEMPLATE_ID -> twaps.load(twap.wrap(buffer, offset, length, version));
            case ProtectionRecordDecoder.TEMPLATE_ID ->
                traders.load(protection.wrap(buffer, offset, length, version));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void onDeadline(final DeadlineRecordDecoder record) {
        final long millis = record.timeNanos() / NANOS_PER_MILLI;
        switch (record.kind()) {
            case ORDER_END -> orders.loadEnd(record.id(), millis);
            case SCHEDULED_CANCEL -> traders.scheduledCancel((int) record.id(), millis);
            default -> { }
        }
    }
}
