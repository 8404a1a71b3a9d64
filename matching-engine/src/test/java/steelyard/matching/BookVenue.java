package steelyard.matching;

import java.util.ArrayList;
import java.util.List;

import steelyard.model.PriceGrid;
import steelyard.model.Side;

/** The venue made of this module's books. */
final class BookVenue extends Venue implements MatchListener {
    private static final int NONE = OrderStore.NONE;

    private final OrderStore store;
    private final List<OrderBook> books = new ArrayList<>();
    private final IncomingOrder incoming = new IncomingOrder();

    BookVenue(final List<PriceGrid> grids, final long seed, final List<String> tape, final Script script) {
        super(tape, script);
        store = new OrderStore(0, seed);
        for (final PriceGrid grid : grids) {
            books.add(new OrderBook(books.size(), grid, store));
        }
    }

    /** The same orders in another store, filled as from a snapshot. */
    BookVenue restored(final List<PriceGrid> grids, final long seed, final Script script) {
        final BookVenue copy = new BookVenue(grids, seed, tape, script);
        for (final OrderBook book : books) {
            for (final Side side : Side.values()) {
                for (final Resting resting : bookOrder(book.marketId(), side)) {
                    copy.fill(resting.order(), resting.remainingLots());
                    copy.incoming.originalLots(resting.originalLots());
                    copy.books.get(book.marketId()).rest(copy.incoming, resting.prioritySequence());
                }
            }
        }
        copy.store.completeRestore();
        return copy;
    }

    void verify() {
        books.forEach(OrderBook::verify);
        store.verify();
    }

    void check(final int market) {
        books.get(market).check();
    }

    OrderStore store() {
        return store;
    }

    OrderBook book(final int market) {
        return books.get(market);
    }

    @Override
    void match(final Order order) {
        fill(order, order.lots());
        books.get(order.market()).match(incoming, this);
    }

    @Override
    void place(final Order order, final long prioritySequence) {
        match(order);
        if (incoming.remainingLots() > 0 && !books.get(order.market()).crosses(order.side(), order.priceTicks())) {
            books.get(order.market()).rest(incoming, prioritySequence);
        }
    }

    @Override
    public MatchDecision onCandidate(
        final IncomingOrder order, final OrderBook book, final int maker, final long priceTicks, final long lots) {
        return decide(order.orderId(), store.orderId(maker), priceTicks, lots);
    }

    @Override
    public void onFill(
        final IncomingOrder order, final OrderBook book, final int maker, final long priceTicks, final long lots) {
        filled(order.orderId(), order.remainingLots(), store.orderId(maker), store.remainingLots(maker),
            store.accountId(maker), book.marketId(), priceTicks, lots);
    }

    @Override
    void cancel(final long orderId) {
        final int slot = store.slotOf(orderId);
        books.get(store.marketId(slot)).cancel(slot);
    }

    @Override
    void replace(final long orderId, final Order by, final long prioritySequence) {
        final int slot = store.slotOf(orderId);
        final OrderBook book = books.get(store.marketId(slot));
        store.preloadIndex(orderId);
        store.preload(slot);
        store.preloadNeighbours(slot);
        if (!book.crosses(by.side(), by.priceTicks())) {
            book.side(by.side()).preload(by.priceTicks());
            fill(by, by.lots());
            book.replace(slot, incoming, prioritySequence);
        }
    }

    @Override
    void reduce(final long orderId, final long remainingLots) {
        final int slot = store.slotOf(orderId);
        books.get(store.marketId(slot)).reduce(slot, remainingLots);
    }

    @Override
    void amend(final long orderId, final long remainingLots) {
        final int slot = store.slotOf(orderId);
        books.get(store.marketId(slot)).amend(slot, remainingLots);
    }

    @Override
    long remainingLots(final long orderId) {
        final int slot = store.slotOf(orderId);
        return slot == NONE ? 0 : store.remainingLots(slot);
    }

    @Override
    List<Long> reduceOnlyOrders(final int account, final int market) {
        return chain(store.firstReduceOnlyOfOwner(positionSlot(account, market)));
    }

    @Override
    List<Long> otherOrders(final int account, final int market) {
        return chain(store.firstOfOwner(positionSlot(account, market)));
    }

    @Override
    long byClientId(final int account, final long high, final long low) {
        final int slot = store.slotOf(account, high, low);
        return slot == NONE ? 0 : store.orderId(slot);
    }

    @Override
    List<Resting> bookOrder(final int market, final Side side) {
        final List<Resting> all = new ArrayList<>();
        final BookSide levels = books.get(market).side(side);
        for (int level = levels.best(); level != NONE; level = levels.worse(level)) {
            for (int slot = levels.firstOrder(level); slot != NONE; slot = store.nextOfLevel(slot)) {
                all.add(new Resting(read(slot), store.remainingLots(slot), store.originalLots(slot),
                    store.prioritySequence(slot)));
            }
        }
        return all;
    }

    @Override
    List<String> levels(final int market, final Side side) {
        final List<String> all = new ArrayList<>();
        final BookSide levels = books.get(market).side(side);
        for (int level = levels.best(); level != NONE; level = levels.worse(level)) {
            all.add(levels.priceTicks(level) + ": " + levels.lots(level) + " in " + levels.orderCount(level));
        }
        return all;
    }

    @Override
    long hash() {
        return store.hash();
    }

    Order order(final long orderId) {
        return read(store.slotOf(orderId));
    }

    private void fill(final Order order, final long lots) {
        incoming.owner(order.orderId(), order.account(), positionSlot(order.account(), order.market()))
            .terms(order.side(), order.priceTicks(), lots)
            .circumstances(order.flags(), order.placedTimeNanos())
            .clientOrderId(order.clientHigh(), order.clientLow());
    }

    /** What the order had when it was placed is not kept: its lots read as the original ones. */
    private Order read(final int slot) {
        return new Order(store.orderId(slot), store.accountId(slot), store.marketId(slot), store.side(slot),
            store.priceTicks(slot), store.originalLots(slot), store.flags(slot), store.clientOrderIdHigh(slot),
            store.clientOrderIdLow(slot), store.placedTimeNanos(slot));
    }

    private List<Long> chain(final int first) {
        final List<Long> all = new ArrayList<>();
        for (int slot = first; slot != NONE; slot = store.nextOfOwner(slot)) {
            all.add(store.orderId(slot));
        }
        return all;
    }

    private int positionSlot(final int account, final int market) {
        return account * books.size() + market;
    }
}
