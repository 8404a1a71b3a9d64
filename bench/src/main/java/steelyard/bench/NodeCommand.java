package steelyard.bench;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import steelyard.bench.gateway.GatewayBench;
import steelyard.bench.node.BenchNode;
import steelyard.bench.node.NodeBench;
import steelyard.bench.node.Progress;

/** {@code bench node}. */
@Command(
    name = "node",
    description = "The node without gateway, one member and three, beside a core that does nothing; replay, snapshots, "
        + "catching up, seeding.",
    mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {
    private static final int ORDERS_PER_SECOND = 10_000;
    private static final int SECONDS = 5;

    @Option(names = "--quick", description = "A small flow, once: shows that it works, not how fast it is.")
    private boolean quick;

    @Option(names = "--parts", split = ",", paramLabel = "PART",
        description = "Only these: ${DEFAULT-VALUE}.", defaultValue = "node,cluster,catchup,snapshot,seed")
    private Set<String> parts;

    @Option(names = "--rounds", description = "Runs of which the median counts: ${DEFAULT-VALUE}.", defaultValue = "3")
    private int rounds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Conditions.print();
        Conditions.printVirtualMachine();
        final Figures figures = new Figures();
        final Progress progress = new Progress();
        new NodeBench(quick, rounds, progress).run(parts, figures);
        if (parts.contains("seed")) {
            progress.begin("seeding");
            seed(figures);
        }
        progress.begin("done");
        figures.print();
        return 0;
    }

    private void seed(final Figures figures) throws IOException, InterruptedException {
        try (BenchNode node = new BenchNode("disk")) {
            node.start();
            try (GatewayBench bench = new GatewayBench(node, 1)) {
                bench.warmUp(quick ? ORDERS_PER_SECOND / 10 : ORDERS_PER_SECOND, quick ? 1 : SECONDS);
            }
            node.snapshot();
            final long start = System.nanoTime();
            final long bytes = node.seed();
            figures.figure("seed.seconds", (System.nanoTime() - start) / 1e9, "s");
            figures.figure("seed.megabytes", bytes / 1e6, "MB");
        }
    }
}
