package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import steelyard.model.AccountKind;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.node.AccountView;
import steelyard.node.MultiSigView;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.ConvertToMultiSigDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.MultiSigDecoder;
import steelyard.protocol.sbe.PlaceOrdersDecoder;
import steelyard.protocol.sbe.SetMarginModeDecoder;

/** Actions for multi-sig accounts as a client library signed them: {@link #OTHER} is user and leader at once. */
class MultiSigActionsTest extends GatewayFixture {
    private static final String MULTI_SIG = "0x1234567890123456789012345678901234567890";
    private static final String RESTING =
        "{\"status\":\"ok\",\"response\":{\"type\":\"order\",\"data\":{\"statuses\":[{\"resting\":{\"oid\":101}}]}}}";
    private static final String ORDER = """
        {"type":"order","orders":[{"a":0,"b":true,"p":"30000","s":"0.1","r":false,"t":{"limit":{"tif":"Gtc"}}}],\
        "grouping":"na"}""";
    private static final String OF_ORDER = request(ORDER, 1234567890L, """
        {"r":"0x12a4e2b7cfc2b5fc3d1e7847573de88bf1172731392be62fa6a9f2de3772b5ba",\
        "s":"0x565f4ad818ae04b26624e548ed3d2a9d5a41a8b6460cfc1555a0fe07d6a56121","v":27}""", """
        {"r":"0x6ce5dcb0b71db89f2b94f1427533013457e93d9b3f2b3d2b84bf8a0cb0ec008f",\
        "s":"0x04e8981a177b328bebaae28598827f0aeee8be5b6f62756d81f6e71830c2103d","v":28}""");
    private static final String OF_MODE = request("""
        {"type":"userSetAbstraction","signatureChainId":"0x66eee","hyperliquidChain":"Testnet",\
        "user":"0x3b4d2cc2e144a0044002506c8b44508e9ace82e9","abstraction":"i","nonce":1780130409592}""",
        1780130409592L, """
        {"r":"0xbeaaefe1f198650d10751bde2d398f2c27b00ce27df76b02a49e01b6cf674a0c",\
        "s":"0x918a44e4ec29e6cba349ee48a177490d04e7b01ea23fd6845c274dc7150e91c","v":27}""", """
        {"r":"0x28159b1dc1496ca8d81c2aee9f2f73882b6f6f7f6a54509010cbdb08c5302699",\
        "s":"0x0d6832d115cd3149302afcbe1189875bc46e12f025d59aa618676f29cdc4ce6f","v":28}""");

    private static String request(
        final String action, final long nonce, final String signature, final String outerSignature) {
        return "{\"action\":{\"type\":\"multiSig\",\"signatureChainId\":\"0x66eee\",\"signatures\":[" + signature
            + "],\"payload\":{\"multiSigUser\":\"" + MULTI_SIG + "\",\"outerSigner\":\"" + OTHER + "\",\"action\":"
            + action + "}},\"nonce\":" + nonce + ",\"signature\":" + outerSignature + "}";
    }

    private static String error(final String text) {
        return "{\"status\":\"err\",\"response\":\"" + text + "\"}";
    }

