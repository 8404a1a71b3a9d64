package steelyard.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.system.node.LaunchedProcess;
import steelyard.system.node.TestServer;

/** {@code ./steelyard demo} as somebody meets it first: by the README, in another terminal, and until the summary. */
@Timeout(300)
class DemoTest {
    private static final String TRADER = "0x14791697260e4c9a71f18484c9f997b308e59325";
    private static final String HEADING = "\n## A trade in a minute\n";
    private static final Pattern SNIPPET = Pattern.compile("\n```bash\n(.*?)\n```\n", Pattern.DOTALL);
    private static final Pattern INSTALLED = Pattern.compile("(@?[\\w/-]+)@([\\d.]+)");
    private static final Duration READY = Duration.ofSeconds(10);
    private static final Duration READY_AFTER_KILL = Duration.ofSeconds(22);
    private static final Duration TRADED = Duration.ofSeconds(60);
    private static final Duration RECORDING_LIMIT = Duration.ofSeconds(90);
    private static final List<String> COINS = List.of("BTC", "ETH", "SOL", "GOLD");
    private static final List<String> MORE_COINS = List.of("BTC-1", "ETH-1", "SOL-1", "GOLD-1", "BTC-2", "ETH-2");
    private static final int BUSY = 4;
    private static final int STATUS_INTERRUPTED = 128 + 2;

    @TempDir
    private Path directory;

    @Test
    void shouldTradeAsTheReadmeSaysAndEndWithASummary() throws IOException {
        NpmClient.assumeInstalled();
        try (TestServer server = TestServer.demo(directory)) {
            assertReady(server, READY);
            final long startNanos = System.nanoTime();
            final String printed = runReadme(server);
            System.out.printf("The README's order was filled after %,d ms:%n%s",
                (System.nanoTime() - startNanos) / 1_000_000, printed);
            final Matcher trade = Pattern.compile(
                "\\{ filled: \\{ totalSz: '1\\.0', avgPx: '([\\d.]+)', oid: \\d+ } }\n\\[ 'GOLD 1\\.0 @ \\1' ]\n")
                .matcher(printed);
            assertTrue(trade.matches(), printed);

            server.kill();
            assertReady(server, READY_AFTER_KILL);
            final long lastTradeMillis = lastTradeMillis(server, COINS);
            assertEquals("GOLD 1.0 @ " + trade.group(1), position(server));
            server.process().await("a trade since the restart", TRADED,
                () -> lastTradeMillis(server, COINS) > lastTradeMillis);

            server.process().interrupt();
            assertEquals(STATUS_INTERRUPTED, server.process().awaitExit(), server.process()::told);
            assertSummary(server.process().output(), "GOLD");
        }
    }

    private static void assertReady(final TestServer server, final Duration limit) {
        final long startNanos = System.nanoTime();
        server.launched(LaunchedProcess.steelyard(
            server.configuration().getParent(), "demo", "--config", server.configuration().toString()));
        server.awaitReady();
        final Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
        System.out.printf("The demo was ready after %,d ms.%n", took.toMillis());
        final boolean isBusy = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage() > BUSY;
        assertTrue(isBusy || took.compareTo(limit) < 0, () -> "ready only after " + took);
    }

    /** The commands of the README, but with this server's port, and with packages that are installed already. */
    private String runReadme(final TestServer server) throws IOException {
        final String readme = Files.readString(LaunchedProcess.HOME.resolve("README.md"));
        assertTrue(readme.contains(HEADING), "the README has no heading" + HEADING);
        final Matcher snippet = SNIPPET.matcher(readme.substring(readme.indexOf(HEADING)));
        assertTrue(snippet.find(), "the README has no commands under" + HEADING);
        final String[] parts = snippet.group(1).split("\nnpm install ", 2);
        assertEquals(2, parts.length, "the README's commands install nothing");
        final String[] rest = parts[1].split("\n", 2);
        assertInstalled(rest[0]);
        final String script = "set -eu\n" + parts[0] + "\nln -s " + NpmClient.folder().resolve("node_modules")
            + "\n" + rest[1] + "\n";
        assertTrue(script.contains("/tmp/first-trade") && script.contains("127.0.0.1:8080"), script);
        final Path file = server.write("trade.sh", script
            .replace("/tmp/first-trade", directory.resolve("first-trade").toString())
            .replace("127.0.0.1:8080", "127.0.0.1:" + server.gatewayPort()));
        try (LaunchedProcess shell = LaunchedProcess.start(directory, List.of("bash", file.toString()), Map.of())) {
            assertEquals(0, shell.awaitExit(TRADED), shell::told);
            return shell.output();
        } finally {
            Files.delete(directory.resolve("first-trade").resolve("node_modules"));
        }
    }

    private static void assertInstalled(final String options) {
        final Matcher installed = INSTALLED.matcher(options);
        assertTrue(installed.find(), options);
        installed.reset();
        while (installed.find()) {
            assertEquals(NpmClient.pinned().path(installed.group(1)).textValue(), installed.group(2), installed.group(1));
        }
    }

    private static String position(final TestServer server) {
        final JsonNode state = server.api().info("{\"type\":\"clearinghouseState\",\"user\":\"" + TRADER + "\"}");
        final JsonNode position = state.at("/assetPositions/0/position");
        return position.path("coin").asText() + " " + position.path("szi").asText() + " @ "
            + position.path("entryPx").asText();
    }

