package steelyard.gateway.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import steelyard.gateway.json.Reply;
import steelyard.gateway.limit.Client;
import steelyard.gateway.limit.ClientHosts;

/** Knows who stands behind each request of a connection, and refuses WebSockets of a host that has too many. */
final class Admission extends ChannelDuplexHandler {
    private static final String FORWARDED_FOR = "x-forwarded-for";

    private final ClientHosts hosts;
    private final String webSocketPath;
    private Client client = Client.LOCAL;
    private boolean webSocket;

    Admission(final ClientHosts hosts, final String webSocketPath) {
        this.hosts = hosts;
        this.webSocketPath = webSocketPath;
    }

    /** Who sent the last request. */
    Client client() {
        return client;
    }

    @Override
    public void channelRead(final ChannelHandlerContext ctx, final Object message) {
        if (message instanceof FullHttpRequest request) {
            client = hosts.of(ctx.channel().remoteAddress(), forwardedFor(request));
            if (request.uri().startsWith(webSocketPath) && !webSocket) {
                if (!client.host().openWebSocket()) {
                    ReferenceCountUtil.release(message);
                    ctx.writeAndFlush(HttpReplies.of(Reply.BUSY));
                    return;
                }
                webSocket = true;
            }
        }
        ctx.fireChannelRead(message);
    }

    /** A proxy may add a header of its own behind the one that the client sent: they are one list. */
    private static String forwardedFor(final FullHttpRequest request) {
        final List<String> headers = request.headers().getAll(FORWARDED_FOR);
        return headers.isEmpty() ? null : String.join(",", headers);
    }

    @Override
    public void channelInactive(final ChannelHandlerContext ctx) {
        if (webSocket) {
            webSocket = false;
            client.host().closeWebSocket();
        }
        ctx.fireChannelInactive();
    }
}
