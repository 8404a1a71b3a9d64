package steelyard.server;

import io.aeron.archive.ArchiveMarkFile;
import io.aeron.cluster.service.ClusterMarkFile;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;
import steelyard.server.cluster.ClusterSettings;

/**
 * The node's directory, held by one process at a time. The lock goes with the process, however it ends.
 */
public final class DataDirectory implements AutoCloseable {
    private static final String LOCK_FILE = "lock";
    private static final long MARK_TIMEOUT_MILLIS = 10_000;

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
            throw new StartException("The data directory " + path + " cannot be used: " + unwritable.getMessage());
        } catch (final StartException refused) {
            CloseHelper.quietClose(channel);
            throw refused;
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

    /**
     * Waits until the marks of a run that ended abruptly have expired; Aeron would not start before. Nobody else can
     * be using them, because this process holds the lock.
     */
    void awaitMarks(final ClusterSettings settings, final PrintStream console) {
        boolean told = false;
        for (long left = marksLeftMillis(settings); left > 0; left = marksLeftMillis(settings)) {
            if (!told) {
                console.printf("The last run ended abruptly; its marks in %s expire in %d s. Waiting.%n",
                    path, 1 + left / 1_000);
                told = true;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Math.min(left, 100)));
        }
    }

    private static long marksLeftMillis(final ClusterSettings settings) {
        final File cluster = settings.clusterDirectory().toFile();
        final long last = Math.max(
            archiveMarkMillis(settings.archiveDirectory().toFile()),
            Math.max(
                clusterMarkMillis(cluster, ClusterMarkFile.FILENAME),
                clusterMarkMillis(cluster, ClusterMarkFile.markFilenameForService(0))));
        return last + MARK_TIMEOUT_MILLIS - System.currentTimeMillis() + 1;
    }

    private static long archiveMarkMillis(final File directory) {
        if (!new File(directory, ArchiveMarkFile.FILENAME).exists()) {
            return 0;
        }
        try (ArchiveMarkFile mark = new ArchiveMarkFile(
            directory, ArchiveMarkFile.FILENAME, System::currentTimeMillis, 1_000, text -> { })) {
            return mark.activityTimestampVolatile();
        }
    }

    private static long clusterMarkMillis(final File directory, final String name) {
        if (!new File(directory, name).exists()) {
            return 0;
        }
        try (ClusterMarkFile mark =
            new ClusterMarkFile(directory, name, System::currentTimeMillis, 1_000, text -> { })) {
            return mark.activityTimestampVolatile();
        }
    }

    @Override
    public void close() {
        CloseHelper.quietClose(channel);
    }
}
