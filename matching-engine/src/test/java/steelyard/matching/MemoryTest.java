package steelyard.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import steelyard.model.OrderFlags;
import steelyard.model.PriceGrid;
import steelyard.model.Side;

/** What orders and markets cost, and that work costs nothing. */
class MemoryTest {
    private static final int ORDERS = 3 << 17;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final IncomingOrder order = new IncomingOrder();
    private final MatchListener fills = new Fills();
    private long ids;

    @Test
    void shouldHoldAnOrderInLessThanAHundredBytes() {
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        final OrderStore store = new OrderStore(ORDERS, 1);
        final long bytes = THREADS.getCurrentThreadAllocatedBytes() - before - bytesOfAnEmptyStore();
        assertTrue(bytes < 100L * ORDERS, () -> bytes / (double) ORDERS + " bytes an order");
        final OrderBook book = new OrderBook(0, PriceGrid.tick(1, false), store);
        for (int i = 0; i < ORDERS; i++) {
            rest(book, 500, 0);
        }
        final long after = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(after < 100L * ORDERS + 2 * bytesOfAnEmptyStore(),
            () -> after / (double) ORDERS + " bytes an order");
    }

    @Test
    void shouldHoldAClientOrderIdInLessThanSixtyBytes() {
        final ClientOrderIds[] kept = new ClientOrderIds[1];
        final OrderStore store = new OrderStore(0, 1);
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        kept[0] = new ClientOrderIds(store, ORDERS, 1);
        final long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        for (int i = 0; i < ORDERS; i++) {
            kept[0].index(i, kept[0].open(i, -i), i);
        }
        assertTrue(bytes < 60L * ORDERS, () -> bytes / (double) ORDERS + " bytes a client order id");
        assertTrue(THREADS.getCurrentThreadAllocatedBytes() - before < bytes + 200_000, "it grew although it had room");
    }

    @Test
    void shouldHoldAnIdleMarketInAFewHundredBytes() {
        final OrderStore store = new OrderStore(0, 1);
        final PriceGrid grid = PriceGrid.significant5(2);
        final OrderBook[] books = new OrderBook[20_000];
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < books.length; i++) {
            books[i] = new OrderBook(i, grid, store);
        }
        final long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(bytes < 300L * books.length, () -> bytes / books.length + " bytes a market");
    }

    @Test
    void shouldUseSlotsLevelsAndNodesAgain() {
        final OrderStore store = new OrderStore(0, 1);
        final OrderBook book = new OrderBook(0, PriceGrid.tick(1, true), store);
        final int first = rest(book, 100, 0);
        final int second = rest(book, 100_000, 0);
        book.cancel(first);
        assertEquals(first, rest(book, -5, 0));
        book.cancel(second);
        book.cancel(first);
        for (int i = 0; i < 100_000; i++) {
            book.cancel(rest(book, (i % 1_000) * 10_000, i % 2 == 0 ? OrderFlags.HAS_CLIENT_ORDER_ID : 0));
        }
        assertEquals(2, store.everTaken());
        assertEquals(2, store.levels().everTaken());
        assertEquals(1, store.clientOrderIds().everTaken());
        assertTrue(store.nodes().everTaken() <= 6, () -> store.nodes().everTaken() + " nodes");
        assertEquals(0, store.inUse() + store.levels().inUse() + store.nodes().inUse());
        assertEquals(0, store.clientOrderIds().inUse());
        assertEquals(0, store.hash());
        store.verify();
    }

    /** The virtual machine itself now and then allocates a few bytes when it recompiles: one clean round is enough. */
    @Test
    void shouldAllocateNothingInSteadyState() {
        final OrderStore store = new OrderStore(5_000, 1);
        final OrderBook book = new OrderBook(0, PriceGrid.significant5(2), store);
        final SplittableRandom random = new SplittableRandom(1);
        churn(store, book, random, 300_000);
        long bytes = 1;
        for (int round = 0; round < 5 && bytes != 0; round++) {
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            churn(store, book, random, 50_000);
            bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        assertEquals(0, bytes, "bytes in 50,000 operations");
        book.verify();
        store.verify();
    }

    /** Bounded numbers of orders and of prices, so that after a while nothing is larger than it was before. */
    private void churn(
        final OrderStore store, final OrderBook book, final SplittableRandom random, final int operations) {

        for (int i = 0; i < operations; i++) {
            final Side side = Side.of(random.nextInt(2));
            final long price = 90_000 - side.sign() * (random.nextInt(3_000) - 600);
            order.owner(++ids, random.nextInt(50), 0).terms(side, price, 1 + random.nextInt(20));
            order.owner(ids, order.accountId(), order.accountId()).clientOrderId(1, ids);
            order.circumstances(random.nextInt(2) * OrderFlags.HAS_CLIENT_ORDER_ID + random.nextInt(2), ids);
            book.match(order, fills);
            if (order.remainingLots() > 0) {
                final int slot = book.rest(order, ids);
                book.reduce(slot, 1 + (order.remainingLots() - 1) / 2);
            }
            final int old = store.slotOf(ids - random.nextInt(2_000));
            if (old != OrderStore.NONE) {
                book.cancel(old);
            }
            book.check();
            if (store.size() > 3_000) {
                book.cancel(book.bids().firstOrder(book.bids().best()));
            }
            if (i % 1_000 == 0) {
                store.hash();
            }
        }
    }

    private int rest(final OrderBook book, final long price, final int flags) {
        ids++;
        order.owner(ids, 1, 1).terms(Side.BUY, price, 1).circumstances(flags, 1).clientOrderId(0, ids);
        return book.rest(order, ids);
    }

    private static long bytesOfAnEmptyStore() {
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        new OrderStore(0, 1);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static final class Fills implements MatchListener {
        @Override
        public MatchDecision onCandidate(
            final IncomingOrder incoming, final OrderBook book, final int maker, final long price, final long lots) {
            return maker % 16 == 0 ? MatchDecision.CANCEL_MAKER : MatchDecision.FILL;
        }

        @Override
        public void onFill(
            final IncomingOrder incoming, final OrderBook book, final int maker, final long price, final long lots) {
            // Nothing to settle.
        }
    }
}
