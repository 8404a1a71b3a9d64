package steelyard.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import steelyard.model.CancelReason;
import steelyard.model.Grouping;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.OrderFlags;
import steelyard.model.PriceSource;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.model.TriggerKind;
import steelyard.model.TwapStatus;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatchWriter;
import steelyard.protocol.MarketSpecCodec;
import steelyard.protocol.sbe.AccountCreatedEncoder;
import steelyard.protocol.sbe.AuctionPricedEncoder;
import steelyard.protocol.sbe.CashTransferredEncoder;
import steelyard.protocol.sbe.CommandDoneEncoder;
import steelyard.protocol.sbe.DepositedEncoder;
import steelyard.protocol.sbe.EventHeaderEncoder;
import steelyard.protocol.sbe.FillSettledEncoder;
import steelyard.protocol.sbe.FundingPaidEncoder;
import steelyard.protocol.sbe.LiquidationStepEncoder;
import steelyard.protocol.sbe.MarginLevelChangedEncoder;
import steelyard.protocol.sbe.MarketListedEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.OrderCanceledEncoder;
import steelyard.protocol.sbe.OrderPlacedEncoder;
import steelyard.protocol.sbe.OrderReducedEncoder;
import steelyard.protocol.sbe.OrderRejectedEncoder;
import steelyard.protocol.sbe.OrderRestedEncoder;
import steelyard.protocol.sbe.OrderTriggeredEncoder;
import steelyard.protocol.sbe.PositionTransferredEncoder;
import steelyard.protocol.sbe.QuotesRejectedEncoder;
import steelyard.protocol.sbe.RequestRejectedEncoder;
import steelyard.protocol.sbe.RequestsReservedEncoder;
import steelyard.protocol.sbe.RewardsClaimedEncoder;
import steelyard.protocol.sbe.TradeExecutedEncoder;
import steelyard.protocol.sbe.TriggerPlacedEncoder;
import steelyard.protocol.sbe.TwapSlicedEncoder;
import steelyard.protocol.sbe.TwapStartedEncoder;

/** The events of one command, as a script writes them down. */
final class Events {
    static final int NO_INDEX = 65535;
    static final long LOG_POSITION = 0x1234;
    static final int COMMAND_INDEX = 3;

    /** Writes the events at given numbers and times. */
    private interface Event {
        void write(EventBatchWriter out, long sequence, long nowNanos);
    }

    private final List<Event> events = new ArrayList<>();
    private Consumer<CommandDoneEncoder> done = encoder -> { };

    static Events of() {
        return new Events();
    }

    /** Ends the batch and returns its length. */
    int write(final EventBatchWriter out, final long firstSequence, final long nowNanos) {
        out.clear();
        long sequence = firstSequence;
        for (final Event event : events) {
            event.write(out, sequence++, nowNanos);
        }
        final CommandDoneEncoder encoder = new CommandDoneEncoder();
        encoder.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
        head(encoder.header(), sequence, nowNanos);
        encoder.detail1(0).detail2(0).accountId(-1).commandTemplateId(0).rejectReason(0).batchIndex(NO_INDEX);
        encoder.result((short) 0);
        done.accept(encoder);
        end(out, encoder.encodedLength());
        return out.end();
    }

    int count() {
        return events.size() + 1;
    }

    private static void head(final EventHeaderEncoder header, final long sequence, final long nowNanos) {
        header.eventSequence(sequence).logPosition(LOG_POSITION).timestampNanos(nowNanos).seq(1).epoch(1).nodeId(0)
            .commandIndex(COMMAND_INDEX);
    }

    private static void end(final EventBatchWriter out, final int bodyLength) {
        out.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
    }

    Events refused(final RejectReason reason, final long detail1, final long detail2) {
        done = encoder -> encoder.rejectReason(reason.code()).detail1(detail1).detail2(detail2).result((short) 1);
        return this;
    }

    Events skipped() {
        done = encoder -> encoder.result((short) 2);
        return this;
    }

    Events placed(final int index, final int account, final int market, final long orderId, final Side side,
        final long price, final long lots, final long cloid, final int flags) {
        events.add((out, sequence, nowNanos) -> {
            final OrderPlacedEncoder event = new OrderPlacedEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.orderId(orderId).priceTicks(price).quantityLots(lots).clientOrderIdHigh(0).clientOrderIdLow(cloid)
                .replacedOrderId(0).accountId(account).marketId(market).batchIndex(index).flags(flags)
                .side(side.code()).timeInForce(TimeInForce.GTC.code()).displayLots(0).expiresMillis(0);
            end(out, event.encodedLength());
        });
        return this;
    }

