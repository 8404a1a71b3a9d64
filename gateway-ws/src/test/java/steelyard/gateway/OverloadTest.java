package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import steelyard.model.Side;
import steelyard.node.BookView;
import steelyard.node.BookView.Levels;
import steelyard.node.HistoryReader;
import steelyard.protocol.Address;

/** What happens to those who cannot keep up. */
class OverloadTest extends GatewayFixture {
    private static final int EVENTS = 2_000;

    @Override
    GatewayConfig config() {
        final GatewayConfig defaults = super.config();
        return new GatewayConfig(defaults.host(), 0, 1, 20, List.of(), defaults.requestLengthMax(), 10_000, 10_000, 2,
            128 * 1024, 1024 * 1024, 1_000, 100, defaults.limits(), null);
    }

    /** One command with more events than the queue between node and streams holds. */
    private void flood() {
        final Events events = Events.of();
        for (int i = 1; i <= EVENTS; i++) {
            events.trade(BTC, 1_000 + i, Side.BUY, 858_110, 1, OTHER_ID, USER_ID);
            events.fill(USER_ID, BTC, 101, 1_000 + i, Side.BUY, true, 858_110, 1, 0, EVENTS - i);
        }
        final long before = node.eventSequence;
        node.publish(events, () -> {
            for (int i = 1; i <= EVENTS; i++) {
                node.trades.add(new HistoryReader.Trade(before + 2 * i - 1, Events.LOG_POSITION, 3,
                    FakeNode.NOW_NANOS, BTC, 1_000 + i, Side.BUY, 858_110, 1, OTHER_ID, USER_ID));
            }
        });
    }

