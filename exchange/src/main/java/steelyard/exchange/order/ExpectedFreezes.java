package steelyard.exchange.order;

import java.util.Arrays;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.Protection;
import steelyard.matching.OrderStore;
import steelyard.model.FixedPoint;
import steelyard.model.OrderFlags;

/**
 * Which groups of quotes an order might freeze while it matches, if it fills all of every quote that it meets. {@code
 * docs/matching-rules.md#4-time-in-force}. Allocates only while it grows.
 */
final class ExpectedFreezes {
    private final ExchangeState state;
    private final OrderStore orders;
    private Protection[] groups = new Protection[8];
    private long[] fills = new long[8];
    private long[] quantitiesE8 = new long[8];
    private long[] valuesMicros = new long[8];
    private int count;

    ExpectedFreezes(final ExchangeState state) {
        this.state = state;
        this.orders = state.books().orders();
    }

    /** Another order is looked at. */
    void clear() {
        Arrays.fill(groups, 0, count, null);
        count = 0;
    }

    /** Whether a resting order that is met next is a quote of a group that might be frozen by then; counts it. */
    boolean meet(final int order) {
        if (!OrderFlags.isQuote(orders.flags(order))) {
            return false;
        }
        final int marketId = orders.marketId(order);
        final Protection group =
            state.quotes().protection(orders.accountId(order), state.quotes().group(orders.accountId(order), marketId));
        if (group == null || group.countMax() == 0) {
            return false;
        }
        final int at = place(group);
        final boolean isReached = fills[at] >= group.countMax()
            || group.quantityMaxE8() > 0 && quantitiesE8[at] >= group.quantityMaxE8()
            || group.valueMaxMicros() > 0 && valuesMicros[at] >= group.valueMaxMicros();
        final long lots = orders.remainingLots(order);
        fills[at]++;
        quantitiesE8[at] = FixedPoint.saturatedSum(
            quantitiesE8[at], Math.multiplyExact(lots, state.markets().spec(marketId).e8PerLot()));
        valuesMicros[at] = FixedPoint.saturatedSum(
            valuesMicros[at], Math.multiplyExact(Math.abs(orders.priceTicks(order)), lots));
        return isReached;
    }

    private int place(final Protection group) {
        for (int i = 0; i < count; i++) {
            if (groups[i] == group) {
                return i;
            }
        }
        if (count == groups.length) {
            groups = Arrays.copyOf(groups, 2 * count);
            fills = Arrays.copyOf(fills, 2 * count);
            quantitiesE8 = Arrays.copyOf(quantitiesE8, 2 * count);
            valuesMicros = Arrays.copyOf(valuesMicros, 2 * count);
        }
        open(count, group);
        return count++;
    }

    /** What counts now. */
    private void open(final int at, final Protection group) {
        groups[at] = group;
        fills[at] = 0;
        quantitiesE8[at] = 0;
        valuesMicros[at] = 0;
        final long since = state.counters().nowNanos() - group.windowMillis() * 1_000_000;
        for (int i = group.fills() - 1; i >= 0 && group.timeNanos(i) > since; i--) {
            fills[at]++;
            quantitiesE8[at] = FixedPoint.saturatedSum(quantitiesE8[at], group.quantityE8(i));
            valuesMicros[at] = FixedPoint.saturatedSum(valuesMicros[at], group.valueMicros(i));
        }
    }
}
