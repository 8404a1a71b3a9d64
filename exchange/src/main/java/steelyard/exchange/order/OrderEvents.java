package steelyard.exchange.order;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static steelyard.exchange.event.EventFields.pack;
import static steelyard.exchange.event.EventFields.packBytes;
import static steelyard.exchange.event.EventFields.packShorts;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.event.EventStage;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.MarketBooks;
import steelyard.exchange.state.TriggerOrders;
import steelyard.matching.IncomingOrder;
import steelyard.matching.OrderStore;
import steelyard.model.CancelReason;
import steelyard.model.OrderFlags;
import steelyard.model.TimeInForce;
import steelyard.protocol.ArrayBuffer;
import steelyard.protocol.array.OrderCanceledEncoder;
import steelyard.protocol.array.OrderPlacedEncoder;
import steelyard.protocol.array.OrderReducedEncoder;
import steelyard.protocol.array.OrderRefreshedEncoder;
import steelyard.protocol.array.OrderRejectedEncoder;
import steelyard.protocol.array.OrderRestedEncoder;
import steelyard.protocol.array.OrderTriggeredEncoder;
import steelyard.protocol.array.RequestRejectedEncoder;
import steelyard.protocol.array.TriggerArmedEncoder;
import steelyard.protocol.array.TriggerPlacedEncoder;

/**
 * Events of what becomes of orders, fills aside. The frequent ones are written word by word: see {@link
 * steelyard.exchange.event.EventFields}.
 */
final class OrderEvents {
    private final OrderRejectedEncoder rejected = new OrderRejectedEncoder();
    private final RequestRejectedEncoder requestRejected = new RequestRejectedEncoder();
    private final OrderReducedEncoder reduced = new OrderReducedEncoder();
    private final OrderRefreshedEncoder refreshed = new OrderRefreshedEncoder();
    private final TriggerPlacedEncoder triggerPlaced = new TriggerPlacedEncoder();
    private final TriggerArmedEncoder triggerArmed = new TriggerArmedEncoder();
    private final OrderTriggeredEncoder triggered = new OrderTriggeredEncoder();
    private final OrderCanceledEncoder canceled = new OrderCanceledEncoder();
    private final MarketBooks books;
    private final OrderStore orders;
    private final TriggerOrders triggers;
    private final EventStage stage;

    OrderEvents(final ExchangeState state, final EventStage stage) {
        this.books = state.books();
        this.orders = state.books().orders();
        this.triggers = state.triggers();
        this.stage = stage;
    }

    /** An order passed every check. */
    void placed(final OrderRequest order, final long replacedOrderId) {
        final int at = stage.begin(OrderPlacedEncoder.TEMPLATE_ID, OrderPlacedEncoder.BLOCK_LENGTH);
        final ArrayBuffer buffer = stage.buffer();
        put(buffer, at + OrderPlacedEncoder.orderIdEncodingOffset(), order.orderId());
        put(buffer, at + OrderPlacedEncoder.priceTicksEncodingOffset(), order.priceTicks());
        put(buffer, at + OrderPlacedEncoder.quantityLotsEncodingOffset(), order.acceptedLots());
        put(buffer, at + OrderPlacedEncoder.clientOrderIdHighEncodingOffset(), order.clientOrderIdHigh());
        put(buffer, at + OrderPlacedEncoder.clientOrderIdLowEncodingOffset(), order.clientOrderIdLow());
        put(buffer, at + OrderPlacedEncoder.replacedOrderIdEncodingOffset(), replacedOrderId);
        put(buffer, at + OrderPlacedEncoder.accountIdEncodingOffset(), pack(order.accountId(), order.marketId()));
        put(buffer, at + OrderPlacedEncoder.batchIndexEncodingOffset(), pack(
            packShorts(order.batchIndex(), order.flags()),
            packBytes(order.side().code(), order.timeInForce().code(), 0, 0)));
        put(buffer, at + OrderPlacedEncoder.displayLotsEncodingOffset(), order.displayLots());
        put(buffer, at + OrderPlacedEncoder.expiresMillisEncodingOffset(), order.expiresMillis());
        stage.end(OrderPlacedEncoder.BLOCK_LENGTH);
    }

