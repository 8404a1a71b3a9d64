package steelyard.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import steelyard.bench.core.FlowSize;
import steelyard.bench.core.SnapshotBench;

/** {@code bench snapshot}. */
@Command(
    name = "snapshot",
    description = "A snapshot of a million resting orders: pause, loading, and the first commands afterwards.",
    mixinStandardHelpOptions = true)
final class SnapshotCommand implements Callable<Integer> {
    private static final int ROUNDS = 5;

    @Option(names = "--quick", description = "A small state, once: shows that it works, not how fast it is.")
    private boolean quick;

    @Override
    public Integer call() {
        Conditions.print();
        Conditions.printVirtualMachine();
        final Figures figures = new Figures();
        new SnapshotBench(quick ? FlowSize.QUICK : SnapshotBench.USUAL, quick ? 1 : ROUNDS).run(figures);
        figures.print();
        return 0;
    }
}
