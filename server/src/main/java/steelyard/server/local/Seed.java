package steelyard.server.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.aeron.cluster.RecordingLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import steelyard.server.StartException;
import steelyard.server.journal.DataImage;
import steelyard.server.journal.SegmentMover;

/** Copies the data of a running node into an empty data directory, or what a directory holds into another. */
public final class Seed {
    private static final String SEGMENT_SUFFIX = ".rec";
    private static final List<String> FOLDERS = List.of("archive", "cluster", SegmentMover.FOLDER, DataImage.HERE);

    /** Gives the bytes of a file from an offset on, as many as it likes. */
    @FunctionalInterface
    interface Source {
        byte[] read(DataImage.Part part, long offset) throws IOException, InterruptedException;
    }

    private Seed() {
    }

    /**
     * Fetches a member's data from a running node.
     *
     * @return bytes that were fetched
     * @throws StartException if {@code data} holds a journal already
     * @throws IOException    if the node does not answer, or refuses
     */
    public static long from(final OperatorClient node, final Path data) throws IOException, InterruptedException {
        final List<DataImage.Part> parts = new ArrayList<>();
        for (final JsonNode part : node.get("/v1/data").path("files")) {
            parts.add(new DataImage.Part(part.path("folder").asText(), part.path("name").asText(),
                part.path("length").asLong(), part.path("fileLength").asLong()));
        }
        return copy(parts, data, (part, offset) ->
            node.bytes("/v1/data/" + part.folder() + "/" + part.name() + "/" + offset));
    }

    /** Copies {@code parts} into {@code data}, which gets them all or none; answers how many bytes. */
    static long copy(final List<DataImage.Part> parts, final Path data, final Source source)
        throws IOException, InterruptedException {
        requireEmpty(data);
        final Path unfinished = data.resolve(DataImage.UNFINISHED);
        delete(unfinished);
        long bytes = 0;
        for (final DataImage.Part part : parts) {
            if (!FOLDERS.contains(part.folder()) || part.name().contains("/") || part.name().startsWith(".")) {
                throw new IOException("an unexpected file is offered: " + part);
            }
            bytes += copy(part, part.in(unfinished), source);
        }
        for (final DataImage.Part part : parts) {
            Files.createDirectories(part.in(data).getParent());
            Files.move(part.in(unfinished), part.in(data), StandardCopyOption.REPLACE_EXISTING);
        }
        delete(unfinished);
        return bytes;
    }

    /** What a copy that was broken off has left may be of another node, or longer than what is copied now. */
    private static void delete(final Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** What is left of a copy that was broken off is deleted; what was moved into place by it is not. */
    private static void requireEmpty(final Path data) throws IOException {
        if (Files.exists(data.resolve("cluster").resolve(RecordingLog.RECORDING_LOG_FILE_NAME))
            || hasRecordings(data.resolve("archive"))) {
            throw new StartException(data + " holds a journal already; move it away first.");
        }
    }

    /** A member that was started empty has an archive without recordings. */
    private static boolean hasRecordings(final Path archive) throws IOException {
        if (!Files.isDirectory(archive)) {
            return false;
        }
        try (Stream<Path> files = Files.list(archive)) {
            return files.anyMatch(file -> file.getFileName().toString().endsWith(SEGMENT_SUFFIX));
        }
    }

    private static long copy(final DataImage.Part part, final Path target, final Source source)
        throws IOException, InterruptedException {
        Files.createDirectories(target.getParent());
        try (RandomAccessFile file = new RandomAccessFile(target.toFile(), "rw")) {
            file.setLength(part.fileLength());
            long copied = 0;
            while (copied < part.length()) {
                final byte[] bytes = source.read(part, copied);
                if (bytes.length == 0) {
                    throw new IOException(part.name() + " became shorter while it was copied");
                }
                final int count = (int) Math.min(bytes.length, part.length() - copied);
                file.seek(copied);
                file.write(bytes, 0, count);
                copied += count;
            }
            file.getFD().sync();
            return copied;
        }
    }
}
