package steelyard.server.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.ShutdownSignalBarrier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import steelyard.server.StartException;
import steelyard.server.cluster.HaltWithReport;
import steelyard.server.local.ClusterPlan;
import steelyard.server.local.LocalCluster;
import steelyard.server.local.LocalNode;
import steelyard.server.local.NodeProcess;
import steelyard.server.local.StatusLines;

/**
 * {@code cluster}: several nodes as processes of this machine, with bots on each and a line of status for each. A second
 * call with {@code --restart-one-by-one} has the first one restart its nodes, with the build that the second one is of.
 */
@Command(
    name = "cluster",
    description = "Runs a cluster of several nodes on this machine until it is interrupted.",
    mixinStandardHelpOptions = true)
final class ClusterCommand implements Callable<Integer> {
    private static final long START_SECONDS = 60;
    private static final long TURN_MILLIS = 500;
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int TURNS_PER_PRINT = 10;
    /** Asks the running command to restart its nodes; the file's line is the class path to use. */
    private static final String REQUEST_FILE = "restart.request";
    private static final String RUNNING_FILE = "cluster.lock";

    @Option(names = "--nodes", paramLabel = "N", defaultValue = "3",
        description = "Number of members: 1, 3, 5 or 7 (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(names = "--config", paramLabel = "FILE",
        description = "What all nodes are configured with, besides ports and folders (default: the demo's).")
    private Path config = Home.path("demo/steelyard.yaml");

