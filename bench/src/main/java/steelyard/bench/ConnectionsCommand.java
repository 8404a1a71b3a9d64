package steelyard.bench;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import steelyard.bench.gateway.ConnectionsBench;
import steelyard.bench.node.BenchNode;

/** {@code bench connections}. */
@Command(
    name = "connections",
    description = "Many WebSockets, some of them watching a book that moves, some of those reading nothing.",
    mixinStandardHelpOptions = true)
final class ConnectionsCommand implements Callable<Integer> {
    @Option(names = "--connections", paramLabel = "N", defaultValue = "5000",
        description = "WebSockets (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(names = "--watching", paramLabel = "N", defaultValue = "1000",
        description = "How many of them watch the book (default: ${DEFAULT-VALUE}).")
    private int watching;

    @Option(names = "--stalled", paramLabel = "N", defaultValue = "100",
        description = "How many more watch it and read nothing, in the middle of three runs (default: ${DEFAULT-VALUE}).")
    private int stalled;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "20",
        description = "How long each of the three runs takes (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Conditions.print();
        Conditions.printVirtualMachine();
        final Figures figures = new Figures();
        try (BenchNode node = new BenchNode("memory")) {
            node.start();
            try (ConnectionsBench bench = new ConnectionsBench(node, connections, watching)) {
                bench.run(stalled, seconds, figures);
            }
        }
        figures.print();
        return 0;
    }
}
