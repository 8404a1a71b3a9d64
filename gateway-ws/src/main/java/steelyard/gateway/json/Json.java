package steelyard.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Bytes to trees and bodies to bytes. Any thread. */
public final class Json {
    private static final int DEPTH_MAX = 64;
    private static final int BODY_LENGTH = 512;
    private static final JsonFactory FACTORY = JsonFactory.builder()
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
        .build();
    private static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY)
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .build();

    private Json() {
    }

    /**
     * The first JSON value of a request; what follows it is ignored.
     *
     * @throws RequestFault 400 if there is none, 422 if an object repeats a key
     */
    public static JsonNode parse(final InputStream input) throws RequestFault {
        try {
            final JsonNode node = MAPPER.readTree(input);
            if (node.isMissingNode()) {
                throw new RequestFault(Reply.UNREADABLE);
            }
            return node;
        } catch (final MismatchedInputException repeatedKey) {
            throw RequestFault.malformed();
        } catch (final IOException noJson) {
            throw new RequestFault(Reply.UNREADABLE);
        }
    }

    /** The body as UTF-8 bytes. */
    public static byte[] bytes(final JsonBody body) {
        try (ByteArrayBuilder out = new ByteArrayBuilder(BODY_LENGTH)) {
            try (JsonGenerator json = MAPPER.createGenerator(out)) {
                body.write(json);
            }
            return out.toByteArray();
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The same with the number of the last event that it tells of behind. */
    public static byte[] frame(final String channel, final JsonBody data, final long sequence, final boolean isGap) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeStringField("channel", channel);
            json.writeFieldName("data");
            data.write(json);
            json.writeNumberField("seq", sequence);
            if (isGap) {
                json.writeBooleanField("isGap", true);
            }
            json.writeEndObject();
        });
    }

    /** A frame of the WebSocket: {@code {"channel":…,"data":…}}. */
    public static byte[] frame(final String channel, final JsonBody data) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeStringField("channel", channel);
            json.writeFieldName("data");
            data.write(json);
            json.writeEndObject();
        });
    }
}
