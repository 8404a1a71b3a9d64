package steelyard.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The answer to an action.
 *
 * @param json the answer as received
 */
public record ExchangeReply(JsonNode json) {
    /** Whether the action was taken; its entries may have been refused all the same. */
    public boolean isOk() {
        return "ok".equals(json.path("status").textValue());
    }

    /** Why the whole action was refused, or {@code null} if it was taken. */
    public String error() {
        return isOk() ? null : json.path("response").asText();
    }

    /** What became of each entry of the action; empty for actions without entries and if the whole was refused. */
    public List<OrderStatus> statuses() {
        return StreamSupport.stream(json.path("response").path("data").path("statuses").spliterator(), false)
            .map(OrderStatus::of)
            .toList();
    }
}
