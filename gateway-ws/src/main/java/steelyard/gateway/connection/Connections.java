package steelyard.gateway.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.cors.CorsConfig;
import io.netty.handler.codec.http.cors.CorsConfigBuilder;
import io.netty.handler.codec.http.cors.CorsHandler;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.TimeUnit;
import steelyard.gateway.GatewayConfig;
import steelyard.gateway.exchange.ExchangeService;
import steelyard.gateway.info.InfoService;
import steelyard.gateway.limit.Client;
import steelyard.gateway.limit.ClientHosts;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.gateway.reads.NodeReads;
import steelyard.gateway.stream.StreamHub;

/** Sets up each new connection and keeps count of them. */
public final class Connections extends ChannelInitializer<Channel> {
    private static final String WEB_SOCKET_PATH = "/ws";
    private static final long PREFLIGHT_SECONDS = 3_600;
    private static final long FORCE_CLOSE_MILLIS = 2_000;

    private final GatewayConfig config;
    private final NodeReads reads;
    private final InfoService info;
    private final ExchangeService exchange;
    private final StreamHub hub;
    private final MarketDirectory markets;
    private final ClientHosts hosts;
    private final CorsConfig cors;
    private final WebSocketServerProtocolConfig webSocket;
    private final Certificate certificate;
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    /** Connects clients to these services. */
    public Connections(
        final GatewayConfig config, final NodeReads reads, final InfoService info, final ExchangeService exchange,
        final StreamHub hub, final MarketDirectory markets) {
        this.config = config;
        this.reads = reads;
        this.info = info;
        this.exchange = exchange;
        this.hub = hub;
        this.markets = markets;
        hosts = new ClientHosts(config.limits());
        cors = cors(config);
        webSocket = webSocket(config);
        certificate = config.tls() == null ? null : new Certificate(config.tls(), config.requestTimeoutMillis());
    }

    private static CorsConfig cors(final GatewayConfig config) {
        final CorsConfigBuilder origins = config.allowedOrigins().isEmpty()
            ? CorsConfigBuilder.forAnyOrigin()
            : CorsConfigBuilder.forOrigins(config.allowedOrigins().toArray(String[]::new)).shortCircuit();
        return origins
            .allowedRequestMethods(HttpMethod.POST)
            .allowedRequestHeaders("*", "content-type", HttpRequests.MIN_SEQUENCE)
            .maxAge(PREFLIGHT_SECONDS)
            .exposeHeaders(HttpRequests.SEQUENCE, HttpRequests.STALE)
            .build();
    }

    private static WebSocketServerProtocolConfig webSocket(final GatewayConfig config) {
        return WebSocketServerProtocolConfig.newBuilder()
            .websocketPath(WEB_SOCKET_PATH)
            .handshakeTimeoutMillis(config.requestTimeoutMillis())
            .forceCloseTimeoutMillis(FORCE_CLOSE_MILLIS)
            .decoderConfig(WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(config.requestLengthMax())
                .allowExtensions(false)
                .build())
            .build();
    }

    @Override
    protected void initChannel(final Channel channel) {
        if (open.size() >= config.connectionsMax()) {
            channel.close();
            return;
        }
        open.add(channel);
        final ChannelPipeline pipeline = channel.pipeline();
        final RequestDeadline deadline = new RequestDeadline(config.requestTimeoutMillis());
        if (certificate != null) {
            pipeline.addLast(certificate.handler(channel.alloc()));
        }
        pipeline.addLast(new IdleStateHandler(0, 0, config.idleTimeoutMillis(), TimeUnit.MILLISECONDS));
        pipeline.addLast(deadline);
        pipeline.addLast(new HttpServerCodec());
        pipeline.addLast(new HttpServerKeepAliveHandler());
        pipeline.addLast(new HttpObjectAggregator(config.requestLengthMax(), true));
        pipeline.addLast(new RequestQueue(deadline));
        pipeline.addLast(new CorsHandler(cors));
        final Admission admission = new Admission(hosts, WEB_SOCKET_PATH);
        pipeline.addLast(admission);
        pipeline.addLast(new WebSocketServerProtocolHandler(webSocket));
        pipeline.addLast(new HttpRequests(reads, info, exchange, admission, this::upgraded));
    }

    /** From the handshake on the connection is a WebSocket only. */
    private void upgraded(final Channel channel, final Client client) {
        final ChannelPipeline pipeline = channel.pipeline();
        pipeline.remove(RequestDeadline.class);
        pipeline.remove(HttpServerKeepAliveHandler.class);
        pipeline.remove(RequestQueue.class);
        pipeline.remove(CorsHandler.class);
        pipeline.replace(IdleStateHandler.class, null,
            new IdleStateHandler(0, config.idleTimeoutMillis(), 0, TimeUnit.MILLISECONDS));
        pipeline.replace(HttpRequests.class, null,
            new WebSocketRequests(config, channel, client, info, exchange, hub, markets));
    }

    /** Closes every connection. */
    public void closeAll() {
        open.close().awaitUninterruptibly();
    }
}
