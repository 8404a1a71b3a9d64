package steelyard.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import steelyard.signing.ActionHash;
import steelyard.signing.Network;
import steelyard.signing.Signature;
import steelyard.signing.SigningKey;
import steelyard.signing.UserSignedAction;

/**
 * A key that signs requests, and its nonces. Signs for the main network, source {@code a}, unless told otherwise. Any
 * thread; a signature takes about 55 µs.
 */
public final class Wallet {
    private static final String SIGNATURE_CHAIN_ID = "0x66eee";

    private final SigningKey key;
    private final Network network;
    private final byte[] vaultAddress;
    private final AtomicLong lastNonce;

    private Wallet(final SigningKey key, final Network network, final byte[] vaultAddress, final AtomicLong lastNonce) {
        this.key = key;
        this.network = network;
        this.vaultAddress = vaultAddress;
        this.lastNonce = lastNonce;
    }

    /** A wallet with this key. */
    public static Wallet of(final SigningKey key) {
        return new Wallet(key, Network.MAINNET, null, new AtomicLong());
    }

    /** This wallet signing for another network; the nonces are shared. */
    public Wallet on(final Network otherNetwork) {
        return new Wallet(key, otherNetwork, vaultAddress, lastNonce);
    }

    /** This wallet trading for a sub-account or vault; the nonces are shared. */
    public Wallet actingFor(final String address) {
        final byte[] bytes = HexFormat.of().parseHex(address.startsWith("0x") ? address.substring(2) : address);
        if (bytes.length != Signature.ADDRESS_LENGTH) {
            throw new IllegalArgumentException("not an address: " + address);
        }
        return new Wallet(key, network, bytes, lastNonce);
    }

    /** The key's address, {@code 0x} and 40 lower-case hex digits. */
    public String address() {
        return key.addressText();
    }

    /** The time in milliseconds, or one more than the last nonce if that is greater. */
    public long nextNonce() {
        return lastNonce.updateAndGet(last -> Math.max(last + 1, System.currentTimeMillis()));
    }

    /** The action signed with the next nonce and without expiry. */
    public SignedAction sign(final ObjectNode action) {
        return sign(action, nextNonce(), ActionHash.NO_EXPIRY);
    }

    /**
     * The action signed as it stands; its keys must be in the order that the server hashes. A user-signed action gets
     * the nonce and the fields of its chain first, and knows neither expiry nor vault.
     *
     * @param nonce              a time in milliseconds, greater than any used
     * @param expiresAfterMillis time after which the action is void, or {@link ActionHash#NO_EXPIRY}
     * @throws IllegalArgumentException if the action cannot be signed: a field is missing, or a number is a fraction
     */
    public SignedAction sign(final ObjectNode action, final long nonce, final long expiresAfterMillis) {
        final UserSignedAction userSigned = UserSignedAction.of(action.path("type").asText());
        return userSigned == null
            ? signTrading(action, nonce, expiresAfterMillis)
            : signByUser(userSigned, action, nonce);
    }

    private SignedAction signTrading(final ObjectNode action, final long nonce, final long expiresAfterMillis) {
        final byte[] connectionId = ActionHash.connectionId(action, nonce, vaultAddress, expiresAfterMillis);
        if (connectionId == null) {
            throw new IllegalArgumentException("a number is no integer: " + action);
        }
        final ObjectNode request = request(action, nonce, network.agentDigest(connectionId));
        if (vaultAddress != null) {
            request.put("vaultAddress", "0x" + HexFormat.of().formatHex(vaultAddress));
        }
        if (expiresAfterMillis != ActionHash.NO_EXPIRY) {
            request.put("expiresAfter", expiresAfterMillis);
        }
        return new SignedAction(nonce, request.toString());
    }

    private SignedAction signByUser(final UserSignedAction userSigned, final ObjectNode action, final long nonce) {
        final ObjectNode complete = action.deepCopy()
            .put("signatureChainId", SIGNATURE_CHAIN_ID)
            .put("hyperliquidChain", network.chainName())
            .put(userSigned.nonceField(), nonce);
        final byte[] digest = userSigned.digest(complete);
        if (digest == null) {
            throw new IllegalArgumentException("a field is missing or not of its kind: " + complete);
        }
        return new SignedAction(nonce, request(complete, nonce, digest).toString());
    }

    private ObjectNode request(final ObjectNode action, final long nonce, final byte[] digest) {
        final ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.set("action", action);
        request.put("nonce", nonce);
        request.set("signature", key.sign(digest).json());
        return request;
    }
}
