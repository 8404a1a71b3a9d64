package steelyard.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import steelyard.model.Side;

/** What a run asks of the operators' API: money for its accounts, and the book. Any thread; calls wait. */
final class OperatorClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int OK = 200;
    /** Where the money of runs comes from. */
    private static final int SOURCE = 7_001;
    private static final int PRICE_DECIMALS = 8;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final URI address;
    private final String token;
    private long lastDeposit;

    OperatorClient(final URI address, final String token) {
        this.address = address;
        this.token = token;
    }

    /** Credits an account. */
    void deposit(final String account, final long usdc) {
        lastDeposit = Math.max(lastDeposit + 1, System.currentTimeMillis());
        final String body = JsonNodeFactory.instance.objectNode()
            .put("address", account).put("amount", Long.toString(usdc)).put("source", SOURCE)
            .put("number", lastDeposit).put("operator", "flow").put("reason", "recorded flow").toString();
        send(request("/v1/deposits").header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    /** The orders of a market's book in the order in which they are matched; a stranger's have the id −1. */
    List<BookLine> book(final String coin) {
        final JsonNode book = send(request("/v1/markets/" + coin + "/book").GET().build());
        final List<BookLine> lines = new ArrayList<>();
        book.path("bids").forEach(level -> addLevel(lines, Side.BUY, level));
        book.path("asks").forEach(level -> addLevel(lines, Side.SELL, level));
        return lines;
    }

    private static void addLevel(final List<BookLine> lines, final Side side, final JsonNode level) {
        final BigDecimal price = new BigDecimal(level.path("price").asText());
        long sequence = 0;
        for (final JsonNode order : level.path("orders")) {
            if (order.path("sequence").longValue() <= sequence) {
                throw new FlowException("The node's book has orders out of their sequence at " + price + ".");
            }
            sequence = order.path("sequence").longValue();
            lines.add(new BookLine(side, price.movePointRight(PRICE_DECIMALS).longValueExact(),
                ClientOrderIds.orderId(order.path("clientOrderId").asText(null)),
                new BigDecimal(order.path("size").asText()).longValueExact()));
        }
    }

    private HttpRequest.Builder request(final String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token);
    }

    private JsonNode send(final HttpRequest request) {
        try {
            final HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != OK) {
                throw new FlowException("The operators' API refuses " + request.uri() + ": " + response.body());
            }
            return json.readTree(response.body());
        } catch (final JsonProcessingException broken) {
            throw new FlowException("The operators' API answers no JSON: " + broken.getOriginalMessage());
        } catch (final IOException absent) {
            throw new FlowException("No node answers at " + address + "; start one, or name its operators' API.");
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new FlowException("The run was interrupted.");
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
