package steelyard.exchange.order;

import java.util.Arrays;
import steelyard.exchange.state.ExchangeState;
import steelyard.matching.BookSide;
import steelyard.matching.OrderBook;
import steelyard.matching.OrderStore;

/**
 * The price of an auction: the largest volume, then the smallest surplus, then the pressure of the market, then the price
 * nearest to a reference. {@code docs/matching-rules.md#14-auctions}. Costs O(levels that cross).
 */
final class AuctionPrice {
    private final ExchangeState state;
    private long[] bidTicks = new long[64];
    private long[] bidLots = new long[64];
    private int bidCount;
    private long anchorTicks;
    private long volumeLots;
    /** Of the prices that are equally good so far, in ascending order: the first, the last, and the nearest. */
    private boolean found;
    private boolean allAbove;
    private boolean allBelow;
    private long lowestTicks;
    private long surplusAtLowest;
    private long highestTicks;
    private long surplusAtHighest;
    private long nearestTicks;
    private long surplusAtNearest;

    AuctionPrice(final ExchangeState state) {
        this.state = state;
    }

    /** Works out the price of a crossed book. */
    void workOut(final int marketId) {
        final OrderBook book = state.books().book(marketId);
        final BookSide asks = book.asks();
        final long highest = book.bids().priceTicks(book.bids().best());
        final long lowest = asks.priceTicks(asks.best());
        anchorTicks = anchor(marketId, lowest, highest);
        found = false;
        long demand = gatherBids(book.bids(), lowest);
        long supply = 0;
        int ask = asks.best();
        int bid = bidCount - 1;
        long at = lowest;
        while (at <= highest) {
            for (; ask != OrderStore.NONE && asks.priceTicks(ask) <= at; ask = asks.worse(ask)) {
                supply += asks.lots(ask);
            }
            for (; bid >= 0 && bidTicks[bid] < at; bid--) {
                demand -= bidLots[bid];
            }
            consider(at, Math.min(demand, supply), demand - supply);
            final int nextBid = bid >= 0 && bidTicks[bid] == at ? bid - 1 : bid;
            final long bidAbove = nextBid >= 0 ? bidTicks[nextBid] : Long.MAX_VALUE;
            final long askAbove = ask == OrderStore.NONE ? Long.MAX_VALUE : asks.priceTicks(ask);
            at = Math.min(bidAbove, askAbove);
        }
    }

    /** The price, in ticks. */
    long ticks() {
        return allAbove ? highestTicks : allBelow ? lowestTicks : nearestTicks;
    }

    /** What would trade at it. */
    long volumeLots() {
        return volumeLots;
    }

    /** What would be left at it; positive: of the buys. */
    long surplusLots() {
        return allAbove ? surplusAtHighest : allBelow ? surplusAtLowest : surplusAtNearest;
    }

    /** Bids down to a price, the highest first; answers their lots. */
    private long gatherBids(final BookSide bids, final long lowest) {
        long demand = 0;
        bidCount = 0;
        for (int level = bids.best(); level != OrderStore.NONE && bids.priceTicks(level) >= lowest;
            level = bids.worse(level)) {
            if (bidCount == bidTicks.length) {
                bidTicks = Arrays.copyOf(bidTicks, 2 * bidCount);
                bidLots = Arrays.copyOf(bidLots, 2 * bidCount);
            }
            bidTicks[bidCount] = bids.priceTicks(level);
            bidLots[bidCount++] = bids.lots(level);
            demand = Math.addExact(demand, bids.lots(level));
        }
        return demand;
    }

    private long anchor(final int marketId, final long ask, final long bid) {
        if (state.markets().hasPrice(marketId)) {
            return state.markets().markPriceTicks(marketId);
        }
        return state.books().hasLastPrice(marketId)
            ? state.books().lastPriceTicks(marketId)
            : Math.floorDiv(ask + bid, 2);
    }

    private void consider(final long at, final long volume, final long surplus) {
        final boolean better = !found || volume > volumeLots
            || volume == volumeLots && Math.abs(surplus) < Math.abs(surplusAtLowest);
        if (better) {
            found = true;
            volumeLots = volume;
            allAbove = true;
            allBelow = true;
            lowestTicks = at;
            surplusAtLowest = surplus;
        } else if (volume < volumeLots || Math.abs(surplus) > Math.abs(surplusAtLowest)) {
            return;
        }
        allAbove &= surplus > 0;
        allBelow &= surplus < 0;
        highestTicks = at;
        surplusAtHighest = surplus;
        if (better || Math.abs(at - anchorTicks) <= Math.abs(nearestTicks - anchorTicks)) {
            nearestTicks = at;
            surplusAtNearest = surplus;
        }
    }
}
