package steelyard.exchange.state;

import static steelyard.model.Mix64.mix;

import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;
import steelyard.protocol.sbe.DeadlineRecordDecoder;

/**
 * What is due at a time, in the order of time, kind and id; at most one of a kind and id. {@code
 * docs/matching-rules.md#1-house-work}. A binary heap: setting and removing cost O(log n), looking at the first O(1).
 */
public final class Deadlines {
    /** An order's life ends; the id is the order's. */
    public static final int ORDER_END = 1;
    /** The open orders of an account are canceled; the id is the account's. */
    public static final int SCHEDULED_CANCEL = 2;
    /** A TWAP sends a slice; the id is the TWAP's. */
    public static final int TWAP_SLICE = 3;
    /** An auction tells what it would give; the id is the market's. */
    public static final int AUCTION_INDICATION = 4;
    /** An auction ends; the id is the market's. */
    public static final int AUCTION_END = 5;
    /** The time of a deadline that is not set. */
    public static final long NONE = Long.MIN_VALUE;

    private static final int KIND_SHIFT = 56;
    private static final int ABSENT = -1;

    private final Long2LongHashMap places = new Long2LongHashMap(ABSENT);
    private long[] times = new long[64];
    private long[] keys = new long[64];
    private int count;
    private long hash;

    Deadlines() {
    }

    /** A time in nanoseconds, the latest there is if it is beyond. */
    public static long nanos(final long millis) {
        return millis > Long.MAX_VALUE / 1_000_000 ? Long.MAX_VALUE : millis * 1_000_000;
    }

    /** Sets a deadline, in place of an earlier one of this kind and id. */
    public void set(final int kind, final long id, final long timeNanos) {
        final long key = key(kind, id);
        remove(key);
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
            keys = Arrays.copyOf(keys, 2 * count);
        }
        hash += hashOf(timeNanos, key);
        put(count, timeNanos, key);
        rise(count++);
    }

    /** Takes a deadline out, if there is one. */
    public void remove(final int kind, final long id) {
        remove(key(kind, id));
    }

    /** When it is due, in nanoseconds, or {@link #NONE}. */
    public long timeNanos(final int kind, final long id) {
        final int place = (int) places.get(key(kind, id));
        return place == ABSENT ? NONE : times[place];
    }

    /** Whether the first is due. */
    public boolean isDue(final long nowNanos) {
        return count > 0 && times[0] <= nowNanos;
    }

    /** Kind of the first. */
    public int firstKind() {
        return (int) (keys[0] >>> KIND_SHIFT);
    }

    /** Id of the first. */
    public long firstId() {
        return keys[0] & (1L << KIND_SHIFT) - 1;
    }

    /** Time of the first. */
    public long firstTimeNanos() {
        return times[0];
    }

    /** Takes the first out. */
    public void removeFirst() {
        remove(keys[0]);
    }

    /** Number of deadlines. */
    public int count() {
        return count;
    }

    /** All deadlines in their order, as pairs of time and key; allocates. */
    public long[][] inOrder() {
        final long[][] all = new long[count][];
        for (int i = 0; i < count; i++) {
            all[i] = new long[] {times[i], keys[i]};
        }
        Arrays.sort(all, (a, b) -> a[0] != b[0] ? Long.compare(a[0], b[0]) : Long.compare(a[1], b[1]));
        return all;
    }

    /** The kind in a key of {@link #inOrder}. */
    public static int kindOf(final long key) {
        return (int) (key >>> KIND_SHIFT);
    }

    /** The id in a key of {@link #inOrder}. */
    public static long idOf(final long key) {
        return key & (1L << KIND_SHIFT) - 1;
    }

    /** Sum of the hashes of all deadlines. */
    public long hash() {
        return hash;
    }

    /** The same, worked out anew. */
    public long hashFromScratch() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += hashOf(times[i], keys[i]);
        }
        return sum;
    }

    private void remove(final long key) {
        final int place = (int) places.remove(key);
        if (place == ABSENT) {
            return;
        }
        hash -= hashOf(times[place], key);
        count--;
        if (place < count) {
            put(place, times[count], keys[count]);
            rise(place);
            sink(place);
        }
    }

    private void rise(final int from) {
        int place = from;
        while (place > 0 && isBefore(place, place - 1 >>> 1)) {
            swap(place, place - 1 >>> 1);
            place = place - 1 >>> 1;
        }
    }

    private void sink(final int from) {
        int place = from;
        while (2 * place + 1 < count) {
            int child = 2 * place + 1;
            if (child + 1 < count && isBefore(child + 1, child)) {
                child++;
            }
            if (!isBefore(child, place)) {
                return;
            }
            swap(place, child);
            place = child;
        }
    }

    private boolean isBefore(final int one, final int other) {
        return times[one] != times[other] ? times[one] < times[other] : keys[one] < keys[other];
    }

    private void swap(final int one, final int other) {
        final long time = times[one];
        final long key = keys[one];
        put(one, times[other], keys[other]);
        put(other, time, key);
    }

    private void put(final int place, final long timeNanos, final long key) {
        times[place] = timeNanos;
        keys[place] = key;
        places.put(key, place);
    }

    private static long key(final int kind, final long id) {
        return (long) kind << KIND_SHIFT | id;
    }

    private static long hashOf(final long timeNanos, final long key) {
        final long start = mix(mix(0, DeadlineRecordDecoder.TEMPLATE_ID), idOf(key));
        return mix(mix(start, timeNanos), kindOf(key));
    }
}
