package steelyard.server.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import steelyard.server.cluster.HaltWithReport;
import steelyard.server.local.ClusterPlan;
import steelyard.server.local.LocalNode;

/**
 * A consumer of the leader's events stands still: a debugger suspends its thread. Under load the ring is full soon; every
 * second time nobody trades, and the node must notice all the same.
 */
final class StallDrill implements Drill {
    private static final String CONSUMER = "sessions";

    @Override
    public ClusterPlan prepare(final ClusterPlan plan) {
        return Debugger.prepare(plan);
    }

    @Override
    public void run(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            final LocalNode leader = field.leader();
            final List<LocalNode> others = field.others(leader);
            field.count();
            final boolean quiet = time % 2 == 0;
            field.tell("stall %d of %d: the thread %s of node %d, which leads%s", time, field.options().times(), CONSUMER,
                leader.id(), quiet ? ", while nobody trades" : "");
            if (quiet) {
                field.pauseTraders();
            }
            Debugger.attach(field.cluster().plan(), leader.id(), CONSUMER).suspend();
            field.awaitEnd(leader);
            final long ended = System.nanoTime();
            field.require(leader.process().exitStatus() == HaltWithReport.STATUS
                && Files.readString(leader.data().resolve(HaltWithReport.FILE_NAME)).contains("egress ring"),
                "The node did not stop because of the stalled consumer.");
            field.resumeTraders();
            field.awaitAnswers(others, ProcessDrills.SETTLED_ANSWERS, ended);
            field.noteOutage(others, ended);
            field.require(field.leader() != leader, "A node that stopped leads.");
            field.bringBack(leader);
            field.sleepMillis(field.options().calmMillis());
        }
        field.require(field.elections() >= field.options().times(), "There were fewer elections than stalls.");
    }
}
