package steelyard.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static steelyard.system.node.TestServer.BTC;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.client.Actions;
import steelyard.client.ApiException;
import steelyard.client.OrderRequest;
import steelyard.client.SignedAction;
import steelyard.client.SocketListener;
import steelyard.client.SteelyardSocket;
import steelyard.client.Wallet;
import steelyard.model.Side;
import steelyard.signing.ActionHash;
import steelyard.signing.SigningKey;
import steelyard.system.node.Json;
import steelyard.system.node.PublicApi;
import steelyard.system.node.TestServer;

/**
 * Every kind of mistake that a client can make, what it is answered, and what it must not change: books, accounts and
 * risk never, the nonces only when a signer was found and its nonce was good.
 */
@Timeout(120)
class RefusalsTest {
    private static final String MALFORMED = "422 Failed to deserialize the JSON body into the target type";
    private static final String NOT_JSON = "400 Failed to parse the request body as JSON";
    private static final String WRONG_TYPE = "415 Expected request with `Content-Type: application/json`";
    private static final String OWN_CLOID = "0x" + "ab".repeat(16);
    private static final String ZERO_ADDRESS = "0x" + "00".repeat(20);
    private static final int LONG = 256 * 1024 + 1;

    @TempDir
    private static Path directory;

    private static TestServer server;
    private static Wallet maker;
    private static Wallet taker;
    private static JsonNode hashes;

