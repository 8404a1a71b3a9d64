package steelyard.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import steelyard.model.OrderFlags;
import steelyard.node.HistoryReader.OrderStatus;
import steelyard.node.HistoryReader.Fill;
import steelyard.node.HistoryReader.LedgerEntry;
import steelyard.node.HistoryReader.LedgerKind;
import steelyard.node.HistoryReader.LiquidatedPosition;
import steelyard.node.HistoryReader.Liquidation;
import steelyard.node.TwapView;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.EventHeaderDecoder;
import steelyard.protocol.sbe.FillSettledDecoder;
import steelyard.protocol.sbe.FundingPaidDecoder;
import steelyard.protocol.sbe.FundingRateFixedDecoder;
import steelyard.protocol.sbe.PositionTransferredDecoder;
import steelyard.protocol.sbe.TradeExecutedDecoder;

/**
 * The tables of a store: rows are added to a transaction in prepared batches and committed with the cursor.
 *
 * <p>Belongs to the store's thread once it is open.
 */
final class HistoryDatabase implements AutoCloseable {
    private static final int CHECK_SECONDS = 2;
    private static final int ORDER_COLUMNS = 24;

    private final HistoryLocation location;
    private final Connection connection;
    private final PreparedStatement addFill;
    private final PreparedStatement addTrade;
    private final PreparedStatement addOrder;
    private final PreparedStatement addOrderIfUnknown;
    private final PreparedStatement addGap;
    private final PreparedStatement addFundingRate;
    private final PreparedStatement addFundingPayment;
    private final PreparedStatement addLedgerEntry;
    private final PreparedStatement addLiquidation;
    private final PreparedStatement addTwap;
    private final PreparedStatement addTwapChange;
    private final PreparedStatement moveCursor;
    private final Totals totals;
    private final Statement transaction;
    private boolean inTransaction;

    private HistoryDatabase(final HistoryLocation location, final Connection connection) throws SQLException {
        this.location = location;
        this.connection = connection;
        this.transaction = connection.createStatement();
        this.addFill = insert("INTO fills", 22, "");
        this.addTrade = insert("INTO trades", 11, "");
        this.addOrder = insert("INTO orders", ORDER_COLUMNS, """
             ON CONFLICT (order_id) DO UPDATE SET
                 time_in_force = excluded.time_in_force,
                 flags = excluded.flags,
                 price_ticks = excluded.price_ticks,
                 original_lots = excluded.original_lots,
                 remaining_lots = excluded.remaining_lots,
                 status = excluded.status,
                 reason = excluded.reason,
                 status_time_nanos = excluded.status_time_nanos""");
        this.addOrderIfUnknown = insert("INTO orders", ORDER_COLUMNS, " ON CONFLICT (order_id) DO NOTHING");
        this.addGap = insert("INTO gaps", 2,
            " ON CONFLICT (from_sequence) DO UPDATE SET to_sequence = excluded.to_sequence");
        this.addFundingRate = insert("INTO funding_rates", 7, "");
        this.addFundingPayment = insert("INTO funding_payments", 8, "");
        this.addLedgerEntry = insert("INTO ledger", 10, "");
        this.addLiquidation = insert("INTO liquidations", 11, "");
        this.addTwap = insert("INTO twaps", 12,
            " ON CONFLICT (twap_id) DO UPDATE SET start_nanos = excluded.start_nanos");
        this.addTwapChange = insert("INTO twap_changes", 8, "");
        this.totals = new Totals(connection);
        this.moveCursor = connection.prepareStatement("UPDATE cursor SET event_sequence = ?, log_position = ?");
    }

    private PreparedStatement insert(final String into, final int columns, final String rest) throws SQLException {
        return connection.prepareStatement("INSERT " + into + " VALUES (?" + ", ?".repeat(columns - 1) + ")" + rest);
    }

    /** Connects, and makes the tables if there are none. */
    static HistoryDatabase open(final HistoryLocation location) throws HistoryException {
        try {
            return connect(location);
        } catch (final SQLException e) {
            throw location.describe(e);
        }
    }

    /** The same; what the database says is not put into words. */
    static HistoryDatabase connect(final HistoryLocation location) throws SQLException, HistoryException {
        final Connection connection = location.connect();
        try {
            return new HistoryDatabase(location, connection);
        } catch (final SQLException e) {
            HistoryLocation.close(connection);
            throw e;
        }
    }

