package steelyard.bench.book;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import steelyard.bench.Figures;

/**
 * One workload through both engines, pass after pass, in turns; a ratio for each pass. Each pass starts with new
 * engines, whose books are filled before the time starts, and ends with a comparison of both.
 */
final class SideBySide {
    private static final double NANOS_PER_MICRO = 1e3;

    private final Workload workload;
    private final Function<Workload, Engine> own;
    private final Function<Workload, Engine> peer;

    SideBySide(
        final Workload workload, final Function<Workload, Engine> own, final Function<Workload, Engine> peer) {
        this.workload = workload;
        this.own = own;
        this.peer = peer;
    }

    /** Measures, and adds the ratio to the figures. */
    void run(final int warmUps, final int passes, final Figures figures) {
        System.out.printf("%n%s: %,d commands after %,d that fill the book: %s%n", workload.name(),
            workload.count() - workload.prefill(), workload.prefill(), workload.mix());
        requireSameEvents();
        final double[] ratios = new double[passes];
        final double[] ownRates = new double[passes];
        final double[] peerRates = new double[passes];
        for (int pass = -warmUps; pass < passes; pass++) {
            final boolean ownFirst = (pass & 1) != 0;
            final double[] rates = pass(ownFirst);
            if (pass >= 0) {
                ownRates[pass] = rates[0];
                peerRates[pass] = rates[1];
                ratios[pass] = rates[0] / rates[1];
            }
            System.out.printf("  %s ours %.2f M/s, peer %.2f M/s, ratio %.3f%n",
                pass < 0 ? "warm-up" : String.format("pass %2d", pass + 1), rates[0], rates[1], rates[0] / rates[1]);
        }
        System.out.printf("  median: ours %.2f M/s, peer %.2f M/s; ratio %.3f (%.3f to %.3f)%n", median(ownRates),
            median(peerRates), median(ratios), Arrays.stream(ratios).min().orElseThrow(),
            Arrays.stream(ratios).max().orElseThrow());
        figures.ratio(workload.name(), median(ratios));
    }

    private double[] pass(final boolean ownFirst) {
        final Engine[] engines = new Engine[2];
        final double[] rates = new double[2];
        for (int turn = 0; turn < 2; turn++) {
            final int which = (turn == 0) == ownFirst ? 0 : 1;
            engines[which] = (which == 0 ? own : peer).apply(workload);
            rates[which] = time(engines[which]);
        }
        requireSame(engines[0], engines[1]);
        return rates;
    }

    /** Million commands a second. */
    private double time(final Engine engine) {
        final int prefill = workload.prefill();
        final int count = workload.count();
        engine.process(0, prefill);
        System.gc();
        final long start = System.nanoTime();
        engine.process(prefill, count);
        return (count - prefill) * NANOS_PER_MICRO / (System.nanoTime() - start);
    }

    private static void requireSame(final Engine own, final Engine peer) {
        if (!own.totals().equals(peer.totals())) {
            throw new IllegalStateException("events: " + own.totals() + ", peer " + peer.totals());
        }
        final List<Long> ours = new ArrayList<>();
        final List<Long> theirs = new ArrayList<>();
        own.book(ours::add);
        peer.book(theirs::add);
        if (!ours.equals(theirs)) {
            throw new IllegalStateException("the books differ: " + ours.size() + " and " + theirs.size());
        }
    }

    /** Compares the bytes of every command's events, where both encode the same, and the state at the end. */
    private void requireSameEvents() {
        final Engine ours = own.apply(workload);
        final Engine theirs = peer.apply(workload);
        for (int i = 0; i < workload.count(); i++) {
            ours.process(i);
            theirs.process(i);
            if (ours.events() == null) {
                continue;
            }
            final int length = ours.events().length();
            if (length != theirs.events().length() || !Arrays.equals(ours.events().buffer().byteArray(), 0, length,
                theirs.events().buffer().byteArray(), 0, length)) {
                throw new IllegalStateException("the events of command " + i + " differ: " + Op.name(workload.op(i)));
            }
        }
        requireSame(ours, theirs);
        System.out.printf("  both made the same %s; %,d orders rest%n", ours.totals(), resting(ours));
    }

    private static int resting(final Engine engine) {
        final int[] numbers = new int[1];
        engine.book(number -> numbers[0]++);
        return numbers[0] / 3;
    }

    static double median(final double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
