package steelyard.exchange.risk;

import steelyard.exchange.event.EventStage;
import steelyard.exchange.event.HouseEvents;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.HouseFunds;
import steelyard.model.HouseAccount;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.risk.margin.Positions;

/** Gives back to the market what the backstop took, a slice at a time. {@code docs/risk-rules.md#10-house-accounts}. */
final class UnwindWork {
    private static final int BACKSTOP = HouseAccount.BACKSTOP.id();
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MICROS_PER_USDC = 1_000_000;
    private static final long E6_NANOS = 1_000;

    private final ExchangeState state;
    private final EventStage stage;
    private final Positions positions;
    private final HouseFunds house;
    private final LiquidationOrders orders;
    private final HouseEvents events;
    private final FundingPayments payments;

    UnwindWork(
        final ExchangeState state, final EventStage stage, final LiquidationOrders orders, final HouseEvents events,
        final FundingPayments payments) {
        this.state = state;
        this.stage = stage;
        this.positions = state.positions();
        this.house = state.houseFunds();
        this.orders = orders;
        this.events = events;
        this.payments = payments;
    }

    /** One slice, if it is time for one. */
    void run() {
        final long waitMillis = state.parameters().value(Parameter.UNWIND_MILLIS);
        final long nowNanos = state.counters().nowNanos();
        if (waitMillis == 0 || nowNanos < house.nextSliceNanos()
            || stage.boundedCount() >= state.parameters().value(Parameter.EVENTS_MAX) / 2) {
            return;
        }
        final int marketId = nextMarket();
        if (marketId >= 0) {
            house.slice(marketId, nowNanos + waitMillis * NANOS_PER_MILLI);
            payments.bringUpToDate(BACKSTOP);
            slice(marketId);
        }
    }

    /** The market after the last one, around the ids, in which the backstop has what it could sell or buy back. */
    private int nextMarket() {
        int after = -1;
        int lowest = -1;
        for (int slot = positions.first(BACKSTOP); slot != Positions.NONE; slot = positions.next(slot)) {
            final int marketId = positions.market(slot);
            if (mayTrade(slot, marketId)) {
                lowest = lowest < 0 ? marketId : Math.min(lowest, marketId);
                if (marketId > house.sliceMarketId()) {
                    after = after < 0 ? marketId : Math.min(after, marketId);
                }
            }
        }
        return after < 0 ? lowest : after;
    }

    private boolean mayTrade(final int slot, final int marketId) {
        return positions.quantityLots(slot) != 0 && state.books().state(marketId) == MarketState.ACTIVE
            && state.oracle().isFreshForLiquidation(marketId, state.counters().nowNanos());
    }

    private void slice(final int marketId) {
        final MarketSpec spec = state.markets().spec(marketId);
        final long quantity = positions.quantityLots(positions.find(BACKSTOP, marketId));
        final long price = state.markets().risk(marketId).marginPriceTicks(state.markets().markPriceTicks(marketId));
        final long most = Math.min(Math.abs(quantity), spec.maxOrderLots());
        final long usdc = state.parameters().value(Parameter.UNWIND_USDC);
        final long lots = price == 0 ? most : Math.clamp(usdc * MICROS_PER_USDC / price, 1, most);
        final Side side = quantity > 0 ? Side.SELL : Side.BUY;
        final long limitTicks = Slice.limitTicks(
            state, marketId, quantity > 0, state.parameters().value(Parameter.UNWIND_BAND_E6) * E6_NANOS);
        if (orders.crosses(marketId, side, limitTicks)) {
            events.unwound(marketId, lots, limitTicks);
            orders.close(BACKSTOP, marketId, side, lots, limitTicks, false);
        }
    }
}
