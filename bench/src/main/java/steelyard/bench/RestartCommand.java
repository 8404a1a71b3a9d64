package steelyard.bench;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import steelyard.bench.gateway.GatewayBench;
import steelyard.bench.node.BenchNode;

/** {@code bench restart}. */
@Command(
    name = "restart",
    description = "The whole server: how long it takes to be there again after orders, with and without a snapshot.",
    mixinStandardHelpOptions = true)
final class RestartCommand implements Callable<Integer> {
    @Option(names = "--rate", paramLabel = "N", defaultValue = "10000",
        description = "Orders a second before (default: ${DEFAULT-VALUE}).")
    private int perSecond;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "10",
        description = "How long, after as many at each of three lower rates (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Conditions.print();
        Conditions.printVirtualMachine();
        final Figures figures = new Figures();
        try (BenchNode node = new BenchNode("disk")) {
            figures.figure("restart.first-start", node.start(), "s");
            try (GatewayBench bench = new GatewayBench(node, 1)) {
                bench.warmUp(perSecond, seconds);
            }
            final String hash = node.hashes();
            node.terminate();
            figures.figure("restart.replay", node.start(), "s");
            requireSame(hash, node);
            node.kill();
            figures.figure("restart.after-kill", node.start(), "s");
            requireSame(hash, node);
            node.snapshot();
            figures.figure("restart.snapshot-pause", 1e3 * node.metric("steelyard_snapshot_pause_seconds"), "ms");
            node.terminate();
            figures.figure("restart.from-snapshot", node.start(), "s");
            requireSame(hash, node);
        }
        figures.print();
        return 0;
    }

    private static void requireSame(final String hash, final BenchNode node) throws IOException, InterruptedException {
        final String restarted = node.hashes();
        if (!restarted.equals(hash)) {
            throw new IllegalStateException("the state was " + hash + " and is " + restarted);
        }
    }
}
