package steelyard.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import steelyard.model.CancelReason;
import steelyard.model.PriceSource;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.model.TriggerKind;
import steelyard.model.TwapStatus;
import steelyard.node.HistoryReader;
import steelyard.node.HistoryReader.Candle;
import steelyard.node.HistoryReader.CandleUnit;
import steelyard.node.HistoryReader.DayVolume;
import steelyard.node.HistoryReader.Fill;
import steelyard.node.HistoryReader.FundingPayment;
import steelyard.node.HistoryReader.FundingRate;
import steelyard.node.HistoryReader.LedgerEntry;
import steelyard.node.HistoryReader.LedgerKind;
import steelyard.node.HistoryReader.LiquidatedPosition;
import steelyard.node.HistoryReader.Liquidation;
import steelyard.node.HistoryReader.Order;
import steelyard.node.HistoryReader.OrderStatus;
import steelyard.node.HistoryReader.Trade;
import steelyard.node.HistoryReader.TwapChange;
import steelyard.node.TriggerView;
import steelyard.node.TwapView;
import steelyard.protocol.Address;

/** Reads the tables. Belongs to the store's thread. */
final class HistoryQueries {
    static final String FILLS = """
        SELECT * FROM fills WHERE account_id = ? AND timestamp_nanos BETWEEN ? AND ?
        ORDER BY timestamp_nanos, event_sequence LIMIT ?""";
    static final String LAST_FILLS = """
        SELECT * FROM fills WHERE account_id = ? AND timestamp_nanos BETWEEN ? AND ?
        ORDER BY timestamp_nanos DESC, event_sequence DESC LIMIT ?""";
    static final String TWAP_FILLS = """
        SELECT * FROM fills WHERE account_id = ? AND timestamp_nanos BETWEEN ? AND ? AND twap_id IS NOT NULL
        ORDER BY timestamp_nanos, event_sequence LIMIT ?""";
    static final String LAST_TWAP_FILLS = """
        SELECT * FROM fills WHERE account_id = ? AND timestamp_nanos BETWEEN ? AND ? AND twap_id IS NOT NULL
        ORDER BY timestamp_nanos DESC, event_sequence DESC LIMIT ?""";
    static final String TWAP_CHANGES = """
        SELECT c.event_sequence, c.timestamp_nanos, c.status, c.reason, c.executed_lots, c.executed_micros, t.*
        FROM twap_changes c JOIN twaps t ON t.twap_id = c.twap_id
        WHERE c.account_id = ? ORDER BY c.event_sequence DESC LIMIT ?""";
    static final String ORDERS = "SELECT * FROM orders WHERE account_id = ? ORDER BY order_id DESC LIMIT ?";
    static final String CANDLES = """
        SELECT * FROM candles WHERE market_id = ? AND unit = ? AND start_millis BETWEEN ? AND ?
        ORDER BY start_millis DESC LIMIT ?""";
    static final String VOLUMES = "SELECT * FROM volumes WHERE account_id = ? AND day >= ? ORDER BY day";
    static final String FUNDING_RATES = """
        SELECT * FROM funding_rates WHERE market_id = ? AND interval_end_nanos BETWEEN ? AND ?
        ORDER BY interval_end_nanos LIMIT ?""";
    static final String FUNDING_PAYMENTS = """
        SELECT * FROM funding_payments WHERE account_id = ? AND timestamp_nanos BETWEEN ? AND ?
        ORDER BY timestamp_nanos, event_sequence LIMIT ?""";
    static final String LAST_FUNDING_PAYMENTS = """
        SELECT * FROM funding_payments WHERE account_id = ? AND timestamp_nanos BETWEEN ? AND ?
        ORDER BY timestamp_nanos DESC, event_sequence DESC LIMIT ?""";
    static final String LAST_LEDGER = """
        SELECT * FROM ledger WHERE account_id = ? AND timestamp_nanos BETWEEN ? AND ?
        ORDER BY timestamp_nanos DESC, event_sequence DESC LIMIT ?""";
    static final String LEDGER_SUM = "SELECT sum(amount_micros - fee_micros) FROM ledger WHERE account_id = ?";
    static final String PAID_IN = "SELECT sum(amount_micros - fee_micros) FROM ledger WHERE kind IN ("
        + LedgerKind.DEPOSIT.ordinal() + ", " + LedgerKind.WITHDRAWAL.ordinal() + ", "
        + LedgerKind.WITHDRAWAL_REJECTED.ordinal() + ")";
    static final String LEDGER = """
        SELECT * FROM ledger WHERE account_id = ? AND timestamp_nanos BETWEEN ? AND ?
        ORDER BY timestamp_nanos, event_sequence LIMIT ?""";
    static final String LAST_LIQUIDATIONS = """
        SELECT * FROM liquidations WHERE account_id = ? AND timestamp_nanos BETWEEN ? AND ?
        ORDER BY timestamp_nanos DESC, event_sequence DESC LIMIT ?""";
    static final String LIQUIDATIONS = """
        SELECT * FROM liquidations WHERE account_id = ? AND timestamp_nanos BETWEEN ? AND ?
        ORDER BY timestamp_nanos, event_sequence LIMIT ?""";
    static final String TRADES = "SELECT * FROM trades WHERE market_id = ? ORDER BY event_sequence DESC LIMIT ?";
    static final String ORDER = "SELECT * FROM orders WHERE order_id = ? AND account_id = ?";
    static final String ORDER_BY_CLIENT_ID = """
        SELECT * FROM orders
        WHERE account_id = ? AND client_order_id_high = ? AND client_order_id_low = ?
        ORDER BY order_id DESC LIMIT 1""";

