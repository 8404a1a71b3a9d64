package steelyard.server.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import steelyard.server.local.ClusterPlan;
import steelyard.server.local.LocalNode;
import steelyard.server.local.Seed;

/** A follower is replaced by one at another address with an empty disk, in the steps that operators are told. */
final class ReplacementDrill implements Drill {
    private static final long RESTART_SECONDS = 90;
    private static final String NETWORK = "127.0.0.";
    private static final int FIRST_OTHER = 2;

    private Path template;

    @Override
    public void before(final DrillField field, final Path usual) {
        template = usual;
    }

    @Override
    public void run(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            final LocalNode leader = field.leader();
            final LocalNode replaced = field.others(leader).getFirst();
            final List<LocalNode> staying = new ArrayList<>(field.others(replaced));
            final String host = NETWORK + (FIRST_OTHER + time - 1);
            field.count();
            field.tell("replacement %d of %d: node %d, by one at %s", time, field.options().times(), replaced.id(), host);
            field.cluster().end(replaced);
            final long ended = System.nanoTime();
            field.awaitAnswers(staying, ProcessDrills.SETTLED_ANSWERS, ended);
            Files.move(replaced.data(), replaced.data().resolveSibling("data-before-" + time));
            final ClusterPlan plan = field.cluster().plan();
            final ClusterPlan next = plan.with(replaced.id(), plan.place(replaced.id()).at(host));
            next.write(template);
            field.cluster().move(next);
            field.require(Seed.from(leader.operators(), replaced.data()) > 0, "There was nothing to fetch.");
            staying.remove(leader);
            staying.add(leader);
            for (final LocalNode other : staying) {
                field.cluster().restart(other, field::tell, RESTART_SECONDS);
            }
            field.bringBack(replaced);
            field.awaitAnswers(field.cluster().nodes(), ProcessDrills.SETTLED_ANSWERS, System.nanoTime());
            field.sleepMillis(field.options().calmMillis());
        }
    }
}
