package steelyard.gateway.connection;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBufInputStream;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.gateway.GatewayConfig;
import steelyard.gateway.exchange.ExchangeService;
import steelyard.gateway.exchange.Logins;
import steelyard.gateway.exchange.Session;
import steelyard.gateway.exchange.Signers;
import steelyard.gateway.info.InfoService;
import steelyard.gateway.json.Fields;
import steelyard.gateway.json.Json;
import steelyard.gateway.json.Reply;
import steelyard.gateway.json.RequestFault;
import steelyard.gateway.limit.Client;
import steelyard.gateway.limit.ClientHost;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.gateway.stream.StreamHub;
import steelyard.gateway.stream.StreamSession;
import steelyard.gateway.stream.SubscriptionRequest;

/** The messages of one WebSocket: subscriptions to the hub, posted requests to a service, pings. */
final class WebSocketRequests extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketRequests.class);
    private static final byte[] GREETING = "Websocket connection established.".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PONG = "{\"channel\":\"pong\"}".getBytes(StandardCharsets.UTF_8);

    private final GatewayConfig config;
    private final Client client;
    private final ClientHost host;
    private final InfoService info;
    private final ExchangeService exchange;
    private final StreamHub hub;
    private final MarketDirectory markets;
    private final StreamSession session;
    private final Signers.Memory signers = new Signers.Memory();
    private int posts;
    /** What the next login must sign, or {@code null}. */
    private String challenge;
    /** Who logged in, or {@code null}. */
    private Session login;

    WebSocketRequests(
        final GatewayConfig config, final Channel channel, final Client client, final InfoService info,
        final ExchangeService exchange, final StreamHub hub, final MarketDirectory markets) {
        this.config = config;
        this.client = client;
        this.host = client.host();
        this.info = info;
        this.exchange = exchange;
        this.hub = hub;
        this.markets = markets;
        session = new StreamSession(channel, host, config.pendingBytesMax());
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext ctx) {
        ctx.pipeline().addBefore(ctx.name(), null, new WebSocketFrameAggregator(config.requestLengthMax()));
        session.send(GREETING);
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext ctx, final WebSocketFrame frame) throws IOException {
        if (session.isClosing()) {
            return;
        }
        if (!(frame instanceof TextWebSocketFrame)) {
            session.close(WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "Only text is understood");
            return;
        }
        if (!host.takeMessage()) {
            session.close(WebSocketCloseStatus.POLICY_VIOLATION, "Too many messages");
            return;
        }
        try (ByteBufInputStream text = new ByteBufInputStream(frame.content().duplicate())) {
            handle(ctx, Fields.of(Json.parse(text)));
        } catch (final RequestFault fault) {
            session.send(StreamHub.error("Error parsing JSON into valid websocket request: "
                + frame.content().toString(StandardCharsets.UTF_8)));
        }
    }

    private void handle(final ChannelHandlerContext ctx, final Fields message) throws RequestFault {
        switch (message.text("method")) {
            case "ping" -> session.send(PONG);
            case "subscribe" -> subscription(message, request -> hub.subscribe(session, request));
            case "unsubscribe" -> subscription(message, request -> hub.unsubscribe(session, request));
            case "login" -> login(ctx, message.node().get("request"));
            case "post" -> post(ctx, message.number("id"), message.object("request"));
            default -> throw RequestFault.malformed();
        }
    }

    private void subscription(final Fields message, final Consumer<SubscriptionRequest> then) throws RequestFault {
        final JsonNode subscription = message.object("subscription").node();
        try {
            final SubscriptionRequest request = SubscriptionRequest.of(subscription, markets);
            if (request.key() == null) {
                session.close(WebSocketCloseStatus.POLICY_VIOLATION, "Unknown coin");
            } else {
                then.accept(request);
            }
        } catch (final RequestFault fault) {
            session.send(StreamHub.error("Invalid subscription " + subscription));
        }
    }

    /** Without a request: a challenge, in place of the one before. With one: the signed answer to it. */
    private void login(final ChannelHandlerContext ctx, final JsonNode request) throws RequestFault {
        if (request == null) {
            challenge = exchange.logins().challenge();
            session.send(Json.frame("login", json -> {
                json.writeStartObject();
                json.writeStringField("challenge", challenge);
                json.writeEndObject();
            }));
            return;
        }
        final String answered = challenge;
        challenge = null;
        exchange.logins().check(request, answered, signers, client, ctx.executor(), new Logins.Sink() {
            @Override
            public void onSession(final Session made) {
                loggedIn(ctx, made);
            }

            @Override
            public void onRefusal(final String reason) {
                session.send(StreamHub.error("Login failed: " + reason));
            }
        });
    }

    private void loggedIn(final ChannelHandlerContext ctx, final Session made) {
        if (!ctx.channel().isActive()) {
            return;
        }
        login = made;
        session.send(Json.frame("login", json -> {
            json.writeStartObject();
            json.writeStringField("signer", made.signer().toString());
            json.writeStringField("vaultAddress", made.vaultAddress().isZero() ? null : made.vaultAddress().toString());
            json.writeBooleanField("cancelOnDisconnect", made.cancelsOnDisconnect());
            json.writeEndObject();
        }));
    }

    private void post(final ChannelHandlerContext ctx, final long id, final Fields request) throws RequestFault {
        final String type = request.text("type");
        final JsonNode payload = request.node().path("payload");
        if (posts >= config.postsMax() || !host.openPost()) {
            session.send(StreamHub.error("too many pending post requests id=" + id));
            return;
        }
        switch (type) {
            case "info" -> info.answer(payload, host, ctx.executor(), counted(
                reply -> session.send(PostedReply.info(id, InfoService.type(payload), reply))));
            case "action" -> exchange.execute(payload, signers, client, ctx.executor(), counted(
                reply -> session.send(PostedReply.action(id, reply))));
            case "session" -> {
                final Consumer<Reply> sink = counted(reply -> session.send(PostedReply.action(id, reply)));
                if (login == null) {
                    sink.accept(Reply.refusal("Not logged in."));
                } else {
                    exchange.execute(payload, login, client, ctx.executor(), sink);
                }
            }
            default -> {
                host.closePost();
                throw RequestFault.malformed();
            }
        }
    }

    private Consumer<Reply> counted(final Consumer<Reply> sink) {
        posts++;
        return reply -> {
            posts--;
            host.closePost();
            sink.accept(reply);
        };
    }

    @Override
    public void channelWritabilityChanged(final ChannelHandlerContext ctx) {
        // Who does not read answers is not asked for more.
        ctx.channel().config().setAutoRead(ctx.channel().isWritable());
        if (ctx.channel().isWritable()) {
            hub.writable(session);
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(final ChannelHandlerContext ctx) {
        hub.closed(session);
        exchange.end(login, ctx.executor());
        login = null;
        ctx.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(final ChannelHandlerContext ctx, final Object event) {
        if (event instanceof IdleStateEvent) {
            session.close(WebSocketCloseStatus.NORMAL_CLOSURE, "Idle");
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext ctx, final Throwable failure) {
        if (failure instanceof TooLongFrameException) {
            session.close(WebSocketCloseStatus.MESSAGE_TOO_BIG,
                "Message is longer than " + config.requestLengthMax() + " bytes");
        } else {
            // Broken frames have been answered with a close frame already.
            if (!(failure instanceof IOException || failure instanceof CodecException)) {
                LOG.error("A message failed", failure);
            }
            ctx.close();
        }
    }
}
