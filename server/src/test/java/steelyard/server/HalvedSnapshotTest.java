package steelyard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.server.config.NodeConfig;
import steelyard.server.journal.Journal;
import steelyard.server.journal.SnapshotRemover;

/** A node that is killed while it writes a snapshot comes back from the one before, and takes the next. */
@Timeout(120)
class HalvedSnapshotTest {
    @TempDir
    private Path directory;

    @Test
    void shouldComeBackFromTheSnapshotBefore() throws Exception {
        final Path output = directory.resolve("output.txt");
        final Process process = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
            HalvedSnapshot.class.getName(), directory.toString())).redirectErrorStream(true)
            .redirectOutput(output.toFile()).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        final String printed = Files.readString(output);
        assertEquals(137, process.exitValue(), printed);
        assertTrue(printed.contains("snapshots 1\n"), printed);
        assertFalse(printed.contains("snapshots 2"), printed);

        final NodeConfig config = NodeConfig.read(directory.resolve("steelyard.yaml"));
        final Path data = config.cluster().directory();
        assertEquals(1, Journal.open(data).snapshots().size());
        assertTrue(recordings(data) > 1 + 2, "nothing of the second snapshot was recorded");
        try (TestNode node = TestNode.start(config)) {
            assertEquals(2 * HalvedSnapshot.DEPOSITS, count(node));
            node.deposit(1);
            node.awaitAnswers(1);
            assertTrue(node.node().member().requestSnapshot());
            TestNode.await(() -> node.node().member().snapshotCount() == 1);
        }
        assertEquals(2, Journal.open(data).snapshots().size());
        try (TestNode node = TestNode.start(config)) {
            assertEquals(2 * HalvedSnapshot.DEPOSITS + 1, count(node));
            for (int i = 1; i <= 2; i++) {
                final int taken = i;
                TestNode.await(() -> node.node().member().requestSnapshot());
                TestNode.await(() -> node.node().member().snapshotCount() == taken);
            }
            final SnapshotRemover remover = new SnapshotRemover(data, node.node().member()::purgeRecording);
            assertTrue(remover.remove(3, Long.MAX_VALUE) > 2, "what the broken-off snapshot left is still there");
            TestNode.await(() -> recordings(data) == 1 + 2 * 3);
        }
    }

    /** The log is one, a snapshot is two. */
    private static long recordings(final Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("archive"))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".rec"))
                .map(name -> name.substring(0, name.indexOf('-'))).distinct().count();
        }
    }

    private static long count(final TestNode node) throws Exception {
        return node.status().hashes().parts().stream().filter(part -> part.name().equals("count"))
            .findFirst().orElseThrow().hash();
    }
}
