package steelyard.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.model.CancelReason;
import steelyard.model.Side;
import steelyard.node.BookOrderView;
import steelyard.node.OrderView;

/** The incremental feeds of whole books, message by message. */
class BookStreamsTest extends GatewayFixture {
    private static final String L2 = "{\"type\":\"l2\",\"coin\":\"BTC\"}";
    private static final String L3 = "{\"type\":\"l3\",\"coin\":\"BTC\"}";

    private Stream stream;

    @BeforeEach
    void connect() {
        rests(91, Side.BUY, 858_110, 1_000, 5);
        rests(92, Side.BUY, 858_110, 2_000, 9);
        rests(93, Side.SELL, 858_125, 500, 7);
        stream = new Stream(server.port());
    }

    private void rests(final long id, final Side side, final long price, final long lots, final long priority) {
        node.bookOrders.add(new BookOrderView(
            new OrderView(id, OTHER_ID, BTC, side, price, lots, lots, 0, 0, 0, FakeNode.NOW_NANOS), priority));
    }

    private static long checksum(final String... lines) {
        long sum = 0;
        for (final String line : lines) {
            final CRC32 crc = new CRC32();
            crc.update(line.getBytes(US_ASCII));
            sum += crc.getValue();
        }
        return sum & 0xFFFF_FFFFL;
    }

    @Test
    void shouldTellLevels() {
        assertEquals("{\"coin\":\"BTC\",\"time\":1791280942711,\"seq\":1000,\"isSnapshot\":true,\"part\":1,\"parts\":1,"
            + "\"levels\":[[{\"px\":\"85811.0\",\"sz\":\"0.03\",\"n\":2}],"
            + "[{\"px\":\"85812.5\",\"sz\":\"0.005\",\"n\":1}]],"
            + "\"checksum\":" + checksum("B 85811.0 0.03 2", "A 85812.5 0.005 1") + "}",
            stream.subscribe(L2).data("l2"));
        node.publish(Events.of().trade(BTC, 1, Side.SELL, 858_110, 1_000, OTHER_ID, USER_ID, 91, 94)
            .rested(0, USER_ID, BTC, 95, Side.SELL, 858_120, 300)
            .canceled(0, OTHER_ID, BTC, 93, Side.SELL, 858_125, 500, CancelReason.REQUESTED, true));
        assertEquals("{\"coin\":\"BTC\",\"time\":1791280942711,\"seq\":1003,\"prev\":1000,"
            + "\"levels\":[[{\"px\":\"85811.0\",\"sz\":\"0.02\",\"n\":1}],"
            + "[{\"px\":\"85812.0\",\"sz\":\"0.003\",\"n\":1},{\"px\":\"85812.5\",\"sz\":\"0.0\",\"n\":0}]],"
            + "\"checksum\":" + checksum("B 85811.0 0.02 1", "A 85812.0 0.003 1") + "}", stream.data("l2"));
        node.publish(Events.of().rested(0, USER_ID, ETH, 96, Side.SELL, 858_120, 300));
        node.publish(Events.of().rested(0, USER_ID, BTC, 97, Side.BUY, 858_000, 1));
        assertEquals("1003 1007", sequences(Client.tree(stream.data("l2"))));
    }

    private static String sequences(final JsonNode message) {
        return message.path("prev").asLong() + " " + message.path("seq").asLong();
    }

    @Test
    void shouldTellOrders() {
        assertEquals("{\"coin\":\"BTC\",\"time\":1791280942711,\"seq\":1000,\"isSnapshot\":true,\"part\":1,\"parts\":1,"
            + "\"orders\":[[{\"oid\":91,\"px\":\"85811.0\",\"sz\":\"0.01\",\"pri\":5},"
            + "{\"oid\":92,\"px\":\"85811.0\",\"sz\":\"0.02\",\"pri\":9}],"
            + "[{\"oid\":93,\"px\":\"85812.5\",\"sz\":\"0.005\",\"pri\":7}]],\"checksum\":"
            + checksum("B 85811.0 0.01 91 5", "B 85811.0 0.02 92 9", "A 85812.5 0.005 93 7") + "}",
            stream.subscribe(L3).data("l3"));
        node.publish(Events.of().trade(BTC, 1, Side.SELL, 858_110, 400, OTHER_ID, USER_ID, 91, 94)
            .rested(0, USER_ID, BTC, 95, Side.SELL, 858_120, 300)
            .canceled(0, OTHER_ID, BTC, 93, Side.SELL, 858_125, 500, CancelReason.REQUESTED, true));
        assertEquals("{\"coin\":\"BTC\",\"time\":1791280942711,\"seq\":1003,\"prev\":1000,\"changes\":["
            + "{\"op\":\"change\",\"oid\":91,\"sz\":\"0.006\"},"
            + "{\"op\":\"add\",\"side\":\"A\",\"oid\":95,\"px\":\"85812.0\",\"sz\":\"0.003\",\"pri\":1},"
            + "{\"op\":\"remove\",\"oid\":93}],\"checksum\":"
            + checksum("B 85811.0 0.006 91 5", "B 85811.0 0.02 92 9", "A 85812.0 0.003 95 1") + "}",
            stream.data("l3"));
    }

    @Test
    void shouldSendLateComersTheBookAsItIs() {
        stream.subscribe(L3).data("l3");
        node.publish(Events.of().rested(0, USER_ID, BTC, 95, Side.SELL, 858_120, 300));
        stream.data("l3");
        final Stream late = new Stream(server.port());
        final JsonNode snapshot = Client.tree(late.subscribe(L3).data("l3"));
        assertEquals(1_001, snapshot.path("seq").asLong());
        assertEquals(95, snapshot.at("/orders/1/0/oid").asLong());
        node.publish(Events.of().rested(0, USER_ID, BTC, 96, Side.SELL, 858_120, 300));
        assertEquals("1001 1003", sequences(Client.tree(late.data("l3"))));
        assertEquals("1001 1003", sequences(Client.tree(stream.data("l3"))));
    }

    @Test
    void shouldSendLongBooksInParts() {
        for (int i = 0; i < 12_000; i++) {
            rests(1_000 + i, Side.BUY, 800_000 - i, 1, 100 + i);
        }
        stream.subscribe(L2);
        int levels = 0;
        for (int part = 1; part <= 3; part++) {
            final JsonNode message = Client.tree(stream.data("l2"));
            assertEquals(part + " 3", message.path("part").asInt() + " " + message.path("parts").asInt());
            levels += message.at("/levels/0").size();
        }
        assertEquals(12_001, levels);
    }
}
