package steelyard.risk.margin;

import java.util.Arrays;

/**
 * At which marks margin sets must be looked at again: a trigger per position, in a heap per market and side, so that a
 * move of a mark finds those that it crosses and touches no other. {@code docs/risk-rules.md#8-levels-and-looks}.
 *
 * <p>Long positions: the highest trigger first, crossed when the mark is below it; short ones the lowest, crossed when
 * the mark is above. Equal ones by account id, so that the order depends on nothing but state. Allocates only when a
 * heap grows.
 */
final class Triggers {
    private final Positions positions;
    /** Heap 2 m is of the long positions of market m, 2 m + 1 of the short ones. */
    private int[][] heaps = new int[32][];
    private int[] counts = new int[32];

    Triggers(final Positions positions) {
        this.positions = positions;
    }

    /** Sets the trigger of a position, which is not zero. */
    void put(final int slot, final long triggerTicks) {
        remove(slot);
        final int marketId = positions.market(slot);
        final int heap = 2 * marketId + (positions.quantityLots(slot) > 0 ? 0 : 1);
        reserve(heap);
        positions.trigger(slot, triggerTicks, heap);
        final int place = counts[heap]++;
        set(heap, place, slot);
        up(heap, place);
    }

    /** Takes the trigger of a position away, if it has one. */
    void remove(final int slot) {
        final int heap = positions.triggerHeap(slot);
        if (heap < 0) {
            return;
        }
        final int place = positions.triggerPlace(slot);
        final int last = heaps[heap][--counts[heap]];
        positions.forgetTrigger(slot);
        if (last != slot) {
            set(heap, place, last);
            up(heap, place);
            down(heap, positions.triggerPlace(last));
        }
    }

    /** The first position of the market whose trigger the mark crosses, long ones first, or {@link Positions#NONE}. */
    int crossed(final int marketId, final long markTicks) {
        final int longs = 2 * marketId;
        if (longs + 1 >= counts.length) {
            return Positions.NONE;
        }
        if (counts[longs] > 0 && markTicks < positions.triggerTicks(heaps[longs][0])) {
            return heaps[longs][0];
        }
        final boolean crossesShort =
            counts[longs + 1] > 0 && markTicks > positions.triggerTicks(heaps[longs + 1][0]);
        return crossesShort ? heaps[longs + 1][0] : Positions.NONE;
    }

    private void reserve(final int heap) {
        if (heap >= counts.length) {
            final int size = Math.max(heap + 2, 2 * counts.length);
            heaps = Arrays.copyOf(heaps, size);
            counts = Arrays.copyOf(counts, size);
        }
        if (heaps[heap] == null) {
            heaps[heap] = new int[16];
        } else if (counts[heap] == heaps[heap].length) {
            heaps[heap] = Arrays.copyOf(heaps[heap], 2 * counts[heap]);
        }
    }

    private void up(final int heap, final int start) {
        int place = start;
        final int slot = heaps[heap][place];
        while (place > 0 && comesBefore(slot, heaps[heap][(place - 1) / 2], heap)) {
            set(heap, place, heaps[heap][(place - 1) / 2]);
            place = (place - 1) / 2;
        }
        set(heap, place, slot);
    }

    private void down(final int heap, final int start) {
        int place = start;
        final int slot = heaps[heap][place];
        while (2 * place + 1 < counts[heap]) {
            int child = 2 * place + 1;
            if (child + 1 < counts[heap] && comesBefore(heaps[heap][child + 1], heaps[heap][child], heap)) {
                child++;
            }
            if (!comesBefore(heaps[heap][child], slot, heap)) {
                break;
            }
            set(heap, place, heaps[heap][child]);
            place = child;
        }
        set(heap, place, slot);
    }

    private boolean comesBefore(final int slot, final int other, final int heap) {
        final long trigger = positions.triggerTicks(slot);
        final long otherTrigger = positions.triggerTicks(other);
        if (trigger != otherTrigger) {
            return (heap & 1) == 0 ? trigger > otherTrigger : trigger < otherTrigger;
        }
        return positions.account(slot) < positions.account(other);
    }

    private void set(final int heap, final int place, final int slot) {
        heaps[heap][place] = slot;
        positions.triggerPlace(slot, place);
    }
}
