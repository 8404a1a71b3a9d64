package steelyard.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static steelyard.model.Side.BUY;
import static steelyard.model.Side.SELL;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import steelyard.model.OrderFlags;
import steelyard.model.PriceGrid;
import steelyard.model.Side;

class OrderBookTest {
    private static final int ALICE = 101;
    private static final int BOB = 102;
    private static final int CAROL = 103;

    private final OrderStore store = new OrderStore(0, 1);
    private final OrderBook book = new OrderBook(7, PriceGrid.tick(1, true), store);
    private final TapeListener tape = new TapeListener(store);
    private final IncomingOrder order = new IncomingOrder();
    private long orderIds;
    private long sequences;

    @AfterEach
    void verify() {
        book.verify();
        store.verify();
    }

    @Test
    void shouldFillBestPriceFirstAndOldestFirstAtAPrice() {
        rest(ALICE, SELL, 102, 5);
        rest(BOB, SELL, 101, 3);
        rest(CAROL, SELL, 101, 4);

        submit(ALICE, BUY, 102, 10);

        assertEquals("""
            fill 3 @ 101: buyer 4 has 7, maker 2 of account 102 has 0 of 3
            fill 4 @ 101: buyer 4 has 3, maker 3 of account 103 has 0 of 4
            fill 3 @ 102: buyer 4 has 0, maker 1 of account 101 has 2 of 5
            """, tape.read());
        assertEquals("""
            ask 102: 2 in 1
            """, levels());
    }

    @Test
    void shouldMoveAnOrderBehindThoseOfItsNewPrice() {
        rest(ALICE, SELL, 103, 5);
        rest(BOB, SELL, 101, 3);
        rest(ALICE, SELL, 102, 1);

        order.owner(1, ALICE, positionSlot(ALICE)).terms(SELL, 101, 5);
        book.replace(store.slotOf(1), order, ++sequences);
        submit(CAROL, BUY, 101, 7);

        assertEquals("""
            fill 3 @ 101: buyer 4 has 4, maker 2 of account 102 has 0 of 3
            fill 4 @ 101: buyer 4 has 0, maker 1 of account 101 has 1 of 5
            """, tape.read());
        assertEquals("""
            ask 101: 1 in 1
            ask 102: 1 in 1
            """, levels());
    }

    @Test
    void shouldReplaceAnOrderByAnotherOfItsOwnerAlone() {
        rest(ALICE, BUY, 99, 5);

        order.owner(7, ALICE, positionSlot(ALICE)).terms(SELL, 120, 2);
        book.replace(store.slotOf(1), order, ++sequences);

        assertEquals("""
            ask 120: 2 in 1
            """, levels());
        assertEquals(OrderStore.NONE, store.slotOf(1));
        order.owner(8, BOB, positionSlot(BOB));
        assertThrows(
            IllegalArgumentException.class, () -> book.replace(store.slotOf(7), order, sequences + 1));
    }

    @Test
    void shouldRestWhatDoesNotCross() {
        rest(ALICE, SELL, 101, 3);
        rest(BOB, BUY, 99, 2);

        submit(CAROL, BUY, 101, 10);

        assertEquals("""
            fill 3 @ 101: buyer 3 has 7, maker 1 of account 101 has 0 of 3
            rest 3
            """, tape.read());
        assertEquals("""
            bid 101: 7 in 1
            bid 99: 2 in 1
            """, levels());
        assertTrue(book.crosses(SELL, 101));
        assertFalse(book.crosses(SELL, 102));
        assertFalse(book.crosses(BUY, Long.MAX_VALUE));
    }

    @Test
    void shouldMatchAtAndBelowZero() {
        rest(ALICE, BUY, -5, 2);
        rest(BOB, BUY, 0, 2);
        rest(CAROL, BUY, 3, 2);

        submit(ALICE, SELL, -5, 5);

        assertEquals("""
            fill 2 @ 3: seller 4 has 3, maker 3 of account 103 has 0 of 2
            fill 2 @ 0: seller 4 has 1, maker 2 of account 102 has 0 of 2
            fill 1 @ -5: seller 4 has 0, maker 1 of account 101 has 1 of 2
            """, tape.read());
        assertEquals("""
            bid -5: 1 in 1
            """, levels());
    }

