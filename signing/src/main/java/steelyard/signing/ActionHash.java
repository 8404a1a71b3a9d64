package steelyard.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;

/**
 * The hash of a trading action with all that its signature covers, the {@code connectionId} of the signed message:
 * keccak of the packed action, the nonce, the account acted for and the expiry. {@link Network#agentDigest} makes of it
 * what is signed.
 *
 * <p>The order of an object's keys is part of the hash. {@link CanonicalAction} gives the order that clients sign.
 */
public final class ActionHash {
    /** Stands for an action without {@code expiresAfter}. */
    public static final long NO_EXPIRY = -1;

    private ActionHash() {
    }

    /**
     * The 32-byte hash of {@code action} as it stands, or {@code null} if it holds a number that is no 64-bit integer.
     *
     * @param nonce              of the request
     * @param vaultAddress       20 bytes of the account acted for, or {@code null}
     * @param expiresAfterMillis time after which the action is void, or {@link #NO_EXPIRY}
     */
    public static byte[] connectionId(
        final JsonNode action, final long nonce, final byte[] vaultAddress, final long expiresAfterMillis) {
        final byte[] packed = ActionPacker.pack(action);
        return packed == null ? null : Keccak.hash(packed, envelope(nonce, vaultAddress, expiresAfterMillis));
    }

    private static byte[] envelope(final long nonce, final byte[] vaultAddress, final long expiresAfterMillis) {
        final int vaultLength = vaultAddress == null ? 1 : 1 + Signature.ADDRESS_LENGTH;
        final int expiryLength = expiresAfterMillis == NO_EXPIRY ? 0 : 1 + Long.BYTES;
        final ByteBuffer envelope = ByteBuffer.allocate(Long.BYTES + vaultLength + expiryLength).putLong(nonce);
        if (vaultAddress == null) {
            envelope.put((byte) 0);
        } else {
            envelope.put((byte) 1).put(vaultAddress, 0, Signature.ADDRESS_LENGTH);
        }
        if (expiresAfterMillis != NO_EXPIRY) {
            envelope.put((byte) 0).putLong(expiresAfterMillis);
        }
        return envelope.array();
    }
}
