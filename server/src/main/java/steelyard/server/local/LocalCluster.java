package steelyard.server.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import steelyard.server.StartException;

/** The nodes of a cluster on this machine. They end when this object is closed or this process ends. */
public final class LocalCluster implements AutoCloseable {
    private static final long END_SECONDS = 15;
    private static final long POLL_MILLIS = 50;

    private volatile ClusterPlan plan;
    private final List<LocalNode> nodes = new ArrayList<>();
    private NodeProcess.Build build;

    /** A cluster whose nodes do not run yet; their configurations are written. */
    public LocalCluster(final ClusterPlan plan, final NodeProcess.Build build) {
        this.plan = plan;
        this.build = build;
        for (int id = 0; id < plan.nodes(); id++) {
            nodes.add(new LocalNode(plan, id));
        }
    }

    /** Where everything is. */
    public ClusterPlan plan() {
        return plan;
    }

    /** From now on nodes are where {@code next} says; those that run must be there already, or are started again. */
    public void move(final ClusterPlan next) {
        plan = next;
        nodes.forEach(node -> node.plan(next));
    }

    /** All nodes, by their numbers. */
    public List<LocalNode> nodes() {
        return nodes;
    }

    /** A node. */
    public LocalNode node(final int id) {
        return nodes.get(id);
    }

    /** From now on nodes are started with another build. */
    public void useBuild(final NodeProcess.Build other) {
        build = other;
    }

    /** What nodes are started with. */
    public NodeProcess.Build build() {
        return build;
    }

    /** Starts all nodes that do not run. */
    public void start() throws IOException {
        for (final LocalNode node : nodes) {
            if (!node.isRunning()) {
                node.start(build);
            }
        }
    }

    /** Starts one node. */
    public void start(final int id) throws IOException {
        nodes.get(id).start(build);
    }

    /**
     * Waits until all running nodes take orders and their reads are fresh.
     *
     * @throws StartException if a node ends instead, or it takes longer than {@code seconds}
     */
    public void awaitReady(final long seconds) throws InterruptedException {
        awaitReady(seconds, () -> false);
    }

    /** As {@link #awaitReady(long)}; returns early when {@code unwanted}. */
    public void awaitReady(final long seconds, final BooleanSupplier unwanted) throws InterruptedException {
        for (final LocalNode node : nodes) {
            if (node.process() != null) {
                awaitReady(node, seconds, unwanted);
            }
        }
    }

    private void awaitReady(final LocalNode node, final long seconds, final BooleanSupplier unwanted)
        throws InterruptedException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!unwanted.getAsBoolean() && !node.isReady()) {
            if (!node.isRunning()) {
                throw new StartException("Node " + node.id() + " ended with status " + node.process().exitStatus()
                    + ": " + node.lastLine() + " All that it said is in " + plan.output(node.id()) + ".");
            }
            if (System.nanoTime() - deadline > 0) {
                throw new StartException("Node " + node.id() + " is not ready after " + seconds
                    + " s; what it said is in " + plan.output(node.id()) + ".");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /** The node that leads the latest term, or {@code null} if none says so. */
    public LocalNode leader() throws InterruptedException {
        LocalNode leader = null;
        long term = -1;
        for (final LocalNode node : nodes) {
            final JsonNode status = node.isRunning() ? node.status() : null;
            if (status != null && "leader".equals(status.path("role").asText())
                && status.path("term").asLong() > term) {
                leader = node;
                term = status.path("term").asLong();
            }
        }
        return leader;
    }

    /**
     * Restarts every node, one after the other, the leader last: each ends in order, starts again and is waited for, so
     * that a majority runs all the time.
     *
     * @throws StartException if one does not take orders before the first ends, or does not come back
     */
    public void restartOneByOne(final Consumer<String> progress, final long seconds)
        throws IOException, InterruptedException {
        for (final LocalNode node : nodes) {
            if (!node.isReady()) {
                throw new StartException("Node " + node.id() + " does not take orders: no other one is restarted.");
            }
        }
        final LocalNode leader = leader();
        for (final LocalNode node : nodes) {
            if (node != leader) {
                restart(node, progress, seconds);
            }
        }
        if (leader != null) {
            restart(leader, progress, seconds);
        }
    }

    /** Ends a node in order, starts it again and waits until it is ready. */
    public void restart(final LocalNode node, final Consumer<String> progress, final long seconds)
        throws IOException, InterruptedException {
        progress.accept("Node " + node.id() + " ends.");
        end(node);
        node.start(build);
        awaitReady(node, seconds, () -> false);
        progress.accept("Node " + node.id() + " is back.");
    }

    /** Ends a node in order; kills it if it does not end. */
    public void end(final LocalNode node) throws InterruptedException {
        final NodeProcess process = node.process();
        if (process != null && process.isAlive()) {
            process.terminate();
            if (!process.awaitEnd(END_SECONDS)) {
                process.kill();
                process.awaitEnd(END_SECONDS);
            }
        }
    }

    /** Ends all nodes, all at once. */
    @Override
    public void close() {
        nodes.stream().filter(LocalNode::isRunning).forEach(node -> node.process().terminate());
        try {
            for (final LocalNode node : nodes) {
                end(node);
            }
        } catch (final InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        nodes.forEach(node -> node.operators().close());
    }
}