    @Test
    void shouldCancelAMakerAndGoOnWhenTheListenerSaysSo() {
        rest(ALICE, SELL, 100, 1);
        rest(BOB, SELL, 100, 2);
        rest(ALICE, SELL, 101, 3);
        rest(BOB, SELL, 102, 4);
        tape.decide(maker -> maker == 2 ? MatchDecision.FILL : MatchDecision.CANCEL_MAKER);

        submit(ALICE, BUY, 101, 9);

        assertEquals("""
            CANCEL_MAKER maker 1, incoming 5 has 9
            fill 2 @ 100: buyer 5 has 7, maker 2 of account 102 has 0 of 2
            CANCEL_MAKER maker 3, incoming 5 has 7
            rest 5
            """, tape.read());
        assertEquals("""
            bid 101: 7 in 1
            ask 102: 4 in 1
            """, levels());
    }

    @Test
    void shouldStopWhenTheListenerSaysSo() {
        rest(ALICE, SELL, 100, 1);
        rest(BOB, SELL, 100, 2);
        tape.decide(maker -> maker == 2 ? MatchDecision.STOP : MatchDecision.FILL);

        match(CAROL, BUY, 100, 9);

        assertEquals("""
            fill 1 @ 100: buyer 3 has 8, maker 1 of account 101 has 0 of 1
            STOP maker 2, incoming 3 has 8
            """, tape.read());
        assertEquals(8, order.remainingLots());
        assertEquals("""
            ask 100: 2 in 1
            """, levels());
    }

    @Test
    void shouldLetAFillCancelTheRemainderOfItsMaker() {
        rest(ALICE, SELL, 100, 5);
        rest(BOB, SELL, 101, 5);
        tape.afterFill((b, maker) -> cancelIfResting(maker));

        submit(CAROL, BUY, 100, 2);

        assertEquals("""
            fill 2 @ 100: buyer 3 has 0, maker 1 of account 101 has 3 of 5
            cancel 1
            """, tape.read());
        assertEquals("""
            ask 101: 5 in 1
            """, levels());
    }

    @Test
    void shouldLetAFillCancelTheOrdersItWasAboutToMeet() {
        rest(ALICE, SELL, 100, 1);
        rest(BOB, SELL, 100, 2);
        rest(ALICE, SELL, 100, 3);
        rest(ALICE, SELL, 101, 4);
        rest(BOB, SELL, 102, 5);
        tape.afterFill((b, maker) -> {
            cancelIfResting(2);
            cancelIfResting(3);
            cancelIfResting(4);
        });

        submit(CAROL, BUY, 102, 4);

        assertEquals("""
            fill 1 @ 100: buyer 6 has 3, maker 1 of account 101 has 0 of 1
            cancel 2
            cancel 3
            cancel 4
            fill 3 @ 102: buyer 6 has 0, maker 5 of account 102 has 2 of 5
            """, tape.read());
        assertEquals("""
            ask 102: 2 in 1
            """, levels());
    }

    @Test
    void shouldLetAFillReduceOrdersOfThisBookAndCancelOrdersOfAnother() {
        final OrderBook other = new OrderBook(8, PriceGrid.significant5(2), store);
        prepare(BOB, BUY, 12_345, 6);
        order.owner(orderIds, BOB, positionSlot(BOB) + 50);
        final int elsewhere = other.rest(order, ++sequences);
        rest(ALICE, SELL, 100, 4);
        rest(BOB, SELL, 100, 9);
        tape.afterFill((b, maker) -> {
            if (maker == 3) {
                book.reduce(store.slotOf(3), 1);
                other.cancel(elsewhere);
            }
        });

        submit(CAROL, BUY, 100, 6);

        assertEquals("""
            fill 4 @ 100: buyer 4 has 2, maker 2 of account 101 has 0 of 4
            fill 2 @ 100: buyer 4 has 0, maker 3 of account 102 has 7 of 9
            """, tape.read());
        assertEquals("""
            ask 100: 1 in 1
            """, levels());
        assertTrue(other.bids().isEmpty());
        other.verify();
    }

