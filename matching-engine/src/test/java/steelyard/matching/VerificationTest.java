package steelyard.matching;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static steelyard.model.Side.BUY;
import static steelyard.model.Side.SELL;

import java.lang.reflect.Field;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import steelyard.model.OrderFlags;
import steelyard.model.PriceGrid;
import steelyard.model.Side;

/** Whatever is damaged in a book, its store or its owners' lists is found, and named. */
final class VerificationTest {
    private static final int MARKET = 7;
    private static final int ALICE = 101;
    private static final int BOB = 102;
    /** Words of an order's record, as {@link OrderStore} has them. */
    private static final int ORDER_ID = 0;
    private static final int PLACED_TIME = 1;
    private static final int REMAINING = 2;
    private static final int OWNER = 4;
    private static final int PRIORITY = 7;
    private static final long SELL_BIT = 1 << 16;
    private static final long RESTING_BIT = 1 << 17;
    /** Words of a level's record, as {@link PriceLevels} has them. */
    private static final int PRICE = 0;
    private static final int LOTS = 1;
    private static final int COUNT = 3;

    private final OrderStore store = new OrderStore(0, 1);
    private final OrderBook book = new OrderBook(MARKET, PriceGrid.tick(1, true), store);
    private final IncomingOrder order = new IncomingOrder();

    @BeforeEach
    void fill() {
        rest(1, ALICE, BUY, 100, 5, 0);
        rest(2, BOB, BUY, 100, 3, 0);
        rest(3, ALICE, BUY, 95, 2, OrderFlags.REDUCE_ONLY);
        rest(4, ALICE, BUY, 90, 4, OrderFlags.HAS_CLIENT_ORDER_ID);
        rest(5, BOB, SELL, 105, 6, 0);
        rest(6, ALICE, BUY, 100, 7, 0);
        rest(7, ALICE, BUY, 95, 1, OrderFlags.REDUCE_ONLY);
        store.hash();
        book.check();
        book.verify();
        store.verify();
    }

    @Test
    void shouldFindACrossedBook() {
        rest(8, BOB, BUY, 105, 1, 0);
        broken("market 7 is crossed: bid 105, ask 105", book::check);
        book.cancel(slot(8));
        rest(9, BOB, BUY, 106, 1, 0);
        broken("market 7 is crossed: bid 106, ask 105", book::check);
        assertDoesNotThrow(() -> book.check(true));
        assertDoesNotThrow(book::verify);
    }

    @Test
    void shouldFindBestLevelsWithoutOrdersOrLots() {
        final int bid = book.bids().best();
        final int ask = book.asks().best();
        ofLevel(bid, LOTS, -15);
        broken("market 7, level 100: 0 lots in 3 orders", book::check);
        broken("market 7, level 100: 0 lots in 3 orders", book::verify);
        ofLevel(bid, LOTS, 15);
        ofLevel(ask, LOTS, -6);
        broken("market 7, level 105: 0 lots in 1 orders", book::check);
        ofLevel(ask, LOTS, 6);
        ofLevel(ask, COUNT, -(1L << 32));
        broken("market 7, level 105: 6 lots in 0 orders", book::check);
    }

    @Test
    void shouldFindABestLevelThatIsNotTheFirst() throws ReflectiveOperationException {
        set(book.bids(), "best", level(95));
        broken("best is not the first level: " + level(95), book::verify);
    }

    @Test
    void shouldFindLevelsOutOfOrder() {
        ofLevel(level(95), PRICE, 6);
        broken("level out of order: 101", book::verify);
        ofLevel(levelOf(3), PRICE, -1);
        broken("level out of order: 100", book::verify);
    }

    @Test
    void shouldFindLevelsThatTheirPriceDoesNotLeadTo() throws ReflectiveOperationException {
        set(book.bids(), "grid", PriceGrid.tick(7, true));
        broken("level is not found by its price: 100", book::verify);
    }

    @Test
    void shouldFindOrdersThatDoNotBelongInTheirLevel() {
        ofOrder(2, OWNER, -RESTING_BIT);
        broken("order in a level does not rest: 2", book::verify);
        ofOrder(2, OWNER, RESTING_BIT);
        ofOrder(2, OWNER, SELL_BIT);
        broken("order stands in the wrong level: 2", book::verify);
        ofOrder(2, OWNER, -SELL_BIT);
        new OrderBook(8, PriceGrid.tick(1, true), store)
            .rest(order.owner(10, BOB, 50).terms(BUY, 1, 1).circumstances(0, 1), 10);
        ofOrder(2, OWNER, 50 - 2L << 32);
        broken("order stands in the wrong level: 2", book::verify);
        ofOrder(2, OWNER, 2 - 50L << 32);
        store.standAt(slot(2), level(95), slot(1));
        broken("order stands in the wrong level: 2", book::verify);
    }

    @Test
    void shouldFindBrokenLinksOfALevel() {
        store.previousOfLevel(slot(2), slot(3));
        broken("broken link before order 2", book::verify);
        store.previousOfLevel(slot(2), slot(1));
        store.nextOfLevel(slot(2), OrderStore.NONE);
        broken("wrong last order at 100", book::verify);
        store.nextOfLevel(slot(2), slot(6));
        store.levels().first(level(95), OrderStore.NONE);
        broken("wrong last order at 95", book::verify);
        store.levels().last(level(95), OrderStore.NONE);
        broken("wrong last order at 95", book::verify);
    }