    @Option(names = "--data", paramLabel = "DIR",
        description = "Folder of the nodes' folders (default: data/cluster).")
    private Path data = Home.path("data/cluster");

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8080",
        description = "Public API of the first node; the others follow, ten apart, each with the operators' API one "
            + "above (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--cluster-port", paramLabel = "PORT", defaultValue = "9100",
        description = "First of five UDP ports between members; the others follow, ten apart "
            + "(default: ${DEFAULT-VALUE}).")
    private int clusterPort;

    @Option(names = "--bots", negatable = true, defaultValue = "true", fallbackValue = "true",
        description = "Bots that trade on every node (default: yes).")
    private boolean bots;

    @Option(names = "--restart-one-by-one",
        description = "Has the cluster that runs in that folder restart its nodes, one after the other, the leader "
            + "last, as this build; prints what happens.")
    private boolean restart;

    private final Set<NodeProcess> reported = new HashSet<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        return restart ? askForRestart() : run();
    }

    private int run() throws IOException, InterruptedException {
        if (nodes < 1 || nodes > 7 || nodes % 2 == 0) {
            throw new StartException("A cluster has 1, 3, 5 or 7 members, not " + nodes + ".");
        }
        final ClusterPlan plan =
            new ClusterPlan(data.toAbsolutePath().normalize(), nodes, "127.0.0.1", port, clusterPort);
        Files.createDirectories(plan.directory());
        final AtomicBoolean ending = new AtomicBoolean();
        try (RandomAccessFile lockFile = new RandomAccessFile(plan.directory().resolve(RUNNING_FILE).toFile(), "rw");
            FileLock lock = lock(lockFile);
            ShutdownSignalBarrier barrier = new ShutdownSignalBarrier(() -> ending.set(true));
            LocalCluster cluster = new LocalCluster(plan, NodeProcess.Build.own())) {
            plan.write(config);
            System.out.printf("Starting %d nodes in %s.%n", nodes, plan.directory());
            cluster.start();
            cluster.awaitReady(START_SECONDS, ending::get);
            final ClusterBots trading = bots && !ending.get() ? ClusterBots.start(cluster) : null;
            cluster.nodes().forEach(node -> System.out.printf("node %d  process %d  public %s  operators %s  data %s%n",
                node.id(), node.process().pid(), node.api(), node.operators().base(), node.data()));
            System.out.println("ready");
            watch(cluster, ending);
            if (trading != null) {
                trading.stop();
            }
            System.out.println("Closing.");
        }
        return 0;
    }

    private FileLock lock(final RandomAccessFile file) throws IOException {
        FileLock lock = null;
        try {
            lock = file.getChannel().tryLock();
        } catch (final OverlappingFileLockException held) {
            // As if another process had it.
        }
        if (lock == null) {
            throw new StartException("A cluster runs in " + data + " already.");
        }
        return lock;
    }

    private void watch(final LocalCluster cluster, final AtomicBoolean ending)
        throws IOException, InterruptedException {
        final StatusLines status = new StatusLines(cluster);
        final boolean live = System.console() != null && System.console().isTerminal();
        Files.deleteIfExists(cluster.plan().directory().resolve(REQUEST_FILE));
        for (int turn = 0; !ending.get(); turn++) {
            final boolean first = turn == 0;
            if (live || turn % TURNS_PER_PRINT == 0) {
                print(status.read(), live && !first);
            }
            if (startEnded(cluster) || restartIfAsked(cluster)) {
                turn = -1;
            }
            TimeUnit.MILLISECONDS.sleep(TURN_MILLIS);
        }
    }

    /** On a terminal the lines are written over the last ones. */
    private static void print(final List<String> lines, final boolean over) {
        final StringBuilder text = new StringBuilder();
        if (over) {
            text.append("\u001b[").append(lines.size()).append('A');
        }
        for (final String line : lines) {
            text.append(line).append(over ? "\u001b[K" : "").append(System.lineSeparator());
        }
        System.out.print(text);
        System.out.flush();
    }

    /**
     * A node that ended is started again, not more often than every few seconds; one that stopped itself is not, because
     * it has a reason.
     */
    private boolean startEnded(final LocalCluster cluster) throws IOException {
        boolean started = false;
        for (final LocalNode node : cluster.nodes()) {
            if (node.isRunning() || reported.contains(node.process()) || node.ageNanos() < AGAIN_NANOS) {
                continue;
            }
            if (node.process().exitStatus() == HaltWithReport.STATUS) {
                reported.add(node.process());
                System.out.printf("Node %d stopped itself; why is in %s.%n",
                    node.id(), node.data().resolve(HaltWithReport.FILE_NAME));
                continue;
            }
            System.out.printf("Node %d ended with status %d and is started again", node.id(),
                node.process().exitStatus());
            cluster.start(node.id());
            System.out.printf(" as process %d.%n", node.process().pid());
            started = true;
        }
        return started;
    }

    private static boolean restartIfAsked(final LocalCluster cluster) throws IOException, InterruptedException {
        final Path request = cluster.plan().directory().resolve(REQUEST_FILE);
        if (!Files.exists(request)) {
            return false;
        }
        final NodeProcess.Build build = cluster.build();
        final Path progress = cluster.plan().directory().resolve(REQUEST_FILE + ".progress");
        final List<String> told = new ArrayList<>();
        cluster.useBuild(new NodeProcess.Build(build.java(), build.options(), Files.readString(request).strip()));
        try {
            cluster.restartOneByOne(line -> {
                System.out.println(line);
                told.add(line);
                write(progress, String.join("\n", told) + "\n");
            }, START_SECONDS);
            told.add("done");
        } catch (final StartException failed) {
            System.out.println(failed.getMessage());
            told.add(failed.getMessage());
            told.add("failed");
        }
        write(progress, String.join("\n", told) + "\n");
        Files.delete(request);
        return true;
    }

    private static void write(final Path file, final String text) {
        try {
            final Path whole = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(whole, text);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException unwritable) {
            throw new StartException(file + " cannot be written: " + unwritable.getMessage());
        }
    }

    private int askForRestart() throws IOException, InterruptedException {
        final Path directory = data.toAbsolutePath().normalize();
        final Path progress = directory.resolve(REQUEST_FILE + ".progress");
        try (RandomAccessFile lockFile = new RandomAccessFile(directory.resolve(RUNNING_FILE).toFile(), "rw");
            FileLock lock = lockFile.getChannel().tryLock()) {
            if (lock != null) {
                throw new StartException("No cluster runs in " + data + ".");
            }
        } catch (final IOException absent) {
            throw new StartException("No cluster runs in " + data + ".");
        }
        Files.deleteIfExists(progress);
        write(directory.resolve(REQUEST_FILE), System.getProperty("java.class.path"));
        int told = 0;
        while (true) {
            final List<String> lines = Files.exists(progress) ? Files.readAllLines(progress) : List.of();
            for (; told < lines.size(); told++) {
                System.out.println(lines.get(told));
            }
            if (told > 0 && "done".equals(lines.get(told - 1))) {
                return 0;
            }
            if (told > 0 && "failed".equals(lines.get(told - 1))) {
                return 1;
            }
            TimeUnit.MILLISECONDS.sleep(TURN_MILLIS / 5);
        }
    }
}