    private static final OrderStatus[] STATUSES = OrderStatus.values();

    private static final LedgerKind[] LEDGER_KINDS = LedgerKind.values();

    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final PreparedStatement fills;
    private final PreparedStatement lastFills;
    private final PreparedStatement twapFills;
    private final PreparedStatement lastTwapFills;
    private final PreparedStatement twapChanges;
    private final PreparedStatement orders;
    private final PreparedStatement candles;
    private final PreparedStatement volumes;
    private final PreparedStatement fundingRates;
    private final PreparedStatement fundingPayments;
    private final PreparedStatement lastFundingPayments;
    private final PreparedStatement ledger;
    private final PreparedStatement lastLedger;
    private final PreparedStatement ledgerSum;
    private final PreparedStatement paidIn;
    private final PreparedStatement liquidations;
    private final PreparedStatement lastLiquidations;
    private final PreparedStatement trades;
    private final PreparedStatement order;
    private final PreparedStatement orderByClientId;

    HistoryQueries(final Connection connection) throws SQLException {
        fills = connection.prepareStatement(FILLS);
        lastFills = connection.prepareStatement(LAST_FILLS);
        twapFills = connection.prepareStatement(TWAP_FILLS);
        lastTwapFills = connection.prepareStatement(LAST_TWAP_FILLS);
        twapChanges = connection.prepareStatement(TWAP_CHANGES);
        orders = connection.prepareStatement(ORDERS);
        candles = connection.prepareStatement(CANDLES);
        volumes = connection.prepareStatement(VOLUMES);
        fundingRates = connection.prepareStatement(FUNDING_RATES);
        fundingPayments = connection.prepareStatement(FUNDING_PAYMENTS);
        lastFundingPayments = connection.prepareStatement(LAST_FUNDING_PAYMENTS);
        ledger = connection.prepareStatement(LEDGER);
        lastLedger = connection.prepareStatement(LAST_LEDGER);
        paidIn = connection.prepareStatement(PAID_IN);
        ledgerSum = connection.prepareStatement(LEDGER_SUM);
        liquidations = connection.prepareStatement(LIQUIDATIONS);
        lastLiquidations = connection.prepareStatement(LAST_LIQUIDATIONS);
        trades = connection.prepareStatement(TRADES);
        order = connection.prepareStatement(ORDER);
        orderByClientId = connection.prepareStatement(ORDER_BY_CLIENT_ID);
    }

    List<Fill> fills(
        final int accountId, final long fromNanos, final long toNanos, final boolean newestFirst, final int limit)
        throws SQLException {
        return list(newestFirst ? lastFills : fills, HistoryQueries::fill, accountId, fromNanos, toNanos, limit);
    }

    List<Fill> twapFills(
        final int accountId, final long fromNanos, final long toNanos, final boolean newestFirst, final int limit)
        throws SQLException {
        return list(newestFirst ? lastTwapFills : twapFills, HistoryQueries::fill, accountId, fromNanos, toNanos,
            limit);
    }

    List<TwapChange> twapChanges(final int accountId, final int limit) throws SQLException {
        return list(twapChanges, HistoryQueries::twapChange, accountId, limit);
    }

    List<Trade> trades(final int marketId, final int limit) throws SQLException {
        return list(trades, HistoryQueries::trade, marketId, limit);
    }

    List<Order> orders(final int accountId, final int limit) throws SQLException {
        return list(orders, HistoryQueries::order, accountId, limit);
    }

    List<Candle> candles(
        final int marketId, final CandleUnit unit, final long fromMillis, final long toMillis, final int limit)
        throws SQLException {
        return list(candles, HistoryQueries::candle, marketId, unit.ordinal(), fromMillis, toMillis, limit).reversed();
    }

    List<DayVolume> volumes(final int accountId, final long fromDay) throws SQLException {
        return list(volumes, row -> new DayVolume(row.getLong(2), row.getLong(3), row.getLong(4)), accountId, fromDay);
    }

    List<FundingRate> fundingRates(
        final int marketId, final long fromNanos, final long toNanos, final int limit) throws SQLException {
        return list(fundingRates, row -> new FundingRate(row.getLong(3), row.getLong(2), row.getInt(1),
            row.getLong(4), row.getLong(5), row.getLong(6)), marketId, fromNanos, toNanos, limit);
    }

