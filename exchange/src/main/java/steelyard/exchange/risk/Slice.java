package steelyard.exchange.risk;

import steelyard.exchange.state.ExchangeState;
import steelyard.model.FixedPoint;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.risk.margin.MarginWatch;
import steelyard.risk.margin.PortfolioHealth;
import steelyard.risk.margin.Positions;
import steelyard.risk.market.MarketRisk;

/**
 * Which position of a set is closed next, how much of it and at which limit: as much as restores the set's health.
 * {@code docs/risk-rules.md#9-liquidation}, "Slice". Reused.
 */
public final class Slice {
    private static final long ONE_E4 = 10_000;
    private static final long E5_NANOS = 10_000;
    private static final long E6_NANOS = 1_000;
    private static final long MICROS_PER_USDC = 1_000_000;
    private static final long DEPTH_SHARE = 10;
    private static final long QUARTER = 250_000_000;

    private final ExchangeState state;
    private final Positions positions;
    private final MarginWatch watch;
    private final PortfolioHealth health;
    private final SliceCandidate best = new SliceCandidate();
    private final SliceCandidate bestUnlimited = new SliceCandidate();
    private int marketId;
    private long lots;
    private long limitTicks;
    private long gain;
    private long cost;
    /** What fee and limit are made of: the gain, but for what the law asks for. */
    private long rate;

    Slice(final ExchangeState state) {
        this.state = state;
        this.positions = state.positions();
        this.watch = state.margin().watch();
        this.health = state.margin().portfolioHealth();
    }

    /** The market of the position. */
    public int marketId() {
        return marketId;
    }

    /** How many lots of it. */
    public long lots() {
        return lots;
    }

    /** At this limit. */
    public long limitTicks() {
        return limitTicks;
    }

    /** What the fund gets for so many lots of it, in micros, if the set has as much. */
    long feeMicros(final long closedLots) {
        final MarketRisk risk = state.markets().risk(marketId);
        final long notional = risk.notionalMicros(closedLots, state.markets().markPriceTicks(marketId));
        return FixedPoint.mulDivFloor(notional, feeNanos(), FixedPoint.NANOS);
    }

    private long feeNanos() {
        return rate * state.parameters().value(Parameter.LIQUIDATION_FEE_E4) / ONE_E4;
    }

    /** Works it out; {@code false} if no market of the set takes orders. */
    boolean choose(
        final int accountId, final int setMarketId, final long equity, final long maintenance, final long rounds) {
        if (setMarketId == MarginWatch.CROSS && health.has(accountId)) {
            chooseOfPortfolio(accountId, equity, maintenance);
        } else {
            chooseOfSet(accountId, setMarketId, equity, maintenance);
        }
        if (marketId < 0) {
            return false;
        }
        limit(positions.find(accountId, marketId), equity, maintenance, rounds);
        return true;
    }

    private void chooseOfSet(
        final int accountId, final int setMarketId, final long equity, final long maintenance) {
        marketId = -1;
        for (int market = watch.lowestMarket(accountId, setMarketId); market >= 0;
            market = watch.nextMarket(accountId, setMarketId, market)) {
            consider(accountId, market);
        }
        if (marketId >= 0) {
            final int slot = positions.find(accountId, marketId);
            rate = watch.rateNanos(slot);
            amount(slot, equity, maintenance);
        }
    }

    /** {@code docs/risk-rules.md#4-portfolio-margin}, "Slice": never a hedge, and no more than lowers what is required. */
    private void chooseOfPortfolio(final int accountId, final long equity, final long maintenance) {
        health.maintenanceMicros(accountId);
        best.clear();
        bestUnlimited.clear();
        for (int market = watch.lowestMarket(accountId, MarginWatch.CROSS); market >= 0;
            market = watch.nextMarket(accountId, MarginWatch.CROSS, market)) {
            final int slot = positions.find(accountId, market);
            if (state.books().state(market) == MarketState.ACTIVE && !health.isHedge(slot)) {
                marketId = market;
                gain = health.gainNanos(slot);
                rate = gain;
                cost = E5_NANOS * state.markets().risk(market).value(MarketParameter.CLOSE_COST_E5);
                amount(slot, equity, maintenance);
                bestUnlimited.offer(market, gain, cost, lots);
                best.offer(market, gain, cost, lowering(slot, lots));
            }
        }
        final SliceCandidate chosen = best.isThere() ? best : bestUnlimited;
        marketId = chosen.marketId();
        gain = chosen.gain();
        rate = gain;
        cost = chosen.cost();
        lots = chosen.lots();
    }

