package steelyard.history;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import steelyard.model.TimeInForce;
import steelyard.node.HistoryReader.LedgerKind;
import steelyard.node.HistoryReader.OrderStatus;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.DepositedDecoder;
import steelyard.protocol.sbe.FillSettledDecoder;
import steelyard.protocol.sbe.OrderCanceledDecoder;
import steelyard.protocol.sbe.OrderPlacedDecoder;
import steelyard.protocol.sbe.OrderRecordDecoder;
import steelyard.protocol.sbe.OrderReducedDecoder;
import steelyard.protocol.sbe.OrderRejectedDecoder;
import steelyard.protocol.sbe.TradeExecutedDecoder;

/**
 * Turns events into rows. Fills and trades go to the database at once; of an order only its last state in a transaction
 * is written. Every event of an order carries the whole of it, so that orders placed before the store's first event are
 * known from their next event on; {@code OrderRested} adds nothing to the {@code OrderPlaced} before it.
 *
 * <p>Belongs to the store's thread.
 */
final class EventRecorder {
    private final HistoryDatabase database;
    private final Long2ObjectHashMap<OrderRow> rows = new Long2ObjectHashMap<>();
    private final List<OrderRow> touched = new ArrayList<>();
    private final List<OrderRow> free = new ArrayList<>();

    private final FillSettledDecoder fill = new FillSettledDecoder();
    private final TradeExecutedDecoder trade = new TradeExecutedDecoder();
    private final OrderPlacedDecoder placed = new OrderPlacedDecoder();
    private final OrderRejectedDecoder rejected = new OrderRejectedDecoder();
    private final OrderReducedDecoder reduced = new OrderReducedDecoder();
    private final OrderCanceledDecoder canceled = new OrderCanceledDecoder();
    private final DepositedDecoder deposited = new DepositedDecoder();
    private final OrderRecordDecoder record = new OrderRecordDecoder();
    private final OrderRow imageRow = new OrderRow();

    EventRecorder(final HistoryDatabase database) {
        this.database = database;
    }

    /** Adds the events of one command to the transaction. */
    void record(final EventBatch events) throws SQLException {
        events.rewind();
        while (events.next()) {
            recordEvent(events);
        }
    }

    private void recordEvent(final EventBatch events) throws SQLException {
        final DirectBuffer buffer = events.buffer();
        final int offset = events.blockOffset();
        final int length = events.blockLength();
        final int version = events.version();
        switch (events.templateId()) {
            case OrderPlacedDecoder.TEMPLATE_ID -> onPlaced(placed.wrap(buffer, offset, length, version));
            case OrderRejectedDecoder.TEMPLATE_ID -> onRejected(rejected.wrap(buffer, offset, length, version));
            case TradeExecutedDecoder.TEMPLATE_ID -> database.addTrade(trade.wrap(buffer, offset, length, version));
            case FillSettledDecoder.TEMPLATE_ID -> onFill(fill.wrap(buffer, offset, length, version));
            case OrderReducedDecoder.TEMPLATE_ID -> onReduced(reduced.wrap(buffer, offset, length, version));
            case OrderCanceledDecoder.TEMPLATE_ID -> onCanceled(canceled.wrap(buffer, offset, length, version));
            case DepositedDecoder.TEMPLATE_ID -> onDeposited(deposited.wrap(buffer, offset, length, version));
            default -> { }
        }
    }

    private void onDeposited(final DepositedDecoder event) throws SQLException {
        database.addLedgerEntry(event.header(), event.accountId(), LedgerKind.DEPOSIT, event.amountMicros(), 0,
            Address.ZERO, event.number());
    }

    /** Adds an order that rests in a snapshot, if the store does not know it. */
    void recordImageOrder(final EventBatch batch) throws SQLException {
        record.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
        imageRow.orderId = record.orderId();
        imageRow.accountId = record.accountId();
        imageRow.marketId = record.marketId();
        imageRow.side = record.side();
        imageRow.timeInForce = TimeInForce.GTC.code();
        imageRow.flags = record.flags();
        imageRow.priceTicks = record.priceTicks();
        imageRow.originalLots = record.originalLots();
        imageRow.remainingLots = record.remainingLots();
        imageRow.clientOrderIdHigh = record.clientOrderIdHigh();
        imageRow.clientOrderIdLow = record.clientOrderIdLow();
        imageRow.placedTimeNanos = record.placedTimeNanos();
        imageRow.open();
        database.addOrderIfUnknown(imageRow);
    }

