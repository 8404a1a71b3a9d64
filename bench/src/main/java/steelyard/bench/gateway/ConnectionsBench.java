package steelyard.bench.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import steelyard.bench.Figures;
import steelyard.bench.node.BenchNode;
import steelyard.client.Actions;
import steelyard.client.OrderRequest;
import steelyard.client.Wallet;
import steelyard.model.Side;
import steelyard.signing.SigningKey;

/**
 * Many WebSockets. Some watch the best level of a book that moves ten times a second, each time to another price; what is
 * measured is the time from the sending of the order that moves it to the message with its price, for every watcher. In
 * the middle of three equal runs some more watch and read nothing.
 */
public final class ConnectionsBench implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;
    private static final int STALLED_BUFFER = 4 * 1024;
    private static final long DEPOSIT_USDC = 10_000_000;
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int BASE_PRICE = 50_000;
    private static final int OPEN_MAX = 50;
    private static final int DIGITS = 3;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double BYTES_PER_MEGABYTE = 1 << 20;
    private static final byte[] BEST = "\"levels\":[[{\"px\":\"".getBytes(US_ASCII);
    /** Its answer keeps a connection that watches nothing from being closed as idle, which takes a minute. */
    private static final String PING = "{\"method\":\"ping\"}";
    private static final String WATCH =
        "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"l2Book\",\"coin\":\"BTC\"}}";

    private final BenchNode node;
    private final Connection mover;
    private final List<Connection> connections = new ArrayList<>();
    private final List<Connection> stalled = new ArrayList<>();
    private final long[] sentNanos = new long[50_000];
    private final List<Integer> last = new ArrayList<>();
    /** Moves must not keep step with the gateway's own interval. */
    private final SplittableRandom random = new SplittableRandom(1);
    private int step;
    private Histogram latency;
    private IOException failure;

    /** Connects all but those that will read nothing. */
    public ConnectionsBench(final BenchNode node, final int count, final int watching)
        throws IOException, InterruptedException {
        this.node = node;
        final Wallet wallet = Wallet.of(SigningKey.random());
        node.deposit(wallet.address(), DEPOSIT_USDC);
        mover = new Connection(node.port());
        mover.login(wallet);
        for (int i = 0; i < count; i++) {
            connections.add(new Connection(node.port(), BUFFER));
            last.add(-1);
            if (i < watching) {
                connections.get(i).send(WATCH);
            }
        }
        System.out.printf("connected  %,d WebSockets, %,d of them watch a book%n", count, watching);
    }

    /** Three runs, with so many that read nothing in the middle one. */
    public void run(final int count, final int seconds, final Figures figures)
        throws IOException, InterruptedException {
        run("without", seconds);
        final Histogram before = run("without", seconds);
        final long heapBefore = node.liveHeapBytes();
        for (int i = 0; i < count; i++) {
            final Connection connection = new Connection(node.port(), BUFFER);
            connection.channel().setOption(StandardSocketOptions.SO_RCVBUF, STALLED_BUFFER);
            connection.send(WATCH);
            stalled.add(connection);
        }
        final Histogram with = run("with " + count + " stalled", seconds);
        final long heapWith = node.liveHeapBytes();
        for (final Connection connection : stalled) {
            connection.close();
        }
        final Histogram after = run("without again", seconds);
        figures.figure("connections.p50-ms", with.getValueAtPercentile(50) / NANOS_PER_MILLI, "ms");
        figures.figure("connections.p99-ms", with.getValueAtPercentile(99) / NANOS_PER_MILLI, "ms");
        figures.figure("connections.heap-per-stalled-mb",
            Math.max(0, heapWith - heapBefore) / BYTES_PER_MEGABYTE / Math.max(1, count), "MB");
        figures.ratio("connections.p50-with-stalled", ratio(before, with, after, 50));
        figures.ratio("connections.p99-with-stalled", ratio(before, with, after, 99));
    }

    private static double ratio(
        final Histogram before, final Histogram with, final Histogram after, final double percentile) {
        return with.getValueAtPercentile(percentile)
            / ((before.getValueAtPercentile(percentile) + after.getValueAtPercentile(percentile)) / 2.0);
    }

    private Histogram run(final String what, final int seconds) throws IOException {
        for (final Connection connection : connections) {
            connection.send(PING);
        }
        latency = new Histogram(TimeUnit.SECONDS.toNanos(60), DIGITS);
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long next = System.nanoTime();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections.size(); i++) {
                connections.get(i).channel().register(selector, SelectionKey.OP_READ, i);
            }
            mover.channel().register(selector, SelectionKey.OP_READ, -1);
            while (System.nanoTime() - end < 0 && failure == null) {
                if (System.nanoTime() - next >= 0) {
                    move();
                    next += STEP_NANOS / 2 + random.nextLong(STEP_NANOS);
                }
                final long left = TimeUnit.NANOSECONDS.toMillis(next - System.nanoTime());
                selector.select(key -> read((Integer) key.attachment()), Math.max(1, left));
            }
        }
        if (failure != null) {
            throw failure;
        }
        System.out.printf("%-20s %,d messages in time: p50 %.1f  p99 %.1f  max %.1f ms%n", what,
            latency.getTotalCount(), latency.getValueAtPercentile(50) / NANOS_PER_MILLI,
            latency.getValueAtPercentile(99) / NANOS_PER_MILLI, latency.getMaxValue() / NANOS_PER_MILLI);
        return latency;
    }

    /** Bids one more than before, and takes an old bid back. */
    private void move() throws IOException {
        final int asset = 0;
        sentNanos[step] = System.nanoTime();
        post(Actions.order(OrderRequest.gtc(asset, Side.BUY, Integer.toString(BASE_PRICE + step), "0.001")
            .withCloid(cloid(step))).toString());
        if (step >= OPEN_MAX) {
            post(Actions.cancelByCloid(asset, cloid(step - OPEN_MAX)).toString());
        }
        step++;
    }

    private static String cloid(final int number) {
        return "0x%032x".formatted(number + 1);
    }

    private void post(final String action) throws IOException {
        mover.send("{\"method\":\"post\",\"id\":" + step
            + ",\"request\":{\"type\":\"session\",\"payload\":{\"action\":" + action + "}}}");
    }

    private void read(final int index) {
        try {
            if (index < 0) {
                mover.read((bytes, offset, length) -> { });
            } else {
                connections.get(index).read((bytes, offset, length) -> heard(index, bytes, offset, length));
            }
        } catch (final IOException broken) {
            failure = broken;
        }
    }

    private void heard(final int index, final byte[] bytes, final int offset, final int length) {
        int at = LoadRun.find(BEST, bytes, offset, length);
        if (at < 0) {
            return;
        }
        int price = 0;
        for (at += BEST.length; bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            price = price * 10 + bytes[at] - '0';
        }
        final int told = price - BASE_PRICE;
        if (told > last.get(index) && told < step) {
            last.set(index, told);
            latency.recordValue(System.nanoTime() - sentNanos[told]);
        }
    }

    @Override
    public void close() throws IOException {
        mover.close();
        for (final Connection connection : connections) {
            connection.close();
        }
        for (final Connection connection : stalled) {
            connection.close();
        }
    }
}
