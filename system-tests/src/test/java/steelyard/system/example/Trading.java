package steelyard.system.example;

import static steelyard.system.node.TestServer.BTC;
import static steelyard.system.node.TestServer.ETH;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import steelyard.client.Actions;
import steelyard.client.OrderRequest;
import steelyard.client.Wallet;
import steelyard.model.Side;
import steelyard.signing.ActionHash;
import steelyard.signing.MultiSig;
import steelyard.signing.Network;
import steelyard.signing.SigningKey;
import steelyard.system.node.Json;
import steelyard.system.node.TestServer;

/** A user who does everything that a user can do, and somebody to do it with. */
final class Trading {
    /** Sends what was signed and answers what came of it. */
    @FunctionalInterface
    interface Sender {
        /** {@code type} is that of the action. */
        void send(String type, JsonNode signed);
    }

    private static final String CLOID = "0x00000000000000000000000000000001";
    private static final SigningKey KEY =
        SigningKey.of("0x0123456789012345678901234567890123456789012345678901234567890123");
    private static final SigningKey OTHERS = SigningKey.of("0x" + "22".repeat(32));
    private static final String USDC = "USDC:0x6d1e7cde53ba9467b783cb7c530ce054";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final TestServer server;
    private final Wallet trader = Wallet.of(KEY);
    private final Wallet other = Wallet.of(OTHERS);
    private final Wallet shared = Wallet.of(SigningKey.of("0x" + "33".repeat(32)));
    private final Wallet agent = Wallet.of(SigningKey.of("0x" + "44".repeat(32)));
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, String> typeOfChannel = new HashMap<>();
    private final Map<String, JsonNode> subscriptions = new HashMap<>();
    private Sender sender;

    Trading(final TestServer server) {
        this.server = server;
        for (final Wallet wallet : List.of(trader, other)) {
            server.admin().deposit(wallet.address(), "500000");
        }
        server.admin().deposit(shared.address(), "1000");
        values.putAll(Map.of("user", trader.address(), "users", List.of(trader.address(), other.address()),
            "coin", "BTC", "dex", "", "id", 40, "nSigFigs", 5, "mantissa", 2, "oid", CLOID, "startTime", 0,
            "endTime", 4_000_000_000_000L));
        values.putAll(Map.of("aggregateByTime", true, "reversed", true, "token", 0,
            "tokenId", "0x6d1e7cde53ba9467b783cb7c530ce054", "outcome", 0, "vaultAddress", other.address(),
            "source", other.address(), "builder", other.address(), "interval", "1h", "fast", true));
        values.put("afterSeq", 0);
        values.put("orders", List.of(Map.of("coin", "BTC", "isBuy", true, "sz", "0.1", "limitPx", "50000")));
        values.put("positions", List.of(Map.of("coin", "BTC", "szi", "-0.1")));
        values.put("req", Map.of("coin", "BTC", "interval", "1h", "startTime", 0, "endTime", 4_000_000_000_000L));
    }

    /** A request of this type with all the fields that it may have. */
    ObjectNode request(final String type, final JsonNode fields) {
        final ObjectNode request = Json.object("type", type);
        fields.fieldNames().forEachRemaining(field -> {
            if (!field.equals("type")) {
                request.putPOJO(field, values.get(field));
            }
        });
        return (ObjectNode) Json.parse(request.toString());
    }

    void subscribed(final String channel, final String type, final JsonNode subscription) {
        typeOfChannel.put(channel, type);
        subscriptions.put(channel, subscription);
    }

    String type(final String channel) {
        return typeOfChannel.get(channel);
    }

    JsonNode subscription(final String channel) {
        return subscriptions.get(channel);
    }

    /** Does everything once; the history knows of it afterwards. */
    void act(final Sender to) {
        sender = to;
        place(other, OrderRequest.gtc(BTC, Side.SELL, "100100", "1"), OrderRequest.gtc(BTC, Side.BUY, "99900", "1"),
            OrderRequest.gtc(ETH, Side.SELL, "4010", "5"));
        trade();
        margin();
        quote();
        refer();
        moveMoney();
        share();
        place(trader, OrderRequest.gtc(BTC, Side.BUY, "99000", "0.01").withCloid(CLOID));
        show(trader, "{'type':'reserveRequestWeight','weight':1000}");
        server.process().await("the history", LIMIT, () -> server.api().info("userNonFundingLedgerUpdates", trader)
            .findValuesAsText("usdc").contains("0.5"));
    }

    /** A resting order of the user is filled. */
    void happen() {
        place(trader, OrderRequest.gtc(BTC, Side.SELL, "100050", "0.01"));
        place(other, OrderRequest.ioc(BTC, Side.BUY, "100050", "0.01"));
    }

    private void trade() {
        show(trader, Actions.order(List.of(OrderRequest.ioc(BTC, Side.BUY, "100100", "0.2"),
            OrderRequest.gtc(BTC, Side.BUY, "99000", "0.01").withCloid(CLOID))));
        show(trader, Actions.modify(openOrder(), OrderRequest.gtc(BTC, Side.BUY, "99100", "0.01")));
        show(trader, Actions.batchModify(List.of(
            new Actions.Modification(openOrder(), OrderRequest.gtc(BTC, Side.BUY, "99200", "0.01")))));
        show(trader, Actions.cancel(BTC, openOrder()));
        place(trader, OrderRequest.gtc(BTC, Side.BUY, "99000", "0.01").withCloid(CLOID));
        show(trader, Actions.cancelByCloid(BTC, CLOID));
        show(trader, Actions.scheduleCancel(System.currentTimeMillis() + 3_600_000));
        show(trader, "{'type':'twapOrder','twap':{'a':0,'b':true,'s':'0.1','r':false,'m':30,'t':false}}");
        server.process().await("the TWAP", LIMIT, () -> !server.api().info("twapHistory", trader).isEmpty());
        final long twapId = server.api().info("twapHistory", trader).at("/0/twapId").asLong();
        show(trader, Actions.cancelTwap(BTC, twapId));
        show(trader, Actions.selfTradeMode("maker"));
    }

