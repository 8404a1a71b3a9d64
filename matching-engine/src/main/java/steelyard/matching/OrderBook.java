package steelyard.matching;

import steelyard.model.PriceGrid;
import steelyard.model.Side;

/**
 * The order book of one market: bids and asks, matched by price, then by time.
 *
 * <p>Invariants: the best bid is below the best ask whenever no match is under way; every level has orders and a
 * positive total, which is the sum of what is left of them.
 *
 * <p>A price must be valid in the market's grid; quantities are positive lots. Sums over a level are checked: an
 * {@link ArithmeticException} means that the market's limits are broken.
 */
public final class OrderBook {
    private static final int NONE = OrderStore.NONE;

    private final int marketId;
    private final OrderStore orders;
    private final BookSide bids;
    private final BookSide asks;
    private int changes;

    /** An empty book for a market with this grid, whose orders stand in {@code orders}. */
    public OrderBook(final int marketId, final PriceGrid grid, final OrderStore orders) {
        this.marketId = marketId;
        this.orders = orders;
        this.bids = new BookSide(Side.BUY, grid, orders);
        this.asks = new BookSide(Side.SELL, grid, orders);
    }

    /** Number of the market. */
    public int marketId() {
        return marketId;
    }

    /** The bids or the asks. */
    public BookSide side(final Side side) {
        return side == Side.BUY ? bids : asks;
    }

    /** The buys, highest price first. */
    public BookSide bids() {
        return bids;
    }

    /** The sells, lowest price first. */
    public BookSide asks() {
        return asks;
    }

    /** Whether an order of this side with this limit would match at once. */
    public boolean crosses(final Side side, final long limitPriceTicks) {
        return side(side.opposite()).isReachedBy(limitPriceTicks);
    }

    /**
     * Matches an incoming order with the resting ones, best price first, oldest first, at the resting order's price,
     * until nothing of it remains, no price crosses, or the listener stops. What remains is in {@code incoming}; it
     * does not rest by itself.
     */
    public void match(final IncomingOrder incoming, final MatchListener listener) {
        final BookSide makers = side(incoming.side().opposite());
        while (incoming.remainingLots() > 0 && makers.isReachedBy(incoming.priceTicks())) {
            final int level = makers.best();
            final int maker = makers.firstOrder(level);
            final long priceTicks = makers.priceTicks(level);
            final long lots = Math.min(incoming.remainingLots(), orders.remainingLots(maker));
            final int changesBefore = changes;
            final MatchDecision decision = listener.onCandidate(incoming, this, maker, priceTicks, lots);
            if (decision == MatchDecision.STOP) {
                return;
            }
            if (decision == MatchDecision.AGAIN) {
                continue;
            }
            if (changes != changesBefore) {
                throw new IllegalStateException("the book changed while a match was being decided");
            }
            if (decision == MatchDecision.FILL) {
                fill(incoming, makers, maker, priceTicks, lots, listener);
            } else {
                cancel(maker);
            }
        }
    }

    /**
     * Takes filled lots from a resting order where two resting orders trade. With nothing left it is out of the book,
     * but its slot still reads as before until {@link #release} is called.
     */
    public void take(final int slot, final long lots) {
        requireMine(slot);
        changes++;
        final BookSide side = side(orders.side(slot));
        side.shrink(slot, orders.remainingLots(slot) - lots);
        if (orders.remainingLots(slot) == 0) {
            side.unlink(slot);
            orders.retire(slot);
        }
    }

    /** Gives up the slot of an order that {@link #take} took out of the book. */
    public void release(final int slot) {
        orders.release(slot);
    }

    /** Whether an order may stand at this price. */
    public boolean accepts(final long priceTicks) {
        return bids.accepts(priceTicks);
    }

    /** Numbers prices anew, by another grid, which every resting order fits into. Costs O(orders of the book). */
    public void regrid(final PriceGrid grid) {
        changes++;
        bids.regrid(grid);
        asks.regrid(grid);
    }

    /**
     * Rests what remains of an order behind the orders of its price; answers its slot. Also restores an order of a
     * snapshot: see {@link OrderStore#completeRestore}.
     *
     * @param prioritySequence place in the order in which all orders came to rest, greater than of every resting one
     */
    public int rest(final IncomingOrder order, final long prioritySequence) {
        requireRemaining(order);
        changes++;
        final int slot = orders.add(order, marketId, prioritySequence);
        side(order.side()).append(slot, order.priceTicks(), order.remainingLots());
        return slot;
    }

