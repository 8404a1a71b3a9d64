package steelyard.server.config;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the media driver keeps its buffers. */
final class DriverDirectory {
    /** Space that the buffers of one node may take: terms of the log, its replay and a few small streams. */
    static final long SPACE_BYTES = 256L * 1024 * 1024;

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private DriverDirectory() {
    }

    /**
     * The directory: as given, or for {@code auto} in shared memory under a name that belongs to this data directory
     * and member alone, or in the data directory if shared memory is missing or small.
     */
    static Path choose(final String given, final Path dataDirectory, final int memberId) {
        if (!"auto".equals(given)) {
            return Path.of(given).toAbsolutePath();
        }
        final Path data = dataDirectory.toAbsolutePath().normalize();
        if (hasSpace(SHARED_MEMORY)) {
            final String name = Integer.toHexString(data.toString().hashCode());
            return SHARED_MEMORY.resolve("steelyard-" + name + "-" + memberId);
        }
        return data.resolve("driver");
    }

    private static boolean hasSpace(final Path root) {
        return Files.isDirectory(root) && Files.isWritable(root) && root.toFile().getUsableSpace() >= SPACE_BYTES;
    }
}
