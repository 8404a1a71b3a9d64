package steelyard.server.cluster;

import io.aeron.Aeron;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.NodeStateFile;
import io.aeron.cluster.RecordingLog;
import io.aeron.exceptions.AeronException;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import steelyard.server.StartException;

/**
 * Whether a member may vote and stand for election. One that has lost its disk no longer knows what it had confirmed: its
 * vote could make a leader of one that lacks what a majority had. So a member that begins empty asks the archives of the
 * others first. If a majority has a log without it, it waits until that majority has a leader, and neither votes nor
 * stands until it has everything that is committed; this is kept on disk as a vote in a term that never comes. It waits
 * because it would not abstain: its module votes against, and one vote against a candidate keeps it from leading. If only a
 * minority has a log, a cluster begins or grows, and it votes as soon as all are there.
 */
final class VotingRight {
    private static final long NEVER_TERM = Long.MAX_VALUE - 1;
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ClusterSettings settings;
    private final boolean hasLog;

    VotingRight(final ClusterSettings settings) {
        this.settings = settings;
        this.hasLog =
            new File(settings.clusterDirectory().toFile(), RecordingLog.RECORDING_LOG_FILE_NAME).length() > 0;
    }

    /** Whether the member had anything of a log when it was started. */
    boolean hasLog() {
        return hasLog;
    }

    /**
     * Decides, if need be after the others have answered, and writes it down.
     *
     * @param waiting told what it waits for, about every second; throws to break off
     * @return whether the member may vote from the start
     * @throws StartException if the others no longer have the beginning of the log, so that it cannot be fetched
     */
    boolean decide(final Consumer<String> waiting) {
        if (settings.isAlone()) {
            return true;
        }
        if (hasLog && !isWithheld()) {
            return true;
        }
        final boolean isNeeded = isNeeded(waiting);
        if (!isNeeded) {
            write(NEVER_TERM);
        }
        return isNeeded;
    }

    /** Answers whether a log begins with this member, as soon as the others' archives or their leader show it. */
    private boolean isNeeded(final Consumer<String> waiting) {
        final int majority = settings.members().size() / 2 + 1;
        try (Aeron aeron = Aeron.connect(
            new Aeron.Context().aeronDirectoryName(settings.driverDirectory().toString()))) {
            while (true) {
                final List<ClusterSettings.Member> silent = new ArrayList<>();
                int withLog = 0;
                int whole = 0;
                int recording = 0;
                for (final ClusterSettings.Member other : settings.members()) {
                    if (other.id() != settings.memberId()) {
                        try {
                            final OtherLog log = OtherLog.of(aeron, settings, other);
                            withLog += log.exists() ? 1 : 0;
                            whole += log.start() == 0 ? 1 : 0;
                            recording += log.isRecording() ? 1 : 0;
                        } catch (final AeronException unreachable) {
                            silent.add(other);
                        }
                    }
                }
                if (recording >= majority) {
                    requireBeginning(whole);
                    return false;
                }
                if (silent.isEmpty() && withLog < majority && !hasLog) {
                    return true;
                }
                waiting.accept(silent.isEmpty() || withLog >= majority
                    ? "Waiting for the others to have a leader: this member has lost its log, and may not vote."
                    : "Waiting for the cluster: a member without a log must hear of those of the others; "
                    + "silent: "
                    + silent.stream().map(other -> other.host() + ":" + other.basePort()).toList() + ".");
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static void requireBeginning(final int membersThatHaveIt) {
        if (membersThatHaveIt == 0) {
            throw new StartException("The other members have moved the beginning of the journal away, so that this one, "
                + "which is empty, cannot fetch it from them: fill it with ./steelyard seed.");
        }
    }

    private boolean isWithheld() {
        final File directory = settings.clusterDirectory().toFile();
        if (!new File(directory, NodeStateFile.FILENAME).exists()) {
            return false;
        }
        try (NodeStateFile state = new NodeStateFile(directory, false, settings.durability().fileSyncLevel())) {
            return state.candidateTerm().candidateTermId() == NEVER_TERM;
        } catch (final IOException unreadable) {
            throw new StartException("The member's vote cannot be read: " + unreadable.getMessage());
        }
    }

    private void write(final long term) {
        final File directory = settings.clusterDirectory().toFile();
        directory.mkdirs();
        try (NodeStateFile state = new NodeStateFile(directory, true, settings.durability().fileSyncLevel())) {
            state.updateCandidateTermId(term, Aeron.NULL_VALUE, System.currentTimeMillis());
        } catch (final IOException unwritable) {
            throw new StartException("The member's vote cannot be written: " + unwritable.getMessage());
        }
    }

    /** From now on the module may vote in terms after {@code term}, and stand. */
    static void give(final ConsensusModule module, final long term, final long logPosition) {
        module.context().nodeStateFile().updateCandidateTermId(term, logPosition, System.currentTimeMillis());
        module.context().appointedLeaderId(Aeron.NULL_VALUE);
    }
}
