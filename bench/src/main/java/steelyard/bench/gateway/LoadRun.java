package steelyard.bench.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Sends requests at moments that were fixed before, whatever becomes of the earlier ones, and measures from those
 * moments to the answers: a server that stalls makes every request late that was due meanwhile. The moments are those of
 * independent clients: the gaps are distributed exponentially.
 */
final class LoadRun {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_NANOS = 60 * SECOND;
    private static final long START_DELAY_NANOS = SECOND / 10;
    private static final long SILENCE_MILLIS = 5_000;
    private static final int DIGITS = 3;
    private static final byte[] ID = "\"id\":".getBytes(US_ASCII);
    /** Before the number of a request that came while too many of its connection were under way. */
    private static final byte[] TOO_MANY = "pending post requests id=".getBytes(US_ASCII);
    private static final byte[] ERROR = "\"err".getBytes(US_ASCII);

    private final List<Connection> connections;
    private final Requests requests;
    private final long[] dueNanos;
    private final Histogram latency = new Histogram(LONGEST_NANOS, DIGITS);
    private final Histogram lateness = new Histogram(LONGEST_NANOS, DIGITS);
    private final boolean[] answered;
    private int answers;
    private int errors;
    private long lastAnswerNanos;
    private volatile IOException failure;

    LoadRun(final List<Connection> connections, final Requests requests, final int perSecond, final long seed) {
        this.connections = connections;
        this.requests = requests;
        this.dueNanos = new long[requests.count()];
        this.answered = new boolean[requests.count()];
        final SplittableRandom random = new SplittableRandom(seed);
        double nanos = 0;
        for (int i = 0; i < dueNanos.length; i++) {
            nanos += random.nextExponential() * SECOND / perSecond;
            dueNanos[i] = (long) nanos;
        }
    }

    /** Sends everything and waits for the answers. */
    LoadRun run() throws IOException, InterruptedException {
        final long start = System.nanoTime() + START_DELAY_NANOS;
        for (int i = 0; i < dueNanos.length; i++) {
            dueNanos[i] += start;
        }
        final Thread sender = Thread.ofPlatform().name("sender").start(this::send);
        receive();
        sender.join();
        if (failure != null) {
            throw failure;
        }
        return this;
    }

    private void send() {
        TimerSlack.least();
        try {
            for (int i = 0; i < dueNanos.length && failure == null; i++) {
                awaitNanoTime(dueNanos[i]);
                lateness.recordValue(Math.max(0, System.nanoTime() - dueNanos[i]));
                connections.get(requests.account(i) % connections.size()).write(ByteBuffer.wrap(requests.frame(i)));
            }
        } catch (final IOException broken) {
            failure = broken;
        }
    }

    private static void awaitNanoTime(final long nanoTime) {
        long left = nanoTime - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = nanoTime - System.nanoTime();
        }
    }

    private void receive() throws IOException {
        try (Selector selector = Selector.open()) {
            for (final Connection connection : connections) {
                connection.channel().register(selector, SelectionKey.OP_READ, connection);
            }
            final long lastDue = dueNanos[dueNanos.length - 1];
            while (answers < dueNanos.length && failure == null) {
                if (selector.select(key -> read((Connection) key.attachment()), SILENCE_MILLIS) == 0
                    && System.nanoTime() > lastDue) {
                    return;
                }
            }
        }
    }

    private void read(final Connection connection) {
        try {
            connection.read(this::answer);
        } catch (final IOException broken) {
            failure = broken;
        }
    }

    /** Takes a message; the greeting of a connection is none in JSON. */
    private void answer(final byte[] bytes, final int offset, final int length) {
        if (bytes[offset] != '{') {
            return;
        }
        final int named = find(ID, bytes, offset, length);
        final int refused = named < 0 ? find(TOO_MANY, bytes, offset, length) : -1;
        if (named < 0 && refused < 0) {
            failure = new IOException("an answer without a number: " + new String(bytes, offset, length, US_ASCII));
            return;
        }
        int index = 0;
        for (int i = named < 0 ? refused + TOO_MANY.length : named + ID.length; bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            index = index * 10 + bytes[i] - '0';
        }
        if (answered[index]) {
            failure = new IOException("request " + index + " was answered twice");
            return;
        }
        answered[index] = true;
        answers++;
        lastAnswerNanos = System.nanoTime();
        latency.recordValue(lastAnswerNanos - dueNanos[index]);
        errors += find(ERROR, bytes, offset, length) < 0 ? 0 : 1;
    }

    static int find(final byte[] what, final byte[] bytes, final int offset, final int length) {
        for (int i = offset; i <= offset + length - what.length; i++) {
            int same = 0;
            while (same < what.length && bytes[i + same] == what[same]) {
                same++;
            }
            if (same == what.length) {
                return i;
            }
        }
        return -1;
    }

    /** From the planned moments to the answers, in nanoseconds. */
    Histogram latency() {
        return latency;
    }

    /** From the planned moments to the sending, in nanoseconds: part of the latency. */
    Histogram lateness() {
        return lateness;
    }

    /** Requests without an answer. */
    int unanswered() {
        return dueNanos.length - answers;
    }

    /** Answers that say that something was refused. */
    int errors() {
        return errors;
    }

    /** Answers a second, from the first planned moment to the last answer. */
    double perSecond() {
        return answers * (double) SECOND / (lastAnswerNanos - dueNanos[0]);
    }
}
