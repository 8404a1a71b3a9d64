package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.model.CancelReason;
import steelyard.model.OrderFlags;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.protocol.sbe.ApproveAgentDecoder;
import steelyard.protocol.sbe.CancelOrdersByClientIdDecoder;
import steelyard.protocol.sbe.CancelOrdersDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.ModifyOrdersDecoder;
import steelyard.protocol.sbe.PlaceOrdersDecoder;
import steelyard.protocol.sbe.UpdateLeverageDecoder;
import steelyard.signing.Network;

/** What commands actions become, and what answers the commands' events become. */
class ActionsTest extends GatewayFixture {
    private static final String MALFORMED = "Failed to deserialize the JSON body into the target type";
    private static final String CLOID = "0x000000000000000100000000000000ff";

    private static String order(final String tif, final String extra) {
        return "{\"a\":0,\"b\":true,\"p\":\"50000.5\",\"s\":\"0.01\",\"r\":false,\"t\":{\"limit\":{\"tif\":\"" + tif
            + "\"}}" + extra + "}";
    }

    private static String place(final String... orders) {
        return "{\"type\":\"order\",\"orders\":[" + String.join(",", orders) + "],\"grouping\":\"na\"}";
    }

    private static String cancel() {
        return "{\"type\":\"cancel\",\"cancels\":[{\"a\":0,\"o\":77}]}";
    }

    private static String error(final String text) {
        return "{\"status\":\"err\",\"response\":\"" + text + "\"}";
    }

    private static String statuses(final String type, final String statuses) {
        return "{\"status\":\"ok\",\"response\":{\"type\":\"" + type + "\","
            + "\"data\":{\"statuses\":[" + statuses + "]}}}";
    }

    private void check(final String action, final Events events, final String answer) {
        node.script = command -> events;
        assertEquals(answer, client.act(KEY, action));
    }

    /** What becomes of the command does not matter. */
    private void refuseAll() {
        node.script = command -> Events.of().refused(RejectReason.ACTION_EXPIRED, 0, 0);
    }

    // ---- commands

