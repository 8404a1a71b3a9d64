package steelyard.server.readmodel;

import java.util.concurrent.TimeUnit;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Side;
import steelyard.node.BookView;
import steelyard.node.MarketView;
import steelyard.risk.funding.FundingFormulas;
import steelyard.risk.funding.ImpactPrice;
import steelyard.risk.market.MarketRisk;

/** One market: its specification, prices, book by levels, open interest and last 24 hours. */
final class Market {
    private static final BookView.Levels NO_LEVELS = new BookView.Levels(new long[0], new long[0], new int[0]);

    private MarketSpec spec;
    private MarketState state;
    private long oraclePriceTicks;
    private long markPriceTicks;
    private long lastTradePriceTicks;
    private long openInterestLots;
    private long fundingRateNanos;
    private final MarketRisk risk;
    private Levels bids;
    private Levels asks;
    private DayMarks dayMarks;
    private DayTrades dayTrades;

    Market(final MarketSpec spec, final MarketState state) {
        this.spec = spec;
        this.state = state;
        this.risk = new MarketRisk(spec);
    }

    /** Another specification from now on. */
    void spec(final MarketSpec changed) {
        spec = changed;
    }

    /** What the risk rules know of it. */
    MarketRisk risk() {
        return risk;
    }

    MarketSpec spec() {
        return spec;
    }

    /** The mark price; 0 before the first. */
    long markPriceTicks() {
        return markPriceTicks;
    }

    /** Initial margin of lots, not below zero. */
    long initialMicros(final long lots, final int leverage) {
        return risk.initialMicros(notionalMicros(lots), leverage);
    }

    /** Notional of lots, not below zero, as margins take it. */
    long notionalMicros(final long lots) {
        return risk.notionalMicros(lots, markPriceTicks);
    }

    /** The leverage of an account that chose this one; 0: it chose none, and has the market's default. */
    int leverage(final int chosen) {
        return chosen == 0 ? spec.defaultLeverage() : chosen;
    }

    void state(final MarketState newState) {
        state = newState;
    }

    /** The hourly rate fixed last. */
    void fundingRateNanos(final long nanos) {
        fundingRateNanos = nanos;
    }

    /** The hourly rate fixed last. */
    long fundingRateNanos() {
        return fundingRateNanos;
    }

    void prices(final long timestampNanos, final long oracleTicks, final long markTicks) {
        oraclePriceTicks = oracleTicks;
        markPriceTicks = markTicks;
        if (dayMarks == null) {
            dayMarks = new DayMarks(minute(timestampNanos), markTicks);
        } else {
            dayMarks.put(minute(timestampNanos), markTicks);
        }
    }

    void traded(final long timestampNanos, final long priceTicks, final long lots) {
        lastTradePriceTicks = priceTicks;
        if (dayTrades == null) {
            dayTrades = new DayTrades();
        }
        dayTrades.add(minute(timestampNanos), lots, Math.abs(priceTicks) * lots);
    }

    void positionChanged(final long beforeLots, final long afterLots) {
        openInterestLots += Math.max(0, afterLots) - Math.max(0, beforeLots);
    }

    /** One side of the book. */
    Levels levels(final Side side) {
        if (side == Side.BUY) {
            bids = bids == null ? new Levels(side) : bids;
            return bids;
        }
        asks = asks == null ? new Levels(side) : asks;
        return asks;
    }

    BookView book(final long eventSequence, final long logTimeNanos, final int levelsMax) {
        return new BookView(spec.marketId(), eventSequence, logTimeNanos, view(bids, levelsMax), view(asks, levelsMax));
    }

    MarketView view(final long logTimeNanos) {
        final long minute = minute(logTimeNanos);
        final boolean hasBid = bids != null && bids.size() > 0;
        final boolean hasAsk = asks != null && asks.size() > 0;
        return new MarketView(
            spec,
            state,
            dayMarks != null,
            oraclePriceTicks,
            markPriceTicks,
            lastTradePriceTicks,
            dayMarks == null ? 0 : dayMarks.dayOpenTicks(minute),
            dayTrades == null ? 0 : dayTrades.volumeLots(minute),
            dayTrades == null ? 0 : dayTrades.notionalMicros(minute),
            openInterestLots,
            hasBid,
            hasBid ? bids.bestTicks() : 0,
            hasAsk,
            hasAsk ? asks.bestTicks() : 0,
            funding());
    }

    private MarketView.Funding funding() {
        if (risk.value(MarketParameter.IMPACT_NOTIONAL_USDC) == 0 || oraclePriceTicks == 0) {
            return new MarketView.Funding(fundingRateNanos, null, null, null);
        }
        final long bid = impactTenths(bids, Side.BUY);
        final long ask = impactTenths(asks, Side.SELL);
        return new MarketView.Funding(
            fundingRateNanos,
            bid == ImpactPrice.NOT_DEEP && ask == ImpactPrice.NOT_DEEP
                ? null : (Long) FundingFormulas.premiumNanos(bid, ask, oraclePriceTicks),
            bid == ImpactPrice.NOT_DEEP ? null : (Long) bid,
            ask == ImpactPrice.NOT_DEEP ? null : (Long) ask);
    }

    private long impactTenths(final Levels side, final Side name) {
        final BookView.Levels levels = view(side, ImpactPrice.LEVELS_MAX);
        final ImpactPrice impact = new ImpactPrice();
        impact.begin(risk);
        for (int i = 0; i < levels.priceTicks().length && impact.isMissing(); i++) {
            impact.take(levels.priceTicks()[i], levels.lots()[i]);
        }
        return impact.tenths(name);
    }

    private static BookView.Levels view(final Levels levels, final int levelsMax) {
        return levels == null ? NO_LEVELS : levels.view(levelsMax);
    }

    private static long minute(final long timestampNanos) {
        return TimeUnit.NANOSECONDS.toMinutes(timestampNanos);
    }
}
