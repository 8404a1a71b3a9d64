package steelyard.matching;

import steelyard.model.PriceGrid;
import steelyard.model.Side;

/**
 * One side of a book: its price levels from the best to the worst, and at each level its orders from the oldest to the
 * youngest. A side knows which of two prices is better, so everything else is written once.
 *
 * <p>Reading: {@code for (int level = side.best(); level != NONE; level = side.worse(level))}, and in a level
 * {@code for (int slot = side.firstOrder(level); slot != NONE; slot = store.nextOfLevel(slot))}. Level numbers are valid
 * until the book changes. Finding a price, opening and closing a level cost O(height of the trie), the best level
 * O(1).
 */
public final class BookSide {
    private static final int NONE = OrderStore.NONE;

    private final Side side;
    /** Multiplies prices and grid indices so that better is smaller. */
    private final int direction;
    private PriceGrid grid;
    /** Whether every price is its own index in the grid. */
    private boolean isEveryTick;
    private final OrderStore orders;
    private final PriceLevels levels;
    private final PriceTrie.Levels ofLevels;
    private PriceTrie trie;
    private int best = NONE;

    BookSide(final Side side, final PriceGrid grid, final OrderStore orders) {
        this.side = side;
        this.direction = -side.sign();
        setGrid(grid);
        this.orders = orders;
        this.levels = orders.levels();
        this.ofLevels = new OfLevels();
        this.trie = new PriceTrie(orders.nodes(), ofLevels);
    }

    /** BUY for the bids, SELL for the asks. */
    public Side side() {
        return side;
    }

    /** Whether no order rests on this side. */
    public boolean isEmpty() {
        return best == NONE;
    }

    /** The best level, or {@link OrderStore#NONE}. */
    public int best() {
        return best;
    }

    /** The next worse level, or {@link OrderStore#NONE}. */
    public int worse(final int level) {
        return trie.next(levels.place(level));
    }

    /** The level at this price, or {@link OrderStore#NONE}. */
    public int levelAt(final long priceTicks) {
        return grid.isValid(priceTicks) ? trie.find(rank(priceTicks)) : NONE;
    }

    /** Price of a level, in ticks. */
    public long priceTicks(final int level) {
        return levels.priceTicks(level);
    }

    /** What is still to be filled of the orders of a level, in lots; positive. */
    public long lots(final int level) {
        return levels.lots(level);
    }

    /** Number of orders of a level; positive. */
    public int orderCount(final int level) {
        return levels.orderCount(level);
    }

    /** Slot of the oldest order of a level. */
    public int firstOrder(final int level) {
        return levels.first(level);
    }

    /** Whether an incoming order of the opposite side with this limit would meet the best level. */
    public boolean isReachedBy(final long limitPriceTicks) {
        return best != NONE && Long.compare(limitPriceTicks, levels.priceTicks(best)) * direction >= 0;
    }

    /** As {@link OrderStore#preloadIndex}, for an order that will be put behind those at this price. */
    public long preload(final long priceTicks) {
        final int place = trie.end(rank(priceTicks));
        if (place == NONE) {
            return 0;
        }
        final int level = trie.level(place);
        return orders.nodes().preload(place) + (level != NONE && levels.priceTicks(level) == priceTicks
            ? orders.preloadLinks(levels.last(level)) : 0);
    }

    boolean accepts(final long priceTicks) {
        return grid.isValid(priceTicks);
    }

    /** Numbers the levels by another grid. */
    void regrid(final PriceGrid newGrid) {
        final PriceTrie old = trie;
        setGrid(newGrid);
        final PriceTrie renumbered = new PriceTrie(orders.nodes(), ofLevels);
        int level = old.first();
        while (level != NONE) {
            final int place = levels.place(level);
            final int next = old.next(place);
            old.remove(place);
            final int newPlace = renumbered.place(rank(levels.priceTicks(level)));
            renumbered.put(newPlace, level);
            levels.place(level, newPlace);
            level = next == NONE ? NONE : old.first();
        }
        trie = renumbered;
    }

    /** Adds an order, already in the store, behind those at its price. */
    void append(final int slot, final long priceTicks, final long lots) {
        final int level = openLevel(priceTicks);
        final int last = levels.last(level);
        levels.orderAdded(level, lots);
        levels.last(level, slot);
        if (last == NONE) {
            levels.first(level, slot);
        } else {
            orders.nextOfLevel(last, slot);
        }
        orders.standAt(slot, level, last);
    }

    /** Takes an order out of its level; an empty level is closed. */
    void unlink(final int slot) {
        final int level = orders.level(slot);
        if (levels.orderRemoved(level, orders.remainingLots(slot)) == 0) {
            closeLevel(level);
            return;
        }
        final int next = orders.nextOfLevel(slot);
        final int previous = orders.previousOfLevel(slot);
        if (previous == NONE) {
            levels.first(level, next);
        } else {
            orders.nextOfLevel(previous, next);
        }
        if (next == NONE) {
            levels.last(level, previous);
        } else {
            orders.previousOfLevel(next, previous);
        }
    }

    /** Makes an order smaller, down to {@code remainingLots}, where it stands. */
    void shrink(final int slot, final long remainingLots) {
        levels.lotsRemoved(orders.level(slot), orders.remainingLots(slot) - remainingLots);
        orders.remainingLots(slot, remainingLots);
    }

    /** Compares two prices: negative if the first is better. */
    int comparePrices(final long priceTicks, final long otherTicks) {
        return Long.compare(priceTicks, otherTicks) * direction;
    }

    /** Level with the best price as the trie has it; for verification. */
    int bestOfTrie() {
        return trie.first();
    }

    private int openLevel(final long priceTicks) {
        if (best != NONE && levels.priceTicks(best) == priceTicks) {
            return best;
        }
        final int place = trie.place(rank(priceTicks));
        final int existing = trie.level(place);
        if (existing != NONE) {
            return existing;
        }
        final int level = levels.open(priceTicks, place);
        trie.put(place, level);
        if (best == NONE || comparePrices(priceTicks, levels.priceTicks(best)) < 0) {
            best = level;
        }
        return level;
    }

    private void closeLevel(final int level) {
        final int place = levels.place(level);
        if (level == best) {
            best = trie.next(place);
        }
        trie.remove(place);
        levels.giveBack(level);
    }

    private long rank(final long priceTicks) {
        return (isEveryTick ? priceTicks : grid.indexOf(priceTicks)) * direction;
    }

    private void setGrid(final PriceGrid newGrid) {
        grid = newGrid;
        isEveryTick = newGrid.kind() == PriceGrid.TICK && newGrid.stepTicks() == 1;
    }

    /** Knows ranks by prices. */
    private final class OfLevels implements PriceTrie.Levels {
        @Override
        public long rank(final int level) {
            return BookSide.this.rank(levels.priceTicks(level));
        }

        @Override
        public void moved(final int level, final int place) {
            levels.place(level, place);
        }
    }
}
