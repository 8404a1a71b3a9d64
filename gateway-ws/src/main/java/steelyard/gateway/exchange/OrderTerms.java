package steelyard.gateway.exchange;

import steelyard.model.PriceSource;
import steelyard.model.TriggerKind;

/**
 * What an order may have beside its price and size.
 *
 * @param displaySizeE8  what an iceberg shows, in 10<sup>-8</sup> of the underlying; 0: all
 * @param expiresMillis  end of its life; 0: never
 * @param isMarket       whether a trigger order becomes one at the market's price
 * @param triggerPriceE8 in 10<sup>-8</sup> USDC; 0 without one
 * @param trailE8        distance of a trailing stop in 10<sup>-8</sup> USDC, or 0
 * @param trailBps       the same in basis points, or 0
 */
record OrderTerms(
    long displaySizeE8, long expiresMillis, TriggerKind kind, PriceSource source, boolean isMarket,
    long triggerPriceE8, long trailE8, int trailBps) {
    /** Those of a limit order that shows all of itself. */
    static final OrderTerms PLAIN = new OrderTerms(0, 0, TriggerKind.NONE, PriceSource.MARK, false, 0, 0, 0);

    /** Those of a limit order. */
    static OrderTerms ofLimit(final long displaySizeE8, final long expiresMillis) {
        return displaySizeE8 == 0 && expiresMillis == 0
            ? PLAIN
            : new OrderTerms(displaySizeE8, expiresMillis, TriggerKind.NONE, PriceSource.MARK, false, 0, 0, 0);
    }
}
