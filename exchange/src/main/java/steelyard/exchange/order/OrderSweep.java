package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.MarketBooks;
import steelyard.matching.BookSide;
import steelyard.matching.OrderStore;
import steelyard.model.CancelReason;
import steelyard.risk.margin.Positions;

/** Cancels resting orders for an operator, as many as the events of one command may tell. {@code docs/rules.md}, 9. */
public final class OrderSweep {
    /** The order's and {@code OrdersSwept}. */
    private static final int EVENTS = 2;
    private static final int ALL = -1;

    private final ExchangeState state;
    private final MarketBooks books;
    private final OrderStore orders;
    private final Positions positions;
    private final RestingChanges changes;
    private final ActionBounds bounds;
    private long canceled;

    /** Sweeps the books of the state of these parts. */
    public OrderSweep(final OrderParts parts) {
        this.state = parts.state;
        this.books = parts.state.books();
        this.orders = parts.state.books().orders();
        this.positions = parts.state.positions();
        this.changes = parts.changes;
        this.bounds = parts.bounds;
    }

    /** Cancels the orders of a market, or of all markets for −1; answers how many. */
    public long markets(final int marketId) {
        canceled = 0;
        final int first = marketId == ALL ? 0 : marketId;
        final int last = marketId == ALL ? state.markets().count() - 1 : marketId;
        for (int market = first; market <= last; market++) {
            cancelSide(books.book(market).bids());
            cancelSide(books.book(market).asks());
        }
        return canceled;
    }

    /** Cancels the orders of an account; answers how many. */
    public long account(final int accountId) {
        canceled = 0;
        for (int market = 0; market < state.markets().count(); market++) {
            final int slot = positions.find(accountId, market);
            if (slot != Positions.NONE) {
                cancelOfOwner(slot);
                positions.closeIfEmpty(slot);
            }
        }
        return canceled;
    }

    /** Orders that still rest in a market (−1: in all) and, if an account is given, are that account's. */
    public long remaining(final int marketId, final int accountId) {
        if (accountId != ALL) {
            return remainingOfAccount(accountId);
        }
        return marketId == ALL
            ? orders.size()
            : remaining(books.book(marketId).bids()) + remaining(books.book(marketId).asks());
    }

    private void cancelSide(final BookSide side) {
        while (bounds.fits(EVENTS) && !side.isEmpty()) {
            final int order = side.firstOrder(side.best());
            final int slot = orders.positionSlot(order);
            cancel(order);
            positions.closeIfEmpty(slot);
        }
    }

    private void cancelOfOwner(final int slot) {
        while (bounds.fits(EVENTS) && orders.firstOfOwner(slot) != OrderStore.NONE) {
            cancel(orders.firstOfOwner(slot));
        }
        while (bounds.fits(EVENTS) && orders.firstReduceOnlyOfOwner(slot) != OrderStore.NONE) {
            cancel(orders.firstReduceOnlyOfOwner(slot));
        }
    }

    private void cancel(final int order) {
        changes.cancel(order, CancelReason.OPERATOR, Refusal.NO_BATCH_INDEX);
        canceled++;
    }

    private long remainingOfAccount(final int accountId) {
        long count = 0;
        for (int market = 0; market < state.markets().count(); market++) {
            final int slot = positions.find(accountId, market);
            count += slot == Positions.NONE ? 0 : orders.orderCount(slot);
        }
        return count;
    }

    private static long remaining(final BookSide side) {
        long count = 0;
        for (int level = side.best(); level != OrderStore.NONE; level = side.worse(level)) {
            count += side.orderCount(level);
        }
        return count;
    }
}
