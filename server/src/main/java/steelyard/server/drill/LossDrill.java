package steelyard.server.drill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import steelyard.server.local.ClusterPlan;
import steelyard.server.local.LocalNode;

/** Every node loses one of twenty packets that reach it: of orders on their way to the leader, of the log, of votes. */
final class LossDrill implements Drill {
    private static final String EXTENSION = "io.aeron.driver.ext.Debug";

    @Override
    public ClusterPlan prepare(final ClusterPlan plan) {
        final List<ClusterPlan.Place> places = new ArrayList<>();
        for (int node = 0; node < plan.nodes(); node++) {
            places.add(new ClusterPlan.Place(plan.host(node), List.of(), List.of(
                "-Daeron.SendChannelEndpoint.supplier=" + EXTENSION + "SendChannelEndpointSupplier",
                "-Daeron.ReceiveChannelEndpoint.supplier=" + EXTENSION + "ReceiveChannelEndpointSupplier",
                "-Daeron.debug.receive.data.loss.rate=0.05",
                "-Daeron.debug.receive.data.loss.seed=" + (node + 1)), Map.of()));
        }
        return plan.at(places);
    }

    @Override
    public void run(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            field.tell("loss %d of %d", time, field.options().times());
            final long before = retransmits(field);
            field.awaitAnswers(field.cluster().nodes(), 10 * ProcessDrills.SETTLED_ANSWERS, System.nanoTime());
            field.sleepMillis(field.options().calmMillis());
            final long lost = retransmits(field) - before;
            field.tell("  %d packets were sent again", lost);
            field.require(lost > 0, "Nothing was lost.");
        }
    }

    private static long retransmits(final DrillField field) throws IOException, InterruptedException {
        long sum = 0;
        for (final LocalNode node : field.cluster().nodes()) {
            sum += node.operators().metric("steelyard_network_retransmits_total");
        }
        return sum;
    }
}
