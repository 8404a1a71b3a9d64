package steelyard.gateway.exchange;

import steelyard.gateway.json.ClientOrderId;
import steelyard.model.Side;
import steelyard.model.TimeInForce;

/**
 * One order of an action.
 *
 * @param priceE8       limit price in 10<sup>-8</sup> USDC
 * @param sizeE8        size in 10<sup>-8</sup> of the underlying
 * @param flags         bits of {@link steelyard.model.OrderFlags}
 * @param clientOrderId or {@code null}
 * @param terms         {@link OrderTerms#PLAIN} if there are no others
 */
record OrderEntry(
    int marketId, Side side, long priceE8, long sizeE8, TimeInForce timeInForce, int flags,
    ClientOrderId clientOrderId, OrderTerms terms) {

    /** Whether price, size and time in force say all. */
    boolean isPlain() {
        return terms == OrderTerms.PLAIN;
    }
}
