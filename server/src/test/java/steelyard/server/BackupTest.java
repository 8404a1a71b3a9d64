package steelyard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.server.cluster.CoreStatus;
import steelyard.server.config.NodeConfig;
import steelyard.server.journal.Replay;
import steelyard.server.local.Backup;

/** Copies of a running node's data. */
@Timeout(120)
class BackupTest {
    @TempDir
    private Path directory;

    @Test
    void shouldStartFromACopyThatWasMadeUnderLoad() throws Exception {
        final NodeConfig config = TestNode.configuration(directory);
        final Path data = config.cluster().directory();
        final Path copy = directory.resolve("copy");
        final CoreStatus before;
        try (TestNode node = TestNode.start(config)) {
            load(node, 1, 200);
            assertTrue(node.node().member().requestSnapshot());
            TestNode.await(() -> node.node().member().snapshotCount() == 1);
            before = node.status();
            final Thread backup = Thread.ofPlatform().start(() -> copy(data, copy));
            int sent = 200;
            while (backup.isAlive()) {
                load(node, ++sent, sent);
            }
            backup.join();
            load(node, sent + 1, sent + 50);
        }
        assertThrows(StartException.class, () -> Backup.make(data, copy));
        assertTrue(Files.exists(copy.resolve("audit.key")) && Files.exists(copy.resolve("archive")));

        final CoreStatus restored;
        try (TestNode node = TestNode.start(config.withDirectory(copy))) {
            restored = node.status();
            assertTrue(restored.eventSequence() >= before.eventSequence());
            node.deposit(1);
            node.awaitAnswers(1);
        }
        assertEquals(replay(copy, before.eventSequence()).hashes(), replay(data, before.eventSequence()).hashes());
        final CoreStatus last = new Replay(copy, CountingMachine::new).run(Long.MAX_VALUE, true, progress -> { });
        assertEquals(last.hashes(), new Replay(copy, CountingMachine::new)
            .run(Long.MAX_VALUE, false, progress -> { }).hashes());
    }

    private static void load(final TestNode node, final int from, final int to) throws Exception {
        for (int i = from; i <= to; i++) {
            node.deposit(i);
        }
        node.awaitAnswers(to);
    }

    private static void copy(final Path data, final Path target) {
        try {
            Backup.make(data, target);
        } catch (final Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static CoreStatus replay(final Path data, final long until) {
        return new Replay(data, CountingMachine::new).run(until, false, progress -> { });
    }
}
