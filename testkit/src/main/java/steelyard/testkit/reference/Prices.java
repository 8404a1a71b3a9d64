package steelyard.testkit.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import steelyard.model.PriceSource;
import steelyard.testkit.command.Command;
import steelyard.testkit.event.Event;
import steelyard.testkit.reference.State.Publication;

/** Section 3: what prices are made of. */
final class Prices {
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
            if (market != null && isValid(market, entry.priceE8())) {
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
        workOut(market);
    }

    private static boolean isSamePublisher(final Publication a, final Publication b) {
        return a.marketId() == b.marketId() && a.sourceId() == b.sourceId() && a.nodeId() == b.nodeId();
    }

    private void workOut(final Market market) {
        final SortedMap<Integer, Publication> bySource = freshBySource(state, market);
        if (bySource.size() < market.spec.priceQuorum()) {
            return;
        }
        final long ticks = ticks(market, median(bySource)).longValueExact();
        final boolean isNew = !market.hasPrice || market.oracleTicks != ticks || market.markTicks != ticks;
        final long oldRamp = market.rampNanos;
        market.hasPrice = true;
        market.oracleTicks = ticks;
        market.markTicks = ticks;
        market.rampNanos = StandardMargin.ramp(state, market);
        if (isNew || market.rampNanos != oldRamp) {
            out.add(new Event.PriceChanged(out.header(), ticks, ticks, market.id(), market.rampNanos));
            triggers.look(market, PriceSource.MARK);
            triggers.look(market, PriceSource.ORACLE);
        }
    }

    private static BigInteger median(final SortedMap<Integer, Publication> bySource) {
        final List<BigInteger> prices = new ArrayList<>();
        bySource.values().forEach(publication -> prices.add(BigInteger.valueOf(publication.priceE8())));
        prices.sort(null);
        final int middle = prices.size() / 2;
        return prices.size() % 2 == 1
            ? prices.get(middle)
            : floorDiv(prices.get(middle - 1).add(prices.get(middle)), BigInteger.TWO);
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
        return market.hasPrice && freshBySource(state, market).size() >= market.spec.priceQuorum();
    }

    private static SortedMap<Integer, Publication> freshBySource(final State state, final Market market) {
        final SortedMap<Integer, Publication> bySource = new TreeMap<>();
        for (final Publication each : state.publications) {
            if (each.marketId() == market.id() && isFresh(state, market, each)) {
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
