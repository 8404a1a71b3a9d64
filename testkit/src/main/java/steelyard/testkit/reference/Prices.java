package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import steelyard.model.MarketParameter;
import steelyard.model.PriceSource;
import steelyard.testkit.command.Command;
import steelyard.testkit.event.Event;
import steelyard.testkit.reference.State.Publication;

/** Section 3: what prices are made of. */
final class Prices {
    private static final int FIRST_PERPETUAL = 32_768;
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    private final State state;
    private final Emission out;
    private final Triggers triggers;

    Prices(final Floor floor) {
        this.state = floor.state;
        this.out = floor.out;
        this.triggers = floor.triggers;
    }

    Verdict submit(final Command.SubmitPrices command, final int nodeId) {
        for (final Command.PriceEntry entry : command.prices()) {
            final Market market = state.market(entry.marketId());
            if (market != null && isValid(market, entry.priceE8()) && isSharp(market, entry)) {
                publish(market, new Publication(
                    entry.marketId(), command.sourceId(), nodeId,
                    entry.priceE8(), entry.publishTimeNanos(), state.now));
            }
        }
        return Verdict.ACCEPTED;
    }

    private static boolean isValid(final Market market, final long priceE8) {
        final BigInteger ticks = ticks(market, BigInteger.valueOf(priceE8));
        final boolean signIsRight = ticks.signum() > 0 || market.spec.allowsNonPositive();
        return signIsRight && ticks.abs().compareTo(BigInteger.valueOf(market.spec.maxPriceTicks())) <= 0;
    }

    /** Whether the confidence is narrow enough. */
    private static boolean isSharp(final Market market, final Command.PriceEntry entry) {
        final long most = market.risk(MarketParameter.CONFIDENCE_MAX_E6);
        return most == 0 || BigInteger.valueOf(entry.confidenceE8()).multiply(MILLION)
            .compareTo(BigInteger.valueOf(most).multiply(BigInteger.valueOf(entry.priceE8()).abs())) <= 0;
    }

    private void publish(final Market market, final Publication publication) {
        for (final Publication each : state.publications) {
            if (isSamePublisher(each, publication)) {
                if (publication.publishTimeNanos() <= each.publishTimeNanos()) {
                    return;
                }
                state.publications.remove(each);
                break;
            }
        }
        state.publications.add(publication);
        if (isPerpetual(publication.sourceId())) {
            if (market.hasPrice && market.risk(MarketParameter.MARK_METHOD) == 1) {
                change(market, market.oracleTicks);
            }
            return;
        }
        market.isUnpricedSinceHalt = false;
        workOut(market);
    }

    /** Whether a source quotes perpetual futures elsewhere. */
    private static boolean isPerpetual(final int sourceId) {
        return sourceId >= FIRST_PERPETUAL;
    }

    private static boolean isSamePublisher(final Publication a, final Publication b) {
        return a.marketId() == b.marketId() && a.sourceId() == b.sourceId() && a.nodeId() == b.nodeId();
    }

    private void workOut(final Market market) {
        List<BigInteger> prices = prices(freshBySource(state, market, false));
        final long outlier = market.risk(MarketParameter.OUTLIER_E6);
        if (outlier != 0 && prices.size() >= 3) {
            prices = withoutOutliers(prices, BigInteger.valueOf(outlier));
        }
        if (prices.size() >= market.spec.priceQuorum()) {
            change(market, ticks(market, MarkPrice.median(prices)).longValueExact());
        }
    }

    private static List<BigInteger> withoutOutliers(final List<BigInteger> prices, final BigInteger millionths) {
        final BigInteger median = MarkPrice.median(prices);
        final BigInteger deviation =
            MarkPrice.median(prices.stream().map(price -> price.subtract(median).abs()).toList());
        final BigInteger most = deviation.multiply(BigInteger.valueOf(5))
            .max(median.abs().multiply(millionths).divide(MILLION));
        return prices.stream().filter(price -> price.subtract(median).abs().compareTo(most) <= 0).toList();
    }

    private void change(final Market market, final long oracleTicks) {
        final SortedMap<Integer, Publication> perpetuals = freshBySource(state, market, true);
        final long markTicks = market.risk(MarketParameter.MARK_METHOD) == 0
            ? oracleTicks
            : new MarkPrice(state, market).ticks(
                oracleTicks, perpetuals.isEmpty() ? null : ticks(market, MarkPrice.median(prices(perpetuals))));
        final boolean isNew =
            !market.hasPrice || market.oracleTicks != oracleTicks || market.markTicks != markTicks;
        final long oldRamp = market.rampNanos;
        market.hasPrice = true;
        market.oracleTicks = oracleTicks;
        market.markTicks = markTicks;
        market.rampNanos = StandardMargin.ramp(state, market);
        if (isNew || market.rampNanos != oldRamp) {
            out.add(new Event.PriceChanged(out.header(), oracleTicks, markTicks, market.id(), market.rampNanos));
            triggers.look(market, PriceSource.MARK);
            triggers.look(market, PriceSource.ORACLE);
        }
    }

    private static List<BigInteger> prices(final SortedMap<Integer, Publication> bySource) {
        return bySource.values().stream().map(each -> BigInteger.valueOf(each.priceE8())).toList();
    }

    private static BigInteger ticks(final Market market, final BigInteger priceE8) {
        final long half = market.e8PerTick() / 2;
        return floorDiv(priceE8.add(BigInteger.valueOf(half)), BigInteger.valueOf(market.e8PerTick()));
    }

    private static BigInteger floorDiv(final BigInteger dividend, final BigInteger positive) {
        return dividend.subtract(dividend.mod(positive)).divide(positive);
    }

    /** Whether the market's price is fresh now. */
    static boolean isFresh(final State state, final Market market) {
        return market.hasPrice && freshBySource(state, market, false).size() >= market.spec.priceQuorum();
    }

    /** Whether it is, and has been priced since it was halted. */
    static boolean isFreshForLiquidation(final State state, final Market market) {
        return isFresh(state, market) && !market.isUnpricedSinceHalt;
    }

    private static SortedMap<Integer, Publication> freshBySource(
        final State state, final Market market, final boolean perpetuals) {
        final SortedMap<Integer, Publication> bySource = new TreeMap<>();
        for (final Publication each : state.publications) {
            if (each.marketId() == market.id() && isPerpetual(each.sourceId()) == perpetuals
                && isFresh(state, market, each)) {
                bySource.merge(each.sourceId(), each, Prices::later);
            }
        }
        return bySource;
    }

    private static boolean isFresh(final State state, final Market market, final Publication publication) {
        final BigInteger lastMoment = BigInteger.valueOf(publication.receivedNanos())
            .add(BigInteger.valueOf(market.spec.staleAfterNanos()));
        return BigInteger.valueOf(state.now).compareTo(lastMoment) <= 0;
    }

    private static Publication later(final Publication a, final Publication b) {
        if (a.publishTimeNanos() != b.publishTimeNanos()) {
            return a.publishTimeNanos() > b.publishTimeNanos() ? a : b;
        }
        return a.nodeId() < b.nodeId() ? a : b;
    }
}