    /** Whether the connection still works. */
    boolean isConnected() {
        try {
            return connection.isValid(CHECK_SECONDS);
        } catch (final SQLException e) {
            return false;
        }
    }

    /** How far the committed rows go. */
    HistoryCursor cursor() throws SQLException {
        try (Statement statement = connection.createStatement();
            ResultSet row = statement.executeQuery("SELECT event_sequence, log_position FROM cursor")) {
            if (!row.next()) {
                throw new SQLException("the cursor is missing");
            }
            return new HistoryCursor(row.getLong(1), row.getLong(2));
        }
    }

    /** Adds a fill; {@code twapId} 0: it is of no slice of a TWAP; {@code liquidation} null: of no liquidation. */
    void addFill(final FillSettledDecoder event, final long twapId, final Liquidation liquidation)
        throws SQLException {
        bindHeader(addFill, event.header());
        addFill.setInt(5, event.accountId());
        addFill.setInt(6, event.marketId());
        addFill.setLong(7, event.orderId());
        addFill.setLong(8, event.tradeId());
        addFill.setInt(9, event.side());
        addFill.setInt(10, event.isTaker());
        addFill.setLong(11, event.priceTicks());
        addFill.setLong(12, event.quantityLots());
        addFill.setLong(13, event.feeMicros());
        addFill.setLong(14, event.closedPnlMicros());
        addFill.setLong(15, event.startPositionLots());
        addFill.setInt(16, event.flags());
        bindClientOrderId(addFill, 17, event.flags(), event.clientOrderIdHigh(), event.clientOrderIdLow());
        if (twapId == 0) {
            addFill.setNull(19, Types.INTEGER);
        } else {
            addFill.setLong(19, twapId);
        }
        addFill.setLong(20, event.builderFeeMicros());
        bindLiquidation(liquidation);
        addFill.addBatch();
        totals.add(event);
    }

    private void bindLiquidation(final Liquidation liquidation) throws SQLException {
        if (liquidation == null) {
            addFill.setNull(21, Types.BINARY);
            addFill.setNull(22, Types.INTEGER);
        } else {
            addFill.setBytes(21, liquidation.user().bytes());
            addFill.setLong(22, liquidation.markPriceTicks());
        }
    }

    /** Adds what the giver of a position is shown: a fill of no order and no trade. */
    void addTransfer(final PositionTransferredDecoder event) throws SQLException {
        final Fill shown = Fill.of(event);
        bindHeader(addFill, event.header());
        addFill.setInt(5, shown.accountId());
        addFill.setInt(6, shown.marketId());
        addFill.setLong(7, shown.orderId());
        addFill.setLong(8, shown.tradeId());
        addFill.setInt(9, shown.side().code());
        addFill.setInt(10, 0);
        addFill.setLong(11, shown.priceTicks());
        addFill.setLong(12, shown.quantityLots());
        addFill.setLong(13, shown.feeMicros());
        addFill.setLong(14, shown.closedPnlMicros());
        addFill.setLong(15, shown.startPositionLots());
        addFill.setInt(16, shown.flags());
        bindClientOrderId(addFill, 17, 0, 0, 0);
        addFill.setNull(19, Types.INTEGER);
        addFill.setLong(20, 0);
        bindLiquidation(shown.liquidation());
        addFill.addBatch();
    }

    /** Adds what was closed of a position in a liquidation. */
    void addLiquidation(final int accountId, final LedgerEntry entry) throws SQLException {
        final LiquidatedPosition closed = entry.liquidated();
        addLiquidation.setInt(1, accountId);
        addLiquidation.setLong(2, entry.timestampNanos());
        addLiquidation.setLong(3, entry.eventSequence());
        addLiquidation.setLong(4, entry.logPosition());
        addLiquidation.setInt(5, entry.commandIndex());
        addLiquidation.setInt(6, closed.marketId());
        addLiquidation.setLong(7, closed.lots());
        addLiquidation.setLong(8, closed.markPriceTicks());
        addLiquidation.setLong(9, closed.equityMicros());
        addLiquidation.setInt(10, closed.isolated() ? 1 : 0);
        addLiquidation.setInt(11, closed.houseAccountId());
        addLiquidation.addBatch();
    }

