package steelyard.bench.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How much the server answers if every connection always has some requests under way: the next is sent when an answer
 * comes. It ends when the time is over, or before when a connection has sent all requests that were made for it. One
 * thread sends and reads.
 */
final class Saturation {
    private static final int WINDOW = 4;
    private static final long SILENCE_MILLIS = 5_000;
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final byte[] ERROR = "\"type\":\"error\"".getBytes(US_ASCII);

    private final List<Connection> connections;
    private final List<List<byte[]>> frames = new ArrayList<>();
    private final int[] next;
    private final long fromNanos;
    private long toNanos;
    private long measured;
    private long errors;
    private int underWay;
    private IOException failure;

    /**
     * Prepares a run; requests of an account go to its connection.
     *
     * @param warmUpSeconds how long answers do not count
     */
    Saturation(
        final List<Connection> connections, final Requests requests, final int warmUpSeconds, final int seconds) {
        this.connections = connections;
        connections.forEach(connection -> frames.add(new ArrayList<>()));
        for (int i = 0; i < requests.count(); i++) {
            frames.get(requests.account(i) % connections.size()).add(requests.frame(i));
        }
        next = new int[connections.size()];
        fromNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(warmUpSeconds);
        toNanos = fromNanos + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Sends until the time is over, and waits for the answers. Answers per second. */
    double run() throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections.size(); i++) {
                connections.get(i).channel().register(selector, SelectionKey.OP_READ, i);
                for (int j = 0; j < WINDOW; j++) {
                    send(i);
                }
            }
            while (underWay > 0 && failure == null) {
                if (selector.select(key -> read((Integer) key.attachment()), SILENCE_MILLIS) == 0) {
                    throw new IOException(underWay + " requests were not answered");
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        if (toNanos - fromNanos < SHORTEST_NANOS) {
            throw new IOException("too few requests were made for this rate");
        }
        return measured / ((toNanos - fromNanos) / (double) TimeUnit.SECONDS.toNanos(1));
    }

    /** Answers that say that nothing was done, as the server was busy. */
    long errors() {
        return errors;
    }

    private void send(final int connection) throws IOException {
        final long now = System.nanoTime();
        if (now - toNanos > 0) {
            return;
        }
        final List<byte[]> own = frames.get(connection);
        if (next[connection] == own.size()) {
            toNanos = now;
            return;
        }
        connections.get(connection).write(ByteBuffer.wrap(own.get(next[connection]++)));
        underWay++;
    }

    private void read(final int connection) {
        try {
            connections.get(connection).read((bytes, offset, length) -> {
                if (bytes[offset] == '{') {
                    answered(connection, bytes, offset, length);
                }
            });
        } catch (final IOException broken) {
            failure = broken;
        }
    }

    private void answered(final int connection, final byte[] bytes, final int offset, final int length) {
        underWay--;
        final long now = System.nanoTime();
        if (LoadRun.find(ERROR, bytes, offset, length) >= 0) {
            errors++;
        } else if (now - fromNanos >= 0 && now - toNanos < 0) {
            measured++;
        }
        try {
            send(connection);
        } catch (final IOException broken) {
            failure = broken;
        }
    }
}
