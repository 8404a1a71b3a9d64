package steelyard.bench.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import steelyard.server.cli.FreePorts;
import steelyard.server.local.NodeProcess;
import steelyard.server.local.OperatorClient;
import steelyard.server.local.Seed;

/**
 * A node in a process of its own and an empty directory, with the settings that a node has by itself. Its markets have
 * prices that do not move: BTC (asset 0, five size decimals) is at 100000, ETH (asset 1, four) at 4000.
 */
public final class BenchNode implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int PORTS = 7;
    private static final String GENESIS = """
        markets:
          - {coin: BTC, sizeDecimals: 5, maxLeverage: 40, maxPrice: 10_000_000, maxOrder: 500, maxPosition: 5_000,
             staleAfterMillis: 3600000}
          - {coin: ETH, sizeDecimals: 4, maxLeverage: 25, maxPrice: 1_000_000, maxOrder: 10_000, maxPosition: 50_000,
             staleAfterMillis: 3600000}
        """;
    private static final String PRICES = """
        time,coin,price
        2025-01-01T00:00:00Z,BTC,100000
        2025-01-01T00:00:00Z,ETH,4000
        """;

    private final Path directory;
    private final String durability;
    private final int port = FreePorts.find(PORTS);
    private NodeProcess process;
    private OperatorClient operator;
    private long deposits;

    /** A node that does not run yet. */
    public BenchNode(final String durability) throws IOException {
        this.durability = durability;
        directory = Files.createTempDirectory("steelyard-bench-");
        Files.writeString(directory.resolve("genesis.yaml"), GENESIS);
        Files.writeString(directory.resolve("prices.csv"), PRICES);
        Files.writeString(directory.resolve("steelyard.yaml"), """
            directory: data
            genesis: genesis.yaml
            gateway: {port: %d}
            admin: {port: %d}
            prices: {recording: {file: prices.csv, speed: 10000}}
            cluster:
              durability: %s
              members: [{id: 0, basePort: %d}]
            """.formatted(port, port + 1, durability, port + 2));
    }

    /** Starts it; answers the seconds until it took requests. */
    public double start() throws IOException, InterruptedException {
        final long start = System.nanoTime();
        process = NodeProcess.start(NodeProcess.Build.own(), directory.resolve("steelyard.yaml"), output());
        operator = new OperatorClient(
            URI.create("http://127.0.0.1:" + (port + 1)), directory.resolve("data"), TIMEOUT);
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() - start > TIMEOUT.toNanos()) {
                throw new IOException("the node does not start: " + Files.readString(output()));
            }
            Thread.sleep(10);
        }
        return (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private boolean isReady() throws InterruptedException {
        try {
            return operator.get("/v1/ready").path("ready").asBoolean();
        } catch (final IOException notYet) {
            return false;
        }
    }

    /** Port of the public API. */
    public int port() {
        return port;
    }

    /** Its durability, as the configuration says it. */
    public String durability() {
        return durability;
    }

    /** Where it says something. */
    public Path output() {
        return directory.resolve("output.txt");
    }

    /** Credits an account with so many USDC. */
    public void deposit(final String address, final long usdc) throws IOException, InterruptedException {
        final ObjectNode body = asOperator("money for a measurement")
            .put("address", address).put("amount", Long.toString(usdc)).put("source", 1_000).put("number", ++deposits);
        operator.post("/v1/deposits", body);
    }

    /** Takes a snapshot. */
    public void snapshot() throws IOException, InterruptedException {
        operator.post("/v1/snapshots", asOperator("measurement"));
    }

    /** Copies its data as another member would; answers how many bytes. */
    public long seed() throws IOException, InterruptedException {
        return Seed.from(operator, directory.resolve("seeded"));
    }

    /** Hashes of the books and accounts, which do not change while nobody trades. */
    public String hashes() throws IOException, InterruptedException {
        final JsonNode parts = operator.get("/v1/status").path("partHashes");
        return parts.path("books").asText() + ' ' + parts.path("accounts").asText();
    }

    private static ObjectNode asOperator(final String reason) {
        return OperatorClient.body().put("operator", "bench").put("reason", reason);
    }

    /** A value of {@code GET /metrics}. */
    public double metric(final String name) throws IOException, InterruptedException {
        final HttpRequest request = HttpRequest.newBuilder(operator.base().resolve("/metrics"))
            .header("Authorization",
                "Bearer " + Files.readString(directory.resolve("data").resolve(OperatorClient.TOKEN_FILE)).strip())
            .build();
        final String metrics;
        try (HttpClient http = HttpClient.newHttpClient()) {
            metrics = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
        return metrics.lines().filter(line -> line.startsWith(name + ' ') || line.startsWith(name + '{'))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    /** Bytes that are in use on its heap after everything that is not has been collected. */
    public long liveHeapBytes() throws IOException, InterruptedException {
        final Process jcmd = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(process.pid()),
            "GC.class_histogram").redirectErrorStream(true).start();
        final String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        final String total = histogram.lines().filter(line -> line.startsWith("Total")).findFirst()
            .orElseThrow(() -> new IOException("no histogram: " + histogram));
        return Long.parseLong(total.strip().split("\\s+")[2]);
    }

    /** The processor time that its process has used, in seconds. */
    public double processorSeconds() {
        return ProcessHandle.of(process.pid()).flatMap(handle -> handle.info().totalCpuDuration())
            .map(Duration::toNanos).orElse(0L) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    /** Ends it at once, as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.kill();
        end();
    }

    /** Ends it in order. */
    public void terminate() throws InterruptedException {
        process.terminate();
        end();
    }

    private void end() throws InterruptedException {
        process.awaitEnd(TIMEOUT.toSeconds());
        operator.close();
        process = null;
    }

    @Override
    public void close() throws IOException {
        try {
            if (process != null) {
                terminate();
            }
        } catch (final InterruptedException interrupted) {
            process.kill();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
