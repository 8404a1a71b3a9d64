package steelyard.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.ShutdownSignalBarrier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import steelyard.server.Server;
import steelyard.server.cluster.ExchangeMachine;
import steelyard.server.cluster.SkipList;
import steelyard.server.config.NodeConfig;

/** {@code run}: one node, until it is told to end. */
@Command(
    name = "run",
    description = "Runs one node until it is interrupted.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's configuration.")
    private Path config;

    @Option(names = "--until-input-ends", description = "Ends too when standard input ends.")
    private boolean untilInputEnds;

    @Override
    public Integer call() {
        final NodeConfig nodeConfig = NodeConfig.read(config);
        final AtomicBoolean ending = new AtomicBoolean();
        try (ShutdownSignalBarrier barrier = new ShutdownSignalBarrier(() -> ending.set(true))) {
            if (untilInputEnds) {
                Thread.ofPlatform().daemon().name("input").start(() -> awaitInputEnd(barrier));
            }
            try (Server server = Server.start(nodeConfig, ExchangeMachine.factory(
                new SecureRandom().nextLong(), SkipList.read(nodeConfig.cluster().directory())),
                source -> { }, ending::get, System.out)) {
                Banner.print(server, System.out);
                barrier.await();
                System.out.println("Closing.");
            }
        }
        return 0;
    }

    private static void awaitInputEnd(final ShutdownSignalBarrier barrier) {
        try {
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (final IOException closed) {
            // A closed input has ended too.
        }
        barrier.signalAll();
    }
}
