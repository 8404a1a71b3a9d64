package steelyard.exchange.order;

import steelyard.exchange.event.EventStage;
import steelyard.exchange.state.ExchangeState;
import steelyard.matching.IncomingOrder;
import steelyard.matching.OrderStore;
import steelyard.model.Side;
import steelyard.protocol.array.FillSettledEncoder;
import steelyard.protocol.array.TradeExecutedEncoder;
import steelyard.risk.margin.Positions;
import steelyard.risk.margin.Settlement;

/** Events of fills. What two events of a fill have in common is set by {@link #trade}. */
final class FillEvents {
    private final TradeExecutedEncoder tradeExecuted = new TradeExecutedEncoder();
    private final FillSettledEncoder fillSettled = new FillSettledEncoder();
    private final ExchangeState state;
    private final OrderStore orders;
    private final EventStage stage;
    private final BuilderFees builderFees;
    private final ReferralTerms referralTerms;
    private long tradeId;
    private int marketId;
    private long priceTicks;
    private long lots;

    FillEvents(
        final ExchangeState state, final EventStage stage, final BuilderFees builderFees,
        final ReferralTerms referralTerms) {
        this.state = state;
        this.builderFees = builderFees;
        this.referralTerms = referralTerms;
        this.orders = state.books().orders();
        this.stage = stage;
    }

    /** What trade the following events are about. */
    void trade(final long id, final int market, final long price, final long quantityLots) {
        tradeId = id;
        marketId = market;
        priceTicks = price;
        lots = quantityLots;
    }

    /** The two sides have traded; both remainders are what they are afterwards. */
    void executed(final int maker, final IncomingOrder taker) {
        tradeExecuted.wrap(stage.buffer(), stage.begin(TradeExecutedEncoder.TEMPLATE_ID,
            TradeExecutedEncoder.BLOCK_LENGTH));
        tradeExecuted
            .tradeId(tradeId)
            .makerOrderId(orders.orderId(maker))
            .takerOrderId(taker.orderId())
            .priceTicks(priceTicks)
            .quantityLots(lots)
            .makerRemainingLots(state.books().remainingLots(maker))
            .takerRemainingLots(taker.remainingLots())
            .makerAccountId(orders.accountId(maker))
            .takerAccountId(taker.accountId())
            .marketId(marketId)
            .takerSide(taker.side().code());
        stage.end(tradeExecuted.encodedLength());
    }

    /** The maker's side is settled. */
    void makerSettled(final int maker) {
        fillSettled.wrap(stage.buffer(), stage.begin(FillSettledEncoder.TEMPLATE_ID, FillSettledEncoder.BLOCK_LENGTH));
        settlement(orders.positionSlot(maker), orders.accountId(maker), orders.side(maker));
        fillSettled
            .orderId(orders.orderId(maker))
            .limitPriceTicks(orders.priceTicks(maker))
            .originalLots(orders.originalLots(maker))
            .remainingLots(state.books().remainingLots(maker))
            .placedTimeNanos(orders.placedTimeNanos(maker))
            .clientOrderIdHigh(orders.clientOrderIdHigh(maker))
            .clientOrderIdLow(orders.clientOrderIdLow(maker))
            .flags(orders.flags(maker))
            .isTaker((short) 0);
        stage.end(fillSettled.encodedLength());
    }

    /** The taker's side is settled. */
    void takerSettled(final IncomingOrder taker) {
        fillSettled.wrap(stage.buffer(), stage.begin(FillSettledEncoder.TEMPLATE_ID, FillSettledEncoder.BLOCK_LENGTH));
        settlement(taker.positionSlot(), taker.accountId(), taker.side());
        fillSettled
            .orderId(taker.orderId())
            .limitPriceTicks(taker.priceTicks())
            .originalLots(taker.originalLots())
            .remainingLots(taker.remainingLots())
            .placedTimeNanos(taker.placedTimeNanos())
            .clientOrderIdHigh(taker.clientOrderIdHigh())
            .clientOrderIdLow(taker.clientOrderIdLow())
            .flags(taker.flags())
            .isTaker((short) 1);
        stage.end(fillSettled.encodedLength());
    }

    private void settlement(final int slot, final int accountId, final Side side) {
        final Settlement settlement = state.margin().settlement();
        final Positions positions = state.positions();
        fillSettled
            .tradeId(tradeId)
            .priceTicks(priceTicks)
            .quantityLots(lots)
            .feeMicros(settlement.feeMicros())
            .closedPnlMicros(settlement.closedPnlMicros())
            .startPositionLots(settlement.startPositionLots())
            .positionLots(positions.quantityLots(slot))
            .quoteMicros(positions.quoteMicros(slot))
            .entryMicros(positions.entryMicros(slot))
            .cashMicros(state.accounts().cashMicros(accountId))
            .accountId(accountId)
            .marketId(marketId)
            .side(side.code())
            .isolatedMicros(positions.isolatedMicros(slot))
            .builderFeeMicros(builderFees.paidMicros())
            .builderAccountId(builderFees.paidTo())
            .rewardMicros(referralTerms.rewardMicros())
            .referrerAccountId(referralTerms.referrerId());
    }
}
