package steelyard.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class L1ActionTest {
    private static final byte[] CONNECTION_ID =
        Hex.parse("0xde6c4037798a4434ca03cd05f00e3b803126221375cd1e7eaaaf041768be06eb");

    @ParameterizedTest
    @MethodSource("steelyard.signing.Vectors#l1")
    void shouldHashSignAndRecoverAsPublishedClients(final JsonNode vector) {
        final JsonNode action = Vectors.json(vector.get("action").textValue());

        assertEquals(vector.get("msgpack").textValue(), HexFormat.of().formatHex(ActionPacker.pack(action)));
        final byte[] connectionId = connectionId(action, vector);
        assertEquals(vector.get("connectionId").textValue(), Hex.print(connectionId));
        final SigningKey key = Vectors.keyOf(vector.get("signer").textValue());
        shouldSign(Network.MAINNET.agentDigest(connectionId), vector.get("mainnet"), key);
        shouldSign(Network.TESTNET.agentDigest(connectionId), vector.get("testnet"), key);
    }

    @Test
    void shouldSignRawConnectionIdAsPublishedClient() {
        final String mainnet = Hex.print(Vectors.KEY_2.sign(Network.MAINNET.agentDigest(CONNECTION_ID)).bytes());
        final String testnet = Hex.print(Vectors.KEY_2.sign(Network.TESTNET.agentDigest(CONNECTION_ID)).bytes());

        assertEquals("0xfa8a41f6a3fa728206df80801a83bcbfbab08649cd34d9c0bfba7c7b2f99340f"
            + "53a00226604567b98a1492803190d65a201d6805e5831b7044f17fd530aec7841c", mainnet);
        assertEquals("0x1713c0fc661b792a50e8ffdd59b637b1ed172d9a3aa4d801d9d88646710fb74b"
            + "33959f4d075a7ccbec9f2374a6da21ffa4448d58d0413a0d335775f680a881431c", testnet);
    }

    @Test
    void shouldPackIntegersAsShortAsTheyGo() {
        assertPacked("00", "0");
        assertPacked("7f", "127");
        assertPacked("cc80", "128");
        assertPacked("cd0100", "256");
        assertPacked("ceffffffff", "4294967295");
        assertPacked("cf0000000100000000", "4294967296");
        assertPacked("cfffffffffffffffff", "18446744073709551615");
        assertPacked("ff", "-1");
        assertPacked("d0df", "-33");
        assertPacked("d1ff7f", "-129");
        assertPacked("d2ffff7fff", "-32769");
        assertPacked("d3ffffffff7fffffff", "-2147483649");
    }

    @Test
    void shouldPackLongContainersAndTexts() {
        assertEquals("dc0010" + "c0".repeat(16), packed("[" + "null,".repeat(15) + "null]"));
        assertEquals("d920" + "61".repeat(32), packed("\"" + "a".repeat(32) + "\""));
        assertEquals("da0100" + "61".repeat(256), packed("\"" + "a".repeat(256) + "\""));
        assertEquals("a2c3a4", packed("\"ä\""));
        assertEquals("82a161c2a162c3", packed("{\"a\":false,\"b\":true}"));
    }

    @Test
    void shouldPackManyKeysAsLongMap() {
        final StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < 16; i++) {
            text.append(i == 0 ? "" : ",").append("\"k").append((char) ('a' + i)).append("\":").append(i);
        }

        assertEquals("de0010a26b6100a26b6201", packed(text.append('}').toString()).substring(0, 22));
    }

    @Test
    void shouldHaveNoHashOfFractionsAndOfNumbersBeyond64Bits() {
        assertNull(ActionHash.connectionId(Vectors.json("{\"a\":[1.5]}"), 1, null, ActionHash.NO_EXPIRY));
        assertNull(ActionHash.connectionId(Vectors.json("1e3"), 1, null, ActionHash.NO_EXPIRY));
        assertNull(ActionHash.connectionId(Vectors.json("18446744073709551616"), 1, null, ActionHash.NO_EXPIRY));
        assertNull(ActionHash.connectionId(Vectors.json("-9223372036854775809"), 1, null, ActionHash.NO_EXPIRY));
    }

    @Test
    void shouldPackHalfOfASurrogatePairAsReplacement() {
        assertPacked("a13f", "\"\\ud800\"");
    }

    private static void shouldSign(final byte[] digest, final JsonNode expected, final SigningKey key) {
        assertEquals(expected.get("digest").textValue(), Hex.print(digest));
        assertEquals(
            expected.get("r").textValue() + expected.get("s").textValue().substring(2)
                + Integer.toHexString(expected.get("v").intValue()),
            Hex.print(key.sign(digest).bytes()));
        assertEquals(key.addressText(), Hex.print(Signature.parse(expected).signer(digest)));
    }

    private static byte[] connectionId(final JsonNode action, final JsonNode vector) {
        final JsonNode vault = vector.get("vault");
        return ActionHash.connectionId(
            action,
            vector.get("nonce").longValue(),
            vault.isNull() ? null : Hex.parse(vault.textValue()),
            vector.get("expiresAfter").asLong(ActionHash.NO_EXPIRY));
    }

    private static void assertPacked(final String expected, final String json) {
        assertEquals(expected, packed(json));
    }

    private static String packed(final String json) {
        return HexFormat.of().formatHex(ActionPacker.pack(Vectors.json(json)));
    }
}
