package steelyard.exchange.order;

import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.FollowUps;
import steelyard.exchange.state.Protection;
import steelyard.matching.OrderStore;
import steelyard.model.OrderFlags;

/** What fills of quotes do to their group. {@code docs/matching-rules.md#13-quotes}. */
final class QuoteProtection {
    private final ExchangeState state;
    private final OrderStore orders;
    private final TradingEvents events;

    QuoteProtection(final ExchangeState state, final TradingEvents events) {
        this.state = state;
        this.orders = state.books().orders();
        this.events = events;
    }

    /** Whether a resting order is a quote of a frozen group. */
    boolean isFrozen(final int order) {
        if (!OrderFlags.isQuote(orders.flags(order))) {
            return false;
        }
        final int accountId = orders.accountId(order);
        return isFrozen(accountId, state.quotes().group(accountId, orders.marketId(order)));
    }

    /** Whether a group is frozen. */
    boolean isFrozen(final int accountId, final int group) {
        final Protection protection = state.quotes().protection(accountId, group);
        return protection != null && protection.isFrozen(state.counters().nowMillis());
    }

    /** Counts a fill of a resting order, which may be out of the book already. */
    void filled(final int order, final long priceTicks, final long lots) {
        if (!OrderFlags.isQuote(orders.flags(order))) {
            return;
        }
        final int accountId = orders.accountId(order);
        final int marketId = orders.marketId(order);
        final int group = state.quotes().group(accountId, marketId);
        final Protection protection = state.quotes().protection(accountId, group);
        if (protection == null || protection.countMax() == 0 || protection.isFrozen(state.counters().nowMillis())) {
            return;
        }
        final long lotsE8 = Math.multiplyExact(lots, state.markets().spec(marketId).e8PerLot());
        final long valueMicros = Math.multiplyExact(Math.abs(priceTicks), lots);
        if (protection.count(state.counters().nowNanos(), lotsE8, valueMicros)) {
            freeze(protection);
        }
    }

    private void freeze(final Protection protection) {
        final long untilMillis =
            protection.frozenMillis() == 0 ? 0 : state.counters().nowMillis() + protection.frozenMillis();
        protection.forget();
        protection.freeze(true, untilMillis);
        events.protectionTriggered(protection.accountId(), protection.group(), untilMillis);
        state.followUps().put(
            FollowUps.TAKE_QUOTES_BACK, protection.accountId(), 0, 0, 0, 0, 0, protection.group());
    }
}
