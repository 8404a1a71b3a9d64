package steelyard.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import steelyard.model.Side;

@Timeout(30)
class SteelyardClientTest {
    private static final String RESTING =
        "{\"status\":\"ok\",\"response\":{\"type\":\"order\",\"data\":{\"statuses\":[{\"resting\":{\"oid\":7}}]}}}";

    private final CannedServer server = new CannedServer();
    private final SteelyardClient client = SteelyardClient.of(server.uri());
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void shouldAskByHttp() {
        server.onRequest = request -> new CannedServer.Answer(200, "{\"BTC\":\"1.0\"}");

        assertEquals("{\"BTC\":\"1.0\"}", client.info("allMids").join().toString());
        assertEquals("POST /info application/json {\"type\":\"allMids\"}", server.requests.poll());
    }

    @Test
    void shouldSendActionByHttp() {
        server.onRequest = request -> new CannedServer.Answer(200, RESTING);

        final ExchangeReply reply = client.exchange(new SignedAction(1, "{\"signed\":1}")).join();

        assertTrue(reply.isOk());
        assertEquals(List.of(new OrderStatus.Resting(7, null)), reply.statuses());
        assertEquals("POST /exchange application/json {\"signed\":1}", server.requests.poll());
    }

    @Test
    void shouldFailWithTextOfRefusedRequest() {
        server.onRequest = request -> new CannedServer.Answer(422, "Failed to deserialize");

        final ApiException refusal = refusal(client.info("nothing"));

        assertEquals(422, refusal.status());
        assertEquals("422: Failed to deserialize", refusal.getMessage());
    }

    @Test
    void shouldFailWhenAnswerIsNoJson() {
        server.onRequest = request -> new CannedServer.Answer(200, "<html>");

        assertEquals(200, refusal(client.info("meta")).status());
    }

    @Test
    void shouldMatchAnswersOfSocketByTheirIds() {
        final List<String> held = new ArrayList<>();
        server.onText = text -> {
            held.add(text);
            return held.size() < 3 ? List.of() : List.of(
                "{\"channel\":\"post\",\"data\":{\"id\":3,\"response\":{\"type\":\"error\","
                    + "\"payload\":\"429: null\"}}}",
                "{\"channel\":\"post\",\"data\":{\"id\":2,\"response\":{\"type\":\"info\",\"payload\":"
                    + "{\"type\":\"meta\",\"data\":{\"universe\":[]}}}}}",
                "{\"channel\":\"post\",\"data\":{\"id\":1,\"response\":{\"type\":\"action\","
                    + "\"payload\":" + RESTING + "}}}");
        };
        final SteelyardSocket socket = connect();

        final CompletableFuture<ExchangeReply> first = socket.exchange(new SignedAction(1, "{\"signed\":1}"));
        final CompletableFuture<JsonNode> second = socket.info(tree().put("type", "meta"));
        final CompletableFuture<ExchangeReply> third = socket.exchange(new SignedAction(2, "{\"signed\":2}"));

        assertEquals(429, refusal(third).status());
        assertEquals("{\"universe\":[]}", second.join().toString());
        assertEquals(List.of(new OrderStatus.Resting(7, null)), first.join().statuses());
        assertEquals(0, socket.pending());
        assertEquals(List.of(
            "{\"method\":\"post\",\"id\":1,\"request\":{\"type\":\"action\",\"payload\":{\"signed\":1}}}",
            "{\"method\":\"post\",\"id\":2,\"request\":{\"type\":\"info\",\"payload\":{\"type\":\"meta\"}}}",
            "{\"method\":\"post\",\"id\":3,\"request\":{\"type\":\"action\",\"payload\":{\"signed\":2}}}"), held);
    }

    @Test
    void shouldSendManyRequestsInTheirOrder() {
        server.onText = text -> List.of("{\"channel\":\"post\",\"data\":{\"id\":"
            + text.replaceAll("^.*\"id\":(\\d+).*$", "$1")
            + ",\"response\":{\"type\":\"action\",\"payload\":" + RESTING + "}}}");
        final SteelyardSocket socket = connect();
        final List<CompletableFuture<ExchangeReply>> replies = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            replies.add(socket.exchange(new SignedAction(i, "{\"i\":" + i + "}")));
        }

