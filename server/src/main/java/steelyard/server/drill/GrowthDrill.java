package steelyard.server.drill;

import java.io.IOException;
import java.nio.file.Path;
import steelyard.server.local.ClusterPlan;

/**
 * A cluster of one becomes one of three; two nodes begin empty, and before the first one, without which they must not
 * begin. What happened before is compared at the end.
 */
final class GrowthDrill implements Drill {
    /** Longer than the members of a cluster with a log wait for each other at a start. */
    private static final long EMPTY_MILLIS = 12_000;

    @Override
    public void before(final DrillField field, final Path template) throws IOException, InterruptedException {
        final ClusterPlan plan = field.cluster().plan();
        plan.write(template, 0, 1);
        field.tell("node 0 trades alone");
        field.tradeAlone();
        plan.write(template);
        field.tell("the empty nodes start");
        field.startWithout(0, EMPTY_MILLIS);
        field.tell("%d nodes start", plan.nodes());
    }

    @Override
    public void run(final DrillField field) throws IOException, InterruptedException {
        field.awaitAnswers(field.cluster().nodes(), ProcessDrills.SETTLED_ANSWERS, System.nanoTime());
        field.countComebacks(field.cluster().nodes().size());
    }
}
