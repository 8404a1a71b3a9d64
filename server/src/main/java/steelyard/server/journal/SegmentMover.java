package steelyard.server.journal;

import io.aeron.archive.CatalogView;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * Moves segments of the log that no start needs any more out of the archive, into a folder where they can be taken to
 * another disk. Readers of the journal find them in both places.
 */
public final class SegmentMover {
    /** Name of the folder in the data directory. */
    public static final String FOLDER = "journal";
    /** Name of the list in that folder: first and last position, SHA-256, and a remark about the state there. */
    public static final String LIST = "segments.txt";

    private static final int SNAPSHOTS_KEPT = 2;

    /** Lets the archive forget what a recording has before a position. */
    @FunctionalInterface
    public interface Detacher {
        /** {@code position} is where a segment begins. */
        void detach(long recordingId, long position);
    }

    private final Path data;
    private final Detacher detacher;
    private final LongFunction<String> stateAt;

    /** {@code stateAt} says what is known of the state at a log position, in one word or more. */
    public SegmentMover(final Path dataDirectory, final Detacher detacher, final LongFunction<String> stateAt) {
        this.data = dataDirectory;
        this.detacher = detacher;
        this.stateAt = stateAt;
    }

    /**
     * Moves the segments that end before the second-last snapshot and before all of {@code passed}, the log positions
     * that others have read up to.
     *
     * @return how many
     */
    public int move(final long... passed) throws IOException {
        final Journal journal = Journal.open(data);
        final List<Journal.Snapshot> snapshots = journal.snapshots();
        if (snapshots.size() < SNAPSHOTS_KEPT) {
            return 0;
        }
        final Recording.Descriptor log = descriptor(journal.logRecordingId());
        final long second = snapshots.get(snapshots.size() - SNAPSHOTS_KEPT).logPosition();
        final long needed = Math.min(second, LongStream.of(passed).min().orElse(second));
        final long start = RecordedFrames.base(log, Math.max(needed, log.startPosition()));
        if (start > log.startPosition()) {
            detacher.detach(log.recordingId(), start);
        }
        return moveBefore(log, start);
    }

    private Recording.Descriptor descriptor(final long recordingId) {
        final Recording.Descriptor[] found = new Recording.Descriptor[1];
        CatalogView.listRecording(data.resolve("archive").toFile(), recordingId, (controlSessionId, correlationId, id,
            startTimestamp, stopTimestamp, startPosition, stopPosition, initialTermId, segmentFileLength,
            termBufferLength, mtuLength, sessionId, streamId, strippedChannel, originalChannel, sourceIdentity) ->
            found[0] = new Recording.Descriptor(
                id, startPosition, stopPosition, segmentFileLength, termBufferLength, initialTermId));
        return found[0];
    }

    /** Also what an earlier run has detached and not moved; oldest first. */
    private int moveBefore(final Recording.Descriptor log, final long start) throws IOException {
        final Path archive = data.resolve("archive");
        final Path folder = data.resolve(FOLDER);
        long base = start;
        while (base >= log.segmentLength()
            && RecordedFrames.find(List.of(archive, folder), log, base - log.segmentLength()) != null) {
            base -= log.segmentLength();
        }
        int moved = 0;
        for (; base < start; base += log.segmentLength()) {
            if (Files.exists(RecordedFrames.file(archive, log, base))) {
                move(log, base, RecordedFrames.file(archive, log, base), folder);
                moved++;
            }
        }
        return moved;
    }

    private void move(final Recording.Descriptor log, final long base, final Path file, final Path folder)
        throws IOException {
        Files.createDirectories(folder);
        final long end = base + log.segmentLength();
        final String line = base + " " + end + " " + sha256(file) + " " + stateAt.apply(end) + "\n";
        Files.writeString(folder.resolve(LIST), line, StandardCharsets.US_ASCII,
            StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC);
        Files.move(file, RecordedFrames.file(folder, log, base), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String sha256(final Path file) throws IOException {
        try {
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (final NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
