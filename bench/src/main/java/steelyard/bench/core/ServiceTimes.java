package steelyard.bench.core;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import steelyard.bench.Figures;

/**
 * How long single commands take, by kind, and what they allocate. The timer is read before and after each command; what
 * that costs by itself is taken off each time.
 */
final class ServiceTimes {
    private static final int ROUNDS = 4;
    private static final int TIMER_SAMPLES = 1_000_000;
    private static final long HIGHEST_NANOS = 10_000_000_000L;
    private static final int DIGITS = 3;
    private static final double[] PERCENTILES = {50, 99, 99.9};
    private static final DecimalFormat NAMES =
        new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT));

    private final RecordedFlow flow;
    private final Map<CommandKind, Histogram> times = new EnumMap<>(CommandKind.class);
    private long lengths;

    ServiceTimes(final RecordedFlow flow) {
        this.flow = flow;
        for (final CommandKind kind : CommandKind.values()) {
            times.put(kind, new Histogram(HIGHEST_NANOS, DIGITS));
        }
    }

    /** Measures, and tells what it found in lines and figures. */
    void run(final Consumer<String> lines, final Figures figures) {
        flow.description().forEach(lines);
        for (int i = 0; i < ROUNDS - 1; i++) {
            time();
        }
        final long timerNanos = timerNanos();
        times.values().forEach(Histogram::reset);
        time();
        lines.accept(String.format("timer %d ns, taken off", timerNanos));
        lines.accept(String.format("%-8s %9s %8s %8s %8s %8s %8s %9s", "ns", "n", "mean", "p50", "p90", "p99", "p99.9", "max"));
        times.forEach((kind, histogram) -> lines.accept(line(kind, histogram, timerNanos)));
        times.forEach((kind, histogram) -> {
            for (final double percentile : PERCENTILES) {
                figures.figure("core.%s-p%s-ns".formatted(kind.name().toLowerCase(Locale.ROOT), NAMES.format(percentile)),
                    histogram.getValueAtPercentile(percentile) - timerNanos, "ns");
            }
        });
        figures.figure("core.allocated", allocatedBytes(), "bytes/order");
    }

    private static String line(final CommandKind kind, final Histogram times, final long timerNanos) {
        return String.format("%-8s %,9d %,8d %,8d %,8d %,8d %,8d %,9d", kind.name().toLowerCase(Locale.ROOT),
            times.getTotalCount(), (long) times.getMean() - timerNanos,
            times.getValueAtPercentile(50) - timerNanos, times.getValueAtPercentile(90) - timerNanos,
            times.getValueAtPercentile(99) - timerNanos, times.getValueAtPercentile(99.9) - timerNanos,
            times.getMaxValue() - timerNanos);
    }

    private void time() {
        final FlowReplay replay = flow.replay((batch, offset, length) -> lengths += length).warmUp();
        final Histogram[] byKind = times.values().toArray(new Histogram[0]);
        for (int i = 0; i < flow.size().commands(); i++) {
            final Histogram histogram = byKind[replay.nextKind().ordinal()];
            final long start = System.nanoTime();
            replay.apply();
            histogram.recordValue(System.nanoTime() - start);
        }
        replay.requireRecordedEnd();
    }

    /**
     * The least of some rounds: the virtual machine allocates a little itself now and then (it steps back from compiled
     * code, and makes the objects that this had spared), while a command that allocates does so in every round.
     */
    private double allocatedBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS && least > 0; i++) {
            least = Math.min(least, allocatedInARound());
        }
        return (double) least / flow.size().commands();
    }

    private long allocatedInARound() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final FlowReplay replay = flow.replay((batch, offset, length) -> lengths += length).warmUp();
        final long before = threads.getCurrentThreadAllocatedBytes();
        replay.run(flow.size().commands());
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    /** What two readings of the timer are apart, at the median. */
    private static long timerNanos() {
        final Histogram apart = new Histogram(HIGHEST_NANOS, DIGITS);
        for (int i = 0; i < TIMER_SAMPLES; i++) {
            final long start = System.nanoTime();
            apart.recordValue(System.nanoTime() - start);
        }
        return apart.getValueAtPercentile(50);
    }
}
