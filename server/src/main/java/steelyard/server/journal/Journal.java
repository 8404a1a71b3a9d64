package steelyard.server.journal;

import io.aeron.archive.CatalogView;
import io.aeron.cluster.RecordingLog;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.SnapshotMark;
import io.aeron.cluster.codecs.SnapshotMarkerDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import steelyard.protocol.sbe.SnapshotStartDecoder;
import steelyard.server.cluster.StateMachine;
import steelyard.server.sequencer.CommandPack;

/**
 * The log and the snapshots of a data directory, as they are now. What is recorded later is seen by {@link LogReader}s
 * that are open; a snapshot that is taken later by another {@link #open}.
 */
public final class Journal {
    /**
     * A snapshot.
     *
     * @param logPosition   where the log goes on after it
     * @param eventSequence last event in it
     */
    public record Snapshot(long recordingId, long logPosition, long eventSequence) {
    }

    private static final int MESSAGES_PER_POLL = 64;

    private final Path archive;
    private final List<Path> directories;
    private final Map<Long, Recording.Descriptor> descriptors = new HashMap<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private long logRecordingId = -1;

    private Journal(final Path dataDirectory) {
        this.archive = dataDirectory.resolve("archive");
        this.directories = List.of(archive, dataDirectory.resolve(SegmentMover.FOLDER));
    }

    /**
     * Reads what there is in a data directory.
     *
     * @throws JournalException if there is no log
     */
    public static Journal open(final Path dataDirectory) {
        final Path cluster = dataDirectory.resolve("cluster");
        final Journal journal = new Journal(dataDirectory);
        if (!Files.exists(cluster.resolve(RecordingLog.RECORDING_LOG_FILE_NAME))
            || !Files.isDirectory(journal.archive)) {
            throw new JournalException(dataDirectory + " holds no journal");
        }
        CatalogView.listRecordings(journal.archive.toFile(), (controlSessionId, correlationId, recordingId,
            startTimestamp, stopTimestamp, startPosition, stopPosition, initialTermId, segmentFileLength,
            termBufferLength, mtuLength, sessionId, streamId, strippedChannel, originalChannel, sourceIdentity) ->
            journal.descriptors.put(recordingId, new Recording.Descriptor(
                recordingId, startPosition, stopPosition, segmentFileLength, termBufferLength, initialTermId)));
        try (RecordingLog recordings = new RecordingLog(cluster.toFile(), false)) {
            journal.logRecordingId = recordings.findLastTermRecordingId();
            for (final RecordingLog.Entry entry : recordings.entries()) {
                journal.add(entry);
            }
        }
        if (!journal.descriptors.containsKey(journal.logRecordingId)) {
            throw new JournalException(dataDirectory + " holds no recorded log");
        }
        journal.descriptors.computeIfPresent(journal.logRecordingId, (id, log) -> journal.withMoved(log));
        return journal;
    }

    /** The log with its segments that were moved away from the archive. */
    private Recording.Descriptor withMoved(final Recording.Descriptor log) {
        long first = log.startPosition();
        while (first >= log.segmentLength()
            && RecordedFrames.find(directories, log, first - log.segmentLength()) != null) {
            first -= log.segmentLength();
        }
        return new Recording.Descriptor(log.recordingId(), first, log.stopPosition(), log.segmentLength(),
            log.termLength(), log.initialTermId());
    }

    private void add(final RecordingLog.Entry entry) {
        if (entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT && entry.isValid && entry.serviceId == 0
            && isThere(descriptors.get(entry.recordingId))) {
            snapshots.add(new Snapshot(entry.recordingId, entry.logPosition, eventSequence(entry.recordingId)));
        }
    }

    /** The catalogue still lists recordings that were removed. */
    private boolean isThere(final Recording.Descriptor recording) {
        return recording != null && Files.exists(RecordedFrames.file(
            archive, recording, RecordedFrames.base(recording, recording.startPosition())));
    }

