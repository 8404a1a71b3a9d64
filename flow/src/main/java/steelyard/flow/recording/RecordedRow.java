package steelyard.flow.recording;

import steelyard.model.Side;

/**
 * One statement of a recording; a line of a file makes one or several.
 *
 * @param line       the line it comes from, 1 for the first line of data
 * @param kind       what it says
 * @param side       of the order; of a {@link Kind#TRADE} the side of who took, {@code null} in an auction
 * @param orderId    the order, in the recording's own numbers
 * @param priceE8 in 10<sup>-8</sup> of the currency, 0 where nothing has a price
 * @param size       in whole units: what the order has from now on; of a reduction, a trade or a fill what it takes
 * @param isSnapshot whether it belongs to the orders that rested before the recording began
 * @param endsEvent  whether the book is whole after it: what follows happened apart from it
 */
public record RecordedRow(
    int line,
    Kind kind,
    Side side,
    long orderId,
    long priceE8,
    long size,
    boolean isSnapshot,
    boolean endsEvent) {

    /** What a row says. */
    public enum Kind {
        /** An order came to rest. */
        ADD,
        /** An order has this price and size now. */
        AMEND,
        /** An order became smaller by this size, and left if nothing is left of it. */
        REDUCE,
        /** An order left. */
        CANCEL,
        /** All orders left. */
        CLEAR,
        /** Somebody took this size at this price; the fills follow. The book is not changed by it. */
        TRADE,
        /** This order gave this size to the last trade. The book is not changed by it. */
        FILL,
        /** Nothing about visible orders. */
        OTHER
    }
}
