package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.event.EventStage;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.Protection;
import steelyard.exchange.state.Twaps;
import steelyard.model.RejectReason;
import steelyard.model.TwapStatus;
import steelyard.protocol.sbe.AuctionEndedEncoder;
import steelyard.protocol.sbe.AuctionIndicatedEncoder;
import steelyard.protocol.sbe.AuctionPricedEncoder;
import steelyard.protocol.sbe.ProtectionResetEncoder;
import steelyard.protocol.sbe.ProtectionSetEncoder;
import steelyard.protocol.sbe.ProtectionTriggeredEncoder;
import steelyard.protocol.sbe.QuotesRejectedEncoder;
import steelyard.protocol.sbe.ScheduledCancelSetEncoder;
import steelyard.protocol.sbe.SelfTradeModeChosenEncoder;
import steelyard.protocol.sbe.TwapEndedEncoder;
import steelyard.protocol.sbe.TwapSlicedEncoder;
import steelyard.protocol.sbe.TwapStartedEncoder;

/** Events of what accounts have beyond orders, and of auctions. */
final class TradingEvents {
    private final SelfTradeModeChosenEncoder selfTradeModeChosen = new SelfTradeModeChosenEncoder();
    private final ScheduledCancelSetEncoder scheduledCancelSet = new ScheduledCancelSetEncoder();
    private final TwapSlicedEncoder twapSliced = new TwapSlicedEncoder();
    private final ProtectionResetEncoder protectionReset = new ProtectionResetEncoder();
    private final ProtectionTriggeredEncoder protectionTriggered = new ProtectionTriggeredEncoder();
    private final AuctionIndicatedEncoder auctionIndicated = new AuctionIndicatedEncoder();
    private final AuctionPricedEncoder auctionPriced = new AuctionPricedEncoder();
    private final AuctionEndedEncoder auctionEnded = new AuctionEndedEncoder();
    private final TwapStartedEncoder twapStarted = new TwapStartedEncoder();
    private final TwapEndedEncoder twapEnded = new TwapEndedEncoder();
    private final QuotesRejectedEncoder quotesRejected = new QuotesRejectedEncoder();
    private final ProtectionSetEncoder protectionSet = new ProtectionSetEncoder();
    private final ExchangeState state;
    private final EventStage stage;

    TradingEvents(final ExchangeState state, final EventStage stage) {
        this.state = state;
        this.stage = stage;
    }

    /** An account chose a mode. */
    void selfTradeModeChosen(final int accountId, final int mode) {
        selfTradeModeChosen.wrap(
            stage.buffer(), stage.begin(SelfTradeModeChosenEncoder.TEMPLATE_ID,
                SelfTradeModeChosenEncoder.BLOCK_LENGTH));
        selfTradeModeChosen
            .accountId(accountId)
            .mode((short) mode);
        stage.end(selfTradeModeChosen.encodedLength());
    }

    /** All open orders of an account are to be canceled at this time; 0: no more. */
    void scheduledCancelSet(final int accountId, final long timeMillis) {
        scheduledCancelSet.wrap(
            stage.buffer(), stage.begin(ScheduledCancelSetEncoder.TEMPLATE_ID, ScheduledCancelSetEncoder.BLOCK_LENGTH));
        scheduledCancelSet
            .accountId(accountId)
            .timeMillis(timeMillis);
        stage.end(scheduledCancelSet.encodedLength());
    }

    /** A TWAP sends an order. */
    void twapSliced(
        final long twapId, final long orderId, final long quantityLots,
        final long executedLots, final int accountId, final int marketId, final int slice) {
        twapSliced.wrap(
            stage.buffer(), stage.begin(TwapSlicedEncoder.TEMPLATE_ID, TwapSlicedEncoder.BLOCK_LENGTH));
        twapSliced
            .twapId(twapId)
            .orderId(orderId)
            .quantityLots(quantityLots)
            .executedLots(executedLots)
            .accountId(accountId)
            .marketId(marketId)
            .slice(slice);
        stage.end(twapSliced.encodedLength());
    }

    /** A group counts anew and is not frozen. */
    void protectionReset(final int accountId, final int quoteGroup) {
        protectionReset.wrap(
            stage.buffer(), stage.begin(ProtectionResetEncoder.TEMPLATE_ID, ProtectionResetEncoder.BLOCK_LENGTH));
        protectionReset
            .accountId(accountId)
            .quoteGroup((short) quoteGroup);
        stage.end(protectionReset.encodedLength());
    }

    /** A group is frozen. */
    void protectionTriggered(final int accountId, final int quoteGroup, final long untilMillis) {
        protectionTriggered.wrap(
            stage.buffer(), stage.begin(ProtectionTriggeredEncoder.TEMPLATE_ID,
                ProtectionTriggeredEncoder.BLOCK_LENGTH));
        protectionTriggered
            .accountId(accountId)
            .quoteGroup((short) quoteGroup)
            .untilMillis(untilMillis);
        stage.end(protectionTriggered.encodedLength());
    }

