package steelyard.exchange.state;

import java.util.Arrays;
import steelyard.matching.OrderBook;
import steelyard.matching.OrderStore;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.OrderFlags;
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
    private long[] lastPriceTicks = new long[16];
    private boolean[] hasLastPrice = new boolean[16];
    private boolean[] uncrossing = new boolean[16];
    private long[] largestMaxPositionLots = new long[16];
    private final Icebergs icebergs;
    private final OrderRules rules;
    private int count;

    MarketBooks(final long indexSeed, final Icebergs icebergs, final OrderRules rules) {
        this.icebergs = icebergs;
        this.rules = rules;
        this.orders = new OrderStore(EXPECTED_ORDERS, indexSeed);
    }

    /** Adds an empty book for the next market. */
    public void list(final MarketSpec spec, final MarketState state) {
        if (count == books.length) {
            books = Arrays.copyOf(books, 2 * count);
            grids = Arrays.copyOf(grids, 2 * count);
            states = Arrays.copyOf(states, 2 * count);
            lastPriceTicks = Arrays.copyOf(lastPriceTicks, 2 * count);
            hasLastPrice = Arrays.copyOf(hasLastPrice, 2 * count);
            uncrossing = Arrays.copyOf(uncrossing, 2 * count);
            largestMaxPositionLots = Arrays.copyOf(largestMaxPositionLots, 2 * count);
        }
        grids[count] = spec.grid();
        books[count] = new OrderBook(count, grids[count], orders);
        largestMaxPositionLots[count] = spec.maxPositionLots();
        states[count++] = state;
        rules.changed();
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

    /** What is left of a resting order, what it does not show included, in lots. */
    public long remainingLots(final int order) {
        final long shownLots = orders.remainingLots(order);
        return OrderFlags.isIceberg(orders.flags(order))
            ? shownLots + icebergs.hiddenLots(orders.orderId(order))
            : shownLots;
    }

    /** Another specification: its grid and limits count from now on. */
    public void change(final MarketSpec spec) {
        final int marketId = spec.marketId();
        final PriceGrid grid = spec.grid();
        if (!isSame(grid, grids[marketId])) {
            books[marketId].regrid(PriceGrid.tick(1, true));
        }
        grids[marketId] = grid;
        largestMaxPositionLots[marketId] = Math.max(largestMaxPositionLots[marketId], spec.maxPositionLots());
        rules.changed();
    }

    /** Price of the last trade, in ticks; 0 before the first. */
    public long lastPriceTicks(final int marketId) {
        return lastPriceTicks[marketId];
    }

    /** Whether anything was traded. */
    public boolean hasLastPrice(final int marketId) {
        return hasLastPrice[marketId];
    }

    /** Something was traded at this price. */
    public void lastPrice(final int marketId, final long priceTicks) {
        lastPriceTicks[marketId] = priceTicks;
        hasLastPrice[marketId] = true;
    }

    /** Whether the crossed book of the market is being executed. */
    public boolean isUncrossing(final int marketId) {
        return uncrossing[marketId];
    }

    /** Says whether it is. */
    public void uncrossing(final int marketId, final boolean isUncrossing) {
        uncrossing[marketId] = isUncrossing;
        rules.changed();
    }

    /** The largest limit of positions that the market ever had, in lots. */
    public long largestMaxPositionLots(final int marketId) {
        return largestMaxPositionLots[marketId];
    }

    /** Sets the largest limit as a snapshot has it. */
    public void largestMaxPositionLots(final int marketId, final long lots) {
        largestMaxPositionLots[marketId] = lots;
    }

    /** Whether trigger orders of the market fire. */
    public boolean worksOnTriggers(final int marketId) {
        return states[marketId].worksOnTriggers() && !uncrossing[marketId];
    }

    /** Whether the bids of the market may be at or above its asks. */
    public boolean mayBeCrossed(final int marketId) {
        return states[marketId].mayBeCrossed() || uncrossing[marketId];
    }

    private static boolean isSame(final PriceGrid one, final PriceGrid other) {
        return one.kind() == other.kind() && one.stepTicks() == other.stepTicks()
            && one.allowsNonPositive() == other.allowsNonPositive();
    }

    /** What the market accepts. */
    public MarketState state(final int marketId) {
        return states[marketId];
    }

    /** Sets what the market accepts. */
    public void state(final int marketId, final MarketState state) {
        states[marketId] = state;
        rules.changed();
    }

    /** Markets whose books were changed by this command; for the invariants, which clear it. */
    public RowSet touched() {
        return touched;
    }
}
