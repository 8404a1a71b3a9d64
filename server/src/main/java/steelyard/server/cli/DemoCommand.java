package steelyard.server.cli;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agrona.concurrent.ShutdownSignalBarrier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import steelyard.client.Wallet;
import steelyard.client.bots.BotConfig;
import steelyard.client.bots.BotFleet;
import steelyard.server.Server;
import steelyard.server.StartException;
import steelyard.server.cluster.ExchangeMachine;
import steelyard.server.cluster.SkipList;
import steelyard.server.config.NodeConfig;
import steelyard.signing.SigningKey;

/** {@code demo}: a node with demo markets, prices, bots that trade through the public API, and money for a trader. */
@Command(
    name = "demo",
    description = "Runs an exchange with demo markets, prices and bots until it is interrupted.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    /** A key that everybody knows: it owns play money only. */
    private static final String TRADER_KEY = "0x0123456789012345678901234567890123456789012345678901234567890123";
    private static final long DEPOSIT_MICROS = 10_000_000_000_000L;
    private static final long START_SECONDS = 20;

    @Option(names = "--config", paramLabel = "FILE", description = "The node's configuration (default: the demo's).")
    private Path config = Home.path("demo/steelyard.yaml");

    @Option(names = "--data", paramLabel = "DIR",
        description = "Data directory (default: as configured; with --prices, data/recorded).")
    private Path data;

    @Option(names = "--prices", paramLabel = "FILE",
        description = "Recorded prices instead of simulated ones; the run ends with the recording.")
    private Path prices;

    @Option(names = "--speed", paramLabel = "N", defaultValue = "1",
        description = "Recorded time that passes in a unit of time (default: ${DEFAULT-VALUE}).")
    private double speed;

    @Option(names = "--markets", paramLabel = "N",
        description = "So many markets; the first " + ManyMarkets.PRICED_MAX + " at most have prices and bots. "
            + "The summary tells what they cost (data directory: data/markets-N).")
    private int markets;

    @Override
    public Integer call() throws InterruptedException {
        final NodeConfig node = node();
        try (ShutdownSignalBarrier barrier = new ShutdownSignalBarrier();
            Server server = Server.start(node, ExchangeMachine.factory(
                new SecureRandom().nextLong(), SkipList.read(node.cluster().directory())),
                source -> barrier.signalAll(), System.out)) {
            final RunSummary summary = new RunSummary(server);
            final BotFleet bots = new BotFleet(bots(
                URI.create("http://" + node.gateway().host() + ":" + server.gatewayPort())));
            final Wallet trader = Wallet.of(SigningKey.of(TRADER_KEY));
            final List<String> addresses = new ArrayList<>(bots.addresses());
            addresses.add(trader.address());
            DemoScenarios.load(server.node(), Home.path("demo/scenarios.txt"));
            Deposits.make(server.node(), addresses, DEPOSIT_MICROS);
            start(bots);
            System.out.printf("trader     %s, key %s: %,d USDC of play money%n",
                trader.address(), TRADER_KEY, DEPOSIT_MICROS / 1_000_000);
            Banner.print(server, System.out);
            final DemoFigures figures = new DemoFigures();
            barrier.await();
            if (markets > 0) {
                figures.print(server.node(), bots.summary(), System.out);
            }
            bots.stop();
            return summary.print(System.out) ? 0 : 1;
        }
    }

    private static void start(final BotFleet bots) throws InterruptedException {
        try {
            bots.start().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (final ExecutionException | TimeoutException failed) {
            throw new StartException("The demo's bots cannot trade: " + failed + ".");
        }
    }

    private BotConfig bots(final URI api) {
        return markets == 0 ? BotConfig.of(api)
            : BotConfig.of(api, ManyMarkets.pricedCoins(NodeConfig.read(config), markets));
    }

    private NodeConfig node() {
        final NodeConfig configured = NodeConfig.read(config);
        if (markets > 0) {
            final Path directory = data == null ? Home.path("data/markets-" + markets) : data;
            return NodeConfig.read(ManyMarkets.write(configured, markets, directory));
        }
        final NodeConfig priced = prices == null ? configured : configured.withPrices(new NodeConfig.Prices(
            configured.prices().intervalNanos(), null,
            new NodeConfig.RecordingFile(2, prices.toAbsolutePath(), speed)));
        if (data != null) {
            return priced.withDirectory(data);
        }
        return prices == null ? priced : priced.withDirectory(Home.path("data/recorded"));
    }
}
