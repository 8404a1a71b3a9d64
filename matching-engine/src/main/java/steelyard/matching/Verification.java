package steelyard.matching;

import steelyard.model.OrderFlags;

/** Walks everything there is and throws {@link IllegalStateException} at the first thing that does not fit. */
final class Verification {
    private static final int NONE = OrderStore.NONE;

    private Verification() {
    }

    /** One book: order of levels and orders, links, totals. */
    static void verify(final OrderBook book, final OrderStore orders) {
        verify(book, book.bids(), orders);
        verify(book, book.asks(), orders);
    }

    /** What lies across the books: indexes, owners' lists, hash. */
    static void verify(final OrderStore orders) {
        verifyOrders(orders);
        verifyOwners(orders);
        require(orders.size() == orders.inUse(), "orders without an index entry: ", orders.inUse() - orders.size());
        require(orders.hash() == orders.hashFromScratch(), "hash differs from that of the orders: ", orders.hash());
    }

    private static void verify(final OrderBook book, final BookSide side, final OrderStore orders) {
        require(side.best() == side.bestOfTrie(), "best is not the first level: ", side.best());
        int worseThan = NONE;
        for (int level = side.best(); level != NONE; level = side.worse(level)) {
            final long priceTicks = side.priceTicks(level);
            require(worseThan == NONE || side.comparePrices(side.priceTicks(worseThan), priceTicks) < 0,
                "level out of order: ", priceTicks);
            require(side.levelAt(priceTicks) == level, "level is not found by its price: ", priceTicks);
            verifyLevel(book, side, level, orders);
            worseThan = level;
        }
    }

    private static void verifyLevel(
        final OrderBook book, final BookSide side, final int level, final OrderStore orders) {
        long lots = 0;
        int count = 0;
        int last = NONE;
        for (int slot = side.firstOrder(level); slot != NONE; slot = orders.nextOfLevel(slot)) {
            require(orders.isResting(slot), "order in a level does not rest: ", orders.orderId(slot));
            require(orders.side(slot) == side.side() && orders.marketId(slot) == book.marketId()
                && orders.level(slot) == level, "order stands in the wrong level: ", orders.orderId(slot));
            require(orders.previousOfLevel(slot) == last, "broken link before order ", orders.orderId(slot));
            require(last == NONE || orders.prioritySequence(last) < orders.prioritySequence(slot),
                "order before an older one: ", orders.orderId(slot));
            require(orders.remainingLots(slot) > 0, "nothing left of order ", orders.orderId(slot));
            lots = Math.addExact(lots, orders.remainingLots(slot));
            count++;
            last = slot;
        }
        require(count > 0 && orders.levels().last(level) == last, "wrong last order at ", side.priceTicks(level));
        require(side.lots(level) == lots && side.orderCount(level) == count, "wrong total at ", side.priceTicks(level));
    }

    private static void verifyOrders(final OrderStore orders) {
        int withClientId = 0;
        for (int slot = 0; slot < orders.everTaken(); slot++) {
            if (!orders.isResting(slot)) {
                continue;
            }
            require(orders.slotOf(orders.orderId(slot)) == slot, "not found by its id: ", orders.orderId(slot));
            final boolean has = OrderFlags.hasClientOrderId(orders.flags(slot));
            require(has == (orders.clientEntry(slot) != NONE), "client order id kept wrongly: ", orders.orderId(slot));
            if (has) {
                withClientId++;
                require(orders.slotOf(orders.accountId(slot), orders.clientOrderIdHigh(slot),
                    orders.clientOrderIdLow(slot)) == slot, "not found by its client id: ", orders.orderId(slot));
            }
        }
        require(orders.clientOrderIds().indexed() == withClientId, "entries by client id: ", withClientId);
        require(orders.clientOrderIds().inUse() == withClientId, "client ids kept: ", withClientId);
    }

    private static void verifyOwners(final OrderStore orders) {
        int total = 0;
        for (int positionSlot = 0; positionSlot < orders.owners().capacity(); positionSlot++) {
            final int plain = verifyOwner(orders, positionSlot, orders.firstOfOwner(positionSlot), false);
            final int reduceOnly = verifyOwner(orders, positionSlot, orders.firstReduceOnlyOfOwner(positionSlot), true);
            require(orders.orderCount(positionSlot) == plain + reduceOnly
                && orders.reduceOnlyCount(positionSlot) == reduceOnly, "wrong count of position ", positionSlot);
            total += plain + reduceOnly;
        }
        require(total == orders.inUse(), "orders in the owners' lists: ", total);
    }

    private static int verifyOwner(
        final OrderStore orders, final int positionSlot, final int first, final boolean reduceOnly) {
        int count = 0;
        int previous = NONE;
        for (int slot = first; slot != NONE; slot = orders.nextOfOwner(slot)) {
            require(orders.isResting(slot) && orders.positionSlot(slot) == positionSlot
                && OrderFlags.isReduceOnly(orders.flags(slot)) == reduceOnly,
                "in a wrong list: ", orders.orderId(slot));
            require(orders.previousOfOwner(slot) == previous, "broken link before order ", orders.orderId(slot));
            require(previous == NONE || orders.prioritySequence(previous) < orders.prioritySequence(slot),
                "in the list before an older one: ", orders.orderId(slot));
            count++;
            previous = slot;
        }
        return count;
    }

    private static void require(final boolean holds, final String otherwise, final long number) {
        if (!holds) {
            throw new IllegalStateException(otherwise + number);
        }
    }
}
