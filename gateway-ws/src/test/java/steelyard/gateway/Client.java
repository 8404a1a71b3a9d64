package steelyard.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import steelyard.signing.ActionHash;
import steelyard.signing.Network;
import steelyard.signing.SigningKey;
import steelyard.signing.UserSignedAction;

/** A client of the gateway over HTTP, and what it needs to sign. */
final class Client {
    static final ObjectMapper JSON = new ObjectMapper();
    static final long NONCE = 1_791_280_942_000L;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;

    Client(final int port) {
        this.port = port;
    }

    HttpResponse<String> post(final String path, final String body, final String... headers) {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(final String path, final String... headers) {
        final HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(10));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    HttpResponse<String> send(final HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (final InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    HttpResponse<String> info(final String body) {
        return post("/info", body, "Content-Type", "application/json");
    }

    HttpResponse<String> exchange(final String body) {
        return post("/exchange", body, "Content-Type", "application/json");
    }

    /** Sends a signed action of the test's own making and returns the answer's body. */
    String act(final SigningKey key, final String action) {
        return exchange(signed(key, action, Network.MAINNET)).body();
    }

    static JsonNode tree(final String json) {
        try {
            return JSON.readTree(json);
        } catch (final IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The request of an action, signed in the order in which it is written. */
    static String signed(final SigningKey key, final String action, final Network network) {
        return envelope(key, action, action, network).toString();
    }

    /** The request of an action that was signed as another text. */
    static ObjectNode envelope(
        final SigningKey key, final String action, final String signedAs, final Network network) {
        final byte[] id = ActionHash.connectionId(tree(signedAs), NONCE, null, ActionHash.NO_EXPIRY);
        final ObjectNode request = JSON.createObjectNode();
        request.set("action", tree(action));
        request.put("nonce", NONCE);
        request.set("signature", key.sign(network.agentDigest(id)).json());
        return request;
    }

    /** The request of an action that its user signs as typed data. */
    static ObjectNode userSigned(final SigningKey key, final String action) {
        final JsonNode tree = tree(action);
        final UserSignedAction type = UserSignedAction.of(tree.path("type").asText());
        final ObjectNode request = JSON.createObjectNode();
        request.set("action", tree);
        request.put("nonce", tree.path(type.nonceField()).asLong());
        request.set("signature", key.sign(type.digest(tree)).json());
        return request;
    }
}
