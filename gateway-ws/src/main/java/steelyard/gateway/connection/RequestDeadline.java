package steelyard.gateway.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Closes a connection whose first request, or a request that has begun, does not arrive in time. */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
    private final int timeoutMillis;
    private Future<?> deadline;
    private boolean complete;

    RequestDeadline(final int timeoutMillis) {
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public void channelActive(final ChannelHandlerContext ctx) {
        start(ctx);
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(final ChannelHandlerContext ctx, final Object message) {
        complete = message instanceof LastHttpContent;
        ctx.fireChannelRead(message);
    }

    /** A request that arrives in one piece costs no timer. */
    @Override
    public void channelReadComplete(final ChannelHandlerContext ctx) {
        if (complete) {
            cancel();
        } else if (deadline == null) {
            start(ctx);
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void handlerRemoved(final ChannelHandlerContext ctx) {
        cancel();
    }

    private void start(final ChannelHandlerContext ctx) {
        deadline = ctx.executor().schedule(() -> {
            ctx.close();
        }, timeoutMillis, TimeUnit.MILLISECONDS);
    }

    private void cancel() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
