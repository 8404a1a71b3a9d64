package steelyard.server.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.agrona.concurrent.ShutdownSignalBarrier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import steelyard.server.Server;
import steelyard.server.cluster.ExchangeMachine;
import steelyard.server.config.NodeConfig;

/** {@code run}: one node, until it is told to end. */
@Command(
    name = "run",
    description = "Runs one node until it is interrupted.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's configuration.")
    private Path config;

    @Override
    public Integer call() {
        final NodeConfig nodeConfig = NodeConfig.read(config);
        try (ShutdownSignalBarrier barrier = new ShutdownSignalBarrier();
            Server server = Server.start(nodeConfig, ExchangeMachine.factory(new SecureRandom().nextLong()), source -> { }, System.out)) {
            Banner.print(server, System.out);
            barrier.await();
            System.out.println("Closing.");
        }
        return 0;
    }
}
