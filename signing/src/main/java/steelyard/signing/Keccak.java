package steelyard.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.bouncycastle.crypto.digests.KeccakDigest;

/** Keccak-256, the hash of every digest and address here. Any thread; allocates only what it returns. */
public final class Keccak {
    /** Bytes of a hash. */
    public static final int LENGTH = 32;

    private static final ThreadLocal<KeccakDigest> DIGEST = ThreadLocal.withInitial(() -> new KeccakDigest(8 * LENGTH));

    private Keccak() {
    }

    /** The 32-byte hash of the parts, one after the other. */
    public static byte[] hash(final byte[]... parts) {
        final KeccakDigest digest = DIGEST.get();
        for (final byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        final byte[] hash = new byte[LENGTH];
        digest.doFinal(hash, 0);
        return hash;
    }

    /** The 32-byte hash of a text in UTF-8. */
    static byte[] hash(final String text) {
        return hash(text.getBytes(UTF_8));
    }
}
