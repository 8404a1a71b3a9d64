package steelyard.bench.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import steelyard.bench.Figures;
import steelyard.bench.node.BenchNode;
import steelyard.client.Wallet;

/** The whole server: from a signed order that is due on a WebSocket to its acknowledgment. */
public final class GatewayBench implements AutoCloseable {
    private static final int ACCOUNTS = 100;
    private static final int CONNECTIONS = 100;
    private static final long DEPOSIT_USDC = 10_000_000;
    private static final double NANOS_PER_MICRO = 1_000;
    private static final int BATCH = 20;
    private static final int WARM_UP_SECONDS = 2;
    /** So many requests are made before a run at saturation; more could not be sent. */
    private static final int SIGNED_MADE_PER_SECOND = 40_000;
    private static final int SINGLE_MADE_PER_SECOND = 160_000;
    private static final int BATCHES_MADE_PER_SECOND = 24_000;

    private final BenchNode node;
    private final OrderScript script;
    private final List<Connection> connections = new ArrayList<>();
    private long lastNonce = System.currentTimeMillis();

    /** Gives the accounts money and connects them. */
    public GatewayBench(final BenchNode node, final long seed) throws IOException, InterruptedException {
        this.node = node;
        script = new OrderScript(ACCOUNTS, seed);
        for (final Wallet wallet : script.wallets()) {
            node.deposit(wallet.address(), DEPOSIT_USDC);
        }
        connect();
    }