    /** Adds the funding rate of an hour. */
    void addFundingRate(final FundingRateFixedDecoder event) throws SQLException {
        addFundingRate.setInt(1, event.marketId());
        addFundingRate.setLong(2, event.intervalEndNanos());
        addFundingRate.setLong(3, event.header().eventSequence());
        addFundingRate.setLong(4, event.rateNanos());
        addFundingRate.setLong(5, event.premiumNanos());
        addFundingRate.setLong(6, event.samples());
        addFundingRate.setLong(7, event.oraclePriceTicks());
        addFundingRate.addBatch();
    }

    /** Adds what a position paid for an hour of funding. */
    void addFundingPayment(final FundingPaidDecoder event) throws SQLException {
        addFundingPayment.setInt(1, event.accountId());
        addFundingPayment.setLong(2, event.header().timestampNanos());
        addFundingPayment.setLong(3, event.header().eventSequence());
        addFundingPayment.setInt(4, event.marketId());
        addFundingPayment.setLong(5, event.quantityLots());
        addFundingPayment.setLong(6, event.rateNanos());
        addFundingPayment.setLong(7, event.oraclePriceTicks());
        addFundingPayment.setLong(8, event.amountMicros());
        addFundingPayment.addBatch();
    }

    /** Adds a change of an account's cash. */
    void addLedgerEntry(
        final EventHeaderDecoder header, final int accountId, final LedgerKind kind, final long amountMicros,
        final long feeMicros, final Address other, final long number) throws SQLException {
        addLedgerEntry.setInt(1, accountId);
        addLedgerEntry.setLong(2, header.timestampNanos());
        addLedgerEntry.setLong(3, header.eventSequence());
        addLedgerEntry.setLong(4, header.logPosition());
        addLedgerEntry.setInt(5, header.commandIndex());
        addLedgerEntry.setInt(6, kind.ordinal());
        addLedgerEntry.setLong(7, amountMicros);
        addLedgerEntry.setLong(8, feeMicros);
        addLedgerEntry.setBytes(9, other.bytes());
        addLedgerEntry.setLong(10, number);
        addLedgerEntry.addBatch();
    }

    void addTrade(final TradeExecutedDecoder event) throws SQLException {
        bindHeader(addTrade, event.header());
        addTrade.setInt(5, event.marketId());
        addTrade.setLong(6, event.tradeId());
        addTrade.setInt(7, event.takerSide());
        addTrade.setLong(8, event.priceTicks());
        addTrade.setLong(9, event.quantityLots());
        addTrade.setInt(10, event.makerAccountId());
        addTrade.setInt(11, event.takerAccountId());
        addTrade.addBatch();
        totals.add(event);
    }

    /** Adds a TWAP, or brings the known one to this state. */
    void addTwap(final TwapView twap) throws SQLException {
        addTwap.setLong(1, twap.twapId());
        addTwap.setInt(2, twap.accountId());
        addTwap.setInt(3, twap.marketId());
        addTwap.setInt(4, twap.side().code());
        addTwap.setLong(5, twap.quantityLots());
        addTwap.setInt(6, twap.minutes());
        addTwap.setInt(7, twap.randomize() ? 1 : 0);
        addTwap.setInt(8, twap.flags());
        addTwap.setLong(9, twap.triggerPriceTicks());
        addTwap.setInt(10, twap.triggerAbove() ? 1 : 0);
        addTwap.setLong(11, twap.stopPriceTicks());
        addTwap.setLong(12, twap.startNanos());
        addTwap.addBatch();
    }

    /** Adds a change of a TWAP. */
    void addTwapChange(
        final EventHeaderDecoder header, final int accountId, final long twapId, final int status, final int reason,
        final long executedLots, final long executedMicros) throws SQLException {
        addTwapChange.setLong(1, header.eventSequence());
        addTwapChange.setInt(2, accountId);
        addTwapChange.setLong(3, header.timestampNanos());
        addTwapChange.setLong(4, twapId);
        addTwapChange.setInt(5, status);
        addTwapChange.setInt(6, reason);
        addTwapChange.setLong(7, executedLots);
        addTwapChange.setLong(8, executedMicros);
        addTwapChange.addBatch();
    }