    @Test
    void shouldFindOrdersOfALevelOutOfOrder() {
        ofOrder(2, PRIORITY, -1);
        broken("order before an older one: 2", book::verify);
        ofOrder(2, PRIORITY, -1);
        broken("order before an older one: 2", book::verify);
    }

    @Test
    void shouldFindOrdersOfWhichNothingIsLeftAndWrongTotals() {
        ofOrder(2, REMAINING, -3);
        broken("nothing left of order 2", book::verify);
        ofOrder(2, REMAINING, 1);
        broken("wrong total at 100", book::verify);
        ofOrder(2, REMAINING, 2);
        ofLevel(level(95), COUNT, 1L << 32);
        broken("wrong total at 95", book::verify);
        ofLevel(level(95), COUNT, -(1L << 32));
        ofOrder(5, REMAINING, 1);
        broken("wrong total at 105", book::verify);
    }

    @Test
    void shouldFindOrdersThatTheIndexDoesNotFind() throws ReflectiveOperationException {
        final int slot = slot(2);
        add(slot, ORDER_ID, 70);
        broken("not found by its id: 72", store::verify);
        add(slot, ORDER_ID, -70);
        final Field index = OrderStore.class.getDeclaredField("slotsById");
        index.setAccessible(true);
        ((SlotIndex) index.get(store)).add(12_345, 99);
        broken("orders without an index entry: -1", store::verify);
    }

    @Test
    void shouldFindClientOrderIdsThatAreKeptWrongly() {
        ofOrder(2, OWNER, OrderFlags.HAS_CLIENT_ORDER_ID);
        broken("client order id kept wrongly: 2", store::verify);
        ofOrder(2, OWNER, -OrderFlags.HAS_CLIENT_ORDER_ID);
        ofOrder(4, OWNER, -OrderFlags.HAS_CLIENT_ORDER_ID);
        broken("client order id kept wrongly: 4", store::verify);
        ofOrder(4, OWNER, OrderFlags.HAS_CLIENT_ORDER_ID);
        final ClientOrderIds ids = store.clientOrderIds();
        final int entry = store.clientEntry(slot(4));
        ids.words[Slab.ORIGIN + 2 * entry]++;
        broken("not found by its client id: 4", store::verify);
        ids.words[Slab.ORIGIN + 2 * entry]--;
        final int more = ids.open(1, 2);
        broken("client ids kept: 1", store::verify);
        ids.index(ALICE, more, slot(4));
        broken("entries by client id: 1", store::verify);
    }

    @Test
    void shouldFindOrdersInNoOrAWrongListOfTheirOwner() {
        final int slot = slot(2);
        store.owners().remove(slot, 2, 0);
        broken("orders in the owners' lists: 6", store::verify);
        store.owners().append(slot, 2, OrderFlags.REDUCE_ONLY);
        broken("in a wrong list: 2", store::verify);
        store.owners().remove(slot, 2, OrderFlags.REDUCE_ONLY);
        store.owners().append(slot, 1, 0);
        broken("in a wrong list: 2", store::verify);
    }

    @Test
    void shouldFindARetiredOrderInAList() {
        ofOrder(2, OWNER, -RESTING_BIT);
        broken("in a wrong list: 2", store::verify);
    }

    @Test
    void shouldFindBrokenLinksAndWrongCountsOfOwners() {
        store.chainPrevious(slot(4), slot(5));
        broken("broken link before order 4", store::verify);
        store.chainPrevious(slot(4), slot(1));
        store.chainNext(slot(4), OrderStore.NONE);
        broken("wrong count of position 1", store::verify);
        store.chainNext(slot(4), slot(6));
        store.chainNext(slot(3), OrderStore.NONE);
        broken("wrong count of position 1", store::verify);
    }

    @Test
    void shouldFindOrdersOfAnOwnerOutOfOrder() {
        ofOrder(4, PRIORITY, -3);
        broken("in the list before an older one: 4", store::verify);
        ofOrder(4, PRIORITY, -1);
        broken("in the list before an older one: 4", store::verify);
    }

    @Test
    void shouldFindAHashThatIsNotThatOfTheOrders() {
        final long hash = store.hash();
        ofOrder(2, PLACED_TIME, 1);
        broken("hash differs from that of the orders: " + hash, store::verify);
    }

    private static void set(final BookSide side, final String name, final Object value)
        throws ReflectiveOperationException {
        final Field field = BookSide.class.getDeclaredField(name);
        field.setAccessible(true);
        field.set(side, value);
    }

    private static void broken(final String message, final Executable check) {
        assertEquals(message, assertThrows(IllegalStateException.class, check).getMessage());
    }

    private void ofOrder(final long orderId, final int word, final long change) {
        add(slot(orderId), word, change);
    }

    private void add(final int slot, final int word, final long change) {
        store.words[Slab.ORIGIN + 8 * slot + word] += change;
    }

    private void ofLevel(final int level, final int word, final long change) {
        store.levels().words[Slab.ORIGIN + 4 * level + word] += change;
    }

    private int level(final long priceTicks) {
        return book.bids().levelAt(priceTicks);
    }

    private int levelOf(final long orderId) {
        return store.level(slot(orderId));
    }

    private int slot(final long orderId) {
        return store.slotOf(orderId);
    }

    private void rest(
        final long orderId, final int account, final Side side, final long price, final long lots, final int flags) {
        order.owner(orderId, account, account - 100).terms(side, price, lots).circumstances(flags, 1_000)
            .clientOrderId(9, 10);
        book.rest(order, orderId);
    }
}
