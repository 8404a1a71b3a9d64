package steelyard.system.refusal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import steelyard.system.node.Json;
import steelyard.system.node.RawSocket;

/**
 * One mistake of a client.
 *
 * @param path   {@code /info} or {@code /exchange}
 * @param answer status and body; {@code #} stands for any text
 * @param body   makes the request, anew for each sending
 */
record Mistake(String name, String path, String answer, Supplier<String> body) {
    private static final int ID = 7;

    /** Sends it by HTTP and, as JSON, by WebSocket; nothing changes, but the nonces if it uses one. */
    Stream<DynamicTest> tests(final OpenMarket market, final boolean usesNonce) {
        final List<DynamicTest> tests = new ArrayList<>();
        tests.add(DynamicTest.dynamicTest(name, () -> {
            assertMatches(answer, market.server().api().raw(HttpRequest.newBuilder(
                    market.server().api().base().resolve(path)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.get()))));
            market.assertUnchanged(usesNonce);
        }));
        if (!answer.startsWith("400 ")) {
            tests.add(DynamicTest.dynamicTest(name + ", by WebSocket", () -> {
                try (RawSocket socket = market.server().api().rawSocket()) {
                    final String request = body.get();
                    assertMatches(posted(request), socket.ask("{\"method\":\"post\",\"id\":" + ID
                        + ",\"request\":{\"type\":\"" + kind() + "\",\"payload\":" + request + "}}"));
                }
                market.assertUnchanged(usesNonce);
            }));
        }
        return tests.stream();
    }

    private String kind() {
        return path.equals("/info") ? "info" : "action";
    }

    private String posted(final String request) {
        final String text = answer.substring(answer.indexOf(' ') + 1);
        if (!answer.startsWith("200 ")) {
            return frame("error", "\"" + answer.replaceFirst(" ", ": ") + "\"");
        }
        final JsonNode type = Json.parse(request).path("type");
        return kind().equals("action") ? frame("action", text)
            : frame("info", "{\"type\":" + type + ",\"data\":" + text + "}");
    }

    private static String frame(final String type, final String payload) {
        return "{\"channel\":\"post\",\"data\":{\"id\":" + ID + ",\"response\":{\"type\":\"" + type + "\",\"payload\":"
            + payload + "}}}";
    }

    /** Expects this text, where {@code #} stands for any. */
    static void assertMatches(final String expected, final String actual) {
        assertTrue(Pattern.matches(("\\Q" + expected + "\\E").replace("#", "\\E.*\\Q"), actual),
            () -> "expected: " + expected + "\nbut was:  " + actual);
    }
}
