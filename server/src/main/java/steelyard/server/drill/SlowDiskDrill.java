package steelyard.server.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import steelyard.server.cluster.HaltWithReport;
import steelyard.server.local.ClusterPlan;
import steelyard.server.local.LocalNode;

/**
 * The leader's disk takes long for everything, then nothing more: a debugger suspends the thread that writes the journal,
 * for a while and for good.
 */
final class SlowDiskDrill implements Drill {
    private static final String ARCHIVE = "archive-conductor";
    private static final int WRITES = 15;
    private static final long WRITE_MILLIS = 300;
    private static final long BETWEEN_MILLIS = 50;

    @Override
    public ClusterPlan prepare(final ClusterPlan plan) {
        return Debugger.prepare(plan);
    }

    @Override
    public void run(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            final LocalNode leader = field.leader();
            final List<LocalNode> others = field.others(leader);
            final long elections = field.elections();
            field.count();
            field.tell("disk %d of %d: node %d, which leads, takes %d ms to write",
                time, field.options().times(), leader.id(), WRITE_MILLIS);
            final Debugger disk = Debugger.attach(field.cluster().plan(), leader.id(), ARCHIVE);
            final long slow = System.nanoTime();
            for (int i = 0; i < WRITES; i++) {
                disk.suspend();
                field.sleepMillis(WRITE_MILLIS);
                disk.resume();
                field.sleepMillis(BETWEEN_MILLIS);
            }
            field.awaitAnswers(field.cluster().nodes(), ProcessDrills.SETTLED_ANSWERS, slow);
            field.require(field.elections() == elections, "A slow disk led to an election.");
            field.tell("  it writes no more");
            final long still = System.nanoTime();
            disk.suspend();
            field.awaitEnd(leader);
            field.require(leader.process().exitStatus() == HaltWithReport.STATUS
                && Files.readString(leader.data().resolve(HaltWithReport.FILE_NAME)).contains("nothing was recorded"),
                "The node did not stop because of its disk.");
            field.awaitAnswers(others, ProcessDrills.SETTLED_ANSWERS, System.nanoTime());
            field.noteOutage(others, still);
            field.bringBack(leader);
            field.sleepMillis(field.options().calmMillis());
        }
        field.require(field.elections() >= field.options().times(), "Nobody took over.");
    }
}
