package steelyard.exchange.order;

import steelyard.exchange.command.Refusal;
import steelyard.exchange.event.EventStage;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.MarketBooks;
import steelyard.matching.BookSide;
import steelyard.matching.OrderStore;
import steelyard.model.CancelReason;
import steelyard.model.Parameter;
import steelyard.risk.margin.Positions;

/** Cancels resting orders for an operator, as many as the events of one command may tell. {@code docs/rules.md}, 9. */
public final class OrderSweep {
    /** {@code OrdersSwept} and {@code CommandDone}. */
    private static final int OTHER_EVENTS = 2;
    private static final int ALL = -1;

    private final ExchangeState state;
    private final MarketBooks books;
    private final OrderStore orders;
    private final Positions positions;
    private final RestingChanges changes;
    private long left;

    /** Sweeps the books of this state. */
    public OrderSweep(final ExchangeState state, final EventStage stage) {
        this.state = state;
        this.books = state.books();
        this.orders = state.books().orders();
        this.positions = state.positions();
        this.changes = new RestingChanges(state, new OrderEvents(state, stage));
    }

    /** Cancels the orders of a market, or of all markets for −1; answers how many. */
    public long markets(final int marketId) {
        begin();
        final int first = marketId == ALL ? 0 : marketId;
        final int last = marketId == ALL ? state.markets().count() - 1 : marketId;
        final long bound = left;
        for (int market = first; market <= last; market++) {
            cancelSide(books.book(market).bids());
            cancelSide(books.book(market).asks());
        }
        return bound - left;
    }

    /** Cancels the orders of an account; answers how many. */
    public long account(final int accountId) {
        begin();
        final long bound = left;
        for (int market = 0; market < state.markets().count(); market++) {
            final int slot = positions.find(accountId, market);
            if (slot != Positions.NONE) {
                cancelOfOwner(slot);
                positions.closeIfEmpty(slot);
            }
        }
        return bound - left;
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

    private void begin() {
        left = state.parameters().value(Parameter.EVENTS_MAX) - OTHER_EVENTS;
    }

    private void cancelSide(final BookSide side) {
        while (left > 0 && !side.isEmpty()) {
            final int order = side.firstOrder(side.best());
            final int slot = orders.positionSlot(order);
            cancel(order);
            positions.closeIfEmpty(slot);
        }
    }

    private void cancelOfOwner(final int slot) {
        while (left > 0 && orders.firstOfOwner(slot) != OrderStore.NONE) {
            cancel(orders.firstOfOwner(slot));
        }
        while (left > 0 && orders.firstReduceOnlyOfOwner(slot) != OrderStore.NONE) {
            cancel(orders.firstReduceOnlyOfOwner(slot));
        }
    }

    private void cancel(final int order) {
        changes.cancel(order, CancelReason.OPERATOR, Refusal.NO_BATCH_INDEX);
        left--;
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
