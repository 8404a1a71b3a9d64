package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import steelyard.model.CancelReason;
import steelyard.model.Side;

/** What a client missed while it was away. */
class ReplayTest extends GatewayFixture {
    private Stream stream;

    private Stream open() {
        stream = new Stream(server.port());
        return stream;
    }

    @Override
    void stop() {
        if (stream != null) {
            stream.close();
        }
        super.stop();
    }

    private static String orderUpdates(final long afterSequence) {
        return "{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\",\"afterSeq\":" + afterSequence + "}";
    }

    private void place(final long orderId) {
        node.publish(Events.of()
            .placed(0, USER_ID, BTC, orderId, Side.BUY, 858_110, 1_000, 0, 0)
            .rested(0, USER_ID, BTC, orderId, Side.BUY, 858_110, 1_000));
    }

    private void cancel(final long orderId) {
        node.publish(Events.of().canceled(
            Events.NO_INDEX, USER_ID, BTC, orderId, Side.BUY, 858_110, 1_000, CancelReason.REQUESTED, true));
    }

    private static String told(final JsonNode message) {
        final JsonNode update = message.path("data").path(0);
        return update.path("order").path("oid").asText() + " " + update.path("status").asText();
    }

    @Test
    void shouldRepeatWhatFollowedAnEvent() {
        open().subscribe("{\"type\":\"orderUpdates\",\"user\":\"" + USER + "\"}");
        place(101);
        final JsonNode first = stream.nextTree();
        assertEquals("101 open", told(first));
        cancel(101);
        final JsonNode second = stream.nextTree();
        assertTrue(second.path("seq").asLong() > first.path("seq").asLong());
        stream.close();
        place(102);

        open().subscribe(orderUpdates(first.path("seq").asLong()));
        assertEquals(second, stream.nextTree());
        final JsonNode missed = stream.nextTree();
        assertEquals("102 open", told(missed));
        assertFalse(missed.has("isGap"));
        cancel(102);
        assertEquals("102 canceled", told(stream.nextTree()));
    }

    @Test
    void shouldSayThatItMayHaveForgotten() {
        open().subscribe(orderUpdates(1));
        final JsonNode gap = stream.nextTree();
        assertTrue(gap.path("isGap").asBoolean());
        assertEquals("[]", gap.path("data").toString());
        place(101);
        assertEquals("101 open", told(stream.nextTree()));
    }

    @Test
    void shouldLeaveOutFillsThatTheClientKnows() {
        open().subscribe("{\"type\":\"userFills\",\"user\":\"" + USER + "\",\"afterSeq\":502}");
        final JsonNode snapshot = stream.nextTree();
        assertEquals(1, snapshot.path("data").path("fills").size());
        assertEquals(503, snapshot.path("seq").asLong());
        assertFalse(snapshot.has("isGap"));
    }
}
