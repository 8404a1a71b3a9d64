package steelyard.system.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.system.node.Json;
import steelyard.system.node.LaunchedProcess;
import steelyard.system.node.RawSocket;
import steelyard.system.node.TestServer;

/**
 * Sends every request that the API files list to a started server: what is answered has the form that
 * {@code docs/reference/requests.md} shows, which {@code -DwriteRequestsPage=true} writes anew.
 */
@Timeout(180)
class RequestExamplesTest {
    private static final Path FOLDER = LaunchedProcess.HOME.resolve("docs/reference");
    private static final Path PAGE = FOLDER.resolve("requests.md");
    private static final String READS = "Reads";
    private static final String ACTIONS = "Actions";
    private static final String SUBSCRIPTIONS = "Subscriptions";
    /** Nobody is near a liquidation. */
    private static final Set<String> SILENT = Set.of("marginCalls");

    @TempDir
    private Path directory;

    private final ExamplePage page = new ExamplePage();
    private TestServer server;

    @Test
    void shouldAnswerEveryRequestAsThePageShows() throws IOException {
        final JsonNode http = Json.parse(Files.readString(FOLDER.resolve("openapi.json")));
        final JsonNode streams = Json.parse(Files.readString(FOLDER.resolve("asyncapi.json")));
        try (TestServer started = new TestServer(directory)) {
            server = started;
            server.start();
            final Trading trading = new Trading(server);
            trading.act((type, signed) -> page.add(ACTIONS, type, signed, answer("/exchange", signed)));
            read(http, trading);
            listen(streams, trading);
        }
        final Set<String> acted = new TreeSet<>();
        http.at("/paths/~1exchange/post/requestBody/content/application~1json/schema/oneOf")
            .forEach(schema -> acted.add(schema.at("/properties/action/properties/type/const").asText()));
        assertEquals(acted, page.types(ACTIONS), "an example of each action");
        if (Boolean.getBoolean("writeRequestsPage")) {
            Files.writeString(PAGE, """
                # Requests, with examples

                Captured from a started server by a test that sends every request; do not edit. What the fields mean is in
                [http.md](http.md) and [websocket.md](websocket.md). Lists are cut to two elements. Of a subscription the first message
                is shown.

                """ + page.text());
        }
        assertEquals("", page.differences(ExamplePage.parse(Files.readString(PAGE))));
    }

    private JsonNode answer(final String path, final JsonNode request) {
        final String answer = server.api().raw(HttpRequest.newBuilder(server.api().base().resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(request.toString())));
        assertTrue(answer.startsWith("200 "), () -> request + ": " + answer);
        final JsonNode json = Json.parse(answer.substring("200 ".length()));
        assertTrue(!json.path("status").asText().equals("err"), () -> request + ": " + answer);
        return json;
    }

    private void read(final JsonNode api, final Trading trading) {
        api.at("/paths/~1info/post/requestBody/content/application~1json/schema/oneOf").forEach(schema -> {
            final String type = schema.at("/properties/type/const").asText();
            final ObjectNode request = trading.request(type, schema.path("properties"));
            page.add(READS, type, request, answer("/info", request));
        });
    }

    private void listen(final JsonNode api, final Trading trading) {
        try (RawSocket socket = server.api().rawSocket()) {
            final Set<String> awaited = new TreeSet<>();
            int unconfirmed = 0;
            for (final Map.Entry<String, JsonNode> message : api.at("/channels/socket/messages").properties()) {
                final JsonNode fields = message.getValue().at("/payload/properties/subscription/properties");
                if (!fields.isMissingNode()) {
                    final ObjectNode subscription = trading.request(message.getKey(), fields);
                    subscription.remove("afterSeq");
                    subscription.remove("fast");
                    socket.send("{\"method\":\"subscribe\",\"subscription\":" + subscription + "}");
                    unconfirmed++;
                    final String text = message.getValue().path("description").asText();
                    awaited.add(text.substring(text.lastIndexOf(' ') + 1));
                    trading.subscribed(text.substring(text.lastIndexOf(' ') + 1), message.getKey(), subscription);
                }
            }
            awaited.removeAll(SILENT);
            while (!awaited.isEmpty()) {
                final JsonNode message = Json.parse(socket.next());
                final String channel = message.path("channel").asText();
                if (channel.equals("subscriptionResponse") && --unconfirmed == 0) {
                    trading.happen();
                }
                assertTrue(!channel.equals("error"), message::toString);
                if (awaited.remove(channel)) {
                    page.add(SUBSCRIPTIONS, trading.type(channel), trading.subscription(channel), message);
                }
            }
            SILENT.forEach(type -> page.add(SUBSCRIPTIONS, type, trading.subscription(type), null));
        }
    }
}
