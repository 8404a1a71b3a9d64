package steelyard.testkit.event;

import org.agrona.DirectBuffer;
import steelyard.protocol.MarketSpecCodec;
import steelyard.protocol.sbe.AuctionEndedDecoder;
import steelyard.protocol.sbe.AuctionIndicatedDecoder;
import steelyard.protocol.sbe.AuctionPricedDecoder;
import steelyard.protocol.sbe.MarketChangedDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.OrderRefreshedDecoder;
import steelyard.protocol.sbe.OrderTriggeredDecoder;
import steelyard.protocol.sbe.ProtectionResetDecoder;
import steelyard.protocol.sbe.ProtectionSetDecoder;
import steelyard.protocol.sbe.ProtectionTriggeredDecoder;
import steelyard.protocol.sbe.QuotesRejectedDecoder;
import steelyard.protocol.sbe.ScheduledCancelSetDecoder;
import steelyard.protocol.sbe.SelfTradeModeChosenDecoder;
import steelyard.protocol.sbe.TriggerArmedDecoder;
import steelyard.protocol.sbe.TriggerPlacedDecoder;
import steelyard.protocol.sbe.TwapEndedDecoder;
import steelyard.protocol.sbe.TwapSlicedDecoder;
import steelyard.protocol.sbe.TwapStartedDecoder;
import steelyard.testkit.command.ClientOrderId;
import steelyard.testkit.command.Command.Remark;


/** Reads the events of {@code docs/matching-rules.md} beyond those of plain orders. */
final class AdvancedEventDecoder {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    /** The event whose message starts at {@code offset}; throws {@link IllegalArgumentException} for another. */
    Event decode(final DirectBuffer buffer, final int offset) {
        header.wrap(buffer, offset);
        return switch (header.templateId()) {
            case TriggerPlacedDecoder.TEMPLATE_ID -> triggerPlaced(buffer, offset);
            case TriggerArmedDecoder.TEMPLATE_ID -> triggerArmed(buffer, offset);
            case OrderTriggeredDecoder.TEMPLATE_ID -> orderTriggered(buffer, offset);
            case OrderRefreshedDecoder.TEMPLATE_ID -> orderRefreshed(buffer, offset);
            case SelfTradeModeChosenDecoder.TEMPLATE_ID -> selfTradeModeChosen(buffer, offset);
            case ScheduledCancelSetDecoder.TEMPLATE_ID -> scheduledCancelSet(buffer, offset);
            case MarketChangedDecoder.TEMPLATE_ID -> marketChanged(buffer, offset);
            case TwapStartedDecoder.TEMPLATE_ID -> twapStarted(buffer, offset);
            case TwapSlicedDecoder.TEMPLATE_ID -> twapSliced(buffer, offset);
            case TwapEndedDecoder.TEMPLATE_ID -> twapEnded(buffer, offset);
            case QuotesRejectedDecoder.TEMPLATE_ID -> quotesRejected(buffer, offset);
            case ProtectionSetDecoder.TEMPLATE_ID -> protectionSet(buffer, offset);
            case ProtectionResetDecoder.TEMPLATE_ID -> protectionReset(buffer, offset);
            case ProtectionTriggeredDecoder.TEMPLATE_ID -> protectionTriggered(buffer, offset);
            case AuctionIndicatedDecoder.TEMPLATE_ID -> auctionIndicated(buffer, offset);
            case AuctionPricedDecoder.TEMPLATE_ID -> auctionPriced(buffer, offset);
            case AuctionEndedDecoder.TEMPLATE_ID -> auctionEnded(buffer, offset);
            default -> throw new IllegalArgumentException("no event has template id " + header.templateId());
        };
    }

    private Event triggerPlaced(final DirectBuffer buffer, final int offset) {
        final TriggerPlacedDecoder d = new TriggerPlacedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.TriggerPlaced(EventDecoder.header(d.header()), d.orderId(), d.priceTicks(), d.quantityLots(),
            d.triggerPriceTicks(), d.trailTicks(), new ClientOrderId(d.clientOrderIdHigh(), d.clientOrderIdLow()),
            d.expiresMillis(), d.armingSequence(), d.extremeTicks(), d.replacedOrderId(), d.parentOrderId(),
            d.accountId(), d.marketId(), d.trailBps(), d.flags(), d.side(), d.timeInForce(), d.triggerKind(),
            d.triggerSource(), d.isMarket() != 0, d.status(), d.batchIndex(), d.grouping());
    }

    private Event triggerArmed(final DirectBuffer buffer, final int offset) {
        final TriggerArmedDecoder d = new TriggerArmedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.TriggerArmed(EventDecoder.header(d.header()), d.orderId(), d.armingSequence(),
            d.extremeTicks(), d.accountId(), d.marketId());
    }

