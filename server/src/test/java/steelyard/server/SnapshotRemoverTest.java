package steelyard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.server.cluster.CoreStatus;
import steelyard.server.config.NodeConfig;
import steelyard.server.journal.ArchiveCheck;
import steelyard.server.journal.Journal;
import steelyard.server.journal.Replay;
import steelyard.server.journal.SnapshotRemover;
import steelyard.server.local.Backup;

/** Old snapshots are removed, and nobody misses them. */
@Timeout(180)
class SnapshotRemoverTest {
    private static final int KEPT = 3;
    private static final int DAMAGED_BYTE = 300;

    @TempDir
    private Path directory;

    @Test
    void shouldKeepTheNewestAndStartFromThem() throws Exception {
        final NodeConfig config = TestNode.configuration(directory);
        final Path data = config.cluster().directory();
        final Path copy = directory.resolve("copy");
        final List<Long> taken = new ArrayList<>();
        final CoreStatus before;
        try (TestNode node = TestNode.start(config)) {
            for (int i = 1; i <= 2 * KEPT; i++) {
                taken.add(snapshotAfterDeposit(node, i));
            }
            assertEquals(2 * KEPT, remover(node, data).remove(KEPT, Long.MAX_VALUE));
            TestNode.await(() -> recordings(data) == 1 + 2 * KEPT);
            assertEquals(taken.subList(KEPT, 2 * KEPT), snapshots(data));
            node.deposit(7);
            node.awaitAnswers(2 * KEPT + 1);
            before = node.status();
            Backup.make(data, copy);
        }
        assertStartsWith(before, config.withDirectory(copy));
        assertEquals(before.hashes(), new Replay(data, CountingMachine::new)
            .run(before.eventSequence(), false, progress -> { }).hashes());
        assertEquals(before.hashes(), new Replay(data, CountingMachine::new)
            .run(before.eventSequence(), true, progress -> { }).hashes());

        damageLast(data);
        final List<String> told = new ArrayList<>();
        ArchiveCheck.run(data, told::add);
        assertEquals(1, told.size(), told.toString());
        assertEquals(taken.subList(KEPT, 2 * KEPT - 1), snapshots(data));
        assertStartsWith(before, config);
    }

    @Test
    void shouldTellOnlyOfSnapshotsThatAreThereWhenAllAreDamaged() throws Exception {
        final NodeConfig config = TestNode.configuration(directory);
        final Path data = config.cluster().directory();
        final CoreStatus before;
        try (TestNode node = TestNode.start(config)) {
            for (int i = 1; i <= KEPT + 2; i++) {
                snapshotAfterDeposit(node, i);
            }
            assertEquals(2 * 2, remover(node, data).remove(KEPT, Long.MAX_VALUE));
            TestNode.await(() -> recordings(data) == 1 + 2 * KEPT);
            before = node.status();
        }
        final List<String> told = new ArrayList<>();
        for (int i = 1; i <= KEPT; i++) {
            damageLast(data);
            ArchiveCheck.run(data, told::add);
            assertEquals(i, told.size(), told.toString());
        }
        assertEquals(List.of(), snapshots(data));
        assertStartsWith(before, config);
    }

    @Test
    void shouldKeepTheOneFromWhichAReaderBeginsAgain() throws Exception {
        final NodeConfig config = TestNode.configuration(directory);
        final Path data = config.cluster().directory();
        final List<Long> taken = new ArrayList<>();
        try (TestNode node = TestNode.start(config)) {
            for (int i = 1; i <= 5; i++) {
                taken.add(snapshotAfterDeposit(node, i));
            }
            assertEquals(taken, snapshots(data));
            final SnapshotRemover remover = remover(node, data);
            assertEquals(0, remover.remove(5, Long.MAX_VALUE));
            assertEquals(2 * 2, remover.remove(2, taken.get(2) - 1));
            TestNode.await(() -> recordings(data) == 1 + 2 * 3);
            assertEquals(List.of(taken.get(1), taken.get(3), taken.get(4)), snapshots(data));
            assertEquals(2, remover.remove(2, Long.MAX_VALUE));
            assertEquals(taken.subList(3, 5), snapshots(data));
            assertEquals(0, remover.remove(2, Long.MAX_VALUE));
        }
    }

    /** It comes back with the same state and takes a further snapshot. */
    private static void assertStartsWith(final CoreStatus before, final NodeConfig config) throws Exception {
        try (TestNode node = TestNode.start(config)) {
            assertEquals(before.hashes().parts().get(1), node.status().hashes().parts().get(1));
            final Path data = config.cluster().directory();
            final long last = snapshotAfterDeposit(node, 1);
            remover(node, data).remove(KEPT, Long.MAX_VALUE);
            assertEquals(last, snapshots(data).getLast());
            assertTrue(snapshots(data).size() <= KEPT, snapshots(data).toString());
        }
    }

    private static SnapshotRemover remover(final TestNode node, final Path data) {
        return new SnapshotRemover(data, node.node().member()::purgeRecording);
    }

    private static long snapshotAfterDeposit(final TestNode node, final int count) throws Exception {
        node.deposit(count);
        node.awaitAnswers(count);
        final long before = node.node().member().snapshotCount();
        TestNode.await(() -> node.node().member().requestSnapshot());
        TestNode.await(() -> node.node().member().snapshotCount() > before);
        return node.node().member().condition().snapshot().logPosition();
    }

    private static List<Long> snapshots(final Path data) {
        return Journal.open(data).snapshots().stream().map(Journal.Snapshot::logPosition).toList();
    }

    private static void damageLast(final Path data) throws IOException {
        final long recording = Journal.open(data).snapshots().getLast().recordingId();
        final Path file = data.resolve("archive").resolve(recording + "-0.rec");
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(DAMAGED_BYTE);
            final int before = bytes.read();
            bytes.seek(DAMAGED_BYTE);
            bytes.write(before ^ 4);
        }
    }

    /** Numbers of recordings that have files: the log is one, a snapshot is two. */
    static long recordings(final Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("archive"))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.contains(".rec"))
                .map(name -> name.substring(0, name.indexOf('-'))).distinct().count();
        }
    }
}
