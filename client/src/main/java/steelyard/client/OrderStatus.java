package steelyard.client;

import com.fasterxml.jackson.databind.JsonNode;

/** What became of one entry of an action. */
public sealed interface OrderStatus {
    /**
     * The order, or what is left of it, rests.
     *
     * @param oid   the exchange's id
     * @param cloid the client's id, or {@code null}
     */
    record Resting(long oid, String cloid) implements OrderStatus {
    }

    /**
     * The order traded and does not rest.
     *
     * @param oid          the exchange's id
     * @param cloid        the client's id, or {@code null}
     * @param totalSize    what traded, a decimal
     * @param averagePrice at which it traded, a decimal
     */
    record Filled(long oid, String cloid, String totalSize, String averagePrice) implements OrderStatus {
    }

    /** The entry was refused, with the server's text. */
    record Rejected(String error) implements OrderStatus {
    }

    /** The entry was taken and says no more than a word, such as {@code success}. */
    record Accepted(String word) implements OrderStatus {
    }

    /** The status in this JSON. */
    static OrderStatus of(final JsonNode json) {
        if (json.has("resting")) {
            final JsonNode resting = json.get("resting");
            return new Resting(resting.path("oid").longValue(), resting.path("cloid").textValue());
        }
        if (json.has("filled")) {
            final JsonNode filled = json.get("filled");
            return new Filled(filled.path("oid").longValue(), filled.path("cloid").textValue(),
                filled.path("totalSz").textValue(), filled.path("avgPx").textValue());
        }
        return json.has("error") ? new Rejected(json.get("error").asText()) : new Accepted(json.asText());
    }
}
