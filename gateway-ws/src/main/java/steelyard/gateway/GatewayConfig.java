package steelyard.gateway;

import java.nio.file.Path;
import java.util.List;
import steelyard.gateway.limit.LimitConfig;

/**
 * Settings of the gateway.
 *
 * @param host                     address to listen on
 * @param port                     port to listen on; 0: any free one
 * @param eventLoops               threads
 * @param connectionsMax           connections at a time; more are closed at once
 * @param allowedOrigins           web pages that may connect; empty: all
 * @param requestLengthMax         bytes of a request's body, or of a message on the WebSocket
 * @param requestTimeoutMillis     within which a request, or the handshake of a WebSocket, must have arrived
 * @param idleTimeoutMillis        after which a quiet connection is closed: a WebSocket on which nothing was sent to
 *                                 the client, any other on which nothing happened
 * @param marketDataIntervalMillis between two states of a market that is watched and changes
 * @param eventQueueLength         bytes of the queue between the node and the streams, a power of two
 * @param pendingBytesMax          unsent bytes, beyond what the sockets take, at which a WebSocket is disconnected
 * @param subscriptionsMax         subscriptions of a WebSocket
 * @param postsMax                 requests under way on a WebSocket
 * @param limits                   of hosts and accounts
 * @param tls                      how connections are encrypted; {@code null}: not at all
 */
public record GatewayConfig(
    String host,
    int port,
    int eventLoops,
    int connectionsMax,
    List<String> allowedOrigins,
    int requestLengthMax,
    int requestTimeoutMillis,
    int idleTimeoutMillis,
    int marketDataIntervalMillis,
    int eventQueueLength,
    int pendingBytesMax,
    int subscriptionsMax,
    int postsMax,
    LimitConfig limits,
    Tls tls) {

    private static final int PORT_MAX = 65_535;

    /**
     * Files, in PEM, that are read again when they change.
     *
     * @param certificate the certificate, then those that vouch for it
     * @param key         its private key, PKCS #8, not encrypted
     */
    public record Tls(Path certificate, Path key) {
    }

    /** Copies the list; throws {@link IllegalArgumentException} for a value that cannot work. */
    public GatewayConfig {
        allowedOrigins = List.copyOf(allowedOrigins);
        check(port >= 0 && port <= PORT_MAX, "port must be 0 to 65535");
        check(eventLoops > 0, "eventLoops must be positive");
        check(connectionsMax > 0, "connectionsMax must be positive");
        check(requestLengthMax > 0, "requestLengthMax must be positive");
        check(requestTimeoutMillis > 0 && idleTimeoutMillis > 0, "time-outs must be positive");
        check(marketDataIntervalMillis > 0, "marketDataIntervalMillis must be positive");
        check(eventQueueLength >= 1 << 12 && Integer.bitCount(eventQueueLength) == 1,
            "eventQueueLength must be a power of two, at least 4096");
        check(pendingBytesMax > 0, "pendingBytesMax must be positive");
        check(subscriptionsMax > 0 && postsMax > 0, "subscriptionsMax and postsMax must be positive");
    }

    private static void check(final boolean holds, final String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    /** The defaults, on this port of the loopback interface. */
    public static GatewayConfig onLoopback(final int port) {
        return new GatewayConfig("127.0.0.1", port, 2, 10_000, List.of(), 256 * 1024, 10_000, 60_000, 50,
            8 * 1024 * 1024, 4 * 1024 * 1024, 1_000, 100, LimitConfig.DEFAULT, null);
    }
}
