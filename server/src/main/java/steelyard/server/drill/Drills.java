package steelyard.server.drill;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import steelyard.server.local.ClusterPlan;
import steelyard.server.local.LocalCluster;
import steelyard.server.local.NodeProcess;

/** The drills there are. */
public final class Drills {
    private static final int NODES = 3;
    /** So that even the shortest drill has some. */
    private static final Map<String, Object> CHECKPOINTS = Map.of("audit", Map.of("checkpointSeconds", 2));
    private static final SequencedMap<String, Entry> ALL = all();

    private record Entry(String text, Supplier<Drill> drill) {
    }

    private Drills() {
    }

    private static SequencedMap<String, Entry> all() {
        final SequencedMap<String, Entry> drills = new LinkedHashMap<>();
        drills.put("leader", new Entry("kill -9 of the leader", () -> ProcessDrills::killLeader));
        drills.put("follower", new Entry("kill -9 of a follower", () -> ProcessDrills::killFollower));
        drills.put("majority", new Entry("kill -9 of two nodes of three: nothing is acknowledged until one is back",
            () -> ProcessDrills::killMajority));
        drills.put("all", new Entry("kill -9 of all nodes at once", () -> ProcessDrills::killAll));
        drills.put("pause", new Entry("the leader stands still for 5 s (SIGSTOP, SIGCONT)",
            () -> ProcessDrills::pauseLeader));
        drills.put("hang", new Entry("a follower stands still for 5 s", () -> ProcessDrills::pauseFollower));
        drills.put("cut", new Entry(
            "the network between the leader and the others is cut, both ways, one way, flapping", CutDrill::new));
        drills.put("loss", new Entry("one packet of twenty is lost", LossDrill::new));
        drills.put("disk", new Entry("a follower loses its disk", () -> StorageDrills::wipeDisk));
        drills.put("seed", new Entry("a follower loses its disk and is filled from the leader",
            () -> StorageDrills::seed));
        drills.put("forget", new Entry("a follower loses its disk while the others are behind or down: it must not vote",
            () -> StorageDrills::forget));
        drills.put("full", new Entry("the leader's disk is full, then a follower's", FullDiskDrill::new));
        drills.put("slow", new Entry("the leader's disk is slow, then it stands still", SlowDiskDrill::new));
        drills.put("snapshot", new Entry("the last snapshot of a follower is damaged",
            () -> StorageDrills::damageSnapshot));
        drills.put("tail", new Entry("a follower's journal is cut in its last three records",
            () -> StorageDrills::cutJournal));
        drills.put("stall", new Entry("a consumer of the leader's events stands still", StallDrill::new));
        drills.put("poison", new Entry("a command that cannot be applied stops all nodes; it is skipped",
            () -> LogDrills::poison));
        drills.put("restart", new Entry("all nodes are restarted, one by one", () -> ProcessDrills::restartOneByOne));
        drills.put("replace", new Entry("a member is replaced by one at another address", ReplacementDrill::new));
        drills.put("segments", new Entry("old parts of the journal are moved; nodes restart and are filled from them",
            SegmentsDrill::new));
        drills.put("grow", new Entry("a cluster of one becomes one of three; two nodes begin empty", GrowthDrill::new));
        return drills;
    }

    /** Names, with what happens. */
    public static Map<String, String> descriptions() {
        final Map<String, String> texts = new LinkedHashMap<>();
        ALL.forEach((name, entry) -> texts.put(name, entry.text()));
        return texts;
    }

    /**
     * Runs one.
     *
     * @param usual    where; the directory must be new or an earlier drill's
     * @param template configuration of the nodes
     * @throws DrillFailure if something is seen that must not be, or the machine does not allow it
     */
    public static void run(
        final String name, final DrillOptions options, final ClusterPlan usual, final Path template,
        final PrintStream out) throws IOException, InterruptedException {
        delete(usual.directory());
        try (Drill drill = ALL.get(name).drill().get()) {
            final ClusterPlan prepared = drill.prepare(usual);
            final ClusterPlan plan =
                prepared.at(prepared.places().stream().map(place -> place.withDefaults(CHECKPOINTS)).toList());
            plan.write(template);
            try (DrillField field = new DrillField(new LocalCluster(plan, NodeProcess.Build.own()), options, out)) {
                drill.before(field, template);
                field.start();
                drill.run(field);
                field.finish(name);
                drill.after(field);
            }
        }
    }

    /** Whether there is a drill of this name. */
    public static boolean exists(final String name) {
        return ALL.containsKey(name);
    }

    /** Number of nodes in a drill. */
    public static int nodes() {
        return NODES;
    }

    static void delete(final Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
