package steelyard.exchange.order;

import java.util.Arrays;
import steelyard.model.MarketSpec;
import steelyard.model.Side;
import steelyard.risk.market.Markets;

/** The quotes that a command wants in one market, and those that there are. Reused. */
final class Ladder {
    private final int[] indexes = new int[128];
    private final Side[] sides = new Side[128];
    private final long[] priceTicks = new long[128];
    private final long[] lots = new long[128];
    private final boolean[] kept = new boolean[128];
    private long[] oldIds = new long[128];
    private int count;
    private int entries;
    private int firstIndex;
    private int marketId;
    private int oldCount;

    void clear() {
        count = 0;
        entries = 0;
        oldCount = 0;
    }

    /** The next entry of the market, found to be valid; one of size 0 only names the market. */
    void add(
        final int market, final int index, final int side, final long priceE8, final long sizeE8,
        final Markets markets) {
        if (entries++ == 0) {
            marketId = market;
            firstIndex = index;
        }
        if (sizeE8 != 0) {
            final MarketSpec spec = markets.spec(market);
            indexes[count] = index;
            sides[count] = Side.of(side);
            priceTicks[count] = priceE8 / spec.e8PerTick();
            lots[count] = sizeE8 / spec.e8PerLot();
            kept[count++] = false;
        }
    }

    /** No price twice on a side, and the buys below the sells. */
    boolean isWellFormed() {
        long highestBuy = Long.MIN_VALUE;
        long lowestSell = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            highestBuy = sides[i] == Side.BUY ? Math.max(highestBuy, priceTicks[i]) : highestBuy;
            lowestSell = sides[i] == Side.SELL ? Math.min(lowestSell, priceTicks[i]) : lowestSell;
            for (int j = 0; j < i; j++) {
                if (sides[i] == sides[j] && priceTicks[i] == priceTicks[j]) {
                    return false;
                }
            }
        }
        return highestBuy < lowestSell;
    }

    /** The quote of this side and price that is not larger than {@code remainingLots}: it is kept; or −1. */
    int keep(final Side side, final long ticks, final long remainingLots) {
        for (int i = 0; i < count; i++) {
            if (!kept[i] && sides[i] == side && priceTicks[i] == ticks && lots[i] <= remainingLots) {
                kept[i] = true;
                return i;
            }
        }
        return -1;
    }

    void clearOld() {
        oldCount = 0;
    }

    void addOld(final long orderId) {
        if (oldCount == oldIds.length) {
            oldIds = Arrays.copyOf(oldIds, 2 * oldCount);
        }
        oldIds[oldCount++] = orderId;
    }

    /** Answers how many there are. */
    int sortOld() {
        Arrays.sort(oldIds, 0, oldCount);
        return oldCount;
    }

    int oldCount() {
        return oldCount;
    }

    long oldId(final int i) {
        return oldIds[i];
    }

    /** Number of quotes. */
    int count() {
        return count;
    }

    /** Number of entries, those of size 0 too. */
    int entries() {
        return entries;
    }

    int firstIndex() {
        return firstIndex;
    }

    int marketId() {
        return marketId;
    }

    int index(final int i) {
        return indexes[i];
    }

    Side side(final int i) {
        return sides[i];
    }

    long priceTicks(final int i) {
        return priceTicks[i];
    }

    long lots(final int i) {
        return lots[i];
    }

    boolean isKept(final int i) {
        return kept[i];
    }
}
