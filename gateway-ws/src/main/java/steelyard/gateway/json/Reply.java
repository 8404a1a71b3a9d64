package steelyard.gateway.json;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The outcome of a request: what HTTP answers, and what a WebSocket {@code post} wraps.
 *
 * @param status        HTTP status
 * @param isJson        whether the body is JSON; otherwise it is plain text
 * @param body          UTF-8 bytes, not to be changed
 * @param eventSequence the event that the answer knows of, or {@link #NO_SEQUENCE}
 */
public record Reply(int status, boolean isJson, byte[] body, long eventSequence) {
    /** Stands for an answer that depends on no event. */
    public static final long NO_SEQUENCE = -1;

    /** The request is no JSON. */
    public static final Reply UNREADABLE = text(400, "Failed to parse the request body as JSON");
    /** The request is JSON, but not the request it should be. */
    public static final Reply MALFORMED = text(422, "Failed to deserialize the JSON body into the target type");
    /** The request asks for something that this exchange does not have, or that cannot be had at the moment. */
    public static final Reply UNAVAILABLE = json(500, "null");
    /** The node cannot take the request now; nothing was done. */
    public static final Reply BUSY = json(429, "null");
    /** The node is starting or has lost its cluster. */
    public static final Reply NOT_READY = text(503, "The node is not ready");

    /** A text. */
    public static Reply text(final int status, final String text) {
        return new Reply(status, false, text.getBytes(UTF_8), NO_SEQUENCE);
    }

    /** An answer to a read, as of an event. */
    public static Reply ok(final JsonBody body, final long eventSequence) {
        return new Reply(200, true, Json.bytes(body), eventSequence);
    }

    /** The refusal of a whole action: status 200, as clients expect. */
    public static Reply refusal(final String text, final long eventSequence) {
        return ok(json -> {
            json.writeStartObject();
            json.writeStringField("status", "err");
            json.writeStringField("response", text);
            json.writeEndObject();
        }, eventSequence);
    }

    /** The refusal of a whole action by the gateway itself. */
    public static Reply refusal(final String text) {
        return refusal(text, NO_SEQUENCE);
    }

    /** The body as text. */
    public String text() {
        return new String(body, UTF_8);
    }

    private static Reply json(final int status, final String text) {
        return new Reply(status, true, text.getBytes(UTF_8), NO_SEQUENCE);
    }
}
