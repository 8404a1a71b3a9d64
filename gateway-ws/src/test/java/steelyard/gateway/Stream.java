package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket client of the gateway. */
final class Stream implements WebSocket.Listener, AutoCloseable {
    private static final String GREETING = "Websocket connection established.";
    private static final long PATIENCE_MILLIS = 5_000;

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    Stream(final int port, final String... headers) {
        final WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), this).join();
        assertEquals(GREETING, next());
    }

    @Override
    public CompletionStage<?> onText(final WebSocket from, final CharSequence text, final boolean last) {
        partial.append(text);
        if (last) {
            messages.add(partial.toString());
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(final WebSocket from, final int status, final String reason) {
        closed.complete(status + " " + reason);
        return null;
    }

    @Override
    public void onError(final WebSocket from, final Throwable error) {
        closed.complete("error " + error);
    }

    void send(final String text) {
        socket.sendText(text, true).join();
    }

    void sendPart(final String text, final boolean last) {
        socket.sendText(text, last).join();
    }

    void sendBinary(final byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** The next message, which has to come soon. */
    String next() {
        try {
            final String message = messages.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            assertNotNull(message, "no message came; closed: " + closed.getNow("no"));
            return message;
        } catch (final InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    JsonNode nextTree() {
        return Client.tree(next());
    }

    /** The data of the next message, which has to be of this channel. */
    String data(final String channel) {
        final JsonNode message = nextTree();
        assertEquals(channel, message.path("channel").asText(), message.toString());
        return message.path("data").toString();
    }

    /** Subscribes and takes the acknowledgment. */
    Stream subscribe(final String subscription) {
        send("{\"method\":\"subscribe\",\"subscription\":" + subscription + "}");
        data("subscriptionResponse");
        return this;
    }

    void expectSilence(final int millis) {
        try {
            assertNull(messages.poll(millis, TimeUnit.MILLISECONDS));
        } catch (final InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** How the server ended the connection: status and reason. */
    String closing() {
        return closed.orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS).join();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
