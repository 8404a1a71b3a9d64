package steelyard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.server.cluster.ClusterMember;
import steelyard.server.cluster.CoreStatus;
import steelyard.server.config.NodeConfig;
import steelyard.server.journal.Replay;
import steelyard.server.journal.SegmentMover;
import steelyard.server.local.Backup;

/** Old segments of the journal in a place of their own. */
@Timeout(180)
class SegmentMoverTest {
    private static final int WINDOW = 500;
    private static final String REASON = "x".repeat(6_000);

    @TempDir
    private Path directory;

    private int sent;

    @Test
    void shouldMoveWhatNobodyNeedsAndReadItWhereItIs() throws Exception {
        final NodeConfig config = TestNode.configuration(directory);
        final Path data = config.cluster().directory();
        final Path moved = data.resolve("journal").resolve("0-0.rec");
        final Path copy = directory.resolve("copy");
        final CoreStatus early;
        try (TestNode node = TestNode.start(config)) {
            final SegmentMover mover =
                new SegmentMover(data, node.node().member()::detachSegments, position -> "state-at-" + position);
            fill(node, 2 * ClusterMember.SEGMENT_LENGTH / REASON.length() * 5 / 8);
            early = node.status();
            assertTrue(early.logPosition() > ClusterMember.SEGMENT_LENGTH);
            snapshot(node, 1);
            assertEquals(0, mover.move(), "one snapshot is not enough");
            fill(node, 1);
            snapshot(node, 2);
            assertEquals(0, mover.move(Long.MAX_VALUE, ClusterMember.SEGMENT_LENGTH - 1), "somebody needs it");
            assertFalse(Files.exists(moved));
            assertEquals(1, mover.move(Long.MAX_VALUE, early.logPosition()));
            assertTrue(Files.exists(moved));
            assertFalse(Files.exists(data.resolve("archive").resolve("0-0.rec")));
            assertTrue(Files.readString(moved.resolveSibling(SegmentMover.LIST))
                .matches("0 67108864 [0-9a-f]{64} state-at-67108864\n"));
            assertEquals(0, mover.move());
            fill(node, 10);
            Backup.make(data, copy);
        }
        assertEquals(early.hashes(), replay(data, early).hashes());
        try (TestNode node = TestNode.start(config)) {
            sent = 0;
            fill(node, 10);
        }
        assertEquals(early.hashes(), replay(data, early).hashes());
        assertEquals(early.hashes(), replay(copy, early).hashes());
        try (TestNode node = TestNode.start(config.withDirectory(copy))) {
            sent = 0;
            fill(node, 10);
        }
    }

    private static CoreStatus replay(final Path data, final CoreStatus until) {
        return new Replay(data, CountingMachine::new).run(until.eventSequence(), false, progress -> { });
    }

    private void fill(final TestNode node, final int count) throws Exception {
        for (int i = 1; i <= count; i++) {
            node.deposit(i, REASON);
            sent++;
            if (sent % WINDOW == 0) {
                node.awaitAnswers(sent);
            }
        }
        node.awaitAnswers(sent);
    }

    private static void snapshot(final TestNode node, final int count) throws Exception {
        assertTrue(node.node().member().requestSnapshot());
        TestNode.await(() -> node.node().member().snapshotCount() == count);
    }
}