    /** Hands the orders that were touched to the database. */
    void flush() throws SQLException {
        for (final OrderRow row : touched) {
            database.addOrder(row);
        }
        clear();
    }

    /** Forgets what was recorded since the last flush. */
    void clear() {
        free.addAll(touched);
        touched.clear();
        rows.clear();
    }

    private void onPlaced(final OrderPlacedDecoder event) {
        final OrderRow row = row(event.orderId());
        row.accountId = event.accountId();
        row.marketId = event.marketId();
        row.side = event.side();
        row.timeInForce = event.timeInForce();
        row.flags = event.flags();
        row.priceTicks = event.priceTicks();
        row.originalLots = event.quantityLots();
        row.remainingLots = event.quantityLots();
        row.clientOrderIdHigh = event.clientOrderIdHigh();
        row.clientOrderIdLow = event.clientOrderIdLow();
        row.placedTimeNanos = event.header().timestampNanos();
        row.open();
    }

    private void onRejected(final OrderRejectedDecoder event) {
        final OrderRow row = row(event.orderId());
        row.accountId = event.accountId();
        row.marketId = event.marketId();
        row.side = event.side();
        row.timeInForce = event.timeInForce();
        row.flags = event.flags();
        row.priceTicks = event.priceTicks();
        row.originalLots = event.quantityLots();
        row.remainingLots = event.quantityLots();
        row.clientOrderIdHigh = event.clientOrderIdHigh();
        row.clientOrderIdLow = event.clientOrderIdLow();
        row.placedTimeNanos = event.header().timestampNanos();
        row.end(OrderStatus.REJECTED, event.rejectReason(), row.placedTimeNanos);
    }

    private void onFill(final FillSettledDecoder event) throws SQLException {
        database.addFill(event);
        final OrderRow row = row(event.orderId());
        row.accountId = event.accountId();
        row.marketId = event.marketId();
        row.side = event.side();
        row.flags = event.flags();
        row.priceTicks = event.limitPriceTicks();
        row.originalLots = event.originalLots();
        row.remainingLots = event.remainingLots();
        row.clientOrderIdHigh = event.clientOrderIdHigh();
        row.clientOrderIdLow = event.clientOrderIdLow();
        row.placedTimeNanos = event.placedTimeNanos();
        if (event.remainingLots() == 0) {
            row.end(OrderStatus.FILLED, 0, event.header().timestampNanos());
        } else {
            row.open();
        }
    }

    private void onReduced(final OrderReducedDecoder event) {
        final OrderRow row = row(event.orderId());
        row.accountId = event.accountId();
        row.marketId = event.marketId();
        row.side = event.side();
        row.flags = event.flags();
        row.priceTicks = event.priceTicks();
        row.originalLots = event.originalLots();
        row.remainingLots = event.remainingLots();
        row.clientOrderIdHigh = event.clientOrderIdHigh();
        row.clientOrderIdLow = event.clientOrderIdLow();
        row.placedTimeNanos = event.placedTimeNanos();
        row.open();
    }

    private void onCanceled(final OrderCanceledDecoder event) {
        final OrderRow row = row(event.orderId());
        row.accountId = event.accountId();
        row.marketId = event.marketId();
        row.side = event.side();
        row.timeInForce = event.timeInForce();
        row.flags = event.flags();
        row.priceTicks = event.priceTicks();
        row.originalLots = event.originalLots();
        row.remainingLots = event.remainingLots();
        row.clientOrderIdHigh = event.clientOrderIdHigh();
        row.clientOrderIdLow = event.clientOrderIdLow();
        row.placedTimeNanos = event.placedTimeNanos();
        row.end(OrderStatus.CANCELED, event.reason(), event.header().timestampNanos());
    }

    /** The order's row in this transaction; a new one is that of an order that rested before, so it is GTC. */
    private OrderRow row(final long orderId) {
        final OrderRow known = rows.get(orderId);
        if (known != null) {
            return known;
        }
        final OrderRow row = free.isEmpty() ? new OrderRow() : free.removeLast();
        row.orderId = orderId;
        row.timeInForce = TimeInForce.GTC.code();
        rows.put(orderId, row);
        touched.add(row);
        return row;
    }
}
