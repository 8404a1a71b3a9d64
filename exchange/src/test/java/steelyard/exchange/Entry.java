package steelyard.exchange;

import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.model.TimeInForce;

/** One entry of an order or modify action, in ticks and lots of its market. */
record Entry(
    int marketId, Side side, long priceTicks, long lots, TimeInForce timeInForce, int flags, long clientId, long target,
    long targetClientId) {

    static Entry buy(final long lots, final long priceTicks) {
        return new Entry(Rig.BTC, Side.BUY, priceTicks, lots, TimeInForce.GTC, 0, 0, 0, 0);
    }

    static Entry sell(final long lots, final long priceTicks) {
        return new Entry(Rig.BTC, Side.SELL, priceTicks, lots, TimeInForce.GTC, 0, 0, 0, 0);
    }

    Entry in(final int market) {
        return new Entry(market, side, priceTicks, lots, timeInForce, flags, clientId, target, targetClientId);
    }

    Entry in(final int market, final long ticks) {
        return new Entry(market, side, ticks, lots, timeInForce, flags, clientId, target, targetClientId);
    }

    Entry ioc() {
        return new Entry(
            marketId, side, priceTicks, lots, TimeInForce.IOC, flags, clientId, target, targetClientId);
    }

    Entry reduceOnly() {
        return with(OrderFlags.REDUCE_ONLY);
    }

    Entry postOnly() {
        return with(OrderFlags.POST_ONLY);
    }

    Entry named(final long id) {
        return new Entry(marketId, side, priceTicks, lots, timeInForce, flags | OrderFlags.HAS_CLIENT_ORDER_ID, id,
            target, targetClientId);
    }

    Entry with(final int moreFlags) {
        return new Entry(
            marketId, side, priceTicks, lots, timeInForce, flags | moreFlags, clientId, target, targetClientId);
    }

    /** As a modification of the order with this id. */
    Entry of(final long orderId) {
        return new Entry(marketId, side, priceTicks, lots, timeInForce, flags, clientId, orderId, 0);
    }

    /** As a modification of the order with this client order id. */
    Entry ofClientId(final long id) {
        return new Entry(marketId, side, priceTicks, lots, timeInForce, flags, clientId, 0, id);
    }
}
