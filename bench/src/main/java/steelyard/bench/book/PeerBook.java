package steelyard.bench.book;

import exchange.core2.collections.objpool.ObjectsPool;
import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.MatcherEventType;
import exchange.core2.core.common.MatcherTradeEvent;
import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.SymbolType;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.cmd.OrderCommandType;
import exchange.core2.core.common.config.LoggingConfiguration;
import exchange.core2.core.orderbook.IOrderBook;
import exchange.core2.core.orderbook.OrderBookDirectImpl;
import exchange.core2.core.orderbook.OrderBookEventsHelper;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/** The peer's order book. */
final class PeerBook implements Engine {
    private final Workload workload;
    private final IOrderBook book;
    private final OrderCommand command = new OrderCommand();
    private final EventRecords events = new EventRecords();

    PeerBook(final Workload workload) {
        this.workload = workload;
        book = new OrderBookDirectImpl(
            CoreSymbolSpecification.builder().symbolId(0).type(SymbolType.FUTURES_CONTRACT).baseCurrency(1)
                .quoteCurrency(2).baseScaleK(1).quoteScaleK(1).build(),
            pool(), OrderBookEventsHelper.NON_POOLED_EVENTS_HELPER, LoggingConfiguration.DEFAULT);
    }

    /** As large as the peer makes it for production. */
    static ObjectsPool pool() {
        final Map<Integer, Integer> sizes = new HashMap<>();
        sizes.put(ObjectsPool.DIRECT_ORDER, 1024 * 1024);
        sizes.put(ObjectsPool.DIRECT_BUCKET, 1024 * 64);
        sizes.put(ObjectsPool.ART_NODE_4, 1024 * 32);
        sizes.put(ObjectsPool.ART_NODE_16, 1024 * 16);
        sizes.put(ObjectsPool.ART_NODE_48, 1024 * 8);
        sizes.put(ObjectsPool.ART_NODE_256, 1024 * 4);
        return new ObjectsPool(sizes);
    }

    @Override
    public void process(final int i) {
        events.open();
        fill(command, workload, i);
        if (IOrderBook.processCommand(book, command) != CommandResultCode.SUCCESS) {
            throw new IllegalStateException("the peer refuses command " + i);
        }
        encode(command, events, workload, i);
    }

    /** Fills the peer's command in. */
    static void fill(final OrderCommand command, final Workload workload, final int i) {
        final byte op = workload.op(i);
        command.orderId = workload.orderId(i);
        command.symbol = workload.market(i);
        command.uid = workload.user(i);
        command.price = workload.price(i);
        command.reserveBidPrice = workload.price(i);
        command.size = workload.lots(i);
        command.action = workload.isBuy(i) ? OrderAction.BID : OrderAction.ASK;
        command.orderType = op == Op.TAKE ? OrderType.IOC : OrderType.GTC;
        command.timestamp = i;
        command.command = switch (op) {
            case Op.PLACE, Op.TAKE -> OrderCommandType.PLACE_ORDER;
            case Op.CANCEL -> OrderCommandType.CANCEL_ORDER;
            case Op.REDUCE -> OrderCommandType.REDUCE_ORDER;
            default -> OrderCommandType.MOVE_ORDER;
        };
        command.resultCode = CommandResultCode.VALID_FOR_MATCHING_ENGINE;
        command.matcherEvent = null;
    }

    /** Encodes the peer's events; it puts what is left of an order before the trades. */
    static void encode(final OrderCommand command, final EventRecords events, final Workload workload, final int i) {
        MatcherTradeEvent event = command.matcherEvent;
        MatcherTradeEvent remainder = null;
        if (event != null && event.eventType == MatcherEventType.REJECT) {
            remainder = event;
            event = event.nextEvent;
        }
        for (; event != null; event = event.nextEvent) {
            if (event.eventType == MatcherEventType.TRADE) {
                events.trade(event.matchedOrderId, event.matchedOrderUid, command.orderId, command.uid, event.price,
                    event.size, event.matchedOrderCompleted, event.activeOrderCompleted);
            } else {
                events.reduced(command.orderId, command.uid, event.price, event.size, event.activeOrderCompleted);
            }
        }
        if (remainder != null) {
            events.remainderCanceled(command.orderId, command.uid, remainder.price, remainder.size);
        }
        events.done(workload.op(i), workload.orderId(i));
    }

    @Override
    public EventRecords events() {
        return events;
    }

    @Override
    public String totals() {
        return events.totals();
    }

    @Override
    public void book(final LongConsumer to) {
        book(book, to);
        book.validateInternalState();
    }

    /** Every resting order of a book. */
    static void book(final IOrderBook book, final LongConsumer to) {
        book.bidOrdersStream(true).forEach(order -> order(order, to));
        book.askOrdersStream(true).forEach(order -> order(order, to));
    }

    private static void order(final exchange.core2.core.common.IOrder order, final LongConsumer to) {
        to.accept(order.getOrderId());
        to.accept(order.getPrice());
        to.accept(order.getSize() - order.getFilled());
    }
}
