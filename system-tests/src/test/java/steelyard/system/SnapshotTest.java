package steelyard.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.client.Wallet;
import steelyard.system.load.Load;
import steelyard.system.load.LoadCheck;
import steelyard.system.node.TestServer;

/** A node comes back from a snapshot and the log after it, with or without its history. */
@Timeout(300)
class SnapshotTest {
    private static final Duration REFILL_LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void shouldAnswerAsBeforeAfterARestartFromASnapshot() throws IOException {
        try (TestServer server = new TestServer(directory)) {
            server.start();
            try (Load load = new Load(server, 5)) {
                load.connect();
                load.run(1_500);
                final JsonNode snapshot = server.admin().snapshot();
                load.run(1_000);
                final Map<String, String> before = answers(server, load);
                final JsonNode status = server.admin().status();
                assertTrue(status.path("logPosition").longValue() > snapshot.path("logPosition").longValue());

                server.kill();
                final String until = status.path("eventSequence").asText();
                assertEquals(server.replay("--until", until), server.replay("--until", until, "--from-snapshot"));
                server.start();
                assertTrue(server.admin().metric("steelyard_snapshot_age_seconds") >= 0, "no snapshot was loaded");
                assertSame(before, answers(server, load));

                server.terminate();
                deleteHistory(server);
                server.start();
                server.process().await("history filled from the journal", REFILL_LIMIT,
                    () -> server.admin().metric("steelyard_history_attached") == 1
                        && server.admin().metric("steelyard_history_lag_events") < 10);
                assertSame(before, answers(server, load));
            }
        }
    }

    /** Everything that traders can ask, byte for byte, but without the time of asking. */
    private static Map<String, String> answers(final TestServer server, final Load load) {
        final Map<String, String> answers = new TreeMap<>();
        new LoadCheck(load).checkAnswers(server.api()).forEach((cloid, answer) -> answers.put(cloid, answer.toString()));
        for (final Wallet wallet : load.wallets()) {
            for (final String type : List.of("clearinghouseState", "openOrders", "frontendOpenOrders", "userFills")) {
                ask(server, answers, "{\"type\":\"" + type + "\",\"user\":\"" + wallet.address() + "\"}");
            }
        }
        for (final String type : List.of("recentTrades", "l2Book")) {
            ask(server, answers, "{\"type\":\"" + type + "\",\"coin\":\"BTC\"}");
        }
        return answers;
    }

    private static void ask(final TestServer server, final Map<String, String> answers, final String question) {
        final boolean tellsTime = question.contains("clearinghouseState") || question.contains("l2Book");
        final String answer = server.api().text(question);
        answers.put(question, tellsTime ? answer.replaceFirst("\"time\":\\d+", "") : answer);
    }

    private static void assertSame(final Map<String, String> expected, final Map<String, String> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((question, answer) -> assertEquals(answer, actual.get(question), question));
    }

    private static void deleteHistory(final TestServer server) throws IOException {
        try (Stream<Path> files = Files.list(server.data())) {
            for (final Path file : files.filter(f -> f.getFileName().toString().startsWith("history.db")).toList()) {
                Files.delete(file);
            }
        }
    }
}
