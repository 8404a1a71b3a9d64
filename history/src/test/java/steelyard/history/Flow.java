package steelyard.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import steelyard.model.CancelReason;
import steelyard.model.OrderFlags;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.node.HistoryReader.Fill;
import steelyard.node.HistoryReader.Order;
import steelyard.node.HistoryReader.OrderStatus;
import steelyard.node.HistoryReader.Trade;
import steelyard.protocol.EventBatch;
import steelyard.protocol.EventBatchWriter;
import steelyard.protocol.sbe.CommandDoneEncoder;
import steelyard.protocol.sbe.EventHeaderEncoder;
import steelyard.protocol.sbe.FillSettledEncoder;
import steelyard.protocol.sbe.MessageHeaderEncoder;
import steelyard.protocol.sbe.OrderCanceledEncoder;
import steelyard.protocol.sbe.OrderPlacedEncoder;
import steelyard.protocol.sbe.OrderRecordEncoder;
import steelyard.protocol.sbe.OrderReducedEncoder;
import steelyard.protocol.sbe.OrderRejectedEncoder;
import steelyard.protocol.sbe.OrderRestedEncoder;
import steelyard.protocol.sbe.SnapshotEndEncoder;
import steelyard.protocol.sbe.SnapshotStartEncoder;
import steelyard.protocol.sbe.TradeExecutedEncoder;

/**
 * Commands of a small imitation of the exchange, with the same events for the same seed, and plain lists of what the
 * store must then hold.
 */
final class Flow {
    static final int ACCOUNTS = 5;
    static final int MARKETS = 3;
    static final int CLIENT_IDS = 20;

    private static final long STEP_NANOS = 7_000_000_000L;

    final List<byte[]> batches = new ArrayList<>();
    final List<Fill> fills = new ArrayList<>();
    final List<Trade> trades = new ArrayList<>();
    final Map<Long, Order> orders = new TreeMap<>();
    long sequence;
    long logPosition;

    private final Random random;
    private final EventBatchWriter writer = new EventBatchWriter();
    private final MessageHeaderEncoder message = new MessageHeaderEncoder();
    private final Map<Long, Order> resting = new HashMap<>();
    private long timeNanos = 1_760_000_000_000_000_000L;
    private int commandIndex;
    private long nextOrderId = 1;
    private long nextTradeId = 1;

    Flow(final long seed) {
        random = new Random(seed);
    }

    /** Makes so many commands more. */
    Flow run(final int commands) {
        for (int i = 0; i < commands; i++) {
            begin();
            final int events = random.nextInt(10) == 0 ? 4 : 1;
            for (int j = 0; j < events; j++) {
                act();
            }
            end();
        }
        return this;
    }

    private void act() {
        switch (random.nextInt(10)) {
            case 0 -> { }
            case 1 -> reject();
            case 2, 3 -> cancel();
            case 4 -> reduce();
            case 5, 6, 7 -> match();
            default -> rest(place(TimeInForce.GTC, 1 + random.nextInt(50)));
        }
    }

    void begin() {
        writer.clear();
        timeNanos += STEP_NANOS;
        commandIndex = random.nextInt(3);
        logPosition += commandIndex == 0 ? 96 : 0;
    }