    /** An order was refused. */
    void rejected(final OrderRequest order, final Refusal refusal) {
        rejected.wrap(stage.buffer(), stage.begin(OrderRejectedEncoder.TEMPLATE_ID, OrderRejectedEncoder.BLOCK_LENGTH));
        rejected
            .orderId(order.orderId())
            .priceTicks(order.priceTicks())
            .quantityLots(order.quantityLots())
            .clientOrderIdHigh(order.clientOrderIdHigh())
            .clientOrderIdLow(order.clientOrderIdLow())
            .detail1(refusal.detail1())
            .detail2(refusal.detail2())
            .accountId(order.accountId())
            .marketId(order.marketId())
            .batchIndex(order.batchIndex())
            .flags(order.flags())
            .rejectReason(refusal.reason().code())
            .side(order.side().code())
            .timeInForce(order.timeInForce().code());
        stage.end(rejected.encodedLength());
    }

    /** A cancel or modification was refused. */
    void requestRejected(final RequestTarget target, final Refusal refusal) {
        requestRejected.wrap(stage.buffer(), stage.begin(RequestRejectedEncoder.TEMPLATE_ID,
            RequestRejectedEncoder.BLOCK_LENGTH));
        requestRejected
            .orderId(target.orderId())
            .clientOrderIdHigh(target.clientOrderIdHigh())
            .clientOrderIdLow(target.clientOrderIdLow())
            .detail1(refusal.detail1())
            .detail2(refusal.detail2())
            .accountId(target.accountId())
            .marketId(target.marketId())
            .batchIndex(target.batchIndex())
            .rejectReason(refusal.reason().code());
        stage.end(requestRejected.encodedLength());
    }

    /** What is left of an order stands in the book. */
    void rested(
        final OrderRequest order, final long remainingLots, final long shownLots, final long prioritySequence) {
        final int at = stage.begin(OrderRestedEncoder.TEMPLATE_ID, OrderRestedEncoder.BLOCK_LENGTH);
        final ArrayBuffer buffer = stage.buffer();
        put(buffer, at + OrderRestedEncoder.orderIdEncodingOffset(), order.orderId());
        put(buffer, at + OrderRestedEncoder.priceTicksEncodingOffset(), order.priceTicks());
        put(buffer, at + OrderRestedEncoder.remainingLotsEncodingOffset(), remainingLots);
        put(buffer, at + OrderRestedEncoder.prioritySequenceEncodingOffset(), prioritySequence);
        put(buffer, at + OrderRestedEncoder.accountIdEncodingOffset(), pack(order.accountId(), order.marketId()));
        put(buffer, at + OrderRestedEncoder.batchIndexEncodingOffset(),
            pack(packShorts(order.batchIndex(), order.side().code()), 0));
        put(buffer, at + OrderRestedEncoder.shownLotsEncodingOffset(), shownLots);
        stage.end(OrderRestedEncoder.BLOCK_LENGTH);
    }

    /** A resting order is smaller now. */
    void reduced(final int order, final int batchIndex) {
        final int at = stage.begin(OrderReducedEncoder.TEMPLATE_ID, OrderReducedEncoder.BLOCK_LENGTH);
        final int flags = restingFields(at, order);
        final ArrayBuffer buffer = stage.buffer();
        put(buffer, at + OrderReducedEncoder.batchIndexEncodingOffset(),
            pack(packShorts(batchIndex, flags), orders.side(order).code()));
        put(buffer, at + OrderReducedEncoder.shownLotsEncodingOffset(), orders.remainingLots(order));
        stage.end(OrderReducedEncoder.BLOCK_LENGTH);
    }

    /** A resting order leaves the book. Written before it does. */
    void canceled(final int order, final CancelReason reason, final int batchIndex) {
        final int at = stage.begin(OrderCanceledEncoder.TEMPLATE_ID, OrderCanceledEncoder.BLOCK_LENGTH);
        final int flags = restingFields(at, order);
        put(stage.buffer(), at + OrderCanceledEncoder.batchIndexEncodingOffset(), pack(
            packShorts(batchIndex, flags),
            packBytes(orders.side(order).code(), reason.code(), timeInForce(flags), 1)));
        stage.end(OrderCanceledEncoder.BLOCK_LENGTH);
    }

