package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import steelyard.model.RejectReason;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.AuthorityDecoder;
import steelyard.protocol.sbe.CancelOrdersDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.PlaceOrdersDecoder;
import steelyard.signing.ActionHash;
import steelyard.signing.Network;
import steelyard.signing.SigningKey;

/** Whoever signed in whatever way a client does must be found. */
class SignatureTest extends GatewayFixture {
    private static final String CANCEL = "{\"type\":\"cancel\",\"cancels\":[{\"a\":0,\"o\":77}]}";
    private static final String ORDER = "{\"type\":\"order\",\"orders\":[{\"a\":0,\"b\":true,\"p\":\"50000\","
        + "\"s\":\"0.01\",\"r\":false,\"t\":{\"limit\":{\"tif\":\"Gtc\"}},"
        + "\"c\":\"0x000000000000000000065d2917ff69ab\"}],\"grouping\":\"na\"}";
    /** The same order as a client may send it: keys sorted, decimals padded, hex in upper case. */
    private static final String ORDER_REARRANGED = "{\"grouping\":\"na\",\"orders\":[{\"a\":0,\"b\":true,"
        + "\"c\":\"0x000000000000000000065D2917FF69AB\",\"p\":\"50000.00\",\"r\":false,\"s\":\"0.0100\","
        + "\"t\":{\"limit\":{\"tif\":\"Gtc\"}}}],\"type\":\"order\"}";

    @BeforeEach
    void refuseAll() {
        node.script = command -> Events.of().refused(RejectReason.ACTION_EXPIRED, 0, 0);
    }

    private record Signers(Address signer, Address alternate, Address vault, long expires) {
    }

    private Signers send(final ObjectNode request) {
        client.exchange(request.toString());
        return signers(node.commands.poll());
    }

    private static Signers signers(final DirectBuffer command) {
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(command, 0);
        final AuthorityDecoder authority = header.templateId() == CancelOrdersDecoder.TEMPLATE_ID
            ? new CancelOrdersDecoder().wrapAndApplyHeader(command, 0, header).authority()
            : new PlaceOrdersDecoder().wrapAndApplyHeader(command, 0, header).authority();
        assertEquals(Client.NONCE, authority.nonceMillis());
        final byte[] signer = new byte[20];
        final byte[] alternate = new byte[20];
        final byte[] vault = new byte[20];
        authority.getSigner(signer, 0, 20);
        authority.getAlternateSigner(alternate, 0, 20);
        authority.getVaultAddress(vault, 0, 20);
        return new Signers(Address.of(signer), Address.of(alternate), Address.of(vault),
            authority.expiresAfterMillis());
    }

    @ParameterizedTest
    @EnumSource(Network.class)
    void shouldFindAnAccountOnEitherNetwork(final Network network) {
        final Signers found = send(Client.envelope(KEY, CANCEL, CANCEL, network));
        assertEquals(USER, found.signer);
        assertTrue(!found.alternate.isZero() && !found.alternate.equals(USER), "the other network's address too");
    }

    @ParameterizedTest
    @EnumSource(Network.class)
    void shouldFindAnAgentOnEitherNetwork(final Network network) {
        assertEquals(AGENT, send(Client.envelope(AGENT_KEY, CANCEL, CANCEL, network)).signer);
    }

    @ParameterizedTest
    @EnumSource(Network.class)
    void shouldFindTheSignerOfARearrangedAction(final Network network) {
        assertEquals(USER, send(Client.envelope(KEY, ORDER_REARRANGED, ORDER, network)).signer);
    }

    @ParameterizedTest
    @EnumSource(Network.class)
    void shouldFindTheSignerOfAnActionHashedAsSent(final Network network) {
        assertEquals(USER, send(Client.envelope(KEY, ORDER_REARRANGED, ORDER_REARRANGED, network)).signer);
    }

    @Test
    void shouldRefuseStrangersWithoutAskingTheExchange() {
        final SigningKey stranger = SigningKey.random();
        assertEquals("{\"status\":\"err\",\"response\":\"User or API Wallet " + Address.of(stranger.address())
            + " does not exist.\"}", client.act(stranger, CANCEL));
        assertTrue(node.commands.isEmpty());
    }

    @Test
    void shouldRememberHowAConnectionSigns() {
        send(Client.envelope(KEY, ORDER_REARRANGED, ORDER_REARRANGED, Network.TESTNET));
        node.acceptsReads = false;
        final Signers remembered = send(Client.envelope(KEY, CANCEL, CANCEL, Network.TESTNET));
        assertEquals(new Signers(USER, Address.ZERO, Address.ZERO, 0), remembered);
    }

