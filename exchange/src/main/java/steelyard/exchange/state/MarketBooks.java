package steelyard.exchange.state;

import java.util.Arrays;
import steelyard.matching.OrderBook;
import steelyard.matching.OrderStore;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.PriceGrid;
import steelyard.risk.table.RowSet;

/** The book and the state of every market, by its id, over one store of resting orders. */
public final class MarketBooks {
    private static final int EXPECTED_ORDERS = 1 << 12;

    private final OrderStore orders;
    private final RowSet touched = new RowSet();
    private OrderBook[] books = new OrderBook[16];
    private PriceGrid[] grids = new PriceGrid[16];
    private MarketState[] states = new MarketState[16];
    private int count;

    MarketBooks(final long indexSeed) {
        this.orders = new OrderStore(EXPECTED_ORDERS, indexSeed);
    }

    /** Adds an empty book for the next market. */
    public void list(final MarketSpec spec, final MarketState state) {
        if (count == books.length) {
            books = Arrays.copyOf(books, 2 * count);
            grids = Arrays.copyOf(grids, 2 * count);
            states = Arrays.copyOf(states, 2 * count);
        }
        grids[count] = spec.grid();
        books[count] = new OrderBook(count, grids[count], orders);
        states[count++] = state;
    }

    /** The resting orders of all markets. */
    public OrderStore orders() {
        return orders;
    }

    /** The book, to look at. */
    public OrderBook book(final int marketId) {
        return books[marketId];
    }

    /** The book, to change: it is checked at the end of the command. */
    public OrderBook touch(final int marketId) {
        touched.add(marketId);
        return books[marketId];
    }

    /** The prices at which orders may stand. */
    public PriceGrid grid(final int marketId) {
        return grids[marketId];
    }

    /** What the market accepts. */
    public MarketState state(final int marketId) {
        return states[marketId];
    }

    /** Sets what the market accepts. */
    public void state(final int marketId, final MarketState state) {
        states[marketId] = state;
    }

    /** Markets whose books were changed by this command; for the invariants, which clear it. */
    public RowSet touched() {
        return touched;
    }
}
