package steelyard.exchange.risk;

import steelyard.exchange.event.EventStage;
import steelyard.exchange.event.FundingEvents;
import steelyard.exchange.state.ExchangeState;
import steelyard.matching.BookSide;
import steelyard.matching.OrderStore;
import steelyard.model.HouseAccount;
import steelyard.model.MarketParameter;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.risk.funding.Funding;
import steelyard.risk.funding.FundingFormulas;
import steelyard.risk.funding.ImpactPrice;
import steelyard.risk.market.Markets;

/** Samples premiums, closes intervals, pays everybody. {@code docs/risk-rules.md#6-funding}. */
final class FundingWork {
    /** As often premiums are sampled. */
    static final long SLOT_NANOS = 5_000_000_000L;
    private static final long HOUR_NANOS = 3_600_000_000_000L;
    private static final int MARKETS_PER_COMMAND = 256;

    private final ExchangeState state;
    private final Markets markets;
    private final Funding funding;
    private final EventStage stage;
    private final FundingEvents events;
    private final FundingPayments payments;
    private final ImpactPrice impact = new ImpactPrice();

    FundingWork(final ExchangeState state, final EventStage stage, final FundingPayments payments) {
        this.state = state;
        this.markets = state.markets();
        this.funding = state.funding();
        this.stage = stage;
        this.events = new FundingEvents(state, stage);
        this.payments = payments;
    }

    /** Before a command: what its time brings. */
    void passTime() {
        final long now = state.counters().nowNanos();
        if (funding.sampleCursor() == Funding.IDLE && now / SLOT_NANOS > funding.lastSlot()) {
            funding.beginSampling(now / SLOT_NANOS);
        }
        if (funding.sampleCursor() != Funding.IDLE) {
            sample(now);
        }
        if (funding.closeCursor() == Funding.IDLE && funding.payCursor() == Funding.IDLE
            && now / HOUR_NANOS > funding.lastHour()) {
            funding.beginClosing(now / HOUR_NANOS);
        }
        if (funding.closeCursor() != Funding.IDLE) {
            close();
        }
    }

    /** After a command: the sweep that pays everybody. */
    void sweep() {
        if (funding.payCursor() == Funding.IDLE) {
            return;
        }
        final long eventsMax = state.parameters().value(Parameter.EVENTS_MAX) / 2;
        int accountId = funding.payCursor();
        final int end = (int) Math.min(
            state.accounts().count(), accountId + state.parameters().value(Parameter.SWEEP_MAX));
        while (accountId < end && stage.count() < eventsMax) {
            payments.bringUpToDate(accountId++);
        }
        funding.payCursor(accountId);
        if (accountId == state.accounts().count()) {
            funding.payCursor(Funding.IDLE);
            moveRest();
        }
    }

    private void moveRest() {
        final int from = HouseAccount.FUNDING.id();
        final long rest = state.accounts().cashMicros(from);
        if (rest != 0) {
            state.margin().transferHouse(from, HouseAccount.ROUNDING.id(), rest);
            events.houseTransferred(from, HouseAccount.ROUNDING.id(), rest);
            stage.exempt(1);
        }
    }

    private void sample(final long now) {
        int marketId = funding.sampleCursor();
        final int end = Math.min(markets.count(), marketId + MARKETS_PER_COMMAND);
        for (; marketId < end; marketId++) {
            final boolean sampled = markets.risk(marketId).value(MarketParameter.IMPACT_NOTIONAL_USDC) != 0
                && markets.openInterestLots(marketId) != 0 && markets.oraclePriceTicks(marketId) != 0
                && state.books().state(marketId) == MarketState.ACTIVE && state.oracle().isFresh(marketId, now);
            if (sampled) {
                funding.sample(marketId, premiumNanos(marketId));
                markets.touched().add(marketId);
            }
        }
        funding.sampleCursor(marketId == markets.count() ? Funding.IDLE : marketId);
    }

    private void close() {
        int marketId = funding.closeCursor();
        final int end = Math.min(markets.count(), marketId + MARKETS_PER_COMMAND);
        for (; marketId < end; marketId++) {
            if (funding.samples(marketId) != 0) {
                fix(marketId);
            }
        }
        funding.closeCursor(marketId);
        if (marketId == markets.count()) {
            funding.closed();
        }
    }

    private void fix(final int marketId) {
        final long samples = funding.samples(marketId);
        final long premium = funding.premiumSumNanos(marketId) / samples;
        final long crowding =
            FundingFormulas.crowdingNanos(markets.risk(marketId), funding.crowdingNanos(marketId), premium);
        final long mark = markets.markPriceTicks(marketId);
        final int backstop = state.positions().find(HouseAccount.BACKSTOP.id(), marketId);
        final long rate = FundingFormulas.rateNanos(
            markets.risk(marketId), premium, crowding,
            Math.multiplyExact(markets.openInterestLots(marketId), Math.abs(mark)),
            Math.multiplyExact(state.positions().quantityLots(backstop), mark));
        funding.fix(marketId, crowding, rate, markets.oraclePriceTicks(marketId));
        markets.touched().add(marketId);
        markets.termsChanged(marketId);
        events.rateFixed(marketId, funding.lastHour() * HOUR_NANOS, premium, samples);
        stage.exempt(1);
    }

    private long premiumNanos(final int marketId) {
        return FundingFormulas.premiumNanos(
            impactTenths(marketId, Side.BUY), impactTenths(marketId, Side.SELL), markets.oraclePriceTicks(marketId));
    }

    private long impactTenths(final int marketId, final Side side) {
        final BookSide levels = state.books().book(marketId).side(side);
        impact.begin(markets.risk(marketId));
        int level = levels.best();
        for (int i = 0; i < ImpactPrice.LEVELS_MAX && level != OrderStore.NONE && impact.isMissing(); i++) {
            impact.take(levels.priceTicks(level), levels.lots(level));
            level = levels.worse(level);
        }
        return impact.tenths(side);
    }
}