    /** Adds the order, or brings the known one to this state; what it had beside price and size stays. */
    void addOrder(final OrderRow row) throws SQLException {
        bind(addOrder, row);
    }

    /** Adds the order; a known one stays as it is. */
    void addOrderIfUnknown(final OrderRow row) throws SQLException {
        bind(addOrderIfUnknown, row);
    }

    /** Notes that the store will never hold these events. */
    void addGap(final long fromSequence, final long toSequence) throws SQLException {
        addGap.setLong(1, fromSequence);
        addGap.setLong(2, toSequence);
        addGap.addBatch();
    }

    private static void bindHeader(final PreparedStatement statement, final EventHeaderDecoder header)
        throws SQLException {
        statement.setLong(1, header.eventSequence());
        statement.setLong(2, header.logPosition());
        statement.setInt(3, header.commandIndex());
        statement.setLong(4, header.timestampNanos());
    }

    private static void bind(final PreparedStatement statement, final OrderRow row) throws SQLException {
        statement.setLong(1, row.orderId);
        statement.setInt(2, row.accountId);
        statement.setInt(3, row.marketId);
        statement.setInt(4, row.side);
        statement.setInt(5, row.timeInForce);
        statement.setInt(6, row.flags);
        statement.setLong(7, row.priceTicks);
        statement.setLong(8, row.originalLots);
        statement.setLong(9, row.remainingLots);
        bindClientOrderId(statement, 10, row.flags, row.clientOrderIdHigh, row.clientOrderIdLow);
        statement.setLong(12, row.placedTimeNanos);
        statement.setInt(13, row.status.ordinal());
        if (row.status == OrderStatus.REJECTED || row.status == OrderStatus.CANCELED) {
            statement.setInt(14, row.reason);
        } else {
            statement.setNull(14, Types.INTEGER);
        }
        statement.setLong(15, row.statusTimeNanos);
        statement.setLong(16, row.displayLots);
        statement.setLong(17, row.expiresMillis);
        statement.setInt(18, row.triggerKind);
        statement.setInt(19, row.triggerSource);
        statement.setInt(20, row.isMarket);
        statement.setLong(21, row.triggerPriceTicks);
        statement.setLong(22, row.trailTicks);
        statement.setInt(23, row.trailBps);
        statement.setInt(24, row.ofPosition);
        statement.addBatch();
    }

    private static void bindClientOrderId(
        final PreparedStatement statement, final int index, final int flags, final long high, final long low)
        throws SQLException {
        if (OrderFlags.hasClientOrderId(flags)) {
            statement.setLong(index, high);
            statement.setLong(index + 1, low);
        } else {
            statement.setNull(index, Types.INTEGER);
            statement.setNull(index + 1, Types.INTEGER);
        }
    }

    /** Writes what was added, moves the cursor and commits both. */
    void commit(final HistoryCursor cursor) throws SQLException {
        transaction.execute(location.begin());
        inTransaction = true;
        addFill.executeBatch();
        addTrade.executeBatch();
        addOrderIfUnknown.executeBatch();
        addOrder.executeBatch();
        addGap.executeBatch();
        addFundingRate.executeBatch();
        addFundingPayment.executeBatch();
        addLedgerEntry.executeBatch();
        addLiquidation.executeBatch();
        addTwap.executeBatch();
        addTwapChange.executeBatch();
        totals.execute();
        moveCursor.setLong(1, cursor.eventSequence());
        moveCursor.setLong(2, cursor.logPosition());
        moveCursor.executeUpdate();
        transaction.execute("COMMIT");
        inTransaction = false;
    }

    /** Forgets what was added since the last commit. */
    void rollback() throws SQLException {
        addFill.clearBatch();
        addTrade.clearBatch();
        addOrderIfUnknown.clearBatch();
        addOrder.clearBatch();
        addGap.clearBatch();
        addFundingRate.clearBatch();
        addFundingPayment.clearBatch();
        addLedgerEntry.clearBatch();
        addLiquidation.clearBatch();
        addTwap.clearBatch();
        addTwapChange.clearBatch();
        totals.clear();
        if (inTransaction) {
            inTransaction = false;
            transaction.execute("ROLLBACK");
        }
    }

    /** For reading. */
    Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        HistoryLocation.close(connection);
    }
}
