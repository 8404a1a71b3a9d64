package steelyard.admin;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** The admin API of a node of one thread, and an operator who has its token. */
final class RunningAdmin implements AutoCloseable {
    private static final long TIMEOUT_MILLIS = 2_000;

    private final FakeNode node;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AdminServer server;
    private final String token;

    RunningAdmin(final Path directory, final FakeNode node) throws IOException {
        this.node = node;
        server = new AdminServer(
            new AdminConfig("127.0.0.1", 0, directory), node, node, node.operator(), TIMEOUT_MILLIS, TIMEOUT_MILLIS);
        server.start();
        token = Files.readString(server.tokenFile()).strip();
    }

    AdminServer server() {
        return server;
    }

    HttpResponse<String> get(final String path) throws Exception {
        return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(final String path, final String body) throws Exception {
        return client.send(
            request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(final String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("Authorization", "Bearer " + token);
    }

    @Override
    public void close() {
        server.close();
        node.close();
    }
}
