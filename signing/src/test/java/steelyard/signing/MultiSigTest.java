package steelyard.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static steelyard.signing.ActionHash.NO_EXPIRY;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class MultiSigTest {
    private static final String USER = "0x1234567890123456789012345678901234567890";
    private static final String LEADER = Vectors.KEY_3.addressText();
    private static final String ORDER = """
        {"type":"order","orders":[{"a":0,"b":true,"p":"30000","s":"0.1","r":false,"t":{"limit":{"tif":"Gtc"}}}],
         "grouping":"na"}""";
    private static final String ORDER_SIGNATURE = """
        {"r":"0x12a4e2b7cfc2b5fc3d1e7847573de88bf1172731392be62fa6a9f2de3772b5ba",
         "s":"0x565f4ad818ae04b26624e548ed3d2a9d5a41a8b6460cfc1555a0fe07d6a56121","v":27}""";

    @Test
    void shouldProveUserAndLeaderOfTradingAction() {
        final byte[] connectionId =
            MultiSig.innerConnectionId(USER, "0xE5cA49Fb3bD9A581F0D1EF9CB5D7177Da08bf901", Vectors.json(ORDER),
                1234567890, null, NO_EXPIRY);
        final JsonNode wrapper = wrapper(USER, ORDER_SIGNATURE, ORDER);

        assertSigned(ORDER_SIGNATURE, Network.MAINNET.agentDigest(connectionId));
        assertSigned("""
            {"r":"0x6ce5dcb0b71db89f2b94f1427533013457e93d9b3f2b3d2b84bf8a0cb0ec008f",
             "s":"0x04e8981a177b328bebaae28598827f0aeee8be5b6f62756d81f6e71830c2103d","v":28}""",
            MultiSig.outerDigest(wrapper, Network.MAINNET, 1234567890, null, NO_EXPIRY));
    }

    @Test
    void shouldProveUserAndLeaderOfTransfer() {
        final String transfer = """
            {"hyperliquidChain":"Mainnet","signatureChainId":"0x66eee","destination":"%s","amount":"1000",
             "time":1234567890}""".formatted(USER);
        final String signature = """
            {"r":"0xccc3921f376f76abb13fbc2892808acea98fa7471633c103430f407f75b64375",
             "s":"0x5b8f3608927dddafdc6b8a9a7ee95177caa9eb3e00c81af21892cb80b2bcfb15","v":28}""";

        assertSigned(signature, UserSignedAction.of("usdSend")
            .multiSigDigest(Vectors.json(transfer), Hex.parse(USER), Hex.parse(LEADER)));
        assertSigned("""
            {"r":"0x8927ad27b2ee54f6c4d6fb2ae4841835dd3c82c705a0afd055c8ce75ae3f4130",
             "s":"0x7b555ee328026846560fed75501b1af2c4774636d5e06f09fe8c9faee9ee4075","v":27}""",
            MultiSig.outerDigest(wrapper(USER, signature, transfer), Network.MAINNET, 1234567890, null, NO_EXPIRY));
    }

    @Test
    void shouldProveUserAndLeaderOfShortAbstractionCode() {
        final String payload = """
            {"type":"userSetAbstraction","signatureChainId":"0x66eee","hyperliquidChain":"Testnet",
             "user":"0x3b4d2cc2e144a0044002506c8b44508e9ace82e9","abstraction":"i","nonce":1780130409592}""";
        final String signature = """
            {"r":"0xbeaaefe1f198650d10751bde2d398f2c27b00ce27df76b02a49e01b6cf674a0c",
             "s":"0x918a44e4ec29e6cba349ee48a177490d04e7b01ea23fd6845c274dc7150e91c","v":27}""";
        final String user = "0x3b4d2cc2e144a0044002506c8b44508e9ace82e9";

        assertSigned(signature, MultiSig.innerDigest(Vectors.json(payload), Hex.parse(USER), Hex.parse(LEADER)));
        assertSigned("""
            {"r":"0x28159b1dc1496ca8d81c2aee9f2f73882b6f6f7f6a54509010cbdb08c5302699",
             "s":"0x0d6832d115cd3149302afcbe1189875bc46e12f025d59aa618676f29cdc4ce6f","v":28}""",
            MultiSig.outerDigest(wrapper(USER, signature, payload), Network.TESTNET, 1780130409592L, null, NO_EXPIRY));
    }

    @Test
    void shouldHaveNoDigestOfWrapperOfAnotherShape() {
        assertNull(MultiSig.outerDigest(Vectors.json("{\"type\":\"multiSig\"}"), Network.MAINNET, 1, null, NO_EXPIRY));
        assertNull(MultiSig.outerDigest(Vectors.json(
            "{\"signatureChainId\":\"0x1\",\"signatures\":[1],\"payload\":{}}"), Network.MAINNET, 1, null, NO_EXPIRY));
        assertNull(MultiSig.innerDigest(Vectors.json(ORDER), Hex.parse(USER), Hex.parse(LEADER)));
    }

    private static JsonNode wrapper(final String user, final String signature, final String action) {
        return Vectors.json("""
            {"type":"multiSig","payload":{"action":%s,"multiSigUser":"%s","outerSigner":"%s"},"signatures":[%s],
             "signatureChainId":"0x66eee"}""".formatted(action, user, LEADER, signature));
    }

    private static void assertSigned(final String signature, final byte[] digest) {
        assertEquals(LEADER, Hex.print(Signature.parse(Vectors.json(signature)).signer(digest)));
    }
}
