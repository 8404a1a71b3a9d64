package steelyard.crash;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import steelyard.model.MarketSpec;
import steelyard.model.PriceGrid;
import steelyard.model.Side;
import steelyard.testkit.command.Command.QuoteEntry;

/**
 * A market maker: three levels on each side around the mark, wider when prices move, none for a while in a market that
 * moved more than it bears, and none on the side on which it holds enough.
 */
final class Maker {
    static final int GROUP = 1;

    private static final double[] DISTANCES = {1, 3, 8};
    private static final double[] SHARES = {0.2, 0.3, 0.5};
    private static final double LEAST_PRICE = 10;
    private static final double WIDER_PER_MOVE = 300;
    private static final long AGE_SECONDS = 60;
    private static final double MICROS = 1e6;
    private static final int BRAVE = 10;

    private final Trader trader;
    private final List<MarketSpec> specs;
    private final List<PriceGrid> grids;
    private final double[] sizesUsdc;
    private final double holdsUsdc;
    private final double spread;
    private final double bears;
    private final long awaySeconds;
    private final long[] quotedTicks;
    private final long[] quotedSeconds;
    private final long[] awayUntil;

    /**
     * A maker with habits from a seed.
     *
     * @param sizesUsdc what it shows on one side, by market
     * @param seed      decides how wide it quotes and what it bears
     */
    Maker(final Trader trader, final List<MarketSpec> specs, final double[] sizesUsdc, final long seed) {
        final SplittableRandom random = new SplittableRandom(seed * 31 + trader.index());
        this.trader = trader;
        this.specs = specs;
        this.grids = specs.stream().map(MarketSpec::grid).toList();
        this.sizesUsdc = sizesUsdc.clone();
        this.holdsUsdc = 2 * trader.cashMicros() / MICROS;
        this.spread = random.nextDouble(0.0002, 0.0012);
        this.bears = trader.index() % BRAVE == 0 ? 1 : random.nextDouble(0.004, 0.03);
        this.awaySeconds = random.nextInt(60, 600);
        this.quotedTicks = new long[specs.size()];
        this.quotedSeconds = new long[specs.size()];
        this.awayUntil = new long[specs.size()];
        Arrays.fill(quotedTicks, Long.MIN_VALUE);
    }

    Trader trader() {
        return trader;
    }

    /** Whether it quotes a market now. */
    boolean isThere(final int market, final long second) {
        return second >= awayUntil[market];
    }

    /** Whether its quotes of a market are out of date. */
    boolean wants(final int market, final long markTicks, final double move, final long second) {
        if (move > bears && isThere(market, second)) {
            awayUntil[market] = second + awaySeconds;
            return true;
        }
        if (!isThere(market, second)) {
            return false;
        }
        final double unit = unit(market, markTicks);
        return quotedTicks[market] == Long.MIN_VALUE
            || Math.abs(markTicks - quotedTicks[market]) > unit * spread / 2
            || second - quotedSeconds[market] > AGE_SECONDS;
    }

    /** Entries that take its quotes of a market back. */
    QuoteEntry nothing(final int market) {
        return new QuoteEntry(market, Side.BUY.code(), 0, 0);
    }

    /** Its quotes of a market. */
    List<QuoteEntry> ladder(
        final int market, final long markTicks, final double move, final long second, final long heldLots) {
        if (!isThere(market, second)) {
            quotedTicks[market] = Long.MIN_VALUE;
            return List.of(nothing(market));
        }
        quotedTicks[market] = markTicks;
        quotedSeconds[market] = second;
        final List<QuoteEntry> entries = new ArrayList<>();
        final double heldUsdc = heldLots * unit(market, markTicks) / MICROS;
        for (int level = 0; level < DISTANCES.length; level++) {
            final double away =
                unit(market, markTicks) * spread * DISTANCES[level] * (1 + WIDER_PER_MOVE * Math.min(move, 0.05));
            if (heldUsdc < holdsUsdc) {
                add(entries, market, Side.BUY, Math.floor(markTicks - away), level, markTicks);
            }
            if (heldUsdc > -holdsUsdc) {
                add(entries, market, Side.SELL, Math.ceil(markTicks + away), level, markTicks);
            }
        }
        return entries.isEmpty() ? List.of(nothing(market)) : entries;
    }

    private void add(
        final List<QuoteEntry> entries, final int market, final Side side, final double ticks, final int level,
        final long markTicks) {
        final MarketSpec spec = specs.get(market);
        final PriceGrid grid = grids.get(market);
        final long limit = (long) ticks;
        if (!spec.allowsNonPositive() && limit < 1) {
            return;
        }
        final long price = side == Side.BUY ? grid.atOrBelow(limit) : grid.atOrAbove(limit);
        final long lots = Math.round(sizesUsdc[market] * SHARES[level] * MICROS / unit(market, markTicks));
        final boolean isTaken = entries.stream().anyMatch(entry -> entry.marketId() == market
            && entry.side() == side.code() && entry.priceE8() == price * spec.e8PerTick());
        if (lots > 0 && !isTaken) {
            entries.add(new QuoteEntry(market, side.code(), price * spec.e8PerTick(), lots * spec.e8PerLot()));
        }
    }

    /** What a lot is worth to it, in micros: never less than ten dollars a unit where prices cross zero. */
    private double unit(final int market, final long markTicks) {
        final MarketSpec spec = specs.get(market);
        return spec.allowsNonPositive()
            ? Math.max(Math.abs(markTicks), LEAST_PRICE * Math.pow(10, spec.priceDecimals()))
            : markTicks;
    }
}
