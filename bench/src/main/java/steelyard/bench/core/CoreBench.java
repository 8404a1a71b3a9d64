package steelyard.bench.core;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import steelyard.bench.Figures;
import steelyard.bench.JavaProcess;

/** The state machine alone: how many commands a second it applies, and how long single ones take. */
public final class CoreBench {
    private static final int FORKS = 3;
    private static final int WARM_UP = 4;
    private static final int RUNS = 6;

    private final boolean quick;

    /** A run that takes a minute or two, or some seconds. */
    public CoreBench(final boolean quick) {
        this.quick = quick;
    }

    /** Measures. */
    public void run(final Figures figures) throws RunnerException {
        final FlowSize size = quick ? FlowSize.QUICK : FlowSize.USUAL;
        final List<String> options = JavaProcess.production("-Xms2g", "-Xmx2g");
        options.addAll(JavaProcess.access());
        final ChainedOptionsBuilder builder = new OptionsBuilder()
            .include(ExchangeBenchmark.class.getName())
            .param("markets", text(size.markets()))
            .param("accounts", text(size.accounts()))
            .param("ordersPerMarket", text(size.ordersPerMarket()))
            .param("warmUpCommands", text(size.warmUpCommands()))
            .param("commands", text(size.commands()))
            .param("perSecond", text(size.perSecond()))
            .verbosity(quick ? VerboseMode.SILENT : VerboseMode.NORMAL)
            .forks(quick ? 0 : FORKS)
            .warmupIterations(quick ? 0 : WARM_UP)
            .measurementIterations(quick ? 1 : RUNS)
            .shouldFailOnError(true);
        final RunResult result =
            new Runner((quick ? builder : builder.jvmArgs(options.toArray(String[]::new))).build()).runSingle();
        new ServiceTimes(RecordedFlow.record(size, ExchangeBenchmark.SEED)).run(System.out::println, figures);
        figures.figure("core.orders", size.commands() * (double) TimeUnit.SECONDS.toNanos(1)
            / result.getPrimaryResult().getStatistics().getPercentile(50), "orders/s");
    }

    private static String text(final int value) {
        return Integer.toString(value);
    }
}
