package steelyard.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.sbe.MessageEncoderFlyweight;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steelyard.model.CancelReason;
import steelyard.model.Grouping;
import steelyard.model.OrderFlags;
import steelyard.model.PriceSource;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.model.TriggerKind;
import steelyard.model.TwapStatus;
import steelyard.node.HistoryReader.Fill;
import steelyard.node.HistoryReader.FundingPayment;
import steelyard.node.HistoryReader.FundingRate;
import steelyard.node.HistoryReader.LedgerEntry;
import steelyard.node.HistoryReader.LedgerKind;
import steelyard.node.HistoryReader.LiquidatedPosition;
import steelyard.node.HistoryReader.Liquidation;
import steelyard.node.HistoryReader.Order;
import steelyard.node.HistoryReader.OrderStatus;
import steelyard.node.HistoryReader.TwapChange;
import steelyard.node.TriggerView;
import steelyard.node.TwapView;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.protocol.EventBatchWriter;
import steelyard.protocol.sbe.EventHeaderEncoder;
import steelyard.protocol.sbe.FillSettledEncoder;
import steelyard.protocol.sbe.FundingPaidEncoder;
import steelyard.protocol.sbe.FundingRateFixedEncoder;
import steelyard.protocol.sbe.LiquidationStepEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.OrderCanceledEncoder;
import steelyard.protocol.sbe.OrderPlacedEncoder;
import steelyard.protocol.sbe.OrderTriggeredEncoder;
import steelyard.protocol.sbe.PositionTransferredEncoder;
import steelyard.protocol.sbe.RequestsReservedEncoder;
import steelyard.protocol.sbe.RewardsClaimedEncoder;
import steelyard.protocol.sbe.TriggerPlacedEncoder;
import steelyard.protocol.sbe.TwapEndedEncoder;
import steelyard.protocol.sbe.TwapSlicedEncoder;
import steelyard.protocol.sbe.TwapStartedEncoder;

/** What the store knows of trigger orders, icebergs and TWAPs. */
class TradingHistoryTest {
    private static final int ACCOUNT = 16;
    private static final int MAKER = 17;
    private static final Address USER = Address.parse("0x00000000000000000000000000000000000000aa");
    private static final TriggerView STOP =
        new TriggerView(TriggerKind.STOP, PriceSource.LAST, true, 900, 0, 0, true, 0, true);

    @TempDir
    private Path directory;

    private final EventBatchWriter writer = new EventBatchWriter();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final AtomicLong sequence = new AtomicLong();
    private HistoryStore store;