    /**
     * What {@link #canceled}, {@link #placed} and {@link #rested} tell of a resting order and one that takes its place
     * at another price. Written before it does; in one method, which is so long that the compiler works on it alone.
     */
    void moved(final int target, final OrderRequest order, final long fromTicks, final long prioritySequence) {
        final long orderId = order.orderId();
        final long targetId = orders.orderId(target);
        final long lots = order.quantityLots();
        final long accountAndMarket = pack(order.accountId(), order.marketId());
        final int side = order.side().code();
        final int flags = orders.flags(target);

        int at = stage.begin(OrderCanceledEncoder.TEMPLATE_ID, OrderCanceledEncoder.BLOCK_LENGTH);
        final ArrayBuffer buffer = stage.buffer();
        put(buffer, at + OrderCanceledEncoder.orderIdEncodingOffset(), targetId);
        put(buffer, at + OrderCanceledEncoder.priceTicksEncodingOffset(), fromTicks);
        put(buffer, at + OrderCanceledEncoder.originalLotsEncodingOffset(), orders.originalLots(target));
        put(buffer, at + OrderCanceledEncoder.remainingLotsEncodingOffset(), lots);
        put(buffer, at + OrderCanceledEncoder.placedTimeNanosEncodingOffset(), orders.placedTimeNanos(target));
        put(buffer, at + OrderCanceledEncoder.clientOrderIdHighEncodingOffset(), orders.clientOrderIdHigh(target));
        put(buffer, at + OrderCanceledEncoder.clientOrderIdLowEncodingOffset(), orders.clientOrderIdLow(target));
        put(buffer, at + OrderCanceledEncoder.accountIdEncodingOffset(), accountAndMarket);
        put(buffer, at + OrderCanceledEncoder.batchIndexEncodingOffset(), pack(
            packShorts(Refusal.NO_BATCH_INDEX, flags),
            packBytes(side, CancelReason.MODIFIED.code(), timeInForce(flags), 1)));
        stage.end(OrderCanceledEncoder.BLOCK_LENGTH);

        at = stage.begin(OrderPlacedEncoder.TEMPLATE_ID, OrderPlacedEncoder.BLOCK_LENGTH);
        put(buffer, at + OrderPlacedEncoder.orderIdEncodingOffset(), orderId);
        put(buffer, at + OrderPlacedEncoder.priceTicksEncodingOffset(), order.priceTicks());
        put(buffer, at + OrderPlacedEncoder.quantityLotsEncodingOffset(), lots);
        put(buffer, at + OrderPlacedEncoder.clientOrderIdHighEncodingOffset(), order.clientOrderIdHigh());
        put(buffer, at + OrderPlacedEncoder.clientOrderIdLowEncodingOffset(), order.clientOrderIdLow());
        put(buffer, at + OrderPlacedEncoder.replacedOrderIdEncodingOffset(), targetId);
        put(buffer, at + OrderPlacedEncoder.accountIdEncodingOffset(), accountAndMarket);
        put(buffer, at + OrderPlacedEncoder.batchIndexEncodingOffset(), pack(
            packShorts(order.batchIndex(), order.flags()), packBytes(side, order.timeInForce().code(), 0, 0)));
        put(buffer, at + OrderPlacedEncoder.displayLotsEncodingOffset(), 0);
        put(buffer, at + OrderPlacedEncoder.expiresMillisEncodingOffset(), 0);
        stage.end(OrderPlacedEncoder.BLOCK_LENGTH);

        at = stage.begin(OrderRestedEncoder.TEMPLATE_ID, OrderRestedEncoder.BLOCK_LENGTH);
        put(buffer, at + OrderRestedEncoder.orderIdEncodingOffset(), orderId);
        put(buffer, at + OrderRestedEncoder.priceTicksEncodingOffset(), order.priceTicks());
        put(buffer, at + OrderRestedEncoder.remainingLotsEncodingOffset(), lots);
        put(buffer, at + OrderRestedEncoder.prioritySequenceEncodingOffset(), prioritySequence);
        put(buffer, at + OrderRestedEncoder.accountIdEncodingOffset(), accountAndMarket);
        put(buffer, at + OrderRestedEncoder.batchIndexEncodingOffset(), pack(packShorts(order.batchIndex(), side), 0));
        put(buffer, at + OrderRestedEncoder.shownLotsEncodingOffset(), lots);
        stage.end(OrderRestedEncoder.BLOCK_LENGTH);
    }

