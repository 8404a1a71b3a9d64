package steelyard.server.drill;

import java.io.IOException;
import steelyard.server.cluster.HaltWithReport;
import steelyard.server.cluster.SkipList;
import steelyard.server.journal.CommandSearch;
import steelyard.server.local.LocalNode;

/** Drills with commands in the log. */
final class LogDrills {
    private LogDrills() {
    }

    static void poison(final DrillField field) throws IOException, InterruptedException {
        for (int time = 1; time <= field.options().times(); time++) {
            field.count();
            field.tell("poison %d of %d", time, field.options().times());
            RawCommands.poison(field.cluster().plan());
            field.await("the end of all nodes",
                () -> field.cluster().nodes().stream().noneMatch(LocalNode::isRunning));
            for (final LocalNode node : field.cluster().nodes()) {
                field.require(node.process().exitStatus() == HaltWithReport.STATUS,
                    "Node " + node.id() + " ended with status " + node.process().exitStatus() + ".");
                final SkipList.Place place = HaltWithReport.lastCommand(node.data());
                SkipList.append(node.data(), place, CommandSearch.find(node.data(), place).command(), "drill");
                field.startAgain(node);
            }
            field.awaitReady();
            field.awaitAnswers(field.cluster().nodes(), ProcessDrills.SETTLED_ANSWERS, System.nanoTime());
            field.sleepMillis(field.options().calmMillis());
        }
    }
}
