package steelyard.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * An ECDSA signature over secp256k1 with its recovery bit. Immutable.
 *
 * <p>Recovery refuses r or s of zero, or not below the curve's order, and s in the upper half of it: the twin
 * (r, n − s) of a signature proves the same signer, and only one of the two is taken, as wallets make only the lower.
 */
public final class Signature {
    /** Bytes of {@link #bytes}: r, s, v. */
    public static final int LENGTH = 65;
    /** Bytes of an address. */
    public static final int ADDRESS_LENGTH = 20;

    private static final int SCALAR_LENGTH = 32;
    private static final int V_BASE = 27;
    private static final Secp256k1 CURVE = Secp256k1.get();
    private static final byte[] HALF_ORDER = new BigInteger(
        "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0", 16).toByteArray();

    private final byte[] compact;
    private final int recoveryId;

    Signature(final byte[] compact, final int recoveryId) {
        this.compact = compact;
        this.recoveryId = recoveryId;
    }

    /**
     * The signature in an object {@code {"r","s","v"}}: r and s are hex text of at most 32 bytes, with or without
     * leading zeros and {@code 0x}; v is 27 or 28, or 0 or 1. {@code null} for anything else.
     */
    public static Signature parse(final JsonNode node) {
        final JsonNode r = node.path("r");
        final JsonNode s = node.path("s");
        final JsonNode v = node.path("v");
        return r.isTextual() && s.isTextual() && v.canConvertToInt() && v.isIntegralNumber()
            ? of(r.textValue(), s.textValue(), v.intValue())
            : null;
    }

    /** As {@link #parse}, from the three values. */
    public static Signature of(final String r, final String s, final int v) {
        final int recoveryId = v >= V_BASE ? v - V_BASE : v;
        final byte[] rBytes = Hex.parsePadded(r, SCALAR_LENGTH);
        final byte[] sBytes = Hex.parsePadded(s, SCALAR_LENGTH);
        if (rBytes == null || sBytes == null || (recoveryId & ~1) != 0) {
            return null;
        }
        final byte[] compact = Arrays.copyOf(rBytes, 2 * SCALAR_LENGTH);
        System.arraycopy(sBytes, 0, compact, SCALAR_LENGTH, SCALAR_LENGTH);
        return new Signature(compact, recoveryId);
    }

    /**
     * The address whose key made this signature of a 32-byte digest, 20 bytes, or {@code null} if no key can have
     * made it. Any thread; about 30 µs.
     */
    public byte[] signer(final byte[] digest) {
        if (Arrays.compareUnsigned(compact, SCALAR_LENGTH, compact.length, HALF_ORDER, 0, SCALAR_LENGTH) > 0) {
            return null;
        }
        try {
            return addressOf(CURVE.ecdsaRecover(compact, digest, recoveryId));
        } catch (final Secp256k1Exception unrecoverable) {
            return null;
        }
    }

    /** r, s and v (27 or 28): the 65 bytes that a journal keeps. */
    public byte[] bytes() {
        final byte[] bytes = Arrays.copyOf(compact, LENGTH);
        bytes[LENGTH - 1] = (byte) v();
        return bytes;
    }

    /** 27 or 28. */
    public int v() {
        return V_BASE + recoveryId;
    }

    /** The object {@code {"r","s","v"}} of a request, r and s with all their 64 digits. */
    public ObjectNode json() {
        return JsonNodeFactory.instance.objectNode()
            .put("r", Hex.print(Arrays.copyOf(compact, SCALAR_LENGTH)))
            .put("s", Hex.print(Arrays.copyOfRange(compact, SCALAR_LENGTH, compact.length)))
            .put("v", v());
    }

    /** The last 20 bytes of the hash of an uncompressed public key (65 bytes, the first of them a tag). */
    static byte[] addressOf(final byte[] publicKey) {
        final byte[] hash = Keccak.hash(Arrays.copyOfRange(publicKey, 1, publicKey.length));
        return Arrays.copyOfRange(hash, Keccak.LENGTH - ADDRESS_LENGTH, Keccak.LENGTH);
    }
}
