package steelyard.server.journal;

import io.aeron.archive.CatalogView;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import io.aeron.cluster.service.ClusteredServiceContainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Removes the recordings of snapshots that no start needs any more. The recording log goes on naming them: a start looks at
 * its last snapshot only, and readers look whether a recording's files are there.
 */
public final class SnapshotRemover {
    private static final Set<Integer> STREAMS = Set.of(
        ConsensusModule.Configuration.SNAPSHOT_STREAM_ID_DEFAULT,
        ClusteredServiceContainer.Configuration.SNAPSHOT_STREAM_ID_DEFAULT);
    /** Of the consensus module and of the exchange. */
    private static final int PARTS = 2;

    private final Path archive;
    private final Path cluster;
    private final LongConsumer purger;

    /** {@code purger} removes a recording from the archive that runs on this directory. */
    public SnapshotRemover(final Path dataDirectory, final LongConsumer purger) {
        this.archive = dataDirectory.resolve("archive");
        this.cluster = dataDirectory.resolve("cluster");
        this.purger = purger;
    }

    /**
     * Removes all but the newest {@code keep} whole snapshots and the one from which a reader that has got as far as
     * {@code passed}, a log position, begins again; also what snapshots that were broken off have left. Whoever reads a
     * snapshot file by file must be done.
     *
     * @param keep at least two
     * @return how many recordings
     */
    public int remove(final int keep, final long passed) {
        final Map<Long, Recording.Descriptor> recorded = snapshotRecordings();
        final NavigableMap<Long, Set<Long>> snapshots = wholeSnapshots(recorded);
        if (snapshots.size() <= keep) {
            return 0;
        }
        final Set<Long> kept = new HashSet<>();
        snapshots.descendingMap().values().stream().limit(keep).forEach(kept::addAll);
        final long oldestKept = kept.stream().mapToLong(Long::longValue).min().orElseThrow();
        if (snapshots.floorEntry(passed) != null) {
            kept.addAll(snapshots.floorEntry(passed).getValue());
        }
        int removed = 0;
        for (final long recordingId : recorded.keySet().stream().sorted().toList()) {
            if (recordingId < oldestKept && !kept.contains(recordingId)) {
                purger.accept(recordingId);
                removed++;
            }
        }
        return removed;
    }

    /** Those that have ended and whose files are there; the catalogue lists removed ones too. */
    private Map<Long, Recording.Descriptor> snapshotRecordings() {
        final Map<Long, Recording.Descriptor> recorded = new HashMap<>();
        CatalogView.listRecordings(archive.toFile(), (controlSessionId, correlationId, recordingId, startTimestamp,
            stopTimestamp, startPosition, stopPosition, initialTermId, segmentFileLength, termBufferLength, mtuLength,
            sessionId, streamId, strippedChannel, originalChannel, sourceIdentity) -> {
            final Recording.Descriptor recording = new Recording.Descriptor(
                recordingId, startPosition, stopPosition, segmentFileLength, termBufferLength, initialTermId);
            if (STREAMS.contains(streamId) && stopPosition >= 0 && Files.exists(
                RecordedFrames.file(archive, recording, RecordedFrames.base(recording, startPosition)))) {
                recorded.put(recordingId, recording);
            }
        });
        return recorded;
    }

    /** By log position, the recordings of each snapshot that has all its parts. */
    private NavigableMap<Long, Set<Long>> wholeSnapshots(final Map<Long, Recording.Descriptor> recorded) {
        final NavigableMap<Long, Set<Long>> snapshots = new TreeMap<>();
        try (RecordingLog log = new RecordingLog(cluster.toFile(), false)) {
            for (final RecordingLog.Entry entry : log.entries()) {
                if (entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT && entry.isValid
                    && recorded.containsKey(entry.recordingId)) {
                    snapshots.computeIfAbsent(entry.logPosition, position -> new HashSet<>()).add(entry.recordingId);
                }
            }
        }
        snapshots.values().removeIf(parts -> parts.size() < PARTS);
        return snapshots;
    }
}
