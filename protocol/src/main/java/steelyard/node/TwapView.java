package steelyard.node;

import steelyard.model.Side;

/**
 * A TWAP that runs or waits for its trigger.
 *
 * @param executedMicros    value of what was executed
 * @param flags             bits of {@link steelyard.model.OrderFlags}
 * @param triggerPriceTicks 0: none
 * @param triggerAbove      whether it waits for a price at or above its trigger price
 * @param stopPriceTicks    0: none
 * @param startNanos        log time at which it began to run; while it waits, at which it was placed
 */
public record TwapView(
    long twapId,
    int accountId,
    int marketId,
    Side side,
    long quantityLots,
    long executedLots,
    long executedMicros,
    int minutes,
    boolean randomize,
    int flags,
    long triggerPriceTicks,
    boolean triggerAbove,
    long stopPriceTicks,
    long startNanos) {
}
