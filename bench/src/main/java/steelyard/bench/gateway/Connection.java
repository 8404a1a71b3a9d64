package steelyard.bench.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import steelyard.client.Wallet;

/**
 * One WebSocket that carries text frames. One thread writes, one reads. Frames of a server are not masked, and the
 * gateway does not split a message.
 */
final class Connection implements AutoCloseable {
    private static final int BUFFER = 1 << 20;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int STATUS = 2;
    private static final long AWAIT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Hears answers. */
    interface TextListener {
        /** A message in {@code bytes} from {@code offset} on. */
        void onText(byte[] bytes, int offset, int length);
    }

    private final SocketChannel channel;
    private final ByteBuffer in;

    /** Connects and shakes hands. */
    Connection(final int port) throws IOException {
        this(port, BUFFER);
    }

    /** The same, for messages up to this length. */
    Connection(final int port, final int capacity) throws IOException {
        in = ByteBuffer.allocate(capacity);
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        write(ByteBuffer.wrap(("GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Key: c3RlZWx5YXJkLWJlbmNoLTE=\r\nSec-WebSocket-Version: 13\r\n\r\n")
            .getBytes(US_ASCII)));
        final StringBuilder response = new StringBuilder();
        final ByteBuffer one = ByteBuffer.allocate(1);
        while (!response.toString().endsWith("\r\n\r\n")) {
            if (channel.read(one.clear()) < 0) {
                throw new EOFException("the node closed a connection: " + response);
            }
            response.append((char) one.get(0));
        }
        if (!response.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("no WebSocket: " + response);
        }
        channel.configureBlocking(false);
    }

    SocketChannel channel() {
        return channel;
    }

    /** Sends bytes as they are. */
    void write(final ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                Thread.yield();
            }
        }
    }

    /** Reads what is there. */
    void read(final TextListener listener) throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("the node closed a connection");
        }
        in.flip();
        while (frame(listener)) {
            // Each turn takes one frame.
        }
        in.compact();
    }

    private boolean frame(final TextListener listener) throws IOException {
        if (in.remaining() < 2) {
            return false;
        }
        final int start = in.position();
        final int opcode = in.get(start) & 0xFF;
        final int shortLength = in.get(start + 1) & 0x7F;
        final int header = shortLength == LENGTH_64 ? 10 : shortLength == LENGTH_16 ? 4 : 2;
        if (in.remaining() < header) {
            return false;
        }
        final int length = switch (shortLength) {
            case LENGTH_16 -> in.getShort(start + 2) & 0xFFFF;
            case LENGTH_64 -> Math.toIntExact(in.getLong(start + 2));
            default -> shortLength;
        };
        if (in.remaining() < header + length) {
            return false;
        }
        if (opcode == CLOSE) {
            throw new EOFException("the node closed a connection: "
                + new String(in.array(), start + header + STATUS, Math.max(0, length - STATUS), US_ASCII));
        }
        if (opcode != TEXT) {
            throw new IOException("a frame of kind " + opcode);
        }
        listener.onText(in.array(), start + header, length);
        in.position(start + header + length);
        return true;
    }

    /** Makes it the session of a wallet, which from then on sends without signatures. */
    void login(final Wallet wallet) throws IOException {
        send("{\"method\":\"login\"}");
        final String challenge = await("\"challenge\"").path("data").path("challenge").asText();
        final ObjectNode action = JSON.createObjectNode().put("type", "login").put("challenge", challenge)
            .put("cancelOnDisconnect", false);
        send("{\"method\":\"login\",\"request\":" + wallet.sign(action).body() + "}");
        await("\"signer\"");
    }

    /** Sends a text. */
    void send(final String text) throws IOException {
        write(ByteBuffer.wrap(Requests.frame(text)));
    }

    /** The next message with this text in it; those before it are lost. */
    JsonNode await(final String part) throws IOException {
        final long end = System.nanoTime() + AWAIT_NANOS;
        final List<String> found = new ArrayList<>();
        while (found.isEmpty()) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("no message with " + part);
            }
            read((bytes, offset, length) -> {
                final String text = new String(bytes, offset, length, US_ASCII);
                if (text.contains(part)) {
                    found.add(text);
                } else if (text.contains("\"channel\":\"error\"")) {
                    found.add(0, "{\"error\":" + text + "}");
                }
            });
            Thread.onSpinWait();
        }
        final JsonNode message = JSON.readTree(found.getFirst());
        if (message.has("error")) {
            throw new IOException(found.getFirst());
        }
        return message;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
