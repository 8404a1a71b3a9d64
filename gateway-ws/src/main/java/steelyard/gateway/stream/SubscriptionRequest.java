package steelyard.gateway.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import steelyard.gateway.json.Aggregation;
import steelyard.gateway.json.CandleInterval;
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
 * @param afterSequence the last event that the client has been told of, or {@link #NONE}
 */
public record SubscriptionRequest(StreamKey key, ObjectNode echo, long afterSequence) {
    /** The client does not say what it has been told of. */
    static final long NONE = -1;

    private SubscriptionRequest(final StreamKey key, final ObjectNode echo) {
        this(key, echo, NONE);
    }

    /** The types of subscriptions, each with the channel of its frames. */
    public static Map<String, String> channels() {
        final Map<String, String> channels = new TreeMap<>();
        for (final StreamType type : StreamType.values()) {
            channels.put(type.word(), type.channel());
        }
        return channels;
    }

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
            case BBO, L2, L3, TRADES, CONTEXT -> ofMarket(
                echo, markets.spec(fields.text("coin")), spec -> StreamKey.ofMarket(type, spec.marketId()));
            case CANDLE -> {
                final CandleInterval interval = CandleInterval.of(fields.text("interval"));
                yield ofMarket(echo, markets.spec(fields.text("coin")),
                    spec -> StreamKey.ofCandles(spec.marketId(), interval));
            }
            case TRADE_ROOM -> {
                final Address user = address(fields, echo);
                yield ofMarket(echo, markets.spec(fields.text("coin")),
                    spec -> StreamKey.ofUserAndMarket(type, user, spec.marketId()));
            }
            case CONTEXTS -> {
                fields.defaultDex();
                yield new SubscriptionRequest(StreamKey.ofAll(type), echo);
            }
            case ALL_CONTEXTS, SPOT_CONTEXTS, FAST_CONTEXTS, OUTCOMES -> new SubscriptionRequest(StreamKey.ofAll(type), echo);
            case ACCOUNT, OPEN_ORDERS, TWAP_STATES -> {
                fields.defaultDex();
                yield user(type, fields, echo, false);
            }
            case L2_BOOK -> book(fields, echo, markets.spec(fields.text("coin")));
            case ORDER_UPDATES -> user(type, fields, echo, false).after(fields);
            case USER_EVENTS, USER_FUNDINGS, USER_LEDGER, USER_ORDERS, USER_TWAP_FILLS, USER_TWAPS, NOTIFICATION,
                MARGIN_CALLS, MARGIN, ALL_ACCOUNTS, SPOT_STATE, WEB_DATA_2, WEB_DATA_3 -> user(type, fields, echo, false);
            case USER_FILLS -> user(type, fields, echo, fields.flag("aggregateByTime", false)).after(fields);
        };
    }

    private SubscriptionRequest after(final Fields fields) throws RequestFault {
        return fields.has("afterSeq") ? new SubscriptionRequest(key, echo, fields.number("afterSeq")) : this;
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
        return new SubscriptionRequest(StreamKey.ofUser(type, address(fields, echo), merged), echo);
    }

    private static Address address(final Fields fields, final ObjectNode echo) throws RequestFault {
        final Address user = fields.address("user");
        if (user.isZero()) {
            throw RequestFault.malformed();
        }
        echo.put("user", user.toString());
        return user;
    }

    private static SubscriptionRequest ofMarket(
        final ObjectNode echo, final MarketSpec spec, final Function<MarketSpec, StreamKey> key) {
        return new SubscriptionRequest(spec == null ? null : key.apply(spec), echo);
    }
}
