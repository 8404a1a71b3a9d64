package steelyard.node;

import steelyard.model.MarketSpec;
import steelyard.model.MarketState;

/**
 * A market at one event. Trades and marks from before the snapshot from which this node started are not known to it:
 * what is said about the last trade and the last 24 hours begins there.
 *
 * @param hasPrice            whether the market ever had a price; without one the prices are 0
 * @param oraclePriceTicks    last oracle price
 * @param markPriceTicks      last mark price
 * @param lastTradePriceTicks price of the last trade; 0 if none
 * @param dayOpenPriceTicks   mark price 24 hours ago, or the oldest known since
 * @param dayVolumeLots       lots traded in the last 24 hours, by minute
 * @param dayNotionalMicros   notional traded in the last 24 hours, by minute
 * @param openInterestLots    sum of the long positions
 * @param bestBidTicks        best bid; meaningful if {@code hasBid}
 * @param bestAskTicks        best ask; meaningful if {@code hasAsk}
 * @param funding             what is known of its funding
 */
public record MarketView(
    MarketSpec spec,
    MarketState state,
    boolean hasPrice,
    long oraclePriceTicks,
    long markPriceTicks,
    long lastTradePriceTicks,
    long dayOpenPriceTicks,
    long dayVolumeLots,
    long dayNotionalMicros,
    long openInterestLots,
    boolean hasBid,
    long bestBidTicks,
    boolean hasAsk,
    long bestAskTicks,
    Funding funding) {
    /**
     * Funding of a market.
     *
     * @param rateNanos       hourly rate fixed last; longs pay a positive one; 0 before the first
     * @param premiumNanos    premium of the book at this event; {@code null} if no side is deep enough or the market has
     *                        no funding
     * @param impactBidTenths average price of selling the impact notional, in tenths of a tick; {@code null} if the
     *                        side is not deep enough or the market has no funding
     * @param impactAskTenths the same for buying
     */
    public record Funding(long rateNanos, Long premiumNanos, Long impactBidTenths, Long impactAskTenths) {
        /** Of a market without. */
        public static final Funding NONE = new Funding(0, null, null, null);
    }
}
