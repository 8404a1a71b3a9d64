package steelyard.signing;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.security.SecureRandom;
import java.util.Arrays;

/** A private key and its address. Immutable, any thread. Signing is deterministic (RFC 6979) and takes about 50 µs. */
public final class SigningKey {
    private static final int LENGTH = 32;
    private static final Secp256k1 CURVE = Secp256k1.get();

    private final byte[] privateKey;
    private final byte[] publicKey;
    private final byte[] address;

    private SigningKey(final byte[] privateKey) {
        this.privateKey = privateKey;
        publicKey = CURVE.pubkeyCreate(privateKey);
        address = Signature.addressOf(publicKey);
    }

    /**
     * The key in 64 hex digits, with or without {@code 0x}.
     *
     * @throws IllegalArgumentException if this is no private key
     */
    public static SigningKey of(final String hex) {
        final byte[] bytes = Hex.parse(hex, LENGTH);
        if (bytes == null) {
            throw new IllegalArgumentException("a private key has 64 hex digits");
        }
        return of(bytes);
    }

    /**
     * The key in these 32 bytes, which are copied.
     *
     * @throws IllegalArgumentException if this is no private key
     */
    public static SigningKey of(final byte[] bytes) {
        if (bytes.length != LENGTH || !CURVE.secKeyVerify(bytes)) {
            throw new IllegalArgumentException("not a private key of secp256k1");
        }
        return new SigningKey(bytes.clone());
    }

    /** A new key. */
    public static SigningKey random() {
        final byte[] bytes = new byte[LENGTH];
        final SecureRandom random = new SecureRandom();
        do {
            random.nextBytes(bytes);
        } while (!CURVE.secKeyVerify(bytes));
        return new SigningKey(bytes);
    }

    /** The 20 bytes of the address. */
    public byte[] address() {
        return address.clone();
    }

    /** The address as {@code 0x} and 40 lower-case hex digits. */
    public String addressText() {
        return Hex.print(address);
    }

    /** The signature of a 32-byte digest, its s in the lower half. */
    public Signature sign(final byte[] digest) {
        final byte[] compact = CURVE.sign(digest, privateKey);
        return new Signature(compact, recovers(compact, digest) ? 0 : 1);
    }

    /** Whether recovery with bit 0 leads back to this key; otherwise bit 1 does. */
    private boolean recovers(final byte[] compact, final byte[] digest) {
        try {
            return Arrays.equals(publicKey, CURVE.ecdsaRecover(compact, digest, 0));
        } catch (final Secp256k1Exception other) {
            return false;
        }
    }

    /** The address; never the key. */
    @Override
    public String toString() {
        return addressText();
    }
}
