package steelyard.testkit.flow;

import java.util.List;
import steelyard.model.AssetClass;
import steelyard.model.MarketSpec;
import steelyard.model.PriceGrid;
import steelyard.testkit.ledger.Ledger;
import steelyard.testkit.ledger.LedgerMarket;

/** The markets of a flow: their specifications, where their prices wander, and prices and sizes of orders in them. */
final class FlowMarkets {
    private static final long SECOND = 1_000_000_000L;

    /** Listed by genesis, from id 0. */
    private static final List<MarketSpec> FIRST = List.of(
        market(0, "BTC", AssetClass.CRYPTO, 5, 0, false, 40, 20, 10_000_000, 10_000_000, 10_000_000, 100_000_000, 1),
        market(1, "GOLD", AssetClass.METAL, 2, 100, false, 20, 10, 10_000_000, 1_000_000_000, 100_000, 1_000_000, 2),
        market(2, "OIL", AssetClass.ENERGY, 1, 1_000, true, 10, 10, 10_000_000, 100_000_000, 100_000, 1_000_000, 1),
        market(3, "EURUSD", AssetClass.FX, 0, 50, false, 100, 50, 10_000_000, 10_000_000, 10_000_000, 100_000_000, 1),
        market(4, "SPX", AssetClass.INDEX, 3, 0, false, 20, 10, 10_000_000, 100_000_000, 1_000_000, 10_000_000, 3));
    /** Listed later, one after the other. The last has the largest price × position there may be. */
    private static final List<MarketSpec> LATER = List.of(
        market(5, "ETH", AssetClass.CRYPTO, 4, 0, false, 25, 5, 10_000_000, 10_000_000, 50_000, 120_000, 1),
        market(6, "PEPE", AssetClass.CRYPTO, 0, 0, false, 5, 3, 1_000_000, 1_000_000, 10_000_000, 5_000_000_000L, 1),
        market(7, "SILVER", AssetClass.METAL, 6, 0, false, 20, 7, 0, 1_000_000, 1_000_000_000, 1_000_000_000, 2),
        market(8, "EDGE", AssetClass.EQUITY, 3, 1, true, 1_000, 1_000, 0, 1L << 28, 1L << 28, 1L << 28, 1));
    /** Where prices start, in ticks, by market id. */
    private static final long[] START_TICKS = {
        600_000, 40_000_000, 400_000, 1_160_000, 6_900_000, 300_000, 12_345, 50, 1L << 27};

    private final Dice dice;
    private final long[] centerTicks = START_TICKS.clone();

    FlowMarkets(final Dice dice) {
        this.dice = dice;
    }

    private static MarketSpec market(
        final int id,
        final String coin,
        final AssetClass assetClass,
        final int decimals,
        final long stepTicks,
        final boolean signed,
        final int maxLeverage,
        final int leverage,
        final long minNotional,
        final long maxPrice,
        final long maxOrder,
        final long maxPosition,
        final int quorum) {
        return new MarketSpec(
            id, coin, assetClass, decimals,
            stepTicks == 0 ? PriceGrid.SIGNIFICANT_5 : PriceGrid.TICK, stepTicks, signed,
            maxLeverage, leverage, minNotional, maxPrice, maxOrder, maxPosition, (20L + 13 * id) * SECOND, quorum,
            0, 0);
    }

    static List<MarketSpec> first() {
        return FIRST;
    }

    /** The market to list when there are this many, or {@code null}. */
    static MarketSpec next(final int count) {
        final int index = count - FIRST.size();
        return index >= 0 && index < LATER.size() ? LATER.get(index) : null;
    }

    /** Lets the price of a market wander; {@code jumps} wildly. In ticks. */
    long wander(final MarketSpec spec, final boolean jumps) {
        final int id = spec.marketId();
        final long start = Math.abs(START_TICKS[id]);
        final boolean swings = jumps || spec.allowsNonPositive();
        final long reach = Math.max(1, swings ? start / 3 : start / 400);
        final long pull = (START_TICKS[id] - centerTicks[id]) / 20;
        final long moved = centerTicks[id] + pull + dice.between(-reach, reach);
        final long least = spec.allowsNonPositive() ? -spec.maxPriceTicks() : Math.max(1, start / 10);
        centerTicks[id] = Math.clamp(moved, least, spec.maxPriceTicks());
        return centerTicks[id];
    }

    /** A market that is listed, the first ones more often. */
    LedgerMarket pick(final Ledger ledger) {
        final int count = ledger.markets().size();
        return ledger.markets().get(dice.percent(60) ? dice.below(Math.min(2, count)) : dice.below(count));
    }

    /** A price that lies {@code steps} of the grid behind the mark price for this direction, +1 for a buy. */
    long priceTicks(final LedgerMarket market, final int sign, final int steps) {
        final MarketSpec spec = market.spec();
        final PriceGrid grid = spec.grid();
        final long mark = market.hasPrice() ? market.markTicks() : START_TICKS[spec.marketId()];
        final long index = grid.indexOf(mark) - (long) sign * steps * stride(spec);
        final long least = spec.allowsNonPositive() ? Long.MIN_VALUE : 1;
        return grid.priceAt(Math.max(least, index));
    }

    /** So many steps of the grid at once that a few of them are a part of the price that matters. */
    private static long stride(final MarketSpec spec) {
        return switch (spec.coin()) {
            case "OIL" -> 5;
            case "EDGE" -> 1 << 14;
            default -> 1;
        };
    }

    /** The size of a price to reckon with; not less than a part of where it started, for prices about zero. */
    static long typicalTicks(final LedgerMarket market) {
        final long start = START_TICKS[market.id()];
        return Math.max(Math.max(1, start / 10), Math.abs(market.hasPrice() ? market.markTicks() : start));
    }

    /** A size: most of a few typical values, some tiny, some at the limits of the market. */
    long lots(final LedgerMarket market) {
        final MarketSpec spec = market.spec();
        final long price = typicalTicks(market);
        final int kind = dice.below(100);
        if (kind < 3) {
            return 1;
        }
        if (kind < 6) {
            return Math.ceilDiv(Math.max(1, spec.minNotionalMicros()), price) + dice.between(-1, 1);
        }
        if (kind < 8) {
            return spec.maxOrderLots() - dice.between(-1, 2);
        }
        if (kind < 10) {
            return dice.between(1, spec.maxOrderLots());
        }
        final long notionalUsdc = dice.pick(15, 40, 40, 200, 1_000, 1_000, 5_000, 30_000);
        return Math.max(1, notionalUsdc * 1_000_000 / price * dice.between(80, 120) / 100);
    }
}
