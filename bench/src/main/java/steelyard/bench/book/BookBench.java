package steelyard.bench.book;

import java.util.List;
import java.util.Set;
import steelyard.bench.Figures;

/** The order book beside the peer's. */
public final class BookBench {
    /** What our book costs by itself. */
    public static final String COSTS = "book.costs";

    private static final String PORTFOLIOS = "-portfolio";

    /** Every workload, and what our book costs by itself. */
    public static final List<String> WORKLOADS =
        List.of("book.mix-1k", "book.mix-1m-uniform", "book.sparse", "book.sweep", "core.mix-1k",
            "core.mix-1k" + PORTFOLIOS, "core.10k-markets", COSTS);

    private static final long SEED = 1;
    private static final int MARKETS = 20;
    private static final int ORDERS_MOST = 10_000_000;

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
            if (name.equals(COSTS) && names.contains(name)) {
                costs(figures);
            } else if (names.contains(name)) {
                sideBySide(workload(name)).run(warmUps, passes, figures);
            }
        }
    }

    private void costs(final Figures figures) {
        final BookCosts costs = new BookCosts();
        costs.commands(workload("book.mix-1k"), figures);
        costs.memory(scale, figures);
        costs.growth(ORDERS_MOST / scale, figures);
        if (costs.kept() == 0) {
            throw new IllegalStateException("nothing was looked at");
        }
    }

    private static SideBySide sideBySide(final Workload workload) {
        if (workload.name().startsWith("book.")) {
            return new SideBySide(workload, OwnBook::new, PeerBook::new);
        }
        final OwnIds ids = new OwnIds(workload);
        final boolean portfolios = workload.name().endsWith(PORTFOLIOS);
        return new SideBySide(workload, each -> new OwnCore(each, ids, portfolios), PeerCore::new);
    }

    private Workload workload(final String name) {
        return switch (name) {
            case "book.mix-1k" ->
                MixGenerator.single(name, 1_000, 3_000_000 / scale, MixGenerator.OLDEST, SEED);
            case "book.mix-1m-uniform" ->
                MixGenerator.single(name, 1_000_000 / scale, 2_000_000 / scale, Integer.MAX_VALUE, SEED);
            case "book.sparse" -> OtherWorkloads.sparse(10_000, 2_000_000 / scale, SEED);
            case "book.sweep" -> OtherWorkloads.sweep(40_000 / scale, SEED);
            case "core.mix-1k", "core.mix-1k" + PORTFOLIOS ->
                CoreWorkloads.single(name, MARKETS, 1_000, 1_000, 1_000_000 / scale, SEED);
            case "core.10k-markets" -> CoreWorkloads.many(
                name, 10_000 / scale, 1_000_000 / scale, 1_000_000 / scale, 1_000_000 / scale, SEED);
            default -> throw new IllegalArgumentException("no workload " + name);
        };
    }
}
