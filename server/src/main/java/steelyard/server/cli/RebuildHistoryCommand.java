package steelyard.server.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import steelyard.history.HistoryConfig;
import steelyard.history.HistoryCursor;
import steelyard.history.HistoryLocation;
import steelyard.history.HistoryStore;
import steelyard.server.DataDirectory;
import steelyard.server.StartException;
import steelyard.server.cluster.ExchangeMachine;
import steelyard.server.cluster.SkipList;
import steelyard.server.config.NodeConfig;
import steelyard.server.journal.JournalRefill;

/** {@code rebuild-history}: makes the history store anew from the journal, offline. */
@Command(
    name = "rebuild-history",
    description = "Makes the history (fills, orders, candles, ledger) of a node that is not running anew from its journal, "
        + "in its file, which is replaced when the new one is whole, or in an empty schema of a PostgreSQL server.",
    mixinStandardHelpOptions = true)
final class RebuildHistoryCommand implements Callable<Integer> {
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The node's data directory.")
    private Path data;

    @Option(names = "--url", paramLabel = "URL",
        description = "jdbc:postgresql://HOST/DATABASE?currentSchema=SCHEMA instead of the file.")
    private String url;

    @Option(names = "--user", paramLabel = "NAME", defaultValue = "steelyard", description = "The server's user.")
    private String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "Holds the user's password.")
    private Path passwordFile;

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(data)) {
            throw new StartException(data + " is no directory.");
        }
        final DataDirectory held = DataDirectory.take(data, 0);
        try (held) {
            final Path file = data.resolve(NodeConfig.HISTORY_FILE);
            final Path made = data.resolve(NodeConfig.HISTORY_FILE + ".new");
            if (url == null) {
                removeStore(made);
            }
            final HistoryCursor cursor =
                fill(url == null ? HistoryLocation.file(made) : HistoryLocation.postgres(url, user, passwordFile));
            if (url == null) {
                removeStore(file);
                Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
            }
            System.out.printf("The history in %s has the events up to %d, log position %d.%n",
                url == null ? file : url, cursor.eventSequence(), cursor.logPosition());
        }
        return 0;
    }

    private HistoryCursor fill(final HistoryLocation location) throws IOException {
        final HistoryStore store = HistoryStore.open(HistoryConfig.of(location), () -> 0);
        final Thread progress = Thread.ofVirtual().start(() -> tell(store));
        try (store) {
            if (store.cursor().eventSequence() != 0) {
                throw new StartException(location + " has a history already: " + location.remedy() + ".");
            }
            final JournalRefill journal = new JournalRefill(
                data, ExchangeMachine.factory(0, SkipList.read(data)), () -> Long.MAX_VALUE);
            do {
                store.refill(journal);
            } while (!store.isAttached());
        } finally {
            progress.interrupt();
        }
        if (store.failure() != null) {
            throw store.failure();
        }
        return store.cursor();
    }

    private static void tell(final HistoryStore store) {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(PROGRESS_NANOS);
                System.err.printf("events up to %,d stored%n", store.cursor().eventSequence());
            }
        } catch (final InterruptedException done) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeStore(final Path file) throws IOException {
        for (final String end : new String[] {"", "-wal", "-shm"}) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + end));
        }
    }
}
