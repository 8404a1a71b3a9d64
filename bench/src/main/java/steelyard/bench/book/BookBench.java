package steelyard.bench.book;

import java.util.List;
import java.util.Set;
import steelyard.bench.Figures;

/** The order book beside the peer's. */
public final class BookBench {
    /** Every workload. */
    public static final List<String> WORKLOADS =
        List.of("book.mix-1k", "book.mix-1m-uniform", "book.sparse", "book.sweep");

    private static final long SEED = 1;

    private final int scale;
    private final int warmUps;
    private final int passes;

    /**
     * A bench.
     *
     * @param scale  divides books and commands: 1 for figures
     * @param passes measured passes of each workload
     */
    public BookBench(final int scale, final int warmUps, final int passes) {
        this.scale = scale;
        this.warmUps = warmUps;
        this.passes = passes;
    }

    /** Measures. */
    public void run(final Set<String> names, final Figures figures) {
        for (final String name : WORKLOADS) {
            if (names.contains(name)) {
                new SideBySide(workload(name), OwnBook::new, PeerBook::new).run(warmUps, passes, figures);
            }
        }
    }

    private Workload workload(final String name) {
        return switch (name) {
            case "book.mix-1k" ->
                MixGenerator.single(name, 1_000, 3_000_000 / scale, MixGenerator.OLDEST, SEED);
            case "book.mix-1m-uniform" ->
                MixGenerator.single(name, 1_000_000 / scale, 2_000_000 / scale, Integer.MAX_VALUE, SEED);
            case "book.sparse" -> OtherWorkloads.sparse(10_000, 2_000_000 / scale, SEED);
            case "book.sweep" -> OtherWorkloads.sweep(40_000 / scale, SEED);
            default -> throw new IllegalArgumentException("no workload " + name);
        };
    }
}
