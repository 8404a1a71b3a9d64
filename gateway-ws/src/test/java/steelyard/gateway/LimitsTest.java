package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import steelyard.gateway.limit.LimitConfig;
import steelyard.model.RejectReason;
import steelyard.node.HistoryReader.DayVolume;
import steelyard.protocol.Address;

/** What clients that are not exempt may ask for. The proxy 127.0.0.1 tells who they are. */
class LimitsTest extends GatewayFixture {
    private static final String CANCEL = "{\"type\":\"cancel\",\"cancels\":[{\"a\":0,\"o\":77}]}";
    private static final String NONCE_USED = "{\"status\":\"err\",\"response\":\"Action already expired\"}";

    @Override
    GatewayConfig config() {
        final GatewayConfig defaults = super.config();
        return new GatewayConfig(defaults.host(), 0, 1, 50, List.of(), defaults.requestLengthMax(), 10_000, 10_000, 20,
            defaults.eventQueueLength(), defaults.pendingBytesMax(), 1_000, 100,
            new LimitConfig(List.of("10.0.0.0/8"), List.of("127.0.0.0/8"), 60, 2, 5, 4, 2, 20, 2, 3, 100_000, 60_000), null);
    }

    private int info(final String type, final String host) {
        final var answer = client.post("/info", "{\"type\":\"" + type + "\",\"user\":\"" + USER + "\"}",
            "Content-Type", "application/json", "X-Forwarded-For", host);
        assertTrue(answer.statusCode() == 200 || answer.body().equals("null"), answer.body());
        return answer.statusCode();
    }

    private String act(final String host, final String action) {
        return client.post("/exchange", Client.signed(KEY, action, steelyard.signing.Network.MAINNET),
            "Content-Type", "application/json", "X-Forwarded-For", host).body();
    }

    @Test
    void shouldWeighRequests() {
        for (int i = 0; i < 2; i++) {
            assertEquals(200, info("meta", "192.0.2.1"));
        }
        for (int i = 0; i < 10; i++) {
            assertEquals(200, info("allMids", "192.0.2.1"));
        }
        assertEquals(429, info("meta", "192.0.2.1"));
        assertEquals(200, info("userRole", "192.0.2.2"), "another host");
        assertEquals(429, info("userRole", "192.0.2.2"));
        assertEquals("null", act("192.0.2.2", CANCEL), "actions weigh too");
        assertEquals(200, info("meta", "198.51.100.7, 192.0.2.3"), "only what the trusted proxy adds counts");
        for (int i = 0; i < 20; i++) {
            assertEquals(200, info("userRole", "10.1.2.3"), "exempt");
        }
    }

    @Test
    void shouldBelieveTheLastOfSeveralHeaders() {
        for (int i = 0; i < 2; i++) {
            assertEquals(i == 0 ? 200 : 429, client.post("/info", "{\"type\":\"userRole\",\"user\":\"" + USER + "\"}",
                "Content-Type", "application/json", "X-Forwarded-For", "198.51.100." + i, "X-Forwarded-For",
                "192.0.2.77").statusCode(), "what the client says of itself does not count");
        }
    }

    @Test
    void shouldTakeTheHostsOfAnIpv6NetworkForOne() {
        assertEquals(200, info("userRole", "2001:db8::1"));
        assertEquals(429, info("userRole", "2001:db8::2:1"));
        assertEquals(200, info("userRole", "2001:db8:0:1::1"));
    }

    @Test
    void shouldCountAnAccountsActions() throws Exception {
        node.script = command -> Events.of().refused(RejectReason.ACTION_EXPIRED, 0, 0);
        node.volumes.clear();
        for (int i = 0; i < 3; i++) {
            assertEquals(NONCE_USED, act("192.0.2.1", orders(1)));
        }
        assertEquals(NONCE_USED, act("192.0.2.1", orders(1)), "one in an interval");
        node.commands.clear();
        assertEquals(tooMany(5, 3, "0.0"), act("192.0.2.1", orders(1)));
        assertEquals(tooMany(13, 3, "0.0"), act("192.0.2.4", orders(9)), "the account counts, not the host");
        assertTrue(node.commands.isEmpty(), "the log never hears of it");
        assertEquals(NONCE_USED, act("192.0.2.1", CANCEL), "cancels have more");
        assertEquals(NONCE_USED, act("10.1.1.1", orders(1)), "exempt");
        node.volumes.put(USER_ID, List.of(new DayVolume(1, 2_500_000, 0), new DayVolume(2, 0, 5_700_000)));
        Thread.sleep(1_050);
        act("192.0.2.1", orders(40));
        assertEquals(NONCE_USED, actWhenLearnt(orders(5)), "one more for each USDC traded");
        assertEquals(tooMany(12, 11, "8.2"), act("192.0.2.1", orders(1)));
        assertEquals("{\"cumVlm\":\"8.2\",\"nRequestsUsed\":11,\"nRequestsCap\":11,\"nRequestsSurplus\":0}",
            client.info("{\"type\":\"userRateLimit\",\"user\":\"" + USER + "\"}").body());
    }

