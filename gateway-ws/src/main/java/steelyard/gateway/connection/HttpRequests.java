package steelyard.gateway.connection;

import io.netty.buffer.ByteBufInputStream;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.AsciiString;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.gateway.exchange.ExchangeService;
import steelyard.gateway.exchange.Signers;
import steelyard.gateway.info.InfoService;
import steelyard.gateway.json.Json;
import steelyard.gateway.json.Reply;
import steelyard.gateway.json.RequestFault;
import steelyard.gateway.limit.Client;
import steelyard.gateway.reads.NodeReads;

/** The requests of one HTTP connection: by their path to a service, and its reply back. */
final class HttpRequests extends SimpleChannelInboundHandler<FullHttpRequest> {
    /** Of an answer: the event that it knows of. */
    static final AsciiString SEQUENCE = AsciiString.cached("x-steelyard-sequence");
    /** Of a request: the event that the answer must know of. */
    static final AsciiString MIN_SEQUENCE = AsciiString.cached("x-steelyard-min-sequence");
    /** Of an answer: the node has not heard from the log for a while. */
    static final AsciiString STALE = AsciiString.cached("x-steelyard-stale");

    private static final Logger LOG = LoggerFactory.getLogger(HttpRequests.class);
    private static final String EXCHANGE = "/exchange";
    private static final String INFO = "/info";
    private static final int SEQUENCE_WAIT_MILLIS = 500;
    private static final int SEQUENCE_STEP_MILLIS = 5;
    private static final Reply NOT_FOUND = Reply.text(404, "Not found");
    private static final Reply NOT_ALLOWED = Reply.text(405, "Only POST is allowed");
    private static final Reply UNSUPPORTED =
        Reply.text(415, "Expected request with `Content-Type: application/json`");
    private static final Reply BAD_REQUEST = Reply.text(400, "Bad request");

    private final NodeReads reads;
    private final InfoService info;
    private final ExchangeService exchange;
    private final Admission admission;
    private final BiConsumer<Channel, Client> upgraded;
    private final Signers.Memory signers = new Signers.Memory();
    private boolean underWay;

    /** {@code upgraded} is called when the connection has become a WebSocket. */
    HttpRequests(
        final NodeReads reads, final InfoService info, final ExchangeService exchange, final Admission admission,
        final BiConsumer<Channel, Client> upgraded) {
        this.reads = reads;
        this.info = info;
        this.exchange = exchange;
        this.admission = admission;
        this.upgraded = upgraded;
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext ctx, final FullHttpRequest request) {
        underWay = true;
        final String path = path(request.uri());
        if (!request.decoderResult().isSuccess()) {
            write(ctx, BAD_REQUEST);
        } else if (!path.equals(INFO) && !path.equals(EXCHANGE)) {
            write(ctx, NOT_FOUND);
        } else if (!request.method().equals(HttpMethod.POST)) {
            write(ctx, NOT_ALLOWED);
        } else if (!isJson(request.headers().get(HttpHeaderNames.CONTENT_TYPE))) {
            write(ctx, UNSUPPORTED);
        } else {
            awaitSequence(ctx, request.retain(), path.equals(EXCHANGE));
        }
    }

    private static String path(final String uri) {
        final int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    /** {@code application/json} and {@code application/*+json}, with or without parameters. */
    private static boolean isJson(final String contentType) {
        if (contentType == null) {
            return false;
        }
        final int parameters = contentType.indexOf(';');
        final String type = (parameters < 0 ? contentType : contentType.substring(0, parameters))
            .trim().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.startsWith("application/") && type.endsWith("+json");
    }

    /** Serves the request as soon as the read models know of the event that it names. */
    private void awaitSequence(final ChannelHandlerContext ctx, final FullHttpRequest request, final boolean acts) {
        final String wanted = request.headers().get(MIN_SEQUENCE);
        if (wanted == null) {
            serve(ctx, request, acts);
            return;
        }
        final long sequence;
        try {
            sequence = Long.parseLong(wanted);
        } catch (final NumberFormatException noNumber) {
            request.release();
            write(ctx, BAD_REQUEST);
            return;
        }
        awaitSequence(
            ctx, request, acts, sequence, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SEQUENCE_WAIT_MILLIS));
    }

    private void awaitSequence(
        final ChannelHandlerContext ctx, final FullHttpRequest request, final boolean acts, final long sequence,
        final long deadlineNanos) {
        if (reads.status().eventSequence() >= sequence) {
            serve(ctx, request, acts);
        } else if (deadlineNanos - System.nanoTime() > 0 && ctx.channel().isActive()) {
            ctx.executor().schedule(() -> awaitSequence(ctx, request, acts, sequence, deadlineNanos),
                SEQUENCE_STEP_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            request.release();
            write(ctx, Reply.text(503, "Event " + sequence + " has not been reached"));
        }
    }

    private void serve(final ChannelHandlerContext ctx, final FullHttpRequest request, final boolean acts) {
        try (ByteBufInputStream body = new ByteBufInputStream(request.content())) {
            if (acts) {
                exchange.execute(
                    Json.parse(body), signers, admission.client(), ctx.executor(), reply -> write(ctx, reply));
            } else {
                info.answer(Json.parse(body), admission.client().host(), ctx.executor(), reply -> write(ctx, reply));
            }
        } catch (final RequestFault fault) {
            write(ctx, fault.reply());
        } catch (final IOException | RuntimeException failure) {
            LOG.error("A request failed", failure);
            write(ctx, Reply.UNAVAILABLE);
        } finally {
            request.release();
        }
    }

    private void write(final ChannelHandlerContext ctx, final Reply reply) {
        underWay = false;
        final FullHttpResponse response = HttpReplies.of(reply);
        if (reply.eventSequence() != Reply.NO_SEQUENCE) {
            response.headers().set(SEQUENCE, Long.toString(reply.eventSequence()));
        }
        if (reads.status().stale()) {
            response.headers().set(STALE, "true");
        }
        ctx.writeAndFlush(response);
    }

    @Override
    public void userEventTriggered(final ChannelHandlerContext ctx, final Object event) {
        if (event instanceof HandshakeComplete) {
            upgraded.accept(ctx.channel(), admission.client());
        } else if (event instanceof IdleStateEvent) {
            if (!underWay) {
                ctx.close();
            }
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext ctx, final Throwable failure) {
        if (!(failure instanceof IOException || failure instanceof CodecException)) {
            LOG.error("A connection failed", failure);
        }
        ctx.close();
    }
}