    /** What the auction would give now. */
    void auctionIndicated(final int marketId, final long priceTicks, final long volumeLots, final long surplusLots) {
        auctionIndicated.wrap(
            stage.buffer(), stage.begin(AuctionIndicatedEncoder.TEMPLATE_ID, AuctionIndicatedEncoder.BLOCK_LENGTH));
        auctionIndicated
            .marketId(marketId)
            .priceTicks(priceTicks)
            .volumeLots(volumeLots)
            .surplusLots(surplusLots);
        stage.end(auctionIndicated.encodedLength());
    }

    /** A round of the auction starts. */
    void auctionPriced(final int marketId, final long priceTicks, final long volumeLots, final long surplusLots) {
        auctionPriced.wrap(
            stage.buffer(), stage.begin(AuctionPricedEncoder.TEMPLATE_ID, AuctionPricedEncoder.BLOCK_LENGTH));
        auctionPriced
            .marketId(marketId)
            .priceTicks(priceTicks)
            .volumeLots(volumeLots)
            .surplusLots(surplusLots);
        stage.end(auctionPriced.encodedLength());
    }

    /** The book is no longer crossed. */
    void auctionEnded(final int marketId) {
        auctionEnded.wrap(
            stage.buffer(), stage.begin(AuctionEndedEncoder.TEMPLATE_ID, AuctionEndedEncoder.BLOCK_LENGTH));
        auctionEnded
            .marketId(marketId);
        stage.end(auctionEnded.encodedLength());
    }

    /** A TWAP runs, or waits for its trigger. */
    void twapStarted(final int row, final int batchIndex) {
        final Twaps twaps = state.twaps();
        twapStarted.wrap(stage.buffer(), stage.begin(TwapStartedEncoder.TEMPLATE_ID, TwapStartedEncoder.BLOCK_LENGTH));
        twapStarted
            .twapId(twaps.twapId(row))
            .quantityLots(twaps.quantityLots(row))
            .triggerPriceTicks(twaps.triggerPriceTicks(row))
            .stopPriceTicks(twaps.stopPriceTicks(row))
            .intervalNanos(twaps.intervalNanos(row))
            .accountId(twaps.accountId(row))
            .marketId(twaps.marketId(row))
            .minutes(twaps.minutes(row))
            .slices(twaps.slices(row))
            .batchIndex(batchIndex)
            .flags(twaps.flags(row))
            .side(twaps.side(row).code())
            .randomize((short) (twaps.randomizes(row) ? 1 : 0))
            .triggerAbove((short) (twaps.triggersAbove(row) ? 1 : 0))
            .status((short) twaps.status(row));
        stage.end(twapStarted.encodedLength());
    }

    /** A TWAP sends nothing more. Written before it is forgotten. */
    void twapEnded(final int row, final TwapStatus status, final RejectReason reason) {
        final Twaps twaps = state.twaps();
        twapEnded.wrap(stage.buffer(), stage.begin(TwapEndedEncoder.TEMPLATE_ID, TwapEndedEncoder.BLOCK_LENGTH));
        twapEnded
            .twapId(twaps.twapId(row))
            .executedLots(twaps.executedLots(row))
            .executedMicros(twaps.executedMicros(row))
            .accountId(twaps.accountId(row))
            .marketId(twaps.marketId(row))
            .rejectReason(reason.code())
            .status(status.code());
        stage.end(twapEnded.encodedLength());
    }

    /** The quotes of a market were refused. */
    void quotesRejected(
        final int accountId, final int marketId, final int group, final int batchIndex, final Refusal refusal) {
        quotesRejected.wrap(
            stage.buffer(), stage.begin(QuotesRejectedEncoder.TEMPLATE_ID, QuotesRejectedEncoder.BLOCK_LENGTH));
        quotesRejected
            .detail1(refusal.detail1())
            .detail2(refusal.detail2())
            .accountId(accountId)
            .marketId(marketId)
            .batchIndex(batchIndex)
            .rejectReason(refusal.reason().code())
            .quoteGroup((short) group);
        stage.end(quotesRejected.encodedLength());
    }

    /** The limits of a group were set. */
    void protectionSet(final Protection protection) {
        protectionSet.wrap(
            stage.buffer(), stage.begin(ProtectionSetEncoder.TEMPLATE_ID, ProtectionSetEncoder.BLOCK_LENGTH));
        protectionSet
            .windowMillis(protection.windowMillis())
            .frozenMillis(protection.frozenMillis())
            .quantityMaxE8(protection.quantityMaxE8())
            .valueMaxMicros(protection.valueMaxMicros())
            .countMax(protection.countMax())
            .accountId(protection.accountId())
            .quoteGroup((short) protection.group());
        stage.end(protectionSet.encodedLength());
    }
}