    @Test
    void shouldCountRequestsThatWerePaidForAtOnce() {
        node.script = command -> Events.of().refused(RejectReason.ACTION_EXPIRED, 0, 0);
        node.volumes.clear();
        for (int i = 0; i < 4; i++) {
            assertEquals(NONCE_USED, act("192.0.2.1", orders(1)), "three, and one in an interval");
        }
        assertEquals(tooMany(5, 3, "0.0"), act("192.0.2.1", orders(1)));
        node.script = command -> Events.of().requestsReserved(USER_ID, USER_ID, 10, 10);
        node.reservedRequests.put(USER_ID, 10L);
        final String paid = act("192.0.2.1", "{\"type\":\"reserveRequestWeight\",\"weight\":10}");
        assertEquals("{\"status\":\"ok\",\"response\":{\"type\":\"default\"}}", paid, "of the budget of cancels");
        assertEquals(standing(0, 3, 5), rateLimit());
        node.script = command -> Events.of().refused(RejectReason.ACTION_EXPIRED, 0, 0);
        assertEquals(NONCE_USED, act("192.0.2.1", orders(8)), "what was paid for counts at once");
        assertEquals(standing(3, 3, 0), rateLimit());
        assertEquals(tooMany(4, 3, "0.0"), act("192.0.2.1", orders(1)));
    }

    @Test
    void shouldFindWhatWasPaidForBeforeTheStart() throws Exception {
        node.script = command -> Events.of().refused(RejectReason.ACTION_EXPIRED, 0, 0);
        node.volumes.clear();
        node.reservedRequests.put(USER_ID, 100L);
        assertEquals(standing(0, 3, 100), rateLimit());
        act("192.0.2.1", orders(60));
        assertEquals(NONCE_USED, actWhenLearnt(orders(30)));
        assertEquals(standing(0, 3, 10), rateLimit());
    }

    /** The answer to an action once the budget knows more: it is asked for beside a refusal. */
    private String actWhenLearnt(final String action) throws Exception {
        String answer = act("192.0.2.1", action);
        for (int i = 0; i < 200 && !answer.equals(NONCE_USED); i++) {
            Thread.sleep(10);
            answer = act("192.0.2.1", action);
        }
        return answer;
    }

    private String rateLimit() {
        return client.info("{\"type\":\"userRateLimit\",\"user\":\"" + USER + "\"}").body();
    }

    private static String standing(final int used, final int cap, final int surplus) {
        return "{\"cumVlm\":\"0.0\",\"nRequestsUsed\":" + used + ",\"nRequestsCap\":" + cap
            + ",\"nRequestsSurplus\":" + surplus + "}";
    }

    private static String orders(final int count) {
        final String order = "{\"a\":0,\"b\":true,\"p\":\"50000\",\"s\":\"0.01\",\"r\":false,"
            + "\"t\":{\"limit\":{\"tif\":\"Gtc\"}}}";
        return "{\"type\":\"order\",\"orders\":[" + String.join(",", java.util.Collections.nCopies(count, order))
            + "],\"grouping\":\"na\"}";
    }

    private static String tooMany(final int used, final int cap, final String volume) {
        return "{\"status\":\"err\",\"response\":\"Too many cumulative requests sent (" + used + " > " + cap
            + ") for cumulative volume traded $" + volume
            + ". Place taker orders to free up 1 request per USDC traded.\"}";
    }

    @Test
    void shouldRefuseWebSocketsOfAHostThatHasTooMany() throws Exception {
        final Stream first = new Stream(server.port(), "X-Forwarded-For", "192.0.2.9");
        try (Stream second = new Stream(server.port(), "X-Forwarded-For", "192.0.2.9")) {
            assertThrows(RuntimeException.class, () -> new Stream(server.port(), "X-Forwarded-For", "192.0.2.9"));
            new Stream(server.port(), "X-Forwarded-For", "192.0.2.10").close();
            first.close();
            Thread.sleep(200);
            new Stream(server.port(), "X-Forwarded-For", "192.0.2.9").close();
            second.send("{\"method\":\"ping\"}");
        }
    }

    @Test
    void shouldCountUsersSubscriptionsAndMessages() {
        try (Stream stream = new Stream(server.port(), "X-Forwarded-For", "192.0.2.9")) {
            subscribe(stream, "orderUpdates", USER);
            subscribe(stream, "userEvents", USER);
            subscribe(stream, "orderUpdates", OTHER);
            stream.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orderUpdates\",\"user\":\"" + AGENT
                + "\"}}");
            assertEquals("\"Cannot track more than 2 total users.\"", stream.data("error"));
            subscribe(stream, "userEvents", OTHER);
            stream.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"bbo\",\"coin\":\"ETH\"}}");
            assertEquals("Cannot track more than 4 subscriptions: {\"type\":\"bbo\",\"coin\":\"ETH\"}",
                stream.nextTree().path("data").asText());
            for (int i = 0; i < 20; i++) {
                stream.send("{\"method\":\"ping\"}");
            }
            assertEquals("1008 Too many messages", stream.closing());
        }
    }

    private static void subscribe(final Stream stream, final String type, final Address user) {
        stream.subscribe("{\"type\":\"" + type + "\",\"user\":\"" + user + "\"}");
    }
}
