package steelyard.gateway.limit;

import java.net.InetAddress;

/**
 * Who asks.
 *
 * @param host    what the clients of its host use
 * @param address its own address, also behind a trusted proxy; {@code null} if it is not known
 */
public record Client(ClientHost host, InetAddress address) {
    /** A client on this machine, which is not limited. */
    public static final Client LOCAL = new Client(ClientHost.EXEMPT, InetAddress.getLoopbackAddress());
}
