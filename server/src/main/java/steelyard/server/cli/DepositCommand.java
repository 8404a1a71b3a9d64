package steelyard.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import steelyard.server.StartException;
import steelyard.server.config.NodeConfig;

/** {@code deposit}: credits an account through the operators' API of a running node. */
@Command(
    name = "deposit",
    description = "Credits USDC to an account of a running exchange; an unknown address becomes an account.",
    mixinStandardHelpOptions = true)
final class DepositCommand implements Callable<Integer> {
    private static final String TOKEN_FILE = "admin.token";
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int OK = 200;

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "0x and 40 hexadecimal digits.")
    private String address;

    @Parameters(index = "1", paramLabel = "USDC", description = "Amount, at most 6 decimals.")
    private String amount;

    @Option(names = "--admin", paramLabel = "URL", description = "The operators' API (default: ${DEFAULT-VALUE}).",
        defaultValue = "http://127.0.0.1:" + NodeConfig.ADMIN_PORT)
    private URI admin;

    @Option(names = "--data", paramLabel = "DIR",
        description = "The node's data directory, where the API's token is (default: that of the demo).")
    private Path data = Home.path("data/demo");

    @Option(names = "--source", paramLabel = "NUMBER", defaultValue = "1000",
        description = "Where the money comes from (default: ${DEFAULT-VALUE}).")
    private int source;

    @Option(names = "--number", paramLabel = "NUMBER",
        description = "The deposit's number at its source, above the last one (default: the time in milliseconds).")
    private long number = System.currentTimeMillis();

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "deposit by hand",
        description = "Goes into the log (default: ${DEFAULT-VALUE}).")
    private String reason;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final ObjectMapper json = new ObjectMapper();
        final String body = json.writeValueAsString(Map.of(
            "address", address, "amount", amount, "source", source, "number", number,
            "operator", System.getProperty("user.name"), "reason", reason));
        final HttpResponse<String> response = send(HttpRequest.newBuilder(admin.resolve("/v1/deposits"))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)).build());
        final JsonNode answer = json.readTree(response.body());
        if (response.statusCode() != OK) {
            throw new StartException("Refused: " + answer.path("error").asText() + ": " + answer.path("hint").asText());
        }
        System.out.printf("%s: %s has %s USDC%n", answer.path("status").asText(), answer.path("address").asText(),
            answer.path("cash").asText());
        return 0;
    }

    private String token() {
        try {
            return Files.readString(data.resolve(TOKEN_FILE)).strip();
        } catch (final IOException unreadable) {
            throw new StartException("The token of the operators' API cannot be read from "
                + data.resolve(TOKEN_FILE) + "; name the node's data directory with --data.");
        }
    }

    private HttpResponse<String> send(final HttpRequest request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (final ConnectException absent) {
            throw new StartException("No node answers at " + admin + "; start one, or name its API with --admin.");
        }
    }
}
