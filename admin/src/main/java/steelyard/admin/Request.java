package steelyard.admin;

import java.util.List;
import java.util.Map;

/** A request that has found its route. */
record Request(Map<String, String> pathParameters, byte[] content) {
    /** A part of the path that the route names, decoded. */
    String path(final String name) {
        return pathParameters.get(name);
    }

    /** The JSON object in the body; its fields are those named here. */
    Body body(final String... fields) {
        return new Body(content, List.of(fields));
    }
}
