package steelyard.admin;

import io.netty.handler.codec.http.HttpMethod;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * One line of the table of endpoints.
 *
 * @param pattern  path; a part in braces stands for any text and gives it a name
 * @param open     whether it is answered without the token
 * @param endpoint what answers it, on the API's thread; a stage may be completed on any thread
 */
record Route(HttpMethod method, String pattern, boolean open, Endpoint endpoint) {
    @FunctionalInterface
    interface Endpoint {
        CompletionStage<Answer> handle(Request request);
    }

    static Route open(final HttpMethod method, final String pattern, final Endpoint endpoint) {
        return new Route(method, pattern, true, endpoint);
    }

    static Route of(final HttpMethod method, final String pattern, final Endpoint endpoint) {
        return new Route(method, pattern, false, endpoint);
    }

    /** The parts of the path that the pattern names, or {@code null} if the path does not fit. */
    Map<String, String> match(final String path) {
        final String[] wanted = pattern.split("/", -1);
        final String[] parts = path.split("/", -1);
        if (wanted.length != parts.length) {
            return null;
        }
        final Map<String, String> named = new HashMap<>();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{")) {
                named.put(wanted[i].substring(1, wanted[i].length() - 1), parts[i]);
            } else if (!wanted[i].equals(parts[i])) {
                return null;
            }
        }
        return named;
    }
}
