package steelyard.bench.book;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import steelyard.bench.Figures;
import steelyard.matching.IncomingOrder;
import steelyard.matching.OrderBook;
import steelyard.matching.OrderStore;
import steelyard.model.OrderFlags;
import steelyard.model.PriceGrid;
import steelyard.model.Side;

/** What our order book costs by itself: bytes, times of single commands, and how both grow with the book. */
final class BookCosts {
    private static final long SEED = 1;
    private static final long MIDDLE = 10_000_000;
    private static final int OWNERS = 1_000;
    /** Orders of which the store's tables are exactly full. */
    private static final int FULL = 3 << 18;
    private static final int LEVELS_MAX = 10_000;
    private static final int PROBES = 200_000;
    private static final long HIGHEST_NANOS = 1_000_000_000;
    private static final int DIGITS = 3;
    private static final int ROUNDS = 3;
    private static final double[] PERCENTILES = {50, 99, 99.9};
    private static final String[] PERCENTILE_NAMES = {"p50", "p99", "p99.9"};

    private final IncomingOrder incoming = new IncomingOrder();
    private long lastId;
    private long kept;

    /** Allocation and times of single commands over a workload, of our book and of the peer's. */
    void commands(final Workload workload, final Figures figures) {
        System.out.printf("%nsingle commands of %s, the cost of the timer taken off%n", workload.name());
        times("book", workload, OwnBook::new, figures);
        times("peer-book", workload, PeerBook::new, figures);
        figures.figure("book.allocated", allocated(workload, OwnBook::new), "bytes/command");
        figures.figure("peer-book.allocated", allocated(workload, PeerBook::new), "bytes/command");
    }

    /** The least of some rounds: the virtual machine allocates a little itself now and then, an engine in each round. */
    private static double allocated(final Workload workload, final Function<Workload, Engine> engines) {
        return IntStream.range(0, ROUNDS).mapToDouble(i -> allocatedInARound(workload, engines)).min().orElseThrow();
    }

