package steelyard.server.cli;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import steelyard.server.StartException;

/**
 * Ports for nodes that live for one command, below those that the system gives to clients, which could take one between
 * two starts. Two calls in one process answer different ports until all were answered once. Any thread.
 */
public final class FreePorts {
    private static final int FIRST = 10_000;
    private static final int AFTER_LAST = 32_000;
    private static final int TRIES = 1_000;
    private static final AtomicInteger NEXT = new AtomicInteger(ThreadLocalRandom.current().nextInt(FIRST, AFTER_LAST));

    private FreePorts() {
    }

    /** The first of so many neighbouring ports that are free now. */
    public static int find(final int count) {
        for (int i = 0; i < TRIES; i++) {
            final int first = NEXT.getAndUpdate(next -> next + 2 * count < AFTER_LAST ? next + count : FIRST);
            if (first + count <= AFTER_LAST && areFree(first, count)) {
                return first;
            }
        }
        throw new StartException("There are no free ports on this machine.");
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