    /** Connects anew, after a start of the node. */
    public void connect() throws IOException {
        close();
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(new Connection(node.port()));
        }
    }

    /** Lets each account's connection log in, so that it may send without signatures. */
    public void login() throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.get(i).login(script.wallets().get(i));
        }
    }

    /** Sends what is not measured: at an eighth, a quarter, half of the rate, then at all of it. */
    public void warmUp(final int perSecond, final int seconds) throws IOException, InterruptedException {
        for (int part = 8; part >= 1; part /= 2) {
            report("warm-up", perSecond / part, load(perSecond / part, seconds));
        }
    }

    /** Measures at one rate. */
    public void measure(final int perSecond, final int seconds, final Figures figures)
        throws IOException, InterruptedException {
        final double before = node.processorSeconds();
        final LoadRun run = load(perSecond, seconds);
        report("measured", perSecond, run);
        System.out.printf("           processor time of the node %.2f cores%n",
            (node.processorSeconds() - before) / seconds);
        final String rate = perSecond % 1_000 == 0 ? perSecond / 1_000 + "k" : Integer.toString(perSecond);
        figures.figure("gateway.p50-us-" + rate, run.latency().getValueAtPercentile(50) / NANOS_PER_MICRO, "us");
        figures.figure("gateway.p99-us-" + rate, run.latency().getValueAtPercentile(99) / NANOS_PER_MICRO, "us");
        figures.figure("gateway.p50-us", run.latency().getValueAtPercentile(50) / NANOS_PER_MICRO, "us");
        figures.figure("gateway.p99-us", run.latency().getValueAtPercentile(99) / NANOS_PER_MICRO, "us");
    }

    /** Measures orders of sessions at one rate; the median in µs. */
    public double measureSessions(final int perSecond, final int seconds, final Figures figures)
        throws IOException, InterruptedException {
        final LoadRun run = load(Requests.ofSessions(script, perSecond * seconds), perSecond);
        report("session", perSecond, run);
        final double p50 = run.latency().getValueAtPercentile(50) / NANOS_PER_MICRO;
        final String rate = perSecond % 1_000 == 0 ? perSecond / 1_000 + "k" : Integer.toString(perSecond);
        figures.figure("gateway.session-p50-us-" + rate, p50, "us");
        figures.figure("gateway.session-p99-us-" + rate,
            run.latency().getValueAtPercentile(99) / NANOS_PER_MICRO, "us");
        return p50;
    }

    /**
     * Measures an echo on the same handlers: orders of sessions that are none, which the gateway refuses when it has read
     * them. The median in µs.
     */
    public double measureEcho(final int perSecond, final int seconds, final Figures figures)
        throws IOException, InterruptedException {
        final LoadRun run = load(Requests.ofSessions(script, perSecond * seconds), perSecond);
        report("echo", perSecond, run);
        if (run.errors() != run.latency().getTotalCount()) {
            throw new IOException("orders without a session were taken");
        }
        final double p50 = run.latency().getValueAtPercentile(50) / NANOS_PER_MICRO;
        figures.figure("gateway.echo-p50-us", p50, "us");
        return p50;
    }

    /** Sends signed orders as fast as they are answered; actions a second. */
    public void saturateSigned(final int seconds, final Figures figures) throws IOException {
        final int count = SIGNED_MADE_PER_SECOND * (seconds + WARM_UP_SECONDS);
        final Requests requests = Requests.sign(script, count, lastNonce + 1);
        lastNonce += count;
        figures.figure("gateway.signed-saturation", saturate("signed", requests, seconds), "actions/s");
    }

    /** The same of sessions, with orders one by one, then in actions of {@link #BATCH}; orders a second. */
    public void saturateSessions(final int seconds, final Figures figures) throws IOException {
        figures.figure("gateway.session-saturation-single", saturate("session",
            Requests.ofSessions(script, SINGLE_MADE_PER_SECOND * (seconds + WARM_UP_SECONDS)), seconds), "orders/s");
        figures.figure("gateway.session-saturation", BATCH * saturate("session, " + BATCH + " orders each",
            Requests.batches(script, BATCHES_MADE_PER_SECOND * (seconds + WARM_UP_SECONDS), BATCH), seconds),
            "orders/s");
    }

    private double saturate(final String what, final Requests requests, final int seconds) throws IOException {
        System.gc();
        final Saturation run = new Saturation(connections, requests, WARM_UP_SECONDS, seconds);
        final double perSecond = run.run();
        System.out.printf("saturated  %s: %,.0f actions/s answered, %,d not taken%n", what, perSecond, run.errors());
        return perSecond;
    }

    private LoadRun load(final Requests requests, final int perSecond) throws IOException, InterruptedException {
        System.gc();
        final LoadRun run = new LoadRun(connections, requests, perSecond, ++lastNonce).run();
        if (run.unanswered() > 0) {
            throw new IOException(run.unanswered() + " requests were not answered");
        }
        return run;
    }

    private LoadRun load(final int perSecond, final int seconds) throws IOException, InterruptedException {
        final int count = perSecond * seconds;
        final Requests requests = Requests.sign(script, count, lastNonce + 1);
        lastNonce += count;
        return load(requests, perSecond);
    }

    private static void report(final String what, final int perSecond, final LoadRun run) {
        System.out.printf("%-10s %,d orders/s planned, %,.0f/s answered, %,d answers, %.1f %% of them refusals%n", what,
            perSecond, run.perSecond(), run.latency().getTotalCount(),
            100.0 * run.errors() / run.latency().getTotalCount());
        print("latency", run.latency());
        print("of it late", run.lateness());
    }

    private static void print(final String name, final Histogram nanos) {
        System.out.printf("           %-10s p50 %,.0f  p90 %,.0f  p99 %,.0f  p99.9 %,.0f  max %,.0f us%n", name,
            nanos.getValueAtPercentile(50) / NANOS_PER_MICRO, nanos.getValueAtPercentile(90) / NANOS_PER_MICRO,
            nanos.getValueAtPercentile(99) / NANOS_PER_MICRO, nanos.getValueAtPercentile(99.9) / NANOS_PER_MICRO,
            nanos.getMaxValue() / NANOS_PER_MICRO);
    }

    @Override
    public void close() throws IOException {
        for (final Connection connection : connections) {
            connection.close();
        }
        connections.clear();
    }
}
