package steelyard.history;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same promises on a PostgreSQL server. Skipped where the Debian package {@code postgresql} is not installed. */
class PostgresStoreTest extends HistoryStoreTest {
    private static PostgresServer server;
    private static int schemas;
    private String schema;

    @BeforeAll
    static void startServer() throws Exception {
        Assumptions.assumeTrue(PostgresServer.programs() != null,
            "no PostgreSQL server here: apt-get install postgresql");
        server = PostgresServer.launch();
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void makeSchema() throws Exception {
        schemas++;
        schema = "node" + schemas;
        server.execute("CREATE SCHEMA " + schema);
    }

    @Override
    HistoryLocation location() {
        return HistoryLocation.postgres(server.url(schema), PostgresServer.USER, server.passwordFile());
    }

    @Override
    String[] locationArguments() {
        return new String[] {server.url(schema), PostgresServer.USER, server.passwordFile().toString()};
    }

    @Override
    Connection connect() throws Exception {
        return server.connect(schema);
    }

    @Test
    void shouldGoOnWhenTheServerWasGone() throws Exception {
        final Flow flow = new Flow(14).run(400);
        open(LARGE_QUEUE);
        offer(flow, 0, 100);
        currentSequence.set(1);
        get(store.fills(0, 1));
        server.kill();
        offer(flow, 100, 200);
        await(() -> store.failures() > 0);
        assertThrows(Exception.class, () -> get(store.fills(0, 1)));
        final long before = store.cursor().eventSequence();
        server.start();
        await(() -> {
            refill(flow, flow.batches.size());
            return store.cursor().eventSequence() == flow.sequence;
        });

        assertHolds(flow);
        assertTrue(before < flow.sequence);
        assertNull(store.failure());
    }

    @Test
    void shouldKeepOtherNodesAway() throws Exception {
        open(SMALL_QUEUE);
        final HistoryStore first = store;
        final HistoryException second = assertThrows(HistoryException.class, () -> open(SMALL_QUEUE));
        assertTrue(second.getMessage().contains("another node uses it"), second.getMessage());
        first.close();
        open(SMALL_QUEUE);
    }

    @Test
    void shouldGiveUpWhenATableIsGoneAndSayWhatToDo() throws Exception {
        final Flow flow = new Flow(15).run(200);
        open(LARGE_QUEUE);
        server.execute("DROP TABLE " + schema + ".fills");
        offer(flow, 0, 200);
        await(() -> store.failure() != null);
        final String message = store.failure().getMessage();
        assertTrue(message.contains("stop the node, drop the schema's tables or name another schema"), message);
        assertFalse(store.offer(Flow.batch(flow.batches.get(199))));
    }

    @Test
    void shouldSayWhyItCannotBeOpened() throws Exception {
        open(SMALL_QUEUE);
        store.close();
        server.execute("UPDATE " + schema + ".schema_version SET version = 99");
        assertOpenFails("has version 99 and this software knows version " + Schema.VERSION);
        schema = "absent";
        assertOpenFails("its schema does not exist: CREATE SCHEMA makes it");
        final HistoryLocation strange = HistoryLocation.postgres(server.url("public"), "stranger", server.passwordFile());
        final HistoryConfig config = HistoryConfig.of(strange);
        final String message = assertThrows(
            HistoryException.class, () -> HistoryStore.open(config, () -> 0)).getMessage();
        assertTrue(message.contains("password authentication failed"), message);
    }

    private void assertOpenFails(final String text) {
        final String message = assertThrows(HistoryException.class, () -> open(SMALL_QUEUE)).getMessage();
        assertTrue(message.contains(text) && message.contains(server.url(schema)), message);
    }
}
