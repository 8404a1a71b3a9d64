package steelyard.exchange.order;

import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.Parameters;
import steelyard.matching.OrderStore;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;

/** How many events a fill may cause. {@code docs/matching-rules.md}, section 2, steps 4.1 and 4.4, and section 14. */
final class FillCosts {
    private static final int EVENTS_OF_FILL = 3;
    /** Both orders show more, and the groups of both are frozen. */
    private static final int EVENTS_BESIDES = 4;
    /** A part of the events of a command, so small that the upkeep of two accounts fits into the least limit there is. */
    private static final int UPKEEP_PART = 16;

    private final Parameters parameters;
    private final OrderStore orders;

    FillCosts(final ExchangeState state) {
        this.parameters = state.parameters();
        this.orders = state.books().orders();
    }

    /** Whether a fill might change more reduce-only orders of the position's account than it may. */
    boolean isOvergrown(final int slot) {
        return orders.reduceOnlyCount(slot) > upkeepMax();
    }

    /** How many reduce-only orders of an account a fill may change. */
    long upkeepMax() {
        return parameters.value(Parameter.EVENTS_MAX) / UPKEEP_PART;
    }

    /** Most events of a fill of a resting order by an incoming one of the position {@code takerSlot}. */
    int events(final int maker, final int takerSlot) {
        final int flags = orders.flags(maker);
        final int more = (OrderFlags.isIceberg(flags) ? 1 : 0) + (OrderFlags.isQuote(flags) ? 1 : 0);
        return EVENTS_OF_FILL + upkeep(orders.positionSlot(maker), takerSlot) + more;
    }

    /** Most events of a fill of two resting orders. */
    int eventsOfUncrossing(final int bid, final int ask) {
        return EVENTS_OF_FILL + upkeep(orders.positionSlot(bid), orders.positionSlot(ask)) + EVENTS_BESIDES;
    }

    private int upkeep(final int oneSlot, final int otherSlot) {
        return orders.reduceOnlyCount(oneSlot) + orders.reduceOnlyCount(otherSlot);
    }
}
