package steelyard.gateway.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Something that can be written as one JSON value. */
@FunctionalInterface
public interface JsonBody {
    /** Writes the value. */
    void write(JsonGenerator json) throws IOException;
}