    private MultiSigDecoder sent() {
        return new MultiSigDecoder().wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder());
    }

    private static List<Address> signers(final MultiSigDecoder command) {
        final List<Address> signers = new ArrayList<>();
        for (final MultiSigDecoder.SignersDecoder signer : command.signers()) {
            signers.add(new Address(signer.high(), signer.mid(), signer.low()));
        }
        return signers;
    }

    private static UnsafeBuffer action(final MultiSigDecoder command) {
        final byte[] bytes = new byte[command.actionLength()];
        command.getAction(bytes, 0, bytes.length);
        return new UnsafeBuffer(bytes);
    }

    @Test
    void shouldSendAnOrder() {
        node.script = ignored -> Events.of()
            .placed(0, USER_ID, BTC, 101, Side.BUY, 300_000, 10_000, 0, 0)
            .rested(0, USER_ID, BTC, 101, Side.BUY, 300_000, 10_000);
        assertEquals(RESTING, client.exchange(OF_ORDER).body());
        final MultiSigDecoder command = sent();
        assertEquals(Address.parse(MULTI_SIG),
            Address.from(command.buffer(), command.offset() + MultiSigDecoder.userEncodingOffset()));
        assertEquals(1234567890, command.authority().nonceMillis());
        assertEquals(List.of(OTHER), signers(command));
        final PlaceOrdersDecoder order =
            new PlaceOrdersDecoder().wrapAndApplyHeader(action(command), 0, new MessageHeaderDecoder());
        assertEquals(3_000_000_000_000L, order.orders().next().priceE8());
    }

    @Test
    void shouldSendWhatUsersSignReadably() {
        assertEquals("{\"status\":\"ok\",\"response\":{\"type\":\"default\"}}", client.exchange(OF_MODE).body());
        final MultiSigDecoder command = sent();
        assertEquals(List.of(OTHER), signers(command));
        assertEquals(0, new SetMarginModeDecoder()
            .wrapAndApplyHeader(action(command), 0, new MessageHeaderDecoder()).mode());
    }

    @Test
    void shouldSayWhoSignedInstead() {
        assertTrue(client.exchange(OF_ORDER.replace("\"0.1\"", "\"0.2\"")).body()
            .startsWith("{\"status\":\"err\",\"response\":\"Outer signer is " + OTHER + ", but 0x"));
        assertTrue(client.exchange(OF_MODE.replace("1780130409592}}", "1780130409593}}")).body()
            .contains("Nonce mismatch."));
        assertTrue(node.commands.isEmpty());
    }

    @Test
    void shouldTellRefusals() {
        node.script = ignored -> Events.of().refused(RejectReason.MULTI_SIG_SIGNATURES, 1, 2);
        assertEquals(error("Not enough signatures of authorized users: 1 of 2."), client.exchange(OF_ORDER).body());
        assertEquals(error("Action is not supported for multi-sig users."), client.exchange(
            OF_ORDER.replace(ORDER, "{\"type\":\"multiSig\"}")).body());
        assertEquals(422, client.exchange(OF_ORDER.replace("\"payload\"", "\"other\"")).statusCode());
    }

    @Test
    void shouldConvert() {
        final String action = "{\"type\":\"convertToMultiSigUser\",\"signatureChainId\":\"0x66eee\","
            + "\"hyperliquidChain\":\"Mainnet\",\"signers\":\"{\\\"authorizedUsers\\\":[\\\"" + OTHER
            + "\\\"],\\\"threshold\\\":1}\",\"nonce\":" + Client.NONCE + "}";
        client.exchange(Client.userSigned(KEY, action).toString());
        final ConvertToMultiSigDecoder command =
            new ConvertToMultiSigDecoder().wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder());
        assertEquals(1, command.threshold());
        final ConvertToMultiSigDecoder.UsersDecoder user = command.users().next();
        assertEquals(OTHER, new Address(user.high(), user.mid(), user.low()));
        final String back = action.replaceFirst("\"signers\":.*?,\"nonce\"", "\"signers\":\"null\",\"nonce\"");
        client.exchange(Client.userSigned(KEY, back).toString());
        assertEquals(0, new ConvertToMultiSigDecoder()
            .wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder()).threshold());
    }

    @Test
    void shouldTellTheUsers() {
        final String asked = "{\"type\":\"userToMultiSigSigners\",\"user\":\"" + USER + "\"}";
        assertEquals("null", client.info(asked).body());
        node.multiSigs.put(USER_ID, new MultiSigView(List.of(OTHER), 1));
        assertEquals("{\"authorizedUsers\":[\"" + OTHER + "\"],\"threshold\":1}", client.info(asked).body());
    }

    @Test
    void shouldCountAnActionForTheAccountOnlyIfItsUsersAgree() {
        final int sharedId = 30;
        final Address shared = Address.parse(MULTI_SIG);
        node.accounts.put(shared, new AccountView(
            sharedId, shared, AccountKind.USER, 0, 0, 0, 0, 0, 0, 0, List.of()));
        client.exchange(OF_ORDER);
        assertEquals(List.of(0, 1), List.of(used(shared), used(OTHER)), "it is an ordinary account");
        node.multiSigs.put(sharedId, new MultiSigView(List.of(USER), 1));
        client.exchange(OF_ORDER);
        assertEquals(List.of(0, 2), List.of(used(shared), used(OTHER)), "the leader is no user");
        node.multiSigs.put(sharedId, new MultiSigView(List.of(USER, OTHER), 2));
        client.exchange(OF_ORDER);
        assertEquals(List.of(0, 3), List.of(used(shared), used(OTHER)), "not enough");
        node.multiSigs.put(sharedId, new MultiSigView(List.of(USER, OTHER), 1));
        client.exchange(OF_ORDER);
        assertEquals(List.of(1, 3), List.of(used(shared), used(OTHER)));
    }

    private int used(final Address user) {
        return Client.tree(client.info("{\"type\":\"userRateLimit\",\"user\":\"" + user + "\"}").body())
            .path("nRequestsUsed").asInt(-1);
    }
}
