package steelyard.exchange.state;

import steelyard.matching.OrderStore;
import steelyard.risk.margin.RestingOrders;

/** Shows the margin the orders of the books. */
final class OpenOrders implements RestingOrders {
    private final MarketBooks books;
    private final OrderStore orders;

    OpenOrders(final MarketBooks books) {
        this.books = books;
        this.orders = books.orders();
    }

    @Override
    public void forEach(final int positionSlot, final Visitor visitor) {
        int order = orders.firstOfOwner(positionSlot);
        while (order != OrderStore.NONE) {
            visitor.order(orders.side(order), orders.priceTicks(order), books.remainingLots(order));
            order = orders.nextOfOwner(order);
        }
    }
}
