package steelyard.testkit.command;

import steelyard.model.PriceSource;
import steelyard.model.TriggerKind;

/**
 * One order of an action with everything that it may have. Codes are wire codes and may be invalid.
 *
 * @param order          what every order has
 * @param displaySizeE8  what an iceberg shows at a time, 0: all
 * @param expiresMillis  end of a good-till-time order, 0: none
 * @param triggerKind    code of {@link TriggerKind}
 * @param triggerSource  code of {@link PriceSource}
 * @param isMarket       whether it becomes an order at the market's price
 * @param triggerPriceE8 trigger price in 10<sup>-8</sup> USDC
 * @param trailE8        distance of a trailing stop in 10<sup>-8</sup> USDC, 0: {@code trailBps} says it
 * @param trailBps       distance of a trailing stop in basis points
 */
public record AdvancedOrderEntry(
    OrderEntry order,
    long displaySizeE8,
    long expiresMillis,
    int triggerKind,
    int triggerSource,
    boolean isMarket,
    long triggerPriceE8,
    long trailE8,
    int trailBps) {

    /** A plain order. */
    public static AdvancedOrderEntry of(final OrderEntry order) {
        return new AdvancedOrderEntry(order, 0, 0, 0, 0, false, 0, 0, 0);
    }
}
