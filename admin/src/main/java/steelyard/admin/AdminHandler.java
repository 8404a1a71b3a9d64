package steelyard.admin;

import static io.netty.handler.codec.http.HttpHeaderNames.ALLOW;
import static io.netty.handler.codec.http.HttpHeaderNames.CACHE_CONTROL;
import static io.netty.handler.codec.http.HttpHeaderNames.CONNECTION;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;
import static io.netty.handler.codec.http.HttpHeaderNames.WWW_AUTHENTICATE;
import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
import static io.netty.handler.codec.http.HttpResponseStatus.UNAUTHORIZED;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: whole requests in, one after the other, answers out. A connection that brings no whole request within
 * a time is closed.
 */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

    private static final Answer TOO_LARGE = Answer.error(REQUEST_ENTITY_TOO_LARGE,
        "the body is too large", "send at most " + AdminServer.CONTENT_LENGTH_MAX + " bytes");

    private final Router router;
    private final long requestTimeoutMillis;
    private ScheduledFuture<?> deadline;

    AdminHandler(final Router router, final long requestTimeoutMillis) {
        this.router = router;
        this.requestTimeoutMillis = requestTimeoutMillis;
    }

    @Override
    public void channelActive(final ChannelHandlerContext context) {
        expectRequest(context);
        context.fireChannelActive();
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) {
        deadline.cancel(false);
        context.fireChannelInactive();
    }

    private void expectRequest(final ChannelHandlerContext context) {
        deadline = context.executor().schedule(() -> context.close(), requestTimeoutMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext context, final FullHttpRequest request) {
        deadline.cancel(false);
        if (request.decoderResult().cause() instanceof TooLongHttpContentException) {
            write(context, TOO_LARGE, "", true);
            expectRequest(context);
            return;
        }
        if (request.decoderResult().isFailure()) {
            write(context, Answer.error(BAD_REQUEST, "this is not HTTP", "see docs/reference/admin.md"), "", false);
            return;
        }
        context.channel().config().setAutoRead(false);
        final boolean keepAlive = HttpUtil.isKeepAlive(request);
        final String allowed = router.methods(request.uri());
        router.answer(request).whenCompleteAsync((answer, failure) -> {
            write(context, answer, allowed, keepAlive);
            expectRequest(context);
            context.channel().config().setAutoRead(true);
        }, context.executor());
    }

    private static void write(
        final ChannelHandlerContext context, final Answer answer, final String allowed, final boolean keepAlive) {
        final DefaultFullHttpResponse response = new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, answer.status(), Unpooled.wrappedBuffer(answer.content()));
        response.headers()
            .set(CONTENT_TYPE, answer.contentType())
            .set(CONTENT_LENGTH, answer.content().length)
            .set(CACHE_CONTROL, "no-store");
        if (answer.status().equals(METHOD_NOT_ALLOWED)) {
            response.headers().set(ALLOW, allowed);
        }
        if (answer.status().equals(UNAUTHORIZED)) {
            response.headers().set(WWW_AUTHENTICATE, "Bearer");
        }
        if (keepAlive) {
            context.writeAndFlush(response);
        } else {
            response.headers().set(CONNECTION, "close");
            context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        LOG.debug("an admin connection failed", cause);
        context.close();
    }
}
