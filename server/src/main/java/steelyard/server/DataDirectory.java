package steelyard.server;

import io.aeron.archive.ArchiveMarkFile;
import io.aeron.cluster.service.ClusterMarkFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.CloseHelper;
import steelyard.server.cluster.ClusterSettings;
import steelyard.server.journal.ArchiveCheck;

/**
 * The node's directory, held by one process at a time. The lock goes with the process, however it ends.
 */
public final class DataDirectory implements AutoCloseable {
    private static final String LOCK_FILE = "lock";
    private static final List<String> OWN_FOLDERS = List.of("archive", "cluster");

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(final Path path, final FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Takes the directory, making it if need be.
     *
     * @throws StartException if it is in use, cannot be written, or has less than {@code freeBytes} left
     */
    public static DataDirectory take(final Path path, final long freeBytes) {
        FileChannel channel = null;
        try {
            Files.createDirectories(path);
            channel = FileChannel.open(
                path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            final FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(path);
            }
            requireWritable(path);
            final DataDirectory directory = new DataDirectory(path, channel);
            if (directory.freeBytes() < freeBytes) {
                throw new StartException("There is too little disk space for " + path + ": "
                    + megabytes(directory.freeBytes()) + " MB are free, " + megabytes(freeBytes) + " MB are needed.");
            }
            return directory;
        } catch (final OverlappingFileLockException taken) {
            CloseHelper.quietClose(channel);
            throw inUse(path);
        } catch (final IOException unwritable) {
            CloseHelper.quietClose(channel);
            throw unusable(path, unwritable);
        } catch (final StartException refused) {
            CloseHelper.quietClose(channel);
            throw refused;
        }
    }

    private static StartException unusable(final Path path, final IOException why) {
        return new StartException("The data directory " + path + " cannot be used: "
            + (why instanceof AccessDeniedException ? "there is no permission to write " : "")
            + why.getMessage() + ".");
    }

    /** What another user has left, as when the node once ran as root, is found now and not while it runs. */
    private static void requireWritable(final Path path) throws IOException {
        for (final String name : OWN_FOLDERS) {
            final Path folder = path.resolve(name);
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder, 1)) {
                    final Path foreign = files.filter(file -> !Files.isWritable(file)).findFirst().orElse(null);
                    if (foreign != null) {
                        throw new AccessDeniedException(foreign.toString());
                    }
                }
            }
        }
    }

    private static StartException inUse(final Path path) {
        return new StartException("The data directory " + path + " is in use by another process.");
    }

    private static long megabytes(final long bytes) {
        return bytes / (1024 * 1024);
    }

    /** Free space on the directory's disk. */
    long freeBytes() {
        return path.toFile().getUsableSpace();
    }

    /** Whether the archive's catalog is where the running archive has it. */
    boolean hasArchive(final ClusterSettings settings) {
        return Files.exists(settings.archiveDirectory().resolve(ArchiveCheck.CATALOG));
    }

    /**
     * Removes the marks by which Aeron knows a run: after one that ended abruptly it would not start for ten seconds, for
     * longer if the clock was set back. Nobody can be using them, because this process holds the lock.
     */
    void removeMarks(final ClusterSettings settings) {
        try {
            Files.deleteIfExists(settings.archiveDirectory().resolve(ArchiveMarkFile.FILENAME));
            Files.deleteIfExists(settings.clusterDirectory().resolve(ClusterMarkFile.FILENAME));
            Files.deleteIfExists(settings.clusterDirectory().resolve(ClusterMarkFile.markFilenameForService(0)));
        } catch (final IOException unwritable) {
            throw unusable(path, unwritable);
        }
    }

    @Override
    public void close() {
        CloseHelper.quietClose(channel);
    }
}
