package steelyard.gateway.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** Something that can be written as one JSON value. */
@FunctionalInterface
public interface JsonBody {
    /** Writes the value. */
    void write(JsonGenerator json) throws IOException;

    /** Number of the items of a long list, or 0. */
    default int itemCount() {
        return 0;
    }

    /** A list of these values. */
    static JsonBody list(final List<? extends JsonBody> items) {
        return new JsonBody() {
            @Override
            public void write(final JsonGenerator json) throws IOException {
                json.writeStartArray();
                for (final JsonBody item : items) {
                    item.write(json);
                }
                json.writeEndArray();
            }

            @Override
            public int itemCount() {
                return items.size();
            }
        };
    }
}
