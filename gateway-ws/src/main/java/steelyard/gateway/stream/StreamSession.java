package steelyard.gateway.stream;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import steelyard.gateway.limit.ClientHost;

/**
 * One WebSocket connection as the streams see it. Frames may be sent from any thread; the subscriptions belong to the
 * hub.
 */
public final class StreamSession {
    private static final int CLOSE_GRACE_SECONDS = 2;

    private final Channel channel;
    private final ClientHost host;
    private final long pendingBytesMax;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Map<StreamKey, Subscription> subscriptions = new HashMap<>();
    /** Long snapshots that wait for their turn. */
    private final Deque<Runnable> snapshots = new ArrayDeque<>();
    private boolean snapshotUnderWay;

    /**
     * A session on {@code channel}.
     *
     * @param pendingBytesMax unsent bytes, above the channel's low mark, at which it is disconnected
     */
    public StreamSession(final Channel channel, final ClientHost host, final long pendingBytesMax) {
        this.channel = channel;
        this.host = host;
        this.pendingBytesMax = pendingBytesMax;
    }

    /** Sends a frame that must not be left out; a client that does not read is disconnected. */
    public void send(final byte[] frame) {
        if (closing.get()) {
            return;
        }
        channel.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(frame)), channel.voidPromise());
        if (channel.bytesBeforeWritable() > pendingBytesMax) {
            close(WebSocketCloseStatus.POLICY_VIOLATION, "Slow reader: too much is unsent");
        }
    }

    /** Sends a frame that a later one replaces, or answers {@code false} if the client cannot take it now. */
    boolean offer(final byte[] frame) {
        if (closing.get() || !channel.isWritable()) {
            return false;
        }
        channel.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(frame)), channel.voidPromise());
        return true;
    }

    /**
     * Starts a long snapshot when the one before it has been sent and taken: a client with many subscriptions is not a
     * slow reader. {@code snapshot} ends with {@link #snapshotSent()}.
     */
    void inSnapshotTurn(final Runnable snapshot) {
        snapshots.add(snapshot);
        nextSnapshot();
    }

    /** A snapshot has been sent, or is not wanted any more. */
    void snapshotSent() {
        snapshotUnderWay = false;
        nextSnapshot();
    }

    /** Starts the next snapshot, if it can be sent. */
    void nextSnapshot() {
        if (!snapshotUnderWay && !snapshots.isEmpty() && channel.isWritable()) {
            snapshotUnderWay = true;
            snapshots.poll().run();
        }
    }

    /** Whether the connection is ending: what the client still sends counts no more. */
    public boolean isClosing() {
        return closing.get();
    }

    /** Ends the connection with a reason: when the client has answered, or after a short grace. */
    public void close(final WebSocketCloseStatus status, final String reason) {
        if (closing.compareAndSet(false, true)) {
            channel.writeAndFlush(new CloseWebSocketFrame(status, reason));
            channel.eventLoop().schedule(() -> {
                channel.close();
            }, CLOSE_GRACE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Whose connection this is. */
    ClientHost host() {
        return host;
    }

    Map<StreamKey, Subscription> subscriptions() {
        return subscriptions;
    }
}
