package steelyard.risk.price;

import steelyard.model.FixedPoint;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.risk.market.MarketRisk;
import steelyard.risk.market.Markets;

/**
 * The mark of markets whose method is the median of three: the oracle price and how the book usually stands to it, the
 * book and its last trade, and perpetual futures elsewhere. {@code docs/risk-rules.md#5-prices}, "Mark".
 */
public final class MarkPrices {
    private static final long BASIS_MILLIS = 150_000;
    private static final long BOOK_MILLIS = 30_000;
    private static final long BASIS_MAX = 1L << 40;
    private static final long BOOK_MAX = 1L << 42;
    private static final long ONE_E6 = 1_000_000;

    private final Markets markets;
    private final BookPrices books;
    private final DecayingAverages basis = new DecayingAverages(BASIS_MILLIS, BASIS_MAX);
    private final DecayingAverages book = new DecayingAverages(BOOK_MILLIS, BOOK_MAX);

    MarkPrices(final Markets markets, final BookPrices books) {
        this.markets = markets;
        this.books = books;
    }

    /** How far the middle of each market's book stands from its oracle price, in half ticks. */
    public DecayingAverages basis() {
        return basis;
    }

    /** The price that each market's book shows, in half ticks. */
    public DecayingAverages book() {
        return book;
    }

    /** Whether the market's mark is a price of its own. */
    boolean isMedian(final int marketId) {
        return markets.risk(marketId).value(MarketParameter.MARK_METHOD) == 1;
    }

    /**
     * The mark at an oracle price, in ticks; takes the samples of the moment.
     *
     * @param perpetualTicks the price of perpetual futures elsewhere, if {@code hasPerpetual}
     */
    long workOut(
        final int marketId, final long oracleTicks, final boolean hasPerpetual, final long perpetualTicks,
        final long nowMillis) {
        final boolean counts = books.counts(marketId);
        long ofBook = 0;
        if (counts) {
            ofBook = ofBook(marketId);
            final long middle = books.bidTicks(marketId) + books.askTicks(marketId);
            basis.add(marketId, middle - 2 * oracleTicks, nowMillis);
            book.add(marketId, ofBook, nowMillis);
            markets.touched().add(marketId);
        }
        final long ofOracle = 2 * oracleTicks + (basis.has(marketId) ? basis.average(marketId) : 0);
        final long halfTicks;
        if (counts && hasPerpetual) {
            halfTicks = median(ofOracle, ofBook, 2 * perpetualTicks);
        } else if (counts || hasPerpetual) {
            final long other = counts ? ofBook : 2 * perpetualTicks;
            halfTicks = book.has(marketId)
                ? median(ofOracle, other, book.average(marketId))
                : Math.floorDiv(ofOracle + other, 2);
        } else {
            halfTicks = ofOracle;
        }
        return bounded(marketId, Math.floorDiv(halfTicks, 2), oracleTicks);
    }

    /** What the book shows, in half ticks. */
    private long ofBook(final int marketId) {
        final long bid = books.bidTicks(marketId);
        final long ask = books.askTicks(marketId);
        return books.hasLast(marketId) ? 2 * median(bid, ask, books.lastTicks(marketId)) : bid + ask;
    }

    private long bounded(final int marketId, final long markTicks, final long oracleTicks) {
        final MarketRisk risk = markets.risk(marketId);
        long mark = markTicks;
        final long bandE6 = risk.value(MarketParameter.MARK_BAND_E6);
        if (bandE6 != 0) {
            final long band = FixedPoint.mulDivFloor(Math.abs(oracleTicks), bandE6, ONE_E6);
            mark = Math.clamp(mark, oracleTicks - band, oracleTicks + band);
        }
        final long clampE6 = risk.value(MarketParameter.MARK_CLAMP_E6);
        if (clampE6 != 0 && markets.hasPrice(marketId)) {
            final long last = markets.markPriceTicks(marketId);
            final long step = Math.max(1, FixedPoint.mulDivFloor(Math.abs(last), clampE6, ONE_E6));
            mark = Math.clamp(mark, last - step, last + step);
        }
        final MarketSpec spec = markets.spec(marketId);
        return Math.clamp(mark, spec.allowsNonPositive() ? -spec.maxPriceTicks() : 1, spec.maxPriceTicks());
    }

    private static long median(final long a, final long b, final long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
