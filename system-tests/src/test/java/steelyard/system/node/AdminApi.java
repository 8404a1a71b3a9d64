package steelyard.system.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The operators' API of a running node. */
public final class AdminApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;
    private final Path tokenFile;
    private long lastDeposit = System.currentTimeMillis();

    AdminApi(final int port, final Path dataDirectory) {
        base = URI.create("http://127.0.0.1:" + port);
        tokenFile = dataDirectory.resolve("admin.token");
    }

    /** Credits an account. */
    public void deposit(final String address, final String amount) {
        post("/v1/deposits", """
            {"address":"%s","amount":"%s","source":7,"number":%d,"operator":"test","reason":"test"}
            """.formatted(address, amount, ++lastDeposit));
    }

    /** Position, sequence and hashes of one moment. */
    public JsonNode status() {
        return json(HttpRequest.newBuilder(base.resolve("/v1/status")));
    }

    /** Takes a snapshot and waits until it is stored. */
    public JsonNode snapshot() {
        return post("/v1/snapshots", "{\"operator\":\"test\",\"reason\":\"test\"}");
    }

    /** The value of a metric without labels. */
    public double metric(final String name) {
        return metrics().lines()
            .filter(line -> line.startsWith(name + " "))
            .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
            .findFirst().orElseThrow(() -> new AssertionError("no metric " + name));
    }

    /** Opens, restricts or halts a market. */
    public JsonNode setState(final String coin, final String state) {
        return post("/v1/markets/" + coin + "/state", """
            {"state":"%s","operator":"test","reason":"test"}
            """.formatted(state));
    }

    /** Whether {@code GET} of this path answers 200, without the token. */
    public boolean isOpen(final String path) {
        try {
            return http.send(HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT).build(),
                HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (final IOException | InterruptedException failed) {
            throw new AssertionError("the operators' API does not answer", failed);
        }
    }

    /** All metrics. */
    public String metrics() {
        return text(HttpRequest.newBuilder(base.resolve("/metrics")));
    }

    /** Posts a body and answers the JSON of the reply. */
    public JsonNode post(final String path, final String body) {
        return json(HttpRequest.newBuilder(base.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode json(final HttpRequest.Builder request) {
        try {
            return JSON.readTree(text(request));
        } catch (final IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private String text(final HttpRequest.Builder request) {
        try {
            final String token = Files.readString(tokenFile).strip();
            final HttpResponse<String> response = http.send(
                request.header("Authorization", "Bearer " + token).timeout(TIMEOUT).build(),
                HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError(response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (final IOException | InterruptedException failed) {
            throw new AssertionError("the operators' API does not answer", failed);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
