package steelyard.testkit.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Takes out of a failing sequence what it does not need to fail: halves first, then ever smaller pieces. */
public final class Shrinker {
    private Shrinker() {
    }

    /**
     * A part of {@code sequence} that still fails, in its order; after {@code nanosMax} it is the best so far. The
     * sequence itself must fail.
     */
    public static <T> List<T> shrink(final List<T> sequence, final Predicate<List<T>> fails, final long nanosMax) {
        final long deadline = System.nanoTime() + nanosMax;
        List<T> best = List.copyOf(sequence);
        int chunk = Math.max(1, best.size() / 2);
        boolean changed = true;
        while (chunk > 1 || changed) {
            changed = false;
            for (int start = best.size() - chunk; start > -chunk; start -= chunk) {
                if (System.nanoTime() - deadline > 0) {
                    return best;
                }
                final List<T> shorter = without(best, Math.max(0, start), start + chunk);
                if (fails.test(shorter)) {
                    best = shorter;
                    changed = true;
                }
            }
            chunk = Math.max(1, changed ? Math.min(chunk, best.size() / 2) : chunk / 2);
        }
        return best;
    }

    private static <T> List<T> without(final List<T> sequence, final int from, final int to) {
        final List<T> shorter = new ArrayList<>(sequence.subList(0, from));
        shorter.addAll(sequence.subList(Math.min(to, sequence.size()), sequence.size()));
        return shorter;
    }
}
