package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.model.CancelReason;
import steelyard.model.Side;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.AuthorityDecoder;
import steelyard.protocol.sbe.CancelAllDecoder;
import steelyard.protocol.sbe.CancelOrdersDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.signing.Network;
import steelyard.signing.SigningKey;

/** A connection that proves once who it is, and what it may do then. */
class SessionsTest extends GatewayFixture {
    private static final String CANCEL = "{\"type\":\"cancel\",\"cancels\":[{\"a\":0,\"o\":77}]}";
    private static final String CANCELED = "{\"status\":\"ok\",\"response\":{\"type\":\"cancel\","
        + "\"data\":{\"statuses\":[\"success\"]}}}";

    private Stream stream;

    @BeforeEach
    void connect() {
        stream = new Stream(server.port());
        node.script = command -> Events.of()
            .canceled(0, USER_ID, BTC, 77, Side.BUY, 1, 10, CancelReason.REQUESTED, true);
    }

    @AfterEach
    void disconnect() {
        stream.close();
    }

    private String challenge() {
        stream.send("{\"method\":\"login\"}");
        return Client.tree(stream.data("login")).path("challenge").asText();
    }

    private static String login(final String challenge, final boolean cancels) {
        return "{\"type\":\"login\",\"challenge\":\"" + challenge + "\",\"cancelOnDisconnect\":" + cancels + "}";
    }

    private void answer(final SigningKey key, final String action) {
        stream.send("{\"method\":\"login\",\"request\":" + Client.signed(key, action, Network.MAINNET) + "}");
    }

    private String post(final String payload) {
        stream.send("{\"method\":\"post\",\"id\":5,\"request\":{\"type\":\"session\",\"payload\":" + payload + "}}");
        return Client.tree(stream.data("post")).path("response").path("payload").toString();
    }

    @Test
    void shouldTakeUnsignedOrdersAfterALogin() throws InterruptedException {
        answer(AGENT_KEY, login(challenge(), false));
        assertEquals("{\"signer\":\"" + AGENT + "\",\"vaultAddress\":null,\"cancelOnDisconnect\":false}",
            stream.data("login"));
        assertEquals(CANCELED, post("{\"action\":" + CANCEL + "}"));
        assertEquals(CANCELED, post("{\"action\":" + CANCEL + ",\"expiresAfter\":1800000000000}"));
        final CancelOrdersDecoder first = cancelOrders(node.commands.take());
        assertEquals(Long.MIN_VALUE, first.authority().nonceMillis());
        assertEquals(0, first.authority().expiresAfterMillis());
        assertEquals(AGENT, Address.from(first.authority().buffer(),
            first.authority().offset() + AuthorityDecoder.signerEncodingOffset()));
        final byte[] proof = proof(first);
        final CancelOrdersDecoder second = cancelOrders(node.commands.take());
        assertEquals(1_800_000_000_000L, second.authority().expiresAfterMillis());
        assertArrayEquals(proof, proof(second));
        assertEquals(97, proof.length);
    }

    @Test
    void shouldTakeNothingUnsignedWithoutALogin() {
        assertEquals("{\"status\":\"err\",\"response\":\"Not logged in.\"}", post("{\"action\":" + CANCEL + "}"));
        assertNull(node.commands.poll());
    }

    @Test
    void shouldAcceptEachChallengeOnceAndOnlyTheLast() {
        final String first = challenge();
        final String second = challenge();
        assertNotEquals(first, second);
        answer(KEY, login(first, false));
        assertEquals("\"Login failed: Unknown challenge.\"", stream.data("error"));
        answer(KEY, login(second, false));
        assertEquals("\"Login failed: Unknown challenge.\"", stream.data("error"));
        answer(KEY, login(challenge(), false));
        stream.data("login");
        answer(KEY, login(second, false));
        assertEquals("\"Login failed: Unknown challenge.\"", stream.data("error"));
    }

    @Test
    void shouldRefuseStrangers() {
        final SigningKey stranger = SigningKey.random();
        answer(stranger, login(challenge(), false));
        assertEquals("\"Login failed: User or API Wallet " + stranger.addressText().toLowerCase()
            + " does not exist.\"", stream.data("error"));
        post("{\"action\":" + CANCEL + "}");
        assertNull(node.commands.poll());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"type\":\"usdSend\",\"hyperliquidChain\":\"Mainnet\",\"signatureChainId\":\"0x66eee\","
            + "\"destination\":\"0xe5ca49fb3bd9a581f0d1ef9cb5d7177da08bf901\",\"amount\":\"1\",\"time\":1}",
        "{\"type\":\"withdraw3\",\"hyperliquidChain\":\"Mainnet\",\"signatureChainId\":\"0x66eee\","
            + "\"destination\":\"0xe5ca49fb3bd9a581f0d1ef9cb5d7177da08bf901\",\"amount\":\"1\",\"time\":1}",
        "{\"type\":\"approveAgent\",\"hyperliquidChain\":\"Mainnet\",\"signatureChainId\":\"0x66eee\","
            + "\"agentAddress\":\"0xe5ca49fb3bd9a581f0d1ef9cb5d7177da08bf901\",\"agentName\":\"x\",\"nonce\":1}",
        "{\"type\":\"createSubAccount\",\"name\":\"x\"}", "{\"type\":\"noop\"}"})
    void shouldWantASignatureForWhatIsNotTrading(final String action) {
        answer(KEY, login(challenge(), false));
        stream.data("login");
        assertEquals("{\"status\":\"err\",\"response\":\"This action needs a signature of its own: "
            + Client.tree(action).path("type").asText() + "\"}", post("{\"action\":" + action + "}"));
        assertNull(node.commands.poll());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"action\":" + CANCEL + ",\"nonce\":1}", "{\"action\":{\"type\":\"login\"}}", "{}"})
    void shouldRefuseWhatIsNoRequestOfASession(final String payload) {
        answer(KEY, login(challenge(), false));
        stream.data("login");
        assertEquals("\"422: Failed to deserialize the JSON body into the target type\"", post(payload));
    }

    @Test
    void shouldCancelEverythingWhenAConnectionThatAskedForItEnds() throws InterruptedException {
        answer(KEY, login(challenge(), true));
        assertEquals("{\"signer\":\"" + USER + "\",\"vaultAddress\":null,\"cancelOnDisconnect\":true}",
            stream.data("login"));
        stream.close();
        final DirectBuffer command = node.commands.poll(10, TimeUnit.SECONDS);
        final CancelAllDecoder all =
            new CancelAllDecoder().wrapAndApplyHeader(command, 0, new MessageHeaderDecoder());
        assertEquals(Long.MIN_VALUE, all.authority().nonceMillis());
        assertNull(node.commands.poll(200, TimeUnit.MILLISECONDS));
    }

    @Test
    void shouldCancelNothingForOthers() throws InterruptedException {
        answer(KEY, login(challenge(), false));
        stream.data("login");
        stream.close();
        assertNull(node.commands.poll(500, TimeUnit.MILLISECONDS));
    }

    private static CancelOrdersDecoder cancelOrders(final DirectBuffer command) {
        return new CancelOrdersDecoder().wrapAndApplyHeader(command, 0, new MessageHeaderDecoder());
    }

    private static byte[] proof(final CancelOrdersDecoder command) {
        for (final CancelOrdersDecoder.CancelsDecoder cancel : command.cancels()) {
            assertEquals(77, cancel.orderId());
        }
        final byte[] proof = new byte[command.proofLength()];
        command.getProof(proof, 0, proof.length);
        return Arrays.copyOf(proof, proof.length);
    }
}