    /** The fields with which both a cancel and a reduction begin; answers the order's flags. */
    private int restingFields(final int at, final int order) {
        final ArrayBuffer buffer = stage.buffer();
        final int flags = orders.flags(order);
        put(buffer, at + OrderCanceledEncoder.orderIdEncodingOffset(), orders.orderId(order));
        put(buffer, at + OrderCanceledEncoder.priceTicksEncodingOffset(), orders.priceTicks(order));
        put(buffer, at + OrderCanceledEncoder.originalLotsEncodingOffset(), orders.originalLots(order));
        put(buffer, at + OrderCanceledEncoder.remainingLotsEncodingOffset(), books.remainingLots(order));
        put(buffer, at + OrderCanceledEncoder.placedTimeNanosEncodingOffset(), orders.placedTimeNanos(order));
        put(buffer, at + OrderCanceledEncoder.clientOrderIdHighEncodingOffset(), orders.clientOrderIdHigh(order));
        put(buffer, at + OrderCanceledEncoder.clientOrderIdLowEncodingOffset(), orders.clientOrderIdLow(order));
        put(buffer, at + OrderCanceledEncoder.accountIdEncodingOffset(),
            pack(orders.accountId(order), orders.marketId(order)));
        return flags;
    }

    /** What is left of an order does not reach the book. */
    void remainderCanceled(final OrderRequest order, final IncomingOrder incoming, final CancelReason reason) {
        canceled.wrap(stage.buffer(), stage.begin(OrderCanceledEncoder.TEMPLATE_ID, OrderCanceledEncoder.BLOCK_LENGTH));
        canceled
            .orderId(order.orderId())
            .priceTicks(order.priceTicks())
            .originalLots(incoming.originalLots())
            .remainingLots(incoming.remainingLots())
            .placedTimeNanos(incoming.placedTimeNanos())
            .clientOrderIdHigh(order.clientOrderIdHigh())
            .clientOrderIdLow(order.clientOrderIdLow())
            .accountId(order.accountId())
            .marketId(order.marketId())
            .batchIndex(order.batchIndex())
            .flags(order.flags())
            .side(order.side().code())
            .reason((short) reason.code())
            .timeInForce(order.timeInForce().code())
            .wasResting((short) 0);
        stage.end(canceled.encodedLength());
    }

    /** An incoming order became smaller without a fill. */
    void incomingReduced(final OrderRequest order, final IncomingOrder incoming) {
        reduced.wrap(stage.buffer(), stage.begin(OrderReducedEncoder.TEMPLATE_ID, OrderReducedEncoder.BLOCK_LENGTH));
        reduced
            .orderId(order.orderId())
            .priceTicks(order.priceTicks())
            .originalLots(incoming.originalLots())
            .remainingLots(incoming.remainingLots())
            .placedTimeNanos(incoming.placedTimeNanos())
            .clientOrderIdHigh(order.clientOrderIdHigh())
            .clientOrderIdLow(order.clientOrderIdLow())
            .accountId(order.accountId())
            .marketId(order.marketId())
            .batchIndex(order.batchIndex())
            .flags(order.flags())
            .side(order.side().code())
            .shownLots(0);
        stage.end(reduced.encodedLength());
    }

    /** An iceberg shows more. */
    void refreshed(final int order, final long remainingLots, final long shownLots) {
        refreshed.wrap(
            stage.buffer(), stage.begin(OrderRefreshedEncoder.TEMPLATE_ID, OrderRefreshedEncoder.BLOCK_LENGTH));
        refreshed
            .orderId(orders.orderId(order))
            .priceTicks(orders.priceTicks(order))
            .remainingLots(remainingLots)
            .shownLots(shownLots)
            .prioritySequence(orders.prioritySequence(order))
            .accountId(orders.accountId(order))
            .marketId(orders.marketId(order))
            .side(orders.side(order).code());
        stage.end(refreshed.encodedLength());
    }

