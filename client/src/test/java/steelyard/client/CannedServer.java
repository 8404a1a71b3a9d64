package steelyard.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Answers each request and each WebSocket text as the test says. */
public final class CannedServer implements AutoCloseable {
    /** An HTTP answer. */
    public record Answer(int status, String body) {
    }

    public final Queue<String> requests = new ConcurrentLinkedQueue<>();
    final Queue<Channel> sockets = new ConcurrentLinkedQueue<>();
    public volatile Function<String, Answer> onRequest = request -> new Answer(200, "{}");
    public volatile Function<String, List<String>> onText = text -> List.of();

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listening;

    public CannedServer() {
        listening = new ServerBootstrap().group(loop).channel(NioServerSocketChannel.class)
            .childHandler(new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(final Channel channel) {
                    channel.pipeline().addLast(
                        new HttpServerCodec(), new HttpObjectAggregator(1 << 20),
                        new WebSocketServerProtocolHandler("/ws"), new Http(), new Text());
                }
            })
            .bind("127.0.0.1", 0).syncUninterruptibly().channel();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + ((InetSocketAddress) listening.localAddress()).getPort());
    }

    /** Sends a text to all sockets in two frames. */
    public void pushInTwo(final String text) {
        sockets.forEach(socket -> {
            socket.write(new TextWebSocketFrame(false, 0, text.substring(0, text.length() / 2)));
            socket.writeAndFlush(new ContinuationWebSocketFrame(true, 0, text.substring(text.length() / 2)));
        });
    }

    public void push(final String text) {
        sockets.forEach(socket -> socket.writeAndFlush(new TextWebSocketFrame(text)));
    }

    public void closeSockets(final int code, final String reason) {
        sockets.forEach(socket -> socket.writeAndFlush(new CloseWebSocketFrame(code, reason)));
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Http extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(final ChannelHandlerContext context, final FullHttpRequest request) {
            final String text = request.method() + " " + request.uri() + " "
                + request.headers().get("Content-Type") + " " + request.content().toString(UTF_8);
            requests.add(text);
            final Answer answer = onRequest.apply(text);
            final DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()),
                Unpooled.copiedBuffer(answer.body(), UTF_8));
            HttpUtil.setContentLength(response, response.content().readableBytes());
            context.writeAndFlush(response);
        }
    }

    private final class Text extends SimpleChannelInboundHandler<WebSocketFrame> {
        @Override
        public void userEventTriggered(final ChannelHandlerContext context, final Object event) {
            if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete) {
                sockets.add(context.channel());
                context.writeAndFlush(new TextWebSocketFrame("Websocket connection established."));
            }
        }

        @Override
        protected void channelRead0(final ChannelHandlerContext context, final WebSocketFrame frame) {
            final String text = ((TextWebSocketFrame) frame).text();
            requests.add(text);
            onText.apply(text).forEach(answer -> context.writeAndFlush(new TextWebSocketFrame(answer)));
        }
    }
}
