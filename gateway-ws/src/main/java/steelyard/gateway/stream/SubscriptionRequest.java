package steelyard.gateway.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import steelyard.gateway.json.Aggregation;
import steelyard.gateway.json.Fields;
import steelyard.gateway.json.RequestFault;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.model.MarketSpec;
import steelyard.protocol.Address;

/**
 * A decoded subscription.
 *
 * @param key  what it is about, or {@code null} if its market is not listed
 * @param echo the subscription as it is repeated to the client: as sent, addresses in lower case, a book's defaults
 *             written
 */
public record SubscriptionRequest(StreamKey key, ObjectNode echo) {
    /**
     * Reads {@code subscription}.
     *
     * @throws RequestFault if it is none that this exchange has
     */
    public static SubscriptionRequest of(final JsonNode subscription, final MarketDirectory markets)
        throws RequestFault {
        final Fields fields = Fields.of(subscription);
        final StreamType type = StreamType.of(fields.text("type"));
        if (type == null) {
            throw RequestFault.malformed();
        }
        final ObjectNode echo = subscription.deepCopy();
        return switch (type) {
            case ALL_MIDS -> {
                fields.defaultDex();
                yield new SubscriptionRequest(StreamKey.ofAll(type), echo);
            }
            case BBO, TRADES -> {
                final MarketSpec spec = markets.spec(fields.text("coin"));
                yield new SubscriptionRequest(
                    spec == null ? null : StreamKey.ofMarket(type, spec.marketId()), echo);
            }
            case L2_BOOK -> book(fields, echo, markets.spec(fields.text("coin")));
            case ORDER_UPDATES, USER_EVENTS -> user(type, fields, echo, false);
            case USER_FILLS -> user(type, fields, echo, fields.flag("aggregateByTime", false));
        };
    }

    private static SubscriptionRequest book(final Fields fields, final ObjectNode echo, final MarketSpec spec)
        throws RequestFault {
        final Aggregation aggregation = Aggregation.of(fields.small("nSigFigs", 0), fields.small("mantissa", 0));
        final boolean fast = fields.flag("fast", false);
        if (aggregation == null) {
            throw RequestFault.malformed();
        }
        putIfAbsent(echo, "nSigFigs");
        putIfAbsent(echo, "mantissa");
        if (!echo.has("fast")) {
            echo.put("fast", false);
        }
        return new SubscriptionRequest(
            spec == null ? null : StreamKey.ofBook(spec.marketId(), aggregation, fast), echo);
    }

    private static void putIfAbsent(final ObjectNode echo, final String name) {
        if (!echo.has(name)) {
            echo.putNull(name);
        }
    }

    private static SubscriptionRequest user(
        final StreamType type, final Fields fields, final ObjectNode echo, final boolean merged)
        throws RequestFault {
        final Address user = fields.address("user");
        if (user.isZero()) {
            throw RequestFault.malformed();
        }
        echo.put("user", user.toString());
        return new SubscriptionRequest(StreamKey.ofUser(type, user, merged), echo);
    }
}
