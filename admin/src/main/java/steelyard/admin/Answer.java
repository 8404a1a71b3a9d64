package steelyard.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpResponseStatus;

/** What a request is answered with. */
record Answer(HttpResponseStatus status, String contentType, byte[] content) {
    static final String JSON = "application/json";

    static Answer json(final HttpResponseStatus status, final JsonNode node) {
        return new Answer(status, JSON, Json.bytes(node));
    }

    static Answer ok(final JsonNode node) {
        return json(HttpResponseStatus.OK, node);
    }

    static Answer error(final HttpResponseStatus status, final String error, final String hint) {
        return json(status, Json.object().put("error", error).put("hint", hint));
    }

    /** 409, with where the leader's API is if that is known. */
    static Answer refusal(final OperatorRefusal refusal) {
        final ObjectNode body = Json.object().put("error", refusal.getMessage()).put("hint", refusal.hint());
        return json(HttpResponseStatus.CONFLICT,
            refusal.leader().isEmpty() ? body : body.put("leader", refusal.leader()));
    }
}
