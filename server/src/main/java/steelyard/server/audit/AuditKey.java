package steelyard.server.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** A node's Ed25519 key, made at the first start. The public half is a line {@code NODE KEY} in a file of its own. */
final class AuditKey {
    static final String FILE_NAME = "audit.key";
    static final String PUBLIC_FILE_NAME = "audit.pub";
    static final int SIGNATURE_LENGTH = 64;

    private static final String ALGORITHM = "Ed25519";

    private final PrivateKey key;

    private AuditKey(final PrivateKey key) {
        this.key = key;
    }

    /** Reads the key of a data directory, or makes one that only the node's user can read. */
    static AuditKey readOrCreate(final Path directory, final int nodeId) throws IOException {
        final Path file = directory.resolve(FILE_NAME);
        try {
            if (!Files.exists(file)) {
                create(directory, nodeId, file);
            }
            final byte[] encoded = Base64.getDecoder().decode(Files.readString(file, US_ASCII).strip());
            return new AuditKey(KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (final GeneralSecurityException | IllegalArgumentException unusable) {
            throw new IOException(file + " holds no key: " + unusable.getMessage(), unusable);
        }
    }

    private static void create(final Path directory, final int nodeId, final Path file)
        throws IOException, GeneralSecurityException {
        final KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        final Base64.Encoder encoder = Base64.getEncoder();
        Files.writeString(directory.resolve(PUBLIC_FILE_NAME),
            nodeId + " " + encoder.encodeToString(pair.getPublic().getEncoded()) + System.lineSeparator(), US_ASCII);
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (final UnsupportedOperationException notPosix) {
            Files.createFile(file);
        } catch (final FileAlreadyExistsException other) {
            throw new IOException(file + " came into being just now: two nodes share a directory", other);
        }
        Files.writeString(file, encoder.encodeToString(pair.getPrivate().getEncoded()) + System.lineSeparator(),
            US_ASCII, StandardOpenOption.SYNC, StandardOpenOption.WRITE);
    }

    /** The signature of these bytes. */
    byte[] sign(final byte[] bytes) {
        try {
            final Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(bytes);
            return signature.sign();
        } catch (final GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether the signature is that of these bytes by the owner of a public key in base 64. */
    static boolean verifies(final String publicKey, final byte[] bytes, final byte[] signatureBytes) {
        try {
            final PublicKey key = KeyFactory.getInstance(ALGORITHM)
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey)));
            final Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(bytes);
            return signature.verify(signatureBytes);
        } catch (final GeneralSecurityException | IllegalArgumentException wrong) {
            return false;
        }
    }
}
