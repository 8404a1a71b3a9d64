package steelyard.exchange.order;

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
import steelyard.protocol.sbe.OrderCanceledEncoder;
import steelyard.protocol.sbe.OrderPlacedEncoder;
import steelyard.protocol.sbe.OrderReducedEncoder;
import steelyard.protocol.sbe.OrderRefreshedEncoder;
import steelyard.protocol.sbe.OrderRejectedEncoder;
import steelyard.protocol.sbe.OrderRestedEncoder;
import steelyard.protocol.sbe.OrderTriggeredEncoder;
import steelyard.protocol.sbe.RequestRejectedEncoder;
import steelyard.protocol.sbe.TriggerArmedEncoder;
import steelyard.protocol.sbe.TriggerPlacedEncoder;

/** Events of what becomes of orders, fills aside. */
final class OrderEvents {
    private final OrderPlacedEncoder placed = new OrderPlacedEncoder();
    private final OrderRejectedEncoder rejected = new OrderRejectedEncoder();
    private final RequestRejectedEncoder requestRejected = new RequestRejectedEncoder();
    private final OrderRestedEncoder rested = new OrderRestedEncoder();
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
        placed.wrap(stage.buffer(), stage.begin(OrderPlacedEncoder.TEMPLATE_ID, OrderPlacedEncoder.BLOCK_LENGTH));
        placed
            .orderId(order.orderId())
            .priceTicks(order.priceTicks())
            .quantityLots(order.acceptedLots())
            .clientOrderIdHigh(order.clientOrderIdHigh())
            .clientOrderIdLow(order.clientOrderIdLow())
            .replacedOrderId(replacedOrderId)
            .accountId(order.accountId())
            .marketId(order.marketId())
            .batchIndex(order.batchIndex())
            .flags(order.flags())
            .side(order.side().code())
            .timeInForce(order.timeInForce().code())
            .displayLots(order.displayLots())
            .expiresMillis(order.expiresMillis());
        stage.end(placed.encodedLength());
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
        rested.wrap(stage.buffer(), stage.begin(OrderRestedEncoder.TEMPLATE_ID, OrderRestedEncoder.BLOCK_LENGTH));
        rested
            .orderId(order.orderId())
            .priceTicks(order.priceTicks())
            .remainingLots(remainingLots)
            .prioritySequence(prioritySequence)
            .accountId(order.accountId())
            .marketId(order.marketId())
            .batchIndex(order.batchIndex())
            .side(order.side().code())
            .shownLots(shownLots);
        stage.end(rested.encodedLength());
    }

    /** A resting order is smaller now. */
    void reduced(final int order, final int batchIndex) {
        reduced.wrap(stage.buffer(), stage.begin(OrderReducedEncoder.TEMPLATE_ID, OrderReducedEncoder.BLOCK_LENGTH));
        reduced
            .orderId(orders.orderId(order))
            .priceTicks(orders.priceTicks(order))
            .originalLots(orders.originalLots(order))
            .remainingLots(books.remainingLots(order))
            .placedTimeNanos(orders.placedTimeNanos(order))
            .clientOrderIdHigh(orders.clientOrderIdHigh(order))
            .clientOrderIdLow(orders.clientOrderIdLow(order))
            .accountId(orders.accountId(order))
            .marketId(orders.marketId(order))
            .batchIndex(batchIndex)
            .flags(orders.flags(order))
            .side(orders.side(order).code())
            .shownLots(orders.remainingLots(order));
        stage.end(reduced.encodedLength());
    }

    /** A resting order leaves the book. Written before it does. */
    void canceled(final int order, final CancelReason reason, final int batchIndex) {
        canceled.wrap(stage.buffer(), stage.begin(OrderCanceledEncoder.TEMPLATE_ID, OrderCanceledEncoder.BLOCK_LENGTH));
        canceled
            .orderId(orders.orderId(order))
            .priceTicks(orders.priceTicks(order))
            .originalLots(orders.originalLots(order))
            .remainingLots(books.remainingLots(order))
            .placedTimeNanos(orders.placedTimeNanos(order))
            .clientOrderIdHigh(orders.clientOrderIdHigh(order))
            .clientOrderIdLow(orders.clientOrderIdLow(order))
            .accountId(orders.accountId(order))
            .marketId(orders.marketId(order))
            .batchIndex(batchIndex)
            .flags(orders.flags(order))
            .side(orders.side(order).code())
            .reason((short) reason.code())
            .timeInForce(timeInForce(orders.flags(order)))
            .wasResting((short) 1);
        stage.end(canceled.encodedLength());
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

    /** Of a resting order: what it may rest with. */
    private static short timeInForce(final int flags) {
        return ((flags & OrderFlags.EXPIRES) == 0 ? TimeInForce.GTC : TimeInForce.GTT).code();
    }
}