    private long eventSequence(final long recordingId) {
        final long[] sequence = {-1};
        final SnapshotStartDecoder start = new SnapshotStartDecoder();
        final steelyard.protocol.sbe.MessageHeaderDecoder header =
            new steelyard.protocol.sbe.MessageHeaderDecoder();
        records(recordingId, (buffer, offset, length) -> {
            if (header.wrap(buffer, offset).templateId() == SnapshotStartDecoder.TEMPLATE_ID) {
                sequence[0] = start.wrapAndApplyHeader(buffer, offset, header).eventSequence();
            }
            return false;
        });
        return sequence[0];
    }

    /** The valid snapshots, oldest first. */
    public List<Snapshot> snapshots() {
        return List.copyOf(snapshots);
    }

    /** Number of the recording that is the log. */
    long logRecordingId() {
        return logRecordingId;
    }

    /** The last snapshot whose last event is at most {@code eventSequence}, or {@code null}. */
    public Snapshot lastSnapshotUpTo(final long eventSequence) {
        Snapshot last = null;
        for (final Snapshot snapshot : snapshots) {
            if (snapshot.eventSequence() <= eventSequence) {
                last = snapshot;
            }
        }
        return last;
    }

    /** Where the log goes on after the last snapshot that ends before {@code logPosition}; 0 if there is none. */
    public long lastSnapshotPositionBefore(final long logPosition) {
        long last = 0;
        for (final Snapshot snapshot : snapshots) {
            if (snapshot.logPosition() < logPosition) {
                last = Math.max(last, snapshot.logPosition());
            }
        }
        return last;
    }

    /** Gives every record of a snapshot to {@code sink}, in order. */
    public void read(final Snapshot snapshot, final StateMachine.RecordSink sink) {
        records(snapshot.recordingId(), (buffer, offset, length) -> {
            sink.onRecord(buffer, offset, length);
            return true;
        });
    }

    /** Reads the log from its beginning ({@code logPosition} 0) or from where a snapshot ends. */
    public LogReader log(final long logPosition) {
        return new LogReader(new Recording(directories, descriptors.get(logRecordingId), logPosition));
    }

    /** Whether the log goes as far as {@code logPosition}, with a message that ends there. */
    public boolean reaches(final long logPosition) {
        final Recording.Descriptor log = descriptors.get(logRecordingId);
        final long lastByte = logPosition - 1;
        final long begin = Math.max(lastByte - lastByte % log.termLength(), log.startPosition());
        if (logPosition <= log.startPosition()) {
            return true;
        }
        if (log.stopPosition() >= 0 && logPosition > log.stopPosition()) {
            return false;
        }
        try (Recording recording = new Recording(directories, log, begin)) {
            while (recording.poll((position, buffer, offset, length) -> { }, MESSAGES_PER_POLL, logPosition) > 0) {
                Thread.onSpinWait();
            }
            return recording.position() == logPosition;
        }
    }

    /** Reads the messages of the log as they are, from where one begins. */
    public MessageReader messages(final long logPosition) {
        return new MessageReader(new Recording(directories, descriptors.get(logRecordingId), logPosition));
    }

    /** Sees the records of a snapshot until it has enough. */
    @FunctionalInterface
    private interface RecordVisitor {
        boolean onRecord(DirectBuffer buffer, int offset, int length);
    }

    /** A snapshot begins with Aeron's own messages, up to an end mark; the records of the state follow. */
    private void records(final long recordingId, final RecordVisitor visitor) {
        final Recording.Descriptor descriptor = descriptors.get(recordingId);
        final boolean[] state = {false, true};
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        final SnapshotMarkerDecoder marker = new SnapshotMarkerDecoder();
        try (Recording recording = new Recording(directories, descriptor, descriptor.startPosition())) {
            while (state[1] && recording.poll((position, buffer, offset, length) -> {
                if (state[0]) {
                    CommandPack.read(buffer, offset, length, (index, b, o, l) ->
                        state[1] = state[1] && visitor.onRecord(b, o, l));
                } else {
                    header.wrap(buffer, offset);
                    state[0] = header.templateId() == SnapshotMarkerDecoder.TEMPLATE_ID
                        && marker.wrapAndApplyHeader(buffer, offset, header).mark() == SnapshotMark.END;
                }
            }, MESSAGES_PER_POLL, Long.MAX_VALUE) > 0) {
                Thread.onSpinWait();
            }
        }
    }
}
