package steelyard.server.journal;

import io.aeron.archive.CatalogView;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a node looks at in its data directory before it uses it: that its recordings end with a whole fragment, and that
 * the snapshot that it would load is as it was written. Nobody else may be using the directory.
 */
public final class ArchiveCheck {
    /** Name of the file that lists the recordings, in the archive. */
    public static final String CATALOG = "archive.catalog";

    private final Path archive;
    private final Path cluster;
    private final Consumer<String> console;

    private ArchiveCheck(final Path dataDirectory, final Consumer<String> console) {
        this.archive = dataDirectory.resolve("archive");
        this.cluster = dataDirectory.resolve("cluster");
        this.console = console;
    }

    /**
     * Cuts off what was being written when the last run ended, and gives up snapshots that are damaged, the last one
     * first, so that the one before is loaded and more of the log is applied again. Tells {@code console} of both.
     *
     * @throws JournalException if something in the middle of a recording is damaged, the log is gone, or the directory holds
     *                          an unfinished copy
     */
    public static void run(final Path dataDirectory, final Consumer<String> console) {
        if (Files.exists(dataDirectory.resolve(DataImage.UNFINISHED))) {
            throw new JournalException("What was copied to " + dataDirectory
                + " is not whole: delete what is in it and copy again.");
        }
        new ArchiveCheck(dataDirectory, console).checkEnds();
    }

    private void checkEnds() {
        if (!Files.exists(cluster.resolve(RecordingLog.RECORDING_LOG_FILE_NAME))) {
            return;
        }
        try (RecordingLog log = new RecordingLog(cluster.toFile(), false)) {
            final long logId = log.findLastTermRecordingId();
            requireLog(logId);
            for (final Recording.Descriptor recording : descriptors().values()) {
                if (recording.stopPosition() < 0 || recording.recordingId() == logId) {
                    checkEnd(recording);
                }
            }
            dropDamagedSnapshots(log);
        }
    }

    /** A node that knows of a log and does not have it must not begin another one. */
    private void requireLog(final long logId) {
        final boolean isThere = logId < 0
            || Files.exists(archive.resolve(CATALOG)) && descriptors().containsKey(logId) && hasFile(logId);
        if (!isThere) {
            throw new JournalException("The journal is gone: " + cluster + " tells of a log that " + archive
                + " does not have. Restore the data directory from a backup; or, if other members run, delete both"
                + " folders and start this one again, which then fetches the log from them.");
        }
    }

    private boolean hasFile(final long recordingId) {
        try (Stream<Path> files = Files.list(archive)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith(recordingId + "-"));
        } catch (final IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Map<Long, Recording.Descriptor> descriptors() {
        final Map<Long, Recording.Descriptor> descriptors = new HashMap<>();
        CatalogView.listRecordings(archive.toFile(), (controlSessionId, correlationId, recordingId, startTimestamp,
            stopTimestamp, startPosition, stopPosition, initialTermId, segmentFileLength, termBufferLength, mtuLength,
            sessionId, streamId, strippedChannel, originalChannel, sourceIdentity) ->
            descriptors.put(recordingId, new Recording.Descriptor(recordingId, startPosition, stopPosition,
                segmentFileLength, termBufferLength, initialTermId)));
        return descriptors;
    }

    private void checkEnd(final Recording.Descriptor recording) {
        final long base = recording.stopPosition() < 0 ? lastBase(recording)
            : RecordedFrames.base(recording, Math.max(recording.startPosition(), recording.stopPosition() - 1));
        if (base < 0) {
            return;
        }
        final RecordedFrames frames = RecordedFrames.read(
            RecordedFrames.file(archive, recording, base), recording, base);
        final long end = frames.wholeUntil(Math.max(base, recording.startPosition()));
        if (recording.stopPosition() >= 0 && end < recording.stopPosition()
            || recording.stopPosition() < 0 && frames.hasWholeAfter(end)) {
            throw damaged(recording, end);
        }
        if (recording.stopPosition() < 0 && frames.hasBytesFrom(end)) {
            console.accept("The end of recording " + recording.recordingId()
                + " was being written when the last run ended; it is cut off at " + end + ".");
            cut(RecordedFrames.file(archive, recording, base), (int) (end - base), recording.segmentLength());
        }
    }

    private static JournalException damaged(final Recording.Descriptor recording, final long position) {
        return new JournalException("Recording " + recording.recordingId() + " is damaged at " + position
            + ", before its end: restore the data directory from a backup or from another member.");
    }

    private long lastBase(final Recording.Descriptor recording) {
        final String prefix = recording.recordingId() + "-";
        try (Stream<Path> files = Files.list(archive)) {
            return files.map(file -> file.getFileName().toString())
                .filter(name -> name.startsWith(prefix) && name.endsWith(".rec"))
                .mapToLong(name -> Long.parseLong(name.substring(prefix.length(), name.length() - ".rec".length())))
                .max().orElse(-1);
        } catch (final IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void cut(final Path file, final int length, final int segmentLength) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
            channel.write(ByteBuffer.allocate(1), segmentLength - 1);
            channel.force(true);
        } catch (final IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private void dropDamagedSnapshots(final RecordingLog log) {
        RecordingLog.Entry last = log.getLatestSnapshot(ConsensusModule.Configuration.SERVICE_ID);
        while (last != null && !isWhole(log, last.logPosition)) {
            if (hasFile(last.recordingId)) {
                console.accept("The snapshot at log position " + last.logPosition
                    + " is damaged; the one before it is used.");
            }
            log.invalidateLatestSnapshot();
            last = log.getLatestSnapshot(ConsensusModule.Configuration.SERVICE_ID);
        }
    }

    /** A snapshot is a recording of the consensus module and one of the exchange. */
    private boolean isWhole(final RecordingLog log, final long logPosition) {
        final Map<Long, Recording.Descriptor> descriptors = descriptors();
        final List<RecordingLog.Entry> parts = new ArrayList<>(log.entries());
        parts.removeIf(entry -> entry.type != RecordingLog.ENTRY_TYPE_SNAPSHOT || !entry.isValid
            || entry.logPosition != logPosition);
        return parts.stream().allMatch(part -> isWhole(descriptors.get(part.recordingId)));
    }

    private boolean isWhole(final Recording.Descriptor recording) {
        if (recording == null || recording.stopPosition() < 0) {
            return false;
        }
        long position = recording.startPosition();
        while (position < recording.stopPosition()) {
            final long base = RecordedFrames.base(recording, position);
            final long end = RecordedFrames.read(RecordedFrames.file(archive, recording, base), recording, base)
                .wholeUntil(position);
            if (end == position) {
                return false;
            }
            position = end;
        }
        return true;
    }
}