    /** Takes a resting order of this book out. */
    public void cancel(final int slot) {
        requireMine(slot);
        changes++;
        side(orders.side(slot)).unlink(slot);
        orders.retire(slot);
        orders.release(slot);
    }

    /**
     * Makes a resting order smaller; it keeps its place and its original quantity.
     *
     * @param remainingLots what is left of it afterwards: positive, at most what is left now
     */
    public void reduce(final int slot, final long remainingLots) {
        requireMine(slot);
        if (remainingLots <= 0 || remainingLots > orders.remainingLots(slot)) {
            throw new IllegalArgumentException("order " + orders.orderId(slot) + " with "
                + orders.remainingLots(slot) + " lots cannot be reduced to " + remainingLots);
        }
        changes++;
        side(orders.side(slot)).shrink(slot, remainingLots);
    }

    /**
     * Lets an order, of which something remains, rest instead of a resting one of the same owner in this market: as
     * {@link #cancel} and {@link #rest}, at less cost. It may have the same id, which a modification that keeps the id
     * is, and any side and price; the slot stays the same.
     *
     * @param prioritySequence as in {@link #rest}
     */
    public void replace(final int slot, final IncomingOrder order, final long prioritySequence) {
        requireMine(slot);
        requireRemaining(order);
        if (order.positionSlot() != orders.positionSlot(slot)) {
            throw new IllegalArgumentException("order " + orders.orderId(slot) + " has another owner");
        }
        changes++;
        side(orders.side(slot)).unlink(slot);
        orders.replace(slot, order, prioritySequence);
        side(order.side()).append(slot, order.priceTicks(), order.remainingLots());
    }

    /**
     * As {@link #reduce}, and takes as much from the original quantity: a modification that keeps the order's place.
     */
    public void amend(final int slot, final long remainingLots) {
        final long lots = orders.remainingLots(slot) - remainingLots;
        reduce(slot, remainingLots);
        orders.originalLots(slot, orders.originalLots(slot) - lots);
    }

    /** Takes from the original quantity of a resting order what does not stand in the book. */
    public void amendOriginal(final int slot, final long lots) {
        requireMine(slot);
        orders.originalLots(slot, orders.originalLots(slot) - lots);
    }

    /**
     * The invariants that cost O(1), for use after every command that touched this book; throws
     * {@link IllegalStateException} if one is broken.
     */
    public void check() {
        check(false);
    }

    /** As {@link #check()}; the bids may be at or above the asks if {@code mayBeCrossed}. */
    public void check(final boolean mayBeCrossed) {
        final int bid = bids.best();
        final int ask = asks.best();
        if (!mayBeCrossed && bid != NONE && ask != NONE && bids.priceTicks(bid) >= asks.priceTicks(ask)) {
            throw new IllegalStateException("market " + marketId + " is crossed: bid " + bids.priceTicks(bid)
                + ", ask " + asks.priceTicks(ask));
        }
        checkLevel(bids, bid);
        checkLevel(asks, ask);
    }

    /** Whether the best bid is at or above the best ask. */
    public boolean isCrossed() {
        return !bids.isEmpty() && asks.isReachedBy(bids.priceTicks(bids.best()));
    }

    /** Every invariant of this book but that it is not crossed, order by order; for tests. */
    public void verify() {
        check(true);
        Verification.verify(this, orders);
    }

    private static void requireRemaining(final IncomingOrder order) {
        if (order.remainingLots() <= 0) {
            throw new IllegalArgumentException("nothing of order " + order.orderId() + " remains");
        }
    }

    private void requireMine(final int slot) {
        if (!orders.isResting(slot) || orders.marketId(slot) != marketId) {
            throw new IllegalStateException("slot " + slot + " does not rest in market " + marketId);
        }
    }

    private void fill(
        final IncomingOrder incoming, final BookSide makers, final int maker, final long priceTicks, final long lots,
        final MatchListener listener) {
        changes++;
        incoming.filled(lots);
        final boolean partly = orders.remainingLots(maker) > lots;
        makers.shrink(maker, orders.remainingLots(maker) - lots);
        if (partly) {
            listener.onFill(incoming, this, maker, priceTicks, lots);
            return;
        }
        makers.unlink(maker);
        orders.retire(maker);
        listener.onFill(incoming, this, maker, priceTicks, lots);
        orders.release(maker);
    }

    private void checkLevel(final BookSide side, final int level) {
        if (level != NONE && (side.lots(level) <= 0 || side.orderCount(level) <= 0)) {
            throw new IllegalStateException("market " + marketId + ", level " + side.priceTicks(level) + ": "
                + side.lots(level) + " lots in " + side.orderCount(level) + " orders");
        }
    }
}
