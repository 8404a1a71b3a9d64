package steelyard.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import steelyard.gateway.exchange.ExchangeService;
import steelyard.gateway.info.InfoService;
import steelyard.gateway.json.RequestFault;
import steelyard.gateway.limit.LimitConfig;
import steelyard.gateway.limit.RequestBudgets;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.gateway.reads.NodeReads;
import steelyard.gateway.stream.SubscriptionRequest;

/**
 * Keeps {@code openapi.json} and {@code asyncapi.json} true: they are made of what the gateway takes, with answers that it
 * gives. {@code -DwriteApiFiles=true} writes them.
 */
class ApiFilesTest extends GatewayFixture {
    private static final Path FOLDER = Path.of("..", "docs", "reference");
    private static final ObjectMapper JSON =
        JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
    private static final Path CAPTURED = Path.of("../signing/src/test/resources/vectors/requests.jsonl");
    private static final int EXAMPLE_LENGTH_MAX = 4_000;
    private static final String CLOID = "0x00000000000000000000000000000001";

    /** A value for each field that may stand in a read or a subscription. */
    private static final Map<String, Object> VALUES = Map.ofEntries(
        Map.entry("user", USER.toString()), Map.entry("users", List.of(USER.toString(), OTHER.toString())),
        Map.entry("coin", "BTC"), Map.entry("dex", ""), Map.entry("id", 50),
        Map.entry("nSigFigs", 5), Map.entry("mantissa", 2), Map.entry("oid", CLOID), Map.entry("startTime", 0L),
        Map.entry("endTime", 1_800_000_000_000L), Map.entry("aggregateByTime", true), Map.entry("reversed", true),
        Map.entry("token", 0), Map.entry("tokenId", "0x6d1e7cde53ba9467b783cb7c530ce054"), Map.entry("outcome", 0),
        Map.entry("vaultAddress", OTHER.toString()), Map.entry("source", OTHER.toString()),
        Map.entry("builder", OTHER.toString()), Map.entry("interval", "1h"), Map.entry("fast", true),
        Map.entry("afterSeq", 0L),
        Map.entry("orders", List.of(Map.of("coin", "BTC", "isBuy", true, "sz", "0.1", "limitPx", "50000"))),
        Map.entry("positions", List.of(Map.of("coin", "BTC", "szi", "-0.1"))),
        Map.entry("req", Map.of("coin", "BTC", "interval", "1h", "startTime", 0, "endTime", 1_800_000_000_000L)));

    /** Fields of subscriptions, those that may be absent with a question mark. */
    private static final Map<String, List<String>> SUBSCRIPTIONS = Map.ofEntries(
        Map.entry("allMids", List.of("dex?")), Map.entry("l2Book", List.of("coin", "nSigFigs?", "mantissa?", "fast?")),
        Map.entry("bbo", List.of("coin")), Map.entry("l2", List.of("coin")), Map.entry("l3", List.of("coin")),
        Map.entry("trades", List.of("coin")), Map.entry("candle", List.of("coin", "interval")),
        Map.entry("activeAssetCtx", List.of("coin")), Map.entry("assetCtxs", List.of("dex?")),
        Map.entry("allDexsAssetCtxs", List.of()), Map.entry("spotAssetCtxs", List.of()),
        Map.entry("fastAssetCtxs", List.of()), Map.entry("outcomeMetaUpdates", List.of()),
        Map.entry("activeAssetData", List.of("user", "coin")), Map.entry("orderUpdates", List.of("user", "afterSeq?")),
        Map.entry("userEvents", List.of("user")), Map.entry("userFills", List.of("user", "aggregateByTime?", "afterSeq?")),
        Map.entry("userFundings", List.of("user")), Map.entry("userNonFundingLedgerUpdates", List.of("user")),
        Map.entry("userHistoricalOrders", List.of("user")), Map.entry("userTwapSliceFills", List.of("user")),
        Map.entry("userTwapHistory", List.of("user")), Map.entry("notification", List.of("user")),
        Map.entry("margin", List.of("user")), Map.entry("marginCalls", List.of("user")),
        Map.entry("clearinghouseState", List.of("user", "dex?")), Map.entry("openOrders", List.of("user", "dex?")),
        Map.entry("twapStates", List.of("user", "dex?")), Map.entry("allDexsClearinghouseState", List.of("user")),
        Map.entry("spotState", List.of("user")), Map.entry("webData2", List.of("user")),
        Map.entry("webData3", List.of("user")));