    @Test
    void shouldShowAFilledMakerDuringItsLastFillButNotFindIt() {
        order.clientOrderId(5, 6);
        rest(ALICE, SELL, 100, 2, OrderFlags.HAS_CLIENT_ORDER_ID);
        rest(BOB, SELL, 100, 2);
        final int maker = store.slotOf(1);
        tape.afterFill((b, makerId) -> tape.write("id " + store.orderId(maker) + ", price " + store.priceTicks(maker)
            + ", client id " + store.clientOrderIdHigh(maker) + "/" + store.clientOrderIdLow(maker)
            + ", found " + (store.slotOf(1) != OrderStore.NONE) + (store.slotOf(ALICE, 5, 6) != OrderStore.NONE)
            + ", resting " + store.orderCount(positionSlot(ALICE)) + ", left at the price "
            + b.asks().lots(b.asks().best())));

        submit(CAROL, BUY, 100, 2);

        assertEquals("""
            fill 2 @ 100: buyer 3 has 0, maker 1 of account 101 has 0 of 2
            id 1, price 100, client id 5/6, found falsefalse, resting 0, left at the price 2
            """, tape.read());
    }

    @Test
    void shouldRefuseToChangeWhileAMatchIsBeingDecided() {
        rest(ALICE, SELL, 100, 1);
        rest(BOB, SELL, 101, 1);
        tape.decide(maker -> {
            cancelIfResting(2);
            return MatchDecision.FILL;
        });
        assertThrows(IllegalStateException.class, () -> match(CAROL, BUY, 100, 1));
    }

    @Test
    void shouldKeepThePlaceOfAReducedOrder() {
        rest(ALICE, BUY, 50, 9);
        rest(BOB, BUY, 50, 9);

        book.reduce(store.slotOf(1), 4);
        book.amend(store.slotOf(2), 3);
        submit(CAROL, SELL, 50, 5);

        assertEquals("""
            fill 4 @ 50: seller 3 has 1, maker 1 of account 101 has 0 of 9
            fill 1 @ 50: seller 3 has 0, maker 2 of account 102 has 2 of 3
            """, tape.read());
    }

    @Test
    void shouldRefuseWhatIsNoReduction() {
        rest(ALICE, BUY, 50, 9);
        final int slot = store.slotOf(1);
        assertThrows(IllegalArgumentException.class, () -> book.reduce(slot, 10));
        assertThrows(IllegalArgumentException.class, () -> book.reduce(slot, 0));
        book.reduce(slot, 9);
        assertEquals(9, store.remainingLots(slot));
    }

    @Test
    void shouldRefuseSlotsThatDoNotRestHere() {
        rest(ALICE, BUY, 50, 9);
        final int slot = store.slotOf(1);
        final OrderBook other = new OrderBook(8, PriceGrid.significant5(2), store);
        assertThrows(IllegalStateException.class, () -> other.cancel(slot));
        book.cancel(slot);
        assertThrows(IllegalStateException.class, () -> book.cancel(slot));
        assertThrows(IllegalStateException.class, () -> book.reduce(slot, 1));
    }

    @Test
    void shouldChangeNothingForABookThatAnOrderDoesNotRestIn() {
        rest(ALICE, BUY, 50, 9);
        final int slot = store.slotOf(1);
        final OrderBook other = new OrderBook(8, PriceGrid.tick(1, true), store);
        assertThrows(IllegalStateException.class, () -> other.reduce(slot, 1));
        assertThrows(IllegalStateException.class, () -> other.amendOriginal(slot, 1));
        assertThrows(IllegalStateException.class, () -> other.take(slot, 1));
        order.owner(1, ALICE, positionSlot(ALICE)).terms(BUY, 51, 1);
        assertThrows(IllegalStateException.class, () -> other.replace(slot, order, 9));
        assertEquals(9, store.remainingLots(slot));
        assertEquals(9, store.originalLots(slot));
    }