    private static double allocatedInARound(final Workload workload, final Function<Workload, Engine> engines) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final Engine engine = engines.apply(workload);
        final int half = (workload.prefill() + workload.count()) / 2;
        engine.process(0, half);
        final long before = threads.getCurrentThreadAllocatedBytes();
        engine.process(half, workload.count());
        return (threads.getCurrentThreadAllocatedBytes() - before) / (double) (workload.count() - half);
    }

    private static void times(
        final String name, final Workload workload, final Function<Workload, Engine> engines, final Figures figures) {
        final Histogram[] times = new Histogram[Op.COUNT];
        for (int round = 0; round < ROUNDS; round++) {
            for (int op = 0; op < Op.COUNT; op++) {
                times[op] = new Histogram(HIGHEST_NANOS, DIGITS);
            }
            time(workload, engines.apply(workload), times);
        }
        final long timerNanos = timerNanos();
        for (int op = 0; op < Op.COUNT; op++) {
            for (int i = 0; i < PERCENTILES.length && times[op].getTotalCount() > 0; i++) {
                figures.figure("%s.%s-%s-ns".formatted(name, Op.name(op), PERCENTILE_NAMES[i]),
                    times[op].getValueAtPercentile(PERCENTILES[i]) - timerNanos, "ns");
            }
        }
    }

    private static void time(final Workload workload, final Engine engine, final Histogram[] times) {
        engine.process(0, workload.prefill());
        for (int i = workload.prefill(); i < workload.count(); i++) {
            final long start = System.nanoTime();
            engine.process(i);
            times[workload.op(i)].recordValue(System.nanoTime() - start);
        }
    }

    private static long timerNanos() {
        final Histogram apart = new Histogram(HIGHEST_NANOS, DIGITS);
        for (int i = 0; i < 1_000_000; i++) {
            final long start = System.nanoTime();
            apart.recordValue(System.nanoTime() - start);
        }
        return apart.getValueAtPercentile(50);
    }

    /** Bytes of a resting order with all its indexes, its share of price levels and owners included. */
    void memory(final int divisor, final Figures figures) {
        figures.figure("book.order-memory", memory(FULL / divisor, false), "bytes");
        figures.figure("book.order-memory-cloid", memory(FULL / divisor, true), "bytes");
    }

    private double memory(final int orders, final boolean named) {
        final long before = usedBytes();
        final OrderStore store = new OrderStore(0, SEED);
        final OrderBook book = new OrderBook(0, PriceGrid.tick(1, false), store);
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < orders; i++) {
            insert(book, random, orders, named);
        }
        final double bytes = (usedBytes() - before) / (double) orders;
        kept += store.size();
        return bytes;
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** What an insert, a cancel and a look at the best price cost, from a thousand orders to {@code most}. */
    void growth(final int most, final Figures figures) {
        System.out.printf("%n%10s %10s %10s %10s  ns each, in a book of so many orders%n",
            "orders", "insert", "cancel", "best");
        for (int orders = 1_000; orders <= most; orders *= 10) {
            costsAt(orders, null);
            costsAt(orders, figures);
        }
    }

    private void costsAt(final int orders, final Figures figures) {
        final OrderStore store = new OrderStore(0, SEED);
        final OrderBook book = new OrderBook(0, PriceGrid.tick(1, false), store);
        final SplittableRandom random = new SplittableRandom(SEED);
        final long[] live = new long[orders];
        for (int i = 0; i < orders; i++) {
            live[i] = insert(book, random, orders, false);
        }
        final int batch = Math.min(PROBES, orders / 2);
        final int rounds = PROBES / batch;
        long insertNanos = 0;
        long cancelNanos = 0;
        long bestNanos = 0;
        for (int round = 0; round < rounds; round++) {
            final int first = random.nextInt(orders - batch + 1);
            shuffle(live, random, first, batch);
            final long start = System.nanoTime();
            for (int i = first; i < first + batch; i++) {
                book.cancel(store.slotOf(live[i]));
            }
            final long canceled = System.nanoTime();
            for (int i = 0; i < batch; i++) {
                kept += book.bids().priceTicks(book.bids().best()) + book.asks().priceTicks(book.asks().best());
            }
            final long looked = System.nanoTime();
            for (int i = first; i < first + batch; i++) {
                live[i] = insert(book, random, orders, false);
            }
            cancelNanos += canceled - start;
            bestNanos += looked - canceled;
            insertNanos += System.nanoTime() - looked;
        }
        if (figures != null) {
            final double count = (double) rounds * batch;
            System.out.printf(Locale.ROOT, "%,10d %10.1f %10.1f %10.1f%n",
                orders, insertNanos / count, cancelNanos / count, bestNanos / count);
            figures.figure("book.insert-ns-" + orders, insertNanos / count, "ns");
            figures.figure("book.cancel-ns-" + orders, cancelNanos / count, "ns");
            figures.figure("book.best-ns-" + orders, bestNanos / count, "ns");
        }
    }

    /** Swaps the part with others, so that it is a sample of all. */
    private static void shuffle(final long[] live, final SplittableRandom random, final int first, final int count) {
        for (int i = first; i < first + count; i++) {
            final int other = random.nextInt(live.length);
            final long id = live[i];
            live[i] = live[other];
            live[other] = id;
        }
    }

    /** An order somewhere in a tenth as many levels as there are orders, at most ten thousand a side. */
    private long insert(final OrderBook book, final SplittableRandom random, final int orders, final boolean named) {
        final boolean buy = random.nextBoolean();
        final long distance = 1 + random.nextInt(Math.max(1, Math.min(LEVELS_MAX, orders / 10)));
        final int owner = random.nextInt(OWNERS);
        incoming.owner(++lastId, owner, owner)
            .terms(buy ? Side.BUY : Side.SELL, buy ? MIDDLE - distance : MIDDLE + distance, 1 + random.nextInt(100))
            .circumstances(named ? OrderFlags.HAS_CLIENT_ORDER_ID : 0, lastId)
            .clientOrderId(0, lastId);
        book.rest(incoming, lastId);
        return lastId;
    }

    /** Keeps what was looked at from being left out. */
    long kept() {
        return kept;
    }
}
