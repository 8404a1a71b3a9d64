package steelyard.system.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
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
    private static final int LITTLE = 300;
    private static final int MUCH = 1_500;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {
        "leader", "follower", "majority", "all", "pause", "hang", "loss", "disk", "seed", "snapshot", "tail", "forget",
        "poison", "restart", "replace", "segments", "grow", "slow"})
    void shouldLoseNothing(final String drill) {
        run(drill, LITTLE);
    }

    /** Its ring must be filled; the second time nobody trades. */
    @ParameterizedTest
    @ValueSource(strings = "stall")
    void shouldLoseNothingUnderMoreLoad(final String drill) {
        run(drill, MUCH, 2);
    }

    /** They make network namespaces and file systems. */
    @ParameterizedTest
    @ValueSource(strings = {"cut", "full"})
    void shouldLoseNothingWhereTheMachineAllowsIt(final String drill) throws Exception {
        final Path status = Path.of("/proc/self/status");
        final boolean root = Files.exists(status)
            && Files.readAllLines(status).stream().anyMatch(line -> line.matches("Uid:\\s+0\\s.*"));
        System.out.println(root ? "The drill " + drill + " runs." : "SKIPPED: the drill " + drill + " needs root.");
        assumeTrue(root, "needs the rights of root");
        run(drill, LITTLE);
    }

    private void run(final String drill, final int ordersPerSecond) {
        run(drill, ordersPerSecond, 1);
    }

    private void run(final String drill, final int ordersPerSecond, final int times) {
        final int port = ThreadLocalRandom.current().nextInt(200, 310) * 100;
        final String output;
        try (LaunchedProcess process = LaunchedProcess.steelyard(directory, "drill", drill,
            "--times", Integer.toString(times), "--rate", Integer.toString(ordersPerSecond), "--calm", "1000",
            "--data", directory.resolve("drill").toString(), "--port", Integer.toString(port),
            "--cluster-port", Integer.toString(port + 50))) {
            assertEquals(0, process.awaitExit(LIMIT), () -> process.output() + process.complaints());
            output = process.output();
        }
        assertEquals(0, figure(output, "orders.lost"), output);
        assertEquals(0, figure(output, "orders.twice"), output);
        assertTrue(figure(output, "orders.acknowledged") > 0, output);
        assertTrue(figure(output, "checkpoints.verified") > 0, output);
        assertTrue(output.lines().anyMatch("passed"::equals), output);
    }

    private static long figure(final String output, final String name) {
        return output.lines().map(line -> line.split(" ")).filter(words -> words[0].equals(name))
            .map(words -> words[1]).map(Long::parseLong).findFirst()
            .orElseThrow(() -> new AssertionError("no " + name + " in " + output));
    }
}