    @Test
    void shouldTakeFromTheOriginalQuantityWhatDoesNotStandInTheBook() {
        rest(ALICE, BUY, 50, 9);
        final long before = store.hash();
        book.amendOriginal(store.slotOf(1), 2);
        assertEquals(7, store.originalLots(store.slotOf(1)));
        assertEquals(9, store.remainingLots(store.slotOf(1)));
        assertNotEquals(before, store.hash());
        assertEquals(store.hashFromScratch(), store.hash());
    }

    @Test
    void shouldMakeAnIncomingOrderSmallerWithWhatItWasOriginally() {
        order.terms(BUY, 50, 10).originalLots(12).decrement(3);
        assertEquals(7, order.remainingLots());
        assertEquals(9, order.originalLots());
    }

    @Test
    void shouldNumberPricesByAnotherGrid() {
        final OrderBook other = new OrderBook(8, PriceGrid.tick(5, true), store);
        assertTrue(other.accepts(10));
        assertFalse(other.accepts(12));
        other.rest(order.owner(1, ALICE, 1).terms(BUY, 10, 1), 1);
        other.rest(order.owner(2, ALICE, 1).terms(BUY, 20, 2), 2);
        other.rest(order.owner(3, ALICE, 1).terms(SELL, 30, 3), 3);
        other.regrid(PriceGrid.tick(2, true));
        assertTrue(other.accepts(12));
        assertFalse(other.accepts(15));
        other.rest(order.owner(4, BOB, 2).terms(BUY, 12, 4), 4);
        other.rest(order.owner(5, BOB, 2).terms(SELL, 28, 5), 5);
        other.verify();
        assertEquals("""
            bid 20: 2 in 1
            bid 12: 4 in 1
            bid 10: 1 in 1
            ask 28: 5 in 1
            ask 30: 3 in 1
            """, levels(other));
    }

    @Test
    void shouldRefuseToRestNothing() {
        rest(ALICE, BUY, 50, 9);
        final int slot = store.slotOf(1);
        order.owner(2, ALICE, positionSlot(ALICE)).terms(BUY, 50, 0);
        assertThrows(IllegalArgumentException.class, () -> book.rest(order, 2));
        assertThrows(IllegalArgumentException.class, () -> book.replace(slot, order, 2));
        assertEquals("""
            bid 50: 9 in 1
            """, levels());
    }

    @Test
    void shouldAnswerTheSlotOfARestingOrder() {
        rest(ALICE, BUY, 50, 9);
        prepare(BOB, BUY, 50, 3);
        final int slot = book.rest(order.originalLots(4).clientOrderId(1, 2), ++sequences);
        assertEquals(store.slotOf(2), slot);
        assertEquals(4, store.originalLots(slot));
        assertEquals(0, store.clientOrderIdHigh(slot));
    }

    @Test
    void shouldTakeFromTwoRestingOrdersThatTrade() {
        rest(ALICE, BUY, 101, 5);
        rest(BOB, SELL, 100, 8);
        assertTrue(book.isCrossed());
        final int bid = store.slotOf(1);
        book.take(bid, 5);
        book.take(store.slotOf(2), 5);
        assertEquals(OrderStore.NONE, store.slotOf(1));
        assertEquals(1, store.orderId(bid));
        assertFalse(book.isCrossed());
        assertTrue(book.bids().isEmpty());
        assertFalse(book.asks().isEmpty());
        book.release(bid);
        assertEquals("""
            ask 100: 3 in 1
            """, levels());
        rest(ALICE, BUY, 99, 1);
        assertEquals(bid, store.slotOf(3));
        assertFalse(book.isCrossed());
        rest(BOB, BUY, 100, 1);
        assertTrue(book.isCrossed());
    }

