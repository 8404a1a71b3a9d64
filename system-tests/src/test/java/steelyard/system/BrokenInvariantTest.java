package steelyard.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static steelyard.system.node.Json.assertAnswer;
import static steelyard.system.node.TestServer.BTC;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.client.Actions;
import steelyard.client.ExchangeReply;
import steelyard.client.OrderRequest;
import steelyard.client.SteelyardSocket;
import steelyard.client.Wallet;
import steelyard.model.Side;
import steelyard.system.node.Json;
import steelyard.system.node.LaunchedProcess;
import steelyard.system.node.TestServer;

/** A node whose settlement is wrong: it charges fees and credits them to nobody. */
@Timeout(180)
class BrokenInvariantTest {
    private static final int STATUS_STOPPED = 70;
    private static final String CHARGE = "accounts.transfer(accountId, HouseAccount.FEES.id(), feeMicros);";
    private static final String MISTAKE = "accounts.add(accountId, Math.negateExact(feeMicros));";
    private static final Path SOURCES = LaunchedProcess.HOME.resolve("risk-engine/src/main/java");
    private static final Path SETTLEMENT = Path.of("steelyard", "risk", "margin", "Settlement.java");
    private static final Path JAR = LaunchedProcess.HOME.resolve("server/target/server-0.1.0-SNAPSHOT.jar");

    @TempDir
    private Path directory;

    @Test
    void shouldStopBeforeAnAnswerLeavesAndStopAgainAtTheSamePlace() throws Exception {
        final Path mistake = compileMistake();
        try (TestServer server = new TestServer(directory)) {
            startWith(mistake, server);
            server.awaitReady();
            final Wallet maker = server.fund("10000");
            final Wallet taker = server.fund("10000");
            final Queue<String> heard = new ConcurrentLinkedQueue<>();
            final SteelyardSocket socket = server.api().connect((channel, data) -> heard.add(channel + data));
            socket.subscribe(userFills(maker)).get(10, TimeUnit.SECONDS);
            server.api().exchange(maker, Actions.order(OrderRequest.gtc(BTC, Side.SELL, "100000", "0.01")));
            final String before = String.join("", heard);

            final CompletableFuture<ExchangeReply> answer = socket.exchange(
                taker.sign(Actions.order(OrderRequest.ioc(BTC, Side.BUY, "100000", "0.01"))));
            assertThrows(ExecutionException.class, () -> answer.get(30, TimeUnit.SECONDS));
            assertEquals(STATUS_STOPPED, server.process().awaitExit());
            assertEquals(before, String.join("", heard));
            final Path report = server.data().resolve("stopped.txt");
            assertSaysWhatToRead(server, report);

            startWith(mistake, server);
            assertEquals(STATUS_STOPPED, server.process().awaitExit());
            assertFalse(server.process().output().contains("ready"), server.process().output());
            final List<String> places = Files.readAllLines(report).stream()
                .filter(line -> line.startsWith("While applying command ")).toList();
            assertEquals(2, places.size());
            assertEquals(places.getFirst(), places.getLast());

            server.start();
            assertAnswer("\"0.01\"", server.api().info("clearinghouseState", taker).at("/assetPositions/0/position/szi"));
        }
    }

    private static ObjectNode userFills(final Wallet wallet) {
        return (ObjectNode) Json.parse(
            "{\"type\":\"userFills\",\"user\":\"" + wallet.address() + "\"}");
    }

    private static void assertSaysWhatToRead(final TestServer server, final Path report) throws IOException {
        final String text = Files.readString(report);
        assertTrue(text.matches("(?s)\\S+Z The node stopped itself\\.\nWhile applying command (\\d+):(\\d+) of the log\\.\n"
            + "Command: [0-9a-f]+\nsteelyard\\.exchange\\.InvariantViolation: command at log position \\1, index \\2: "
            + "cash and isolated margin of all accounts are 19999400000, deposits and settlements are 20000000000\n\tat .*"), text);
        final String last = server.process().output().lines().reduce("", (first, second) -> second);
        assertTrue(last.startsWith("The node stopped itself: steelyard.exchange.InvariantViolation: command"), last);
        assertTrue(last.endsWith(" See " + report + "."), last);
    }

    private Path compileMistake() throws IOException {
        final String source = Files.readString(SOURCES.resolve(SETTLEMENT));
        assertTrue(source.contains(CHARGE), "the fee is charged in another way: change this test");
        final Path changed = directory.resolve("Settlement.java");
        Files.writeString(changed, source.replace(CHARGE, MISTAKE));
        final Path classes = Files.createDirectory(directory.resolve("mistake"));
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null,
            "-nowarn", "-cp", JAR.toString(), "-d", classes.toString(), changed.toString()));
        return classes;
    }

    /** As the launcher does, but with classes before those of the server's jar. */
    private void startWith(final Path classes, final TestServer server) {
        server.launched(LaunchedProcess.start(directory, List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:+UseZGC",
            "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp", classes + ":" + JAR,
            "steelyard.server.cli.Main", "run", "--config", server.configuration().toString()), Map.of()));
    }
}