    Events rested(final int index, final int account, final int market, final long orderId, final Side side,
        final long price, final long lots) {
        events.add((out, sequence, nowNanos) -> {
            final OrderRestedEncoder event = new OrderRestedEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.orderId(orderId).priceTicks(price).remainingLots(lots).prioritySequence(1).accountId(account)
                .marketId(market).batchIndex(index).side(side.code()).shownLots(lots);
            end(out, event.encodedLength());
        });
        return this;
    }

    Events rejected(final int index, final int account, final int market, final long orderId,
        final RejectReason reason, final long detail1, final long detail2) {
        events.add((out, sequence, nowNanos) -> {
            final OrderRejectedEncoder event = new OrderRejectedEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.orderId(orderId).priceTicks(500_000).quantityLots(1_000).clientOrderIdHigh(0).clientOrderIdLow(0)
                .detail1(detail1).detail2(detail2).accountId(account).marketId(market).batchIndex(index).flags(0)
                .rejectReason(reason.code()).side(Side.BUY.code()).timeInForce(TimeInForce.GTC.code());
            end(out, event.encodedLength());
        });
        return this;
    }

    Events requestRejected(final int index, final int account, final int market, final RejectReason reason) {
        events.add((out, sequence, nowNanos) -> {
            final RequestRejectedEncoder event = new RequestRejectedEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.orderId(77).clientOrderIdHigh(0).clientOrderIdLow(0).detail1(0).detail2(0).accountId(account)
                .marketId(market).batchIndex(index).rejectReason(reason.code());
            end(out, event.encodedLength());
        });
        return this;
    }

    Events canceled(final int index, final int account, final int market, final long orderId, final Side side,
        final long price, final long lots, final CancelReason reason, final boolean wasResting) {
        events.add((out, sequence, nowNanos) -> {
            final OrderCanceledEncoder event = new OrderCanceledEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.orderId(orderId).priceTicks(price).originalLots(lots).remainingLots(lots).placedTimeNanos(nowNanos)
                .clientOrderIdHigh(0).clientOrderIdLow(0).accountId(account).marketId(market).batchIndex(index)
                .flags(0).side(side.code()).reason((short) reason.code()).timeInForce(TimeInForce.GTC.code())
                .wasResting((short) (wasResting ? 1 : 0));
            end(out, event.encodedLength());
        });
        return this;
    }

    Events reduced(final int index, final int account, final int market, final long orderId, final long lots) {
        events.add((out, sequence, nowNanos) -> {
            final OrderReducedEncoder event = new OrderReducedEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.orderId(orderId).priceTicks(500_000).originalLots(lots).remainingLots(lots)
                .placedTimeNanos(nowNanos).clientOrderIdHigh(0).clientOrderIdLow(0).accountId(account)
                .marketId(market).batchIndex(index).flags(0).side(Side.BUY.code()).shownLots(lots);
            end(out, event.encodedLength());
        });
        return this;
    }

    /** A trigger order of BTC, at the market's price, that looks at the mark. */
    Events triggerPlaced(final int index, final int account, final long orderId, final Side side,
        final TriggerKind kind, final long price, final long lots, final boolean armed, final Grouping grouping) {
        events.add((out, sequence, nowNanos) -> {
            final TriggerPlacedEncoder event = new TriggerPlacedEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.orderId(orderId).priceTicks(0).quantityLots(lots).triggerPriceTicks(price).trailTicks(0)
                .clientOrderIdHigh(0).clientOrderIdLow(0).expiresMillis(0).armingSequence(1).extremeTicks(0)
                .replacedOrderId(0).parentOrderId(0).accountId(account).marketId(0).trailBps(0)
                .flags(OrderFlags.REDUCE_ONLY).side(side.code()).timeInForce(TimeInForce.GTC.code())
                .triggerKind(kind.code()).triggerSource(PriceSource.MARK.code()).isMarket((short) 1)
                .status((short) (armed ? 1 : 0)).batchIndex(index).grouping(grouping.code());
            end(out, event.encodedLength());
        });
        return this;
    }

    Events triggered(final int account, final long orderId, final Side side, final long price, final long lots) {
        events.add((out, sequence, nowNanos) -> {
            final OrderTriggeredEncoder event = new OrderTriggeredEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.orderId(orderId).priceTicks(price).quantityLots(lots).placedTimeNanos(nowNanos - 5_000_000_000L)
                .clientOrderIdHigh(0).clientOrderIdLow(0).accountId(account).marketId(0)
                .flags(OrderFlags.REDUCE_ONLY | OrderFlags.TRIGGERED).side(side.code())
                .timeInForce(TimeInForce.IOC.code());
            end(out, event.encodedLength());
        });
        return this;
    }

