package steelyard.history;

/** The tables. Documented in {@code docs/reference/history.md}. */
final class Schema {
    /** Changes with every change of the tables. */
    static final int VERSION = 6;

    private static final String TABLES = """
        CREATE TABLE cursor (
            id                INTEGER PRIMARY KEY CHECK (id = 1),
            event_sequence    INTEGER NOT NULL,
            log_position      INTEGER NOT NULL
        );
        INSERT INTO cursor VALUES (1, 0, 0);
        CREATE TABLE gaps (
            from_sequence     INTEGER PRIMARY KEY,
            to_sequence       INTEGER NOT NULL
        );
        CREATE TABLE fills (
            event_sequence    INTEGER PRIMARY KEY,
            log_position      INTEGER NOT NULL,
            command_index     INTEGER NOT NULL,
            timestamp_nanos   INTEGER NOT NULL,
            account_id        INTEGER NOT NULL,
            market_id         INTEGER NOT NULL,
            order_id          INTEGER NOT NULL,
            trade_id          INTEGER NOT NULL,
            side              INTEGER NOT NULL,
            is_taker          INTEGER NOT NULL,
            price_ticks       INTEGER NOT NULL,
            quantity_lots     INTEGER NOT NULL,
            fee_micros        INTEGER NOT NULL,
            closed_pnl_micros INTEGER NOT NULL,
            start_position_lots INTEGER NOT NULL,
            flags             INTEGER NOT NULL,
            client_order_id_high INTEGER,
            client_order_id_low  INTEGER,
            twap_id           INTEGER,
            builder_fee_micros INTEGER NOT NULL,
            liquidated        BLOB,
            liquidation_mark_ticks INTEGER
        );
        CREATE INDEX fills_by_account ON fills (account_id, timestamp_nanos, event_sequence);
        CREATE INDEX twap_fills_by_account ON fills (account_id, timestamp_nanos, event_sequence)
            WHERE twap_id IS NOT NULL;
        CREATE TABLE trades (
            event_sequence    INTEGER PRIMARY KEY,
            log_position      INTEGER NOT NULL,
            command_index     INTEGER NOT NULL,
            timestamp_nanos   INTEGER NOT NULL,
            market_id         INTEGER NOT NULL,
            trade_id          INTEGER NOT NULL,
            taker_side        INTEGER NOT NULL,
            price_ticks       INTEGER NOT NULL,
            quantity_lots     INTEGER NOT NULL,
            maker_account_id  INTEGER NOT NULL,
            taker_account_id  INTEGER NOT NULL
        );
        CREATE INDEX trades_by_market ON trades (market_id, event_sequence);
        CREATE TABLE orders (
            order_id          INTEGER PRIMARY KEY,
            account_id        INTEGER NOT NULL,
            market_id         INTEGER NOT NULL,
            side              INTEGER NOT NULL,
            time_in_force     INTEGER NOT NULL,
            flags             INTEGER NOT NULL,
            price_ticks       INTEGER NOT NULL,
            original_lots     INTEGER NOT NULL,
            remaining_lots    INTEGER NOT NULL,
            client_order_id_high INTEGER,
            client_order_id_low  INTEGER,
            placed_time_nanos INTEGER NOT NULL,
            status            INTEGER NOT NULL,
            reason            INTEGER,
            status_time_nanos INTEGER NOT NULL,
            display_lots      INTEGER NOT NULL,
            expires_millis    INTEGER NOT NULL,
            trigger_kind      INTEGER NOT NULL,
            trigger_source    INTEGER NOT NULL,
            is_market         INTEGER NOT NULL,
            trigger_price_ticks INTEGER NOT NULL,
            trail_ticks       INTEGER NOT NULL,
            trail_bps         INTEGER NOT NULL,
            of_position       INTEGER NOT NULL
        );
        CREATE INDEX orders_by_client_order_id
            ON orders (account_id, client_order_id_high, client_order_id_low, order_id)
            WHERE client_order_id_high IS NOT NULL;
        CREATE INDEX orders_by_account ON orders (account_id, order_id);
        CREATE TABLE twaps (
            twap_id           INTEGER PRIMARY KEY,
            account_id        INTEGER NOT NULL,
            market_id         INTEGER NOT NULL,
            side              INTEGER NOT NULL,
            quantity_lots     INTEGER NOT NULL,
            minutes           INTEGER NOT NULL,
            randomize         INTEGER NOT NULL,
            flags             INTEGER NOT NULL,
            trigger_price_ticks INTEGER NOT NULL,
            trigger_above     INTEGER NOT NULL,
            stop_price_ticks  INTEGER NOT NULL,
            start_nanos       INTEGER NOT NULL
        );
        CREATE TABLE twap_changes (
            event_sequence    INTEGER PRIMARY KEY,
            account_id        INTEGER NOT NULL,
            timestamp_nanos   INTEGER NOT NULL,
            twap_id           INTEGER NOT NULL,
            status            INTEGER NOT NULL,
            reason            INTEGER NOT NULL,
            executed_lots     INTEGER NOT NULL,
            executed_micros   INTEGER NOT NULL
        );
        CREATE INDEX twap_changes_by_account ON twap_changes (account_id, event_sequence);
        CREATE TABLE candles (
            market_id         INTEGER NOT NULL,
            unit              INTEGER NOT NULL,
            start_millis      INTEGER NOT NULL,
            open_ticks        INTEGER NOT NULL,
            high_ticks        INTEGER NOT NULL,
            low_ticks         INTEGER NOT NULL,
            close_ticks       INTEGER NOT NULL,
            volume_lots       INTEGER NOT NULL,
            trade_count       INTEGER NOT NULL,
            PRIMARY KEY (market_id, unit, start_millis)
        ) WITHOUT ROWID;
        CREATE TABLE volumes (
            account_id        INTEGER NOT NULL,
            day               INTEGER NOT NULL,
            maker_micros      INTEGER NOT NULL,
            taker_micros      INTEGER NOT NULL,
            PRIMARY KEY (account_id, day)
        ) WITHOUT ROWID;
        CREATE TABLE funding_rates (
            market_id         INTEGER NOT NULL,
            interval_end_nanos INTEGER NOT NULL,
            event_sequence    INTEGER NOT NULL,
            rate_nanos        INTEGER NOT NULL,
            premium_nanos     INTEGER NOT NULL,
            samples           INTEGER NOT NULL,
            oracle_price_ticks INTEGER NOT NULL,
            PRIMARY KEY (market_id, interval_end_nanos)
        ) WITHOUT ROWID;
        CREATE TABLE funding_payments (
            account_id        INTEGER NOT NULL,
            timestamp_nanos   INTEGER NOT NULL,
            event_sequence    INTEGER NOT NULL,
            market_id         INTEGER NOT NULL,
            quantity_lots     INTEGER NOT NULL,
            rate_nanos        INTEGER NOT NULL,
            oracle_price_ticks INTEGER NOT NULL,
            amount_micros     INTEGER NOT NULL,
            PRIMARY KEY (account_id, timestamp_nanos, event_sequence)
        ) WITHOUT ROWID;
        CREATE TABLE ledger (
            account_id        INTEGER NOT NULL,
            timestamp_nanos   INTEGER NOT NULL,
            event_sequence    INTEGER NOT NULL,
            log_position      INTEGER NOT NULL,
            command_index     INTEGER NOT NULL,
            kind              INTEGER NOT NULL,
            amount_micros     INTEGER NOT NULL,
            fee_micros        INTEGER NOT NULL,
            other             BLOB NOT NULL,
            number            INTEGER NOT NULL,
            PRIMARY KEY (account_id, timestamp_nanos, event_sequence)
        ) WITHOUT ROWID;
        CREATE TABLE liquidations (
            account_id        INTEGER NOT NULL,
            timestamp_nanos   INTEGER NOT NULL,
            event_sequence    INTEGER NOT NULL,
            log_position      INTEGER NOT NULL,
            command_index     INTEGER NOT NULL,
            market_id         INTEGER NOT NULL,
            lots              INTEGER NOT NULL,
            mark_price_ticks  INTEGER NOT NULL,
            equity_micros     INTEGER NOT NULL,
            is_isolated       INTEGER NOT NULL,
            house_account_id  INTEGER NOT NULL,
            PRIMARY KEY (account_id, timestamp_nanos, event_sequence)
        ) WITHOUT ROWID;
        """;

    private Schema() {
    }

    /** What makes the tables, in SQLite's words. */
    static String[] statements() {
        return TABLES.split(";\n");
    }
}
