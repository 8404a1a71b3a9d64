package steelyard.server.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import steelyard.server.audit.Verification;
import steelyard.server.cluster.CoreStatus;
import steelyard.server.cluster.ExchangeMachine;
import steelyard.server.cluster.SkipList;
import steelyard.server.cluster.StateHashes;
import steelyard.server.journal.Replay;
import steelyard.server.local.LocalCluster;
import steelyard.server.local.LocalNode;
import steelyard.server.local.OperatorClient;

/** A running cluster with a trader at each node, what the drill notes, and the report. Belongs to one thread. */
final class DrillField implements AutoCloseable {
    private static final long READY_SECONDS = 90;
    private static final long WAIT_SECONDS = 60;
    private static final long POLL_MILLIS = 10;
    private static final int SOURCE_ID = 4_000;
    private static final double NANOS_PER_MILLI = 1e6;

    private final LocalCluster cluster;
    private final DrillOptions options;
    private final PrintStream out;
    private final OrderLedger ledger = new OrderLedger();
    private final List<OrderLoad> loads = new ArrayList<>();
    private final List<Long> outagesNanos = new ArrayList<>();
    private long firstTerm;
    private long resends;
    private long repeats;
    private int comebacks;

    DrillField(final LocalCluster cluster, final DrillOptions options, final PrintStream out) {
        this.cluster = cluster;
        this.options = options;
        this.out = out;
    }

    /** Lets the first node trade as a cluster of one, if it is configured so, and ends it. */
    void tradeAlone() throws IOException, InterruptedException {
        final LocalNode first = cluster.node(0);
        cluster.start(first.id());
        awaitReady();
        final long start = System.nanoTime();
        trade(List.of(first), 0, options.ordersPerSecond() / cluster.nodes().size());
        sleepMillis(options.calmMillis());
        awaitAnswers(List.of(first), 1, start);
        cluster.end(first);
    }

    private void trade(final List<LocalNode> nodes, final int at, final int ordersPerSecond)
        throws IOException, InterruptedException {
        final OrderLoad load = new OrderLoad(nodes, at, ledger, ordersPerSecond);
        loads.add(load);
        nodes.get(at).operators().post("/v1/deposits", OperatorClient.body()
            .put("address", load.address()).put("amount", "100000000").put("source", SOURCE_ID)
            .put("number", System.currentTimeMillis()).put("operator", "drill").put("reason", "play money"));
        load.start();
    }

    /** Starts all nodes but {@code missing}, and fails if any is ready within {@code millis}. */
    void startWithout(final int missing, final long millis) throws IOException, InterruptedException {
        final List<LocalNode> others =
            cluster.nodes().stream().filter(node -> node.id() != missing).toList();
        for (final LocalNode node : others) {
            cluster.start(node.id());
        }
        sleepMillis(millis);
        for (final LocalNode node : others) {
            if (node.isReady()) {
                throw new DrillFailure("Node " + node.id() + " takes orders without node " + missing + ".");
            }
        }
    }

    /** Starts the nodes and the traders, and lets them trade for a while. */
    void start() throws IOException, InterruptedException {
        cluster.start();
        awaitReady();
        firstTerm = term();
        final int each = options.ordersPerSecond() / cluster.nodes().size();
        for (final LocalNode node : cluster.nodes()) {
            trade(cluster.nodes(), node.id(), each);
        }
        sleepMillis(options.calmMillis());
    }

    DrillOptions options() {
        return options;
    }

    LocalCluster cluster() {
        return cluster;
    }

    OrderLedger ledger() {
        return ledger;
    }

    void tell(final String format, final Object... arguments) {
        out.printf(format + "%n", arguments);
        out.flush();
    }

    /** Waits until every running node takes orders. */
    void awaitReady() throws InterruptedException {
        cluster.awaitReady(READY_SECONDS);
    }

    /** The node that leads. */
    LocalNode leader() throws InterruptedException {
        final LocalNode[] leader = new LocalNode[1];
        await("a leader", () -> {
            try {
                leader[0] = cluster.leader();
            } catch (final InterruptedException hurry) {
                Thread.currentThread().interrupt();
            }
            return leader[0] != null;
        });
        return leader[0];
    }

