package steelyard.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/** The secret that operators present: 32 random bytes in hex, in a file that only the node's user can read. */
final class AdminToken {
    /** Name of the file in the data directory. */
    static final String FILE_NAME = "admin.token";

    private static final String SCHEME = "Bearer ";
    private static final Set<PosixFilePermission> OWNER_ONLY =
        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final byte[] secret;

    private AdminToken(final byte[] secret) {
        this.secret = secret;
    }

    /**
     * Reads the token, or makes one at the first start.
     *
     * @throws IOException if the file is unreadable, open to others or holds no token; the message says what to do
     */
    static AdminToken readOrCreate(final Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException(
                file + " can be used by others: run chmod 600 on it, or delete it to get a new token");
        }
        final String token = Files.readString(file, US_ASCII).strip();
        if (!token.matches("[0-9a-f]{64}")) {
            throw new IOException(file + " holds no token of 64 hex digits: delete it to get a new one");
        }
        return new AdminToken(token.getBytes(US_ASCII));
    }

    private static void create(final Path file) throws IOException {
        final byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        final String line = HexFormat.of().formatHex(random) + "\n";
        try (FileChannel channel = FileChannel.open(file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            OutputStream out = Channels.newOutputStream(channel)) {
            out.write(line.getBytes(US_ASCII));
            channel.force(true);
        }
    }

    /** Whether an Authorization header presents this token; takes as long for every wrong token of its length. */
    boolean isPresentedBy(final String authorization) {
        return authorization != null
            && authorization.startsWith(SCHEME)
            && MessageDigest.isEqual(secret, authorization.substring(SCHEME.length()).getBytes(US_ASCII));
    }
}
