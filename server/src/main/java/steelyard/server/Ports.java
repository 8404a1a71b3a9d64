package steelyard.server;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import steelyard.server.cluster.ClusterSettings;
import steelyard.server.config.NodeConfig;

/** Tells before anything starts which port is taken. */
final class Ports {
    private Ports() {
    }

    /** Tries every port of the node once. */
    static void check(final NodeConfig config) {
        checkTcp("gateway", config.gateway().host(), config.gateway().port());
        checkTcp("admin", config.admin().host(), config.admin().port());
        final ClusterSettings.Member member = config.cluster().member();
        for (int i = 0; i < ClusterSettings.PORTS_PER_MEMBER; i++) {
            checkUdp(member.host(), member.basePort() + i);
        }
    }

    private static void checkTcp(final String key, final String host, final int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (final IOException taken) {
            requireOwn(key + ".host", host);
            throw new StartException("Port " + port + " on " + host
                + " cannot be opened: " + taken.getMessage() + ". Set " + key + ".port to another one.");
        }
    }

    /** A port cannot be opened because it is taken, or because the address is another machine's. */
    private static void requireOwn(final String key, final String host) {
        final InetSocketAddress any = new InetSocketAddress(host, 0);
        try (DatagramSocket socket = new DatagramSocket(any)) {
            socket.setReuseAddress(false);
        } catch (final IOException notHere) {
            throw new StartException(
                (any.isUnresolved() ? "There is no address of " : "No network of this machine has the address ")
                    + host + ". Set " + key + " to one of this machine.");
        }
    }

    private static void checkUdp(final String host, final int port) {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(host, port))) {
            socket.setReuseAddress(false);
        } catch (final IOException taken) {
            requireOwn("cluster.members[].host", host);
            throw new StartException("UDP port " + port + " on " + host + " cannot be opened: "
                + taken.getMessage() + ". Set cluster.members[].basePort to another one.");
        }
    }
}
