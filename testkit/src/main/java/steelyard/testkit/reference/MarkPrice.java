package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import steelyard.model.MarketParameter;
import steelyard.model.MarketState;
import steelyard.model.Side;

/** Section 5 of the risk rules: the mark as the median of what three ways of looking at it say, in half ticks. */
final class MarkPrice {
    private static final BigInteger FARTHEST = BigInteger.ONE.shiftLeft(40);
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(42);
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    private final State state;
    private final Market market;

    MarkPrice(final State state, final Market market) {
        this.state = state;
        this.market = market;
    }

    /** The mark beside an oracle price in ticks; {@code perpetuals} are the prices of perpetual sources in ticks, if any. */
    long ticks(final long oracleTicks, final BigInteger perpetuals) {
        final BigInteger oracle = BigInteger.valueOf(oracleTicks);
        final BigInteger twice = oracle.shiftLeft(1);
        final List<BigInteger> prices = new ArrayList<>();
        final List<BigInteger> book = book();
        if (book != null) {
            final BigInteger sum = book.get(0).add(book.get(1));
            market.basis.add(sum.subtract(twice).max(FARTHEST.negate()).min(FARTHEST), state.nowMillis());
            final BigInteger median = market.hasLast
                ? median(List.of(book.get(0), book.get(1), BigInteger.valueOf(market.lastTicks))).shiftLeft(1)
                : sum;
            market.middle.add(median.max(MOST.negate()).min(MOST), state.nowMillis());
            prices.add(median);
        }
        prices.add(market.basis.hasSample() ? twice.add(market.basis.value()) : twice);
        if (perpetuals != null) {
            prices.add(perpetuals.shiftLeft(1));
        }
        if (prices.size() == 2 && market.middle.hasSample()) {
            prices.add(market.middle.value());
        }
        return within(oracle, median(prices).shiftRight(1)).longValueExact();
    }

    /** Best bid and best ask, or {@code null} if the book does not count. */
    private List<BigInteger> book() {
        final List<Order> bids = state.bestOrders(market.id(), Side.BUY);
        final List<Order> asks = state.bestOrders(market.id(), Side.SELL);
        final boolean counts = !bids.isEmpty() && !asks.isEmpty()
            && bids.getFirst().priceTicks() < asks.getFirst().priceTicks()
            && market.state != MarketState.HALTED && market.state != MarketState.AUCTION;
        return counts
            ? List.of(
                BigInteger.valueOf(bids.getFirst().priceTicks()), BigInteger.valueOf(asks.getFirst().priceTicks()))
            : null;
    }

    /** The middle one; of an even number the mean of the two middle ones, rounded down. */
    static BigInteger median(final List<BigInteger> values) {
        final List<BigInteger> sorted = new ArrayList<>(values);
        sorted.sort(null);
        final int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
            ? sorted.get(middle)
            : sorted.get(middle - 1).add(sorted.get(middle)).shiftRight(1);
    }

    private BigInteger within(final BigInteger oracle, final BigInteger mark) {
        BigInteger within = mark;
        final long band = market.risk(MarketParameter.MARK_BAND_E6);
        if (band != 0) {
            within = near(within, oracle, part(oracle, band));
        }
        final long clamp = market.risk(MarketParameter.MARK_CLAMP_E6);
        if (clamp != 0 && market.hasPrice) {
            final BigInteger last = BigInteger.valueOf(market.markTicks);
            within = near(within, last, part(last, clamp).max(BigInteger.ONE));
        }
        if (!market.spec.allowsNonPositive()) {
            within = within.max(BigInteger.ONE);
        }
        return near(within, BigInteger.ZERO, BigInteger.valueOf(market.spec.maxPriceTicks()));
    }

    private static BigInteger part(final BigInteger price, final long millionths) {
        return price.abs().multiply(BigInteger.valueOf(millionths)).divide(MILLION);
    }

    private static BigInteger near(final BigInteger value, final BigInteger center, final BigInteger distance) {
        return value.max(center.subtract(distance)).min(center.add(distance));
    }
}
