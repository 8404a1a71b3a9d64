package steelyard.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import steelyard.flow.FlowConfig;
import steelyard.flow.FlowException;
import steelyard.flow.FlowMode;
import steelyard.flow.FlowRun;
import steelyard.flow.FlowSummary;
import steelyard.flow.recording.Recording;
import steelyard.flow.recording.RecordingFormat;
import steelyard.server.Server;
import steelyard.server.StartException;
import steelyard.server.cluster.ClusterSettings;
import steelyard.server.cluster.ExchangeMachine;
import steelyard.server.config.NodeConfig;

/** {@code flow}: recorded order flow through the public API of a running node, or of one started for it. */
@Command(
    name = "flow",
    description = "Sends recorded order flow through the public API and compares the node's book with the recorded one. "
        + "Without --node it starts a node of its own, in a new directory, with a market that fits.",
    mixinStandardHelpOptions = true)
final class FlowCommand implements Callable<Integer> {
    /** Of a market's prices and sizes together. */
    private static final int PRICE_AND_SIZE_DECIMALS = 6;
    private static final int PRICE_DECIMALS_MIN = 2;
    private static final String TOKEN_FILE = "admin.token";

    @Parameters(index = "0", paramLabel = "FILE", description = "The recording; .gz is unpacked.")
    private Path file;

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "cme-mbo or lobster.",
        converter = FormatName.class)
    private RecordingFormat format;

    @Option(names = "--mode", paramLabel = "MODE", defaultValue = "book",
        description = "book: recorded trades change nothing, their reductions come as sent; match: each trade is an "
            + "order that takes (default: ${DEFAULT-VALUE}).")
    private FlowMode mode;

    @Option(names = "--node", paramLabel = "URL", description = "The public API of a running node.")
    private URI node;

    @Option(names = "--admin", paramLabel = "URL", defaultValue = "http://127.0.0.1:" + NodeConfig.ADMIN_PORT,
        description = "Its operators' API (default: ${DEFAULT-VALUE}).")
    private URI admin;

    @Option(names = "--data", paramLabel = "DIR", description = "Its data directory, where the operators' token is.")
    private Path data = Home.path("data/demo");

    @Option(names = "--coin", paramLabel = "COIN",
        description = "A market with a fixed tick, no price band, no minimum and an empty book.")
    private String coin;

    @Option(names = "--accounts", paramLabel = "N", defaultValue = "16",
        description = "Accounts whose orders rest (default: ${DEFAULT-VALUE}).")
    private int accounts;

    @Option(names = "--takers", paramLabel = "N", defaultValue = "4",
        description = "Accounts that take (default: ${DEFAULT-VALUE}).")
    private int takers;

    @Option(names = "--check", paramLabel = "LINES", defaultValue = "1000",
        description = "Lines between two comparisons of the books (default: ${DEFAULT-VALUE}).")
    private int checkLines;

    /** The name of a format as it is typed. */
    static final class FormatName implements ITypeConverter<RecordingFormat> {
        @Override
        public RecordingFormat convert(final String value) {
            return RecordingFormat.valueOf(value.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        final Recording recording = Recording.read(file, format);
        final FlowSummary summary = node == null ? onOwnNode(recording) : run(recording, node, admin, data);
        summary.print(mode, System.out);
        return mode == FlowMode.MATCH || summary.isFaithful() ? 0 : 1;
    }

    private FlowSummary onOwnNode(final Recording recording) throws InterruptedException {
        final Path directory = newDirectory();
        final NodeConfig config = NodeConfig.read(writeConfiguration(directory, recording));
        try (Server server = Server.start(config, ExchangeMachine.factory(new SecureRandom().nextLong()),
            source -> { }, System.out)) {
            System.out.println("node           started in " + directory);
            return run(recording, URI.create("http://127.0.0.1:" + server.gatewayPort()),
                URI.create("http://127.0.0.1:" + server.admin().port()), config.cluster().directory());
        }
    }

    private FlowSummary run(final Recording recording, final URI api, final URI operators, final Path directory)
        throws InterruptedException {
        return FlowRun.run(
            new FlowConfig(api, operators, token(directory), coin(), mode, accounts, takers, checkLines),
            recording, System.out);
    }

    private String coin() {
        return coin == null ? format.coin() : coin;
    }

    private static String token(final Path directory) {
        try {
            return Files.readString(directory.resolve(TOKEN_FILE)).strip();
        } catch (final IOException unreadable) {
            throw new FlowException("The token of the operators' API cannot be read from "
                + directory.resolve(TOKEN_FILE) + "; name the node's data directory with --data.");
        }
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("steelyard-flow");
        } catch (final IOException full) {
            throw new StartException("There is no place for a node: " + full.getMessage());
        }
    }

    /** A node whose one market has the recording's tick and stands where the recording begins. */
    private Path writeConfiguration(final Path directory, final Recording recording) {
        final Path configuration = directory.resolve("steelyard.yaml");
        final BigDecimal tick = recording.tick();
        final int decimals = Math.max(tick.scale(), PRICE_DECIMALS_MIN);
        if (decimals > PRICE_AND_SIZE_DECIMALS) {
            throw new FlowException("The prices of the recording need a tick of " + tick.toPlainString()
                + "; a market has " + PRICE_AND_SIZE_DECIMALS + " decimals at most.");
        }
        try {
            Files.writeString(directory.resolve("genesis.yaml"), """
                parameters:
                  market_value_20_micros: 0
                markets:
                  - coin: %s
                    class: index
                    sizeDecimals: %d
                    tick: %s
                    maxLeverage: 20
                    minNotional: 0
                    maxPrice: 100_000
                    maxOrder: 100_000
                    maxPosition: 700_000
                """.formatted(coin(), PRICE_AND_SIZE_DECIMALS - decimals, tick.toPlainString()));
            final int port = FreePorts.find(ClusterSettings.PORTS_PER_MEMBER + 2);
            Files.writeString(configuration, """
                directory: data
                gateway: {port: %d}
                admin: {port: %d}
                cluster:
                  members:
                    - {id: 0, basePort: %d}
                prices:
                  simulation:
                    basePrices:
                      %s: %s
                """.formatted(port, port + 1, port + 2, coin(), recording.middlePrice()));
        } catch (final IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return configuration;
    }
}