    /** So many lots, halved until closing them lowers what is required; 0: not even one does. */
    private long lowering(final int slot, final long most) {
        long less = most;
        while (less > 0 && !health.isLowerWithout(slot, less)) {
            less /= 2;
        }
        return less;
    }

    private void consider(final int accountId, final int market) {
        if (state.books().state(market) != MarketState.ACTIVE) {
            return;
        }
        final long itsGain = watch.gainNanos(positions.find(accountId, market));
        final long itsCost = E5_NANOS * state.markets().risk(market).value(MarketParameter.CLOSE_COST_E5);
        if (marketId < 0 || itsGain * (cost + 1) > gain * (itsCost + 1)) {
            marketId = market;
            gain = itsGain;
            cost = itsCost;
        }
    }

    private void amount(final int slot, final long equity, final long maintenance) {
        final MarketSpec spec = state.markets().spec(marketId);
        final MarketRisk risk = state.markets().risk(marketId);
        final long notional = state.margin().notionalMicros(slot);
        final long target = state.parameters().value(Parameter.TARGET_E4);
        final long wanted = FixedPoint.mulDivCeil(maintenance, target, ONE_E4) - equity;
        final long divisor = gain * target / ONE_E4 - cost - feeNanos();
        long x = divisor <= 0 || divisor <= FixedPoint.NANOS && wanted >= notional
            ? notional
            : Math.min(notional, FixedPoint.mulDivCeil(wanted, FixedPoint.NANOS, divisor));
        if (notional > state.parameters().value(Parameter.SLICE_USDC) * MICROS_PER_USDC) {
            x = Math.min(x, FixedPoint.mulDivFloor(notional, state.parameters().value(Parameter.SLICE_E4), ONE_E4));
        }
        final long depth = risk.value(MarketParameter.DEPTH_USDC) * MICROS_PER_USDC;
        x = depth == 0 ? x : Math.min(x, depth / DEPTH_SHARE);
        x = Math.max(x, spec.minNotionalMicros());
        final long price = risk.marginPriceTicks(state.markets().markPriceTicks(marketId));
        final long size = Math.abs(positions.quantityLots(slot));
        final long most = Math.min(size, spec.maxOrderLots());
        lots = price == 0 ? most : Math.clamp(Math.ceilDiv(x, price), 1, most);
    }

    private void limit(final int slot, final long equity, final long maintenance, final long rounds) {
        final long health = equity <= 0 ? 0 : FixedPoint.mulDivFloor(equity, FixedPoint.NANOS, maintenance);
        final long urgency = Math.clamp(FixedPoint.NANOS - health, 0, FixedPoint.NANOS) + (rounds + 1) * QUARTER;
        final long band = state.markets().risk(marketId).value(MarketParameter.LIQUIDATION_BAND_E6) * E6_NANOS;
        final long distance =
            Math.min(band, FixedPoint.mulDivFloor(urgency, 3 * rate, 2 * FixedPoint.NANOS));
        limitTicks = limitTicks(state, marketId, positions.quantityLots(slot) > 0, distance);
    }

    /** The limit of an order so far from the mark, in nanos of it, to the grid. */
    static long limitTicks(
        final ExchangeState state, final int marketId, final boolean sells, final long distanceNanos) {
        final MarketSpec spec = state.markets().spec(marketId);
        final long mark = state.markets().markPriceTicks(marketId);
        final long away = FixedPoint.mulDivFloor(Math.abs(mark), distanceNanos, FixedPoint.NANOS);
        final long least = spec.allowsNonPositive() ? -spec.maxPriceTicks() : 1;
        final long limit = Math.clamp(sells ? mark - away : mark + away, least, spec.maxPriceTicks());
        final long step = state.books().grid(marketId).stepAtTicks(limit);
        return sells ? Math.ceilDiv(limit, step) * step : Math.floorDiv(limit, step) * step;
    }
}
