package steelyard.server;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for nodes, below those that the system gives to clients, which could take one between two starts. No two calls in
 * one process answer the same.
 */
final class FreePorts {
    private static final int FIRST = 10_000;
    private static final int AFTER_LAST = 32_000;
    private static final AtomicInteger NEXT = new AtomicInteger(ThreadLocalRandom.current().nextInt(FIRST, AFTER_LAST));

    private FreePorts() {
    }

    /** The first of so many ports in a row that nobody uses now. */
    static int take(final int count) {
        for (int tries = 0; tries < 1_000; tries++) {
            final int first = NEXT.getAndUpdate(next -> next + 2 * count < AFTER_LAST ? next + count : FIRST);
            if (areFree(first, count)) {
                return first;
            }
        }
        throw new AssertionError("no free ports");
    }

    private static boolean areFree(final int first, final int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket tcp = new ServerSocket(); DatagramSocket udp = new DatagramSocket(null)) {
                tcp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                udp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (final IOException taken) {
                return false;
            }
        }
        return true;
    }
}
