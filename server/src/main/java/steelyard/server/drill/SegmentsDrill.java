package steelyard.server.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import steelyard.server.cluster.ClusterMember;
import steelyard.server.journal.SegmentMover;
import steelyard.server.local.ClusterPlan;
import steelyard.server.local.LocalNode;
import steelyard.server.local.NodeProcess;
import steelyard.server.local.Seed;

/**
 * The first part of the journal is moved on every node. One is killed and comes back, another one loses its disk and is
 * filled with what was moved too. At the end the whole journals are compared, and a history is made from one.
 */
final class SegmentsDrill implements Drill {
    private static final long BALLAST_BYTES = ClusterMember.SEGMENT_LENGTH + 4 * 1024 * 1024;
    private static final long MOVED_SECONDS = 150;
    private static final long REBUILD_SECONDS = 120;
    private static final String FIRST_SEGMENT = "0-0.rec";

    @Override
    public ClusterPlan prepare(final ClusterPlan plan) {
        final List<ClusterPlan.Place> places = new ArrayList<>();
        for (int node = 0; node < plan.nodes(); node++) {
            places.add(new ClusterPlan.Place(plan.host(node), List.of(), List.of(),
                Map.of("retention", Map.of("journal", "move"), "audit", Map.of("checkpointSeconds", 1))));
        }
        return plan.at(places);
    }

    @Override
    public void run(final DrillField field) throws IOException, InterruptedException {
        final LocalNode leader = field.leader();
        final LocalNode first = field.others(leader).getFirst();
        final LocalNode second = field.others(leader).getLast();
        RawCommands.ballast(field.cluster().plan(), BALLAST_BYTES);
        StorageDrills.snapshot(field, leader, first);
        StorageDrills.snapshot(field, leader, first);
        field.tell("the log is %,d bytes long; waiting until nodes move its first part", BALLAST_BYTES);
        field.await("moved parts of the journal", MOVED_SECONDS,
            () -> field.cluster().nodes().stream().allMatch(SegmentsDrill::hasMoved));
        field.count();
        ProcessDrills.kill(first);
        field.bringBack(first);
        ProcessDrills.kill(second);
        Drills.delete(second.data());
        field.cluster().start(second.id());
        field.awaitEnd(second);
        field.require(second.output().contains("./steelyard seed"), "An empty member did not ask to be seeded.");
        field.tell("  %,d bytes from node %d", Seed.from(leader.operators(), second.data()), leader.id());
        field.require(hasMoved(second), "What was moved was not fetched.");
        field.bringBack(second);
        field.awaitAnswers(field.cluster().nodes(), ProcessDrills.SETTLED_ANSWERS, System.nanoTime());
        field.sleepMillis(field.options().calmMillis());
    }

    private static boolean hasMoved(final LocalNode node) {
        final Path moved = node.data().resolve(SegmentMover.FOLDER);
        return Files.exists(moved.resolve(FIRST_SEGMENT)) && Files.exists(moved.resolve(SegmentMover.LIST))
            && !Files.exists(node.data().resolve("archive").resolve(FIRST_SEGMENT));
    }

    @Override
    public void after(final DrillField field) throws IOException, InterruptedException {
        final LocalNode node = field.cluster().node(0);
        final NodeProcess command = NodeProcess.command(field.cluster().build(), field.cluster().plan().output(0),
            "rebuild-history", "--data", node.data().toString());
        field.require(command.awaitEnd(REBUILD_SECONDS) && command.exitStatus() == 0,
            "The history cannot be made from what was moved.");
        field.tell("history was made anew from the whole journal");
    }
}
