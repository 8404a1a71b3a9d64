package steelyard.system.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.system.node.LaunchedProcess;

/** Each drill once, under little load: nothing is lost or done twice, and what it is about did happen. */
@Timeout(300)
class DrillTest {
    private static final Duration LIMIT = Duration.ofSeconds(240);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"leader", "majority", "pause", "disk", "restart"})
    void shouldLoseNothing(final String drill) {
        final int port = ThreadLocalRandom.current().nextInt(200, 310) * 100;
        final String output;
        try (LaunchedProcess process = LaunchedProcess.steelyard(directory, "drill", drill, "--times", "1",
            "--rate", "300", "--calm", "1000", "--data", directory.resolve("drill").toString(),
            "--port", Integer.toString(port), "--cluster-port", Integer.toString(port + 50))) {
            assertEquals(0, process.awaitExit(LIMIT), () -> process.output() + process.complaints());
            output = process.output();
        }
        assertEquals(0, figure(output, "orders.lost"), output);
        assertEquals(0, figure(output, "orders.twice"), output);
        assertTrue(figure(output, "orders.acknowledged") > 0, output);
        assertTrue(figure(output, "elections") + figure(output, "comebacks") > 0, output);
    }

    private static long figure(final String output, final String name) {
        return output.lines().map(line -> line.split(" ")).filter(words -> words[0].equals(name))
            .map(words -> words[1]).map(Long::parseLong).findFirst()
            .orElseThrow(() -> new AssertionError("no " + name + " in " + output));
    }
}
