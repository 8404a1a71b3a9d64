package steelyard.server.drill;

import java.io.IOException;
import java.nio.file.Path;
import steelyard.server.local.ClusterPlan;

/** Something bad that happens to a cluster under load. Made anew for each run. */
@FunctionalInterface
interface Drill extends AutoCloseable {
    /**
     * Lets it happen, as often as wanted, and checks what must be seen meanwhile.
     *
     * @throws DrillFailure if something else is seen
     */
    void run(DrillField field) throws IOException, InterruptedException;

    /** Prepares the places of the nodes; answers the plan with them. */
    default ClusterPlan prepare(final ClusterPlan plan) throws IOException, InterruptedException {
        return plan;
    }

    /** What happens before all nodes are started. */
    default void before(final DrillField field, final Path template) throws IOException, InterruptedException {
        // Nothing.
    }

    /** What is tried with the nodes' data after they have ended and everything agrees. */
    default void after(final DrillField field) throws IOException, InterruptedException {
        // Nothing.
    }

    /** Takes away what was prepared. */
    @Override
    default void close() {
        // Nothing.
    }
}
