package steelyard.server;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import steelyard.server.cluster.HaltWithReport;
import steelyard.server.cluster.StateMachine;
import steelyard.server.config.NodeConfig;

/** A process of its own: a node that ends, as by {@code kill -9}, while it writes its second snapshot. */
public final class HalvedSnapshot {
    /** Deposits before each snapshot. */
    static final int DEPOSITS = 100;

    /** More than the archive's window, so that part of it is on disk. */
    private static final int BATCHES = 50_000;
    private static final int STATUS = 137;

    private HalvedSnapshot() {
    }

    public static void main(final String[] arguments) throws Exception {
        final NodeConfig config = TestNode.configuration(Path.of(arguments[0]));
        final int[] snapshots = new int[1];
        try (TestNode node = TestNode.start(config, events -> halting(new CountingMachine(events), snapshots),
            new HaltWithReport(config.cluster().directory(), System.out))) {
            for (int round = 1; round <= 2; round++) {
                final int taken = round;
                for (int i = 0; i < DEPOSITS; i++) {
                    node.deposit(1);
                }
                node.awaitAnswers(round * DEPOSITS);
                node.node().member().requestSnapshot();
                TestNode.await(() -> node.node().member().snapshotCount() == taken);
                System.out.println("snapshots " + taken);
            }
        }
    }

    private static StateMachine halting(final CountingMachine machine, final int[] snapshots) {
        return (StateMachine) Proxy.newProxyInstance(StateMachine.class.getClassLoader(),
            new Class<?>[] {StateMachine.class}, (proxy, method, arguments) -> {
                if (!"snapshot".equals(method.getName()) || ++snapshots[0] == 1) {
                    return method.invoke(machine, arguments);
                }
                final StateMachine.BatchSink sink = (StateMachine.BatchSink) arguments[0];
                machine.snapshot((batch, offset, length) -> {
                    for (int i = 0; i < BATCHES; i++) {
                        sink.onBatch(batch, offset, length);
                    }
                    Runtime.getRuntime().halt(STATUS);
                });
                return null;
            });
    }
}
