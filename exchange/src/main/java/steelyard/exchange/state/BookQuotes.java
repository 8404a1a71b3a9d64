package steelyard.exchange.state;

import steelyard.matching.BookSide;
import steelyard.model.MarketState;
import steelyard.model.Side;
import steelyard.risk.price.BookPrices;

/** What mark prices see of the books. */
final class BookQuotes implements BookPrices {
    private final MarketBooks books;

    BookQuotes(final MarketBooks books) {
        this.books = books;
    }

    @Override
    public boolean counts(final int marketId) {
        final MarketState state = books.state(marketId);
        return state != MarketState.HALTED && state != MarketState.AUCTION
            && !side(marketId, Side.BUY).isEmpty() && !side(marketId, Side.SELL).isEmpty()
            && bidTicks(marketId) < askTicks(marketId);
    }

    @Override
    public long bidTicks(final int marketId) {
        return bestTicks(side(marketId, Side.BUY));
    }

    @Override
    public long askTicks(final int marketId) {
        return bestTicks(side(marketId, Side.SELL));
    }

    @Override
    public boolean hasLast(final int marketId) {
        return books.hasLastPrice(marketId);
    }

    @Override
    public long lastTicks(final int marketId) {
        return books.lastPriceTicks(marketId);
    }

    private BookSide side(final int marketId, final Side side) {
        return books.book(marketId).side(side);
    }

    private static long bestTicks(final BookSide side) {
        return side.priceTicks(side.best());
    }
}
