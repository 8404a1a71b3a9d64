package steelyard.bench.risk;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One order's check, and one fill's settlement, in a random account of many with twenty positions each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MarginCheckBenchmark {
    private static final int CHOICES = 1 << 16;
    private static final long LOTS = MarginBooks.ORDER_LOTS;

    /** Accounts among which each operation chooses. */
    @Param("4096")
    private int accounts;

    /** How they are margined. */
    @Param({"STANDARD", "PORTFOLIO", "NARROW"})
    private String mode;

    private MarginBooks books;
    private int[] choices;
    private int next;

    /** Opens all positions, and draws the order in which accounts come. */
    @Setup
    public void open() {
        books = new MarginBooks(accounts, MarginBooks.Mode.valueOf(mode), 1);
        final SplittableRandom random = new SplittableRandom(2);
        choices = random.ints(CHOICES, 0, accounts).toArray();
    }

    /** Whether an account may buy a little. */
    @Benchmark
    public boolean check() {
        final int at = next++;
        return books.check(choices[at & CHOICES - 1], at % MarginBooks.POSITIONS, LOTS);
    }

    /** The same after the mark has moved; of many accounts all markets' marks have, since the account was asked last. */
    @Benchmark
    public boolean checkAfterTick() {
        final int at = next++;
        final int account = choices[at & CHOICES - 1];
        final int leg = at % MarginBooks.POSITIONS;
        books.tick(account, leg);
        return books.check(account, leg, LOTS);
    }

    /** A fill, and the check of the next order of the same account. */
    @Benchmark
    public boolean fillAndCheck() {
        final int at = next++;
        final int account = choices[at >> 1 & CHOICES - 1];
        books.fill(account, (at >> 1) % MarginBooks.POSITIONS, (at & 1) == 0 ? LOTS : -LOTS);
        return books.check(account, at % MarginBooks.POSITIONS, LOTS);
    }

    /** One side of a fill; each second one closes what the one before opened. */
    @Benchmark
    public void fill() {
        final int at = next++;
        books.fill(choices[at >> 1 & CHOICES - 1], (at >> 1) % MarginBooks.POSITIONS, (at & 1) == 0 ? LOTS : -LOTS);
    }
}
