package steelyard.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static steelyard.system.node.TestServer.BTC;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.client.Actions;
import steelyard.client.OrderRequest;
import steelyard.client.Wallet;
import steelyard.model.Side;
import steelyard.system.node.TestServer;

/** History and journal of a node that have come apart, as from backups of different days or a disk that lost its end. */
@Timeout(180)
class HistoryTest {
    private static final Duration REFILL_LIMIT = Duration.ofSeconds(60);
    private static final List<String> JOURNAL = List.of("archive", "cluster");

    @TempDir
    private Path directory;

    private Wallet maker;
    private Wallet taker;

    @Test
    void shouldFillAnOldHistoryAndNotGoOnWithoutTheEndOfTheJournal() throws IOException {
        try (TestServer server = new TestServer(directory)) {
            server.start();
            maker = server.fund("10000");
            taker = server.fund("10000");
            trade(server, 3);
            final List<String> first = answers(server);
            server.terminate();
            copy(server.data(), directory.resolve("old"));

            server.start();
            trade(server, 3);
            server.admin().snapshot();
            trade(server, 3);
            final List<String> second = answers(server);
            server.terminate();
            copy(server.data(), directory.resolve("new"));

            delete(server.data());
            JOURNAL.forEach(part -> take("new", part, server));
            take("old", "history.db", server);
            server.start();
            awaitHistory(server);
            assertEquals(second, answers(server));
            server.terminate();
            assertTrue(server.offline("rebuild-history", "--data", server.data().toString())
                .contains("has the events up to"));
            server.start();
            assertEquals(second, answers(server));
            server.terminate();

            delete(server.data());
            JOURNAL.forEach(part -> take("old", part, server));
            take("new", "history.db", server);
            assertEquals(1, server.launch().awaitExit(), server.process()::told);
            final String sentence = server.process().complaints();
            assertTrue(sentence.matches("History in \\Q" + server.data().resolve("history.db") + "\\E has event \\d+, from "
                + "log position \\d+, which the journal does not hold: the journal's end is lost\\. Restore the journal; or "
                + "give up what is lost, and move history\\.db, history\\.db-wal and history\\.db-shm away\\."), sentence);
            assertEquals("", server.process().output());

            Files.delete(server.data().resolve("history.db"));
            server.start();
            awaitHistory(server);
            assertEquals(first, answers(server));
        }
    }

    private void trade(final TestServer server, final int count) {
        for (int i = 0; i < count; i++) {
            server.api().exchange(maker, Actions.order(OrderRequest.gtc(BTC, Side.SELL, "100010", "0.002")));
            server.api().exchange(taker, Actions.order(OrderRequest.ioc(BTC, Side.BUY, "100010", "0.001")));
        }
    }

    /** What history answers, byte for byte. */
    private List<String> answers(final TestServer server) {
        final List<String> answers = new ArrayList<>();
        answers.add(server.api().text("{\"type\":\"recentTrades\",\"coin\":\"BTC\"}"));
        for (final Wallet wallet : List.of(maker, taker)) {
            final String user = "\"user\":\"" + wallet.address() + "\"";
            answers.add(server.api().text("{\"type\":\"userFills\"," + user + "}"));
            for (int oid = 1; oid <= 18; oid++) {
                answers.add(server.api().text("{\"type\":\"orderStatus\"," + user + ",\"oid\":" + oid + "}"));
            }
        }
        return answers;
    }

    private static void awaitHistory(final TestServer server) {
        server.process().await("history filled from the journal", REFILL_LIMIT,
            () -> server.admin().metric("steelyard_history_attached") == 1
                && server.admin().metric("steelyard_history_lag_events") < 10);
    }

    private void take(final String backup, final String part, final TestServer server) {
        try {
            copy(directory.resolve(backup).resolve(part), server.data().resolve(part));
        } catch (final IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void copy(final Path from, final Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> files = Files.walk(from)) {
            for (final Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void delete(final Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (final Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
