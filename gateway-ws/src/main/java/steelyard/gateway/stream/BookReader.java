package steelyard.gateway.stream;

import org.agrona.MutableDirectBuffer;
import steelyard.model.Side;
import steelyard.protocol.sbe.EventHeaderDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.OrderCanceledDecoder;
import steelyard.protocol.sbe.OrderReducedDecoder;
import steelyard.protocol.sbe.OrderRefreshedDecoder;
import steelyard.protocol.sbe.OrderRestedDecoder;
import steelyard.protocol.sbe.TradeExecutedDecoder;

/** Makes changes of followed books of the events in the tap's queue of books. Belongs to the hub. */
final class BookReader {
    private final BookStreams bookStreams;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final TradeExecutedDecoder trade = new TradeExecutedDecoder();
    private final OrderRestedDecoder rested = new OrderRestedDecoder();
    private final OrderReducedDecoder reduced = new OrderReducedDecoder();
    private final OrderRefreshedDecoder refreshed = new OrderRefreshedDecoder();
    private final OrderCanceledDecoder canceled = new OrderCanceledDecoder();

    BookReader(final BookStreams bookStreams) {
        this.bookStreams = bookStreams;
    }

    /** Takes one message of the queue. */
    void onMessage(final int type, final MutableDirectBuffer buffer, final int offset, final int length) {
        switch (type) {
            case EventTap.END_OF_COMMAND -> bookStreams.endOfCommand();
            case TradeExecutedDecoder.TEMPLATE_ID -> onTrade(trade.wrapAndApplyHeader(buffer, offset, header));
            case OrderRestedDecoder.TEMPLATE_ID -> onRested(rested.wrapAndApplyHeader(buffer, offset, header));
            case OrderReducedDecoder.TEMPLATE_ID -> onReduced(reduced.wrapAndApplyHeader(buffer, offset, header));
            case OrderRefreshedDecoder.TEMPLATE_ID -> onRefreshed(refreshed.wrapAndApplyHeader(buffer, offset, header));
            case OrderCanceledDecoder.TEMPLATE_ID -> onCanceled(canceled.wrapAndApplyHeader(buffer, offset, header));
            default -> throw new IllegalStateException("unexpected event in the queue of books: " + type);
        }
    }

    /** In an auction the taker rests too. */
    private void onTrade(final TradeExecutedDecoder event) {
        final long maker = event.makerOrderId();
        final long taker = event.takerOrderId();
        final long lots = event.quantityLots();
        change(event.marketId(), event.header(), book -> {
            book.fill(maker, lots);
            book.fill(taker, lots);
        });
    }

    private void onRested(final OrderRestedDecoder event) {
        show(event.marketId(), event.header(), event.orderId(), Side.of(event.side()),
            new Terms(event.priceTicks(), event.shownLots(), event.prioritySequence()));
    }

    private void onRefreshed(final OrderRefreshedDecoder event) {
        show(event.marketId(), event.header(), event.orderId(), Side.of(event.side()),
            new Terms(event.priceTicks(), event.shownLots(), event.prioritySequence()));
    }

    private record Terms(long priceTicks, long shownLots, long priority) {
    }

    private void show(
        final int marketId, final EventHeaderDecoder cause, final long orderId, final Side side, final Terms terms) {
        change(marketId, cause,
            book -> book.show(orderId, side, terms.priceTicks, terms.shownLots, terms.priority));
    }

    private void onReduced(final OrderReducedDecoder event) {
        final long orderId = event.orderId();
        final long shownLots = event.shownLots();
        change(event.marketId(), event.header(), book -> book.resize(orderId, shownLots));
    }

    private void onCanceled(final OrderCanceledDecoder event) {
        final long orderId = event.orderId();
        change(event.marketId(), event.header(), book -> book.resize(orderId, 0));
    }

    private void change(final int marketId, final EventHeaderDecoder cause, final BookStreams.BookChange change) {
        bookStreams.change(marketId, cause.eventSequence(), cause.timestampNanos(), change);
    }
}
