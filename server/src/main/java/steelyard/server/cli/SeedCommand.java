package steelyard.server.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import steelyard.server.DataDirectory;
import steelyard.server.local.OperatorClient;
import steelyard.server.local.Seed;

/** {@code seed}: fetches the data of a running node for a member that has none. */
@Command(
    name = "seed",
    description = "Fills the empty data directory of a member from a running node; then start it.",
    mixinStandardHelpOptions = true)
final class SeedCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final double MEGABYTE = 1e6;

    @Option(names = "--from", required = true, paramLabel = "URL", description = "The running node's operators' API.")
    private URI from;

    @Option(names = "--token-file", required = true, paramLabel = "FILE",
        description = "The running node's admin.token, or a copy of it.")
    private Path token;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The member's data directory.")
    private Path data;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final DataDirectory held = DataDirectory.take(data, 0);
        final long start = System.nanoTime();
        try (held; OperatorClient node = OperatorClient.withToken(from, Files.readString(token).strip(), TIMEOUT)) {
            final long bytes = Seed.from(node, data);
            System.out.printf("%s has %.1f MB from %s after %.1f s. Start the member.%n",
                data, bytes / MEGABYTE, from, (System.nanoTime() - start) / 1e9);
        }
        return 0;
    }
}
