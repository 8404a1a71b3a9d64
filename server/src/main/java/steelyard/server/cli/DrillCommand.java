package steelyard.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import steelyard.server.StartException;
import steelyard.server.drill.DrillFailure;
import steelyard.server.drill.DrillOptions;
import steelyard.server.drill.Drills;
import steelyard.server.local.ClusterPlan;

/** {@code drill}: lets something bad happen to a cluster under load and accounts for every order. */
@Command(
    name = "drill",
    description = "Runs three nodes under load, lets something bad happen to them, and holds what every client was told "
        + "against the journals. Without a name: lists the drills.",
    mixinStandardHelpOptions = true)
final class DrillCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which drill.")
    private String name;

    @Option(names = "--times", paramLabel = "N", defaultValue = "20",
        description = "How often it happens (default: ${DEFAULT-VALUE}).")
    private int times;

    @Option(names = "--rate", paramLabel = "ORDERS", defaultValue = "2100",
        description = "Orders a second over all nodes (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--calm", paramLabel = "MILLIS", defaultValue = "2000",
        description = "Time under load before it happens each time (default: ${DEFAULT-VALUE}).")
    private long calm;

    @Option(names = "--config", paramLabel = "FILE",
        description = "What the nodes are configured with (default: the demo's).")
    private Path config = Home.path("demo/steelyard.yaml");

    @Option(names = "--data", paramLabel = "DIR",
        description = "Folder of the nodes' folders; what is in it is deleted (default: data/drill).")
    private Path data = Home.path("data/drill");

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8480",
        description = "Public API of the first node (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--cluster-port", paramLabel = "PORT", defaultValue = "9480",
        description = "First UDP port between members (default: ${DEFAULT-VALUE}).")
    private int clusterPort;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (name == null) {
            Drills.descriptions().forEach((drill, text) -> System.out.printf("  %-10s %s%n", drill, text));
            return 0;
        }
        if (!Drills.exists(name)) {
            throw new StartException("There is no drill '" + name + "'; ./steelyard drill lists them.");
        }
        try {
            Drills.run(name, new DrillOptions(times, rate, calm),
                new ClusterPlan(data.toAbsolutePath().normalize(), Drills.nodes(), "127.0.0.1", port, clusterPort),
                config, System.out);
            System.out.println("passed");
            return 0;
        } catch (final DrillFailure failure) {
            System.out.println("FAILED " + failure.getMessage());
            return 1;
        }
    }
}
