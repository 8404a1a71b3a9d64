package steelyard.admin;

import java.nio.file.Path;

/**
 * Where the admin API listens and keeps its token.
 *
 * @param host          address to bind; anything but loopback is a decision, for the traffic is not encrypted
 * @param port          port to bind; 0 lets the system choose
 * @param dataDirectory directory of the token's file, existing
 */
public record AdminConfig(String host, int port, Path dataDirectory) {
    /** Loopback and the usual port. */
    public static AdminConfig of(final Path dataDirectory) {
        return new AdminConfig("127.0.0.1", 8081, dataDirectory);
    }
}
