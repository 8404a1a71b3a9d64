package steelyard.server.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.server.PoisonedNode;

class FailStopTest {
    @TempDir
    private Path directory;

    @Test
    @Timeout(60)
    void shouldEndTheProcessBeforeAnAnswerToACommandThatCannotBeApplied() throws IOException, InterruptedException {
        final Path output = directory.resolve("output.txt");
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
            PoisonedNode.class.getName(), directory.toString()));
        final Process process = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(output.toFile()).start();
        assertTrue(process.waitFor(40, TimeUnit.SECONDS));

        final String printed = Files.readString(output);
        assertEquals(HaltWithReport.STATUS, process.exitValue(), printed);
        assertTrue(printed.contains("answered 1\n"), printed);
        assertFalse(printed.contains("answered 2"), printed);
        final String report = Files.readString(directory.resolve("data").resolve(HaltWithReport.FILE_NAME));
        assertTrue(report.contains("While applying command "), report);
        assertTrue(report.contains("Command: "), report);
        assertTrue(report.contains("a planted broken invariant"), report);
        assertTrue(report.contains("CountingMachine.apply"), report);
    }
}
