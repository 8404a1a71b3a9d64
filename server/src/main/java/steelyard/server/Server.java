package steelyard.server;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import steelyard.admin.AdminConfig;
import steelyard.admin.AdminServer;
import steelyard.gateway.GatewayServer;
import steelyard.model.MarketSpec;
import steelyard.oracle.PricePublisher;
import steelyard.oracle.PriceSource;
import steelyard.server.cluster.HaltWithReport;
import steelyard.server.cluster.StateMachine;
import steelyard.server.config.NodeConfig;

/**
 * The whole process: a node and everything that meets it. Its ports open when the node is ready; when it closes, they
 * close first, then what is under way ends, then the node.
 */
public final class Server implements AutoCloseable {
    private static final long QUERY_LIMIT_SECONDS = 10;

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final EventCounters counters = new EventCounters();
    private final Node node;
    private final AdminServer admin;
    private final GatewayServer gateway;
    private final Map<String, MarketSpec> markets;

    private Server(
        final NodeConfig config,
        final StateMachine.Factory core,
        final Consumer<PriceSource> onPricesEnded,
        final BooleanSupplier unwanted,
        final PrintStream console) {
        node = started(Node.start(
            config, core, new HaltWithReport(config.cluster().directory(), console), unwanted, console));
        try {
            node.listen(counters);
            final NodeMetrics metrics = started(new NodeMetrics(node, counters));
            final NodeMonitor monitor = started(new NodeMonitor(node));
            markets = listedMarkets();
            admin = started(startAdmin(config, new OperatorAdapter(node, monitor, metrics)));
            gateway = started(startGateway(config));
            final PricePublisher prices = PriceFeeds.create(node, markets, onPricesEnded);
            if (prices != null) {
                started(prices).start();
            }
        } catch (final Throwable failed) {
            close();
            throw failed;
        }
    }

    /**
     * Starts everything.
     *
     * @param core          makes the state machine
     * @param onPricesEnded told when a recording of prices has been played
     * @param console       where people read what the server waits for
     * @throws StartException if it cannot start, with the reason in one sentence
     */
    public static Server start(
        final NodeConfig config,
        final StateMachine.Factory core,
        final Consumer<PriceSource> onPricesEnded,
        final PrintStream console) {
        return start(config, core, onPricesEnded, () -> false, console);
    }

    /** As above, and gives up as soon as {@code unwanted}. */
    public static Server start(
        final NodeConfig config,
        final StateMachine.Factory core,
        final Consumer<PriceSource> onPricesEnded,
        final BooleanSupplier unwanted,
        final PrintStream console) {
        return new Server(config, core, onPricesEnded, unwanted, console);
    }

    private <T extends AutoCloseable> T started(final T part) {
        started.push(part);
        return part;
    }

    private AdminServer startAdmin(final NodeConfig config, final OperatorAdapter operator) {
        try {
            final AdminServer server = new AdminServer(
                new AdminConfig(config.admin().host(), config.admin().port(), config.cluster().directory()),
                node.commands(), node.queries(), operator);
            server.start();
            return server;
        } catch (final IOException unusable) {
            throw new StartException("The operators' API cannot start: " + unusable.getMessage());
        }
    }

    private GatewayServer startGateway(final NodeConfig config) {
        final GatewayServer server =
            new GatewayServer(config.gateway(), node.commands(), node.queries(), node.history());
        node.listen(server.events());
        try {
            server.start();
        } catch (final Exception unusable) {
            CloseHelper.quietClose(server);
            throw new StartException("The public API cannot start: " + unusable.getMessage());
        }
        return server;
    }

    private Map<String, MarketSpec> listedMarkets() {
        final CompletableFuture<Map<String, MarketSpec>> answer = new CompletableFuture<>();
        node.queries().submit(state -> {
            final Map<String, MarketSpec> specs = new LinkedHashMap<>();
            for (int id = 0; id < state.marketCount(); id++) {
                final MarketSpec spec = state.market(id).spec();
                specs.put(spec.coin(), spec);
            }
            answer.complete(specs);
        });
        try {
            return answer.get(QUERY_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (final InterruptedException | ExecutionException | TimeoutException silent) {
            throw new IllegalStateException("the read models do not answer", silent);
        }
    }

    /** The node. */
    public Node node() {
        return node;
    }

    /** What happened since the start. */
    public EventCounters counters() {
        return counters;
    }

    /** The operators' API. */
    public AdminServer admin() {
        return admin;
    }

    /** Port of the public API. */
    public int gatewayPort() {
        return gateway.port();
    }

    /** What was listed at the start, by coin, in the order of their ids. */
    public Map<String, MarketSpec> markets() {
        return markets;
    }

    /** Takes no more commands, answers those under way, closes the ports, then the node. */
    @Override
    public void close() {
        node.drain();
        while (!started.isEmpty()) {
            CloseHelper.quietClose(started.pop());
        }
    }
}
