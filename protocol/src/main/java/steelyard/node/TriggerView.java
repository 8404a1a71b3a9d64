package steelyard.node;

import steelyard.model.PriceSource;
import steelyard.model.TriggerKind;

/**
 * What makes a trigger order fire.
 *
 * @param isMarket          whether it becomes an order at the market's price, else one at its limit
 * @param triggerPriceTicks 0 of a trailing stop
 * @param trailTicks        distance of a trailing stop, or 0
 * @param trailBps          the same in basis points, or 0
 * @param isArmed           whether it looks at prices, else it waits for its parent
 * @param parentOrderId     the resting order that it waits for, or 0
 * @param ofPosition        whether it protects a position, in a group
 */
public record TriggerView(
    TriggerKind kind,
    PriceSource source,
    boolean isMarket,
    long triggerPriceTicks,
    long trailTicks,
    int trailBps,
    boolean isArmed,
    long parentOrderId,
    boolean ofPosition) {
}
