package steelyard.system.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Compares answers with texts. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {
    }

    /** A text as JSON. */
    public static JsonNode parse(final String text) {
        try {
            return MAPPER.readTree(text);
        } catch (final JsonProcessingException broken) {
            throw new AssertionError("no JSON: " + text, broken);
        }
    }

    /** An object of texts. */
    public static ObjectNode object(final String... namesAndTexts) {
        final ObjectNode object = MAPPER.createObjectNode();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            object.put(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return object;
    }

    /** Expects exactly this answer, but for fields that depend on the time: they must be there, and are not compared. */
    public static void assertAnswer(final String expected, final JsonNode actual, final String... timeFields) {
        final JsonNode compared = actual.deepCopy();
        for (final String field : timeFields) {
            final List<JsonNode> parents = compared.findParents(field);
            if (parents.isEmpty()) {
                throw new AssertionError("no '" + field + "' in " + actual);
            }
            parents.forEach(parent -> ((ObjectNode) parent).remove(field));
        }
        assertEquals(pretty(parse(expected)), pretty(compared));
    }

    private static String pretty(final JsonNode json) {
        return json.toPrettyString();
    }
}
