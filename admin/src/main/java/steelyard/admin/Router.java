package steelyard.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;
import static io.netty.handler.codec.http.HttpResponseStatus.GATEWAY_TIMEOUT;
import static io.netty.handler.codec.http.HttpResponseStatus.INTERNAL_SERVER_ERROR;
import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.UNAUTHORIZED;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds a request's route, checks who asks, and turns whatever happens into an answer. */
final class Router {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    private final List<Route> routes;
    private final AdminToken token;
    private final long timeoutMillis;

    Router(final List<Route> routes, final AdminToken token, final long timeoutMillis) {
        this.routes = routes;
        this.token = token;
        this.timeoutMillis = timeoutMillis;
    }

    /** Answers a request, in time; the stage never fails. */
    CompletionStage<Answer> answer(final FullHttpRequest http) {
        CompletionStage<Answer> stage;
        try {
            stage = dispatch(http);
        } catch (final RuntimeException e) {
            stage = CompletableFuture.failedStage(e);
        }
        return stage.toCompletableFuture().copy()
            .orTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
            .exceptionally(Router::failure);
    }

    private CompletionStage<Answer> dispatch(final FullHttpRequest http) {
        final String path = path(http.uri());
        boolean pathExists = false;
        for (final Route route : routes) {
            final Map<String, String> parameters = route.match(path);
            if (parameters != null && route.method().equals(http.method())) {
                authorise(route, http);
                return route.endpoint().handle(new Request(parameters, ByteBufUtil.getBytes(http.content())));
            }
            pathExists |= parameters != null;
        }
        throw pathExists
            ? new AdminException(METHOD_NOT_ALLOWED, http.method() + " is not possible here", "use " + methods(path))
            : new AdminException(NOT_FOUND, "there is nothing at this path", "paths are in docs/reference/admin.md");
    }

    private static String path(final String uri) {
        try {
            return new QueryStringDecoder(uri).path();
        } catch (final IllegalArgumentException badEscape) {
            return "";
        }
    }

    private void authorise(final Route route, final FullHttpRequest http) {
        final String origin = http.headers().get(HttpHeaderNames.ORIGIN);
        final String host = http.headers().get(HttpHeaderNames.HOST);
        if (origin != null && !origin.equals("http://" + host) && !origin.equals("https://" + host)) {
            throw new AdminException(
                FORBIDDEN, "requests of other web sites are not answered", "use a program, not a page");
        }
        if (!route.open() && !token.isPresentedBy(http.headers().get(HttpHeaderNames.AUTHORIZATION))) {
            throw new AdminException(UNAUTHORIZED, "the token is missing or wrong",
                "send 'Authorization: Bearer TOKEN' with the content of " + AdminToken.FILE_NAME
                    + " in the data directory");
        }
    }

    /** The methods that a path takes, separated by commas. */
    String methods(final String uri) {
        final String path = path(uri);
        return String.join(", ", routes.stream()
            .filter(route -> route.match(path) != null)
            .map(route -> route.method().name())
            .toList());
    }

    private static Answer failure(final Throwable thrown) {
        final Throwable cause = thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
        return switch (cause) {
            case AdminException e -> Answer.error(e.status(), e.getMessage(), e.hint());
            case OperatorRefusal e -> Answer.refusal(e);
            case TimeoutException e -> Answer.error(GATEWAY_TIMEOUT, "the node did not answer in time",
                "what was asked for may still happen: look at GET /v1/status before asking again");
            default -> {
                LOG.error("an admin request failed", cause);
                yield Answer.error(INTERNAL_SERVER_ERROR, "the request failed on the node", "see the node's log");
            }
        };
    }
}
