package steelyard.bench;

import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import steelyard.bench.core.CoreBench;

/** {@code bench core}. */
@Command(
    name = "core",
    description = "The state machine alone: a recorded flow of orders, and how long single commands take.",
    mixinStandardHelpOptions = true)
final class CoreCommand implements Callable<Integer> {
    @Option(names = "--quick", description = "A small flow, once: shows that it works, not how fast it is.")
    private boolean quick;

    @Override
    public Integer call() throws RunnerException {
        Conditions.print();
        final Figures figures = new Figures();
        new CoreBench(quick).run(figures);
        figures.print();
        return 0;
    }
}
