package steelyard.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.agrona.IoUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import steelyard.bench.gateway.BareCluster;
import steelyard.bench.gateway.GatewayBench;
import steelyard.bench.node.BenchNode;
import steelyard.server.cluster.Durability;

/** {@code bench gateway}. */
@Command(
    name = "gateway",
    description = "The whole server: orders over WebSocket at fixed rates, from when each is due to its answer, and as "
        + "many as are answered.",
    mixinStandardHelpOptions = true)
final class GatewayCommand implements Callable<Integer> {
    private static final int WARM_UP_PER_SECOND = 10_000;
    private static final int OVERHEAD_RATE = 10_000;
    private static final int BARE_PORT = 19_100;
    private static final int SATURATED_SECONDS_MAX = 10;

    @Option(names = "--rates", paramLabel = "N", split = ",", defaultValue = "1000,10000",
        description = "Orders a second, one rate after the other (default: ${DEFAULT-VALUE}).")
    private List<Integer> rates;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "30",
        description = "How long each rate is held (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "8",
        description = "Four times so many seconds at rising rates before (default: ${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(names = "--durability", paramLabel = "WORD", defaultValue = "disk",
        description = "disk or memory: what an acknowledgment waits for (default: ${DEFAULT-VALUE}).")
    private String durability;

    @Option(names = "--session-rates", paramLabel = "N", split = ",", defaultValue = "1000,10000,50000",
        description = "Orders a second of connections that have logged in (default: ${DEFAULT-VALUE}).")
    private List<Integer> sessionRates;

    @Option(names = "--parts", paramLabel = "WORD", split = ",", defaultValue = "signed,session,saturation,overhead",
        description = "What is measured: signed orders and orders of sessions at fixed rates; as many as are "
            + "answered; a session's order, an echo and a bare cluster at 10,000/s (default: ${DEFAULT-VALUE}).")
    private Set<String> parts;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Conditions.print();
        Conditions.printVirtualMachine();
        System.out.printf("node       one member, a process of its own, durability %s%n", durability);
        final Figures figures = new Figures();
        final double overheadMicros;
        try (BenchNode node = new BenchNode(durability)) {
            node.start();
            try (GatewayBench bench = new GatewayBench(node, 1)) {
                bench.warmUp(WARM_UP_PER_SECOND, warmUpSeconds);
                overheadMicros = measure(bench, figures);
            }
        }
        if (parts.contains("overhead")) {
            figures.ratio("gateway.overhead", overheadMicros / bareCluster(figures));
        }
        figures.print();
        return 0;
    }

    /** What an order of a session costs beyond an echo at the median, in µs. */
    private double measure(final GatewayBench bench, final Figures figures) throws IOException, InterruptedException {
        if (parts.contains("signed")) {
            for (final int rate : rates) {
                bench.measure(rate, seconds, figures);
            }
        }
        final boolean hasOverhead = parts.contains("overhead");
        final double echo = hasOverhead ? bench.measureEcho(OVERHEAD_RATE, seconds, figures) : 0;
        bench.login();
        final double session = hasOverhead ? bench.measureSessions(OVERHEAD_RATE, seconds, figures) : 0;
        if (parts.contains("session")) {
            for (final int rate : sessionRates) {
                bench.measureSessions(rate, seconds, figures);
            }
        }
        if (parts.contains("saturation")) {
            bench.saturateSigned(Math.min(seconds, SATURATED_SECONDS_MAX), figures);
            bench.saturateSessions(Math.min(seconds, SATURATED_SECONDS_MAX), figures);
        }
        return session - echo;
    }

    private double bareCluster(final Figures figures) throws IOException {
        final Path directory = Files.createTempDirectory("steelyard-bare-");
        try (BareCluster cluster = new BareCluster(directory, BARE_PORT, durability.equals("disk")
            ? Durability.DISK : Durability.MEMORY)) {
            return cluster.measure(OVERHEAD_RATE, seconds, figures);
        } finally {
            IoUtil.delete(directory.toFile(), true);
        }
    }
}
