package steelyard.server;

import java.nio.file.Path;
import steelyard.server.cluster.HaltWithReport;
import steelyard.server.config.NodeConfig;

/** A process of its own: a node that is given one good command and then one that breaks an invariant. */
public final class PoisonedNode {
    private PoisonedNode() {
    }

    public static void main(final String[] arguments) throws Exception {
        final NodeConfig config = TestNode.configuration(Path.of(arguments[0]));
        try (TestNode node = TestNode.start(
            config, CountingMachine::new, new HaltWithReport(config.cluster().directory(), System.out))) {
            node.deposit(1);
            node.awaitAnswers(1);
            System.out.println("answered 1");
            node.deposit(CountingMachine.POISON);
            node.awaitAnswers(2);
            System.out.println("answered 2");
        }
    }
}
