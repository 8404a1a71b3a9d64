package steelyard.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;

/**
 * The digests of an action for a multi-sig account: what each of its users signs, and what the leader who sends the
 * action signs over all of it.
 */
public final class MultiSig {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** The payload of {@code userSetAbstraction} carries a short code, the signed message the long name. */
    private static final Map<String, String> ABSTRACTIONS =
        Map.of("i", "disabled", "u", "unifiedAccount", "p", "portfolioMargin");

    private MultiSig() {
    }

    /**
     * The hash of an inner trading action, of which {@link Network#agentDigest} makes what each user signs; {@code
     * null} if the action holds a number that is no 64-bit integer.
     *
     * @param multiSigUser       the account acted for, hex text of any case
     * @param outerSigner        the leader, hex text of any case
     * @param nonce              of the request
     * @param vaultAddress       20 bytes of the account acted for by the request, or {@code null}
     * @param expiresAfterMillis of the request, or {@link ActionHash#NO_EXPIRY}
     */
    public static byte[] innerConnectionId(
        final String multiSigUser, final String outerSigner, final JsonNode action,
        final long nonce, final byte[] vaultAddress, final long expiresAfterMillis) {
        final ArrayNode signed = NODES.arrayNode(3)
            .add(multiSigUser.toLowerCase(Locale.ROOT))
            .add(outerSigner.toLowerCase(Locale.ROOT))
            .add(action);
        return ActionHash.connectionId(signed, nonce, vaultAddress, expiresAfterMillis);
    }

    /**
     * What each user signs of an inner user-signed action, or {@code null} if it is none, or a field is missing or
     * not of its kind.
     *
     * @param multiSigUser 20 bytes, the account acted for
     * @param outerSigner  20 bytes, the leader
     */
    public static byte[] innerDigest(final JsonNode action, final byte[] multiSigUser, final byte[] outerSigner) {
        final UserSignedAction signed = UserSignedAction.of(action.path("type").asText());
        return signed == null ? null : signed.multiSigDigest(withLongName(action), multiSigUser, outerSigner);
    }

    /**
     * What the leader signs, or {@code null} if the wrapper is not of its shape.
     *
     * @param wrapper            the whole {@code multiSig} action, its signatures as sent
     * @param network            the network that the leader signed for; the wrapper does not say it
     * @param nonce              of the request
     * @param vaultAddress       20 bytes of the account acted for by the request, or {@code null}
     * @param expiresAfterMillis of the request, or {@link ActionHash#NO_EXPIRY}
     */
    public static byte[] outerDigest(
        final JsonNode wrapper, final Network network,
        final long nonce, final byte[] vaultAddress, final long expiresAfterMillis) {
        final byte[] actionHash = wrapperHash(wrapper, nonce, vaultAddress, expiresAfterMillis);
        if (actionHash == null) {
            return null;
        }
        final ObjectNode message = NODES.objectNode()
            .put("hyperliquidChain", network.chainName())
            .put("multiSigActionHash", Hex.print(actionHash))
            .put("nonce", nonce);
        message.set("signatureChainId", wrapper.get("signatureChainId"));
        return UserSignedAction.SEND_MULTI_SIG.digest(message);
    }

    private static byte[] wrapperHash(
        final JsonNode wrapper, final long nonce, final byte[] vaultAddress, final long expiresAfterMillis) {
        final ObjectNode hashed = ordered(wrapper, "signatureChainId", "signatures", "payload");
        final ObjectNode payload = hashed == null
            ? null
            : ordered(wrapper.get("payload"), "multiSigUser", "outerSigner", "action");
        if (payload == null || !wrapper.get("signatures").isArray()) {
            return null;
        }
        hashed.set("payload", payload);
        final ArrayNode signatures = hashed.putArray("signatures");
        for (final JsonNode signature : wrapper.get("signatures")) {
            final ObjectNode scalars = ordered(signature, "r", "s", "v");
            if (scalars == null) {
                return null;
            }
            signatures.add(scalars);
        }
        return ActionHash.connectionId(hashed, nonce, vaultAddress, expiresAfterMillis);
    }

    /** The named fields in this order, or {@code null} if one is missing. */
    private static ObjectNode ordered(final JsonNode from, final String... names) {
        final ObjectNode to = NODES.objectNode();
        for (final String name : names) {
            if (!from.has(name)) {
                return null;
            }
            to.set(name, from.get(name));
        }
        return to;
    }

    private static JsonNode withLongName(final JsonNode action) {
        final String longName = ABSTRACTIONS.get(action.path("abstraction").asText());
        return longName == null ? action : ((ObjectNode) action.deepCopy()).put("abstraction", longName);
    }
}
