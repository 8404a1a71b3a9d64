package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.event.EventStage;
import steelyard.exchange.state.ExchangeState;
import steelyard.matching.IncomingOrder;
import steelyard.matching.OrderStore;
import steelyard.model.CancelReason;
import steelyard.model.TimeInForce;
import steelyard.protocol.sbe.OrderCanceledEncoder;
import steelyard.protocol.sbe.OrderPlacedEncoder;
import steelyard.protocol.sbe.OrderReducedEncoder;
import steelyard.protocol.sbe.OrderRejectedEncoder;
import steelyard.protocol.sbe.OrderRestedEncoder;
import steelyard.protocol.sbe.RequestRejectedEncoder;

/** Events of what becomes of orders, fills aside. */
final class OrderEvents {
    private final OrderPlacedEncoder placed = new OrderPlacedEncoder();
    private final OrderRejectedEncoder rejected = new OrderRejectedEncoder();
    private final RequestRejectedEncoder requestRejected = new RequestRejectedEncoder();
    private final OrderRestedEncoder rested = new OrderRestedEncoder();
    private final OrderReducedEncoder reduced = new OrderReducedEncoder();
    private final OrderCanceledEncoder canceled = new OrderCanceledEncoder();
    private final OrderStore orders;
    private final EventStage stage;

    OrderEvents(final ExchangeState state, final EventStage stage) {
        this.orders = state.books().orders();
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
            .displayLots(0)
            .expiresMillis(0);
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
        requestRejected.wrap(stage.buffer(), stage.begin(RequestRejectedEncoder.TEMPLATE_ID, RequestRejectedEncoder.BLOCK_LENGTH));
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
    void rested(final OrderRequest order, final long remainingLots, final long prioritySequence) {
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
            .shownLots(remainingLots);
        stage.end(rested.encodedLength());
    }

    /** A resting order is smaller now. */
    void reduced(final int order, final int batchIndex) {
        reduced.wrap(stage.buffer(), stage.begin(OrderReducedEncoder.TEMPLATE_ID, OrderReducedEncoder.BLOCK_LENGTH));
        reduced
            .orderId(orders.orderId(order))
            .priceTicks(orders.priceTicks(order))
            .originalLots(orders.originalLots(order))
            .remainingLots(orders.remainingLots(order))
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
            .remainingLots(orders.remainingLots(order))
            .placedTimeNanos(orders.placedTimeNanos(order))
            .clientOrderIdHigh(orders.clientOrderIdHigh(order))
            .clientOrderIdLow(orders.clientOrderIdLow(order))
            .accountId(orders.accountId(order))
            .marketId(orders.marketId(order))
            .batchIndex(batchIndex)
            .flags(orders.flags(order))
            .side(orders.side(order).code())
            .reason((short) reason.code())
            .timeInForce(TimeInForce.GTC.code())
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
}
