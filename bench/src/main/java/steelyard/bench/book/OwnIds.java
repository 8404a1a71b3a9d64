package steelyard.bench.book;

import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/**
 * The order ids that our exchange gives. The peer takes ids from its client, and keeps them when an order moves; ours
 * gives a new one to every order. As it gives the same ids in every run, they are recorded in the first one, so that
 * looking them up is no part of the others.
 */
final class OwnIds {
    private static final long NONE = 0;

    private final Workload workload;
    private final long[] targets;
    private final Long2LongHashMap present = new Long2LongHashMap(NONE);
    private final Long2LongHashMap inWorkload = new Long2LongHashMap(NONE);
    private boolean recording = true;
    private int command;
    private long stateHash;
    private long bytes;
    private String totals;

    OwnIds(final Workload workload) {
        this.workload = workload;
        this.targets = new long[workload.count()];
    }

    boolean isRecording() {
        return recording;
    }

    /** A command comes next. */
    void begin(final int i) {
        if (recording) {
            command = i;
            targets[i] = present.get(workload.orderId(i));
        }
    }

    /** It has placed an order. */
    void placed(final long orderId) {
        present.put(workload.orderId(command), orderId);
        inWorkload.put(orderId, workload.orderId(command));
    }

    /** The recording ends in this state. */
    void end(final long hash, final long eventBytes, final String recordedTotals) {
        recording = false;
        stateHash = hash;
        bytes = eventBytes;
        totals = recordedTotals;
    }

    /** What was recorded, for a run that has ended in the same state and emitted as much. */
    String totals(final long hash, final long eventBytes) {
        if (hash != stateHash || eventBytes != bytes) {
            throw new IllegalStateException("the exchange did not do what it did before");
        }
        return totals;
    }

    /** Our id of the order that a command is about. */
    long target(final int i) {
        return targets[i];
    }

    long orderIdInWorkload(final long orderId) {
        return inWorkload.get(orderId);
    }

    /** The first price that an order names in each market. */
    long[] firstPrices() {
        final long[] prices = new long[workload.marketCount()];
        Arrays.fill(prices, 1_000);
        for (int i = workload.count() - 1; i >= 0; i--) {
            prices[workload.market(i)] = workload.op(i) == Op.PLACE ? workload.price(i) : prices[workload.market(i)];
        }
        return prices;
    }
}
