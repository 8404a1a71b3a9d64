package steelyard.server.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What people see of a cluster: one line for each node. */
public final class StatusLines {
    private static final int SHOWN_HASH_DIGITS = 8;

    private final LocalCluster cluster;

    /** Of this cluster. */
    public StatusLines(final LocalCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * One line a node: role, term, log position, bytes behind the node that is furthest, and the hash of the state with
     * the event that it belongs to. Equal events must have equal hashes.
     */
    public List<String> read() throws InterruptedException {
        final List<JsonNode> statuses = statuses();
        long furthest = 0;
        for (final JsonNode status : statuses) {
            furthest = Math.max(furthest, status == null ? 0 : status.path("logPosition").asLong());
        }
        final List<String> lines = new ArrayList<>();
        for (final LocalNode node : cluster.nodes()) {
            lines.add(line(node, statuses.get(node.id()), furthest));
        }
        return lines;
    }

    /** All are asked at once, lest the one that is asked last seem to be ahead. */
    private List<JsonNode> statuses() throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            final List<Future<JsonNode>> answers = new ArrayList<>();
            for (final LocalNode node : cluster.nodes()) {
                answers.add(threads.submit(() -> node.isRunning() ? node.status() : null));
            }
            final List<JsonNode> statuses = new ArrayList<>();
            for (final Future<JsonNode> answer : answers) {
                statuses.add(answer.get());
            }
            return statuses;
        } catch (final ExecutionException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static String line(final LocalNode node, final JsonNode status, final long furthest) {
        if (status == null) {
            return "node %d  %-9s".formatted(node.id(), node.isRunning() ? "starting" : "ended");
        }
        final long position = status.path("logPosition").asLong();
        return "node %d  %-9s  term %-3d  position %,15d  lag %,9d  event %,12d  hash %s%s".formatted(
            node.id(), status.path("role").asText(), status.path("term").asLong(), position, furthest - position,
            status.path("eventSequence").asLong(),
            status.path("stateHash").asText().substring(0, SHOWN_HASH_DIGITS), condition(status));
    }

    private static String condition(final JsonNode status) {
        if (status.path("stale").asBoolean()) {
            return "  stale";
        }
        return status.path("ready").asBoolean() ? "" : "  not ready";
    }
}
