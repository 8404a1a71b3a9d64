package steelyard.bench.risk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.HdrHistogram.Histogram;
import steelyard.bench.Figures;
import steelyard.bench.JavaProcess;

/**
 * What moves of marks cost an exchange with many accounts: how many are looked at, in how many commands, how long the
 * longest of them takes; how soon after a price the first position is on offer; and what an account takes of memory.
 */
public final class MarkBench {
    private static final String STANDARD = "standard";
    private static final String PORTFOLIO = "portfolio";
    /** Accounts in portfolio mode take more memory. */
    private static final int LARGEST_PORTFOLIO = 100_000;
    private static final int SMALLEST = 10_000;
    private static final int GROWTH = 10;
    private static final int WARM_UP_ACCOUNTS = 2_000;
    private static final int SMALL_MOVES = 20;
    private static final int LARGE_MARKET = 30;
    private static final int FALLING_MARKET = 31;
    private static final int PRICES = 2_000;
    private static final int FIRSTS = 500;
    private static final int IDLE = 200_000;
    private static final double MICRO = 1e3;
    private static final double MILLI = 1e6;

    private final int accounts;
    private final boolean isPortfolio;
    private final String suffix;
    private final Figures figures = new Figures();
    private AccountWorld world;

    private MarkBench(final int accounts, final boolean isPortfolio, final String suffix) {
        this.accounts = accounts;
        this.isPortfolio = isPortfolio;
        this.suffix = suffix;
    }

    /**
     * Measures with ten thousand accounts and ten times as many each time, up to a number, in a process each; then with
     * accounts in portfolio mode.
     */
    public static int runSizes(final int most, final boolean quick) throws IOException, InterruptedException {
        if (quick) {
            new MarkBench(most, false, "quick").run();
            new MarkBench(most, true, "portfolio-quick").run();
            return 0;
        }
        final TreeSet<Integer> sizes = new TreeSet<>(List.of(most));
        for (int size = SMALLEST; size < most; size *= GROWTH) {
            sizes.add(size);
        }
        final List<String> heap = JavaProcess.production("-Xms2g", "-Xmx13g");
        int status = 0;
        for (final int size : sizes) {
            status |= JavaProcess.run(heap, MarkBench.class, Integer.toString(size), STANDARD);
        }
        for (final int size : sizes.headSet(LARGEST_PORTFOLIO, true)) {
            status |= JavaProcess.run(heap, MarkBench.class, Integer.toString(size), PORTFOLIO);
        }
        return status;
    }

    /** One size, in its own process. */
    public static void main(final String[] arguments) {
        final int size = Integer.parseInt(arguments[0]);
        final boolean isPortfolio = arguments[1].equals(PORTFOLIO);
        new MarkBench(size, isPortfolio,
            String.format(Locale.ROOT, isPortfolio ? "portfolio-1e%.0f" : "1e%.0f", Math.log10(size))).run();
    }

    private void run() {
        new MarkBench(WARM_UP_ACCOUNTS, isPortfolio, suffix).warmUp();
        final long empty = AccountWorld.usedBytes();
        world = new AccountWorld(accounts, isPortfolio, 1);
        figures.figure("risk.memory-20-positions-" + suffix,
            (AccountWorld.usedBytes() - empty) / (double) accounts, "bytes/account");
        smallMoves();
        largeMove();
        firstLiquidations();
        idle();
        figures.print();
    }

    /** The same before anything counts, with few accounts: so that what is timed is compiled, as on a running server. */
    private void warmUp() {
        world = new AccountWorld(accounts, isPortfolio, 2);
        smallMoves();
        largeMove();
        firstLiquidations();
    }

    /** One market after the other falls by a thousandth. */
    private void smallMoves() {
        final List<Long> looks = new ArrayList<>();
        final List<Long> nanos = new ArrayList<>();
        long longest = 0;
        for (int market = 0; market < SMALL_MOVES; market++) {
            final AccountWorld.Settled settled = world.move(market, 0.999);
            looks.add(settled.looks());
            nanos.add(settled.nanos());
            longest = Math.max(longest, settled.longestNanos());
        }
        figures.figure("risk.tick-0.1-percent-looks-" + suffix, median(looks), "accounts");
        figures.figure("risk.tick-0.1-percent-" + suffix, median(nanos) / MICRO, "us");
        figures.figure("risk.tick-0.1-percent-longest-command-" + suffix, longest / MICRO, "us");
    }

    private void largeMove() {
        final AccountWorld.Settled settled = world.move(LARGE_MARKET, 0.9);
        figures.figure("risk.tick-10-percent-looks-" + suffix, settled.looks(), "accounts");
        figures.figure("risk.tick-10-percent-commands-" + suffix, settled.commands(), "commands");
        figures.figure("risk.tick-10-percent-" + suffix, settled.nanos() / MILLI, "ms");
        figures.figure("risk.tick-10-percent-longest-command-" + suffix, settled.longestNanos() / MICRO, "us");
    }

    /** A market falls, a little at each price: from the price's command to the first order of a liquidation. */
    private void firstLiquidations() {
        final Histogram times = new Histogram(10_000_000_000L, 3);
        final Histogram looks = new Histogram(10_000_000_000L, 3);
        for (int i = 0; i < PRICES && times.getTotalCount() < FIRSTS; i++) {
            final AccountWorld.Settled settled = world.move(FALLING_MARKET, 0.998);
            if (settled.firstLiquidationNanos() >= 0) {
                times.recordValue(settled.firstLiquidationNanos());
                looks.recordValue(settled.firstLooks());
            }
        }
        figures.figure("risk.first-liquidation-count-" + suffix, times.getTotalCount(), "prices");
        figures.figure("risk.first-liquidation-looks-p50-" + suffix, looks.getValueAtPercentile(50), "accounts");
        figures.figure("risk.first-liquidation-looks-p99-" + suffix, looks.getValueAtPercentile(99), "accounts");
        figures.figure("risk.first-liquidation-p50-" + suffix, times.getValueAtPercentile(50) / MICRO, "us");
        figures.figure("risk.first-liquidation-p99-" + suffix, times.getValueAtPercentile(99) / MICRO, "us");
    }

    private void idle() {
        final int count = Math.min(IDLE, 10 * accounts);
        final long before = AccountWorld.usedBytes();
        world.idle(count);
        figures.figure("risk.memory-idle-" + suffix,
            (AccountWorld.usedBytes() - before) / (double) count, "bytes/account");
    }

    private static double median(final List<Long> values) {
        final List<Long> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
