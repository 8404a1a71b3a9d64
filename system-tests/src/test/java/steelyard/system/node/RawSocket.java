package steelyard.system.node;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket that sends whatever it is told to, and hears text by text. */
public final class RawSocket implements AutoCloseable {
    private static final long SECONDS = 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final WebSocket socket;

    RawSocket(final URI address) {
        socket = PublicApi.await(client.newWebSocketBuilder().buildAsync(address, new Ears()));
        next();
    }

    /** Sends a text, and answers what comes next. */
    public String ask(final String text) {
        send(text);
        return next();
    }

    /** Sends a text. */
    public void send(final String text) {
        PublicApi.await(socket.sendText(text, true));
    }

    /** Sends bytes. */
    public void send(final byte[] bytes) {
        PublicApi.await(socket.sendBinary(ByteBuffer.wrap(bytes), true));
    }

    /** The next text. */
    public String next() {
        try {
            final String text = heard.poll(SECONDS, TimeUnit.SECONDS);
            if (text == null) {
                throw new AssertionError("nothing more was heard");
            }
            return text;
        } catch (final InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Waits for the server to close, and answers code and reason, parted by a blank. */
    public String awaitClose() {
        return PublicApi.await(closed);
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }

    private final class Ears implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(final WebSocket from, final CharSequence data, final boolean last) {
            text.append(data);
            if (last) {
                heard.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(final WebSocket from, final int code, final String reason) {
            closed.complete(code + " " + reason);
            return null;
        }

        @Override
        public void onError(final WebSocket from, final Throwable failure) {
            closed.completeExceptionally(failure);
        }
    }
}
