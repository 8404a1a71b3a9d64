package steelyard.system.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.system.node.Json;
import steelyard.system.node.RawSocket;

/** What the WebSocket answers to messages that are none, and when it closes; the exchange hears of none of them. */
@Timeout(120)
class RefusedMessagesTest {
    private static final int LONG = 256 * 1024 + 1;
    private static final String TRADES = "{\"type\":\"trades\",\"coin\":\"BTC\"}";

    @TempDir
    private static Path directory;

    private static OpenMarket market;

    @BeforeAll
    static void open() {
        market = new OpenMarket(directory);
    }

    @AfterAll
    static void close() {
        market.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldSayThatItIsNoRequest() {
        return Stream.of("no", "{", "7", "[]", "{}", "{\"method\":7}", "{\"method\":\"shout\"}", "{\"method\":\"subscribe\"}",
            "{\"method\":\"subscribe\",\"subscription\":7}", "{\"method\":\"post\"}",
            "{\"method\":\"post\",\"request\":{\"type\":\"info\",\"payload\":{\"type\":\"meta\"}}}",
            "{\"method\":\"post\",\"id\":\"1\",\"request\":{\"type\":\"info\",\"payload\":{\"type\":\"meta\"}}}",
            "{\"method\":\"post\",\"id\":1,\"request\":{\"type\":\"vote\",\"payload\":{}}}",
            "{\"method\":\"post\",\"id\":1}")
            .map(text -> dynamicTest(text, () ->
                assertAnswer("Error parsing JSON into valid websocket request: " + text, text)));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseSubscriptions() {
        return Stream.of("{\"type\":\"nothing\"}", "{}", "{\"type\":\"trades\"}", "{\"type\":\"trades\",\"coin\":1}",
            "{\"type\":\"userFills\",\"user\":\"0x12\"}", "{\"type\":\"l2Book\",\"coin\":\"BTC\",\"nSigFigs\":7}")
            .map(subscription -> dynamicTest(subscription, () -> assertAnswer(
                "Invalid subscription " + subscription, "{\"method\":\"subscribe\",\"subscription\":" + subscription + "}")));
    }

    private static void assertAnswer(final String expected, final String text) {
        try (RawSocket socket = market.server().api().rawSocket()) {
            assertEquals(Json.object("channel", "error", "data", expected), Json.parse(socket.ask(text)));
            assertEquals("{\"channel\":\"pong\"}", socket.ask("{\"method\":\"ping\"}"));
        }
        market.assertUnchanged(false);
    }

    @Test
    void shouldSubscribeOnce() {
        try (RawSocket socket = market.server().api().rawSocket()) {
            final String subscribe = "{\"method\":\"subscribe\",\"subscription\":" + TRADES + "}";
            final JsonNode agreed = Json.parse(socket.ask(subscribe));
            assertEquals("subscriptionResponse", agreed.path("channel").textValue());
            assertEquals("trades", Json.parse(socket.next()).path("channel").textValue());
            assertEquals(Json.object("channel", "error", "data", "Already subscribed: " + TRADES),
                Json.parse(socket.ask(subscribe)));
            assertEquals("subscriptionResponse",
                Json.parse(socket.ask("{\"method\":\"unsubscribe\",\"subscription\":" + TRADES + "}"))
                    .path("channel").textValue());
            assertEquals(Json.object("channel", "error", "data", "Already unsubscribed: " + TRADES),
                Json.parse(socket.ask("{\"method\":\"unsubscribe\",\"subscription\":" + TRADES + "}")));
        }
        market.assertUnchanged(false);
    }

    @TestFactory
    Stream<DynamicTest> shouldClose() {
        return Stream.of(
            closing("1003 Only text is understood", socket -> socket.send(new byte[] {1, 2, 3})),
            closing("1009 Message is longer than 262144 bytes", socket -> socket.send(" ".repeat(LONG))),
            closing("1008 Unknown coin", socket -> socket.send(
                "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"trades\",\"coin\":\"DOGE\"}}")));
    }

    private static DynamicTest closing(final String expected, final Consumer<RawSocket> mistake) {
        return dynamicTest(expected, () -> {
            try (RawSocket socket = market.server().api().rawSocket()) {
                mistake.accept(socket);
                assertEquals(expected, socket.awaitClose());
            }
            market.assertUnchanged(false);
        });
    }
}
