package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.signing.Network;

/** Messages of the WebSocket, apart from what streams carry. */
class WebSocketProtocolTest extends GatewayFixture {
    private static final String ORIGIN = "https://trade.example.org";

    private Stream stream;

    @Override
    GatewayConfig config() {
        final GatewayConfig defaults = super.config();
        return new GatewayConfig(defaults.host(), 0, 2, 3, List.of(ORIGIN), 4_096, 1_000, 800, 20,
            defaults.eventQueueLength(), defaults.pendingBytesMax(), 3, 2,
            defaults.limits(), null);
    }

    private Stream open() {
        stream = new Stream(server.port());
        return stream;
    }

    @AfterEach
    @Override
    void stop() {
        if (stream != null) {
            stream.close();
        }
        super.stop();
    }

    @Test
    void shouldAnswerPings() {
        open().send("{\"method\":\"ping\"}");
        assertEquals("{\"channel\":\"pong\"}", stream.next());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "hello", "7", "{}", "{\"method\":\"dance\"}", "{\"method\":7}",
        "{\"method\":\"subscribe\"}", "{\"method\":\"subscribe\",\"subscription\":[]}", "{\"method\":\"post\"}",
        "{\"method\":\"post\",\"id\":\"1\",\"request\":{\"type\":\"info\",\"payload\":{}}}",
        "{\"method\":\"post\",\"id\":1,\"request\":{\"type\":\"other\",\"payload\":{}}}"})
    void shouldRepeatWhatItCannotRead(final String message) {
        open().send(message);
        assertEquals("Error parsing JSON into valid websocket request: " + message,
            Client.tree(stream.data("error")).asText());
        stream.send("{\"method\":\"ping\"}");
        assertEquals("{\"channel\":\"pong\"}", stream.next());
    }

    @Test
    void shouldAcknowledgeSubscriptions() {
        open().send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"bbo\",\"coin\":\"BTC\"}}");
        assertEquals("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"bbo\",\"coin\":\"BTC\"}}",
            stream.data("subscriptionResponse"));
        stream.data("bbo");
        stream.send("{\"id\":\"5\",\"method\":\"unsubscribe\",\"subscription\":{\"type\":\"bbo\",\"coin\":\"BTC\"}}");
        assertEquals("{\"method\":\"unsubscribe\",\"subscription\":{\"type\":\"bbo\",\"coin\":\"BTC\"}}",
            stream.data("subscriptionResponse"));
    }

    @Test
    void shouldWriteTheDefaultsOfABookAndAddressesInLowerCase() {
        open().send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"l2Book\",\"coin\":\"BTC\"}}");
        assertEquals("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"l2Book\",\"coin\":\"BTC\","
            + "\"nSigFigs\":null,\"mantissa\":null,\"fast\":false}}", stream.data("subscriptionResponse"));
        stream.data("l2Book");
        stream.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orderUpdates\","
            + "\"user\":\"0x14791697260E4c9A71f18484C9f997B308e59325\"}}");
        assertEquals("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orderUpdates\","
            + "\"user\":\"0x14791697260e4c9a71f18484c9f997b308e59325\"}}", stream.data("subscriptionResponse"));
    }

    @Test
    void shouldRefuseASecondSubscriptionToTheSame() {
        open().subscribe("{\"type\":\"l2Book\",\"coin\":\"BTC\"}").data("l2Book");
        stream.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"l2Book\",\"coin\":\"BTC\","
            + "\"nSigFigs\":null}}");
        assertEquals("Already subscribed: {\"type\":\"l2Book\",\"coin\":\"BTC\",\"nSigFigs\":null,\"mantissa\":null,"
            + "\"fast\":false}", Client.tree(stream.data("error")).asText());
        stream.subscribe("{\"type\":\"l2Book\",\"coin\":\"BTC\",\"nSigFigs\":5}").data("l2Book");
    }

    @Test
    void shouldRefuseToEndWhatIsNotSubscribed() {
        open().send("{\"method\":\"unsubscribe\",\"subscription\":{\"type\":\"trades\",\"coin\":\"BTC\"}}");
        assertEquals("Already unsubscribed: {\"type\":\"trades\",\"coin\":\"BTC\"}",
            Client.tree(stream.data("error")).asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"noSuchStream\"}",
        "{\"type\":\"l2Book\"}", "{\"type\":\"l2Book\",\"coin\":\"BTC\",\"nSigFigs\":4,\"mantissa\":5}",
        "{\"type\":\"userFills\",\"user\":\"0x12\"}", "{\"type\":\"allMids\",\"dex\":\"xyz\"}", "{\"coin\":\"BTC\"}",
        "{\"type\":\"orderUpdates\",\"user\":\"0x0000000000000000000000000000000000000000\"}"})
    void shouldRefuseInvalidSubscriptions(final String subscription) {
        open().send("{\"method\":\"subscribe\",\"subscription\":" + subscription + "}");
        assertEquals("Invalid subscription " + subscription, Client.tree(stream.data("error")).asText());
    }

    @Test
    void shouldBoundTheSubscriptionsOfAConnection() {
        open().subscribe("{\"type\":\"l2Book\",\"coin\":\"BTC\"}").data("l2Book");
        stream.subscribe("{\"type\":\"bbo\",\"coin\":\"BTC\"}").data("bbo");
        stream.subscribe("{\"type\":\"allMids\"}").data("allMids");
        stream.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"bbo\",\"coin\":\"ETH\"}}");
        assertEquals("Cannot track more than 3 subscriptions: {\"type\":\"bbo\",\"coin\":\"ETH\"}",
            Client.tree(stream.data("error")).asText());
    }

    @Test
    void shouldCloseOnAnUnknownCoin() {
        open().send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"trades\",\"coin\":\"NONE\"}}");
        assertEquals("1008 Unknown coin", stream.closing());
    }

    @Test
    void shouldAnswerPostedReads() {
        open().send("{\"method\":\"post\",\"id\":123,\"request\":{\"type\":\"info\",\"payload\":{\"type\":\"userRole\","
            + "\"user\":\"" + USER + "\"}}}");
        assertEquals("{\"id\":123,\"response\":{\"type\":\"info\",\"payload\":{\"type\":\"userRole\","
            + "\"data\":{\"role\":\"user\"}}}}", stream.data("post"));
    }

    @Test
    void shouldAnswerPostedActions() {
        final String action = "{\"type\":\"updateLeverage\",\"asset\":1,\"isCross\":true,\"leverage\":5}";
        open().send("{\"method\":\"post\",\"id\":256,\"request\":{\"type\":\"action\",\"payload\":"
            + Client.signed(KEY, action, Network.TESTNET) + "}}");
        assertEquals("{\"id\":256,\"response\":{\"type\":\"action\",\"payload\":{\"status\":\"ok\","
            + "\"response\":{\"type\":\"default\"}}}}", stream.data("post"));
    }

    @Test
    void shouldTellFaultsOfPostedRequests() {
        open().send("{\"method\":\"post\",\"id\":9,\"request\":{\"type\":\"info\",\"payload\":{\"type\":\"none\"}}}");
        assertEquals("{\"id\":9,\"response\":{\"type\":\"error\",\"payload\":"
            + "\"422: Failed to deserialize the JSON body into the target type\"}}", stream.data("post"));
        node.stale = true;
        stream.send("{\"method\":\"post\",\"id\":10,\"request\":{\"type\":\"action\",\"payload\":"
            + Client.signed(KEY, "{\"type\":\"cancel\",\"cancels\":[{\"a\":0,\"o\":77}]}", Network.MAINNET) + "}}");
        assertEquals("{\"id\":10,\"response\":{\"type\":\"error\",\"payload\":\"429: null\"}}", stream.data("post"));
    }

    @Test
    void shouldBoundPostedRequestsUnderWay() {
        node.holdHistory = true;
        open();
        for (int id = 1; id <= 3; id++) {
            stream.send("{\"method\":\"post\",\"id\":" + id
                + ",\"request\":{\"type\":\"info\",\"payload\":{\"type\":\"recentTrades\",\"coin\":\"BTC\"}}}");
        }
        assertEquals("too many pending post requests id=3", Client.tree(stream.data("error")).asText());
        node.releaseHistory();
        assertTrue(stream.data("post").startsWith("{\"id\":1,"));
        assertTrue(stream.data("post").startsWith("{\"id\":2,"));
    }

    @Test
    void shouldJoinFragments() {
        open().sendPart("{\"method\":", false);
        stream.sendPart("\"ping\"}", true);
        assertEquals("{\"channel\":\"pong\"}", stream.next());
    }

    @Test
    void shouldCloseOnAMessageThatIsTooLong() {
        open().send("x".repeat(4_097));
        assertTrue(stream.closing().startsWith("1009 "), stream.closing());
    }

    @Test
    void shouldCloseOnFragmentsThatAreTooLong() {
        open().sendPart("x".repeat(3_000), false);
        stream.sendPart("x".repeat(3_000), false);
        assertEquals("1009 Message is longer than 4096 bytes", stream.closing());
    }

    @Test
    void shouldCloseOnBinaryMessages() {
        open().sendBinary(new byte[] {1, 2, 3});
        assertEquals("1003 Only text is understood", stream.closing());
    }

    @Test
    void shouldCloseAConnectionOnWhichNothingWasSent() {
        assertEquals("1000 Idle", open().closing());
    }

    @Test
    void shouldRefuseOtherOrigins() {
        assertThrows(CompletionException.class, () -> new Stream(server.port(), "Origin", "https://evil.example.org"));
        new Stream(server.port(), "Origin", ORIGIN).close();
        assertEquals(403, client.post("/info", "{\"type\":\"perpDexs\"}", "Content-Type", "application/json",
            "Origin", "https://evil.example.org").statusCode());
    }

    @Test
    void shouldBoundConnections() {
        try (Stream first = new Stream(server.port());
            Stream second = new Stream(server.port());
            Stream third = new Stream(server.port())) {
            assertThrows(CompletionException.class, () -> new Stream(server.port()));
            third.send("{\"method\":\"ping\"}");
            assertEquals("{\"channel\":\"pong\"}", third.next());
        }
    }
}
