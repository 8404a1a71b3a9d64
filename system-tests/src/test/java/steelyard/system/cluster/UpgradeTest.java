package steelyard.system.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import steelyard.server.cluster.HaltWithReport;
import steelyard.server.local.ClusterPlan;
import steelyard.server.local.LocalCluster;
import steelyard.server.local.LocalNode;
import steelyard.server.local.NodeProcess;
import steelyard.server.local.OperatorClient;

/**
 * From one build to another whose version 2 of the rules refuses deposits below 5 USDC: the nodes are restarted one by
 * one, mean the same while both builds run, and change at one place of the log.
 */
@Timeout(240)
class UpgradeTest {
    private static final long READY_SECONDS = 60;
    private static final String ADDRESS = "0x00000000000000000000000000000000000000a1";

    @TempDir
    private Path directory;

    private long deposits;

    @Test
    void shouldChangeTheRulesOnAllNodesAtOnce() throws Exception {
        final NodeProcess.Build old = NodeProcess.Build.own();
        final NodeProcess.Build next = new NodeProcess.Build(
            old.java(), old.options(), nextBuild() + File.pathSeparator + old.classPath());
        final int port = ThreadLocalRandom.current().nextInt(200, 310) * 100;
        final ClusterPlan plan = new ClusterPlan(directory.resolve("cluster"), 3, "127.0.0.1", port, port + 50);
        plan.write(Path.of("..", "demo", "steelyard.yaml"));
        try (LocalCluster cluster = new LocalCluster(plan, old)) {
            cluster.start();
            cluster.awaitReady(READY_SECONDS);
            deposit(cluster.node(0), 1);
            assertFalse(switchRules(cluster.node(0)));

            cluster.useBuild(next);
            restart(cluster, cluster.node(2));
            deposit(cluster.node(2), 1);
            assertFalse(switchRules(cluster.node(2)));
            awaitSameState(cluster);
            restart(cluster, cluster.node(1));
            restart(cluster, cluster.node(0));
            deposit(cluster.node(0), 1);

            assertTrue(switchRules(cluster.node(0)));
            for (final LocalNode node : cluster.nodes()) {
                assertThrows(OperatorClient.Refused.class, () -> deposit(node, 4));
                deposit(node, 5);
            }
            awaitSameState(cluster);

            cluster.useBuild(old);
            cluster.end(cluster.node(1));
            cluster.start(1);
            assertTrue(cluster.node(1).process().awaitEnd(READY_SECONDS), "a build without the new rules runs");
            assertEquals(HaltWithReport.STATUS, cluster.node(1).process().exitStatus());
            deposit(cluster.node(2), 6);
        }
    }

    private static void restart(final LocalCluster cluster, final LocalNode node) throws Exception {
        cluster.end(node);
        cluster.start(node.id());
        cluster.awaitReady(READY_SECONDS);
    }

    private void deposit(final LocalNode node, final int amount) throws IOException, InterruptedException {
        node.operators().post("/v1/deposits", OperatorClient.body()
            .put("address", ADDRESS).put("amount", Integer.toString(amount)).put("source", 9).put("number", ++deposits)
            .put("operator", "test").put("reason", "upgrade"));
    }

    private static boolean switchRules(final LocalNode node) throws IOException, InterruptedException {
        try {
            node.operators().post("/v1/behaviour", OperatorClient.body()
                .put("version", 2).put("operator", "test").put("reason", "upgrade"));
            return true;
        } catch (final OperatorClient.Refused refused) {
            assertTrue(refused.isConflict(), refused.getMessage());
            return false;
        }
    }

    /** Waits for a moment at which all nodes answer with the same event; their hashes must be equal then. */
    private static void awaitSameState(final LocalCluster cluster) throws InterruptedException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (true) {
            final List<JsonNode> all = List.of(
                cluster.node(0).status(), cluster.node(1).status(), cluster.node(2).status());
            final long event = all.getFirst().path("eventSequence").asLong();
            if (all.stream().allMatch(status -> status.path("eventSequence").asLong() == event)) {
                assertEquals(1, all.stream().map(status -> status.path("stateHash").asText()).distinct().count(),
                    all.toString());
                return;
            }
            assertTrue(System.nanoTime() - deadline < 0, "the nodes are never at the same event");
        }
    }

    /** Compiles what the next build has different; answers the folder of its classes. */
    private Path nextBuild() throws IOException {
        final Path sources = Files.createDirectories(directory.resolve("next-sources"));
        final Path classes = Files.createDirectories(directory.resolve("next"));
        final List<Path> changed = List.of(
            change(sources, "exchange", "steelyard/exchange/state/Behaviour.java",
                "VERSION_MAX = 1;", "VERSION_MAX = 2;"),
            change(sources, "exchange", "steelyard/exchange/operator/OperatorCommands.java",
                "command.decode(deposit);", """
                    command.decode(deposit);
                    if (state.behaviour().version() >= 2 && deposit.amountMicros() < 5_000_000) {
                        return refusal.because(RejectReason.LIMIT_REACHED, 5_000_000, 0);
                    }
                    """),
            change(sources, "server", "steelyard/server/NodeRoster.java", "", ""));
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            assertTrue(compiler.getTask(null, files, null,
                List.of("-d", classes.toString(), "-proc:none", "-cp", System.getProperty("java.class.path")), null,
                files.getJavaFileObjectsFromPaths(changed)).call());
        }
        return classes;
    }

    private static Path change(
        final Path folder, final String module, final String source, final String text, final String replacement)
        throws IOException {
        final String before = Files.readString(Path.of("..", module, "src", "main", "java").resolve(source));
        assertTrue(before.contains(text), source);
        final Path file = folder.resolve(source);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text.isEmpty() ? before : before.replace(text, replacement));
    }
}
