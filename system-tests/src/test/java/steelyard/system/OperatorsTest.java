package steelyard.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static steelyard.system.node.TestServer.BTC;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.client.Actions;
import steelyard.client.OrderRequest;
import steelyard.client.OrderStatus;
import steelyard.client.Wallet;
import steelyard.model.Side;
import steelyard.signing.SigningKey;
import steelyard.system.node.LaunchedProcess;
import steelyard.system.node.TestServer;

/** What operators do to a running node, and that it is still so after the node was killed. */
@Timeout(180)
class OperatorsTest {
    private static final Path METRICS = LaunchedProcess.HOME.resolve("docs/reference/metrics.md");
    private static final Pattern METRIC = Pattern.compile("(?m)^\\| `(steelyard_\\w+)` \\|");

    @TempDir
    private static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(directory);
        server.start();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void shouldDepositOnce() {
        final String address = Wallet.of(SigningKey.random()).address();
        assertEquals("applied: " + address + " has 250.5 USDC\n", deposit(address, "250.5", "41"));
        assertEquals("alreadyApplied: " + address + " has 250.5 USDC\n", deposit(address, "250.5", "41"));
        assertEquals("applied: " + address + " has 251.0 USDC\n", deposit(address, "0.5", "42"));
        restart();
        assertEquals("alreadyApplied: " + address + " has 251.0 USDC\n", deposit(address, "0.5", "42"));
    }

    private static String deposit(final String address, final String amount, final String number) {
        try (LaunchedProcess deposit = LaunchedProcess.steelyard(directory, "deposit", address, amount,
            "--admin", "http://127.0.0.1:" + server.adminPort(), "--data", server.data().toString(),
            "--number", number)) {
            assertEquals(0, deposit.awaitExit(), deposit::told);
            return deposit.output();
        }
    }

    private static void restart() {
        server.kill();
        server.start();
    }

    @Test
    void shouldRestrictAndHaltAMarketForGood() {
        final Wallet trader = server.fund("10000");
        assertEquals(List.of("resting", "resting", "resting"), List.of(place(trader), place(trader), place(trader)));
        server.admin().setState("BTC", "cancel_only");
        assertEquals("Market accepts only cancels. asset=0", place(trader));
        restart();
        assertEquals("Market accepts only cancels. asset=0", place(trader));
        assertEquals("success", cancel(trader));
        server.admin().setState("BTC", "halted");
        assertEquals("Trading is halted. asset=0", place(trader));
        server.admin().setState("BTC", "active");
        assertEquals("resting", place(trader));
        assertEquals("success", cancel(trader));
    }

    @Test
    void shouldSayThatTheEntryOfOrdersIsStopped() {
        final Wallet trader = server.fund("10000");
        stop("\"scope\":\"market\",\"coin\":\"ETH\"", "on");
        assertEquals("ETH: no new orders", status());
        assertEquals("resting", place(trader));
        stop("\"scope\":\"all\"", "on");
        server.admin().snapshot();
        restart();
        assertEquals("no new orders; ETH: no new orders", status());
        assertEquals("Trading is stopped by the operator. asset=0", place(trader));
        assertEquals("success", cancel(trader));
        stop("\"scope\":\"all\"", "off");
        stop("\"scope\":\"market\",\"coin\":\"ETH\"", "off");
        assertEquals("null", status());
        assertEquals("resting", place(trader));
        assertEquals("success", cancel(trader));
    }

    private static void stop(final String scope, final String to) {
        server.admin().post("/v1/kill-switch",
            "{" + scope + ",\"switch\":\"" + to + "\",\"operator\":\"ann\",\"reason\":\"a test\"}");
    }

    private static String status() {
        return server.api().info("{\"type\":\"exchangeStatus\"}").path("specialStatuses").asText();
    }

    private static String place(final Wallet trader) {
        return said(server.api().exchange(trader,
            Actions.order(OrderRequest.gtc(BTC, Side.BUY, "99000", "0.001"))).statuses().getFirst());
    }

    private static String cancel(final Wallet trader) {
        final JsonNode open = server.api().info("openOrders", trader);
        return said(server.api().exchange(trader,
            Actions.cancel(BTC, open.path(0).path("oid").longValue())).statuses().getFirst());
    }

    private static String said(final OrderStatus status) {
        return switch (status) {
            case OrderStatus.Resting resting -> "resting";
            case OrderStatus.Accepted accepted -> accepted.word();
            case OrderStatus.Rejected rejected -> rejected.error();
            default -> status.toString();
        };
    }

    @Test
    void shouldTellWhatItIsAndCounts() throws IOException {
        assertTrue(Stream.of("/v1/health", "/v1/ready").allMatch(server.admin()::isOpen));
        assertFalse(server.admin().isOpen("/v1/status"), "the status needs the token");
        assertEquals("rw-------", PosixFilePermissions.toString(
            Files.getPosixFilePermissions(server.data().resolve("admin.token"))));
        final JsonNode status = server.admin().status();
        assertEquals("leader", status.path("role").textValue());
        assertTrue(status.path("eventSequence").longValue() > 0, status::toString);

        final Wallet trader = server.fund("10000");
        server.api().exchange(trader, Actions.order(OrderRequest.gtc(BTC, Side.BUY, "99000", "0.0001")));
        server.process().await("the count of a refusal", Duration.ofSeconds(20), () ->
            server.admin().metrics().contains("MIN_NOTIONAL"));
        final String metrics = server.admin().metrics();
        final List<String> documented = METRIC.matcher(Files.readString(METRICS)).results()
            .map((MatchResult found) -> found.group(1)).toList();
        assertTrue(documented.size() > 20, documented::toString);
        documented.forEach(name -> assertTrue(metrics.contains("\n# TYPE " + name + " "), () -> "no " + name));
    }
}
