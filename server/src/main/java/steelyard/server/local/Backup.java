package steelyard.server.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import steelyard.server.journal.DataImage;

/** A copy of a node's data, made while it runs: enough to start it again as it was. */
public final class Backup {
    /** Copied before the log: a checkpoint or a command that is skipped must not be missing from it. */
    private static final List<String> FILES =
        List.of("checkpoints.txt", "audit.key", "audit.pub", "admin.token", "skip.txt");
    private static final int CHUNK = 4 * 1024 * 1024;

    private Backup() {
    }

    /**
     * Copies {@code data} to {@code target}.
     *
     * @return bytes that were copied
     */
    public static long make(final Path data, final Path target) throws IOException, InterruptedException {
        return Seed.copy(DataImage.of(data, FILES, Long.MAX_VALUE), target, (part, offset) -> read(part.in(data), offset));
    }

    /** At most 4 MiB of a file. */
    public static byte[] read(final Path file, final long offset) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            final byte[] chunk = new byte[(int) Math.max(0, Math.min(CHUNK, bytes.length() - offset))];
            bytes.seek(offset);
            bytes.readFully(chunk);
            return chunk;
        }
    }
}