    Events twapStarted(final int account, final long twapId) {
        events.add((out, sequence, nowNanos) -> {
            final TwapStartedEncoder event = new TwapStartedEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.twapId(twapId).quantityLots(100).triggerPriceTicks(0).stopPriceTicks(0).intervalNanos(1)
                .accountId(account).marketId(0).minutes(5).slices(11).batchIndex(NO_INDEX).flags(0)
                .side(Side.BUY.code()).randomize((short) 0).triggerAbove((short) 0)
                .status(TwapStatus.RUNNING.code());
            end(out, event.encodedLength());
        });
        return this;
    }

    Events twapSliced(final int account, final long twapId, final long orderId) {
        events.add((out, sequence, nowNanos) -> {
            final TwapSlicedEncoder event = new TwapSlicedEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.twapId(twapId).orderId(orderId).quantityLots(10).executedLots(0).accountId(account).marketId(0)
                .slice(1);
            end(out, event.encodedLength());
        });
        return this;
    }

    Events quotesRejected(final int index, final int account, final int market, final RejectReason reason) {
        events.add((out, sequence, nowNanos) -> {
            final QuotesRejectedEncoder event = new QuotesRejectedEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.detail1(0).detail2(0).accountId(account).marketId(market).batchIndex(index)
                .rejectReason(reason.code()).quoteGroup((short) 1);
            end(out, event.encodedLength());
        });
        return this;
    }

    Events auctionPriced(final int market) {
        events.add((out, sequence, nowNanos) -> {
            final AuctionPricedEncoder event = new AuctionPricedEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.priceTicks(500_000).volumeLots(1).surplusLots(0).marketId(market);
            end(out, event.encodedLength());
        });
        return this;
    }

    /** Applied, with this number. */
    Events counted(final long detail1) {
        done = encoder -> encoder.detail1(detail1);
        return this;
    }

    /** With a fee of 1 USDC. */
    Events transferred(
        final int from, final Address fromAddress, final int to, final Address toAddress, final long micros) {
        events.add((out, sequence, nowNanos) -> {
            final CashTransferredEncoder event = new CashTransferredEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.amountMicros(micros).feeMicros(1_000_000).fromCashMicros(0).toCashMicros(micros)
                .fromAccountId(from).toAccountId(to).kind((short) 1)
                .putFromAddress(fromAddress.bytes(), 0, Address.LENGTH)
                .putToAddress(toAddress.bytes(), 0, Address.LENGTH);
            end(out, event.encodedLength());
        });
        return this;
    }

    Events rewardsClaimed(final int account, final long micros) {
        events.add((out, sequence, nowNanos) -> {
            final RewardsClaimedEncoder event = new RewardsClaimedEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.amountMicros(micros).cashMicros(micros).accountId(account);
            end(out, event.encodedLength());
        });
        return this;
    }

    /** At 500 micros each. */
    Events requestsReserved(final int account, final int destination, final long requests, final long inAll) {
        events.add((out, sequence, nowNanos) -> {
            final RequestsReservedEncoder event = new RequestsReservedEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.requests(requests).costMicros(500 * requests).reservedRequests(inAll).cashMicros(0).accountId(account)
                .destinationAccountId(destination);
            end(out, event.encodedLength());
        });
        return this;
    }

    Events deposited(final int account, final long micros) {
        events.add((out, sequence, nowNanos) -> {
            final DepositedEncoder event = new DepositedEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.number(1).amountMicros(micros).cashMicros(micros).accountId(account).sourceId(1)
                .operatorName("bank").reason("");
            end(out, event.encodedLength());
        });
        return this;
    }

    Events transferred(final int account, final int market, final long lots, final int reason) {
        events.add((out, sequence, nowNanos) -> {
            final PositionTransferredEncoder event = new PositionTransferredEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            event.buffer().setMemory(event.offset(), PositionTransferredEncoder.BLOCK_LENGTH, (byte) 0);
            head(event.header(), sequence, nowNanos);
            event.lots(lots).priceTicks(858_000).fromAccountId(account).toAccountId(2).marketId(market)
                .reason((short) reason).equityMicros(-1_500_000)
                .putFromAddress(GatewayFixture.USER.bytes(), 0, Address.LENGTH);
            end(out, event.encodedLength());
        });
        return this;
    }

    /** A step of the liquidation of an account with the fixture's user's address, at the mark 85,810. */
    Events liquidationStep(final int account, final int market, final long lots) {
        events.add((out, sequence, nowNanos) -> {
            final LiquidationStepEncoder event = new LiquidationStepEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.equityMicros(2_956_494).maintenanceMicros(3_000_000).lots(lots).limitPriceTicks(857_000).rounds(0)
                .accountId(account).setMarketId(-1).marketId(market).markPriceTicks(858_100)
                .putAddress(GatewayFixture.USER.bytes(), 0, Address.LENGTH);
            end(out, event.encodedLength());
        });
        return this;
    }

