package steelyard.system.refusal;

import static steelyard.system.node.TestServer.BTC;
import static steelyard.system.node.TestServer.ETH;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.client.Actions;
import steelyard.client.OrderRequest;
import steelyard.client.SignedAction;
import steelyard.client.Wallet;
import steelyard.model.Side;
import steelyard.signing.ActionHash;
import steelyard.signing.SigningKey;
import steelyard.system.node.Json;

/**
 * Actions with every kind of mistake: what they are answered, over HTTP and over WebSocket, and what they must not
 * change. A nonce is used only where a signer was found and its nonce was good.
 */
@Timeout(180)
class RefusedActionsTest {
    private static final String MALFORMED = "422 Failed to deserialize the JSON body into the target type";
    private static final ObjectNode ORDER = Actions.order(OrderRequest.gtc(BTC, Side.BUY, "99000", "0.01"));

    @TempDir
    private static Path directory;

    private static OpenMarket market;
    private static Wallet maker;

    @BeforeAll
    static void open() {
        market = new OpenMarket(directory);
        maker = market.maker();
    }

    @AfterAll
    static void close() {
        market.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseShapesBeforeTheirNonce() {
        return Stream.of(
            row("malformed action", "400 Failed to parse the request body as JSON", () -> "{\"action\":"),
            row("no envelope", MALFORMED, () -> "{}"),
            row("field that the envelope does not have", MALFORMED, () -> signed(maker, ORDER).put("x", 1).toString()),
            row("no nonce", MALFORMED, () -> without("nonce")),
            row("no signature", MALFORMED, () -> without("signature")),
            row("no action", MALFORMED, () -> without("action")),
            row("field that the action does not have", MALFORMED, action(ORDER.deepCopy().put("x", 1))),
            row("unknown action", MALFORMED, action(Json.object("type", "nothing"))),
            row("action of another exchange", err("Action is not supported: evmUserModify"),
                action(Json.parse("{\"type\":\"evmUserModify\",\"usingBigBlocks\":true}"))),
            row("nine decimals", MALFORMED, place("99000", "0.010000001")),
            row("exponent", MALFORMED, place("9e4", "0.01")),
            row("negative size", MALFORMED, place("99000", "-0.01")),
            row("no number", MALFORMED, place("99000", "much")),
            row("price as a number", MALFORMED, action(edited("p", "99000"))),
            row("time in force", MALFORMED, action(edited("t", "{\"limit\":{\"tif\":\"Day\"}}"))),
            row("side as a text", MALFORMED, action(edited("b", "\"B\""))),
            row("unknown permission", MALFORMED,
                action(Actions.setAgentLimits(market.reader().address(), "withdraw", List.of()))),
            row("no network", MALFORMED,
                action(Actions.setAgentLimits(market.reader().address(), "read", List.of("example.org")))),
            row("id that is no number of 64 bits", MALFORMED, () -> signed(maker, ORDER).set("action", Json.parse(
                "{\"type\":\"cancel\",\"cancels\":[{\"a\":0,\"o\":18446744073709551616}]}")).toString()),
            row("short cloid", MALFORMED, action(edited("c", "\"0x12\""))),
            row("too many orders", err("Too many orders in one action: 101, at most 100."),
                action(Actions.order(Collections.nCopies(101, OrderRequest.gtc(BTC, Side.BUY, "99000", "0.01"))))))
            .flatMap(mistake -> mistake.tests(market, false));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseSignersBeforeTheirNonce() {
        final Wallet stranger = Wallet.of(SigningKey.random());
        final long tomorrow = System.currentTimeMillis() + 100_000_000;
        return Stream.of(
            row("signature of zeros", err("Unable to recover signer."), () -> {
                final ObjectNode envelope = signed(maker, ORDER);
                envelope.putObject("signature").put("r", "0x0").put("s", "0x0").put("v", 27);
                return envelope.toString();
            }),
            row("signature of another action", err("User or API Wallet # does not exist."), () -> {
                final ObjectNode envelope = signed(maker, ORDER);
                ((ObjectNode) envelope.at("/action/orders/0")).put("s", "0.02");
                return envelope.toString();
            }),
            row("signature of another nonce", err("User or API Wallet # does not exist."), () -> {
                final ObjectNode envelope = signed(maker, ORDER);
                return envelope.put("nonce", envelope.path("nonce").longValue() + 1).toString();
            }),
            row("wallet without account", err("User or API Wallet " + stranger.address() + " does not exist."),
                () -> stranger.sign(ORDER).body()),
            row("agent of a wallet without account",
                err("Must deposit before performing actions. User: " + stranger.address()),
                () -> stranger.sign(Actions.approveAgent(maker.address(), "")).body()),
            row("vault", err("Vault not registered: " + stranger.address() + ". Signed by "
                + maker.address() + "; expected the key of its owner or of the owner's agent."),
                () -> maker.actingFor(stranger.address()).sign(ORDER).body()),
            row("agent that may only read", err("API Wallet " + market.reader().address() + " may only read."),
                () -> market.reader().sign(ORDER).body()),
            row("agent from elsewhere than it may be used", err("IP address 127.0.0.1 is not on the allow-list of API"
                + " Wallet " + market.elsewhere().address() + "."), () -> market.elsewhere().sign(ORDER).body()),
            row("limits that an agent sets itself",
                err("Must deposit before performing actions. User: " + market.reader().address()),
                () -> market.reader().sign(Actions.setAgentLimits(market.reader().address(), "trade", List.of()))
                    .body()),
            row("nonce too low", err("Invalid nonce: nonce too low 1 < #"),
                () -> maker.sign(ORDER, 1, ActionHash.NO_EXPIRY).body()),
            row("nonce too high", err("Invalid nonce: nonce too high " + tomorrow + " > #"),
                () -> maker.sign(ORDER, tomorrow, ActionHash.NO_EXPIRY).body()))
            .flatMap(mistake -> mistake.tests(market, false));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseWholeActionsAfterTheirNonce() {
        final String far = "50000000000000";
        return Stream.of(
            row("expired", err("Action already expired"), () -> maker.sign(ORDER, maker.nextNonce(), 1).body()),
            row("no orders", err("Orders are empty."), action(Actions.order(List.of()))),
            row("unknown asset", err("Unknown asset: 7"),
                action(Actions.order(OrderRequest.gtc(7, Side.BUY, "99000", "0.01")))),
            row("too many decimals of a price", err("Order has invalid price."), place("99000.05", "0.01")),
            row("price zero", err("Order has invalid price."), place("0", "0.01")),
            row("too many decimals of a size", err("Order has invalid size."), place("99000", "0.000001")),
            row("size zero", err("Order has zero size."), place("99000", "0")),
            row("leverage", err("Invalid leverage value"), action(Actions.updateLeverage(BTC, true, 41))),
            row("agent that is an account", err("Agent address is already in use by an account or another agent."),
                action(Actions.approveAgent(market.taker().address(), "desk"))),
            row("agent for too long", err("Agent expiry must be in the future and at most 180 days away."),
                action(Actions.approveAgent("0x" + "5".repeat(40), "desk valid_until " + far))),
            row("limits of an agent that is none", err("API Wallet is not one of this account."),
                action(Actions.setAgentLimits("0x" + "5".repeat(40), "read", List.of()))),
            row("network with bits beyond its prefix", err("API Wallet may trade or read, from at most 16 networks"
                + " without bits beyond their prefix, none twice."),
                action(Actions.setAgentLimits(market.reader().address(), "read", List.of("10.0.0.1/8")))),
            row("modified order that is none", err("Cannot modify canceled or filled order. asset=0"),
                action(Actions.modify(99, OrderRequest.gtc(BTC, Side.BUY, "99000", "0.01")))))
            .flatMap(mistake -> mistake.tests(market, true));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseEntriesAfterTheirNonce() {
        return Stream.of(
            row("price off the grid", entry("Price must be divisible by tick size."), place("100000.5", "0.01")),
            row("price too high", entry("Order price is beyond the largest price of the market."),
                place("10000001", "0.01")),
            row("order too large", entry("Order has invalid size: it exceeds the largest size of the market."), place("99000", "501")),
            row("id of an open order", entry("Client order id is already used by an open order."), action(Actions.order(
                OrderRequest.gtc(BTC, Side.BUY, "99000", "0.01").withCloid(OpenMarket.CLOID)))),
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
            row("cancel of an order that is none", canceled(), action(Actions.cancel(BTC, 99))),
            row("cancel of an id that no order can have", canceled(), action(Json.parse(
                "{\"type\":\"cancel\",\"cancels\":[{\"a\":0,\"o\":18446744073709551615}]}"))),
            row("cancel in another market", canceled().replace("asset=0", "asset=1"), action(Actions.cancel(ETH, 1))),
            row("cancel of another account's order", canceled(),
                () -> market.taker().sign(Actions.cancel(BTC, 1)).body()))
            .flatMap(mistake -> mistake.tests(market, true));
    }

    @Test
    void shouldUseANonceOnce() {
        final SignedAction refused = maker.sign(Actions.order(OrderRequest.gtc(BTC, Side.BUY, "99000", "0")));
        Mistake.assertMatches(err("Order has zero size."), sent(refused));
        market.assertUnchanged(true);
        Mistake.assertMatches(err("Invalid nonce: duplicate nonce " + refused.nonce()), sent(refused));
        market.assertUnchanged(false);
    }

    private static String sent(final SignedAction action) {
        return market.server().api().raw(HttpRequest.newBuilder(market.server().api().base().resolve("/exchange"))
            .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(action.body())));
    }

    // ---- answers

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

    private static Mistake row(final String name, final String answer, final Supplier<String> body) {
        return new Mistake(name, "/exchange", answer, body);
    }

    private static Supplier<String> action(final JsonNode action) {
        return () -> maker.sign((ObjectNode) action).body();
    }

    private static Supplier<String> place(final String price, final String size) {
        return action(Actions.order(OrderRequest.gtc(BTC, Side.BUY, price, size)));
    }

    private static ObjectNode signed(final Wallet wallet, final ObjectNode action) {
        return (ObjectNode) Json.parse(wallet.sign(action).body());
    }

    private static String without(final String field) {
        final ObjectNode envelope = signed(maker, ORDER);
        envelope.remove(field);
        return envelope.toString();
    }

    private static ObjectNode edited(final String field, final String value) {
        final ObjectNode copy = ORDER.deepCopy();
        ((ObjectNode) copy.at("/orders/0")).set(field, Json.parse(value));
        return copy;
    }
}
