package steelyard.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.client.ExchangeReply;
import steelyard.client.Wallet;
import steelyard.system.node.Json;
import steelyard.system.node.TestServer;

/** An account chooses portfolio margin on a started server, and a hedged book then needs less. */
@Timeout(180)
class PortfolioMarginTest {
    private static final String TOGETHER = "[10000,-10000" + ",0".repeat(62) + "]";

    @TempDir
    private Path directory;

    private TestServer server;

    private JsonNode act(final Wallet wallet, final String action) {
        final ExchangeReply reply = server.api().exchange(wallet, (ObjectNode) Json.parse(action));
        assertTrue(reply.isOk(), () -> action + ": " + reply.json());
        assertTrue(!reply.json().toString().contains("error"), () -> action + ": " + reply.json());
        return reply.json();
    }

    private void trade(
        final Wallet buyer, final Wallet seller, final int asset, final BigDecimal price, final BigDecimal size) {
        place(seller, asset, false, price, size);
        place(buyer, asset, true, price, size);
    }

    private void place(
        final Wallet wallet, final int asset, final boolean buys, final BigDecimal price, final BigDecimal size) {
        act(wallet, "{\"type\":\"order\",\"orders\":[{\"a\":" + asset + ",\"b\":" + buys + ",\"p\":\""
            + price.stripTrailingZeros().toPlainString() + "\",\"s\":\"" + size.stripTrailingZeros().toPlainString()
            + "\",\"r\":false,\"t\":{\"limit\":{\"tif\":\"Gtc\"}}}],\"grouping\":\"na\"}");
    }

    private BigDecimal mark(final int asset) {
        return new BigDecimal(
            server.api().info("{\"type\":\"metaAndAssetCtxs\"}").at("/1/" + asset + "/markPx").asText());
    }

    private JsonNode explain(final Wallet wallet) {
        final ObjectNode margin = (ObjectNode) server.api().info("marginExplain", wallet);
        margin.remove("time");
        return margin;
    }

    private void loadScenarios() {
        final JsonNode loaded = server.admin().post("/v1/scenarios", "{\"version\":1,\"columns\":{\"BTC\":" + TOGETHER
            + ",\"ETH\":" + TOGETHER + "},\"operator\":\"ann\",\"reason\":\"test\"}");
        assertEquals(2, loaded.path("columns").asInt(), loaded::toString);
        final JsonNode activated = server.admin().post("/v1/scenarios/activate", "{\"version\":1,\"columns\":2,\"sha256\":\""
            + loaded.path("sha256").asText() + "\",\"operator\":\"ann\",\"reason\":\"test\"}");
        assertEquals(1, activated.path("version").asInt(), activated::toString);
    }

    @Test
    void shouldNeedLessForAHedgedBook() {
        try (TestServer started = new TestServer(directory)) {
            server = started;
            server.start();
            final Wallet alice = server.fund("100000");
            final Wallet bob = server.fund("10000000");
            loadScenarios();
            assertEquals("\"default\"", server.api().info("userAbstraction", alice).toString());
            act(alice, "{\"type\":\"agentSetAbstraction\",\"abstraction\":\"p\"}");
            assertEquals("\"portfolioMargin\"", server.api().info("userAbstraction", alice).toString());
            final BigDecimal btc = mark(TestServer.BTC);
            final BigDecimal eth = mark(TestServer.ETH);
            trade(alice, bob, TestServer.BTC, btc, BigDecimal.ONE);
            trade(bob, alice, TestServer.ETH, eth, btc.divide(eth, 2, RoundingMode.HALF_UP));
            final JsonNode margin = explain(alice);
            final BigDecimal portfolio = new BigDecimal(margin.at("/portfolio/initial").asText());
            final BigDecimal standard = new BigDecimal(margin.at("/standard/initial").asText());
            assertEquals("portfolio", margin.path("mode").asText());
            assertTrue(portfolio.compareTo(standard) < 0, margin::toString);
            assertTrue(portfolio.signum() > 0, margin::toString);
            final JsonNode state = server.api().info("clearinghouseState", alice);
            assertEquals(margin.at("/portfolio/initial"), state.at("/crossMarginSummary/totalMarginUsed"));
            assertEquals(margin.at("/portfolio/maintenance"), state.at("/crossMaintenanceMarginUsed"));
            final JsonNode ifMore = server.api().info("{\"type\":\"marginWhatIf\",\"user\":\"" + alice.address()
                + "\",\"positions\":[{\"coin\":\"BTC\",\"szi\":\"1\"}]}");
            assertTrue(new BigDecimal(ifMore.at("/then/portfolio/initial").asText()).compareTo(portfolio) > 0,
                ifMore::toString);
            assertEquals(margin, explain(alice), "asking changes nothing");
            server.admin().snapshot();
            server.kill();
            server.start();
            assertEquals(margin, explain(alice), "after a restart");
        }
    }
}