    Events marginLevel(
        final int account, final int market, final int level, final long equityMicros, final long maintenanceMicros) {
        events.add((out, sequence, nowNanos) -> {
            final MarginLevelChangedEncoder event = new MarginLevelChangedEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.equityMicros(equityMicros).maintenanceMicros(maintenanceMicros).accountId(account).marketId(market)
                .level((short) level);
            end(out, event.encodedLength());
        });
        return this;
    }

    /** The fills of both sides when an order of a liquidation buys in BTC. */
    Events liquidationFill(final int maker, final int taker, final long orderId, final long tradeId, final long lots) {
        return fill(maker, 0, orderId - 1, tradeId, Side.SELL, false, 858_100, lots, 0, 0, 0)
            .fill(taker, 0, orderId, tradeId, Side.BUY, true, 858_100, lots, -lots, 0, OrderFlags.LIQUIDATION);
    }

    Events fundingPaid(
        final int account, final int market, final long lots, final long rateNanos, final long micros) {
        events.add((out, sequence, nowNanos) -> {
            final FundingPaidEncoder event = new FundingPaidEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.interval(1).rateNanos(rateNanos).oraclePriceTicks(858_000).quantityLots(lots).amountMicros(micros)
                .isolatedMicros(0).cashMicros(0).accountId(account).marketId(market);
            end(out, event.encodedLength());
        });
        return this;
    }

    Events trade(final int market, final long tradeId, final Side takerSide, final long price, final long lots,
        final int maker, final int taker) {
        return trade(market, tradeId, takerSide, price, lots, maker, taker, 1, 2);
    }

    Events trade(final int market, final long tradeId, final Side takerSide, final long price, final long lots,
        final int maker, final int taker, final long makerOrder, final long takerOrder) {
        events.add((out, sequence, nowNanos) -> {
            final TradeExecutedEncoder event = new TradeExecutedEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.tradeId(tradeId).makerOrderId(makerOrder).takerOrderId(takerOrder).priceTicks(price).quantityLots(lots)
                .makerRemainingLots(0).takerRemainingLots(0).makerAccountId(maker).takerAccountId(taker)
                .marketId(market).takerSide(takerSide.code());
            end(out, event.encodedLength());
        });
        return this;
    }

    Events fill(final int account, final int market, final long orderId, final long tradeId, final Side side,
        final boolean taker, final long price, final long lots, final long startPosition, final long remaining) {
        return fill(account, market, orderId, tradeId, side, taker, price, lots, startPosition, remaining, 0);
    }

    /** A fill of a slice of a TWAP, in BTC. */
    Events slice(final int account, final long orderId, final long tradeId, final long lots) {
        return fill(account, 0, orderId, tradeId, Side.BUY, true, 858_100, lots, 0, 0, OrderFlags.TWAP_SLICE);
    }

    private Events fill(final int account, final int market, final long orderId, final long tradeId, final Side side,
        final boolean taker, final long price, final long lots, final long startPosition, final long remaining,
        final int flags) {
        events.add((out, sequence, nowNanos) -> {
            final FillSettledEncoder event = new FillSettledEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.orderId(orderId).tradeId(tradeId).priceTicks(price).quantityLots(lots).feeMicros(9_997)
                .closedPnlMicros(-2_600_745).startPositionLots(startPosition)
                .positionLots(startPosition + side.sign() * lots).quoteMicros(0).entryMicros(0).cashMicros(0)
                .limitPriceTicks(price).originalLots(remaining + lots).remainingLots(remaining)
                .placedTimeNanos(nowNanos).clientOrderIdHigh(0).clientOrderIdLow(0).accountId(account)
                .marketId(market).flags(flags).side(side.code()).isTaker((short) (taker ? 1 : 0))
                .isolatedMicros(0).builderFeeMicros(0).builderAccountId(0).rewardMicros(0).referrerAccountId(0);
            end(out, event.encodedLength());
        });
        return this;
    }

    Events accountCreated(final int account, final Address address) {
        events.add((out, sequence, nowNanos) -> {
            final AccountCreatedEncoder event = new AccountCreatedEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            event.accountId(account).ownerId(account).putAddress(address.bytes(), 0, Address.LENGTH).kind((short) 1);
            end(out, event.encodedLength());
        });
        return this;
    }

    Events marketListed(final MarketSpec spec) {
        events.add((out, sequence, nowNanos) -> {
            final MarketListedEncoder event = new MarketListedEncoder();
            event.wrapAndApplyHeader(out.buffer(), out.eventOffset(), new MessageHeaderEncoder());
            head(event.header(), sequence, nowNanos);
            MarketSpecCodec.encode(spec, event.spec());
            event.state(MarketState.ACTIVE.code()).operatorName("").reason("");
            end(out, event.encodedLength());
        });
        return this;
    }
}
