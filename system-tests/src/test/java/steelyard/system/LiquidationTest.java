package steelyard.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static steelyard.system.node.TestServer.BTC;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.client.Actions;
import steelyard.client.OrderRequest;
import steelyard.client.SteelyardSocket;
import steelyard.client.Wallet;
import steelyard.model.Side;
import steelyard.system.node.Json;
import steelyard.system.node.TestServer;

/** What clients see of a liquidation on the book, and that the history can be made again with it. */
@Timeout(180)
class LiquidationTest {
    private static final Predicate<JsonNode> IN_LIQUIDATION = call -> call.path("level").asText().equals("liquidation");

    @TempDir
    private Path directory;

    private TestServer server;

    private JsonNode fills(final Wallet wallet) {
        return server.api().info("userFills", wallet);
    }

    private JsonNode ledger(final Wallet wallet) {
        return server.api().info("userNonFundingLedgerUpdates", wallet);
    }

    private void place(final Wallet wallet, final Side side, final String price, final String size) {
        server.api().exchange(wallet, Actions.order(OrderRequest.gtc(BTC, side, price, size)));
    }

    @Test
    void shouldTellBothSidesOfALiquidation() {
        try (TestServer started = new TestServer(directory)) {
            server = started;
            server.write("genesis.yaml", """
                parameters: {LIQUIDATION: 1}
                markets:
                  - {coin: BTC, sizeDecimals: 5, maxLeverage: 40, maxPrice: 10_000_000, maxOrder: 500, maxPosition: 5_000,
                     staleAfterMillis: 36000000}
                """);
            server.write("prices.csv", """
                time,coin,price
                2025-01-01T00:00:00Z,BTC,100000
                2025-01-01T01:00:00Z,BTC,97600
                """);
            server.configure("speed: 10000", "speed: 180");
            server.start();
            final Wallet maker = server.fund("1000000");
            final Wallet taker = server.fund("1000");
            server.api().exchange(taker, (ObjectNode) Json.parse(
                "{\"type\":\"updateLeverage\",\"asset\":0,\"isCross\":true,\"leverage\":40}"));
            final List<JsonNode> calls = new CopyOnWriteArrayList<>();
            final SteelyardSocket socket = server.api().connect((channel, data) -> {
                if (channel.equals("marginCalls")) {
                    data.path("calls").forEach(calls::add);
                }
            });
            socket.subscribe((ObjectNode) Json.parse(
                "{\"type\":\"marginCalls\",\"user\":\"" + taker.address() + "\"}"));
            place(maker, Side.BUY, "97500", "1");
            place(maker, Side.SELL, "100000", "0.3");
            place(taker, Side.BUY, "100000", "0.3");
            server.process().await("a liquidation", Duration.ofSeconds(60), () -> fills(taker).size() > 1);

            server.process().await("a margin call", Duration.ofSeconds(10), () -> calls.stream().anyMatch(IN_LIQUIDATION));
            final JsonNode call = calls.stream().filter(IN_LIQUIDATION).findFirst().orElseThrow();
            assertTrue(call.path("coin").isNull(), call::toString);
            assertTrue(new BigDecimal(call.path("equity").asText())
                .compareTo(new BigDecimal(call.path("maintenance").asText())) < 0, call::toString);
            socket.close();

            final JsonNode closed = fills(taker).path(0);
            final BigDecimal mark = new BigDecimal(closed.at("/liquidation/markPx").asText());
            assertTrue(mark.compareTo(new BigDecimal("97500")) >= 0 && mark.compareTo(new BigDecimal("97700")) <= 0,
                closed::toString);
            final String liquidation = "{\"liquidatedUser\":\"" + taker.address() + "\",\"markPx\":\""
                + closed.at("/liquidation/markPx").asText() + "\",\"method\":\"market\"}";
            assertEquals("Close Long", closed.path("dir").asText());
            assertEquals(liquidation, closed.path("liquidation").toString());
            assertEquals(liquidation, fills(maker).path(0).path("liquidation").toString());
            assertTrue(fills(taker).path(1).path("liquidation").isMissingNode());
            final JsonNode delta = ledger(taker).path(1).path("delta");
            assertEquals("liquidation", delta.path("type").asText());
            assertEquals("Cross", delta.path("leverageType").asText());
            assertEquals(closed.path("sz"), delta.at("/liquidatedPositions/0/szi"));
            assertEquals(0, new BigDecimal(closed.path("sz").asText()).multiply(mark)
                .compareTo(new BigDecimal(delta.path("liquidatedNtlPos").asText())));

            final List<JsonNode> answers = List.of(fills(taker), fills(maker), ledger(taker));
            server.terminate();
            assertTrue(server.offline("rebuild-history", "--data", server.data().toString())
                .contains("has the events up to"));
            server.start();
            assertEquals(answers, List.of(fills(taker), fills(maker), ledger(taker)));
        }
    }
}
