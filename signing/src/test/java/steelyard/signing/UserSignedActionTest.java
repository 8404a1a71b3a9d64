package steelyard.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserSignedActionTest {
    @ParameterizedTest
    @MethodSource("steelyard.signing.Vectors#userSigned")
    void shouldHashSignAndRecoverAsPublishedClients(final JsonNode vector) {
        final String type = switch (vector.get("primary").textValue()) {
            case "HyperliquidTransaction:UsdSend" -> "usdSend";
            case "HyperliquidTransaction:Withdraw" -> "withdraw3";
            default -> "approveBuilderFee";
        };
        final ObjectNode action = vector.get("msg").deepCopy();
        action.put("signatureChainId", "0x" + Long.toHexString(vector.get("chainId").longValue()));

        final byte[] digest = UserSignedAction.of(type).digest(action);

        assertEquals(vector.get("digest").textValue(), Hex.print(digest));
        final SigningKey key = Vectors.keyOf(vector.get("signer").textValue());
        assertEquals(vector.get("r").textValue() + vector.get("s").textValue().substring(2)
            + Integer.toHexString(vector.get("v").intValue()), Hex.print(key.sign(digest).bytes()));
        assertEquals(key.addressText(), Hex.print(Signature.parse(vector).signer(digest)));
    }

    @ParameterizedTest
    @CsvSource({
        "approveAgent, 0x4464abf6148f115d79362d98320081aa2ae8a5c840083cb65820bffc21394378",
        "approveBuilderFee, 0x461684eab6dcdfdd79c6250648d41a1abe3c826ceab6c513fc4f30156f233ad3",
        "cDeposit, 0xad1bf36b33cc8478b96fc8d7f333f55aaacc2d2d5f76e11c6f909ec0e6350d4c",
        "cWithdraw, 0x5b373730cec30f6bfdd2055fe781ce6d5aaf3dbb95f9e41f30304bb7235cf434",
        "convertToMultiSigUser, 0x4d0883518f17b75d0cf7deec7f0a235936fe6c6b4e3719542068d3c4bca6fbe4",
        "linkStakingUser, 0x27165ee398ec554a44513917647b374592878a87c4c3c1e43735771d9cf5a5e7",
        "sendAsset, 0x5f7cf397b977b076f0fbb993badfc7dd11bd71461a3d076c0940eff5f91ac849",
        "sendToEvmWithData, 0x6a99d9af92175da1a2f1ca873b7a35db83d042f3b093578b7b0a2a99c07ba86f",
        "spotSend, 0xd6d9472f429b5debb4cc4702fa9925e621498472a979f2581553dd007e273983",
        "stakingLinkDisableTradingUser, 0x3359b50c2f203724fb8800102cbd374c01dfe5070f2ca246903773513579d05c",
        "tokenDelegate, 0x92b330ec2490ea5985392c914fbd03684ac4860d6423151a947ad3022c58270b",
        "usdClassTransfer, 0x7a3eebb1997d2e459472886f8cf9829a79b1b00c72a06c9fe015c91299aecd43",
        "usdSend, 0xc7410964737e2180e258d649f23f74a49460432fecbd94688103ecc63fb66b4c",
        "userDexAbstraction, 0xfeed9f6a65f7ac1a3a08d55f10e7a14a9e8287266757c9d353ff995ca29da88e",
        "userPortfolioMargin, 0x67779fba34bb69aa1aff60baeceeccd844bb178ec9820e07cc536511f780442c",
        "userSetAbstraction, 0x7275fcf11c2aeeb00370bdc44e472f2b54989a0c88bd1605dbee01a0ba9a0a8b",
        "withdraw3, 0xdbde952fa0de88158fc71336e44c61876611a2a65553bebd4d52b44a2a000d9a"})
    void shouldHashTypes(final String type, final String typeHash) {
        assertEquals(typeHash, Hex.print(UserSignedAction.of(type).typeHash()));
    }

    @Test
    void shouldHashTypeOfMultiSigLeader() {
        assertEquals("0x550fbfa3eb8691c744dccee20fce8ca1bd0f0fb319fdbde7fc68dd16bde14214",
            Hex.print(UserSignedAction.SEND_MULTI_SIG.typeHash()));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0xdb17d1ad595c034a414294c8a640f420ba18e2b7488231f5b97d02780d8e8648",
        "999, 0xd32d810d4bfe4771b1d495256b32ddf3ca822f5f457282b00f0447bf6461b749",
        "1337, 0x2ab985d1ddb4c6588ac4afb962e55272992b488049fbb166e5dbb96f24996192",
        "31337, 0xd6dc2680aaad435f86f6e10b104bb48f9e3748e3b9fdfe693894b4b73ab5b9cf",
        "42161, 0x2f54e643b38c9c2b65cb731aaf11c54f01705ee0cdf45aea16e2ac0a5ce7531a",
        "421614, 0xfeb1393ca4412a4ca577bd51d04f0a77033514c602f4d0a11490fb95f7428df6"})
    void shouldSeparateChains(final long chainId, final String separator) {
        assertEquals(separator, Hex.print(UserSignedAction.domain(chainId)));
    }

    @Test
    void shouldHashTradingDomainAndAgentTypeAsPublished() {
        assertEquals("0xd79297fcdf2ffcd4ae223d01edaa2ba214ff8f401d7c9300d995d17c82aa4040",
            Hex.print(Eip712.domain(Keccak.hash("Exchange"), 1337)));
        assertEquals("0x26f05c2f7239b6983075e58321292d77b3aa173d19b27257ac96ab362570f508",
            Hex.print(Keccak.hash("Agent(string source,bytes32 connectionId)")));
    }

    @Test
    void shouldTakeMissingAndNullAgentNameAsEmpty() {
        final String approval = "{\"signatureChainId\":\"0x1\",\"hyperliquidChain\":\"Mainnet\","
            + "\"agentAddress\":\"0x1234567890123456789012345678901234567890\",%s\"nonce\":1795288463573}";
        final String expected = digest("approveAgent", approval.formatted("\"agentName\":\"\","));

        assertEquals(expected, digest("approveAgent", approval.formatted("")));
        assertEquals(expected, digest("approveAgent", approval.formatted("\"agentName\":null,")));
        assertNotNull(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "\"destination\":\"0x1\",\"amount\":\"1\",\"time\":1",
        "\"signatureChainId\":\"0x1\",\"amount\":\"1\",\"time\":1",
        "\"signatureChainId\":\"0x1\",\"destination\":\"0x1\",\"amount\":1,\"time\":1",
        "\"signatureChainId\":\"0x1\",\"destination\":\"0x1\",\"amount\":\"1\",\"time\":-1",
        "\"signatureChainId\":\"0x1\",\"destination\":\"0x1\",\"amount\":\"1\",\"time\":1.0",
        "\"signatureChainId\":\"0x1\",\"destination\":\"0x1\",\"amount\":\"1\",\"time\":18446744073709551616",
        "\"signatureChainId\":\"0x\",\"destination\":\"0x1\",\"amount\":\"1\",\"time\":1",
        "\"signatureChainId\":\"0x11111111111111111\",\"destination\":\"0x1\",\"amount\":\"1\",\"time\":1",
        "\"signatureChainId\":\"one\",\"destination\":\"0x1\",\"amount\":\"1\",\"time\":1"})
    void shouldHaveNoDigestOfWrongFields(final String fields) {
        final String action = "{\"hyperliquidChain\":\"Mainnet\"," + fields + "}";

        assertNull(UserSignedAction.of("usdSend").digest(Vectors.json(action)));
    }

    @Test
    void shouldNameFieldThatRepeatsNonce() {
        assertEquals("time", UserSignedAction.of("usdSend").nonceField());
        assertEquals("nonce", UserSignedAction.of("approveAgent").nonceField());
        assertNull(UserSignedAction.of("order"));
    }

    private static String digest(final String type, final String action) {
        return Hex.print(UserSignedAction.of(type).digest(Vectors.json(action)));
    }
}