    @BeforeAll
    static void openAMarket() {
        server = new TestServer(directory);
        server.start();
        server.process().await("the end of the price source", Duration.ofSeconds(20),
            () -> server.process().log().stream().anyMatch(line -> line.contains("has ended")));
        maker = server.fund("10000");
        taker = server.fund("10000");
        final PublicApi api = server.api();
        api.exchange(maker, Actions.order(List.of(
            OrderRequest.gtc(BTC, Side.SELL, "100100", "0.02"),
            OrderRequest.gtc(BTC, Side.BUY, "99900", "0.01").withCloid(OWN_CLOID))));
        api.exchange(taker, Actions.order(OrderRequest.ioc(BTC, Side.BUY, "100100", "0.01")));
        hashes = server.admin().status().path("partHashes");
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseRequests() {
        return Stream.of(
            row("malformed JSON", NOT_JSON, post("/info", "{\"type\":")),
            row("malformed action", NOT_JSON, post("/exchange", "no")),
            row("wrong content type", WRONG_TYPE,
                request("/info").header("Content-Type", "text/plain").POST(body("{\"type\":\"meta\"}"))),
            row("no content type", WRONG_TYPE, request("/exchange").POST(body("{}"))),
            row("unknown path", "404 #", post("/orders", "{}")),
            row("wrong method", "405 #", request("/info").GET()),
            row("long body", "413", post("/info", " ".repeat(LONG))),
            row("unknown type", MALFORMED, info("{\"type\":\"nothing\"}")),
            row("missing field", MALFORMED, info("{\"type\":\"openOrders\"}")),
            row("field twice", MALFORMED, info("{\"type\":\"meta\",\"type\":\"meta\"}")),
            row("field of another kind", MALFORMED, info("{\"type\":\"l2Book\",\"coin\":1}")),
            row("short address", MALFORMED, info("{\"type\":\"openOrders\",\"user\":\"0x12\"}")),
            row("address with 0X", MALFORMED,
                info("{\"type\":\"openOrders\",\"user\":\"0X" + "00".repeat(20) + "\"}")),
            row("unknown coin", "200 null", info("{\"type\":\"l2Book\",\"coin\":\"DOGE\"}")),
            row("unknown aggregation", "500 null", info("{\"type\":\"l2Book\",\"coin\":\"BTC\",\"nSigFigs\":7}")),
            row("unknown dex", "500 null", info("{\"type\":\"meta\",\"dex\":\"other\"}")),
            row("unknown user", "200 []", info("{\"type\":\"userFills\",\"user\":\"" + ZERO_ADDRESS + "\"}")),
            row("unknown order", "200 {\"status\":\"unknownOid\"}",
                info("{\"type\":\"orderStatus\",\"user\":\"" + maker.address() + "\",\"oid\":99}")))
            .map(row -> row.test(false));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseActionsBeforeTheirNonce() {
        final Wallet stranger = Wallet.of(SigningKey.random());
        final ObjectNode order = Actions.order(OrderRequest.gtc(BTC, Side.BUY, "99000", "0.01"));
        final long now = System.currentTimeMillis();
        final ObjectNode other = signed(maker, order);
        ((ObjectNode) other.at("/action/orders/0")).put("s", "0.02");
        final ObjectNode unrecoverable = signed(maker, order);
        unrecoverable.putObject("signature").put("r", "0x0").put("s", "0x0").put("v", 27);
        return Stream.of(
            row("field that the envelope does not have", MALFORMED, exchange(signed(maker, order).put("x", 1))),
            row("no nonce", MALFORMED, exchange(without(signed(maker, order), "nonce"))),
            row("field that the action does not have", MALFORMED, action(order.deepCopy().put("x", 1))),
            row("unknown action", MALFORMED, action(Json.parse("{\"type\":\"nothing\"}"))),
            row("action of another exchange", err("Action is not supported: scheduleCancel"),
                action(Json.parse("{\"type\":\"scheduleCancel\",\"time\":1}"))),
            row("trigger order", err("Trigger orders are not supported yet."), action(trigger())),
            row("grouping", err("Order grouping is not supported yet."),
                action(order.deepCopy().put("grouping", "normalTpsl"))),
            row("nine decimals", MALFORMED, place("99000", "0.010000001")),
            row("exponent", MALFORMED, place("9e4", "0.01")),
            row("negative size", MALFORMED, place("99000", "-0.01")),
            row("price as a number", MALFORMED, action(edited(order, "p", Json.parse("99000")))),
            row("time in force", MALFORMED, action(edited(order, "t", Json.parse("{\"limit\":{\"tif\":\"Fok\"}}")))),
            row("too many orders", err("Too many orders in one action: 101, at most 100."),
                action(Actions.order(Collections.nCopies(101, OrderRequest.gtc(BTC, Side.BUY, "99000", "0.01"))))),
            row("broken signature", err("Unable to recover signer."), exchange(unrecoverable)),
            row("signature of another action", err("User or API Wallet # does not exist."), exchange(other)),
            row("wallet without account", err("User or API Wallet " + stranger.address() + " does not exist."),
                post("/exchange", stranger.sign(order).body())),
            row("agent of a wallet without account",
                err("Must deposit before performing actions. User: " + stranger.address()),
                post("/exchange", stranger.sign(Actions.approveAgent(maker.address(), "")).body())),
            row("vault", err("Vault not registered: " + stranger.address()),
                post("/exchange", maker.actingFor(stranger.address()).sign(order).body())),
            row("nonce too low", err("Invalid nonce: nonce too low 1 < #"), signedWith(order, 1)),
            row("nonce too high", err("Invalid nonce: nonce too high " + (now + 100_000_000) + " > #"),
                signedWith(order, now + 100_000_000)))
            .map(row -> row.test(false));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseActionsAfterTheirNonce() {
        final ObjectNode order = Actions.order(OrderRequest.gtc(BTC, Side.BUY, "99000", "0.01"));
        final String far = "50000000000000";
        return Stream.of(
            row("expired", err("Action already expired"),
                post("/exchange", maker.sign(order, maker.nextNonce(), 1).body())),
            row("no orders", err("Orders are empty."), action(Actions.order(List.of()))),
            row("unknown asset", err("Unknown asset: 7"),
                action(Actions.order(OrderRequest.gtc(7, Side.BUY, "99000", "0.01")))),
            row("too many decimals of a price", err("Order has invalid price."), place("99000.05", "0.01")),
            row("price zero", err("Order has invalid price."), place("0", "0.01")),
            row("too many decimals of a size", err("Order has invalid size."), place("99000", "0.000001")),
            row("size zero", err("Order has zero size."), place("99000", "0")),
            row("leverage", err("Invalid leverage value"), action(Actions.updateLeverage(BTC, true, 41))),
            row("isolated margin", err("Isolated margin is not available; use cross margin."),
                action(Actions.updateLeverage(BTC, false, 5))),
            row("agent that is an account", err("Agent address is already in use by an account or another agent."),
                action(Actions.approveAgent(taker.address(), "desk"))),
            row("agent for too long", err("Agent expiry must be in the future and at most 180 days away."),
                action(Actions.approveAgent("0x" + "5".repeat(40), "desk valid_until " + far))),
            row("modified order that is none", err("Cannot modify canceled or filled order. asset=0"),
                action(Actions.modify(99, OrderRequest.gtc(BTC, Side.BUY, "99000", "0.01")))),
            row("price off the grid", entry("Price must be divisible by tick size."), place("100000.5", "0.01")),
            row("price too high", entry("Order price is beyond the largest price of the market."),
                place("10000001", "0.01")),
            row("order too large", entry("Order exceeds the largest size of the market."), place("99000", "501")),
            row("id of an open order", entry("Client order id is already used by an open order."),
                action(Actions.order(OrderRequest.gtc(BTC, Side.BUY, "99000", "0.01").withCloid(OWN_CLOID)))),
            row("too little value", entry("Order must have minimum value of $10."), place("99000", "0.0001")),
            row("reduce-only", entry("Reduce only order would increase position."),
                action(Actions.order(OrderRequest.gtc(BTC, Side.SELL, "100000", "0.01").reducing()))),
            row("post-only that crosses",
                entry("Post only order would have immediately matched, bbo was 99900.0@100100.0."),
                action(Actions.order(OrderRequest.postOnly(BTC, Side.BUY, "100100", "0.01")))),
            row("immediate without match",
                entry("Order could not immediately match against any resting orders."),
                action(Actions.order(OrderRequest.ioc(BTC, Side.BUY, "100000", "0.01")))),
            row("too little margin", entry("Insufficient margin to place order."), place("99000", "10")),
            row("cancel of an order that is none", canceled(),
                action(Actions.cancel(BTC, 99))),
            row("cancel of another account's order", canceled(),
                post("/exchange", taker.sign(Actions.cancel(BTC, 1)).body())))
            .map(row -> row.test(true));
    }

    @Test
    void shouldUseANonceOnce() {
        final SignedAction refused = maker.sign(Actions.order(OrderRequest.gtc(BTC, Side.BUY, "99000", "0")));
        assertEquals(err("Order has zero size."), server.api().raw(post("/exchange", refused.body())));
        assertEquals(err("Invalid nonce: duplicate nonce " + refused.nonce()),
            server.api().raw(post("/exchange", refused.body())));
        assertUnchanged();
    }

    @Test
    void shouldCloseAWebSocketThatSendsTooMuch() throws Exception {
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            final WebSocket socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(server.api().base().toString().replace("http", "ws") + "/ws"),
                    new CloseListener(closed))
                .get(10, TimeUnit.SECONDS);
            socket.sendText(" ".repeat(LONG), true);
            assertEquals(1009, closed.get(10, TimeUnit.SECONDS));
            socket.abort();
            client.shutdownNow();
        }
        assertUnchanged();
    }

    @Test
    void shouldAnswerMistakesOnAWebSocket() {
        final List<String> told = Collections.synchronizedList(new ArrayList<>());
        final SteelyardSocket socket = server.api().connect(new SocketListener() {
            @Override
            public void message(final String channel, final JsonNode data) {
                told.add(channel + " " + data);
            }

            @Override
            public void error(final String text) {
                told.add(text);
            }
        });
        final ApiException refused = assertThrows(ApiException.class,
            () -> PublicApi.await(socket.info((ObjectNode) Json.parse("{\"type\":\"nothing\"}"))));
        assertEquals(MALFORMED.replaceFirst(" ", ": "), refused.getMessage());
        final ApiException unknown = assertThrows(ApiException.class,
            () -> PublicApi.await(socket.subscribe((ObjectNode) Json.parse("{\"type\":\"nothing\"}"))));
        assertEquals("0: Invalid subscription {\"type\":\"nothing\"}", unknown.getMessage());
        assertEquals("Order has zero size.", PublicApi.await(socket.exchange(maker.sign(
            Actions.order(OrderRequest.gtc(BTC, Side.BUY, "99000", "0"))))).error());
        assertEquals(List.of(), told);
        socket.close();
        assertUnchanged();
    }

    private static void assertUnchanged() {
        final JsonNode now = server.admin().status().path("partHashes");
        for (final String part : List.of("books", "accounts", "risk")) {
            assertEquals(hashes.path(part), now.path(part), part);
        }
    }

    // ---- rows

    /**
     * One mistake.
     *
     * @param answer status and body; {@code #} stands for any text
     */
    private record Row(String name, String answer, HttpRequest.Builder request) {
        private DynamicTest test(final boolean usesNonce) {
            return dynamicTest(name, () -> {
                final JsonNode nonces = server.admin().status().path("partHashes").path("nonces");
                final String actual = server.api().raw(request);
                assertTrue(Pattern.matches(("\\Q" + answer + "\\E").replace("#", "\\E.*\\Q"), actual),
                    () -> "expected: " + answer + "\nbut was:  " + actual);
                assertUnchanged();
                assertEquals(usesNonce, !nonces.equals(server.admin().status().path("partHashes").path("nonces")));
            });
        }
    }

    private static Row row(final String name, final String answer, final HttpRequest.Builder request) {
        return new Row(name, answer, request);
    }

    private static String err(final String text) {
        return "200 {\"status\":\"err\",\"response\":\"" + text + "\"}";
    }

    private static String entry(final String text) {
        return "200 {\"status\":\"ok\",\"response\":{\"type\":\"order\",\"data\":{\"statuses\":[{\"error\":\"" + text
            + " asset=0\"}]}}}";
    }

    private static String canceled() {
        return entry("Order was never placed, already canceled, or filled.").replace("\"order\"", "\"cancel\"");
    }

    // ---- requests

    private static HttpRequest.Builder request(final String path) {
        return HttpRequest.newBuilder(server.api().base().resolve(path));
    }

    private static HttpRequest.BodyPublisher body(final String text) {
        return HttpRequest.BodyPublishers.ofString(text);
    }

    private static HttpRequest.Builder post(final String path, final String text) {
        return request(path).header("Content-Type", "application/json").POST(body(text));
    }

    private static HttpRequest.Builder info(final String text) {
        return post("/info", text);
    }

    private static HttpRequest.Builder exchange(final JsonNode envelope) {
        return post("/exchange", envelope.toString());
    }

    private static HttpRequest.Builder action(final JsonNode action) {
        return post("/exchange", maker.sign((ObjectNode) action).body());
    }

    private static HttpRequest.Builder place(final String price, final String size) {
        return action(Actions.order(OrderRequest.gtc(BTC, Side.BUY, price, size)));
    }

    private static HttpRequest.Builder signedWith(final ObjectNode action, final long nonce) {
        return post("/exchange", maker.sign(action, nonce, ActionHash.NO_EXPIRY).body());
    }

    private static ObjectNode signed(final Wallet wallet, final ObjectNode action) {
        return (ObjectNode) Json.parse(wallet.sign(action).body());
    }

    private static ObjectNode without(final ObjectNode json, final String field) {
        json.remove(field);
        return json;
    }

    private static ObjectNode edited(final ObjectNode action, final String field, final JsonNode value) {
        final ObjectNode copy = action.deepCopy();
        ((ObjectNode) copy.at("/orders/0")).set(field, value);
        return copy;
    }

    private static ObjectNode trigger() {
        return edited(Actions.order(OrderRequest.gtc(BTC, Side.SELL, "99000", "0.01")), "t",
            Json.parse("{\"trigger\":{\"isMarket\":true,\"triggerPx\":\"99000\",\"tpsl\":\"sl\"}}"));
    }

    private record CloseListener(CompletableFuture<Integer> closed) implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onClose(final WebSocket socket, final int code, final String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(final WebSocket socket, final Throwable failure) {
            closed.completeExceptionally(failure);
        }
    }
}