    @Test
    void shouldDisconnectPrivateStreamsWhenEventsAreLost() {
        try (Stream stream = new Stream(server.port())) {
            stream.subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\"}");
            flood();
            assertEquals("1013 Events were lost: reconnect for a new snapshot", stream.closing());
        }
        try (Stream stream = new Stream(server.port())) {
            stream.subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\"}");
            node.publish(Events.of().placed(0, USER_ID, BTC, 101, Side.BUY, 858_110, 1_000, 0, 0));
            stream.data("orderUpdates");
        }
    }

    private void trade(final long id) {
        final long sequence = node.eventSequence + 1;
        node.publish(Events.of().trade(BTC, id, Side.BUY, 858_110, 1, OTHER_ID, USER_ID), () ->
            node.trades.add(new HistoryReader.Trade(sequence, Events.LOG_POSITION, 3, FakeNode.NOW_NANOS, BTC, id,
                Side.BUY, 858_110, 1, OTHER_ID, USER_ID)));
    }

    @Test
    void shouldMakeUpForLostTrades() {
        try (Stream stream = new Stream(server.port())) {
            stream.subscribe("{\"type\":\"trades\",\"coin\":\"BTC\"}").data("trades");
            trade(1_000);
            flood();
            trade(2_000);
            final List<Integer> expected = new ArrayList<>();
            for (int id = 1_000; id <= 1_000 + EVENTS; id++) {
                expected.add(id);
            }
            expected.add(2_000);
            final List<Integer> ids = new ArrayList<>();
            while (ids.isEmpty() || ids.getLast() != 2_000) {
                for (final JsonNode trade : Client.tree(stream.data("trades"))) {
                    ids.add(trade.path("tid").asInt());
                }
            }
            assertEquals(expected, ids);
        }
    }

    /** A WebSocket that is opened by hand and reads only when told to. */
    private static final class SlowReader implements AutoCloseable {
        private final Socket socket = new Socket();

        SlowReader(final int port) throws IOException {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new java.net.InetSocketAddress("127.0.0.1", port));
            socket.getOutputStream().write(("GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            skipUntil("established.");
        }

        /** Sends a text of at most 125 bytes, with a mask of zeros. */
        void send(final String text) throws IOException {
            final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            final byte[] frame = new byte[6 + bytes.length];
            frame[0] = (byte) 0x81;
            frame[1] = (byte) (0x80 | bytes.length);
            System.arraycopy(bytes, 0, frame, 6, bytes.length);
            socket.getOutputStream().write(frame);
        }

        String skipUntil(final String end) throws IOException {
            final StringBuilder read = new StringBuilder();
            final InputStream in = socket.getInputStream();
            socket.setSoTimeout(10_000);
            while (read.length() < end.length() || read.indexOf(end, read.length() - end.length()) < 0) {
                final int b = in.read();
                if (b < 0) {
                    return "closed";
                }
                read.append((char) b);
            }
            return read.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static Levels levels(final long best, final int step) {
        final long[] prices = new long[20];
        final long[] lots = new long[20];
        for (int i = 0; i < prices.length; i++) {
            prices[i] = best + (long) i * step;
            lots[i] = 100_001 + i;
        }
        return new Levels(prices, lots, new int[20]);
    }

    @Test
    void shouldSendOnlyTheLatestBooksToASlowReader() throws Exception {
        final int states = 600;
        final String[] forms = {"", ",\"fast\":true", ",\"nSigFigs\":5", ",\"nSigFigs\":5,\"mantissa\":2",
            ",\"nSigFigs\":5,\"mantissa\":5", ",\"nSigFigs\":5,\"fast\":true"};
        try (SlowReader slow = new SlowReader(server.port()); Stream fast = new Stream(server.port())) {
            for (final String form : forms) {
                slow.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"l2Book\",\"coin\":\"BTC\"" + form
                    + "}}");
            }
            fast.subscribe("{\"type\":\"l2Book\",\"coin\":\"BTC\"}").data("l2Book");
            for (int i = 1; i <= states; i++) {
                final int state = i;
                node.publish(Events.of().rested(0, OTHER_ID, BTC, 300, Side.BUY, 1, 1), () -> node.books.put(BTC,
                    new BookView(BTC, 0, 0, levels(858_000 - 10L * state, -100), levels(858_000 + 10L * state, 100))));
                fast.data("l2Book");
            }
            final String read = slow.skipUntil("\"px\":\"" + (85_800 - states) + ".0\"");
            final int frames = read.split("\"channel\":\"l2Book\"").length - 1;
            assertTrue(frames < states * forms.length * 9 / 10, frames + " frames");
        }
    }

    @Test
    void shouldNotTakeManySnapshotsForSlowReading() throws Exception {
        final int accounts = 16;
        for (int i = 1; i <= accounts; i++) {
            node.account(100 + i, new Address(0, 0, i));
            for (int j = 0; j < 2_000; j++) {
                node.fills.add(new HistoryReader.Fill(j, 1, 1, FakeNode.NOW_NANOS, 100 + i, BTC, j, j, Side.BUY, true,
                    858_110, 1, 0, 0, 0, 0, 0, 0));
            }
        }
        try (SlowReader reader = new SlowReader(server.port())) {
            for (int i = 1; i <= accounts; i++) {
                reader.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"userFills\",\"user\":\""
                    + new Address(0, 0, i) + "\"}}");
            }
            Thread.sleep(1_000);
            for (int i = 1; i <= accounts; i++) {
                assertNotEquals("closed", reader.skipUntil("\"isSnapshot\":true"));
            }
        }
    }

    @Test
    void shouldDisconnectASlowReaderOfAPrivateStream() throws Exception {
        final int orders = 300;
        final Events events = Events.of();
        for (int i = 0; i < orders; i++) {
            events.placed(0, OTHER_ID, BTC, i, Side.BUY, 858_110, 1_000, 0, 0);
        }
        final String ofUser = "{\"type\":\"orderUpdates\",\"user\":\"" + OTHER + "\"}";
        try (SlowReader slow = new SlowReader(server.port()); Stream fast = new Stream(server.port())) {
            slow.send("{\"method\":\"subscribe\",\"subscription\":" + ofUser + "}");
            slow.skipUntil("}}}");
            fast.subscribe(ofUser);
            for (int i = 0; i < 300; i++) {
                node.publish(events);
                fast.data("orderUpdates");
            }
            assertEquals("closed", slow.skipUntil("never"));
        }
    }
}
