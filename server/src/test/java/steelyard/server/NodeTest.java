package steelyard.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.server.cluster.ClusterMember;
import steelyard.server.cluster.CoreStatus;
import steelyard.server.config.NodeConfig;
import steelyard.server.journal.Journal;
import steelyard.server.journal.Replay;

@Timeout(60)
class NodeTest {
    /** Commands under way at a time: a slow machine sheds more. */
    private static final int WINDOW = 100;

    @TempDir
    private Path directory;

    private NodeConfig config;
    private TestNode node;

    @BeforeEach
    void writeConfiguration() throws IOException {
        config = TestNode.configuration(directory);
    }

    @AfterEach
    void close() {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void shouldAnswerCommandsWhoseEffectsCanBeRead() throws Exception {
        start();
        for (int i = 1; i <= 100; i++) {
            node.deposit(i);
        }
        node.awaitAnswers(100);
        final CoreStatus status = node.status();
        assertEquals(100, status.hashes().parts().get(1).hash());
        assertTrue(node.node().queries().status().ready());
        assertFalse(node.node().queries().status().stale());
        assertTrue(node.node().queries().status().leader());
        assertTrue(node.node().queries().status().eventSequence() >= node.lastEventSequence());
    }

    @Test
    void shouldComeBackFromItsLog() throws Exception {
        start();
        for (int i = 1; i <= 50; i++) {
            node.deposit(i);
        }
        node.awaitAnswers(50);
        final CoreStatus before = node.status();
        node.close();
        start();
        final CoreStatus after = node.status();
        assertEquals(before.hashes().parts(), after.hashes().parts());
        assertTrue(after.eventSequence() > before.eventSequence());
        node.deposit(51);
        node.awaitAnswers(1);
        assertEquals(51, node.status().hashes().parts().get(1).hash());
    }

    @Test
    void shouldComeBackFromASnapshotAndTheLogAfterIt() throws Exception {
        start();
        node.deposit(1);
        node.awaitAnswers(1);
        assertTrue(node.node().member().requestSnapshot());
        TestNode.await(() -> node.node().member().snapshotCount() == 1);
        final long position = node.node().member().condition().snapshot().logPosition();
        node.deposit(2);
        node.awaitAnswers(2);
        final CoreStatus before = node.status();
        node.close();
        start();
        assertEquals(position, node.node().member().condition().snapshot().logPosition());
        assertEquals(before.hashes().parts(), node.status().hashes().parts());
        TestNode.await(() -> node.node().queries().status().eventSequence() > before.eventSequence());
    }

    @Test
    void shouldReplayToTheStateThatItHadAtASequence() throws Exception {
        start();
        for (int i = 1; i <= 30; i++) {
            node.deposit(i);
        }
        node.awaitAnswers(30);
        final CoreStatus early = node.status();
        assertTrue(node.node().member().requestSnapshot());
        TestNode.await(() -> node.node().member().snapshotCount() == 1);
        for (int i = 1; i <= 2_000; i++) {
            node.deposit(i);
            if (i % WINDOW == 0) {
                node.awaitAnswers(30 + i);
            }
        }
        node.awaitAnswers(2_030);
        final CoreStatus late = node.status();
        node.close();

        assertReplayed(early, false);
        assertReplayed(late, false);
        assertReplayed(late, true);
        final CoreStatus end = replay(Long.MAX_VALUE, true);
        assertTrue(end.eventSequence() >= late.eventSequence());
        assertEquals(end, replay(Long.MAX_VALUE, false));
    }

    @Test
    void shouldReplayMessagesOfManyFragmentsOverSegmentFiles() throws Exception {
        start();
        final String medium = "x".repeat(6_000);
        final String large = "y".repeat(60_000);
        final int count = 1 + (ClusterMember.SEGMENT_LENGTH + ClusterMember.LOG_TERM_LENGTH) / medium.length();
        for (int i = 1; i <= count; i++) {
            node.deposit(i, i % 100 == 0 ? large : medium);
            if (i % WINDOW == 0) {
                node.awaitAnswers(i);
            }
        }
        node.awaitAnswers(count);
        final CoreStatus status = node.status();
        node.close();
        assertTrue(status.logPosition() > ClusterMember.SEGMENT_LENGTH);
        assertReplayed(status, false);

        final Journal journal = Journal.open(config.cluster().directory());
        assertTrue(journal.reaches(status.logPosition()));
        assertFalse(journal.reaches(status.logPosition() - 32), "no message ends there");
        assertFalse(journal.reaches(replay(Long.MAX_VALUE, false).logPosition() + 1_000_000));
    }

    private void assertReplayed(final CoreStatus expected, final boolean fromSnapshot) {
        final CoreStatus replayed = replay(expected.eventSequence(), fromSnapshot);
        assertEquals(expected.eventSequence(), replayed.eventSequence());
        assertEquals(expected.logPosition(), replayed.logPosition());
        assertEquals(expected.hashes(), replayed.hashes());
    }

    private CoreStatus replay(final long until, final boolean fromSnapshot) {
        return new Replay(config.cluster().directory(), CountingMachine::new).run(until, fromSnapshot, progress -> { });
    }

    @Test
    void shouldTickWhileNothingHappens() throws Exception {
        start();
        final long before = node.status().nowNanos();
        TestNode.await(() -> node.status().nowNanos() - before > TimeUnit.MILLISECONDS.toNanos(500));
        assertFalse(node.node().queries().status().stale());
    }

    @Test
    void shouldSyncFilesAsItsDurabilitySays() {
        start();
        assertArrayEquals(new int[] {1, 1, 1}, node.node().member().fileSyncLevels());
    }

    @Test
    void shouldRefuseADirectoryInUse() {
        start();
        final StartException refused = assertThrows(StartException.class, () -> TestNode.start(config));
        assertTrue(refused.getMessage().contains("in use"), refused.getMessage());
    }

    @Test
    void shouldStopWhenTheExchangeBeganWithAnotherGenesis() throws IOException {
        start();
        node.close();
        Files.writeString(config.genesisFile(), "parameters: {}\n");
        final StartException refused = assertThrows(StartException.class, () -> TestNode.start(config));
        assertTrue(refused.getMessage().contains("another genesis"), refused.getMessage());
    }

    private void start() {
        node = TestNode.start(config);
    }
}
