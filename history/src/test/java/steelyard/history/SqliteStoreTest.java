package steelyard.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.node.HistoryReader;

@Timeout(120)
class SqliteStoreTest extends HistoryStoreTest {
    @TempDir
    private Path directory;
    private Path file;

    @BeforeEach
    void chooseFile() {
        file = directory.resolve("history.db");
    }

    @Override
    HistoryLocation location() {
        return HistoryLocation.file(file);
    }

    @Override
    String[] locationArguments() {
        return new String[] {file.toString()};
    }

    @Override
    Connection connect() throws Exception {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    @Test
    void shouldRestWhileItIsDetached() throws Exception {
        final Flow flow = new Flow(6).run(2_000);
        open(SMALL_QUEUE);
        try (Connection other = connect();
            Statement lock = other.createStatement()) {
            lock.execute("BEGIN IMMEDIATE");
            assertTrue(store.offer(Flow.batch(flow.batches.getFirst())));
            await(() -> store.queuedBytes() == 0);
            Thread.sleep(200);
            int next = 1;
            while (store.offer(Flow.batch(flow.batches.get(next)))) {
                next++;
            }
            lock.execute("ROLLBACK");
        }
        await(() -> store.cursor().eventSequence() > 0);
        final long queuedBytes = store.queuedBytes();
        Thread.sleep(200);
        assertTrue(queuedBytes > 0);
        assertEquals(queuedBytes, store.queuedBytes());

        refill(flow, flow.batches.size());
        assertHolds(flow);
    }

    @Test
    void shouldDetachWithoutWaitingWhenItsQueueIsFullAndFillItselfFromTheJournal() throws Exception {
        final Flow flow = new Flow(6).run(2_000);
        open(SMALL_QUEUE);
        int next = 0;
        try (Connection other = connect();
            Statement lock = other.createStatement()) {
            lock.execute("BEGIN IMMEDIATE");
            while (store.offer(Flow.batch(flow.batches.get(next)))) {
                next++;
            }
            assertFalse(store.isAttached());
            assertFalse(store.offer(Flow.batch(flow.batches.get(next))));
            lock.execute("ROLLBACK");
        }
        refill(flow, flow.batches.size());

        assertHolds(flow);
        assertTrue(store.isAttached());
        assertEquals(1, store.detachments());
        assertEquals(0, store.failures());
    }

    @Test
    void shouldBeFilledAgainWhenTheDatabaseFailed() throws Exception {
        final Flow flow = new Flow(9).run(400);
        open(LARGE_QUEUE);
        offer(flow, 0, 100);
        currentSequence.set(flow.orders.size());
        get(store.fills(0, 1));
        try (Connection other = connect();
            Statement lock = other.createStatement()) {
            lock.execute("BEGIN IMMEDIATE");
            offer(flow, 100, 200);
            await(() -> store.failures() == 1);
            lock.execute("ROLLBACK");
        }
        assertFalse(store.offer(Flow.batch(flow.batches.get(200))));
        final long before = store.cursor().eventSequence();
        refill(flow, flow.batches.size());

        assertHolds(flow);
        assertTrue(before < flow.sequence);
        assertNull(store.failure());
    }

    @Test
    void shouldGiveUpWhenTheFileIsBrokenAndSayWhatToDo() throws Exception {
        final Flow flow = new Flow(10).run(200);
        open(LARGE_QUEUE);
        offer(flow, 0, 100);
        currentSequence.set(1);
        get(store.fills(0, 1));
        try (Connection other = connect();
            Statement statement = other.createStatement()) {
            statement.execute("DROP TABLE fills");
        }
        offer(flow, 100, 200);
        await(() -> store.failure() != null);

        final String advice = "stop the node, move history.db, history.db-wal and history.db-shm away, and start again";
        assertTrue(store.failure().getMessage().contains(advice), store.failure().getMessage());
        assertFalse(store.offer(Flow.batch(flow.batches.get(199))));
        assertEquals(store.failure(), assertThrows(HistoryException.class, () -> store.refill((after, sink) -> { })));
        assertEquals(
            store.failure(), assertThrows(ExecutionException.class, () -> get(store.fills(0, 1))).getCause());
    }

    @Test
    void shouldReportAFileThatCannotBeOpened() throws Exception {
        Files.writeString(file, "this is no database".repeat(100));
        assertOpenFails("is broken: ", "It holds nothing that the journal does not: stop the node, move history.db");
        Files.delete(file);

        execute("CREATE TABLE other (x)");
        assertOpenFails("is a database of something else: name another file for history");
        Files.delete(file);

        open(SMALL_QUEUE);
        store.close();
        execute("PRAGMA user_version = 99");
        assertOpenFails("has version 99 and this software knows version 6");

        file = directory.resolve("absent/history.db");
        assertOpenFails("cannot be used: ", "Check its directory, its permissions and the space on the disk");
    }

    private void assertOpenFails(final String... texts) {
        final String message = assertThrows(HistoryException.class, () -> open(SMALL_QUEUE)).getMessage();
        for (final String text : texts) {
            assertTrue(message.contains(text), message);
        }
        assertTrue(message.contains(file.toString()), message);
    }

    @Test
    void shouldReadThroughIndices() throws Exception {
        open(SMALL_QUEUE);
        store.close();
        final String fills = "SEARCH fills USING INDEX fills_by_account"
            + " (account_id=? AND timestamp_nanos>? AND timestamp_nanos<?)";
        assertEquals(fills, plan(HistoryQueries.FILLS));
        assertEquals(fills, plan(HistoryQueries.LAST_FILLS));
        assertEquals("SEARCH orders USING INDEX orders_by_account (account_id=?)", plan(HistoryQueries.ORDERS));
        assertEquals("SEARCH candles USING PRIMARY KEY"
            + " (market_id=? AND unit=? AND start_millis>? AND start_millis<?)", plan(HistoryQueries.CANDLES));
        assertEquals("SEARCH volumes USING PRIMARY KEY (account_id=? AND day>?)", plan(HistoryQueries.VOLUMES));
        assertEquals("SEARCH ledger USING PRIMARY KEY"
            + " (account_id=? AND timestamp_nanos>? AND timestamp_nanos<?)", plan(HistoryQueries.LEDGER));
        assertEquals("SEARCH liquidations USING PRIMARY KEY"
            + " (account_id=? AND timestamp_nanos>? AND timestamp_nanos<?)", plan(HistoryQueries.LAST_LIQUIDATIONS));
        assertEquals("SEARCH trades USING INDEX trades_by_market (market_id=?)", plan(HistoryQueries.TRADES));
        assertEquals("SEARCH orders USING INTEGER PRIMARY KEY (rowid=?)", plan(HistoryQueries.ORDER));
        assertEquals("SEARCH orders USING INDEX orders_by_client_order_id "
                + "(account_id=? AND client_order_id_high=? AND client_order_id_low=?)",
            plan(HistoryQueries.ORDER_BY_CLIENT_ID));
    }

    private String plan(final String sql) throws Exception {
        final List<String> steps = new ArrayList<>();
        try (Connection connection = connect();
            Statement statement = connection.createStatement();
            ResultSet row = statement.executeQuery("EXPLAIN QUERY PLAN " + sql.replace("?", "1"))) {
            while (row.next()) {
                steps.add(row.getString("detail"));
            }
        }
        return String.join("; ", steps);
    }

    private void execute(final String sql) throws Exception {
        try (Connection connection = connect();
            Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
