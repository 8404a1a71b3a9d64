package steelyard.flow;

import java.util.List;
import steelyard.flow.recording.RecordedBook;
import steelyard.model.Side;

/**
 * One order of a book. Books are compared as lists of these: bids, then asks, best price first, at a price the oldest
 * first.
 *
 * @param orderId in the recording's own numbers
 */
record BookLine(Side side, long priceE8, long orderId, long size) {
    /** The recorded book. */
    static List<BookLine> of(final RecordedBook book) {
        return book.inOrder().stream()
            .map(order -> new BookLine(order.side(), order.priceE8(), order.orderId(), order.size()))
            .toList();
    }

    /** The first difference between two books in words, or {@code null} if they are equal. */
    static String difference(final List<BookLine> recorded, final List<BookLine> actual) {
        final int common = Math.min(recorded.size(), actual.size());
        int at = 0;
        while (at < common && recorded.get(at).equals(actual.get(at))) {
            at++;
        }
        return at == recorded.size() && at == actual.size() ? null
            : "order " + (at + 1) + " of " + recorded.size() + " should be " + text(recorded, at)
                + ", the node has " + text(actual, at);
    }

    private static String text(final List<BookLine> lines, final int at) {
        return at < lines.size() ? lines.get(at).toString() : "no more";
    }
}
