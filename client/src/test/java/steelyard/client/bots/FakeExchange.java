package steelyard.client.bots;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import steelyard.client.CannedServer;
import steelyard.signing.ActionHash;
import steelyard.signing.CanonicalAction;
import steelyard.signing.Network;
import steelyard.signing.Signature;

/** Lets every post-only order of one market rest, refuses every other, and never trades by itself. */
final class FakeExchange implements AutoCloseable {
    /** A resting order. */
    record Order(String user, boolean isBuy, double price, double size) {
    }

    private static final String META = "{\"universe\":[{\"name\":\"OLD\",\"szDecimals\":2,"
        + "\"isDelisted\":true},{\"name\":\"BTC\",\"szDecimals\":5}]}";

    final CannedServer server = new CannedServer();
    final Map<Long, Order> resting = new ConcurrentSkipListMap<>();
    volatile String oraclePrice = "50000.0";
    volatile String position = "0.0";

    private final ObjectMapper json = new ObjectMapper();
    private long lastOid;

    FakeExchange() {
        server.onRequest = request -> new CannedServer.Answer(200,
            request.contains("metaAndAssetCtxs") ? "[" + META + "," + contexts() + "]" : META);
        server.onText = this::answers;
    }

    /** Says another oracle price from now on. */
    void move(final String price) {
        oraclePrice = price;
    }

    /** Takes the order out of the book and announces its fill. */
    void fill(final long oid) {
        final Order order = resting.remove(oid);
        final String side = order.isBuy() ? "B" : "A";
        server.push("""
            {"channel":"userFills","data":{"user":"%s","fills":[
             {"coin":"BTC","px":"%s","sz":"0.10000","side":"%s","startPosition":"0.0","oid":%d}]}}"""
            .formatted(order.user(), order.price(), side, oid));
        server.push("""
            {"channel":"orderUpdates","data":[{"order":{"coin":"BTC","oid":%d},"status":"filled"}]}""".formatted(oid));
    }

    private String contexts() {
        return "[{\"oraclePx\":\"1.0\"},{\"oraclePx\":\"" + oraclePrice + "\"}]";
    }

    private List<String> answers(final String text) {
        try {
            final JsonNode frame = json.readTree(text);
            if ("subscribe".equals(frame.path("method").asText())) {
                return List.of("{\"channel\":\"subscriptionResponse\",\"data\":" + text + "}");
            }
            final JsonNode request = frame.path("request");
            final JsonNode payload = request.path("payload");
            final String answer = "info".equals(request.path("type").asText())
                ? "{\"type\":\"info\",\"payload\":{\"type\":\"x\",\"data\":" + info(payload) + "}}"
                : "{\"type\":\"action\",\"payload\":" + act(payload) + "}";
            return List.of(
                "{\"channel\":\"post\",\"data\":{\"id\":%s,\"response\":%s}}".formatted(frame.get("id"), answer));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String info(final JsonNode payload) {
        if ("clearinghouseState".equals(payload.path("type").asText())) {
            return "{\"assetPositions\":[{\"position\":{\"coin\":\"BTC\",\"szi\":\"" + position + "\"}}]}";
        }
        final ArrayNode orders = json.createArrayNode();
        resting.forEach((oid, order) -> {
            if (order.user().equals(payload.path("user").asText())) {
                orders.addObject().put("coin", "BTC").put("oid", oid);
            }
        });
        return orders.toString();
    }

    private String act(final JsonNode payload) {
        final JsonNode action = payload.path("action");
        final String user = "0x" + HexFormat.of().formatHex(Signature.parse(payload.path("signature")).signer(
            Network.MAINNET.agentDigest(ActionHash.connectionId(
                CanonicalAction.of(action), payload.path("nonce").longValue(), null, ActionHash.NO_EXPIRY))));
        final ObjectNode reply = json.createObjectNode().put("status", "ok");
        final ArrayNode statuses =
            reply.putObject("response").put("type", "order").putObject("data").putArray("statuses");
        action.path("orders").forEach(order -> place(user, order, statuses));
        action.path("modifies").forEach(modification -> {
            if (resting.remove(modification.path("oid").longValue()) == null) {
                statuses.addObject().put("error", "Cannot modify canceled or filled order.");
            } else {
                place(user, modification.path("order"), statuses);
            }
        });
        action.path("cancels").forEach(cancel -> {
            if (resting.remove(cancel.path("o").longValue()) == null) {
                statuses.addObject().put("error", "Order was never placed, already canceled, or filled. asset=1");
            } else {
                statuses.add("success");
            }
        });
        return reply.toString();
    }

    private void place(final String user, final JsonNode order, final ArrayNode statuses) {
        if (!"Alo".equals(order.path("t").path("limit").path("tif").asText()) || order.path("a").intValue() != 1) {
            statuses.addObject().put(
                "error", "Order could not immediately match against any resting orders. asset=" + order.path("a"));
            return;
        }
        lastOid++;
        resting.put(lastOid, new Order(
            user, order.path("b").booleanValue(), order.path("p").asDouble(), order.path("s").asDouble()));
        statuses.addObject().putObject("resting").put("oid", lastOid);
    }

    @Override
    public void close() {
        server.close();
    }
}