    @Test
    void shouldDescribeHttp() throws IOException {
        final ObjectNode api = JSON.createObjectNode().put("openapi", "3.1.0");
        api.putObject("info").put("title", "Steelyard, public API").put("version", "1")
            .put("description", "See http.md for the meaning of every field.");
        api.putArray("servers").addObject().put("url", "http://127.0.0.1:8080");
        final ObjectNode paths = api.putObject("paths");
        describe(paths.putObject("/info").putObject("post"), "reads", reads());
        describe(paths.putObject("/exchange").putObject("post"), "acts", actions());
        compare("openapi.json", api);
    }

    @Test
    void shouldNameEveryReadAndActionOnThePageOfHttp() throws IOException {
        final String page = Files.readString(FOLDER.resolve("http.md"));
        final ExchangeService service = service();
        Stream.of(InfoService.requests().keySet(), service.actions().keySet(), service.unsupportedActions())
            .flatMap(Set::stream)
            .forEach(type -> assertTrue(page.contains("`" + type + "`"), () -> type + " is not on the page"));
    }

    private ExchangeService service() {
        final MarketDirectory markets = new MarketDirectory();
        return new ExchangeService(node, new NodeReads(node, markets), markets, new RequestBudgets(LimitConfig.DEFAULT,
            accountId -> node.ledgerMicros(accountId).thenApply(micros -> new RequestBudgets.Earned(micros, 0))));
    }

    @Test
    void shouldDescribeTheWebSocket() throws IOException {
        final ObjectNode api = JSON.createObjectNode().put("asyncapi", "3.0.0");
        api.putObject("info").put("title", "Steelyard, streams").put("version", "1")
            .put("description", "See websocket.md for the meaning of every field.");
        api.putObject("servers").putObject("local").put("host", "127.0.0.1:8080").put("protocol", "ws")
            .put("pathname", "/ws");
        final ObjectNode messages = api.putObject("channels").putObject("socket").put("address", "/ws")
            .putObject("messages");
        message(messages, "ping", Map.of("method", "ping"));
        message(messages, "login", Map.of("method", "login"));
        message(messages, "post", Map.of("method", "post", "id", 1, "request",
            Map.of("type", "info", "payload", Map.of("type", "allMids"))));
        SubscriptionRequest.channels().forEach((type, channel) -> {
            final ObjectNode payload = schema(messages.putObject(type), "subscribe");
            fields(payload, type, SUBSCRIPTIONS.get(type));
            messages.with(type).put("description", "answered on the channel " + channel);
        });
        final ObjectNode operations = api.putObject("operations");
        operations.putObject("send").put("action", "receive").putObject("channel").put("$ref", "#/channels/socket");
        compare("asyncapi.json", api);
    }

    @Test
    void shouldTakeTheSubscriptionsThatAreDescribed() throws Exception {
        final MarketDirectory markets = new MarketDirectory();
        final NodeReads reads = new NodeReads(node, markets);
        reads.ask(Runnable::run, state -> null, (nothing, failure) -> { });
        node.run(() -> { });
        assertEquals(SubscriptionRequest.channels().keySet(), new TreeSet<>(SUBSCRIPTIONS.keySet()));
        for (final Map.Entry<String, List<String>> type : SUBSCRIPTIONS.entrySet()) {
            final ObjectNode whole = example(type.getKey(),
                type.getValue().stream().map(name -> name.replace("?", "")).toList());
            assertNotNull(SubscriptionRequest.of(whole, markets).key(), whole::toString);
            for (final String field : type.getValue()) {
                final ObjectNode without = whole.deepCopy();
                without.remove(field.replace("?", ""));
                if (field.endsWith("?")) {
                    SubscriptionRequest.of(without.without("mantissa"), markets);
                } else {
                    assertThrows(
                        RequestFault.class, () -> SubscriptionRequest.of(without, markets), without::toString);
                }
            }
        }
    }

    private static ObjectNode schema(final ObjectNode message, final String method) {
        final ObjectNode properties =
            message.putObject("payload").put("type", "object").putObject("properties");
        properties.putObject("method").put("const", method);
        return properties.putObject("subscription");
    }

    private static void message(final ObjectNode messages, final String name, final Map<String, Object> example) {
        final ObjectNode message = messages.putObject(name);
        message.putObject("payload").put("type", "object").putObject("properties").putObject("method")
            .put("const", example.get("method").toString());
        message.putArray("examples").addObject().set("payload", JSON.valueToTree(new TreeMap<>(example)));
    }

    private static void fields(final ObjectNode schema, final String type, final List<String> fields) {
        schema.put("type", "object");
        final ArrayNode required = schema.putArray("required").add("type");
        final ObjectNode properties = schema.putObject("properties");
        properties.putObject("type").put("const", type);
        for (final String field : fields) {
            final String name = field.replace("?", "");
            if (name.equals(field)) {
                required.add(name);
            }
            properties.set(name, typeOf(VALUES.get(name)));
        }
    }

