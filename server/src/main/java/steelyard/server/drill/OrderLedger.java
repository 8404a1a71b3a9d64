package steelyard.server.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the clients of a drill were told of every order, and when they were told anything. Any thread. */
final class OrderLedger {
    /** The exchange's id of an order that was refused. */
    static final long REFUSED = -1;
    /** The exchange's id of an order that was answered "busy": it must not be in the journal. */
    static final long BUSY = -2;

    private static final int RUN_DIGITS = 16;

    private final long run = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, Long> fates = new ConcurrentHashMap<>();
    private final List<String> contradictions = new ArrayList<>();
    private final Map<Integer, List<Long>> answerNanos = new ConcurrentHashMap<>();
    private final Map<Integer, LongAdder> busyAnswers = new ConcurrentHashMap<>();
    private final LongAdder resolved = new LongAdder();

    /** High half of all client order ids of this run. */
    long run() {
        return run;
    }

    /** Takes {@code count} numbers and answers the first. */
    long take(final int count) {
        return lastId.getAndAdd(count) + 1;
    }

    /** Orders that were sent. */
    long sent() {
        return lastId.get();
    }

    /** The client order id of an order. */
    String cloid(final long id) {
        return "0x" + ("%0" + RUN_DIGITS + "x%0" + RUN_DIGITS + "x").formatted(run, id);
    }

    /** Notes an order's fate: the exchange's id, {@link #REFUSED} or {@link #BUSY}. A second one must be the same. */
    void fate(final long id, final long orderId) {
        final Long before = fates.putIfAbsent(id, orderId);
        if (before != null && before != orderId) {
            synchronized (contradictions) {
                contradictions.add("order " + id + " was answered with " + before + ", then with " + orderId);
            }
        }
    }

    /** Counts an action whose fate had to be found out. */
    void countResolved() {
        resolved.increment();
    }

    long resolvedActions() {
        return resolved.sum();
    }

    /** The orders' fates. */
    Map<Long, Long> fates() {
        return fates;
    }

    /** Answers that do not agree with each other. */
    List<String> contradictions() {
        synchronized (contradictions) {
            return List.copyOf(contradictions);
        }
    }

    /** Notes that a node could not take an action. */
    void busy(final int node) {
        busyAnswers.computeIfAbsent(node, id -> new LongAdder()).increment();
    }

    /** How often a node could not take an action. */
    long busyAnswers(final int node) {
        final LongAdder count = busyAnswers.get(node);
        return count == null ? 0 : count.sum();
    }

    /** Notes that a node answered now. */
    void answered(final int node) {
        final List<Long> times = answerNanos.computeIfAbsent(node, id -> new ArrayList<>());
        synchronized (times) {
            times.add(System.nanoTime());
        }
    }

    /** Number of answers of a node since a moment. */
    long answersSince(final int node, final long sinceNanos) {
        final List<Long> times = answerNanos.getOrDefault(node, List.of());
        synchronized (times) {
            return times.stream().filter(time -> time - sinceNanos > 0).count();
        }
    }

    /** Longest time after a moment in which none of the nodes answered; the last answer ends it. */
    long longestSilenceNanos(final List<Integer> nodes, final long sinceNanos) {
        final List<Long> all = new ArrayList<>();
        for (final int node : nodes) {
            final List<Long> times = answerNanos.getOrDefault(node, List.of());
            synchronized (times) {
                times.stream().filter(time -> time - sinceNanos > 0).forEach(all::add);
            }
        }
        all.sort(null);
        long longest = 0;
        long last = sinceNanos;
        for (final long time : all) {
            longest = Math.max(longest, time - last);
            last = time;
        }
        return longest;
    }
}
