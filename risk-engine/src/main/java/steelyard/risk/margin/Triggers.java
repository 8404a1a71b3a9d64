package steelyard.risk.margin;

import java.util.Arrays;

/**
 * At which marks margin sets must be looked at again: a trigger per position, in a heap per market and side, so that a
 * move of a mark finds those that it crosses and touches no other. {@code docs/risk-rules.md#8-levels-and-looks}.
 *
 * <p>Long positions: the highest trigger first, crossed when the mark is below it; short ones the lowest, crossed when
 * the mark is above. Equal ones by account id, so that the order depends on nothing but state. A parent has four
 * children whose keys lie side by side; a trigger that is set anew moves from where it is. Allocates only when a heap
 * grows.
 */
final class Triggers {
    private static final int CHILDREN = 4;

    private final Positions positions;
    /** Heap 2 m is of the long positions of market m, 2 m + 1 of the short ones. */
    private int[][] heaps = new int[32][];
    /** What each heap is ordered by, the least first. */
    private long[][] keys = new long[32][];
    private int[] counts = new int[32];

    Triggers(final Positions positions) {
        this.positions = positions;
    }

    /** Sets the trigger of a position, which is not zero. */
    void put(final int slot, final long triggerTicks) {
        final int heap = 2 * positions.market(slot) + (positions.quantityLots(slot) > 0 ? 0 : 1);
        if (positions.triggerHeap(slot) != heap) {
            remove(slot);
            reserve(heap);
            positions.trigger(slot, triggerTicks, heap);
            up(heap, counts[heap]++, slot, key(heap, triggerTicks));
        } else {
            final int place = positions.triggerPlace(slot);
            positions.trigger(slot, triggerTicks, heap);
            settle(heap, place, slot, key(heap, triggerTicks));
        }
    }

    /** Takes the trigger of a position away, if it has one. */
    void remove(final int slot) {
        final int heap = positions.triggerHeap(slot);
        if (heap < 0) {
            return;
        }
        final int place = positions.triggerPlace(slot);
        final int end = --counts[heap];
        final int last = heaps[heap][end];
        positions.forgetTrigger(slot);
        if (last != slot) {
            settle(heap, place, last, keys[heap][end]);
        }
    }

    /** The first position of the market whose trigger the mark crosses, long ones first, or {@link Positions#NONE}. */
    int crossed(final int marketId, final long markTicks) {
        final int longs = 2 * marketId;
        if (longs + 1 >= counts.length) {
            return Positions.NONE;
        }
        if (counts[longs] > 0 && keys[longs][0] < key(longs, markTicks)) {
            return heaps[longs][0];
        }
        return counts[longs + 1] > 0 && keys[longs + 1][0] < key(longs + 1, markTicks)
            ? heaps[longs + 1][0]
            : Positions.NONE;
    }

    /** Triggers are within ±2^60. */
    private static long key(final int heap, final long triggerTicks) {
        return (heap & 1) == 0 ? -triggerTicks : triggerTicks;
    }

    private void reserve(final int heap) {
        if (heap >= counts.length) {
            final int size = Math.max(heap + 2, 2 * counts.length);
            heaps = Arrays.copyOf(heaps, size);
            keys = Arrays.copyOf(keys, size);
            counts = Arrays.copyOf(counts, size);
        }
        if (heaps[heap] == null) {
            heaps[heap] = new int[16];
            keys[heap] = new long[16];
        } else if (counts[heap] == heaps[heap].length) {
            heaps[heap] = Arrays.copyOf(heaps[heap], 2 * counts[heap]);
            keys[heap] = Arrays.copyOf(keys[heap], 2 * counts[heap]);
        }
    }

    /** Puts a slot where it belongs, starting from a place that is free. */
    private void settle(final int heap, final int place, final int slot, final long key) {
        if (place > 0 && comesBefore(slot, key, heap, (place - 1) / CHILDREN)) {
            up(heap, place, slot, key);
        } else {
            down(heap, place, slot, key);
        }
    }

    private void up(final int heap, final int start, final int slot, final long key) {
        int place = start;
        while (place > 0 && comesBefore(slot, key, heap, (place - 1) / CHILDREN)) {
            final int parent = (place - 1) / CHILDREN;
            set(heap, place, heaps[heap][parent], keys[heap][parent]);
            place = parent;
        }
        set(heap, place, slot, key);
    }

    private void down(final int heap, final int start, final int slot, final long key) {
        int place = start;
        int child = firstChild(heap, place);
        while (child > 0 && !comesBefore(slot, key, heap, child)) {
            set(heap, place, heaps[heap][child], keys[heap][child]);
            place = child;
            child = firstChild(heap, place);
        }
        set(heap, place, slot, key);
    }

    /** The place of the child that comes before the others, or 0 if there is none. */
    private int firstChild(final int heap, final int place) {
        final int from = CHILDREN * place + 1;
        final int to = Math.min(from + CHILDREN, counts[heap]);
        int first = from < to ? from : 0;
        for (int child = from + 1; child < to; child++) {
            if (comesBefore(heaps[heap][child], keys[heap][child], heap, first)) {
                first = child;
            }
        }
        return first;
    }

    private boolean comesBefore(final int slot, final long key, final int heap, final int place) {
        final long other = keys[heap][place];
        return key != other
            ? key < other
            : positions.account(slot) < positions.account(heaps[heap][place]);
    }

    private void set(final int heap, final int place, final int slot, final long key) {
        heaps[heap][place] = slot;
        keys[heap][place] = key;
        positions.triggerPlace(slot, place);
    }
}