    /** A trigger order ends without becoming an order. Written before it does. */
    void triggerCanceled(final int row, final CancelReason reason, final int batchIndex) {
        canceled.wrap(stage.buffer(), stage.begin(OrderCanceledEncoder.TEMPLATE_ID, OrderCanceledEncoder.BLOCK_LENGTH));
        canceled
            .orderId(triggers.orderId(row))
            .priceTicks(triggers.priceTicks(row))
            .originalLots(triggers.quantityLots(row))
            .remainingLots(triggers.quantityLots(row))
            .placedTimeNanos(triggers.placedTimeNanos(row))
            .clientOrderIdHigh(triggers.clientOrderIdHigh(row))
            .clientOrderIdLow(triggers.clientOrderIdLow(row))
            .accountId(triggers.accountId(row))
            .marketId(triggers.marketId(row))
            .batchIndex(batchIndex)
            .flags(triggers.flags(row))
            .side(triggers.side(row).code())
            .reason((short) reason.code())
            .timeInForce((short) triggers.timeInForce(row))
            .wasResting((short) 0);
        stage.end(canceled.encodedLength());
    }

    /** A trigger order was taken. */
    void triggerPlaced(
        final int row, final OrderRequest order, final long replacedOrderId, final long parentOrderId,
        final int grouping) {
        triggerPlaced.wrap(
            stage.buffer(), stage.begin(TriggerPlacedEncoder.TEMPLATE_ID, TriggerPlacedEncoder.BLOCK_LENGTH));
        triggerPlaced
            .orderId(triggers.orderId(row))
            .priceTicks(triggers.priceTicks(row))
            .quantityLots(triggers.quantityLots(row))
            .triggerPriceTicks(triggers.triggerPriceTicks(row))
            .trailTicks(triggers.trailTicks(row))
            .clientOrderIdHigh(triggers.clientOrderIdHigh(row))
            .clientOrderIdLow(triggers.clientOrderIdLow(row))
            .expiresMillis(triggers.expiresMillis(row))
            .armingSequence(triggers.armingSequence(row))
            .extremeTicks(triggers.extremeTicks(row))
            .replacedOrderId(replacedOrderId)
            .parentOrderId(parentOrderId)
            .accountId(order.accountId())
            .marketId(order.marketId())
            .trailBps(triggers.trailBps(row))
            .flags(triggers.flags(row))
            .side(order.side().code())
            .timeInForce(order.timeInForce().code())
            .triggerKind(order.triggerKind().code())
            .triggerSource(order.triggerSource().code())
            .isMarket((short) (order.isMarket() ? 1 : 0))
            .status((short) triggers.status(row))
            .batchIndex(order.batchIndex())
            .grouping((short) grouping);
        stage.end(triggerPlaced.encodedLength());
    }

    /** A trigger order that waited looks at prices now. */
    void triggerArmed(final int row) {
        triggerArmed.wrap(
            stage.buffer(), stage.begin(TriggerArmedEncoder.TEMPLATE_ID, TriggerArmedEncoder.BLOCK_LENGTH));
        triggerArmed
            .orderId(triggers.orderId(row))
            .armingSequence(triggers.armingSequence(row))
            .extremeTicks(triggers.extremeTicks(row))
            .accountId(triggers.accountId(row))
            .marketId(triggers.marketId(row));
        stage.end(triggerArmed.encodedLength());
    }

    /** A trigger order that fired becomes this order. */
    void triggered(final OrderRequest order) {
        triggered.wrap(
            stage.buffer(), stage.begin(OrderTriggeredEncoder.TEMPLATE_ID, OrderTriggeredEncoder.BLOCK_LENGTH));
        triggered
            .orderId(order.orderId())
            .priceTicks(order.priceTicks())
            .quantityLots(order.quantityLots())
            .placedTimeNanos(order.placedTimeNanos())
            .clientOrderIdHigh(order.clientOrderIdHigh())
            .clientOrderIdLow(order.clientOrderIdLow())
            .accountId(order.accountId())
            .marketId(order.marketId())
            .flags(order.flags())
            .side(order.side().code())
            .timeInForce(order.timeInForce().code());
        stage.end(triggered.encodedLength());
    }

    private static void put(final ArrayBuffer buffer, final int index, final long value) {
        buffer.putLong(index, value, LITTLE_ENDIAN);
    }

    /** Of a resting order: what it may rest with. */
    private static short timeInForce(final int flags) {
        return ((flags & OrderFlags.EXPIRES) == 0 ? TimeInForce.GTC : TimeInForce.GTT).code();
    }
}
