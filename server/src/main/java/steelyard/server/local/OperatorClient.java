package steelyard.server.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A client of a node's operators' API that finds the token in the node's data directory. Any thread. */
public final class OperatorClient implements AutoCloseable {
    /** Name of the token's file in the data directory. */
    public static final String TOKEN_FILE = "admin.token";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int CONFLICT = 409;

    private final URI base;
    private final Token token;
    private final Duration timeout;
    private final HttpClient http;

    /** The API said no, with its reason and its hint in the message. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        private final int status;

        Refused(final int status, final String message) {
            super(message);
            this.status = status;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }

        /** Whether the request was understood and cannot be done now, or was done before. */
        public boolean isConflict() {
            return status == CONFLICT;
        }
    }

    /** For the API at {@code base} of the node with this data directory. */
    public OperatorClient(final URI base, final Path dataDirectory, final Duration timeout) {
        this(base, () -> Files.readString(dataDirectory.resolve(TOKEN_FILE)).strip(), timeout);
    }

    /** For the API at {@code base} of a node with this token. */
    public static OperatorClient withToken(final URI base, final String token, final Duration timeout) {
        return new OperatorClient(base, () -> token, timeout);
    }

    private OperatorClient(final URI base, final Token token, final Duration timeout) {
        this.base = base;
        this.token = token;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(timeout).build();
    }

    /**
     * Asks.
     *
     * @throws Refused     if the API refuses
     * @throws IOException if it does not answer, or the token cannot be read
     */
    public JsonNode get(final String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    /** Sends {@code body}; throws as {@link #get}. */
    public JsonNode post(final String path, final JsonNode body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())).build());
    }

    /** A counter or gauge of {@code GET /metrics}, rounded down; 0 if there is none of that name. */
    public long metric(final String name) throws IOException, InterruptedException {
        final HttpRequest request = request("/metrics").GET().build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body().lines()
            .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
            .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .findFirst().orElse(0);
    }

    /** Where the API is. */
    public URI base() {
        return base;
    }

    /** An answer that is no JSON; throws as {@link #get}. */
    byte[] bytes(final String path) throws IOException, InterruptedException {
        final HttpResponse<byte[]> response =
            http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != OK) {
            throw new Refused(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
        }
        return response.body();
    }

    /** An empty body to be filled. */
    public static ObjectNode body() {
        return JSON.createObjectNode();
    }

    private HttpRequest.Builder request(final String path) throws IOException {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(timeout)
            .header("Authorization", "Bearer " + token.read());
    }

    /** Where the token comes from; read for each request, because a node makes it at its first start. */
    @FunctionalInterface
    private interface Token {
        String read() throws IOException;
    }

    private JsonNode send(final HttpRequest request) throws IOException, InterruptedException {
        final HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        final JsonNode answer = JSON.readTree(response.body());
        if (response.statusCode() != OK) {
            throw new Refused(response.statusCode(),
                answer.path("error").asText() + ": " + answer.path("hint").asText());
        }
        return answer;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