    List<FundingPayment> fundingPayments(
        final int accountId, final long fromNanos, final long toNanos, final boolean newestFirst, final int limit)
        throws SQLException {
        return list(newestFirst ? lastFundingPayments : fundingPayments,
            row -> new FundingPayment(row.getLong(3), row.getLong(2), row.getInt(1), row.getInt(4), row.getLong(5),
                row.getLong(6), row.getLong(8)),
            accountId, fromNanos, toNanos, limit);
    }

    /** Those of the ledger and liquidations, by time. */
    List<LedgerEntry> ledger(
        final int accountId, final long fromNanos, final long toNanos, final boolean newestFirst, final int limit)
        throws SQLException {
        final List<LedgerEntry> found = list(
            newestFirst ? lastLedger : ledger, HistoryQueries::ledgerEntry, accountId, fromNanos, toNanos, limit);
        final List<LedgerEntry> closed = list(newestFirst ? lastLiquidations : liquidations,
            HistoryQueries::liquidation, accountId, fromNanos, toNanos, limit);
        if (closed.isEmpty()) {
            return found;
        }
        final Comparator<LedgerEntry> bySequence = Comparator.comparingLong(LedgerEntry::eventSequence);
        return Stream.concat(found.stream(), closed.stream())
            .sorted(newestFirst ? bySequence.reversed() : bySequence).limit(limit).toList();
    }

    long ledgerMicros(final int accountId) throws SQLException {
        return accountId == HistoryReader.WHOLE_EXCHANGE
            ? list(paidIn, row -> row.getLong(1)).getFirst()
            : list(ledgerSum, row -> row.getLong(1), accountId).getFirst();
    }

    private static <T> List<T> list(
        final PreparedStatement query, final RowReader<T> reader, final long... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            query.setLong(i + 1, parameters[i]);
        }
        final List<T> found = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                found.add(reader.read(row));
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
            row.getLong(13), row.getLong(14), row.getLong(15), row.getInt(16), row.getLong(17), row.getLong(18),
            row.getLong(19), row.getLong(20), ofLiquidation(row));
    }

    private static Liquidation ofLiquidation(final ResultSet row) throws SQLException {
        final byte[] user = row.getBytes(21);
        return user == null ? null : new Liquidation(Address.of(user), row.getLong(22));
    }

    /** Those of a TWAP that ended before it ran began at no time. */
    private static TwapChange twapChange(final ResultSet row) throws SQLException {
        final TwapStatus status = TwapStatus.of(row.getInt(3));
        return new TwapChange(row.getLong(1), row.getLong(2),
            new TwapView(row.getLong(7), row.getInt(8), row.getInt(9), Side.of(row.getInt(10)), row.getLong(11),
                row.getLong(5), row.getLong(6), row.getInt(12), row.getInt(13) != 0, row.getInt(14), row.getLong(15),
                row.getInt(16) != 0, row.getLong(17), status == TwapStatus.WAITING ? row.getLong(2) : row.getLong(18)),
            status, RejectReason.of(row.getInt(4)));
    }

    private static Trade trade(final ResultSet row) throws SQLException {
        return new Trade(
            row.getLong(1), row.getLong(2), row.getInt(3), row.getLong(4), row.getInt(5), row.getLong(6),
            Side.of(row.getInt(7)), row.getLong(8), row.getLong(9), row.getInt(10), row.getInt(11));
    }

    private static Candle candle(final ResultSet row) throws SQLException {
        return new Candle(row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6), row.getLong(7),
            row.getLong(8), row.getLong(9));
    }

    private static LedgerEntry ledgerEntry(final ResultSet row) throws SQLException {
        return new LedgerEntry(row.getLong(3), row.getLong(4), row.getInt(5), row.getLong(2),
            LEDGER_KINDS[row.getInt(6)], row.getLong(7), row.getLong(8), Address.of(row.getBytes(9)),
            row.getLong(10));
    }

    private static LedgerEntry liquidation(final ResultSet row) throws SQLException {
        return new LedgerEntry(row.getLong(3), row.getLong(4), row.getInt(5), row.getLong(2), LedgerKind.LIQUIDATION, 0,
            0, Address.ZERO, 0, new LiquidatedPosition(row.getInt(6), row.getLong(7), row.getLong(8), row.getLong(9),
                row.getInt(10) != 0, row.getInt(11)));
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
            row.getLong(15), row.getLong(16), row.getLong(17), trigger(row));
    }

    private static TriggerView trigger(final ResultSet row) throws SQLException {
        final TriggerKind kind = TriggerKind.of(row.getInt(18));
        return kind == TriggerKind.NONE ? null : new TriggerView(kind, PriceSource.of(row.getInt(19)),
            row.getInt(20) != 0, row.getLong(21), row.getLong(22), row.getInt(23), true, 0, row.getInt(24) != 0);
    }
}
