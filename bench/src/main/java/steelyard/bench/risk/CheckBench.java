package steelyard.bench.risk;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import steelyard.bench.Figures;
import steelyard.bench.JavaProcess;

/** How long a margin check and the update of a fill take, in one account, in some that stay in the cache, and in many. */
public final class CheckBench {
    private static final Map<Integer, String> SIZES = new TreeMap<>(Map.of(1, "hot", 4_096, "4096", 100_000, "100k"));
    private static final int OPERATIONS = 1_000_000;

    private final boolean quick;

    /** A run that takes five minutes, or some seconds. */
    public CheckBench(final boolean quick) {
        this.quick = quick;
    }

    /** Measures. */
    public void run(final Figures figures) throws RunnerException {
        final List<String> options = JavaProcess.production("-Xms2g", "-Xmx2g");
        options.addAll(JavaProcess.access());
        final ChainedOptionsBuilder builder = new OptionsBuilder()
            .include(MarginCheckBenchmark.class.getName())
            .param("accounts", quick ? new String[] {"16"} : texts())
            .verbosity(quick ? VerboseMode.SILENT : VerboseMode.NORMAL)
            .forks(quick ? 0 : 1)
            .warmupIterations(quick ? 0 : 2).warmupTime(TimeValue.seconds(1))
            .measurementIterations(quick ? 1 : 3).measurementTime(TimeValue.milliseconds(quick ? 10 : 1_000))
            .shouldFailOnError(true);
        for (final RunResult result : new Runner(
            (quick ? builder : builder.jvmArgs(options.toArray(String[]::new))).build()).run()) {
            final int accounts = Integer.parseInt(result.getParams().getParam("accounts"));
            final String[] name = result.getParams().getBenchmark().split("\\.");
            figures.figure(
                "risk." + result.getParams().getParam("mode").toLowerCase(Locale.ROOT) + '-'
                    + name[name.length - 1].replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT) + '-' + SIZES.getOrDefault(accounts, "quick"),
                result.getPrimaryResult().getScore(), "ns");
        }
        figures.figure("risk.standard-allocated", allocatedBytes(MarginBooks.Mode.STANDARD), "bytes/op");
        figures.figure("risk.portfolio-allocated", allocatedBytes(MarginBooks.Mode.PORTFOLIO), "bytes/op");
    }

    private static String[] texts() {
        return SIZES.keySet().stream().map(size -> Integer.toString(size)).toArray(String[]::new);
    }

    private static double allocatedBytes(final MarginBooks.Mode mode) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final MarginBooks books = new MarginBooks(16, mode, 1);
        boolean all = true;
        for (int i = 0; i < OPERATIONS; i++) {
            all &= books.check(i % 16, i % MarginBooks.POSITIONS, 1);
        }
        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < OPERATIONS; i++) {
            all &= books.check(i % 16, i % MarginBooks.POSITIONS, 1);
            books.fill(i / 2 % 16, i / 2 % MarginBooks.POSITIONS, (i & 1) == 0 ? 1 : -1);
        }
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        if (!all) {
            throw new IllegalStateException("an account that has enough was refused");
        }
        return (double) (allocated / OPERATIONS);
    }
}
