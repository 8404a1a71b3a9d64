package steelyard.gateway.stream;

import steelyard.gateway.json.Aggregation;
import steelyard.protocol.Address;

/**
 * What makes two subscriptions the same.
 *
 * @param marketId    the market, or −1
 * @param aggregation of a book
 * @param fast        whether a book is shown short
 * @param user        whose stream, or {@link Address#ZERO}
 * @param merged      whether fills of one order and time are merged
 */
record StreamKey(
    StreamType type, int marketId, Aggregation aggregation, boolean fast, Address user, boolean merged) {

    static StreamKey ofAll(final StreamType type) {
        return new StreamKey(type, -1, Aggregation.NONE, false, Address.ZERO, false);
    }

    static StreamKey ofMarket(final StreamType type, final int marketId) {
        return new StreamKey(type, marketId, Aggregation.NONE, false, Address.ZERO, false);
    }

    static StreamKey ofBook(final int marketId, final Aggregation aggregation, final boolean fast) {
        return new StreamKey(StreamType.L2_BOOK, marketId, aggregation, fast, Address.ZERO, false);
    }

    static StreamKey ofUser(final StreamType type, final Address user, final boolean merged) {
        return new StreamKey(type, -1, Aggregation.NONE, false, user, merged);
    }
}
