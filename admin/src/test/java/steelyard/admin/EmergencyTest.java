package steelyard.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.model.RejectReason;
import steelyard.node.WithdrawalView;
import steelyard.protocol.Address;

/** Operators' emergency, what they look at, and the description of the API that programs read. */
@Timeout(30)
class EmergencyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path OPEN_API = Path.of("../docs/reference/admin-openapi.json");
    private static final String ADDRESS = "0x00000000000000000000000000000000000000aa";
    private static final String WHO = "\"operator\":\"ann\",\"reason\":\"incident 12\"";

    @TempDir
    private Path directory;
    private final FakeNode node = new FakeNode();
    private RunningAdmin admin;

    @BeforeEach
    void start() throws IOException {
        admin = new RunningAdmin(directory, node);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void shouldStopTradingEverywhereInAMarketAndForAnAccount() throws Exception {
        assertAnswer(200, "{\"switch\":\"on\",\"eventSequence\":101}",
            post("/v1/kill-switch", "{\"scope\":\"all\",\"switch\":\"on\"," + WHO + "}"));
        post("/v1/kill-switch", "{\"scope\":\"market\",\"coin\":\"BTC\",\"switch\":\"off\"," + WHO + "}");
        post("/v1/kill-switch", "{\"scope\":\"account\",\"address\":\"" + ADDRESS + "\",\"switch\":\"on\"," + WHO + "}");
        final String nobody = "0x0000000000000000000000000000000000000000";
        assertEquals(List.of(
            "kill switch 0 market 0 account " + nobody + " on 1 by ann: incident 12",
            "kill switch 1 market 3 account " + nobody + " on 0 by ann: incident 12",
            "kill switch 2 market 0 account " + ADDRESS + " on 1 by ann: incident 12"), node.commands);
    }

    @Test
    void shouldRefuseAScopeThatIsNone() throws Exception {
        assertEquals(422, post("/v1/kill-switch", "{\"scope\":\"some\",\"switch\":\"on\"," + WHO + "}").statusCode());
        assertEquals(422, post("/v1/kill-switch", "{\"scope\":\"all\",\"switch\":\"yes\"," + WHO + "}").statusCode());
        assertEquals(422, post("/v1/kill-switch", "{\"scope\":\"market\",\"switch\":\"on\"," + WHO + "}").statusCode());
        assertEquals(404, post("/v1/kill-switch",
            "{\"scope\":\"market\",\"coin\":\"ETH\",\"switch\":\"on\"," + WHO + "}").statusCode());
        assertEquals(List.of(), node.commands);
        node.refusal = RejectReason.UNKNOWN_ACCOUNT;
        assertEquals(404, post("/v1/kill-switch",
            "{\"scope\":\"account\",\"address\":\"" + ADDRESS + "\",\"switch\":\"on\"," + WHO + "}").statusCode());
    }

    @Test
    void shouldSweepUntilNothingIsLeft() throws Exception {
        node.resting = 5;
        assertAnswer(200, "{\"canceled\":5,\"remaining\":0,\"eventSequence\":106}",
            post("/v1/accounts/" + ADDRESS + "/cancel-all", "{" + WHO + "}"));
        assertEquals(List.of("sweep 2 market 0: 2", "sweep 2 market 0: 2", "sweep 2 market 0: 1"), node.commands);
        assertEquals(200, post("/v1/markets/BTC/cancel-all", "{" + WHO + "}").statusCode());
        assertEquals("sweep 1 market 3: 0", node.commands.getLast());
        assertEquals(422, post("/v1/accounts/0x12/cancel-all", "{" + WHO + "}").statusCode());
    }

    @Test
    void shouldRetireNodesAndSwitchBehaviour() throws Exception {
        assertEquals(200, post("/v1/nodes/3/retire", "{" + WHO + "}").statusCode());
        assertEquals(422, post("/v1/nodes/x/retire", "{" + WHO + "}").statusCode());
        assertEquals(200, post("/v1/behaviour", "{\"version\":2," + WHO + "}").statusCode());
        assertEquals(List.of("retire 3", "behaviour 2"), node.commands);
        node.refusal = RejectReason.BEHAVIOUR_UNSUPPORTED;
        assertEquals(409, post("/v1/behaviour", "{\"version\":2," + WHO + "}").statusCode());
    }

    @Test
    void shouldListWithdrawalsAndSayWhatBecameOfThem() throws Exception {
        post("/v1/deposits", "{\"address\":\"" + ADDRESS + "\",\"amount\":\"2.5\",\"source\":1,\"number\":1," + WHO + "}");
        final Address destination = Address.parse(ADDRESS.replace("aa", "bb"));
        node.withdrawals = List.of(
            new WithdrawalView(7, 16, 100_000_000, 1_000_000, destination, 1_760_130_900_500_000_000L),
            new WithdrawalView(9, 16, 2_000_001, 1_000_000, destination, 0));
        assertAnswer(200, "{\"eventSequence\":12,\"withdrawals\":["
            + "{\"id\":7,\"account\":\"" + ADDRESS + "\",\"destination\":\"" + destination
            + "\",\"amount\":\"100.0\",\"fee\":\"1.0\",\"toPay\":\"99.0\",\"time\":1760130900500},"
            + "{\"id\":9,\"account\":\"" + ADDRESS + "\",\"destination\":\"" + destination
            + "\",\"amount\":\"2.000001\",\"fee\":\"1.0\",\"toPay\":\"1.000001\",\"time\":null}]}",
            get("/v1/withdrawals"));
        node.commands.clear();
        assertAnswer(200, "{\"id\":7,\"outcome\":\"completed\",\"eventSequence\":104}",
            post("/v1/withdrawals/7", "{\"outcome\":\"completed\"," + WHO + "}"));
        post("/v1/withdrawals/9", "{\"outcome\":\"rejected\"," + WHO + "}");
        assertEquals(List.of(
            "withdrawal 7 outcome 1 by ann: incident 12", "withdrawal 9 outcome 2 by ann: incident 12"), node.commands);
        assertEquals(422, post("/v1/withdrawals/9", "{\"outcome\":\"paid\"," + WHO + "}").statusCode());
        assertEquals(422, post("/v1/withdrawals/0", "{\"outcome\":\"rejected\"," + WHO + "}").statusCode());
        node.refusal = RejectReason.WITHDRAWAL_UNKNOWN;
        assertEquals(404, post("/v1/withdrawals/9", "{\"outcome\":\"rejected\"," + WHO + "}").statusCode());
    }

    @Test
    void shouldListMarketsAccountsAndTheCluster() throws Exception {
        assertAnswer(200, "{\"eventSequence\":12,\"markets\":[{\"id\":3,\"coin\":\"BTC\",\"state\":\"active\","
            + "\"oracle\":null,\"mark\":null,\"openInterest\":\"0.0\",\"dayVolume\":\"0.0\"}]}", get("/v1/markets"));
        assertEquals(404, get("/v1/accounts/" + ADDRESS).statusCode());
        post("/v1/deposits", "{\"address\":\"" + ADDRESS + "\",\"amount\":\"2.5\",\"source\":1,\"number\":1," + WHO + "}");
        final HttpResponse<String> account = get("/v1/accounts/" + ADDRESS);
        assertTrue(account.body().startsWith("{\"eventSequence\":12,\"accountId\":16,\"address\":\"" + ADDRESS
            + "\",\"kind\":\"user\",\"cash\":\"2.5\""), account.body());
        assertAnswer(200, "{\"memberId\":0,\"leaderId\":2,\"term\":3,\"elections\":1,\"commitPosition\":960,"
            + "\"appliedPosition\":928,\"difference\":null,\"checkpoint\":{\"eventSequence\":12,\"logPosition\":96,"
            + "\"stateHash\":\"0000000000000005\",\"chainHash\":\"00ff\",\"agreeing\":2},"
            + "\"terms\":[{\"term\":3,\"leaderId\":2,\"logPosition\":64}],"
            + "\"members\":[{\"id\":0,\"host\":\"10.0.0.10\",\"basePort\":9100,"
            + "\"adminUrl\":\"http://10.0.0.10:8081\",\"report\":{\"eventSequence\":12,\"logPosition\":96,\"lagBytes\":0}},"
            + "{\"id\":1,\"host\":\"10.0.0.11\",\"basePort\":9100,\"adminUrl\":null,\"report\":null}]}", get("/v1/cluster"));
    }

    @Test
    void shouldBeDescribedForPrograms() throws Exception {
        final List<String> described = new ArrayList<>();
        final JsonNode paths = JSON.readTree(OPEN_API.toFile()).path("paths");
        paths.fieldNames().forEachRemaining(path -> paths.path(path).fieldNames().forEachRemaining(
            method -> described.add(method.toUpperCase() + " " + path)));
        assertEquals(
            new TreeSet<>(admin.server().routes().stream().map(route -> route.method() + " " + route.pattern()).toList()),
            new TreeSet<>(described));
        for (final Route route : admin.server().routes()) {
            final JsonNode operation = paths.path(route.pattern()).path(route.method().name().toLowerCase());
            assertEquals(route.open(), operation.has("security"), route.pattern());
            final JsonNode schema = operation.path("requestBody").path("content").path("application/json")
                .path("schema");
            if (route.method().name().equals("POST")) {
                callAsDescribed(route.pattern(), schema);
            }
        }
    }

    private void callAsDescribed(final String pattern, final JsonNode schema) throws Exception {
        final String path = pattern.replace("{coin}", "BTC").replace("{address}", ADDRESS).replace("{id}", "3")
            .replace("{group}", "3").replace("{name}", "FILLS_MAX");
        final ObjectNode whole = JSON.createObjectNode();
        schema.path("properties").fields().forEachRemaining(
            property -> whole.set(property.getKey(), property.getValue().path("example")));
        assertEquals(200, post(path, whole.toString()).statusCode(), path + " " + whole);
        for (final JsonNode required : schema.path("required")) {
            final ObjectNode without = whole.deepCopy();
            without.remove(required.asText());
            assertEquals(422, post(path, without.toString()).statusCode(), path + " " + without);
        }
        assertEquals(422, post(path, whole.deepCopy().put("other", 1).toString()).statusCode(), path);
    }

    private static void assertAnswer(final int status, final String body, final HttpResponse<String> response) {
        assertEquals(status + " " + body, response.statusCode() + " " + response.body());
    }

    private HttpResponse<String> get(final String path) throws Exception {
        return admin.get(path);
    }

    private HttpResponse<String> post(final String path, final String body) throws Exception {
        return admin.post(path, body);
    }
}
