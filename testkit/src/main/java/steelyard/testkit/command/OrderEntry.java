package steelyard.testkit.command;

import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.model.TimeInForce;

/**
 * One order of an action, as a client gives it; side, time in force and flags are wire codes and may be invalid.
 *
 * @param marketId      the market
 * @param side          code of {@link Side}
 * @param priceE8       limit in 10<sup>-8</sup> USDC
 * @param sizeE8        size in 10<sup>-8</sup> of the underlying
 * @param timeInForce   code of {@link TimeInForce}
 * @param flags         bits of {@link OrderFlags}
 * @param clientOrderId the client's name of the order, {@link ClientOrderId#NONE} without that flag
 */
public record OrderEntry(
    int marketId,
    int side,
    long priceE8,
    long sizeE8,
    int timeInForce,
    int flags,
    ClientOrderId clientOrderId) {

    /** A good-till-canceled limit order without flags. */
    public static OrderEntry limit(final int marketId, final Side side, final long priceE8, final long sizeE8) {
        return new OrderEntry(
            marketId, side.code(), priceE8, sizeE8, TimeInForce.GTC.code(), 0, ClientOrderId.NONE);
    }

    /** The same as an immediate-or-cancel order. */
    public OrderEntry ioc() {
        return new OrderEntry(marketId, side, priceE8, sizeE8, TimeInForce.IOC.code(), flags, clientOrderId);
    }

    /** The same with these flag bits added. */
    public OrderEntry with(final int moreFlags) {
        return new OrderEntry(marketId, side, priceE8, sizeE8, timeInForce, flags | moreFlags, clientOrderId);
    }

    /** The same under a client order id. */
    public OrderEntry named(final ClientOrderId id) {
        return new OrderEntry(
            marketId, side, priceE8, sizeE8, timeInForce, flags | OrderFlags.HAS_CLIENT_ORDER_ID, id);
    }
}