    private static ObjectNode typeOf(final Object value) {
        return JSON.createObjectNode().put("type", switch (value) {
            case Integer number -> "integer";
            case Long number -> "integer";
            case Boolean flag -> "boolean";
            case Map<?, ?> object -> "object";
            case List<?> array -> "array";
            default -> "string";
        });
    }

    private static ObjectNode example(final String type, final List<String> fields) {
        final ObjectNode request = JSON.createObjectNode().put("type", type);
        for (final String field : fields) {
            assertNotNull(VALUES.get(field), () -> "no value for " + field + " of " + type);
            request.set(field, JSON.valueToTree(VALUES.get(field)));
        }
        return request;
    }

    private record Described(ObjectNode schema, JsonNode request, JsonNode answer) {
    }

    private Map<String, Described> reads() {
        final Map<String, Described> all = new TreeMap<>();
        InfoService.requests().forEach((type, fields) -> {
            final ObjectNode schema = JSON.createObjectNode();
            final ObjectNode request = example(type, fields);
            final String answer = client.info(request.toString()).body();
            fields(schema, type, fields.stream().map(field -> isNeeded(request, field) ? field : field + "?").toList());
            all.put(type, new Described(schema, request, Client.tree(answer)));
        });
        return all;
    }

    private boolean isNeeded(final ObjectNode request, final String field) {
        final ObjectNode without = request.deepCopy();
        without.remove(field.equals("nSigFigs") ? List.of("nSigFigs", "mantissa") : List.of(field));
        return client.info(without.toString()).statusCode() == 422;
    }

    private Map<String, Described> actions() throws IOException {
        final Map<String, Set<String>> types = service().actions();
        final Map<String, JsonNode> captured = Files.readAllLines(CAPTURED).stream().map(Client::tree)
            .collect(Collectors.toMap(request -> request.path("action").path("type").asText(), request -> request,
                (first, later) -> first));
        final Map<String, Described> all = new TreeMap<>();
        types.forEach((type, fields) -> {
            final ObjectNode schema = JSON.createObjectNode().put("type", "object");
            schema.putArray("required").add("action").add("nonce").add("signature");
            final ObjectNode properties = schema.putObject("properties");
            final ObjectNode action = properties.putObject("action").put("type", "object");
            action.putArray("required").add("type");
            final ObjectNode own = action.putObject("properties");
            own.putObject("type").put("const", type);
            final List<String> names = new ArrayList<>(new TreeSet<>(fields));
            names.remove("type");
            names.forEach(own::putObject);
            action.put("additionalProperties", false);
            properties.putObject("nonce").put("type", "integer");
            properties.putObject("signature").put("type", "object");
            properties.putObject("vaultAddress");
            properties.putObject("expiresAfter");
            all.put(type, new Described(schema, captured.get(type), null));
        });
        return all;
    }

    private static void describe(final ObjectNode post, final String summary, final Map<String, Described> types) {
        post.put("summary", summary);
        final ObjectNode request = post.putObject("requestBody").put("required", true).putObject("content")
            .putObject("application/json");
        final ArrayNode schemas = request.putObject("schema").putArray("oneOf");
        final ObjectNode requests = request.putObject("examples");
        final ObjectNode responses = post.putObject("responses");
        final ObjectNode answers = responses.putObject("200").put("description", "the answer, or a refusal in words")
            .putObject("content").putObject("application/json").putObject("examples");
        types.forEach((type, described) -> {
            schemas.add(described.schema);
            if (described.request != null) {
                requests.putObject(type).set("value", described.request);
            }
            if (described.answer != null && described.answer.toString().length() < EXAMPLE_LENGTH_MAX) {
                answers.putObject(type).set("value", described.answer);
            }
        });
        Map.of("400", "no JSON", "413", "too long", "415", "no JSON by its content type", "422", "no such request",
                "429", "try again later", "500", "nothing there, or history lags", "503", "not ready")
            .entrySet().stream().sorted(Map.Entry.comparingByKey())
            .forEach(status -> responses.putObject(status.getKey()).put("description", status.getValue()));
    }

    private static void compare(final String name, final ObjectNode api) throws IOException {
        final DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        compare(name, JSON.writer(printer).writeValueAsString(api) + "\n");
    }

    private static void compare(final String name, final String text) throws IOException {
        final Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("writeApiFiles")) {
            Files.writeString(file, text);
        }
        assertEquals(Files.readString(file), text);
    }
}
