package steelyard.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A client of one server. Any thread; no call blocks but {@link #close}. Connecting takes 10 s at most, a request by HTTP
 * 30 s; a failed future holds an {@link ApiException} when the server answered, else what went wrong on the way.
 */
public final class SteelyardClient implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final int STATUS_OK = 200;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final URI base;
    private final HttpClient http;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name("client-timer").factory());

    private SteelyardClient(final URI base, final HttpClient.Builder builder) {
        this.base = base;
        this.http = builder.version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_TIMEOUT).build();
    }

    /** A client of the server at {@code base}, such as {@code http://localhost:3001}. */
    public static SteelyardClient of(final URI base) {
        return new SteelyardClient(base, HttpClient.newBuilder());
    }

    /** As {@link #of(URI)}; everything is received on {@code executor}, which the caller closes. */
    public static SteelyardClient of(final URI base, final Executor executor) {
        return new SteelyardClient(base, HttpClient.newBuilder().executor(executor));
    }

    /** The answer to a question without arguments. */
    public CompletableFuture<JsonNode> info(final String type) {
        return info(JsonNodeFactory.instance.objectNode().put("type", type));
    }

    /** The answer to a question. */
    public CompletableFuture<JsonNode> info(final ObjectNode request) {
        return post("/info", request.toString());
    }

    /** Sends an action. */
    public CompletableFuture<ExchangeReply> exchange(final SignedAction action) {
        return post("/exchange", action.body()).thenApply(ExchangeReply::new);
    }

    /** Opens a WebSocket; {@code listener} hears its subscriptions. */
    public CompletableFuture<SteelyardSocket> connect(final SocketListener listener) {
        final SteelyardSocket socket = new SteelyardSocket(listener);
        final URI uri = URI.create(base.toString().replaceFirst("^http", "ws") + "/ws");
        return http.newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT).buildAsync(uri, socket.receiver())
            .thenApply(webSocket -> socket.opened(webSocket, timer));
    }

    /** Cuts all connections. */
    @Override
    public void close() {
        timer.shutdownNow();
        http.shutdownNow();
        http.close();
    }

    private CompletableFuture<JsonNode> post(final String path, final String body) {
        final HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
            .header("Content-Type", "application/json")
            .timeout(TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(SteelyardClient::answer);
    }

    private static JsonNode answer(final HttpResponse<String> response) {
        if (response.statusCode() != STATUS_OK) {
            throw new ApiException(response.statusCode(), response.body());
        }
        try {
            return JSON.readTree(response.body());
        } catch (final JsonProcessingException broken) {
            throw new ApiException(response.statusCode(), "not JSON: " + response.body());
        }
    }
}
