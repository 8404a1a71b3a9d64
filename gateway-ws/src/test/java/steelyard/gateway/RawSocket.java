package steelyard.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A client that sends what bytes it likes, and only looks whether there is an answer. */
final class RawSocket implements AutoCloseable {
    private static final String HANDSHAKE = "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
        + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    private static final String GREETING = "Websocket connection established.";
    private static final int CLIENT_ADDRESSES = 200;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int CLOSE = 8;

    private static int opened;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private ByteBuffer received = ByteBuffer.allocate(0);

    /** Connects to the port, from one of many addresses of this machine, so that none runs out of ports. */
    RawSocket(final int port) throws IOException {
        opened++;
        socket.bind(new InetSocketAddress(
            InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (1 + opened % CLIENT_ADDRESSES)}), 0));
        socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
    }

    /** Shakes hands. */
    RawSocket webSocket() throws IOException {
        send(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
        final long endNanos = System.nanoTime() + PATIENCE_NANOS;
        int head;
        while ((head = StandardCharsets.ISO_8859_1.decode(received.duplicate()).toString().indexOf("\r\n\r\n")) < 0) {
            if (!readMore(endNanos)) {
                throw new IOException("no handshake");
            }
        }
        received.position(received.position() + head + 4);
        if (!reads(GREETING, PATIENCE_NANOS)) {
            throw new IOException("no greeting");
        }
        return this;
    }

    /** Sends bytes; the server may have closed already. */
    void send(final byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (final SocketException gone) {
            // Reading will tell.
        }
    }

    /** Says that nothing more will come. */
    void end() throws IOException {
        try {
            socket.shutdownOutput();
        } catch (final SocketException gone) {
            // Reading will tell.
        }
    }

    /**
     * Reads frames until this text comes, or the server says that it closes, or does so. {@code null} looks only for that.
     *
     * @return whether the text came
     * @throws SocketTimeoutException neither of them in this time
     */
    boolean reads(final String text, final long nanos) throws IOException {
        final long endNanos = System.nanoTime() + nanos;
        while (true) {
            final byte[] frame = nextFrame();
            if (frame == null) {
                if (!readMore(endNanos)) {
                    return false;
                }
            } else if ((frame[0] & 0x0F) == CLOSE) {
                return false;
            } else if (text != null && new String(frame, StandardCharsets.ISO_8859_1).contains(text)) {
                return true;
            }
        }
    }

    /** Reads until the server closes. */
    void readsToEnd(final long nanos) throws IOException {
        final long endNanos = System.nanoTime() + nanos;
        while (readMore(endNanos)) {
            received.clear();
        }
    }

    private boolean readMore(final long endNanos) throws IOException {
        final long left = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException();
        }
        socket.setSoTimeout((int) left);
        try {
            final int count = in.read(buffer);
            if (count > 0) {
                final ByteBuffer all = ByteBuffer.allocate(received.remaining() + count);
                received = all.put(received).put(buffer, 0, count).flip();
            }
            return count >= 0;
        } catch (final SocketException reset) {
            return false;
        }
    }

    /** The next whole frame with its head, or {@code null}. */
    private byte[] nextFrame() {
        final ByteBuffer at = received.duplicate();
        if (at.remaining() < 2) {
            return null;
        }
        at.get();
        final int code = at.get() & 0x7F;
        final int extended = code == 127 ? 8 : code == 126 ? 2 : 0;
        if (at.remaining() < extended) {
            return null;
        }
        final long length = extended == 8 ? at.getLong() : extended == 2 ? at.getShort() & 0xFFFF : code;
        if (at.remaining() < length) {
            return null;
        }
        final byte[] frame = new byte[2 + extended + (int) length];
        received.get(frame);
        return frame;
    }

    /** Ends the connection without a farewell. */
    void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
