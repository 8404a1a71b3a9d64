package steelyard.server.audit;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * A hash over all messages of the log up to a place: SHA-256 of the hash before, the position where the message ends (8
 * bytes, big-endian) and the message. 32 zeros before the first message. Belongs to one thread; no allocation per message.
 */
final class AuditChain {
    static final int LENGTH = 32;

    private final MessageDigest digest;
    private final byte[] hash = new byte[LENGTH];
    private final ByteBuffer place = ByteBuffer.allocate(Long.BYTES);
    private final ExpandableArrayBuffer copy = new ExpandableArrayBuffer();

    /** A chain that goes on after {@code start}. */
    AuditChain(final byte[] start) {
        System.arraycopy(start, 0, hash, 0, LENGTH);
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (final NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A chain before the first message. */
    static AuditChain empty() {
        return new AuditChain(new byte[LENGTH]);
    }

    /** Adds a message that ends at {@code position}. */
    void add(final long position, final DirectBuffer buffer, final int offset, final int length) {
        copy.checkLimit(length);
        buffer.getBytes(offset, copy, 0, length);
        digest.update(hash);
        digest.update(place.putLong(0, position).array());
        digest.update(copy.byteArray(), 0, length);
        try {
            digest.digest(hash, 0, LENGTH);
        } catch (final DigestException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The hash. */
    byte[] hash() {
        return Arrays.copyOf(hash, LENGTH);
    }
}
