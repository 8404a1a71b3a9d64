package steelyard.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steelyard.bench.book.BookBench;
import steelyard.bench.core.CoreBench;
import steelyard.bench.core.FlowSize;
import steelyard.bench.core.SnapshotBench;
import steelyard.bench.gateway.BareCluster;
import steelyard.bench.gateway.ConnectionsBench;
import steelyard.bench.gateway.GatewayBench;
import steelyard.bench.node.BenchNode;
import steelyard.bench.node.NodeBench;
import steelyard.bench.node.Progress;
import steelyard.bench.risk.CheckBench;
import steelyard.bench.risk.MarkBench;
import steelyard.server.cluster.Durability;

/** Every bench once, as small as possible: what it tells, not how fast it is. */
class BenchesTest {
    private final Figures figures = new Figures();

    @Test
    void shouldMeasureTheStateMachineWithoutAllocation() throws Exception {
        new CoreBench(true).run(figures);
        assertTrue(value("core.orders") > 1_000, () -> figures.lines().toString());
        assertEquals(0, value("core.allocated"), () -> figures.lines().toString());
    }

    @Test
    void shouldMeasureASnapshot() {
        new SnapshotBench(FlowSize.QUICK, 1).run(figures);
        assertTrue(value("snapshot.size") > 0.1, () -> figures.lines().toString());
        assertTrue(value("snapshot.pause") > 0, () -> figures.lines().toString());
    }

    @Test
    void shouldBringAFlowThroughNodes() throws Exception {
        new NodeBench(true, 1, new Progress()).run(Set.of("node", "cluster", "catchup", "snapshot"), figures);
        assertTrue(value("node.throughput") > 1_000, () -> figures.lines().toString());
        assertTrue(value("cluster.vs-noop") > 0, () -> figures.lines().toString());
        assertTrue(value("replay.rate") > 1_000, () -> figures.lines().toString());
        assertTrue(value("catchup.rate") > 1_000, () -> figures.lines().toString());
        assertTrue(value("snapshot.accounts-pause-ms") > 0, () -> figures.lines().toString());
    }

    @Test
    void shouldSendSignedOrdersAtAFixedRate() throws Exception {
        try (BenchNode node = new BenchNode("memory")) {
            node.start();
            try (GatewayBench bench = new GatewayBench(node, 1)) {
                bench.measure(500, 2, figures);
            }
        }
        assertTrue(value("gateway.p50-us") > 10, () -> figures.lines().toString());
        assertTrue(value("gateway.p99-us") >= value("gateway.p50-us"), () -> figures.lines().toString());
    }

    @Test
    void shouldSendOrdersOfSessionsAndAnEcho() throws Exception {
        try (BenchNode node = new BenchNode("memory")) {
            node.start();
            try (GatewayBench bench = new GatewayBench(node, 1)) {
                assertTrue(bench.measureEcho(500, 1, figures) > 0);
                bench.login();
                assertTrue(bench.measureSessions(500, 1, figures) > 0);
                bench.saturateSessions(1, figures);
            }
        }
        assertTrue(value("gateway.session-saturation") > 100, () -> figures.lines().toString());
    }

    @Test
    void shouldAskABareCluster(@TempDir final Path directory) throws Exception {
        try (BareCluster cluster = new BareCluster(directory, 19_200, Durability.MEMORY)) {
            assertTrue(cluster.measure(200, 1, figures) > 0);
        }
    }

    @Test
    void shouldWatchABookWithManyConnections() throws Exception {
        try (BenchNode node = new BenchNode("memory")) {
            node.start();
            try (ConnectionsBench bench = new ConnectionsBench(node, 50, 20)) {
                bench.run(5, 1, figures);
            }
        }
        assertTrue(value("connections.p99-ms") > 0, () -> figures.lines().toString());
    }

    @Test
    void shouldDoTheSameAsThePeer() {
        new BookBench(100, 0, 1).run(Set.copyOf(BookBench.WORKLOADS), figures);
        final long ratios = figures.lines().stream().filter(line -> line.startsWith("ratio ")).count();
        assertEquals(BookBench.WORKLOADS.size() - 1, ratios, () -> figures.lines().toString());
        assertEquals(0, value("book.allocated"), () -> figures.lines().toString());
    }

    @Test
    void shouldMeasureMarginsWithoutAllocation() throws Exception {
        new CheckBench(true).run(figures);
        assertTrue(value("risk.standard-check-quick") > 0, () -> figures.lines().toString());
        assertTrue(value("risk.portfolio-check-quick") > 0, () -> figures.lines().toString());
        assertEquals(0, value("risk.standard-allocated"), () -> figures.lines().toString());
        assertEquals(0, value("risk.portfolio-allocated"), () -> figures.lines().toString());
        assertEquals(0, MarkBench.runSizes(300, true));
    }

    @Test
    void shouldWriteFiguresAsTheirReadersExpect() {
        figures.figure("some.figure", 1234.56, "ns");
        figures.figure("other.figure", 0.5, "us");
        figures.figure("other.figure", 0.25, "us");
        figures.ratio("some.ratio", 1.25);
        assertEquals(List.of("figure some.figure 1235 ns", "figure other.figure 0.250 us", "ratio some.ratio 1.250"),
            figures.lines());
    }

    private double value(final String name) {
        return figures.lines().stream().map(line -> line.split(" ")).filter(words -> words[1].equals(name))
            .mapToDouble(words -> Double.parseDouble(words[2])).findFirst().orElseThrow();
    }
}
