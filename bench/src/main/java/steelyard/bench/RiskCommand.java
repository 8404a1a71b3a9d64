package steelyard.bench;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import steelyard.bench.risk.CheckBench;
import steelyard.bench.risk.MarkBench;

/** {@code bench risk}. */
@Command(
    name = "risk",
    description = "Margin: the check of one order and the update of one fill in a book of twenty positions, what a move "
        + "of a mark costs by the number of accounts, the way from a price to the first liquidation, memory.",
    mixinStandardHelpOptions = true)
final class RiskCommand implements Callable<Integer> {
    @Option(names = "--quick", description = "Few accounts, once: shows that it works, not how fast it is.")
    private boolean quick;

    @Option(names = "--accounts", paramLabel = "N", defaultValue = "1000000",
        description = "Largest number of accounts with twenty positions each (default: ${DEFAULT-VALUE}; a million need "
            + "12 GiB of memory).")
    private int accounts;

    @Override
    public Integer call() throws RunnerException, IOException, InterruptedException {
        Conditions.print();
        final Figures figures = new Figures();
        new CheckBench(quick).run(figures);
        figures.print();
        return MarkBench.runSizes(quick ? 1_000 : accounts, quick);
    }
}