    private Event orderTriggered(final DirectBuffer buffer, final int offset) {
        final OrderTriggeredDecoder d = new OrderTriggeredDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.OrderTriggered(EventDecoder.header(d.header()), d.orderId(), d.priceTicks(),
            d.quantityLots(), d.placedTimeNanos(), new ClientOrderId(d.clientOrderIdHigh(), d.clientOrderIdLow()),
            d.accountId(), d.marketId(), d.flags(), d.side(), d.timeInForce());
    }

    private Event orderRefreshed(final DirectBuffer buffer, final int offset) {
        final OrderRefreshedDecoder d = new OrderRefreshedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.OrderRefreshed(EventDecoder.header(d.header()), d.orderId(), d.priceTicks(),
            d.remainingLots(), d.shownLots(), d.prioritySequence(), d.accountId(), d.marketId(), d.side());
    }

    private Event selfTradeModeChosen(final DirectBuffer buffer, final int offset) {
        final SelfTradeModeChosenDecoder d =
            new SelfTradeModeChosenDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.SelfTradeModeChosen(EventDecoder.header(d.header()), d.accountId(), d.mode());
    }

    private Event scheduledCancelSet(final DirectBuffer buffer, final int offset) {
        final ScheduledCancelSetDecoder d = new ScheduledCancelSetDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.ScheduledCancelSet(EventDecoder.header(d.header()), d.timeMillis(), d.accountId());
    }

    private Event marketChanged(final DirectBuffer buffer, final int offset) {
        final MarketChangedDecoder d = new MarketChangedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.MarketChanged(EventDecoder.header(d.header()), MarketSpecCodec.decode(d.spec()),
            new Remark(d.operatorName(), d.reason()));
    }

    private Event twapStarted(final DirectBuffer buffer, final int offset) {
        final TwapStartedDecoder d = new TwapStartedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.TwapStarted(EventDecoder.header(d.header()), d.twapId(), d.quantityLots(),
            d.triggerPriceTicks(), d.stopPriceTicks(), d.intervalNanos(), d.accountId(), d.marketId(), d.minutes(),
            d.slices(), d.batchIndex(), d.flags(), d.side(), d.randomize() != 0, d.triggerAbove() != 0, d.status());
    }

    private Event twapSliced(final DirectBuffer buffer, final int offset) {
        final TwapSlicedDecoder d = new TwapSlicedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.TwapSliced(EventDecoder.header(d.header()), d.twapId(), d.orderId(), d.quantityLots(),
            d.executedLots(), d.accountId(), d.marketId(), d.slice());
    }

    private Event twapEnded(final DirectBuffer buffer, final int offset) {
        final TwapEndedDecoder d = new TwapEndedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.TwapEnded(EventDecoder.header(d.header()), d.twapId(), d.executedLots(), d.executedMicros(),
            d.accountId(), d.marketId(), d.rejectReason(), d.status());
    }

    private Event quotesRejected(final DirectBuffer buffer, final int offset) {
        final QuotesRejectedDecoder d = new QuotesRejectedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.QuotesRejected(EventDecoder.header(d.header()), d.detail1(), d.detail2(), d.accountId(),
            d.marketId(), d.batchIndex(), d.rejectReason(), d.quoteGroup());
    }

    private Event protectionSet(final DirectBuffer buffer, final int offset) {
        final ProtectionSetDecoder d = new ProtectionSetDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.ProtectionSet(EventDecoder.header(d.header()), d.windowMillis(), d.frozenMillis(),
            d.quantityMaxE8(), d.valueMaxMicros(), d.countMax(), d.accountId(), d.quoteGroup());
    }

    private Event protectionReset(final DirectBuffer buffer, final int offset) {
        final ProtectionResetDecoder d = new ProtectionResetDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.ProtectionReset(EventDecoder.header(d.header()), d.accountId(), d.quoteGroup());
    }

    private Event protectionTriggered(final DirectBuffer buffer, final int offset) {
        final ProtectionTriggeredDecoder d =
            new ProtectionTriggeredDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.ProtectionTriggered(EventDecoder.header(d.header()), d.untilMillis(), d.accountId(),
            d.quoteGroup());
    }

    private Event auctionIndicated(final DirectBuffer buffer, final int offset) {
        final AuctionIndicatedDecoder d = new AuctionIndicatedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.AuctionIndicated(EventDecoder.header(d.header()), d.priceTicks(), d.volumeLots(),
            d.surplusLots(), d.marketId());
    }

    private Event auctionPriced(final DirectBuffer buffer, final int offset) {
        final AuctionPricedDecoder d = new AuctionPricedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.AuctionPriced(EventDecoder.header(d.header()), d.priceTicks(), d.volumeLots(),
            d.surplusLots(), d.marketId());
    }

    private Event auctionEnded(final DirectBuffer buffer, final int offset) {
        final AuctionEndedDecoder d = new AuctionEndedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.AuctionEnded(EventDecoder.header(d.header()), d.marketId());
    }
}
