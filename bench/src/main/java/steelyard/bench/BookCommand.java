package steelyard.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import steelyard.bench.book.BookBench;

/** {@code bench book}. */
@Command(
    name = "book",
    description = "The order book and the exchange side by side with exchange-core 0.5.3.",
    mixinStandardHelpOptions = true)
public final class BookCommand implements Callable<Integer> {
    private static final int QUICK_SCALE = 50;
    private static final int BESIDE_WARM_UPS = 3;
    private static final int BESIDE_PASSES = 3;
    private static final String MAIN = "ratio";

    @Option(names = "--workloads", paramLabel = "NAME", split = ",",
        description = "Only these, such as book.mix-1k (default: all).")
    private List<String> workloads = BookBench.WORKLOADS;

    @Option(names = "--passes", paramLabel = "N", defaultValue = "11",
        description = "Measured passes of each workload (default: ${DEFAULT-VALUE}).")
    private int passes;

    @Option(names = "--warm-ups", paramLabel = "N", defaultValue = "4",
        description = "Passes before (default: ${DEFAULT-VALUE}).")
    private int warmUps;

    @Option(names = "--collector", paramLabel = "NAME", split = ",", defaultValue = "Parallel,Z",
        description = "Parallel or Z; what comes after the first has a few passes and is a figure beside "
            + "(default: ${DEFAULT-VALUE}).")
    private List<String> collectors;

    @Option(names = "--quick", description = "Small books, once: shows that it works, not how fast it is.")
    private boolean quick;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Conditions.print();
        final List<String> besideWorkloads = new ArrayList<>(workloads);
        besideWorkloads.remove(BookBench.COSTS);
        int status = 0;
        for (int i = 1; i < collectors.size() && status == 0 && !besideWorkloads.isEmpty(); i++) {
            final String collector = collectors.get(i);
            System.out.printf("%nWith the collector %s first, fewer passes%n", collector);
            status = run(collector, Math.min(warmUps, BESIDE_WARM_UPS), Math.min(passes, BESIDE_PASSES),
                besideWorkloads, collector.toLowerCase(Locale.ROOT) + "gc");
        }
        return status == 0 ? run(collectors.getFirst(), warmUps, passes, workloads, MAIN) : status;
    }

    private int run(
        final String collector, final int before, final int measured, final List<String> names, final String label)
        throws IOException, InterruptedException {
        return JavaProcess.run(
            List.of("-XX:+Use" + collector + "GC", "-Xms6g", "-Xmx6g", "-XX:+AlwaysPreTouch",
                "-XX:+UseTransparentHugePages"), BookCommand.class,
            Integer.toString(quick ? QUICK_SCALE : 1), Integer.toString(before), Integer.toString(measured),
            String.join(",", names), label);
    }

    /** The measurement, in a process of its own: scale, warm-ups, passes, workloads, and what ratios are told as. */
    public static void main(final String[] arguments) {
        Conditions.printVirtualMachine();
        final Figures figures = new Figures();
        final Set<String> names = new LinkedHashSet<>(List.of(arguments[3].split(",")));
        new BookBench(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]))
            .run(names, figures);
        if (arguments[4].equals(MAIN)) {
            figures.print();
        } else {
            figures.ratiosBeside(arguments[4]).forEach(System.out::println);
        }
    }
}