    void end() {
        final CommandDoneEncoder done = new CommandDoneEncoder().wrapAndApplyHeader(
            writer.buffer(), writer.eventOffset(), message);
        header(done.header());
        writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + done.encodedLength());
        take(batches);
    }

    private void take(final List<byte[]> list) {
        final byte[] bytes = new byte[writer.end()];
        writer.buffer().getBytes(0, bytes);
        list.add(bytes);
    }

    private EventHeaderEncoder header(final EventHeaderEncoder header) {
        return header.eventSequence(++sequence).logPosition(logPosition).timestampNanos(timeNanos)
            .commandIndex(commandIndex);
    }

    private Order place(final TimeInForce timeInForce, final long lots) {
        return place(timeInForce, lots, random.nextInt(ACCOUNTS), random.nextInt(MARKETS));
    }

    private Order place(final TimeInForce timeInForce, final long lots, final int accountId, final int marketId) {
        final boolean named = random.nextBoolean();
        final Order order = new Order(nextOrderId++, accountId, marketId,
            random.nextBoolean() ? Side.BUY : Side.SELL, timeInForce,
            named ? OrderFlags.HAS_CLIENT_ORDER_ID : 0, random.nextInt(2_000) - 1_000, lots, lots,
            named ? -7 : 0, named ? random.nextInt(CLIENT_IDS) : 0, timeNanos, OrderStatus.OPEN, null, null, timeNanos);
        final OrderPlacedEncoder event = new OrderPlacedEncoder().wrapAndApplyHeader(
            writer.buffer(), writer.eventOffset(), message);
        header(event.header());
        event.orderId(order.orderId()).priceTicks(order.priceTicks()).quantityLots(lots)
            .clientOrderIdHigh(order.clientOrderIdHigh()).clientOrderIdLow(order.clientOrderIdLow())
            .accountId(order.accountId()).marketId(order.marketId()).flags(order.flags())
            .side(order.side().code()).timeInForce(timeInForce.code()).displayLots(0).expiresMillis(0);
        writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength());
        orders.put(order.orderId(), order);
        return order;
    }

    private void rest(final Order order) {
        final OrderRestedEncoder event = new OrderRestedEncoder().wrapAndApplyHeader(
            writer.buffer(), writer.eventOffset(), message);
        header(event.header());
        event.orderId(order.orderId()).remainingLots(order.remainingLots());
        writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength());
        resting.put(order.orderId(), order);
    }

    private Order anyResting() {
        final List<Long> ids = resting.keySet().stream().sorted().toList();
        return ids.isEmpty() ? null : resting.get(ids.get(random.nextInt(ids.size())));
    }

    private void match() {
        final Order maker = anyResting();
        if (maker == null) {
            return;
        }
        final TimeInForce timeInForce = random.nextBoolean() ? TimeInForce.GTC : TimeInForce.IOC;
        Order taker = place(timeInForce, 1 + random.nextInt(50), random.nextInt(ACCOUNTS), maker.marketId());
        final long lots = Math.min(maker.remainingLots(), taker.remainingLots());
        final Side takerSide = taker.side();
        final Trade trade = new Trade(sequence + 1, logPosition, commandIndex, timeNanos, maker.marketId(),
            nextTradeId++, takerSide, maker.priceTicks(), lots, maker.accountId(), taker.accountId());
        final TradeExecutedEncoder event = new TradeExecutedEncoder().wrapAndApplyHeader(
            writer.buffer(), writer.eventOffset(), message);
        header(event.header());
        event.tradeId(trade.tradeId()).priceTicks(trade.priceTicks()).quantityLots(lots)
            .makerAccountId(trade.makerAccountId()).takerAccountId(trade.takerAccountId())
            .marketId(trade.marketId()).takerSide(takerSide.code());
        writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength());
        trades.add(trade);
        final Order makerLeft = fill(maker, trade, false);
        if (makerLeft.status() == OrderStatus.OPEN) {
            resting.put(maker.orderId(), makerLeft);
        } else {
            resting.remove(maker.orderId());
        }
        taker = fill(taker, trade, true);
        if (taker.status() == OrderStatus.OPEN) {
            if (timeInForce == TimeInForce.IOC) {
                cancel(taker, CancelReason.IOC_REMAINDER);
            } else {
                rest(taker);
            }
        }
    }

    private Order fill(final Order order, final Trade trade, final boolean taker) {
        final long remaining = order.remainingLots() - trade.quantityLots();
        final Fill fill = new Fill(sequence + 1, logPosition, commandIndex, timeNanos, order.accountId(),
            order.marketId(), order.orderId(), trade.tradeId(), order.side(), taker, trade.priceTicks(),
            trade.quantityLots(), random.nextInt(200) - 100, random.nextInt(2_000) - 1_000,
            random.nextInt(100) - 50, order.flags(), order.clientOrderIdHigh(), order.clientOrderIdLow());
        final FillSettledEncoder event = new FillSettledEncoder().wrapAndApplyHeader(
            writer.buffer(), writer.eventOffset(), message);
        header(event.header());
        event.orderId(order.orderId()).tradeId(fill.tradeId()).priceTicks(fill.priceTicks())
            .quantityLots(fill.quantityLots()).feeMicros(fill.feeMicros()).closedPnlMicros(fill.closedPnlMicros())
            .startPositionLots(fill.startPositionLots()).limitPriceTicks(order.priceTicks())
            .originalLots(order.originalLots()).remainingLots(remaining).placedTimeNanos(order.placedTimeNanos())
            .clientOrderIdHigh(order.clientOrderIdHigh()).clientOrderIdLow(order.clientOrderIdLow())
            .accountId(order.accountId()).marketId(order.marketId()).flags(order.flags())
            .side(order.side().code()).isTaker((short) (taker ? 1 : 0)).builderFeeMicros(0).builderAccountId(0).rewardMicros(0)
            .referrerAccountId(0);
        writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength());
        fills.add(fill);
        return put(order, order.originalLots(), remaining, remaining == 0 ? OrderStatus.FILLED : OrderStatus.OPEN,
            null, remaining == 0 ? timeNanos : order.placedTimeNanos());
    }

    private void cancel() {
        final Order order = anyResting();
        if (order != null) {
            resting.remove(order.orderId());
            cancel(order, CancelReason.values()[random.nextInt(CancelReason.values().length)]);
        }
    }

    private void cancel(final Order order, final CancelReason reason) {
        final OrderCanceledEncoder event = new OrderCanceledEncoder().wrapAndApplyHeader(
            writer.buffer(), writer.eventOffset(), message);
        header(event.header());
        event.orderId(order.orderId()).priceTicks(order.priceTicks()).originalLots(order.originalLots())
            .remainingLots(order.remainingLots()).placedTimeNanos(order.placedTimeNanos())
            .clientOrderIdHigh(order.clientOrderIdHigh()).clientOrderIdLow(order.clientOrderIdLow())
            .accountId(order.accountId()).marketId(order.marketId()).flags(order.flags())
            .side(order.side().code()).reason((short) reason.code()).timeInForce(order.timeInForce().code());
        writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength());
        put(order, order.originalLots(), order.remainingLots(), OrderStatus.CANCELED, reason, timeNanos);
    }

    private void reduce() {
        final Order order = anyResting();
        if (order == null) {
            return;
        }
        final long remaining = 1 + random.nextInt((int) order.remainingLots());
        final long original = random.nextBoolean()
            ? order.originalLots()
            : order.originalLots() - order.remainingLots() + remaining;
        final OrderReducedEncoder event = new OrderReducedEncoder().wrapAndApplyHeader(
            writer.buffer(), writer.eventOffset(), message);
        header(event.header());
        event.orderId(order.orderId()).priceTicks(order.priceTicks()).originalLots(original)
            .remainingLots(remaining).placedTimeNanos(order.placedTimeNanos())
            .clientOrderIdHigh(order.clientOrderIdHigh()).clientOrderIdLow(order.clientOrderIdLow())
            .accountId(order.accountId()).marketId(order.marketId()).flags(order.flags()).side(order.side().code());
        writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength());
        resting.put(order.orderId(),
            put(order, original, remaining, OrderStatus.OPEN, null, order.placedTimeNanos()));
    }

    private Order put(
        final Order order, final long original, final long remaining, final OrderStatus status,
        final CancelReason reason, final long statusTimeNanos) {
        final Order changed = new Order(order.orderId(), order.accountId(), order.marketId(), order.side(),
            order.timeInForce(), order.flags(), order.priceTicks(), original, remaining, order.clientOrderIdHigh(),
            order.clientOrderIdLow(), order.placedTimeNanos(), status, null, reason, statusTimeNanos);
        orders.put(order.orderId(), changed);
        return changed;
    }

    private void reject() {
        final Order order = new Order(nextOrderId++, random.nextInt(ACCOUNTS), random.nextInt(MARKETS), Side.SELL,
            TimeInForce.IOC, OrderFlags.HAS_CLIENT_ORDER_ID, 5, 6, 6, -7, random.nextInt(CLIENT_IDS), timeNanos,
            OrderStatus.REJECTED, RejectReason.IOC_NO_MATCH, null, timeNanos);
        final OrderRejectedEncoder event = new OrderRejectedEncoder().wrapAndApplyHeader(
            writer.buffer(), writer.eventOffset(), message);
        header(event.header());
        event.orderId(order.orderId()).priceTicks(5).quantityLots(6).clientOrderIdHigh(-7)
            .clientOrderIdLow(order.clientOrderIdLow()).accountId(order.accountId()).marketId(order.marketId())
            .flags(order.flags()).rejectReason(RejectReason.IOC_NO_MATCH.code()).side(Side.SELL.code())
            .timeInForce(TimeInForce.IOC.code());
        writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength());
        orders.put(order.orderId(), order);
    }

    /** The records that a snapshot taken now would give, one a batch. */
    List<byte[]> image() {
        final List<byte[]> image = new ArrayList<>();
        writer.clear();
        final SnapshotStartEncoder start = new SnapshotStartEncoder().wrapAndApplyHeader(
            writer.buffer(), writer.eventOffset(), message);
        start.nowNanos(timeNanos).eventSequence(sequence).logPosition(logPosition);
        writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + start.encodedLength());
        take(image);
        for (final Order order : resting.values()) {
            writer.clear();
            final OrderRecordEncoder record = new OrderRecordEncoder().wrapAndApplyHeader(
                writer.buffer(), writer.eventOffset(), message);
            record.orderId(order.orderId()).priceTicks(order.priceTicks()).originalLots(order.originalLots())
                .remainingLots(order.remainingLots()).placedTimeNanos(order.placedTimeNanos())
                .clientOrderIdHigh(order.clientOrderIdHigh()).clientOrderIdLow(order.clientOrderIdLow())
                .accountId(order.accountId()).marketId(order.marketId()).flags(order.flags())
                .side(order.side().code()).displayLots(0).hiddenLots(0);
            writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + record.encodedLength());
            take(image);
        }
        writer.clear();
        final SnapshotEndEncoder end = new SnapshotEndEncoder().wrapAndApplyHeader(
            writer.buffer(), writer.eventOffset(), message);
        writer.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + end.encodedLength());
        take(image);
        return image;
    }

    /** The orders that rest now. */
    Map<Long, Order> resting() {
        return Map.copyOf(resting);
    }

    /** A batch as the node offers it. */
    static EventBatch batch(final byte[] bytes) {
        return new EventBatch().wrap(new UnsafeBuffer(bytes), 0);
    }
}
