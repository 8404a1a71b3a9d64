package steelyard.gateway.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lets one request of a connection through at a time, so that answers come in the order of the requests. While requests
 * wait, no more are read.
 */
final class RequestQueue extends ChannelDuplexHandler {
    private final RequestDeadline deadline;
    private final Deque<Object> waiting = new ArrayDeque<>();
    private boolean busy;

    /** {@code deadline} is told of every request that has arrived. */
    RequestQueue(final RequestDeadline deadline) {
        this.deadline = deadline;
    }

    @Override
    public void channelRead(final ChannelHandlerContext ctx, final Object request) {
        deadline.met();
        if (busy) {
            waiting.add(request);
            ctx.channel().config().setAutoRead(false);
        } else {
            busy = true;
            ctx.fireChannelRead(request);
        }
    }

    @Override
    public void write(final ChannelHandlerContext ctx, final Object message, final ChannelPromise promise) {
        ctx.write(message, promise);
        if (message instanceof LastHttpContent) {
            busy = false;
            ctx.executor().execute(() -> next(ctx));
        }
    }

    private void next(final ChannelHandlerContext ctx) {
        if (busy || ctx.isRemoved()) {
            return;
        }
        final Object request = waiting.poll();
        if (waiting.isEmpty()) {
            ctx.channel().config().setAutoRead(true);
        }
        if (request != null) {
            busy = true;
            ctx.fireChannelRead(request);
        }
    }

    @Override
    public void handlerRemoved(final ChannelHandlerContext ctx) {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        ctx.channel().config().setAutoRead(true);
    }
}
