package steelyard.exchange.risk;

import java.util.Arrays;

/** Who took what of the last slice of a liquidation, fill by fill; for what of its fee goes on to them. Reused. */
public final class LiquidationFills {
    private int[] makerIds = new int[64];
    private long[] lots = new long[64];
    private int count;
    private boolean counting;

    /** A new order; {@code shared}: its fee will be. */
    public void begin(final boolean shared) {
        count = 0;
        counting = shared;
    }

    /** How many events more the next fill may cause. */
    public int eventsOfNext() {
        return counting ? count + 1 : 0;
    }

    /** An account took so many lots. */
    public void add(final int makerId, final long quantityLots) {
        if (counting) {
            if (count == makerIds.length) {
                makerIds = Arrays.copyOf(makerIds, 2 * count);
                lots = Arrays.copyOf(lots, 2 * count);
            }
            makerIds[count] = makerId;
            lots[count++] = quantityLots;
        }
    }

    int count() {
        return count;
    }

    int makerId(final int index) {
        return makerIds[index];
    }

    long lots(final int index) {
        return lots[index];
    }
}
