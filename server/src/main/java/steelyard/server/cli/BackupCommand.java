package steelyard.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import steelyard.server.DataDirectory;
import steelyard.server.local.Backup;

/** {@code backup}: copies the data of a node, which may be running. */
@Command(
    name = "backup",
    description = "Copies the data of a node on this machine, which may be running, to a new directory.",
    mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
    private static final double MEGABYTE = 1e6;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The node's data directory.")
    private Path data;

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "A directory without a journal.")
    private Path target;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final DataDirectory held = DataDirectory.take(target, 0);
        try (held) {
            System.out.printf("%s has %.1f MB.%n", target, Backup.make(data, target) / MEGABYTE);
        }
        return 0;
    }
}
