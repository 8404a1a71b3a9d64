package steelyard.gateway.connection;

import steelyard.gateway.json.Json;
import steelyard.gateway.json.JsonBody;
import steelyard.gateway.json.Reply;

/** Wraps replies to requests that were posted on the WebSocket. */
final class PostedReply {
    private static final int OK = 200;

    private PostedReply() {
    }

    /** The frame that answers a read of this type. */
    static byte[] info(final long id, final String type, final Reply reply) {
        return frame(id, "info", reply, json -> {
            json.writeStartObject();
            json.writeStringField("type", type);
            json.writeFieldName("data");
            json.writeRawValue(reply.text());
            json.writeEndObject();
        });
    }

    /** The frame that answers an action. */
    static byte[] action(final long id, final Reply reply) {
        return frame(id, "action", reply, json -> json.writeRawValue(reply.text()));
    }

    private static byte[] frame(final long id, final String kind, final Reply reply, final JsonBody payload) {
        final boolean succeeded = reply.status() == OK;
        return Json.frame("post", json -> {
            json.writeStartObject();
            json.writeNumberField("id", id);
            json.writeObjectFieldStart("response");
            json.writeStringField("type", succeeded ? kind : "error");
            json.writeFieldName("payload");
            if (succeeded) {
                payload.write(json);
            } else {
                json.writeString(reply.status() + ": " + reply.text());
            }
            json.writeEndObject();
            json.writeEndObject();
        });
    }
}
