package steelyard.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import steelyard.model.Side;
import steelyard.signing.ActionHash;
import steelyard.signing.CanonicalAction;
import steelyard.signing.Network;
import steelyard.signing.Signature;
import steelyard.signing.SigningKey;
import steelyard.signing.UserSignedAction;

class WalletTest {
    private static final SigningKey KEY =
        SigningKey.of("0x0123456789012345678901234567890123456789012345678901234567890123");
    private static final String VAULT = "0x1719884eb866cb12b2287399b15f7db5e7d775ea";

    @Test
    void shouldSignAsPublishedClient() {
        final ObjectNode order = Actions.order(OrderRequest.ioc(4, Side.BUY, "1670.1", "0.0147"));

        final SignedAction signed = Wallet.of(KEY).sign(order, 1677777606040L, ActionHash.NO_EXPIRY);

        assertEquals("{\"action\":{\"type\":\"order\",\"orders\":[{\"a\":4,\"b\":true,"
            + "\"p\":\"1670.1\",\"s\":\"0.0147\","
            + "\"r\":false,\"t\":{\"limit\":{\"tif\":\"Ioc\"}}}],\"grouping\":\"na\"},"
            + "\"nonce\":1677777606040,\"signature\":"
            + "{\"r\":\"0xe302c107c0048633293299b066317048f69f685aa4f536fe56c050efaf04996c\","
            + "\"s\":\"0x70e01d4d26e3d724fb8f8ab54b3f2544a37ea1b092f83532349405274f3f3962\",\"v\":28}}", signed.body());
        assertEquals(1677777606040L, signed.nonce());
    }

    @Test
    void shouldSignForNetworkVaultAndExpiry() throws IOException {
        final ObjectNode cancel = Actions.cancel(1, 77);
        final JsonNode request = json(
            Wallet.of(KEY).on(Network.TESTNET).actingFor(VAULT).sign(cancel, 5, 9));

        assertEquals(VAULT, request.get("vaultAddress").textValue());
        assertEquals(9, request.get("expiresAfter").longValue());
        assertSigned(request, Network.TESTNET.agentDigest(ActionHash.connectionId(
            cancel, 5, HexFormat.of().parseHex(VAULT.substring(2)), 9)));
    }

    @Test
    void shouldCompleteAndSignApproval() throws IOException {
        final JsonNode request = json(Wallet.of(KEY).sign(Actions.approveAgent(VAULT, "bot"), 7, ActionHash.NO_EXPIRY));

        assertEquals("{\"type\":\"approveAgent\",\"agentAddress\":\"" + VAULT + "\",\"agentName\":\"bot\","
            + "\"signatureChainId\":\"0x66eee\",\"hyperliquidChain\":\"Mainnet\",\"nonce\":7}",
            request.get("action").toString());
        assertSigned(request, UserSignedAction.of("approveAgent").digest(request.get("action")));
    }

    @Test
    void shouldBuildActionsInCanonicalForm() {
        final OrderRequest order = OrderRequest.postOnly(1, Side.SELL, "100", "0.5").reducing()
            .withCloid("0x00000000000000000000000000000001");

        List.of(
            Actions.order(List.of(order, OrderRequest.gtc(0, Side.BUY, "1", "2"))), Actions.cancel(1, 2, 3),
            Actions.cancelByCloid(1, "0x01", "0x02"), Actions.modify(5, order),
            Actions.batchModify(List.of(new Actions.Modification(5, order))), Actions.updateLeverage(1, true, 5),
            Actions.modifyByCloid("0x00000000000000000000000000000001", order)
        ).forEach(action -> assertEquals(CanonicalAction.of(action).toString(), action.toString()));
    }

    @Test
    void shouldNeverUseNonceTwice() {
        final Wallet wallet = Wallet.of(KEY);
        long last = System.currentTimeMillis() - 1;
        for (int i = 0; i < 10_000; i++) {
            final long nonce = (i % 2 == 0 ? wallet : wallet.on(Network.TESTNET)).nextNonce();
            assertTrue(nonce > last);
            last = nonce;
        }
    }

    @Test
    void shouldRefuseToSignWhatCannotBeHashed() {
        final Wallet wallet = Wallet.of(KEY);
        final ObjectNode fraction = Actions.updateLeverage(1, true, 5).put("leverage", 1.5);
        final ObjectNode withoutAgent = Actions.approveAgent(VAULT, "bot").without("agentAddress");

        assertThrows(IllegalArgumentException.class, () -> wallet.sign(fraction));
        assertThrows(IllegalArgumentException.class, () -> wallet.sign(withoutAgent));
        assertThrows(IllegalArgumentException.class, () -> wallet.actingFor("0x12"));
    }

    private static void assertSigned(final JsonNode request, final byte[] digest) {
        assertArrayEquals(KEY.address(), Signature.parse(request.get("signature")).signer(digest));
    }

    private static JsonNode json(final SignedAction signed) throws IOException {
        return SteelyardClient.JSON.readTree(signed.bytes());
    }
}
