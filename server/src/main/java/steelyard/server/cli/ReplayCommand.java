package steelyard.server.cli;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import steelyard.server.DataDirectory;
import steelyard.server.StartException;
import steelyard.server.cluster.CoreStatus;
import steelyard.server.cluster.ExchangeMachine;
import steelyard.server.cluster.SkipList;
import steelyard.server.cluster.StateHashes;
import steelyard.server.journal.Replay;

/** {@code replay}: applies a journal again, offline, and prints what came of it. */
@Command(
    name = "replay",
    description = "Re-applies the journal of a node that is not running, and prints event sequence and state hashes.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "The node's data directory.")
    private Path data;

    @Option(names = "--until", paramLabel = "SEQUENCE", defaultValue = "9223372036854775807",
        description = "Stops after the command that emitted this event; without it, at the end of the journal.")
    private long until;

    @Option(names = "--from-snapshot",
        description = "Begins with the last snapshot before that event instead of with the first command.")
    private boolean fromSnapshot;

    @Override
    public Integer call() {
        if (!Files.isDirectory(data)) {
            throw new StartException(data + " is no directory.");
        }
        final DataDirectory held = DataDirectory.take(data, 0);
        try (held) {
            print(replay(), System.out);
        }
        return 0;
    }

    private CoreStatus replay() {
        final long[] toldNanos = {System.nanoTime()};
        return new Replay(data, ExchangeMachine.factory(0, SkipList.read(data))).run(until, fromSnapshot, progress -> {
            if (System.nanoTime() - toldNanos[0] > PROGRESS_NANOS) {
                toldNanos[0] = System.nanoTime();
                System.err.printf("%,d commands applied, event %,d, log position %,d%n",
                    progress.commands(), progress.eventSequence(), progress.logPosition());
            }
        });
    }

    private static void print(final CoreStatus status, final PrintStream out) {
        out.printf("eventSequence %d%n", status.eventSequence());
        out.printf("logPosition %d%n", status.logPosition());
        out.printf("stateHash %s%n", StateHashes.text(status.hashes().total()));
        for (final StateHashes.Part part : status.hashes().parts()) {
            out.printf("partHash %s %s%n", part.name(), StateHashes.text(part.hash()));
        }
    }
}
