package steelyard.server.journal;

import java.nio.file.Path;
import java.util.function.Consumer;
import steelyard.server.cluster.CoreStatus;
import steelyard.server.cluster.StateMachine;

/** Re-applies a journal offline. */
public final class Replay {
    /** How far a replay has come. */
    public record Progress(long logPosition, long commands, long eventSequence) {
    }

    private static final int MESSAGES_PER_STEP = 1_024;

    private final Journal journal;
    private final StateMachine.Factory factory;
    private long lastApplied;

    /** Replays the journal of {@code dataDirectory}, which no node may be writing. */
    public Replay(final Path dataDirectory, final StateMachine.Factory factory) {
        this.journal = Journal.open(dataDirectory);
        this.factory = factory;
    }

    /**
     * Applies the log until an event with at least the number {@code until} has happened, or to its end.
     *
     * @param fromSnapshot whether to begin with the last snapshot up to there instead of with the first command
     * @param progress     told from time to time
     * @return the state machine's status there; its position is where the last message ends that was applied
     */
    public CoreStatus run(final long until, final boolean fromSnapshot, final Consumer<Progress> progress) {
        final StateMachine core = factory.create((batch, offset, length) -> { });
        final Journal.Snapshot snapshot = fromSnapshot ? journal.lastSnapshotUpTo(until) : null;
        if (snapshot != null) {
            lastApplied = snapshot.logPosition();
            journal.read(snapshot, core::load);
        }
        try (LogReader log = journal.log(snapshot == null ? 0 : snapshot.logPosition())) {
            log.announceTo(core);
            while (core.eventSequence() < until
                && log.poll(upTo(core, until), MESSAGES_PER_STEP, Long.MAX_VALUE) > 0) {
                progress.accept(new Progress(log.position(), log.commands(), core.eventSequence()));
            }
            final long position = core.eventSequence() < until ? log.position() : lastApplied;
            return new CoreStatus(core.eventSequence(), position, core.nowNanos(), core.hashes());
        }
    }

    /** The rest of the message in which the event happened is not applied. */
    private LogReader.CommandHandler upTo(final StateMachine core, final long until) {
        return (buffer, offset, length, logPosition, commandIndex, timestampNanos) -> {
            if (core.eventSequence() < until) {
                core.apply(buffer, offset, length, logPosition, commandIndex, timestampNanos);
                lastApplied = logPosition;
            }
        };
    }
}
