package steelyard.server.journal;

import io.aeron.archive.CatalogView;
import io.aeron.cluster.RecordingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of a data directory that make a member: which recordings are log and snapshots, the archive's catalogue,
 * the snapshots, the parts of the log that were moved, and the log up to a position. They may be copied in this order
 * while the node runs: what a file says of another is there when it is copied, and the end of the log is found anew at
 * the start.
 */
public final class DataImage {
    /** Folder of files that lie in the data directory itself. */
    public static final String HERE = "node";

    /** Name of the file in which a member keeps for whom it voted. */
    public static final String VOTE = "node-state.dat";

    /** Folder of a data directory that is there while files are copied into it; then it must not be used. */
    public static final String UNFINISHED = ".copying";

    private static final String ARCHIVE = "archive";
    private static final String CLUSTER = "cluster";

    /**
     * One file.
     *
     * @param length     bytes that count
     * @param fileLength length of the copy; what is behind {@code length} is zero
     */
    public record Part(String folder, String name, long length, long fileLength) {
        /** The file in a data directory. */
        public Path in(final Path dataDirectory) {
            return DataImage.folder(dataDirectory, folder).resolve(name);
        }
    }

    private final Path data;
    private final List<Part> parts = new ArrayList<>();

    private DataImage(final Path data) {
        this.data = data;
    }

    /**
     * Lists the files.
     *
     * @param extra       names of files in the directory itself that are wanted too, where they exist; copied first
     * @param logPosition end of the log that is wanted; above the recorded end, all of it
     * @throws JournalException if there is no log
     */
    public static List<Part> of(final Path dataDirectory, final List<String> extra, final long logPosition)
        throws IOException {
        final DataImage image = new DataImage(dataDirectory);
        for (final String name : extra) {
            image.add(HERE, name);
        }
        image.add(CLUSTER, VOTE);
        image.addRecordings(logPosition);
        return image.parts;
    }

    /** A folder of a data directory, by the name that parts give it. */
    public static Path folder(final Path dataDirectory, final String name) {
        return name.equals(HERE) ? dataDirectory : dataDirectory.resolve(name);
    }

    private void add(final String folder, final String name) throws IOException {
        final Path file = folder(data, folder).resolve(name);
        if (Files.exists(file)) {
            parts.add(new Part(folder, name, Files.size(file), Files.size(file)));
        }
    }

    private void addRecordings(final long logPosition) throws IOException {
        if (!Files.exists(data.resolve(CLUSTER).resolve(RecordingLog.RECORDING_LOG_FILE_NAME))) {
            throw new JournalException(data + " holds no journal");
        }
        add(CLUSTER, RecordingLog.RECORDING_LOG_FILE_NAME);
        add(ARCHIVE, "archive.catalog");
        try (RecordingLog log = new RecordingLog(data.resolve(CLUSTER).toFile(), false)) {
            final Map<Long, Recording.Descriptor> descriptors = descriptors();
            for (final RecordingLog.Entry entry : log.entries()) {
                final Recording.Descriptor recording = descriptors.get(entry.recordingId);
                if (entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT && recording != null
                    && recording.stopPosition() > 0) {
                    addSegments(recording, recording.stopPosition());
                }
            }
            final Recording.Descriptor wholeLog = descriptors.get(log.findLastTermRecordingId());
            if (wholeLog == null) {
                throw new JournalException(data + " holds no recorded log");
            }
            addMoved();
            addSegments(wholeLog, logPosition);
        }
    }

    private void addMoved() throws IOException {
        final Path moved = data.resolve(SegmentMover.FOLDER);
        if (Files.isDirectory(moved)) {
            try (Stream<Path> files = Files.list(moved)) {
                for (final Path file : files.sorted().toList()) {
                    add(SegmentMover.FOLDER, file.getFileName().toString());
                }
            }
        }
    }

    private Map<Long, Recording.Descriptor> descriptors() {
        final Map<Long, Recording.Descriptor> descriptors = new HashMap<>();
        CatalogView.listRecordings(data.resolve(ARCHIVE).toFile(), (controlSessionId, correlationId, recordingId,
            startTimestamp, stopTimestamp, startPosition, stopPosition, initialTermId, segmentFileLength,
            termBufferLength, mtuLength, sessionId, streamId, strippedChannel, originalChannel, sourceIdentity) ->
            descriptors.put(recordingId, new Recording.Descriptor(recordingId, startPosition, stopPosition,
                segmentFileLength, termBufferLength, initialTermId)));
        return descriptors;
    }

    private void addSegments(final Recording.Descriptor recording, final long end) throws IOException {
        final Path archive = data.resolve(ARCHIVE);
        long base = RecordedFrames.base(recording, recording.startPosition());
        while (base < end && Files.exists(RecordedFrames.file(archive, recording, base))) {
            final Path file = RecordedFrames.file(archive, recording, base);
            final Path next = RecordedFrames.file(archive, recording, base + recording.segmentLength());
            final boolean last = !Files.exists(next);
            final long recorded = last && end - base > recording.segmentLength()
                ? RecordedFrames.read(file, recording, base)
                    .wholeUntil(Math.max(base, recording.startPosition())) - base
                : recording.segmentLength();
            final Part part = new Part(ARCHIVE, file.getFileName().toString(),
                Math.min(recorded, end - base), recording.segmentLength());
            if (!parts.contains(part)) {
                parts.add(part);
            }
            base += recording.segmentLength();
        }
    }
}
