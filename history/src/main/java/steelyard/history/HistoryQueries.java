package steelyard.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import steelyard.model.CancelReason;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.node.HistoryReader.Fill;
import steelyard.node.HistoryReader.Order;
import steelyard.node.HistoryReader.OrderStatus;
import steelyard.node.HistoryReader.Trade;

/** Reads the tables. Belongs to the store's thread. */
final class HistoryQueries {
    static final String FILLS = "SELECT * FROM fills WHERE account_id = ? ORDER BY event_sequence DESC LIMIT ?";
    static final String TRADES = "SELECT * FROM trades WHERE market_id = ? ORDER BY event_sequence DESC LIMIT ?";
    static final String ORDER = "SELECT * FROM orders WHERE order_id = ? AND account_id = ?";
    static final String ORDER_BY_CLIENT_ID = """
        SELECT * FROM orders
        WHERE account_id = ? AND client_order_id_high = ? AND client_order_id_low = ?
        ORDER BY order_id DESC LIMIT 1""";

    private static final OrderStatus[] STATUSES = OrderStatus.values();

    private final PreparedStatement fills;
    private final PreparedStatement trades;
    private final PreparedStatement order;
    private final PreparedStatement orderByClientId;

    HistoryQueries(final Connection connection) throws SQLException {
        fills = connection.prepareStatement(FILLS);
        trades = connection.prepareStatement(TRADES);
        order = connection.prepareStatement(ORDER);
        orderByClientId = connection.prepareStatement(ORDER_BY_CLIENT_ID);
    }

    List<Fill> fills(final int accountId, final int limit) throws SQLException {
        fills.setInt(1, accountId);
        fills.setInt(2, limit);
        final List<Fill> found = new ArrayList<>();
        try (ResultSet row = fills.executeQuery()) {
            while (row.next()) {
                found.add(fill(row));
            }
        }
        return found;
    }

    List<Trade> trades(final int marketId, final int limit) throws SQLException {
        trades.setInt(1, marketId);
        trades.setInt(2, limit);
        final List<Trade> found = new ArrayList<>();
        try (ResultSet row = trades.executeQuery()) {
            while (row.next()) {
                found.add(trade(row));
            }
        }
        return found;
    }

    /** The account's order with this id, or {@code null}. */
    Order order(final int accountId, final long orderId) throws SQLException {
        order.setLong(1, orderId);
        order.setInt(2, accountId);
        return firstOrder(order);
    }

    /** The account's last order with this client order id, or {@code null}. */
    Order order(final int accountId, final long clientOrderIdHigh, final long clientOrderIdLow) throws SQLException {
        orderByClientId.setInt(1, accountId);
        orderByClientId.setLong(2, clientOrderIdHigh);
        orderByClientId.setLong(3, clientOrderIdLow);
        return firstOrder(orderByClientId);
    }

    private static Order firstOrder(final PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? order(row) : null;
        }
    }

    private static Fill fill(final ResultSet row) throws SQLException {
        return new Fill(
            row.getLong(1), row.getLong(2), row.getInt(3), row.getLong(4), row.getInt(5), row.getInt(6), row.getLong(7),
            row.getLong(8), Side.of(row.getInt(9)), row.getInt(10) != 0, row.getLong(11), row.getLong(12),
            row.getLong(13), row.getLong(14), row.getLong(15), row.getInt(16), row.getLong(17), row.getLong(18));
    }

    private static Trade trade(final ResultSet row) throws SQLException {
        return new Trade(
            row.getLong(1), row.getLong(2), row.getInt(3), row.getLong(4), row.getInt(5), row.getLong(6),
            Side.of(row.getInt(7)), row.getLong(8), row.getLong(9), row.getInt(10), row.getInt(11));
    }

    private static Order order(final ResultSet row) throws SQLException {
        final OrderStatus status = STATUSES[row.getInt(13)];
        final int reason = row.getInt(14);
        return new Order(
            row.getLong(1), row.getInt(2), row.getInt(3), Side.of(row.getInt(4)), TimeInForce.of(row.getInt(5)),
            row.getInt(6), row.getLong(7), row.getLong(8), row.getLong(9), row.getLong(10), row.getLong(11),
            row.getLong(12), status,
            status == OrderStatus.REJECTED ? RejectReason.of(reason) : null,
            status == OrderStatus.CANCELED ? CancelReason.of(reason) : null,
            row.getLong(15));
    }
}
