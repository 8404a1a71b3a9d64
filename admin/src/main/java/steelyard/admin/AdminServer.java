package steelyard.admin;

import static io.netty.handler.codec.http.HttpMethod.GET;
import static io.netty.handler.codec.http.HttpMethod.POST;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.node.CommandPort;
import steelyard.node.NodeQueries;

/**
 * The operators' REST API: HTTP/1.1 and JSON on a port of its own, one thread. The endpoints are the table in
 * {@link #routes}; {@code docs/reference/admin.md} describes them.
 */
public final class AdminServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    static final int CONTENT_LENGTH_MAX = 64 * 1024;
    private static final int CONNECTIONS_MAX = 64;
    private static final long REQUEST_TIMEOUT_MILLIS = 10_000;
    private static final long ANSWER_TIMEOUT_MILLIS = 60_000;

    private final AdminConfig config;
    private final Path tokenFile;
    private final List<Route> routes;
    private final Router router;
    private final long requestTimeoutMillis;
    private final EventLoopGroup group;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private Channel listener;

    /**
     * Reads the token, or makes one at the first start; does not listen yet.
     *
     * @throws IOException if the token's file cannot be used; the message says what to do
     */
    public AdminServer(
        final AdminConfig config, final CommandPort commands, final NodeQueries queries, final OperatorPort operator)
        throws IOException {
        this(config, commands, queries, operator, REQUEST_TIMEOUT_MILLIS, ANSWER_TIMEOUT_MILLIS);
    }

    AdminServer(
        final AdminConfig config,
        final CommandPort commands,
        final NodeQueries queries,
        final OperatorPort operator,
        final long requestTimeoutMillis,
        final long answerTimeoutMillis) throws IOException {
        this.config = config;
        this.tokenFile = config.dataDirectory().resolve(AdminToken.FILE_NAME);
        this.requestTimeoutMillis = requestTimeoutMillis;
        final AdminToken token = AdminToken.readOrCreate(tokenFile);
        this.group = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("admin", true), NioIoHandler.newFactory());
        final CommandSender sender = new CommandSender(commands, queries, group.next());
        this.routes = new ArrayList<>();
        routes.addAll(looks(new Conditions(queries, operator), new Books(sender), new Listings(sender)));
        routes.addAll(changes(new Deposits(sender), new MarketRules(sender), new AccountRules(sender),
            new HouseMoney(sender)));
        routes.addAll(scenarios(new ScenarioRules(sender)));
        routes.addAll(data(new DataFiles(operator)));
        routes.addAll(withdrawals(new Withdrawals(sender)));
        routes.addAll(emergencies(new Emergency(sender)));
        this.router = new Router(routes, token, answerTimeoutMillis);
    }

    private static List<Route> looks(final Conditions conditions, final Books books, final Listings listings) {
        return List.of(
            Route.open(GET, "/v1/health", conditions::health),
            Route.open(GET, "/v1/ready", conditions::ready),
            Route.of(GET, "/v1/status", conditions::status),
            Route.of(GET, "/v1/cluster", conditions::cluster),
            Route.of(GET, "/metrics", conditions::metrics),
            Route.of(POST, "/v1/snapshots", conditions::snapshot),
            Route.of(GET, "/v1/accounts/{address}", listings::account),
            Route.of(GET, "/v1/markets", listings::markets),
            Route.of(GET, "/v1/markets/{coin}/book", books::book));
    }

    private static List<Route> changes(
        final Deposits deposits, final MarketRules markets, final AccountRules accounts, final HouseMoney house) {
        return List.of(
            Route.of(POST, "/v1/deposits", deposits::deposit),
            Route.of(POST, "/v1/markets/{coin}", markets::change),
            Route.of(POST, "/v1/markets/{coin}/state", markets::changeState),
            Route.of(POST, "/v1/markets/{coin}/risk", markets::changeRisk),
            Route.of(POST, "/v1/parameters/{name}", markets::setParameter),
            Route.of(POST, "/v1/accounts/{address}/class", accounts::setClass),
            Route.of(POST, "/v1/accounts/{address}/freeze", accounts::freeze),
            Route.of(POST, "/v1/leverage-caps", accounts::setLeverageCap),
            Route.of(POST, "/v1/leverage-caps/esma", accounts::setEsmaCaps),
            Route.of(POST, "/v1/fees/{group}", accounts::setFees),
            Route.of(POST, "/v1/calendars/{id}", markets::setCalendar),
            Route.of(POST, "/v1/house/transfers", house::transfer),
            Route.of(POST, "/v1/house/insurance", house::moveInsurance),
            Route.of(POST, "/v1/house/debt", house::socialize));
    }

    private static List<Route> scenarios(final ScenarioRules scenarios) {
        return List.of(
            Route.of(POST, "/v1/scenarios", scenarios::load),
            Route.of(POST, "/v1/scenarios/activate", scenarios::activate),
            Route.of(GET, "/v1/accounts/{address}/margin", scenarios::margin));
    }

    private static List<Route> data(final DataFiles files) {
        return List.of(
            Route.of(GET, "/v1/data", files::list),
            Route.of(GET, "/v1/data/{folder}/{name}/{offset}", files::bytes));
    }

    private static List<Route> withdrawals(final Withdrawals withdrawals) {
        return List.of(
            Route.of(GET, "/v1/withdrawals", withdrawals::pending),
            Route.of(POST, "/v1/withdrawals/{id}", withdrawals::resolve));
    }

    private static List<Route> emergencies(final Emergency emergency) {
        return List.of(
            Route.of(POST, "/v1/accounts/{address}/cancel-all", emergency::cancelOfAccount),
            Route.of(POST, "/v1/markets/{coin}/cancel-all", emergency::cancelOfMarket),
            Route.of(POST, "/v1/kill-switch", emergency::killSwitch),
            Route.of(POST, "/v1/nodes/{id}/retire", emergency::retireNode),
            Route.of(POST, "/v1/behaviour", emergency::switchBehaviour));
    }

    /**
     * Listens.
     *
     * @throws IOException if the port cannot be bound
     */
    public void start() throws IOException {
        final ServerBootstrap bootstrap = new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(new ChannelInitializer<SocketChannel>() {
                @Override
                protected void initChannel(final SocketChannel channel) {
                    accept(channel);
                }
            });
        try {
            listener = bootstrap.bind(config.host(), config.port()).syncUninterruptibly().channel();
        } catch (final Exception e) {
            throw new IOException("admin API cannot listen on " + config.host() + ":" + config.port()
                + ": " + e.getMessage(), e);
        }
        LOG.debug("admin API listens on {}:{}; its token is in {}", config.host(), port(), tokenFile);
    }

    private void accept(final SocketChannel channel) {
        if (connections.size() >= CONNECTIONS_MAX) {
            channel.close();
            return;
        }
        connections.add(channel);
        channel.pipeline().addLast(
            new HttpServerCodec(),
            new Aggregator(),
            new FlowControlHandler(),
            new AdminHandler(router, requestTimeoutMillis));
    }

    /** Every endpoint. */
    List<Route> routes() {
        return routes;
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Where the token is. */
    public Path tokenFile() {
        return tokenFile;
    }

    /** Closes the port and every connection, and waits for the thread. */
    @Override
    public void close() {
        if (listener != null) {
            listener.close().syncUninterruptibly();
        }
        connections.close().awaitUninterruptibly();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Makes whole requests. The body of one that is too large is dropped, and the handler told so in its turn. */
    private static final class Aggregator extends HttpObjectAggregator {
        private Aggregator() {
            super(CONTENT_LENGTH_MAX);
        }

        @Override
        protected void handleOversizedMessage(final ChannelHandlerContext context, final HttpMessage oversized) {
            final FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
            request.setDecoderResult(DecoderResult.failure(new TooLongHttpContentException()));
            context.fireChannelRead(request);
        }
    }
}
