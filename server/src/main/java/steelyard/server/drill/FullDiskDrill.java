package steelyard.server.drill;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import steelyard.server.local.ClusterPlan;
import steelyard.server.local.LocalNode;

/** The leader's disk fills up: first it takes no more orders, then it has no byte left. Needs the right to mount. */
final class FullDiskDrill implements Drill {
    private static final int MEGABYTE = 1024 * 1024;
    private static final int DISK_MEGABYTES = 320;
    private static final int REFUSED_BELOW_MEGABYTES = 128;
    private static final int LITTLE_LEFT_MEGABYTES = 96;

    private final List<Path> mounted = new ArrayList<>();

    @Override
    public ClusterPlan prepare(final ClusterPlan plan) throws IOException, InterruptedException {
        final List<ClusterPlan.Place> places = new ArrayList<>();
        for (int node = 0; node < plan.nodes(); node++) {
            final Path data = plan.data(node);
            Files.createDirectories(data);
            Commands.run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MEGABYTES + "m", "tmpfs", data.toString());
            mounted.add(data);
            places.add(new ClusterPlan.Place(plan.host(node), List.of(), List.of(),
                Map.of("disk", Map.of("freeMegabytes", REFUSED_BELOW_MEGABYTES))));
        }
        return plan.at(places);
    }

    @Override
    public void run(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            final LocalNode leader = field.leader();
            final List<LocalNode> others = field.others(leader);
            final Path ballast = leader.data().resolve("ballast");
            field.count();
            field.tell("disk %d of %d: node %d, which leads, has little space",
                time, field.options().times(), leader.id());
            final long busyBefore = field.ledger().busyAnswers(leader.id());
            fill(ballast, leader.data().toFile().getUsableSpace() - (long) LITTLE_LEFT_MEGABYTES * MEGABYTE);
            field.await("\"busy\" from node " + leader.id(),
                () -> field.ledger().busyAnswers(leader.id()) > busyBefore + ProcessDrills.SETTLED_ANSWERS);
            field.awaitAnswers(others, ProcessDrills.SETTLED_ANSWERS, System.nanoTime());
            field.require(field.leader() == leader, "A leader that takes no orders was replaced.");
            field.tell("  it has none at all");
            final long full = System.nanoTime();
            fill(ballast, Long.MAX_VALUE);
            field.await("another leader", () -> !field.leads(leader));
            field.awaitAnswers(others, ProcessDrills.SETTLED_ANSWERS, System.nanoTime());
            field.noteOutage(others, full);
            Files.delete(ballast);
            field.awaitEnd(leader);
            field.bringBack(leader);
            fillFollower(field);
            field.sleepMillis(field.options().calmMillis());
        }
        field.require(field.elections() > 0, "Nobody took over.");
    }

    private static void fillFollower(final DrillField field) throws IOException, InterruptedException {
        final LocalNode leader = field.leader();
        final LocalNode follower = field.others(leader).getFirst();
        final Path ballast = follower.data().resolve("ballast");
        field.tell("  node %d, which follows, has none at all", follower.id());
        field.count();
        final long full = System.nanoTime();
        field.await("the end of node " + follower.id(), () -> {
            fill(ballast, Long.MAX_VALUE);
            return !follower.isRunning();
        });
        field.awaitAnswers(field.others(follower), ProcessDrills.SETTLED_ANSWERS, System.nanoTime());
        field.noteOutage(field.others(follower), full);
        Files.delete(ballast);
        field.bringBack(follower);
    }

    private static void fill(final Path file, final long bytes) {
        final byte[] chunk = new byte[MEGABYTE];
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE,
            StandardOpenOption.APPEND)) {
            for (long written = 0; written < bytes; written += chunk.length) {
                out.write(chunk);
            }
        } catch (final IOException full) {
            // As wanted: there is no space left.
        }
    }

    @Override
    public void close() {
        mounted.forEach(data -> Commands.tryToRun("umount", data.toString()));
    }
}
