package steelyard.server;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import steelyard.model.RejectReason;
import steelyard.server.cluster.ClusterSettings;
import steelyard.server.cluster.ServiceCondition;

/** What Prometheus reads of a node. Every name is described in {@code docs/reference/metrics.md}. */
final class NodeMetrics implements AutoCloseable {
    private static final double MILLIS = 1_000.0;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collector = new JvmGcMetrics();
    /** Function counters hold their object weakly. */
    private final List<DoubleSupplier> held = new ArrayList<>();

    NodeMetrics(final Node node, final EventCounters events) {
        rings(node);
        log(node);
        gauge("steelyard.history.lag.events", "Events that the read models have and the history store has not",
            () -> Math.max(0, node.queries().status().eventSequence() - node.historyStore().cursor().eventSequence()));
        gauge("steelyard.history.attached", "0 while the history store is filled from the journal",
            () -> node.historyStore().isAttached() ? 1 : 0);
        counter("steelyard.history.detachments", "Times that the history store fell behind",
            () -> node.historyStore().detachments());
        counter("steelyard.history.failures", "Times that rows could not be stored",
            () -> node.historyStore().failures());
        gauge("steelyard.disk.free.bytes", "Free space of the data directory's disk", node::diskFreeBytes);
        counter("steelyard.commands.applied", "Commands applied",
            () -> events.count(RejectReason.NONE));
        counter("steelyard.orders.placed", "Orders that passed every check", events::ordersPlaced);
        counter("steelyard.trades", "Trades", events::trades);
        counter("steelyard.volume.usdc", "Worth of the trades", () -> events.volumeMicros() / 1e6);
        for (final RejectReason reason : RejectReason.values()) {
            if (reason != RejectReason.NONE) {
                FunctionCounter.builder("steelyard.rejects", events, counters -> counters.count(reason))
                    .tag("reason", reason.name())
                    .description("Commands, orders and requests refused").register(registry);
            }
        }
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        collector.bindTo(registry);
    }

    private void rings(final Node node) {
        gauge("steelyard.ingress.ring.used.slots", "Slots of the ingress ring in use",
            () -> node.ingress().ring().used());
        gauge("steelyard.ingress.ring.slots", "Slots of the ingress ring", () -> node.ingress().ring().capacity());
        gauge("steelyard.egress.ring.used.slots", "Slots of the egress ring in use: the egress lag",
            () -> node.egress().used());
        gauge("steelyard.egress.ring.slots", "Slots of the egress ring", () -> node.egress().capacity());
        gauge("steelyard.queries.waiting", "Reads that wait for the read models", node::queriesWaiting);
        gauge("steelyard.commands.under.way", "Commands accepted and not done: the commit lag",
            () -> node.ingress().underWay());
        counter("steelyard.commands.busy", "Commands refused because the node could not take them",
            () -> node.ingress().refused());
        counter("steelyard.commands.unknown", "Commands answered with an unknown outcome",
            () -> node.ingress().answers().unknownOutcomes());
        counter("steelyard.resends", "Times that unfinished commands were sent again",
            () -> node.ingress().sequencer().resends());
    }

    private void log(final Node node) {
        final ServiceCondition condition = node.member().condition();
        gauge("steelyard.log.commit.position", "Log position that is committed", () -> node.member().commitPosition());
        gauge("steelyard.log.applied.position", "Log position that is applied", condition::appliedPosition);
        gauge("steelyard.log.apply.lag.bytes", "Bytes of log that are committed and not applied",
            () -> Math.max(0, node.member().commitPosition() - condition.appliedPosition()));
        gauge("steelyard.event.sequence", "Last event that the read models have applied",
            () -> node.queries().status().eventSequence());
        gauge("steelyard.log.silence.seconds", "Time since the last log entry", node::silenceSeconds);
        gauge("steelyard.leader", "1 if this node leads", () -> condition.isLeader() ? 1 : 0);
        gauge("steelyard.term", "Leadership term", condition::leadershipTermId);
        counter("steelyard.elections", "Terms that began, those of the replay included", condition::elections);
        gauge("steelyard.checkpoint.sequence", "Event of the last checkpoint that this node signed; 0 before the first",
            () -> node.auditor().last() == null ? 0 : node.auditor().last().eventSequence());
        gauge("steelyard.checkpoint.nodes", "Nodes that had the same at that checkpoint, this one included",
            () -> node.auditor().agreeing());
        for (final ClusterSettings.Member member : node.member().settings().members()) {
            Gauge.builder("steelyard.member.lag.bytes", node.auditor(), auditor -> auditor.lagBytes(member.nodeId()))
                .tag("member", Integer.toString(member.id()))
                .description("Bytes of log between the last checkpoint that a member signed and the newest; -1 before one")
                .register(registry);
        }
        gauge("steelyard.log.time.ahead.seconds", "Log time of the last event minus the clock of this machine",
            () -> node.queries().status().logTimeNanos() / 1e9 - System.currentTimeMillis() / MILLIS);
        gauge("steelyard.nodes.differ", "1 while another node skips other commands: no orders are taken",
            () -> node.roster().difference() == null ? 0 : 1);
        counter("steelyard.network.retransmits", "Packets sent again because another node had lost them",
            () -> node.member().retransmits());
        counter("steelyard.repeats", "Commands that came again and were ignored", condition::repeats);
        gauge("steelyard.snapshot.age.seconds", "Age of the last snapshot; -1 without one", () -> age(condition));
        gauge("steelyard.snapshot.pause.seconds", "How long the last snapshot stopped the exchange",
            () -> condition.snapshot() == null ? 0 : condition.snapshot().pauseNanos() / 1e9);
    }

    private static double age(final ServiceCondition condition) {
        final ServiceCondition.Snapshot snapshot = condition.snapshot();
        return snapshot == null ? -1 : (System.currentTimeMillis() - snapshot.epochMillis()) / MILLIS;
    }

    /** Adds a value that is asked for when metrics are read. */
    void gauge(final String name, final String description, final DoubleSupplier value) {
        Gauge.builder(name, value, DoubleSupplier::getAsDouble)
            .strongReference(true).description(description).register(registry);
    }

    private void counter(final String name, final String description, final DoubleSupplier value) {
        held.add(value);
        FunctionCounter.builder(name, value, DoubleSupplier::getAsDouble).description(description).register(registry);
    }

    /** All metrics in Prometheus' text format. */
    String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collector.close();
        registry.close();
    }
}
