package steelyard.system.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import steelyard.client.Wallet;
import steelyard.server.cli.FreePorts;
import steelyard.signing.SigningKey;

/**
 * One node in a folder of its own, on free ports, started as a user starts it. Its two markets have prices that never
 * move: BTC (asset 0, five size decimals) is at 100000, ETH (asset 1, four) at 4000. The source of the prices falls
 * silent at once, so that nothing but time enters the log by itself.
 */
public final class TestServer implements AutoCloseable {
    /** Number of the market BTC. */
    public static final int BTC = 0;
    /** Number of the market ETH. */
    public static final int ETH = 1;

    /** A killed node's marks block its next start for 10 s. */
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final int PORTS = 7;
    private static final String GENESIS = """
        markets:
          - {coin: BTC, sizeDecimals: 5, maxLeverage: 40, maxPrice: 10_000_000, maxOrder: 500, maxPosition: 5_000,
             staleAfterMillis: 3600000}
          - {coin: ETH, sizeDecimals: 4, maxLeverage: 25, maxPrice: 1_000_000, maxOrder: 10_000, maxPosition: 50_000,
             staleAfterMillis: 3600000}
        """;

    private final Path directory;
    private final Path driverDirectory;
    private final int port;
    private LaunchedProcess process;
    private PublicApi api;
    private AdminApi admin;

    /** A node that does not run yet, with files in {@code directory}. */
    public TestServer(final Path directory) {
        this(directory, """
            directory: data
            genesis: genesis.yaml
            disk: {freeMegabytes: 64}
            prices: {recording: {file: prices.csv, speed: 10000}}
            """);
        write("genesis.yaml", GENESIS);
        write("prices.csv", """
            time,coin,price
            2025-01-01T00:00:00Z,BTC,100000
            2025-01-01T00:00:00Z,ETH,4000
            """);
    }

    private TestServer(final Path directory, final String settings) {
        this.directory = directory;
        this.port = FreePorts.find(PORTS);
        try {
            driverDirectory = Files.createTempDirectory(
                Files.isWritable(SHARED_MEMORY) ? SHARED_MEMORY : directory, "steelyard-test-");
        } catch (final IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        write("steelyard.yaml", settings + """
            gateway: {port: %d}
            admin: {port: %d}
            cluster:
              driverDirectory: %s
              members: [{id: 0, basePort: %d}]
            """.formatted(gatewayPort(), adminPort(), driverDirectory, clusterPort()));
    }

    /** The same with the markets and the prices of {@code ./steelyard demo}. */
    public static TestServer demo(final Path directory) {
        final Path folder = LaunchedProcess.HOME.resolve("demo");
        return new TestServer(directory, read(folder.resolve("steelyard.yaml")))
            .configure("directory: ../data/demo", "directory: data")
            .configure("genesis: genesis.yaml", "genesis: " + folder.resolve("genesis.yaml"));
    }

    /** Writes a file into the node's folder. */
    public Path write(final String name, final String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (final IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Puts other text into the configuration file. */
    public TestServer configure(final String text, final String replacement) {
        final String before = read(configuration());
        if (!before.contains(text)) {
            throw new AssertionError("no '" + text + "' in " + before);
        }
        write("steelyard.yaml", before.replace(text, replacement));
        return this;
    }

    /** The node's configuration file. */
    public Path configuration() {
        return directory.resolve("steelyard.yaml");
    }

    /** The exchange's genesis file. */
    public Path genesisFile() {
        return directory.resolve("genesis.yaml");
    }

    /** The node's data directory. */
    public Path data() {
        return directory.resolve("data");
    }

    /** Port of the public API. */
    public int gatewayPort() {
        return port;
    }

    /** Port of the operators' API. */
    public int adminPort() {
        return port + 1;
    }

    /** First UDP port of the cluster. */
    public int clusterPort() {
        return port + 2;
    }

    /** Starts the process, and does not wait for it. */
    public LaunchedProcess launch() {
        return launched(LaunchedProcess.steelyard(directory, "run", "--config", configuration().toString()));
    }

    /** Takes a process that was started in another way for this node's. */
    public LaunchedProcess launched(final LaunchedProcess other) {
        process = other;
        return other;
    }

    /** Starts the process and waits until it is ready. */
    public void start() {
        launch();
        awaitReady();
    }

    /** Waits until it is ready. */
    public void awaitReady() {
        process.awaitLine("ready", START_LIMIT);
        api = new PublicApi(URI.create("http://127.0.0.1:" + gatewayPort()));
        admin = new AdminApi(adminPort(), data());
    }

    /** The process. */
    public LaunchedProcess process() {
        return process;
    }

    /** The public API. */
    public PublicApi api() {
        return api;
    }

    /** The operators' API. */
    public AdminApi admin() {
        return admin;
    }

    /** A new wallet whose account has so many USDC. */
    public Wallet fund(final String amount) {
        final Wallet wallet = Wallet.of(SigningKey.random());
        admin.deposit(wallet.address(), amount);
        return wallet;
    }

    /** Kills the process (SIGKILL). */
    public void kill() {
        process.kill();
        disconnect();
    }

    /** Ends the process in order (SIGTERM) and answers its exit status. */
    public int terminate() {
        process.terminate();
        final int status = process.awaitExit();
        disconnect();
        return status;
    }

    private void disconnect() {
        if (api != null) {
            api.close();
            admin.close();
            api = null;
            admin = null;
        }
    }

    /** Runs {@code ./steelyard replay} on the data directory, and answers what it prints. */
    public String replay(final String... options) {
        return offline(Stream.concat(
            Stream.of("replay", "--data", data().toString()), Stream.of(options)).toArray(String[]::new));
    }

    /** What another command says while the node does not run. */
    public String offline(final String... arguments) {
        try (LaunchedProcess command = LaunchedProcess.steelyard(directory, arguments)) {
            final int status = command.awaitExit(START_LIMIT);
            if (status != 0) {
                throw new AssertionError(arguments[0] + " ended with " + status + ": " + command.complaints());
            }
            return command.output();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        disconnect();
        try (Stream<Path> files = Files.walk(driverDirectory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (final IOException gone) {
            // The node has deleted it.
        }
    }
}
