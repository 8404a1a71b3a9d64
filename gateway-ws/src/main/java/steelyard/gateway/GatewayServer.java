package steelyard.gateway;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import steelyard.gateway.connection.Connections;
import steelyard.gateway.exchange.ExchangeService;
import steelyard.gateway.info.InfoService;
import steelyard.gateway.limit.RequestBudgets;
import steelyard.gateway.reads.AccountDirectory;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.gateway.reads.NodeReads;
import steelyard.gateway.stream.StreamHub;
import steelyard.node.CommandPort;
import steelyard.node.EventListener;
import steelyard.node.HistoryReader;
import steelyard.node.NodeQueries;

/**
 * The gateway: one port for {@code POST /info}, {@code POST /exchange} and the WebSocket {@code /ws}.
 *
 * <p>Life: construct, give {@link #events()} to the node, {@link #start()} when the node answers reads, {@link
 * #close()}.
 */
public final class GatewayServer implements AutoCloseable {
    private static final int BACKLOG = 1_024;
    private static final int WRITE_MARK_LOW = 64 * 1024;
    private static final int WRITE_MARK_HIGH = 256 * 1024;
    private static final int MARKETS_TIMEOUT_SECONDS = 5;
    private static final int CLOSE_TIMEOUT_SECONDS = 5;

    private final GatewayConfig config;
    private final EventLoopGroup loops;
    private final NodeReads reads;
    private final StreamHub hub;
    private final Connections connections;
    private Channel listener;

    /** A gateway that is not listening yet. */
    public GatewayServer(
        final GatewayConfig config, final CommandPort commands, final NodeQueries queries,
        final HistoryReader history) {
        this.config = config;
        loops = new MultiThreadIoEventLoopGroup(
            config.eventLoops(), new DefaultThreadFactory("gateway", true), ioHandlers());
        final MarketDirectory markets = new MarketDirectory();
        reads = new NodeReads(queries, markets);
        final AccountDirectory accounts = new AccountDirectory(reads);
        hub = new StreamHub(loops.next(), reads, history, markets, accounts, config.eventQueueLength(),
            config.subscriptionsMax());
        final RequestBudgets budgets = new RequestBudgets(config.limits(), accountId -> earned(history, accountId));
        connections = new Connections(config, reads, new InfoService(reads, history, markets, accounts, budgets),
            new ExchangeService(commands, reads, markets, budgets), hub, markets);
    }

    private CompletionStage<RequestBudgets.Earned> earned(final HistoryReader history, final int accountId) {
        final CompletableFuture<Long> reserved = new CompletableFuture<>();
        final boolean taken = reads.ask(loops.next(), state -> state.reservedRequests(accountId), (requests, failure) -> {
            if (failure == null) {
                reserved.complete(requests);
            } else {
                reserved.completeExceptionally(failure);
            }
        });
        if (!taken) {
            reserved.complete(0L);
        }
        return history.volumes(accountId, 0).thenCombine(reserved, (days, requests) -> new RequestBudgets.Earned(
            days.stream().mapToLong(day -> day.makerMicros() + day.takerMicros()).sum(), requests));
    }

    private static IoHandlerFactory ioHandlers() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    /** Where the node's events go in, from the first event after the read models' state on. */
    public EventListener events() {
        return hub.events();
    }

    /**
     * Reads which markets there are and opens the port.
     *
     * @throws IllegalStateException if the node does not answer or the port cannot be opened
     */
    public void start() {
        loadMarkets();
        hub.start(config.marketDataIntervalMillis());
        final ServerBootstrap bootstrap = new ServerBootstrap()
            .group(loops)
            .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(WRITE_MARK_LOW, WRITE_MARK_HIGH))
            .childHandler(connections);
        final ChannelFuture bound = bootstrap.bind(config.host(), config.port()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException(
                "The port " + config.host() + ":" + config.port() + " cannot be opened", bound.cause());
        }
        listener = bound.channel();
    }

    /** Every read leaves the directory of markets complete. */
    private void loadMarkets() {
        final CompletableFuture<Void> loaded = new CompletableFuture<>();
        final boolean asked = reads.ask(loops.next(), state -> null, (nothing, failure) -> {
            if (failure == null) {
                loaded.complete(null);
            } else {
                loaded.completeExceptionally(failure);
            }
        });
        if (!asked) {
            throw new IllegalStateException("The node takes no reads");
        }
        try {
            loaded.get(MARKETS_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading the markets", interrupted);
        } catch (final ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("The node does not say which markets there are", failure);
        }
    }

    /** The port that is listened on. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Closes the port and all connections. Answers under way are not waited for. */
    @Override
    public void close() {
        hub.stop();
        if (listener != null) {
            listener.close().syncUninterruptibly();
        }
        connections.closeAll();
        loops.shutdownGracefully(0, CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