    /** All nodes but this one. */
    List<LocalNode> others(final LocalNode node) {
        return cluster.nodes().stream().filter(other -> other != node).toList();
    }

    /** Waits for something. */
    void await(final String what, final BooleanSupplier condition) throws InterruptedException {
        await(what, WAIT_SECONDS, condition);
    }

    /** Waits for something for at most {@code seconds}. */
    void await(final String what, final long seconds, final BooleanSupplier condition) throws InterruptedException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new DrillFailure("Not within " + seconds + " s: " + what + ".");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /** Waits until each of these nodes has answered {@code count} batches since a moment. */
    void awaitAnswers(final List<LocalNode> nodes, final int count, final long sinceNanos)
        throws InterruptedException {
        await("answers of nodes " + nodes.stream().map(LocalNode::id).toList(),
            () -> nodes.stream().allMatch(node -> ledger.answersSince(node.id(), sinceNanos) >= count
                || loads.stream().noneMatch(load -> load.node() == node.id())));
    }

    /** Lets no trader send a new order. */
    void pauseTraders() {
        loads.forEach(OrderLoad::pause);
    }

    /** Lets the traders go on. */
    void resumeTraders() {
        loads.forEach(OrderLoad::resume);
    }

    /** Notes an outage: the longest silence of these nodes since a moment. */
    void noteOutage(final List<LocalNode> nodes, final long sinceNanos) {
        final long outage = ledger.longestSilenceNanos(nodes.stream().map(LocalNode::id).toList(), sinceNanos);
        outagesNanos.add(outage);
        tell("  orders were not answered for %.0f ms", outage / NANOS_PER_MILLI);
    }

    /** Starts a node again that has ended, and waits until it is ready. */
    void bringBack(final LocalNode node) throws IOException, InterruptedException {
        final long start = System.nanoTime();
        cluster.start(node.id());
        awaitReady();
        comebacks++;
        tell("  node %d is back after %.1f s", node.id(), (System.nanoTime() - start) / 1e9);
    }

    /** Starts a node again that has ended; whoever calls waits for all of them. */
    void startAgain(final LocalNode node) throws IOException {
        cluster.start(node.id());
        comebacks++;
    }

    /** Counts nodes that came up by other means. */
    void countComebacks(final int count) {
        comebacks += count;
    }

    /** Waits until a node's process has ended. */
    void awaitEnd(final LocalNode node) throws InterruptedException {
        await("the end of node " + node.id(), () -> !node.isRunning());
    }