    @Test
    void shouldRememberEachSignerOfAConnection() {
        send(Client.envelope(KEY, CANCEL, CANCEL, Network.MAINNET));
        send(Client.envelope(AGENT_KEY, CANCEL, CANCEL, Network.MAINNET));
        node.acceptsReads = false;
        assertEquals(USER, send(Client.envelope(KEY, CANCEL, CANCEL, Network.MAINNET)).signer);
        assertEquals(AGENT, send(Client.envelope(AGENT_KEY, CANCEL, CANCEL, Network.MAINNET)).signer);
        assertEquals(USER, send(Client.envelope(KEY, CANCEL, CANCEL, Network.MAINNET)).signer);
    }

    @Test
    void shouldFindAnotherSignerOnTheSameConnection() {
        send(Client.envelope(KEY, CANCEL, CANCEL, Network.TESTNET));
        assertEquals(AGENT, send(Client.envelope(AGENT_KEY, CANCEL, CANCEL, Network.MAINNET)).signer);
        assertEquals(USER, send(Client.envelope(KEY, CANCEL, CANCEL, Network.MAINNET)).signer);
    }

    @Test
    void shouldTakeNullForAbsent() {
        final ObjectNode request = Client.envelope(KEY, CANCEL, CANCEL, Network.MAINNET);
        request.putNull("vaultAddress").putNull("expiresAfter");
        assertEquals(USER, send(request).signer);
    }

    @Test
    void shouldCoverVaultAndExpiryByTheSignature() {
        final byte[] id = ActionHash.connectionId(Client.tree(CANCEL), Client.NONCE, OTHER.bytes(), 1_800_000_000_000L);
        final ObjectNode request = Client.envelope(KEY, CANCEL, CANCEL, Network.MAINNET);
        request.set("signature", KEY.sign(Network.MAINNET.agentDigest(id)).json());
        request.put("vaultAddress", OTHER.toString().substring(2)).put("expiresAfter", 1_800_000_000_000L);
        final Signers found = send(request);
        assertEquals(USER, found.signer);
        assertEquals(OTHER, found.vault);
        assertEquals(1_800_000_000_000L, found.expires);
    }

    @Test
    void shouldTakeAnExpiryOfZeroAsPast() {
        final byte[] id = ActionHash.connectionId(Client.tree(CANCEL), Client.NONCE, null, 0);
        final ObjectNode request = Client.envelope(KEY, CANCEL, CANCEL, Network.MAINNET).put("expiresAfter", 0);
        request.set("signature", KEY.sign(Network.MAINNET.agentDigest(id)).json());
        assertEquals(1, send(request).expires);
    }

    @Test
    void shouldAcceptShortHexAndSmallV() {
        ObjectNode request = null;
        for (long nonce = Client.NONCE; request == null; nonce++) {
            final ObjectNode candidate = signedAt(nonce);
            if (candidate.at("/signature/r").asText().startsWith("0x0")) {
                request = candidate;
            }
        }
        final ObjectNode signature = (ObjectNode) request.get("signature");
        signature.put("r", "0x" + signature.get("r").asText().substring(2).replaceFirst("^0+", ""));
        signature.put("v", signature.get("v").asInt() - 27);
        client.exchange(request.toString());
        final byte[] signer = new byte[20];
        new CancelOrdersDecoder().wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder()).authority()
            .getSigner(signer, 0, 20);
        assertEquals(USER, Address.of(signer));
    }

    private static ObjectNode signedAt(final long nonce) {
        final byte[] id = ActionHash.connectionId(Client.tree(CANCEL), nonce, null, ActionHash.NO_EXPIRY);
        final ObjectNode request = Client.envelope(KEY, CANCEL, CANCEL, Network.MAINNET).put("nonce", nonce);
        request.set("signature", KEY.sign(Network.MAINNET.agentDigest(id)).json());
        return request;
    }

    @Test
    void shouldJournalTheProof() {
        client.act(KEY, CANCEL);
        final CancelOrdersDecoder command = new CancelOrdersDecoder()
            .wrapAndApplyHeader(node.commands.poll(), 0, new MessageHeaderDecoder());
        command.cancels().forEach(cancel -> { });
        final byte[] proof = new byte[command.proofLength()];
        command.getProof(proof, 0, proof.length);
        final byte[] digest = Network.MAINNET.agentDigest(
            ActionHash.connectionId(Client.tree(CANCEL), Client.NONCE, null, ActionHash.NO_EXPIRY));
        assertEquals(97, proof.length);
        assertArrayEquals(KEY.sign(digest).bytes(), java.util.Arrays.copyOf(proof, 65));
        assertArrayEquals(digest, java.util.Arrays.copyOfRange(proof, 65, 97));
    }

    @Test
    void shouldRefuseASignatureThatNobodyCanHaveMade() {
        final ObjectNode request = Client.envelope(KEY, CANCEL, CANCEL, Network.MAINNET);
        request.putObject("signature").put("r", "0x0").put("s", "0x0").put("v", 27);
        assertEquals("{\"status\":\"err\",\"response\":\"Unable to recover signer.\"}",
            client.exchange(request.toString()).body());
        assertTrue(node.commands.isEmpty());
    }
}
