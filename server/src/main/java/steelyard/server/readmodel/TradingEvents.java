package steelyard.server.readmodel;

import org.agrona.DirectBuffer;
import steelyard.node.ProtectionView;
import steelyard.protocol.array.FillSettledDecoder;
import steelyard.protocol.array.OrderCanceledDecoder;
import steelyard.protocol.array.OrderPlacedDecoder;
import steelyard.protocol.array.TradeExecutedDecoder;
import steelyard.protocol.sbe.OrderRefreshedDecoder;
import steelyard.protocol.sbe.OrderRejectedDecoder;
import steelyard.protocol.sbe.OrderTriggeredDecoder;
import steelyard.protocol.sbe.ProtectionResetDecoder;
import steelyard.protocol.sbe.ProtectionSetDecoder;
import steelyard.protocol.sbe.ProtectionTriggeredDecoder;
import steelyard.protocol.sbe.ScheduledCancelSetDecoder;
import steelyard.protocol.sbe.SelfTradeModeChosenDecoder;
import steelyard.protocol.sbe.TriggerArmedDecoder;
import steelyard.protocol.sbe.TriggerPlacedDecoder;
import steelyard.protocol.sbe.TwapEndedDecoder;
import steelyard.protocol.sbe.TwapSlicedDecoder;
import steelyard.protocol.sbe.TwapStartedDecoder;

/** Takes events about orders, TWAPs and what traders set to what they change. Does not allocate for orders and fills. */
final class TradingEvents {
    private final RestingOrders orders;
    private final TriggerOrders triggers;
    private final Twaps twaps;
    private final Traders traders;

    private final OrderRefreshedDecoder refreshed = new OrderRefreshedDecoder();
    private final TriggerPlacedDecoder triggerPlaced = new TriggerPlacedDecoder();
    private final TriggerArmedDecoder armed = new TriggerArmedDecoder();
    private final OrderTriggeredDecoder triggered = new OrderTriggeredDecoder();
    private final OrderRejectedDecoder rejected = new OrderRejectedDecoder();
    private final SelfTradeModeChosenDecoder modeChosen = new SelfTradeModeChosenDecoder();
    private final ScheduledCancelSetDecoder scheduled = new ScheduledCancelSetDecoder();
    private final TwapStartedDecoder twapStarted = new TwapStartedDecoder();
    private final TwapSlicedDecoder twapSliced = new TwapSlicedDecoder();
    private final TwapEndedDecoder twapEnded = new TwapEndedDecoder();
    private final ProtectionSetDecoder protectionSet = new ProtectionSetDecoder();
    private final ProtectionResetDecoder protectionReset = new ProtectionResetDecoder();
    private final ProtectionTriggeredDecoder protectionTriggered = new ProtectionTriggeredDecoder();

    TradingEvents(
        final RestingOrders orders, final TriggerOrders triggers, final Twaps twaps, final Traders traders) {
        this.orders = orders;
        this.triggers = triggers;
        this.twaps = twaps;
        this.traders = traders;
    }

    void placed(final OrderPlacedDecoder event) {
        orders.placed(event);
        triggers.replaced(event.accountId(), event.replacedOrderId(), event.orderId());
    }

    void canceled(final OrderCanceledDecoder event) {
        orders.canceled(event);
        triggers.ended(event.orderId());
    }

    void traded(final TradeExecutedDecoder event) {
        orders.traded(event);
        if (event.makerRemainingLots() == 0) {
            triggers.filled(event.makerOrderId());
        }
        if (event.takerRemainingLots() == 0) {
            triggers.filled(event.takerOrderId());
        }
    }

    void filled(final FillSettledDecoder event) {
        twaps.filled(event);
    }

    /** Applies the event at which the copy stands; {@code false} if it is about something else. */
    boolean apply(final EventCopy batch) {
        final DirectBuffer buffer = batch.buffer();
        final int offset = batch.blockOffset();
        final int length = batch.blockLength();
        final int version = batch.version();
        switch (batch.templateId()) {
            case OrderRejectedDecoder.TEMPLATE_ID ->
                triggers.ended(rejected.wrap(buffer, offset, length, version).orderId());
            case OrderRefreshedDecoder.TEMPLATE_ID ->
                orders.refreshed(refreshed.wrap(buffer, offset, length, version));
            case TriggerPlacedDecoder.TEMPLATE_ID ->
                triggers.placed(triggerPlaced.wrap(buffer, offset, length, version));
            case TriggerArmedDecoder.TEMPLATE_ID -> triggers.armed(armed.wrap(buffer, offset, length, version));
            case OrderTriggeredDecoder.TEMPLATE_ID -> {
                triggered.wrap(buffer, offset, length, version);
                orders.triggered(triggered);
                triggers.fired(triggered.orderId());
            }
            case SelfTradeModeChosenDecoder.TEMPLATE_ID -> {
                modeChosen.wrap(buffer, offset, length, version);
                traders.selfTradeMode(modeChosen.accountId(), modeChosen.mode());
            }
            case ScheduledCancelSetDecoder.TEMPLATE_ID -> {
                scheduled.wrap(buffer, offset, length, version);
                traders.scheduledCancel(scheduled.accountId(), scheduled.timeMillis());
            }
            case TwapStartedDecoder.TEMPLATE_ID -> twaps.started(twapStarted.wrap(buffer, offset, length, version));
            case TwapSlicedDecoder.TEMPLATE_ID -> twaps.sliced(twapSliced.wrap(buffer, offset, length, version));
            case TwapEndedDecoder.TEMPLATE_ID -> twaps.ended(twapEnded.wrap(buffer, offset, length, version));
            case ProtectionSetDecoder.TEMPLATE_ID ->
                traders.protection(protectionSet.wrap(buffer, offset, length, version));
            case ProtectionResetDecoder.TEMPLATE_ID -> {
                protectionReset.wrap(buffer, offset, length, version);
                traders.frozen(protectionReset.accountId(), protectionReset.quoteGroup(), ProtectionView.NOT_FROZEN);
            }
            case ProtectionTriggeredDecoder.TEMPLATE_ID -> {
                protectionTriggered.wrap(buffer, offset, length, version);
                traders.frozen(protectionTriggered.accountId(), protectionTriggered.quoteGroup(),
                    protectionTriggered.untilMillis());
            }
            default -> {
                return false;
            }
        }
        return true;
    }
}
