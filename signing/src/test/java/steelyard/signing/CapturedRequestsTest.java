package steelyard.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests as unmodified client libraries sent them, all signed by one key for the main network. */
class CapturedRequestsTest {
    static Stream<JsonNode> requests() throws IOException {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                CapturedRequestsTest.class.getResourceAsStream("/vectors/requests.jsonl")))) {
            return in.lines().map(Vectors::json).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("requests")
    void shouldFindSigner(final JsonNode request) {
        final JsonNode action = request.get("action");
        final UserSignedAction userSigned = UserSignedAction.of(action.get("type").textValue());

        final byte[] digest = userSigned == null
            ? tradingDigest(request, canonical(action))
            : userSigned.digest(action);

        assertSigned(request, digest);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void shouldFindSignerFromSortedKeys(final JsonNode request) {
        final JsonNode action = sorted(request.get("action"));
        final UserSignedAction userSigned = UserSignedAction.of(action.get("type").textValue());

        final byte[] digest = userSigned == null
            ? tradingDigest(request, canonical(action))
            : userSigned.digest(action);

        assertSigned(request, digest);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void shouldFindSignerOfTradingActionAsReceived(final JsonNode request) {
        final JsonNode action = request.get("action");
        if (UserSignedAction.of(action.get("type").textValue()) == null) {
            assertSigned(request, tradingDigest(request, action));
        }
    }

    private static JsonNode canonical(final JsonNode action) {
        final ObjectNode canonical = CanonicalAction.of(action);
        assertNotNull(canonical, action.toString());
        return canonical;
    }

    private static byte[] tradingDigest(final JsonNode request, final JsonNode action) {
        final JsonNode vault = request.path("vaultAddress");
        return Network.MAINNET.agentDigest(ActionHash.connectionId(
            action,
            request.get("nonce").longValue(),
            vault.isTextual() ? Hex.parse(vault.textValue()) : null,
            request.path("expiresAfter").asLong(ActionHash.NO_EXPIRY)));
    }

    private static JsonNode sorted(final JsonNode node) {
        if (node.isArray()) {
            final ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> array.add(sorted(element)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        final Map<String, JsonNode> fields = new TreeMap<>();
        node.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
        return JsonNodeFactory.instance.objectNode().setAll(fields);
    }

    private static void assertSigned(final JsonNode request, final byte[] digest) {
        assertEquals(Vectors.KEY_3.addressText(),
            Hex.print(Signature.parse(request.get("signature")).signer(digest)), request.toString());
    }
}
