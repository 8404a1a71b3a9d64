package steelyard.gateway.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose first request, or a request that has begun, does not arrive in time. Stands in front of the
 * decoder; a request that arrives in one piece costs no timer.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
    private final int timeoutMillis;
    private Future<?> deadline;
    private boolean begun;

    RequestDeadline(final int timeoutMillis) {
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public void channelActive(final ChannelHandlerContext ctx) {
        start(ctx);
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(final ChannelHandlerContext ctx, final Object bytes) {
        begun = true;
        ctx.fireChannelRead(bytes);
    }

    @Override
    public void channelReadComplete(final ChannelHandlerContext ctx) {
        if (begun && deadline == null) {
            start(ctx);
        }
        ctx.fireChannelReadComplete();
    }

    /** A request has arrived. */
    void met() {
        begun = false;
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    @Override
    public void handlerRemoved(final ChannelHandlerContext ctx) {
        met();
    }

    private void start(final ChannelHandlerContext ctx) {
        deadline = ctx.executor().schedule(() -> {
            ctx.close();
        }, timeoutMillis, TimeUnit.MILLISECONDS);
    }
}