    @BeforeEach
    void open() throws HistoryException {
        store = HistoryStore.open(new HistoryConfig(HistoryLocation.file(directory.resolve("history.db")), 1 << 20, Duration.ofMillis(5),
            Duration.ofSeconds(5)), sequence::get);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private <T> T get(final CompletionStage<T> answer) throws Exception {
        return answer.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static long time(final long sequence) {
        return 1_000_000L * sequence;
    }

    private <T extends MessageEncoderFlyweight> T event(final T encoder) {
        final int offset = writer.eventOffset();
        header.wrap(writer.buffer(), offset).blockLength(encoder.sbeBlockLength()).templateId(encoder.sbeTemplateId())
            .schemaId(encoder.sbeSchemaId()).version(encoder.sbeSchemaVersion());
        encoder.wrap(writer.buffer(), offset + MessageHeaderEncoder.ENCODED_LENGTH);
        encoder.buffer().setMemory(encoder.offset(), encoder.sbeBlockLength(), (byte) 0);
        final long number = sequence.incrementAndGet();
        new EventHeaderEncoder().wrap(encoder.buffer(), encoder.offset()).eventSequence(number)
            .timestampNanos(time(number)).logPosition(64);
        writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + encoder.sbeBlockLength());
        return encoder;
    }

    /** Ends a command. */
    private void done() {
        writer.end();
        assertTrue(store.offer(new EventBatch().wrap(writer.buffer(), 0)));
        writer.clear();
    }

    private void triggerPlaced(final long orderId) {
        event(new TriggerPlacedEncoder()).orderId(orderId).quantityLots(5).triggerPriceTicks(900)
            .accountId(ACCOUNT).flags(OrderFlags.REDUCE_ONLY).side(Side.SELL.code())
            .triggerKind(TriggerKind.STOP.code()).triggerSource(PriceSource.LAST.code()).isMarket((short) 1)
            .status((short) 1).grouping(Grouping.POSITION.code());
    }

    private void fires(final long orderId, final long placedNanos) {
        final int flags = OrderFlags.REDUCE_ONLY | OrderFlags.TRIGGERED;
        event(new OrderTriggeredEncoder()).orderId(orderId).priceTicks(810).quantityLots(4)
            .placedTimeNanos(placedNanos).accountId(ACCOUNT).flags(flags).side(Side.SELL.code())
            .timeInForce(TimeInForce.IOC.code());
        event(new OrderPlacedEncoder()).orderId(orderId).priceTicks(810).quantityLots(4).accountId(ACCOUNT)
            .flags(flags).side(Side.SELL.code()).timeInForce(TimeInForce.IOC.code());
        event(new FillSettledEncoder()).orderId(orderId).tradeId(1).priceTicks(899).quantityLots(4)
            .limitPriceTicks(810).originalLots(4).remainingLots(0).placedTimeNanos(placedNanos).accountId(ACCOUNT)
            .flags(flags).side(Side.SELL.code()).isTaker((short) 1);
    }

    private static Order order(
        final long id, final TimeInForce timeInForce, final int flags, final long price, final long lots,
        final long remaining, final long placed, final OrderStatus status, final CancelReason reason, final long since) {
        return new Order(id, ACCOUNT, 0, Side.SELL, timeInForce, OrderFlags.REDUCE_ONLY | flags, price, lots, remaining, 0,
            0, placed, status, null, reason, since, 0, 0, STOP);
    }

    @Test
    void shouldShowWhatTheHouseTookAsAFill() throws Exception {
        event(new PositionTransferredEncoder()).lots(-4).priceTicks(900).fromPositionLots(-1).fromClosedPnlMicros(77)
            .fromAccountId(ACCOUNT).toAccountId(5).marketId(2).reason((short) 2);
        event(new PositionTransferredEncoder()).lots(7).priceTicks(901).fromClosedPnlMicros(-78)
            .fromAccountId(ACCOUNT).toAccountId(2).marketId(3).reason((short) 0).isIsolated((short) 1).equityMicros(-5)
            .putFromAddress(USER.bytes(), 0, Address.LENGTH);
        done();
        assertEquals(List.of(
            new Fill(2, 64, 0, time(2), ACCOUNT, 3, 0, 0, Side.SELL, false, 901, 7, 0, -78, 7,
                OrderFlags.LIQUIDATION | OrderFlags.REDUCE_ONLY, 0, 0, 0, 0, new Liquidation(USER, 901)),
            new Fill(1, 64, 0, time(1), ACCOUNT, 2, 0, 0, Side.BUY, false, 900, 4, 0, 77, -5, 0, 0, 0)),
            get(store.fills(ACCOUNT, 9)));
        assertEquals(List.of(liquidated(2, new LiquidatedPosition(3, 7, 901, -5, true, 2))),
            get(store.ledger(ACCOUNT, 0, time(9), false, 9)));
    }

    @Test
    void shouldKeepClaimedRewardsInTheLedger() throws Exception {
        event(new RewardsClaimedEncoder()).amountMicros(1_441_423).cashMicros(5_000_000).accountId(ACCOUNT);
        done();
        assertEquals(List.of(new LedgerEntry(
            1, 64, 0, time(1), LedgerKind.REWARDS_CLAIM, 1_441_423, 0, Address.ZERO, 0)),
            get(store.ledger(ACCOUNT, 0, time(9), false, 9)));
        assertEquals(1_441_423, get(store.ledgerMicros(ACCOUNT)));
    }

    @Test
    void shouldKeepWhatWasPaidForRequestsInTheLedger() throws Exception {
        event(new RequestsReservedEncoder()).requests(7).costMicros(3_500).reservedRequests(7).cashMicros(1)
            .accountId(ACCOUNT).destinationAccountId(ACCOUNT + 1);
        event(new RequestsReservedEncoder()).requests(7).costMicros(0).reservedRequests(14).cashMicros(1)
            .accountId(ACCOUNT).destinationAccountId(ACCOUNT + 1);
        done();
        assertEquals(List.of(new LedgerEntry(
            1, 64, 0, time(1), LedgerKind.REQUESTS_RESERVED, -3_500, 0, Address.ZERO, 7)),
            get(store.ledger(ACCOUNT, 0, time(9), false, 9)));
        assertEquals(List.of(), get(store.ledger(ACCOUNT + 1, 0, time(9), false, 9)));
        assertEquals(-3_500, get(store.ledgerMicros(ACCOUNT)));
    }

    @Test
    void shouldKnowWhichFillsAreOfALiquidation() throws Exception {
        final int flags = OrderFlags.LIQUIDATION | OrderFlags.REDUCE_ONLY;
        step(900, 5);
        placed(10, ACCOUNT, flags);
        filled(7, 1, MAKER, Side.BUY, 0, 3, false);
        filled(10, 1, ACCOUNT, Side.SELL, flags, 3, true);
        filled(8, 2, MAKER, Side.BUY, 0, 2, false);
        filled(10, 2, ACCOUNT, Side.SELL, flags, 2, true);
        step(899, 4);
        placed(11, ACCOUNT, flags);
        filled(8, 3, MAKER, Side.BUY, 0, 4, false);
        filled(11, 3, ACCOUNT, Side.SELL, flags, 4, true);
        placed(12, MAKER, 0);
        filled(9, 4, ACCOUNT, Side.BUY, 0, 1, false);
        filled(12, 4, MAKER, Side.SELL, 0, 1, true);
        step(898, 9);
        done();
        placed(13, MAKER, 0);
        filled(13, 5, MAKER, Side.SELL, 0, 1, true);
        done();
        final Liquidation first = new Liquidation(USER, 900);
        final Liquidation second = new Liquidation(USER, 899);
        assertEquals(Arrays.asList(first, first, second, null),
            get(store.fills(ACCOUNT, 0, time(99), false, 9)).stream().map(Fill::liquidation).toList());
        assertEquals(Arrays.asList(first, first, second, null, null),
            get(store.fills(MAKER, 0, time(99), false, 9)).stream().map(Fill::liquidation).toList());
        final List<LedgerEntry> closed = List.of(
            liquidated(1, new LiquidatedPosition(3, 5, 900, 70, false, LiquidatedPosition.ON_BOOK)),
            liquidated(7, new LiquidatedPosition(3, 4, 899, 70, false, LiquidatedPosition.ON_BOOK)));
        assertEquals(closed, get(store.ledger(ACCOUNT, 0, time(99), false, 9)));
        assertEquals(closed.reversed().subList(0, 1), get(store.ledger(ACCOUNT, 0, time(99), true, 1)));
        assertEquals(0, get(store.ledgerMicros(ACCOUNT)));
        assertEquals(List.of(), get(store.ledger(MAKER, 0, time(99), false, 9)));
    }

    private void step(final long markTicks, final long lots) {
        event(new LiquidationStepEncoder()).equityMicros(70).lots(lots).accountId(ACCOUNT).setMarketId(-1).marketId(3)
            .markPriceTicks(markTicks).putAddress(USER.bytes(), 0, Address.LENGTH);
    }

    private void placed(final long orderId, final int account, final int flags) {
        event(new OrderPlacedEncoder()).orderId(orderId).priceTicks(810).quantityLots(9).accountId(account).marketId(3)
            .flags(flags);
    }

    private void filled(
        final long orderId, final long tradeId, final int account, final Side side, final int flags, final long lots,
        final boolean taker) {
        event(new FillSettledEncoder()).orderId(orderId).tradeId(tradeId).priceTicks(899).quantityLots(lots)
            .limitPriceTicks(810).originalLots(lots).accountId(account).marketId(3).flags(flags).side(side.code())
            .isTaker((short) (taker ? 1 : 0));
    }

    private static LedgerEntry liquidated(final long sequence, final LiquidatedPosition position) {
        return new LedgerEntry(
            sequence, 64, 0, time(sequence), LedgerKind.LIQUIDATION, 0, 0, Address.ZERO, 0, position);
    }

    @Test
    void shouldKeepFunding() throws Exception {
        event(new FundingRateFixedEncoder()).intervalEndNanos(500).rateNanos(12_500).premiumNanos(-7).samples(720)
            .oraclePriceTicks(900).marketId(2);
        event(new FundingPaidEncoder()).interval(1).rateNanos(12_500).oraclePriceTicks(900).quantityLots(-5)
            .amountMicros(-56).accountId(ACCOUNT).marketId(2);
        event(new FundingPaidEncoder()).interval(1).rateNanos(12_500).oraclePriceTicks(900).quantityLots(5)
            .amountMicros(57).accountId(ACCOUNT + 1).marketId(2);
        done();
        assertEquals(List.of(new FundingRate(1, 500, 2, 12_500, -7, 720)), get(store.fundingRates(2, 500, 500, 9)));
        assertEquals(List.of(), get(store.fundingRates(2, 501, 600, 9)));
        final FundingPayment received = new FundingPayment(2, time(2), ACCOUNT, 2, -5, 12_500, -56);
        assertEquals(List.of(received), get(store.fundingPayments(ACCOUNT, 0, time(9), false, 9)));
        assertEquals(List.of(received), get(store.fundingPayments(ACCOUNT, time(2), time(2), true, 1)));
        assertEquals(List.of(), get(store.fundingPayments(ACCOUNT, time(3), time(9), true, 9)));
    }

    @Test
    void shouldKnowTriggerOrders() throws Exception {
        triggerPlaced(1);
        triggerPlaced(2);
        triggerPlaced(3);
        done();
        assertEquals(order(1, TimeInForce.GTC, 0, 0, 5, 5, time(1), OrderStatus.OPEN, null, time(1)),
            get(store.order(ACCOUNT, 1)));
        event(new OrderCanceledEncoder()).orderId(1).originalLots(5).remainingLots(5).placedTimeNanos(time(1))
            .accountId(ACCOUNT).flags(OrderFlags.REDUCE_ONLY).side(Side.SELL.code())
            .reason((short) CancelReason.SIBLING_FILLED.code());
        fires(2, time(2));
        done();
        triggerPlaced(8);
        fires(8, time(8));
        done();
        assertEquals(order(1, TimeInForce.GTC, 0, 0, 5, 5, time(1), OrderStatus.CANCELED,
            CancelReason.SIBLING_FILLED, time(4)), get(store.order(ACCOUNT, 1)));
        assertEquals(order(2, TimeInForce.IOC, OrderFlags.TRIGGERED, 810, 4, 0, time(2), OrderStatus.FILLED, null,
            time(7)), get(store.order(ACCOUNT, 2)));
        assertEquals(order(8, TimeInForce.IOC, OrderFlags.TRIGGERED, 810, 4, 0, time(8), OrderStatus.FILLED, null,
            time(11)), get(store.order(ACCOUNT, 8)));
        assertEquals(List.of(8L, 3L, 2L, 1L),
            get(store.orders(ACCOUNT, 10)).stream().map(Order::orderId).toList());
    }

    @Test
    void shouldKeepWhatAnOrderShowsAndItsEnd() throws Exception {
        final int flags = OrderFlags.ICEBERG | OrderFlags.EXPIRES;
        event(new OrderPlacedEncoder()).orderId(1).priceTicks(810).quantityLots(40).accountId(ACCOUNT).flags(flags)
            .timeInForce(TimeInForce.GTT.code()).displayLots(10).expiresMillis(77);
        done();
        get(store.order(ACCOUNT, 1));
        event(new FillSettledEncoder()).orderId(1).tradeId(1).priceTicks(810).quantityLots(4).limitPriceTicks(810)
            .originalLots(40).remainingLots(36).placedTimeNanos(time(1)).accountId(ACCOUNT).flags(flags);
        done();
        final Order order = get(store.order(ACCOUNT, 1));
        assertEquals(10, order.displayLots());
        assertEquals(77, order.expiresMillis());
        assertEquals(36, order.remainingLots());
        assertEquals(TimeInForce.GTT, order.timeInForce());
        assertNull(order.trigger());
    }

    private void twapStarted(final TwapStatus status) {
        event(new TwapStartedEncoder()).twapId(5).quantityLots(100).triggerPriceTicks(700).stopPriceTicks(800)
            .accountId(ACCOUNT).minutes(30).flags(OrderFlags.REDUCE_ONLY).randomize((short) 1)
            .triggerAbove((short) 1).status(status.code());
    }

    private static TwapView twap(final long executedLots, final long executedMicros, final long startNanos) {
        return new TwapView(5, ACCOUNT, 0, Side.BUY, 100, executedLots, executedMicros, 30, true,
            OrderFlags.REDUCE_ONLY, 700, true, 800, startNanos);
    }

    @Test
    void shouldKnowTwapsAndTheirFills() throws Exception {
        twapStarted(TwapStatus.WAITING);
        done();
        twapStarted(TwapStatus.RUNNING);
        event(new TwapSlicedEncoder()).twapId(5).orderId(6).accountId(ACCOUNT);
        event(new FillSettledEncoder()).orderId(6).tradeId(1).priceTicks(710).quantityLots(4).originalLots(4)
            .accountId(ACCOUNT).flags(OrderFlags.TWAP_SLICE).isTaker((short) 1);
        event(new FillSettledEncoder()).orderId(7).tradeId(2).priceTicks(710).quantityLots(4).originalLots(4)
            .accountId(ACCOUNT);
        done();
        event(new TwapEndedEncoder()).twapId(5).accountId(ACCOUNT).executedLots(4).executedMicros(2_840)
            .rejectReason(RejectReason.REDUCE_ONLY.code()).status(TwapStatus.ERROR.code());
        done();
        assertEquals(List.of(
            new TwapChange(6, time(6), twap(4, 2_840, time(2)), TwapStatus.ERROR, RejectReason.REDUCE_ONLY),
            new TwapChange(2, time(2), twap(0, 0, time(2)), TwapStatus.RUNNING, RejectReason.NONE),
            new TwapChange(1, time(1), twap(0, 0, time(1)), TwapStatus.WAITING, RejectReason.NONE)),
            get(store.twapChanges(ACCOUNT, 10)));
        assertEquals(2, get(store.twapChanges(ACCOUNT, 2)).size());
        final List<Fill> slices = get(store.twapFills(ACCOUNT, Long.MIN_VALUE, Long.MAX_VALUE, true, 10));
        assertEquals(List.of(5L), slices.stream().map(Fill::twapId).toList());
        assertEquals(List.of(0L, 5L), get(store.fills(ACCOUNT, 10)).stream().map(Fill::twapId).toList());
    }
}
