package steelyard.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.client.ExchangeReply;
import steelyard.client.Wallet;
import steelyard.system.node.Json;
import steelyard.system.node.TestServer;

/**
 * What the public API has beside the venue's, on a started server: every kind of order that can stand for a while is
 * placed, shown, and shown in the same way after a restart from a snapshot and the log behind it.
 */
@Timeout(180)
class OrderTypesTest {
    private static final List<String> QUESTIONS = List.of("frontendOpenOrders", "openOrders", "historicalOrders",
        "twapHistory", "tradingSettings", "userFills", "clearinghouseState");

    @TempDir
    private Path directory;

    private TestServer server;
    private Wallet wallet;

    private JsonNode act(final String action) {
        final ExchangeReply reply = server.api().exchange(wallet, (ObjectNode) Json.parse(action));
        assertTrue(reply.isOk(), () -> action + ": " + reply.json());
        assertFalse(reply.json().toString().contains("error"), () -> action + ": " + reply.json());
        return reply.json();
    }

    private void place(final String grouping, final String... orders) {
        act("{\"type\":\"order\",\"orders\":[" + String.join(",", orders) + "],\"grouping\":\"" + grouping + "\"}");
    }

    private static String order(
        final boolean buys, final String price, final String size, final boolean reduces, final String type,
        final String more) {
        return "{\"a\":0,\"b\":" + buys + ",\"p\":\"" + price + "\",\"s\":\"" + size + "\",\"r\":" + reduces
            + ",\"t\":" + type + more + "}";
    }

    private static String limit(final String tif) {
        return "{\"limit\":{\"tif\":\"" + tif + "\"}}";
    }

    private static String trigger(final String price, final String side, final String more) {
        return "{\"trigger\":{\"isMarket\":true,\"triggerPx\":\"" + price + "\",\"tpsl\":\"" + side + "\"" + more + "}}";
    }

    private void placeMost() {
        place("na", order(true, "90000", "0.5", false, limit("Gtc"), ",\"d\":\"0.1\",\"stp\":\"taker\""));
        place("na", order(true, "89000", "0.01", false, "{\"limit\":{\"tif\":\"Gtt\",\"exp\":1999999999999}}", ""));
        place("na", order(false, "80000", "0.01", false, trigger("80000", "sl", ",\"exp\":1999999999999"), ""));
        place("na", order(false, "80000", "0.01", false, "{\"trail\":{\"isMarket\":true,\"bps\":500}}", ""));
        place("na", order(false, "80000", "0.01", false, "{\"trail\":{\"isMarket\":false,\"by\":\"900\"}}", ""));
        place("normalTpsl", order(true, "88000", "0.01", false, limit("Alo"), ""),
            order(false, "99000", "0.01", true, trigger("99000", "tp", ",\"src\":\"oracle\""), ""),
            order(false, "70000", "0.01", true, trigger("70000", "sl", ""), ""));
        act("{\"type\":\"selfTradeMode\",\"mode\":\"decrement\"}");
        act("{\"type\":\"setProtection\",\"g\":2,\"window\":1000,\"frozen\":0,\"count\":5,\"size\":\"1.5\"}");
        act("{\"type\":\"massQuote\",\"g\":2,\"quotes\":[{\"a\":1,\"b\":true,\"p\":\"3900\",\"s\":\"1\"},"
            + "{\"a\":1,\"b\":false,\"p\":\"4100\",\"s\":\"1\"}]}");
        act("{\"type\":\"twapOrder\",\"twap\":{\"a\":0,\"b\":true,\"s\":\"1\",\"r\":false,\"m\":30,\"t\":true},"
            + "\"details\":{\"t\":{\"p\":\"95000\",\"a\":false},\"s\":\"120000\"}}");
    }

    /** The prices stand still: nothing changes while the server is away. */
    private Map<String, String> answers() {
        final Map<String, String> answers = new LinkedHashMap<>();
        for (final String question : QUESTIONS) {
            answers.put(question, server.api().info(question, wallet).toString().replaceFirst("\"time\":\\d{13}", ""));
        }
        answers.put("twapStates", server.api().info("webData2", wallet).path("twapStates").toString());
        answers.put("book", server.api().info("{\"type\":\"l2Book\",\"coin\":\"BTC\"}").path("levels").toString());
        return answers;
    }

    @Test
    void shouldShowEveryKindOfOrderAndShowItAgainAfterARestart() {
        try (TestServer started = new TestServer(directory)) {
            server = started;
            server.start();
            wallet = server.fund("100000");
            placeMost();
            server.admin().snapshot();
            place("na", order(false, "80000", "0.02", false, trigger("81000", "sl", ",\"src\":\"mark\""), ""));
            act("{\"type\":\"massQuote\",\"g\":2,\"quotes\":[{\"a\":1,\"b\":true,\"p\":\"3900\",\"s\":\"0.5\"},"
                + "{\"a\":1,\"b\":false,\"p\":\"4200\",\"s\":\"1\"}]}");
            final Map<String, String> before = answers();
            check(before);
            server.kill();
            server.start();
            assertEquals(before, answers());
            assertEquals(11, act("{\"type\":\"cancelAll\"}").at("/response/data/count").asInt());
            assertEquals("[]", server.api().info("openOrders", wallet).toString());
        }
    }

    private void check(final Map<String, String> answers) {
        final JsonNode orders = Json.parse(answers.get("frontendOpenOrders"));
        assertEquals(List.of("Limit", "Limit", "Stop Market", "Stop Market", "Stop Limit", "Limit", "Limit",
            "Stop Market", "Limit"), texts(orders, "orderType"));
        assertEquals(List.of("N/A", "N/A", "Price below 80000", "Trail by 500 bps", "Trail by 900", "N/A", "N/A",
            "Price below 81000", "N/A"), texts(orders, "triggerCondition"));
        assertEquals(List.of("Oracle price above 99000", "Price below 70000"),
            texts(orders.at("/5/children"), "triggerCondition"));
        assertEquals("0.1", orders.at("/0/displaySz").asText());
        assertEquals(1_999_999_999_999L, orders.at("/1/exp").asLong());
        assertEquals(1_999_999_999_999L, orders.at("/2/exp").asLong());
        assertEquals("0.5", orders.at("/6/sz").asText());
        assertEquals("[[{\"px\":\"90000.0\",\"sz\":\"0.1\",\"n\":1},{\"px\":\"89000.0\",\"sz\":\"0.01\",\"n\":1},"
            + "{\"px\":\"88000.0\",\"sz\":\"0.01\",\"n\":1}],[]]", answers.get("book"));
        assertEquals("decrement", Json.parse(answers.get("tradingSettings")).path("selfTradeMode").asText());
        assertTrue(answers.get("twapStates").contains("\"trigger\":{\"px\":\"95000.0\",\"above\":false}"),
            answers.get("twapStates"));
        assertTrue(answers.get("twapHistory").contains("waitingForTrigger"), answers.get("twapHistory"));
    }

    private static List<String> texts(final JsonNode orders, final String field) {
        return StreamSupport.stream(orders.spliterator(), false)
            .map(order -> order.path(field).asText()).toList();
    }
}