    private void margin() {
        show(trader, Actions.updateLeverage(ETH, false, 5));
        place(trader, OrderRequest.ioc(ETH, Side.BUY, "4010", "1"));
        show(trader, "{'type':'updateIsolatedMargin','asset':1,'isBuy':true,'ntli':1000000}");
        show(trader, "{'type':'topUpIsolatedOnlyMargin','asset':1,'leverage':'4.0'}");
        show(trader, "{'type':'userSetAbstraction','user':'%s','abstraction':'disabled'}".formatted(trader.address()));
        show(trader, "{'type':'userPortfolioMargin','user':'%s','enabled':false}".formatted(trader.address()));
        show(trader, "{'type':'agentSetAbstraction','abstraction':'i'}");
    }

    private void quote() {
        show(trader, Actions.setProtection(1, 1_000, 10));
        show(trader, Actions.massQuote(1, List.of(new Actions.Quote(BTC, Side.BUY, "99500", "0.01"),
            new Actions.Quote(BTC, Side.SELL, "100500", "0.01"))));
        show(trader, Actions.resetProtection(1));
        show(trader, Actions.cancelAll());
    }

    private void refer() {
        show(trader, "{'type':'registerReferrer','code':'FRIENDS'}");
        show(other, "{'type':'setReferrer','code':'FRIENDS'}");
        place(trader, OrderRequest.gtc(BTC, Side.SELL, "100080", "0.5"));
        place(other, OrderRequest.ioc(BTC, Side.BUY, "100080", "0.5"));
        show(trader, "{'type':'claimRewards'}");
        show(trader, "{'type':'approveBuilderFee','maxFeeRate':'0.05%%','builder':'%s'}".formatted(other.address()));
    }

    private void moveMoney() {
        final String destination = "'destination':'" + other.address() + "',";
        show(trader, "{'type':'usdSend'," + destination + "'amount':'1'}");
        show(trader, "{'type':'sendAsset'," + destination + "'sourceDex':'','destinationDex':'','token':'" + USDC
            + "','amount':'1','fromSubAccount':''}");
        show(trader, "{'type':'withdraw3'," + destination + "'amount':'10'}");
        show(trader, "{'type':'createSubAccount','name':'hedge'}");
        final String subAccount = "'subAccountUser':'"
            + server.api().info("subAccounts", trader).at("/0/subAccountUser").asText() + "',";
        show(trader, "{'type':'subAccountModify'," + subAccount + "'name':'second hedge'}");
        show(trader, "{'type':'subAccountTransfer'," + subAccount + "'isDeposit':true,'usd':1000000}");
    }

    private void share() {
        show(trader, Actions.approveAgent(agent.address(), "desk"));
        show(trader, Actions.setAgentLimits(agent.address(), "trade", List.of("10.0.0.0/8")));
        show(trader, "{'type':'noop'}");
        final ObjectNode convert = Json.object("type", "convertToMultiSigUser", "signers",
            "{\"authorizedUsers\":[\"" + trader.address() + "\",\"" + other.address() + "\"],\"threshold\":2}");
        show(shared, convert);
        sender.send("multiSig", agreed(Actions.order(OrderRequest.gtc(BTC, Side.BUY, "99000", "0.001"))));
    }

    /** Signed by both users of the shared account. */
    private JsonNode agreed(final ObjectNode action) {
        final long nonce = trader.nextNonce();
        final byte[] digest = Network.MAINNET.agentDigest(MultiSig.innerConnectionId(
            shared.address(), trader.address(), action, nonce, null, ActionHash.NO_EXPIRY));
        final ObjectNode wrapper = Json.object("type", "multiSig", "signatureChainId", "0x66eee");
        final ArrayNode signatures = wrapper.putArray("signatures");
        signatures.add(KEY.sign(digest).json()).add(OTHERS.sign(digest).json());
        wrapper.putObject("payload").put("multiSigUser", shared.address()).put("outerSigner", trader.address())
            .set("action", action);
        final ObjectNode request = Json.object();
        request.set("action", wrapper);
        request.put("nonce", nonce);
        request.set("signature", KEY.sign(
            MultiSig.outerDigest(wrapper, Network.MAINNET, nonce, null, ActionHash.NO_EXPIRY)).json());
        return request;
    }

    private void show(final Wallet wallet, final String action) {
        show(wallet, (ObjectNode) Json.parse(action.replace('\'', '"')));
    }

    private void show(final Wallet wallet, final ObjectNode action) {
        sender.send(action.path("type").asText(), Json.parse(wallet.sign(action).body()));
    }

    private void place(final Wallet wallet, final OrderRequest... orders) {
        final JsonNode answer = server.api().exchange(wallet, Actions.order(List.of(orders))).json();
        if (!answer.findValues("error").isEmpty() || answer.path("status").asText().equals("err")) {
            throw new AssertionError(answer.toString());
        }
    }

    private long openOrder() {
        return server.api().info("openOrders", trader).at("/0/oid").asLong();
    }
}
