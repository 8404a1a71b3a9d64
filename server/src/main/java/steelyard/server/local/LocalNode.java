package steelyard.server.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** One node of a {@link LocalCluster}: its process, if it has one, and its operators' API. */
public final class LocalNode {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private volatile ClusterPlan plan;
    private final int id;
    private volatile OperatorClient operators;
    private volatile NodeProcess process;
    private volatile long startNanos;

    LocalNode(final ClusterPlan plan, final int id) {
        this.plan = plan;
        this.id = id;
        this.operators = operators(plan, id);
    }

    private static OperatorClient operators(final ClusterPlan plan, final int id) {
        return new OperatorClient(
            URI.create("http://" + plan.host(id) + ":" + plan.adminPort(id)), plan.data(id), TIMEOUT);
    }

    /** From now on it is where {@code next} says. */
    void plan(final ClusterPlan next) {
        final OperatorClient before = operators;
        plan = next;
        operators = operators(next, id);
        before.close();
    }

    /** Its number, from 0. */
    public int id() {
        return id;
    }

    /** Starts its process. */
    public void start(final NodeProcess.Build build) throws IOException {
        if (isRunning()) {
            throw new IllegalStateException("node " + id + " runs already");
        }
        startNanos = System.nanoTime();
        process = NodeProcess.start(build, plan.place(id), plan.config(id), plan.output(id));
    }

    /** Time since its process was started. */
    public long ageNanos() {
        return System.nanoTime() - startNanos;
    }

    /** Whether it has a process that runs. */
    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Its process, the last one if it does not run; {@code null} if it was never started. */
    public NodeProcess process() {
        return process;
    }

    /** What it has printed in all its runs. */
    public String output() throws IOException {
        return Files.readString(plan.output(id));
    }

    /** The last line that it has printed; empty if there is none. */
    String lastLine() {
        try {
            return output().lines().filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
        } catch (final IOException unreadable) {
            return "";
        }
    }

    /** Its data directory. */
    public Path data() {
        return plan.data(id);
    }

    /** Its public API. */
    public URI api() {
        return URI.create("http://" + plan.host(id) + ":" + plan.gatewayPort(id));
    }

    /** Its operators' API. */
    public OperatorClient operators() {
        return operators;
    }

    /** What it says of itself; {@code null} if it does not answer. */
    public JsonNode status() throws InterruptedException {
        try {
            return operators.get("/v1/status");
        } catch (final IOException silent) {
            return null;
        }
    }

    /** Whether it takes orders. */
    public boolean isReady() throws InterruptedException {
        final JsonNode status = status();
        return status != null && status.path("ready").asBoolean() && !status.path("stale").asBoolean();
    }
}
