package steelyard.gateway.stream;

import steelyard.gateway.json.Aggregation;
import steelyard.gateway.json.CandleInterval;
import steelyard.protocol.Address;

/**
 * What makes two subscriptions the same.
 *
 * @param marketId    the market, or −1
 * @param aggregation of a book
 * @param fast        whether a book is shown short
 * @param user        whose stream, or {@link Address#ZERO}
 * @param merged      whether fills of one order and time are merged
 * @param interval    of candles, or {@code null}
 */
record StreamKey(
    StreamType type, int marketId, Aggregation aggregation, boolean fast, Address user, boolean merged,
    CandleInterval interval) {

    static StreamKey ofAll(final StreamType type) {
        return new StreamKey(type, -1, Aggregation.NONE, false, Address.ZERO, false, null);
    }

    static StreamKey ofMarket(final StreamType type, final int marketId) {
        return new StreamKey(type, marketId, Aggregation.NONE, false, Address.ZERO, false, null);
    }

    static StreamKey ofBook(final int marketId, final Aggregation aggregation, final boolean fast) {
        return new StreamKey(StreamType.L2_BOOK, marketId, aggregation, fast, Address.ZERO, false, null);
    }

    static StreamKey ofUser(final StreamType type, final Address user, final boolean merged) {
        return new StreamKey(type, -1, Aggregation.NONE, false, user, merged, null);
    }

    static StreamKey ofCandles(final int marketId, final CandleInterval interval) {
        return new StreamKey(StreamType.CANDLE, marketId, Aggregation.NONE, false, Address.ZERO, false, interval);
    }

    static StreamKey ofUserAndMarket(final StreamType type, final Address user, final int marketId) {
        return new StreamKey(type, marketId, Aggregation.NONE, false, user, false, null);
    }
}
