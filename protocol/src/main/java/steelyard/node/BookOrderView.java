package steelyard.node;

import java.util.Comparator;

/**
 * A resting order with its place in the book.
 *
 * @param order            the order
 * @param prioritySequence of two orders at one price, the one with the lower sequence stands before the other
 */
public record BookOrderView(OrderView order, long prioritySequence) {
    /** The order in which one side of a book is matched: best price first, at a price the oldest first. */
    public static final Comparator<BookOrderView> BY_PRIORITY =
        Comparator.<BookOrderView>comparingLong(view -> -view.order.side().sign() * view.order.priceTicks())
            .thenComparingLong(BookOrderView::prioritySequence);
}
