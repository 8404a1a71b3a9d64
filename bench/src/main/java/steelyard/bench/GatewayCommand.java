package steelyard.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import steelyard.bench.gateway.GatewayBench;
import steelyard.bench.node.BenchNode;

/** {@code bench gateway}. */
@Command(
    name = "gateway",
    description = "The whole server: signed orders over WebSocket at a fixed rate, from when each is due to its answer.",
    mixinStandardHelpOptions = true)
final class GatewayCommand implements Callable<Integer> {
    private static final int WARM_UP_PER_SECOND = 10_000;

    @Option(names = "--rates", paramLabel = "N", split = ",", defaultValue = "1000,10000",
        description = "Orders a second, one rate after the other (default: ${DEFAULT-VALUE}).")
    private List<Integer> rates;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "30",
        description = "How long each rate is held (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "8",
        description = "Four times so many seconds at rising rates before (default: ${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(names = "--durability", paramLabel = "WORD", defaultValue = "disk",
        description = "disk or memory: what an acknowledgment waits for (default: ${DEFAULT-VALUE}).")
    private String durability;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Conditions.print();
        Conditions.printVirtualMachine();
        System.out.printf("node       one member, a process of its own, durability %s%n", durability);
        final Figures figures = new Figures();
        try (BenchNode node = new BenchNode(durability)) {
            node.start();
            try (GatewayBench bench = new GatewayBench(node, 1)) {
                bench.warmUp(WARM_UP_PER_SECOND, warmUpSeconds);
                for (final int rate : rates) {
                    bench.measure(rate, seconds, figures);
                }
            }
        }
        figures.print();
        return 0;
    }
}