    /** When the last trade was; the bots trade rarely enough that a run of a second may have none. */
    private static long lastTradeMillis(final TestServer server, final List<String> coins) {
        return coins.stream()
            .mapToLong(coin -> server.api().info("{\"type\":\"recentTrades\",\"coin\":\"" + coin + "\"}")
                .path(0).path("time").asLong())
            .max().orElseThrow();
    }

    @Test
    void shouldTradeOnManyMarketsAndTellWhatTheyCost() {
        try (TestServer server = TestServer.demo(directory)) {
            server.launched(LaunchedProcess.steelyard(directory, "demo", "--config", server.configuration().toString(),
                "--data", server.data().toString(), "--markets", "40"));
            server.awaitReady();
            server.process().await("a trade in a market that the demo has not by itself", TRADED,
                () -> lastTradeMillis(server, MORE_COINS) > 0);
            server.process().interrupt();
            assertEquals(STATUS_INTERRUPTED, server.process().awaitExit(), server.process()::told);
            final String output = server.process().output();
            assertTrue(output.matches(
                "(?s).*\nmarkets +40 listed, 40 priced, [1-9]\\d? quoted .*, [1-9]\\d? traded\n.*"), output);
            assertTrue(output.matches("(?s).*\nfigure demo.order-p999-us \\d+\n.*"), output);
            assertTrue(output.matches("(?s).*conservation .*: exact\n"), output);
        }
    }

    @Test
    void shouldTradeOnConvertedBarsUntilTheyEnd() throws IOException {
        final Path bars = Files.writeString(directory.resolve("bars.csv"), bars(new Random(3), 24));
        convert("-o", directory.resolve("prices.csv.gz").toString(), "BTC=" + bars);
        assertTradesOn(directory.resolve("prices.csv.gz"), "BTC", "600");
    }

    /** Two hours of five-minute bars in a walk from 100000. */
    private static String bars(final Random random, final int count) {
        final StringBuilder text = new StringBuilder("open_time_utc,open,high,low,close,volume\n");
        Instant time = Instant.parse("2025-10-10T20:00:00Z");
        int open = 100_000;
        for (int i = 0; i < count; i++) {
            final int close = open + random.nextInt(401) - 200;
            text.append("%s,%d,%d,%d,%d,1%n".formatted(time, open, Math.max(open, close) + 50,
                Math.min(open, close) - 50, close));
            open = close;
            time = time.plus(Duration.ofMinutes(5));
        }
        return text.toString();
    }

    @Test
    void shouldTradeThroughTheDayOfACrash() {
        final Path bars = shared("crash/2025-10-08_to_12_binance_spot_and_perp_5m_ohlcv.csv.gz");
        convert("-o", directory.resolve("crash.csv.gz").toString(), "--map", "BTCUSDT=BTC,ETHUSDT=ETH,SOLUSDT=SOL",
            "--where", "market=perp", "--from", "2025-10-10T18:00:00Z", "--until", "2025-10-11T00:00:00Z",
            bars.toString());
        assertTradesOn(directory.resolve("crash.csv.gz"), "SOL", "1800");
    }

    @Test
    void shouldTradeOnTheMarketsOfAYear() {
        convert("-o", directory.resolve("perp.csv").toString(), "--from", "2025-10-10T12:00:00Z",
            "--until", "2025-10-11T00:00:00Z",
            "BTC=" + shared("perp/binance_perp_BTCUSDT_5m_2024-12-31_2026-02-19.csv.gz"),
            "ETH=" + shared("perp/binance_perp_ETHUSDT_5m_2024-12-31_2026-02-19.csv.gz"));
        assertTradesOn(directory.resolve("perp.csv"), "ETH", "3600");
    }

    /** Real data, which is not part of the project. */
    private static Path shared(final String file) {
        final Path path = LaunchedProcess.HOME.resolve("../shared/data").resolve(file).normalize();
        if (!Files.exists(path)) {
            System.out.println("SKIPPED, because there is no " + path);
            assumeTrue(false, "no real data");
        }
        return path;
    }

    private void convert(final String... options) {
        final String[] arguments = new String[options.length + 1];
        arguments[0] = "convert-prices";
        System.arraycopy(options, 0, arguments, 1, options.length);
        try (LaunchedProcess convert = LaunchedProcess.steelyard(directory, arguments)) {
            assertEquals(0, convert.awaitExit(), convert::complaints);
        }
    }

    private void assertTradesOn(final Path prices, final String coin, final String speed) {
        try (TestServer server = TestServer.demo(directory)) {
            server.launched(LaunchedProcess.steelyard(directory, "demo", "--config", server.configuration().toString(),
                "--data", server.data().toString(), "--prices", prices.toString(), "--speed", speed));
            server.awaitReady();
            assertEquals(0, server.process().awaitExit(RECORDING_LIMIT), server.process()::told);
            assertSummary(server.process().output(), coin);
        }
    }

    private static void assertSummary(final String output, final String coin) {
        final String summary = output.substring(output.indexOf("\nready\n") + 7);
        System.out.print(summary);
        assertTrue(summary.matches("(?s).*orders +[1-9][\\d,]* placed\n.*"), summary);
        assertTrue(summary.matches("(?s).*trades +[1-9][\\d,]* worth [\\d.,]+ USDC\n.*"), summary);
        assertTrue(summary.matches("(?s).*open interest +" + coin + " +[\\d.,]+, worth [\\d.,]+ USDC\n.*"), summary);
        assertTrue(summary.matches("(?s).*conservation .*: exact\n"), summary);
    }
}
