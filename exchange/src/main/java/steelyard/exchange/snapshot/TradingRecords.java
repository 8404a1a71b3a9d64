package steelyard.exchange.snapshot;

import org.agrona.DirectBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.Protection;
import steelyard.exchange.state.TriggerOrders;
import steelyard.exchange.state.Twaps;
import steelyard.protocol.sbe.DeadlineRecordDecoder;
import steelyard.protocol.sbe.FollowUpRecordDecoder;
import steelyard.protocol.sbe.GroupRecordDecoder;
import steelyard.protocol.sbe.LadderRecordDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.ProtectionFillRecordDecoder;
import steelyard.protocol.sbe.ProtectionRecordDecoder;
import steelyard.protocol.sbe.TraderRecordDecoder;
import steelyard.protocol.sbe.TriggerRecordDecoder;
import steelyard.protocol.sbe.TwapRecordDecoder;

/** Takes what {@link TradingRecordsWriter} writes into an empty state. */
final class TradingRecords {
    private static final int FIRED = 2;

    private final ExchangeState state;
    private MessageHeaderDecoder header;

    TradingRecords(final ExchangeState state) {
        this.state = state;
    }

    /** Takes a record; {@code false} if it is none of these. */
    boolean load(final DirectBuffer buffer, final int offset, final MessageHeaderDecoder recordHeader) {
        header = recordHeader;
        switch (recordHeader.templateId()) {
            case DeadlineRecordDecoder.TEMPLATE_ID -> deadline(decode(new DeadlineRecordDecoder(), buffer, offset));
            case FollowUpRecordDecoder.TEMPLATE_ID -> followUp(decode(new FollowUpRecordDecoder(), buffer, offset));
            case TriggerRecordDecoder.TEMPLATE_ID -> trigger(decode(new TriggerRecordDecoder(), buffer, offset));
            case GroupRecordDecoder.TEMPLATE_ID -> group(decode(new GroupRecordDecoder(), buffer, offset));
            case TraderRecordDecoder.TEMPLATE_ID -> trader(decode(new TraderRecordDecoder(), buffer, offset));
            case TwapRecordDecoder.TEMPLATE_ID -> twap(decode(new TwapRecordDecoder(), buffer, offset));
            case LadderRecordDecoder.TEMPLATE_ID -> ladder(decode(new LadderRecordDecoder(), buffer, offset));
            case ProtectionRecordDecoder.TEMPLATE_ID ->
                protection(decode(new ProtectionRecordDecoder(), buffer, offset));
            case ProtectionFillRecordDecoder.TEMPLATE_ID ->
                fill(decode(new ProtectionFillRecordDecoder(), buffer, offset));
            default -> {
                return false;
            }
        }
        return true;
    }

    private <T extends MessageDecoderFlyweight> T decode(final T record, final DirectBuffer buffer, final int offset) {
        record.wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        return record;
    }

    private void deadline(final DeadlineRecordDecoder record) {
        state.deadlines().set(record.kind(), record.id(), record.timeNanos());
    }

    private void followUp(final FollowUpRecordDecoder record) {
        state.followUps().put(record.kind(), record.accountId(), record.marketId(), record.orderId(), record.side(),
            record.orderKind(), record.reason(), record.quoteGroup());
    }

    private void trigger(final TriggerRecordDecoder record) {
        final TriggerOrders triggers = state.triggers();
        final int row = triggers.add(record.orderId(), record.accountId(), record.marketId());
        triggers.terms(row, record.priceTicks(), record.quantityLots(), record.placedTimeNanos());
        triggers.trigger(row, record.triggerPriceTicks(), record.trailTicks(), record.trailBps());
        triggers.identity(row, record.flags(), record.clientOrderIdHigh(), record.clientOrderIdLow(),
            record.expiresMillis());
        triggers.codes(row, record.side(), record.timeInForce(), record.triggerKind(), record.triggerSource(),
            record.isMarket() != 0);
        if (record.status() == TriggerOrders.FIRED) {
            triggers.restoreFired(row, record.armingSequence(), record.extremeTicks());
            return;
        }
        triggers.restore(row);
        if (record.status() == TriggerOrders.ARMED) {
            triggers.arm(row, record.armingSequence(), record.extremeTicks());
        }
    }

    private void group(final GroupRecordDecoder record) {
        state.groups().create(record.groupId(), record.parentOrderId(), record.firstOrderId(),
            record.secondOrderId(), record.ofPosition() != 0);
    }

    private void trader(final TraderRecordDecoder record) {
        final int accountId = record.accountId();
        state.traders().traded(accountId, record.volumeMicros());
        state.traders().scheduledCancels(accountId, record.scheduledCancelDay(), record.scheduledCancels());
        state.traders().selfTradeMode(accountId, record.selfTradeMode());
        state.traders().reserved(accountId, record.reservedRequests());
    }

    private void twap(final TwapRecordDecoder record) {
        final Twaps twaps = state.twaps();
        final int row = twaps.add(record.twapId(), record.accountId(), record.marketId(), record.side(),
            record.quantityLots(), record.flags(), record.minutes());
        twaps.conditions(row, record.triggerPriceTicks(), record.triggerAbove() != 0, record.stopPriceTicks(),
            record.randomize() != 0);
        twaps.placed(row, record.startNanos());
        twaps.armingSequence(row, record.armingSequence());
        if (record.status() == 1) {
            twaps.run(row, record.startNanos(), record.intervalNanos(), record.slices());
            twaps.executed(row, record.executedLots(), record.executedMicros());
            twaps.nextSlice(row, record.nextSlice());
            return;
        }
        final int trigger = state.triggers().armTwap(twaps, row);
        if (record.status() == FIRED) {
            state.triggers().fire(trigger);
        }
    }

    private void ladder(final LadderRecordDecoder record) {
        state.quotes().group(record.accountId(), record.marketId(), record.quoteGroup());
    }

    private void protection(final ProtectionRecordDecoder record) {
        final Protection protection = state.quotes().open(record.accountId(), record.quoteGroup());
        protection.set(record.windowMillis(), record.frozenMillis(), record.quantityMaxE8(), record.valueMaxMicros(),
            record.countMax());
        protection.freeze(record.isFrozen() != 0, record.frozenUntilMillis());
    }

    private void fill(final ProtectionFillRecordDecoder record) {
        state.quotes().protection(record.accountId(), record.quoteGroup())
            .add(record.timeNanos(), record.quantityE8(), record.valueMicros());
    }
}
