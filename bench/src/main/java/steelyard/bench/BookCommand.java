package steelyard.bench;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
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

    @Option(names = "--workloads", paramLabel = "NAME", split = ",",
        description = "Only these, such as book.mix-1k (default: all).")
    private List<String> workloads = BookBench.WORKLOADS;

    @Option(names = "--passes", paramLabel = "N", defaultValue = "11",
        description = "Measured passes of each workload (default: ${DEFAULT-VALUE}).")
    private int passes;

    @Option(names = "--warm-ups", paramLabel = "N", defaultValue = "4",
        description = "Passes before (default: ${DEFAULT-VALUE}).")
    private int warmUps;

    @Option(names = "--collector", paramLabel = "NAME", defaultValue = "Parallel",
        description = "Parallel or Z (default: ${DEFAULT-VALUE}).")
    private String collector;

    @Option(names = "--quick", description = "Small books, once: shows that it works, not how fast it is.")
    private boolean quick;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Conditions.print();
        return JavaProcess.run(
            List.of("-XX:+Use" + collector + "GC", "-Xms6g", "-Xmx6g", "-XX:+AlwaysPreTouch", "-XX:+UseTransparentHugePages"), BookCommand.class,
            Integer.toString(quick ? QUICK_SCALE : 1), Integer.toString(warmUps), Integer.toString(passes),
            String.join(",", workloads));
    }

    /** The measurement, in a process of its own: scale, warm-ups, passes, workloads. */
    public static void main(final String[] arguments) {
        Conditions.printVirtualMachine();
        final Figures figures = new Figures();
        final Set<String> names = new LinkedHashSet<>(List.of(arguments[3].split(",")));
        new BookBench(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]))
            .run(names, figures);
        figures.print();
    }
}
