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
        checkTcp("gateway.port", config.gateway().host(), config.gateway().port());
        checkTcp("admin.port", config.admin().host(), config.admin().port());
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
            throw new StartException("Port " + port + " on " + host
                + " cannot be opened: " + taken.getMessage() + ". Set " + key + " to another one.");
        }
    }

    private static void checkUdp(final String host, final int port) {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(host, port))) {
            socket.setReuseAddress(false);
        } catch (final IOException taken) {
            throw new StartException("UDP port " + port + " on " + host + " cannot be opened: "
                + taken.getMessage() + ". Set cluster.members[].basePort to another one.");
        }
    }
}
