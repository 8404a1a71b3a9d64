package steelyard.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.flow.FlowConfig;
import steelyard.flow.FlowException;
import steelyard.flow.FlowMode;
import steelyard.flow.FlowRun;
import steelyard.flow.FlowSummary;
import steelyard.flow.recording.Recording;
import steelyard.flow.recording.RecordingFormat;
import steelyard.system.node.TestServer;

/** A recording goes through the public API of a started node, and its book is the recorded one. */
@Timeout(120)
class FlowTest {
    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());
    private static final String MARKET = """
          - {coin: %s, sizeDecimals: 4, tick: 0.25, minNotional: 0, maxPrice: 100_000, maxOrder: 100_000,
             maxPosition: 700_000, staleAfterMillis: 3600000}
        """;

    @TempDir
    private static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new TestServer(directory);
        Files.writeString(server.genesisFile(), MARKET.formatted("ONE") + MARKET.formatted("TWO"),
            StandardOpenOption.APPEND);
        Files.writeString(directory.resolve("prices.csv"), """
            2025-01-01T00:00:00Z,ONE,100
            2025-01-01T00:00:00Z,TWO,100
            """, StandardOpenOption.APPEND);
        server.start();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    /** 300 resting orders on seven levels a side, then trades: the oldest of the best sells is filled in two parts. */
    private static Recording recording() {
        final List<String> lines = new ArrayList<>();
        for (int id = 1; id <= 300; id++) {
            lines.add(line("A", id % 2 == 0 ? "B" : "A", id, id % 2 == 0 ? 400 - id % 7 : sellLevel(id), 6, 40));
        }
        for (int level = 401; level < 404; level++) {
            for (int id = 1; id <= 300; id += 2) {
                if (sellLevel(id) == level) {
                    lines.addAll(trade(id, 4, "M", 2));
                    lines.addAll(trade(id, 2, "C", 2));
                }
            }
        }
        return Recording.of(RecordingFormat.CME_MBO, lines);
    }

    private static int sellLevel(final int id) {
        return 401 + id % 7;
    }

    private static List<String> trade(final int maker, final int size, final String after, final int left) {
        return List.of(line("T", "B", 10_000 + maker, sellLevel(maker), size, 0),
            line("F", "A", maker, sellLevel(maker), size, 0), line(after, "A", maker, sellLevel(maker), left, 130));
    }

    private static String line(
        final String action, final String side, final int id, final int quarters, final int size, final int flags) {
        return "1,1,1," + action + ',' + side + ',' + id + ',' + quarters * 250_000_000L + ',' + size + ',' + flags + ",1";
    }

    private static FlowConfig config(final String coin, final FlowMode mode) throws IOException {
        return new FlowConfig(URI.create("http://127.0.0.1:" + server.gatewayPort()),
            URI.create("http://127.0.0.1:" + server.adminPort()),
            Files.readString(server.data().resolve("admin.token")).strip(), coin, mode, 12, 3, 50);
    }

    @Test
    void shouldHaveTheRecordedBook() throws Exception {
        final FlowSummary summary = FlowRun.run(config("ONE", FlowMode.BOOK), recording(), NOWHERE);
        assertTrue(summary.isFaithful(), summary::toString);
        assertEquals(300 - 64, summary.orders());
        assertEquals(300 + 2 * 64, summary.commands());
        assertTrue(summary.checks() > 10, summary::toString);
        assertThrows(FlowException.class, () -> FlowRun.run(config("ONE", FlowMode.BOOK), recording(), NOWHERE));
    }

    @Test
    void shouldMeetTheRecordedMakers() throws Exception {
        final FlowSummary summary = FlowRun.run(config("TWO", FlowMode.MATCH), recording(), NOWHERE);
        assertEquals(summary.orders(), summary.equal());
        assertEquals(2 * 64, summary.shares().recorded());
        assertEquals(2 * 64, summary.shares().met());
        assertEquals(6 * 64, summary.shares().actualSize());
        assertEquals("{Order was never placed, already canceled, or filled. asset=#=64}", summary.refusals().toString());
    }
}