    @Test
    void shouldKnowNothingOfPositionSlotsNeverUsedAndMakeRoomForThem() {
        final int capacity = store.owners().capacity();
        for (final int unknown : new int[] {capacity - 1, capacity, capacity + 1}) {
            assertEquals(0, store.orderCount(unknown));
            assertEquals(0, store.reduceOnlyCount(unknown));
            assertEquals(OrderStore.NONE, store.firstOfOwner(unknown));
            assertEquals(OrderStore.NONE, store.firstReduceOnlyOfOwner(unknown));
        }
        book.rest(order.owner(1, ALICE, capacity).terms(BUY, 50, 1), 1);
        assertEquals(2 * capacity, store.owners().capacity());
        assertEquals(store.slotOf(1), store.firstOfOwner(capacity));
        book.rest(order.owner(2, BOB, 10 * capacity).terms(BUY, 50, 1), 2);
        assertEquals(10 * capacity + 1, store.owners().capacity());
        assertEquals(store.slotOf(2), store.firstOfOwner(10 * capacity));
        assertEquals(BOB, store.accountId(store.slotOf(2)));
        assertEquals(7, store.marketId(store.slotOf(2)));
    }

    @Test
    void shouldRefuseAPositionSlotOfSomebodyElse() {
        rest(ALICE, BUY, 50, 9);
        prepare(BOB, BUY, 50, 1);
        order.owner(9, BOB, positionSlot(ALICE));
        assertThrows(IllegalArgumentException.class, () -> book.rest(order, 9));
        cancelIfResting(1);
        assertEquals(BOB, store.accountId(book.rest(order, 9)));
    }

    @Test
    void shouldThrowRatherThanLetATotalOverflow() {
        rest(ALICE, BUY, 50, Long.MAX_VALUE);
        assertThrows(ArithmeticException.class, () -> {
            final OrderStore full = new OrderStore(0, 1);
            final OrderBook fullBook = new OrderBook(0, PriceGrid.tick(1, false), full);
            fullBook.rest(order.owner(1, 1, 1).terms(BUY, 5, Long.MAX_VALUE), 1);
            fullBook.rest(order.owner(2, 1, 1).terms(BUY, 5, 1), 2);
        });
    }

    private void rest(final int account, final Side side, final long price, final long lots) {
        rest(account, side, price, lots, 0);
    }

    private void rest(final int account, final Side side, final long price, final long lots, final int flags) {
        prepare(account, side, price, lots);
        book.rest(order.circumstances(flags, 1_000 + orderIds), ++sequences);
    }

    private void match(final int account, final Side side, final long price, final long lots) {
        prepare(account, side, price, lots);
        book.match(order, tape);
    }

    private void submit(final int account, final Side side, final long price, final long lots) {
        match(account, side, price, lots);
        if (order.remainingLots() > 0) {
            book.rest(order, ++sequences);
            tape.write("rest " + order.orderId());
        }
    }

    private void prepare(final int account, final Side side, final long price, final long lots) {
        order.owner(++orderIds, account, positionSlot(account)).terms(side, price, lots)
            .circumstances(0, 1_000 + orderIds);
    }

    private void cancelIfResting(final long orderId) {
        final int slot = store.slotOf(orderId);
        if (slot != OrderStore.NONE) {
            book.cancel(slot);
            tape.write("cancel " + orderId);
        }
    }

    private static int positionSlot(final int account) {
        return account - 100;
    }

    private String levels() {
        return levels(book);
    }

    private static String levels(final OrderBook of) {
        final StringBuilder text = new StringBuilder();
        for (final Side side : Side.values()) {
            final BookSide levels = of.side(side);
            for (int level = levels.best(); level != OrderStore.NONE; level = levels.worse(level)) {
                text.append(side == BUY ? "bid " : "ask ").append(levels.priceTicks(level)).append(": ")
                    .append(levels.lots(level)).append(" in ").append(levels.orderCount(level)).append('\n');
            }
        }
        return text.toString();
    }
}
