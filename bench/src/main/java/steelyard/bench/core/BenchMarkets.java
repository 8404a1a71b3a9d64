package steelyard.bench.core;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import steelyard.model.AssetClass;
import steelyard.model.MarketSpec;
import steelyard.model.PriceGrid;
import steelyard.model.Side;

/** The markets of a recorded flow, with prices that wander about where real ones are. */
final class BenchMarkets {
    private static final double[] BASE_USDC = {104_250, 3_480, 168, 2.31, 4_052, 62.4, 6_730, 188, 905, 0.27};
    private static final int[] SIZE_DECIMALS = {5, 4, 2, 0, 3, 2, 3, 2, 3, 0};
    private static final double STEP = 0.000_15;
    private static final double PULL = 0.002;
    private static final long NOTIONAL_MAX_MICROS = 1L << 56;

    private final RandomGenerator random;
    private final List<MarketSpec> specs = new ArrayList<>();
    private final PriceGrid[] grids;
    private final double[] priceUsdc;

    BenchMarkets(final int count, final RandomGenerator random) {
        this.random = random;
        this.grids = new PriceGrid[count];
        this.priceUsdc = new double[count];
        for (int id = 0; id < count; id++) {
            final MarketSpec spec = spec(id);
            specs.add(spec);
            grids[id] = spec.grid();
            priceUsdc[id] = base(id);
        }
    }

    private static MarketSpec spec(final int id) {
        final int decimals = SIZE_DECIMALS[id % SIZE_DECIMALS.length];
        final long maxPriceTicks = ticks(20 * base(id), decimals);
        final long maxPositionLots = NOTIONAL_MAX_MICROS / maxPriceTicks;
        return new MarketSpec(id, "M" + id, AssetClass.CRYPTO, decimals, PriceGrid.SIGNIFICANT_5, 0, false, 40, 20,
            10_000_000, maxPriceTicks, maxPositionLots / 4, maxPositionLots, 10_000_000_000L, 1);
    }

    private static double base(final int id) {
        return BASE_USDC[id % BASE_USDC.length] * (1 + 0.03 * (id / BASE_USDC.length));
    }

    private static long ticks(final double usdc, final int sizeDecimals) {
        return Math.round(usdc * Math.pow(10, 6 - sizeDecimals));
    }

    List<MarketSpec> specs() {
        return specs;
    }

    int count() {
        return specs.size();
    }

    /** Lets the price of a market wander a little. */
    void wander(final int market) {
        final double pull = PULL * (base(market) / priceUsdc[market] - 1);
        priceUsdc[market] *= 1 + pull + STEP * random.nextGaussian();
    }

    /** The price that a source tells, in E8. */
    long priceE8(final int market) {
        return Math.round(priceUsdc[market] * 1e8);
    }

    /** The valid price so many steps of the grid behind the market's price for this side; negative: beyond it. */
    long priceTicks(final int market, final Side side, final int steps) {
        final long mark = ticks(priceUsdc[market], specs.get(market).sizeDecimals());
        return grids[market].priceAt(grids[market].indexOf(mark) - (long) side.sign() * steps);
    }

    /** Lots that are worth about so much at the present price; at least one. */
    long lots(final int market, final double usdc) {
        return Math.max(1, Math.round(
            usdc / priceUsdc[market] * Math.pow(10, specs.get(market).sizeDecimals())));
    }
}