        replies.forEach(reply -> assertTrue(reply.join().isOk()));
        for (int i = 0; i < 5_000; i++) {
            assertTrue(server.requests.remove().contains("{\"i\":" + i + "}"));
        }
    }

    @Test
    void shouldSubscribeAndPassMessagesOn() throws Exception {
        server.onText = text -> List.of(
            "{\"channel\":\"subscriptionResponse\",\"data\":{\"method\":\"subscribe\",\"subscription\":"
                + "{\"type\":\"l2Book\",\"coin\":\"btc\",\"nSigFigs\":null}}}");
        final SteelyardSocket socket = connect();

        socket.subscribe(tree().put("type", "l2Book").put("coin", "BTC")).join();
        server.pushInTwo("{\"channel\":\"l2Book\",\"data\":{\"coin\":\"BTC\"}}");
        server.push("{\"channel\":\"error\",\"data\":\"too many pending post requests id=9\"}");
        server.closeSockets(1001, "going away");

        assertEquals("1001 going away", closed.get(10, TimeUnit.SECONDS));
        assertEquals(
            List.of("l2Book {\"coin\":\"BTC\"}", "error too many pending post requests id=9"), List.copyOf(heard));
    }

    @Test
    void shouldFailOldestSubscriptionOnComplaint() {
        server.onText = text -> List.of("{\"channel\":\"error\",\"data\":\"Already subscribed: {}\"}");

        assertEquals(0, refusal(connect().subscribe(tree().put("type", "allMids"))).status());
    }

    @Test
    void shouldFailThePostThatWasOneTooMany() {
        server.onText = text -> List.of("{\"channel\":\"error\",\"data\":\"too many pending post requests id=1\"}");

        assertEquals(429, refusal(connect().info(tree().put("type", "meta"))).status());
    }

    @Test
    void shouldFailWhatIsPendingWhenServerCloses() {
        final SteelyardSocket socket = connect();
        final CompletableFuture<ExchangeReply> pending = socket.exchange(new SignedAction(1, "{}"));
        final CompletableFuture<Void> subscribing = socket.subscribe(tree().put("type", "allMids"));
        server.onText = text -> {
            server.closeSockets(1008, "slow");
            return List.of();
        };
        final CompletableFuture<ExchangeReply> last = socket.exchange(new SignedAction(2, "{}"));

        assertEquals("1008 slow", closed.join());
        List.of(pending, subscribing, last, socket.exchange(new SignedAction(3, "{}"))).forEach(
            future -> assertInstanceOf(IOException.class, failure(future)));
    }

    @Test
    void shouldTellOfItsOwnClosingOnce() {
        final SteelyardSocket socket = connect();

        socket.close();
        socket.close();

        assertEquals("1000 closed by client", closed.join());
        assertInstanceOf(IOException.class, failure(socket.exchange(new SignedAction(3, "{}"))));
    }

    @Test
    void shouldFailToConnectWhereNobodyListens() {
        server.close();

        assertInstanceOf(IOException.class, failure(client.connect((channel, data) -> { })));
    }

    @Test
    void shouldReadStatuses() {
        server.onRequest = request -> new CannedServer.Answer(200, "{\"status\":\"ok\","
            + "\"response\":{\"type\":\"order\","
            + "\"data\":{\"statuses\":[{\"filled\":{\"totalSz\":\"0.02\",\"avgPx\":\"1891.4\","
            + "\"oid\":8,\"cloid\":\"0x1\"}},"
            + "{\"error\":\"no\"},\"waitingForFill\"]}}}");

        assertEquals(
            List.of(new OrderStatus.Filled(8, "0x1", "0.02", "1891.4"), new OrderStatus.Rejected("no"),
                new OrderStatus.Accepted("waitingForFill")),
            client.exchange(new SignedAction(1, "{}")).join().statuses());

        server.onRequest = request -> new CannedServer.Answer(200, "{\"status\":\"err\",\"response\":\"Nope.\"}");
        final ExchangeReply refused = client.exchange(new SignedAction(1, "{}")).join();
        assertEquals("Nope.", refused.error());
        assertEquals(List.of(), refused.statuses());
    }

    @Test
    void shouldWriteDecimalsAsSigned() {
        assertEquals("100", OrderRequest.decimal(100_000_000, 6));
        assertEquals("0.05", OrderRequest.decimal(5, 2));
        assertEquals("0", OrderRequest.decimal(0, 6));
        assertEquals(Side.BUY, OrderRequest.gtc(0, Side.BUY, "1", "1").side());
    }

    private SteelyardSocket connect() {
        return client.connect(new SocketListener() {
            @Override
            public void message(final String channel, final JsonNode data) {
                heard.add(channel + " " + data);
            }

            @Override
            public void error(final String text) {
                heard.add("error " + text);
            }

            @Override
            public void closed(final int code, final String reason) {
                assertTrue(closed.complete(code + " " + reason));
            }
        }).join();
    }

    private static ObjectNode tree() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ApiException refusal(final CompletableFuture<?> future) {
        return assertInstanceOf(ApiException.class, failure(future));
    }

    private static Throwable failure(final CompletableFuture<?> future) {
        final Throwable failure = assertThrows(CompletionException.class, future::join);
        return failure.getCause();
    }
}