    @ParameterizedTest
    @CsvSource({"Gtc, 0, 0", "Ioc, 1, 0", "Alo, 0, 2", "FrontendMarket, 1, 8"})
    void shouldPlaceOrders(final String tif, final int timeInForce, final int flags) {
        refuseAll();
        client.act(KEY, place(order(tif, ""), order(tif, ",\"c\":\"" + CLOID + "\"")
            .replace("\"b\":true", "\"b\":false").replace("\"r\":false", "\"r\":true")));
        final PlaceOrdersDecoder command =
            new PlaceOrdersDecoder().wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder());
        final List<String> orders = new ArrayList<>();
        for (final PlaceOrdersDecoder.OrdersDecoder order : command.orders()) {
            orders.add(order.marketId() + " " + order.side() + " " + order.priceE8() + " " + order.sizeE8() + " "
                + order.timeInForce() + " " + order.flags() + " " + order.clientOrderIdHigh() + " "
                + order.clientOrderIdLow());
        }
        assertEquals(List.of(
            "0 0 5000050000000 1000000 " + timeInForce + " " + flags + " 0 0",
            "0 1 5000050000000 1000000 " + timeInForce + " "
                + (flags | OrderFlags.REDUCE_ONLY | OrderFlags.HAS_CLIENT_ORDER_ID) + " 1 255"), orders);
        assertEquals(0, command.origin().seq());
    }

    @Test
    void shouldCancelByIdAndByClientId() {
        refuseAll();
        client.act(KEY, cancel());
        final CancelOrdersDecoder byId =
            new CancelOrdersDecoder().wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder());
        byId.cancels().forEach(cancel -> assertEquals("0 77", cancel.marketId() + " " + cancel.orderId()));
        client.act(KEY, "{\"type\":\"cancelByCloid\",\"cancels\":[{\"asset\":1,\"cloid\":\"" + CLOID + "\"}]}");
        final CancelOrdersByClientIdDecoder byClientId = new CancelOrdersByClientIdDecoder()
            .wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder());
        byClientId.cancels().forEach(cancel -> assertEquals("1 1 255",
            cancel.marketId() + " " + cancel.clientOrderIdHigh() + " " + cancel.clientOrderIdLow()));
    }

    @ParameterizedTest
    @CsvSource({"77, 77 0 0", "0, -1 0 0", "'\"0x000000000000000100000000000000ff\"', 0 1 255"})
    void shouldModify(final String oid, final String target) {
        refuseAll();
        client.act(KEY, "{\"type\":\"batchModify\",\"modifies\":[{\"oid\":" + oid + ",\"order\":" + order("Alo", "")
            + "}]}");
        client.act(KEY, "{\"type\":\"modify\",\"oid\":" + oid + ",\"order\":" + order("Alo", "") + "}");
        for (int i = 0; i < 2; i++) {
            final ModifyOrdersDecoder command =
                new ModifyOrdersDecoder().wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder());
            for (final ModifyOrdersDecoder.ModifiesDecoder modify : command.modifies()) {
                assertEquals(target, modify.targetOrderId() + " " + modify.targetClientOrderIdHigh() + " "
                    + modify.targetClientOrderIdLow());
                assertEquals("0 0 5000050000000 1000000 0 2", modify.marketId() + " " + modify.side() + " "
                    + modify.priceE8() + " " + modify.sizeE8() + " " + modify.timeInForce() + " " + modify.flags());
            }
        }
    }

    @Test
    void shouldUpdateLeverage() {
        assertEquals("{\"status\":\"ok\",\"response\":{\"type\":\"default\"}}",
            client.act(KEY, "{\"type\":\"updateLeverage\",\"asset\":1,\"isCross\":true,\"leverage\":5}"));
        final UpdateLeverageDecoder command =
            new UpdateLeverageDecoder().wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder());
        assertEquals("1 5 1", command.marketId() + " " + command.leverage() + " " + command.isCross());
    }

    private static String approval(final String name) {
        return "{\"type\":\"approveAgent\",\"hyperliquidChain\":\"Testnet\",\"signatureChainId\":\"0x66eee\","
            + "\"agentAddress\":\"0x1234567890123456789012345678901234567890\"," + name + "\"nonce\":1791280942000}";
    }

    @ParameterizedTest
    @CsvSource({"'', '', 0", "'\"agentName\":null,', '', 0", "'\"agentName\":\"\",', '', 0",
        "'\"agentName\":\"bot\",', bot, 0",
        "'\"agentName\":\"bot valid_until 1800000000000\",', bot, 1800000000000",
        "'\"agentName\":\" valid_until 0\",', '', 1", "'\"agentName\":\"valid_until 5\",', valid_until 5, 0"})
    void shouldApproveAgents(final String name, final String expectedName, final long validUntil) {
        assertEquals("{\"status\":\"ok\",\"response\":{\"type\":\"default\"}}",
            client.exchange(Client.userSigned(KEY, approval(name)).toString()).body());
        final ApproveAgentDecoder command =
            new ApproveAgentDecoder().wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder());
        final byte[] address = new byte[20];
        command.getAgentAddress(address, 0, 20);
        final byte[] given = new byte[64];
        command.getAgentName(given, 0, 64);
        assertEquals(expectedName, new String(given, java.nio.charset.StandardCharsets.UTF_8).trim());
        assertEquals(validUntil, command.validUntilMillis());
        assertEquals("0x1234567890123456789012345678901234567890",
            steelyard.protocol.Address.of(address).toString());
        final byte[] signer = new byte[20];
        command.authority().getSigner(signer, 0, 20);
        assertEquals(USER, steelyard.protocol.Address.of(signer));
    }

    @Test
    void shouldRefuseApprovalsThatDoNotAgreeWithTheirEnvelope() {
        final ObjectNode otherNonce = Client.userSigned(KEY, approval("")).put("nonce", 5);
        assertEquals(error("Nonce mismatch."), client.exchange(otherNonce.toString()).body());
        final ObjectNode expiring = Client.userSigned(KEY, approval("")).put("expiresAfter", 1_800_000_000_000L);
        assertEquals(error("expiresAfter is not supported for user-signed actions."),
            client.exchange(expiring.toString()).body());
        final ObjectNode longName = Client.userSigned(KEY, approval("\"agentName\":\"12345678901234567\","));
        assertEquals(error("Agent name must have at most 16 characters and no control characters."),
            client.exchange(longName.toString()).body());
        assertTrue(node.commands.isEmpty());
    }

    @Test
    void shouldTakeTheLargestAction() {
        final String[] modifies = new String[100];
        java.util.Arrays.fill(modifies, "{\"oid\":77,\"order\":" + order("Gtc", ",\"c\":\"" + CLOID + "\"") + "}");
        final String largest = "{\"type\":\"batchModify\",\"modifies\":[" + String.join(",", modifies) + "]}";
        refuseAll();
        assertEquals(error("Action already expired"), client.act(KEY, largest));
        final DirectBuffer command = node.commands.poll();
        assertTrue(command.capacity() <= 16 * 1024, "length " + command.capacity());
    }

    @Test
    void shouldRefuseMoreEntriesThanAnActionMayHave() {
        final String[] orders = new String[101];
        java.util.Arrays.fill(orders, order("Gtc", ""));
        assertEquals(error("Too many orders in one action: 101, at most 100."), client.act(KEY, place(orders)));
        assertTrue(node.commands.isEmpty());
    }

    // ---- malformed and unsupported

    @ParameterizedTest
    @ValueSource(strings = {"\"p\":\"1e5\"", "\"p\":\"-5\"", "\"p\":\"NaN\"", "\"p\":\"\"", "\"p\":50000",
        "\"p\":\"0.123456789\"", "\"p\":\".5\"", "\"p\":\"+5\"", "\"p\":\"-0\"", "\"p\":null", "\"p\":\"5 \"",
        "\"p\":\"99999999999999999999\""})
    void shouldAnswer422ToWrongDecimals(final String price) {
        checkMalformed(place(order("Gtc", "").replace("\"p\":\"50000.5\"", price)));
        checkMalformed(place(order("Gtc", "").replace("\"s\":\"0.01\"", price.replace("\"p\"", "\"s\""))));
    }

    @Test
    void shouldAllowPaddedDecimals() {
        refuseAll();
        client.act(KEY, place(order("Gtc", "").replace("50000.5", "50000.5000000000")));
        assertEquals(1, node.commands.size());
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775807, 9223372036854775807", "9223372036854775808, 9223372036854775807",
        "18446744073709551615, 9223372036854775807"})
    void shouldReadIdsThatNoOrderHas(final String oid, final long read) {
        refuseAll();
        client.act(KEY, "{\"type\":\"cancel\",\"cancels\":[{\"a\":0,\"o\":" + oid + "}]}");
        final CancelOrdersDecoder command =
            new CancelOrdersDecoder().wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder());
        assertEquals(read, command.cancels().next().orderId());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"type\":\"noSuchAction\"}", "{\"type\":7}", "{}",
        "{\"type\":\"cancel\",\"cancels\":[{\"a\":0,\"o\":77}],\"extra\":1}",
        "{\"type\":\"cancel\",\"cancels\":[{\"a\":0,\"o\":77,\"extra\":1}]}",
        "{\"type\":\"cancel\",\"cancels\":[{\"a\":0,\"o\":\"77\"}]}",
        "{\"type\":\"cancel\",\"cancels\":[{\"a\":-1,\"o\":77}]}",
        "{\"type\":\"cancel\",\"cancels\":[{\"a\":0,\"o\":-1}]}",
        "{\"type\":\"cancel\",\"cancels\":[{\"a\":4294967296,\"o\":77}]}", "{\"type\":\"cancel\",\"cancels\":{}}",
        "{\"type\":\"cancelByCloid\",\"cancels\":[{\"asset\":0,\"cloid\":\"0x1\"}]}",
        "{\"type\":\"updateLeverage\",\"asset\":1,\"leverage\":5}",
        "{\"type\":\"updateLeverage\",\"asset\":1,\"isCross\":true,\"leverage\":\"5\"}",
        "{\"type\":\"order\",\"orders\":[{\"a\":0,\"b\":true,\"p\":\"1\",\"s\":\"1\",\"r\":false}],"
        + "\"grouping\":\"na\"}",
        "{\"type\":\"order\",\"orders\":[],\"grouping\":\"pairs\"}"})
    void shouldAnswer422ToWrongActions(final String action) {
        checkMalformed(action);
    }

    @Test
    void shouldAnswer422ToWrongOrderTypes() {
        checkMalformed(place(order("Fak", "")));
        checkMalformed(place(order("Gtc", ",\"x\":1")));
        checkMalformed(place(order("Gtc", ",\"c\":\"0xzz\"")));
        checkMalformed(place(order("Gtc", "").replace("{\"limit\":{\"tif\":\"Gtc\"}}", "{}")));
    }

    private void checkMalformed(final String action) {
        final HttpResponse<String> answer = client.exchange(Client.signed(KEY, action, Network.MAINNET));
        assertEquals("422 " + MALFORMED, answer.statusCode() + " " + answer.body(), action);
        assertTrue(node.commands.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"extra\":1", "\"nonce\":-1", "\"nonce\":\"5\"",
        "\"signature\":{\"r\":\"0x1\",\"s\":\"0x1\"}",
        "\"signature\":{\"r\":\"0x1\",\"s\":\"0x1\",\"v\":35}", "\"signature\":{\"r\":\"zz\",\"s\":\"0x1\",\"v\":27}",
        "\"signature\":{\"r\":\"0x1\",\"s\":\"0x1\",\"v\":27,\"x\":1}", "\"vaultAddress\":\"0x1\"",
        "\"expiresAfter\":\"soon\"", "\"action\":[]"})
    void shouldAnswer422ToWrongEnvelopes(final String field) {
        final ObjectNode request = Client.envelope(KEY, cancel(), cancel(), Network.MAINNET);
        request.setAll((ObjectNode) Client.tree("{" + field + "}"));
        final HttpResponse<String> answer = client.exchange(request.toString());
        assertEquals("422 " + MALFORMED, answer.statusCode() + " " + answer.body());
    }

    @Test
    void shouldAnswer422ToListsAsActions() {
        assertEquals(422, client.exchange("[\"cancel\"]").statusCode());
    }

    @Test
    void shouldSayWhatIsNotSupported() {
        assertEquals(error("Action is not supported: setDisplayName"),
            client.act(KEY, "{\"type\":\"setDisplayName\",\"displayName\":\"x\"}"));
        assertEquals(error("Order priority is not supported."),
            client.act(KEY, place(order("Gtc", "")).replace("\"na\"", "{\"p\":5}")));
        assertTrue(node.commands.isEmpty());
    }

    // ---- answers

    @Test
    void shouldTellRestingOrders() {
        check(place(order("Gtc", ""), order("Gtc", ",\"c\":\"" + CLOID.replace("ff", "FF") + "\"")), Events.of()
            .placed(0, USER_ID, BTC, 101, Side.BUY, 500_005, 1_000, 0, 0)
            .rested(0, USER_ID, BTC, 101, Side.BUY, 500_005, 1_000)
            .placed(1, USER_ID, BTC, 102, Side.BUY, 500_005, 1_000, 255, OrderFlags.HAS_CLIENT_ORDER_ID)
            .rested(1, USER_ID, BTC, 102, Side.BUY, 500_005, 1_000),
            statuses("order", "{\"resting\":{\"oid\":101}},{\"resting\":{\"oid\":102,\"cloid\":\"" + CLOID + "\"}}"));
    }

    @Test
    void shouldTellFilledOrdersWithTheAveragePriceCut() {
        // (0.01 × 50000.5 + 0.02 × 50000.6) / 0.03 = 50000.5666…
        check(place(order("Ioc", "")), Events.of()
            .placed(0, USER_ID, BTC, 101, Side.BUY, 500_006, 3_000, 0, 0)
            .trade(BTC, 7, Side.BUY, 500_005, 1_000, OTHER_ID, USER_ID)
            .trade(BTC, 8, Side.BUY, 500_006, 2_000, OTHER_ID, USER_ID),
            statuses("order", "{\"filled\":{\"totalSz\":\"0.03\",\"avgPx\":\"50000.5\",\"oid\":101}}"));
    }

    @Test
    void shouldTellAPartialFillByWhatBecameOfTheRest() {
        check(place(order("Gtc", ""), order("Ioc", "")), Events.of()
            .placed(0, USER_ID, BTC, 101, Side.BUY, 500_005, 1_000, 0, 0)
            .trade(BTC, 7, Side.BUY, 500_005, 400, OTHER_ID, USER_ID)
            .rested(0, USER_ID, BTC, 101, Side.BUY, 500_005, 600)
            .placed(1, USER_ID, BTC, 102, Side.BUY, 500_005, 1_000, 0, 0)
            .canceled(Events.NO_INDEX, USER_ID, BTC, 101, Side.BUY, 500_005, 600, CancelReason.SELF_TRADE, true)
            .trade(BTC, 8, Side.BUY, 500_005, 300, OTHER_ID, USER_ID)
            .canceled(1, USER_ID, BTC, 102, Side.BUY, 500_005, 700, CancelReason.IOC_REMAINDER, false),
            statuses("order", "{\"resting\":{\"oid\":101}},"
                + "{\"filled\":{\"totalSz\":\"0.003\",\"avgPx\":\"50000.5\",\"oid\":102}}"));
    }

    @ParameterizedTest
    @CsvSource({
        "IOC_REMAINDER, Order could not immediately match against any resting orders.",
        "MARGIN, Insufficient margin to place order.",
        "COMMAND_BOUND, Action did too much at once; this order was not executed. Send it again."})
    void shouldTellWhyAnOrderDidNothing(final CancelReason reason, final String text) {
        check(place(order("Ioc", "")), Events.of()
            .placed(0, USER_ID, BTC, 101, Side.BUY, 500_005, 1_000, 0, 0)
            .canceled(0, USER_ID, BTC, 101, Side.BUY, 500_005, 1_000, reason, false),
            statuses("order", "{\"error\":\"" + text + " asset=0\"}"));
    }

    @Test
    void shouldTellCancels() {
        check("{\"type\":\"cancel\",\"cancels\":[{\"a\":0,\"o\":77},{\"a\":1,\"o\":78}]}", Events.of()
            .canceled(0, USER_ID, BTC, 77, Side.BUY, 500_005, 1_000, CancelReason.REQUESTED, true)
            .requestRejected(1, USER_ID, ETH, RejectReason.ORDER_NOT_FOUND),
            statuses("cancel", "\"success\","
                + "{\"error\":\"Order was never placed, already canceled, or filled. asset=1\"}"));
        check("{\"type\":\"cancelByCloid\",\"cancels\":[{\"asset\":0,\"cloid\":\"" + CLOID + "\"}]}", Events.of()
            .canceled(0, USER_ID, BTC, 77, Side.BUY, 500_005, 1_000, CancelReason.REQUESTED, true),
            statuses("cancel", "\"success\""));
    }

    @Test
    void shouldTellModifications() {
        final String entry = "{\"oid\":77,\"order\":" + order("Gtc", "") + "}";
        check("{\"type\":\"batchModify\",\"modifies\":[" + entry + "," + entry + "," + entry + "]}", Events.of()
            .reduced(0, USER_ID, BTC, 77, 900)
            .canceled(Events.NO_INDEX, USER_ID, BTC, 78, Side.BUY, 500_000, 900, CancelReason.MODIFIED, true)
            .placed(1, USER_ID, BTC, 101, Side.BUY, 500_005, 1_000, 0, 0)
            .rested(1, USER_ID, BTC, 101, Side.BUY, 500_005, 1_000)
            .requestRejected(2, USER_ID, BTC, RejectReason.ORDER_NOT_MODIFIABLE),
            statuses("order", "{\"resting\":{\"oid\":77}},{\"resting\":{\"oid\":101}},"
                + "{\"error\":\"Cannot modify canceled or filled order. asset=0\"}"));
        final String single = "{\"type\":\"modify\",\"oid\":77,\"order\":" + order("Gtc", "") + "}";
        check(single, Events.of().reduced(0, USER_ID, BTC, 77, 900),
            "{\"status\":\"ok\",\"response\":{\"type\":\"default\"}}");
        check(single, Events.of().requestRejected(0, USER_ID, BTC, RejectReason.ORDER_NOT_MODIFIABLE),
            error("Cannot modify canceled or filled order. asset=0"));
    }

    @ParameterizedTest
    @EnumSource(value = RejectReason.class, mode = EnumSource.Mode.MATCH_ALL, names = "(?!NONE$).*")
    void shouldTellEveryReasonOfAWholeAction(final RejectReason reason) {
        if (reason.text().contains("@price")) {
            return;
        }
        final String text = reason.text().replace("{1@usd}", "12.5").replace("{2@usd}", "-0.000003")
            .replace("{1}", "12500000").replace("{2}", "-3")
            .replace("{address}", reason == RejectReason.VAULT_NOT_REGISTERED
                ? "0x0000000000000000000000000000000000000000. Signed by " + USER
                + "; expected the key of its owner or of the owner's agent." : USER.toString());
        check(cancel(), Events.of().refused(reason, 12_500_000, -3), error(text));
    }

    @ParameterizedTest
    @EnumSource(value = RejectReason.class, mode = EnumSource.Mode.MATCH_ALL, names = "(?!NONE$).*")
    void shouldTellEveryReasonOfAnOrder(final RejectReason reason) {
        final String text = reason.text().replace("{1@usd}", "10").replace("{2@usd}", "0.500005")
            .replace("{1@price}", "1000000.0")
            .replace("{2@price}", "50000.5").replace("{1}", "10000000").replace("{2}", "500005")
            .replace("{address}", "0x0000000000000000000000000000000000000000");
        check(place(order("Gtc", "")),
            Events.of().rejected(0, USER_ID, BTC, 101, reason, 10_000_000, 500_005),
            statuses("order", "{\"error\":\"" + text + " asset=0\"}"));
    }

    @Test
    void shouldTellActionsThatOperatorsSkipped() {
        check(cancel(), Events.of().skipped(), error("The action was skipped by the operators."));
    }

    @Test
    void shouldTellTheEventOfAnAnswer() {
        assertEquals("1001", client.exchange(Client.signed(KEY,
            "{\"type\":\"updateLeverage\",\"asset\":1,\"isCross\":true,\"leverage\":5}", Network.MAINNET))
            .headers().firstValue("X-Steelyard-Sequence").orElseThrow());
    }

    @Test
    void shouldAnswer429WhenTheNodeIsBusy() {
        final String request = Client.signed(KEY, cancel(), Network.MAINNET);
        node.busyLater = true;
        assertEquals("429 null", statusAndBody(request));
        node.script = null;
        assertEquals("429 null", statusAndBody(request));
        node.script = command -> Events.of();
        node.stale = true;
        assertEquals("429 null", statusAndBody(request));
        node.stale = false;
        node.ready = false;
        assertEquals("429 null", statusAndBody(request));
        node.ready = true;
        node.acceptsReads = false;
        assertEquals("429 null", statusAndBody(Client.signed(AGENT_KEY, cancel(), Network.MAINNET)));
    }

    private String statusAndBody(final String request) {
        final HttpResponse<String> answer = client.exchange(request);
        return answer.statusCode() + " " + answer.body();
    }

    @Test
    void shouldSayWhenTheOutcomeIsUnknown() {
        node.outcomeUnknown = true;
        assertEquals(error("Outcome unknown: the action may still be executed. Look up its orders by cloid; "
            + "sending the same signed action again is safe."), client.act(KEY, cancel()));
    }
}
