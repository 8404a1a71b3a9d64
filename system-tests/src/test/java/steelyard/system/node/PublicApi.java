package steelyard.system.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import steelyard.client.ApiException;
import steelyard.client.ExchangeReply;
import steelyard.client.SocketListener;
import steelyard.client.SteelyardClient;
import steelyard.client.SteelyardSocket;
import steelyard.client.Wallet;

/** The public API of a running node, waited for. */
public final class PublicApi implements AutoCloseable {
    private static final long SECONDS = 20;
    private static final int POSTS_MAX = 64;

    private final URI base;
    private final SteelyardClient client;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** The API of the node there. */
    public PublicApi(final URI base) {
        this.base = base;
        this.client = SteelyardClient.of(base);
    }

    /** Where it is. */
    public URI base() {
        return base;
    }

    /** The answer to this question, in JSON. */
    public JsonNode info(final String question) {
        return await(client.info((ObjectNode) Json.parse(question)));
    }

    /** The answer to this question about a wallet's account. */
    public JsonNode info(final String type, final Wallet wallet) {
        return info("{\"type\":\"" + type + "\",\"user\":\"" + wallet.address() + "\"}");
    }

    /** What became of an order, by its id or its client's id. */
    public JsonNode orderStatus(final Wallet wallet, final String oid) {
        return info(orderQuestion(wallet, oid));
    }

    /** What became of orders, by their clients' ids: each id's wallet in {@code cloids}. */
    public Map<String, JsonNode> orderStatuses(final Map<String, Wallet> cloids) {
        final SteelyardSocket socket = connect((channel, data) -> { });
        final Map<String, JsonNode> statuses = new HashMap<>();
        final Map<String, CompletableFuture<JsonNode>> asked = new HashMap<>();
        cloids.forEach((cloid, wallet) -> {
            asked.put(cloid, socket.info((ObjectNode) Json.parse(orderQuestion(wallet, '"' + cloid + '"'))));
            if (asked.size() == POSTS_MAX) {
                asked.forEach((id, answer) -> statuses.put(id, await(answer)));
                asked.clear();
            }
        });
        asked.forEach((id, answer) -> statuses.put(id, await(answer)));
        socket.close();
        return statuses;
    }

    private static String orderQuestion(final Wallet wallet, final String oid) {
        return "{\"type\":\"orderStatus\",\"user\":\"" + wallet.address() + "\",\"oid\":" + oid + "}";
    }

    /** Signs and sends an action by HTTP. */
    public ExchangeReply exchange(final Wallet wallet, final ObjectNode action) {
        return await(client.exchange(wallet.sign(action)));
    }

    /** The answer to this question, byte for byte. */
    public String text(final String question) {
        final String answer = raw(HttpRequest.newBuilder(base.resolve("/info"))
            .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(question)));
        if (!answer.startsWith("200 ")) {
            throw new AssertionError(question + ": " + answer);
        }
        return answer.substring("200 ".length());
    }

    /** Sends a request as it is; answers status and body, parted by a blank. */
    public String raw(final HttpRequest.Builder request) {
        try {
            final HttpResponse<String> response = http.send(request.timeout(Duration.ofSeconds(SECONDS)).build(),
                HttpResponse.BodyHandlers.ofString());
            return (response.statusCode() + " " + response.body()).strip();
        } catch (final IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Opens a WebSocket. */
    public SteelyardSocket connect(final SocketListener listener) {
        return await(client.connect(listener));
    }

    /** Opens a WebSocket of no client. */
    public RawSocket rawSocket() {
        return new RawSocket(URI.create(base.toString().replaceFirst("http", "ws") + "/ws"));
    }

    /** Waits for an answer; a refused request is thrown as it is. */
    public static <T> T await(final CompletableFuture<T> answer) {
        try {
            return answer.get(SECONDS, TimeUnit.SECONDS);
        } catch (final ExecutionException failed) {
            if (failed.getCause() instanceof ApiException refused) {
                throw refused;
            }
            throw new AssertionError(failed.getCause());
        } catch (final InterruptedException | TimeoutException silent) {
            throw new AssertionError("no answer", silent);
        }
    }

    @Override
    public void close() {
        client.close();
        http.shutdownNow();
    }
}