    /** Whether a node says that it leads. */
    boolean leads(final LocalNode node) {
        try {
            return cluster.leader() == node;
        } catch (final InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    void sleepMillis(final long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }

    /** Asserts something that the drill is about. */
    void require(final boolean condition, final String otherwise) {
        if (!condition) {
            throw new DrillFailure(otherwise);
        }
    }

    /** Elections since the start. */
    long elections() throws InterruptedException {
        return term() - firstTerm;
    }

    private long term() throws InterruptedException {
        long term = -1;
        for (final LocalNode node : cluster.nodes()) {
            final JsonNode status = node.isRunning() ? node.status() : null;
            term = Math.max(term, status == null ? -1 : status.path("term").asLong());
        }
        return term;
    }

    /** Adds up what the running nodes counted; called before one of them ends. */
    void count() throws IOException, InterruptedException {
        for (final LocalNode node : cluster.nodes()) {
            if (node.isRunning()) {
                resends += node.operators().metric("steelyard_resends_total");
                repeats += node.operators().metric("steelyard_repeats_total");
            }
        }
    }

    /** Lets the traders come to an end, ends the nodes, compares everything, and prints the report. */
    void finish(final String name) throws IOException, InterruptedException {
        pauseTraders();
        await("the fate of every order", () -> loads.stream().mapToInt(OrderLoad::unresolved).sum() == 0);
        awaitCheckpoint();
        final long elections = elections();
        count();
        final long reconnects = loads.stream().mapToLong(OrderLoad::reconnects).sum();
        loads.forEach(OrderLoad::close);
        for (final LocalNode node : cluster.nodes()) {
            cluster.end(node);
        }
        final String hash = compareHashes();
        final JournalCheck check = checkJournals();
        int checkpoints = 0;
        for (final LocalNode node : cluster.nodes()) {
            final Verification.Result audit =
                Verification.verify(node.data(), Verification.publicKeyFile(node.data()));
            require(audit.problem() == null, "The audit of node " + node.id() + " fails: " + audit.problem());
            require(audit.checkpoints() > 0, "Node " + node.id() + " signed no checkpoint.");
            checkpoints += audit.checkpoints();
        }
        tell("drill %s", name);
        tell("checkpoints.verified %d", checkpoints);
        tell("orders.sent %d", ledger.sent());
        tell("orders.acknowledged %d", check.acknowledged());
        tell("orders.lost %d", check.lost());
        tell("orders.twice %d", check.twice());
        tell("batches.resolved %d", ledger.resolvedActions());
        tell("elections %d", elections);
        tell("resends %d", resends);
        tell("repeats %d", repeats);
        tell("comebacks %d", comebacks);
        tell("reconnects %d", reconnects);
        tell("hash %s", hash);
        if (!outagesNanos.isEmpty()) {
            tell("figure failover.median-ms %.0f", percentileMillis(50));
            tell("figure failover.p99-ms %.0f", percentileMillis(99));
        }
        check.problems().forEach(problem -> tell("PROBLEM %s", problem));
        require(check.problems().isEmpty(), "Clients and journal do not agree.");
        require(check.acknowledged() > 0, "No order was acknowledged: the drill shows nothing.");
    }

    /** Waits until all running nodes have signed and told of the same checkpoint, later than everything so far. */
    private void awaitCheckpoint() throws InterruptedException {
        final List<LocalNode> running = cluster.nodes().stream().filter(LocalNode::isRunning).toList();
        long event = 0;
        for (final LocalNode node : running) {
            final JsonNode status = node.status();
            event = Math.max(event, status == null ? 0 : status.path("eventSequence").asLong());
        }
        final long after = event;
        await("a checkpoint of all nodes", () -> running.stream().allMatch(node -> {
            final JsonNode checkpoint = checkpoint(node);
            return checkpoint.path("eventSequence").asLong() > after
                && checkpoint.path("agreeing").asInt() == running.size();
        }));
    }

    private static JsonNode checkpoint(final LocalNode node) {
        try {
            return node.operators().get("/v1/cluster").path("checkpoint");
        } catch (final IOException silent) {
            return MissingNode.getInstance();
        } catch (final InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return MissingNode.getInstance();
        }
    }

    /** Every node's journal against what the clients know; the first that does not agree, else the last. */
    private JournalCheck checkJournals() {
        JournalCheck check = null;
        for (final LocalNode node : cluster.nodes()) {
            check = JournalCheck.of(node.data(), ledger);
            if (!check.problems().isEmpty()) {
                return check;
            }
        }
        return check;
    }

    private double percentileMillis(final int percent) {
        final long[] sorted = outagesNanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return LongStream.of(sorted).skip(Math.max(0, (percent * sorted.length + 99L) / 100 - 1)).findFirst().orElse(0)
            / NANOS_PER_MILLI;
    }

    /** Replays every node's journal to the last event that all have; the hashes must be equal. */
    private String compareHashes() {
        long until = Long.MAX_VALUE;
        for (final LocalNode node : cluster.nodes()) {
            until = Math.min(until, replay(node, Long.MAX_VALUE).eventSequence());
        }
        String common = null;
        for (final LocalNode node : cluster.nodes()) {
            final CoreStatus status = replay(node, until);
            final String hash = status.eventSequence() + " " + StateHashes.text(status.hashes().total());
            require(common == null || common.equals(hash),
                "Node " + node.id() + " has hash " + hash + ", another has " + common + ".");
            common = hash;
        }
        return common;
    }

    private static CoreStatus replay(final LocalNode node, final long until) {
        return new Replay(node.data(), ExchangeMachine.factory(node.id(), SkipList.read(node.data())))
            .run(until, false, progress -> { });
    }

    @Override
    public void close() {
        loads.forEach(OrderLoad::close);
        cluster.close();
    }
}
