package steelyard.oracle;

import java.util.List;
import steelyard.model.Mix64;

/**
 * Prices that nobody made: a pure function of (seed, market, time), so that nodes with the same seed agree and a
 * restart goes on where the clock is, without any state.
 *
 * <p>The log return against the base price is a sum of octaves. Octave j is linear between independent, roughly normal
 * numbers that stand 2<sup>j</sup> seconds apart, each drawn from the hash of (seed, market, j, index), times
 * σ √(2<sup>j</sup> s) / 2. Between a second and half the longest octave the sum moves like a random walk of
 * volatility σ: over the lag 2<sup>m</sup> s the octaves from m up contribute a variance of 8/3, those below 4/3, in
 * units of σ² 2<sup>m</sup> s / 4, σ² × lag in all. Beyond the longest octave, 48 days, it comes back to the base
 * price. Any time costs 23 look-ups per market.
 *
 * <p>Strict floating-point arithmetic throughout: the same bits on every machine. Polled by one thread; {@link
 * #markets} may be called by any.
 */
public final class SimulatedPrices implements PriceSource {
    private static final int OCTAVES = 23;
    private static final double SECONDS_PER_YEAR = 365.0 * 24 * 3600;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long CONFIDENCE_DIVISOR = 10_000;

    private final int sourceId;
    private final long seed;
    private volatile List<SimulatedMarket> markets;

    /** A source with the markets it simulates. */
    public SimulatedPrices(final int sourceId, final long seed, final List<SimulatedMarket> markets) {
        this.sourceId = sourceId;
        this.seed = seed;
        this.markets = List.copyOf(markets);
    }

    /** Simulates these markets from the next poll on. */
    public void markets(final List<SimulatedMarket> newMarkets) {
        markets = List.copyOf(newMarkets);
    }

    @Override
    public int sourceId() {
        return sourceId;
    }

    @Override
    public String name() {
        return "simulation";
    }

    /** Gives every market's price at {@code nowNanos}, with a confidence of a basis point. */
    @Override
    public void poll(final long nowNanos, final PriceConsumer consumer) {
        for (final SimulatedMarket market : markets) {
            final long priceE8 = priceE8(market, nowNanos);
            consumer.onPrice(market.marketId(), priceE8, Math.abs(priceE8) / CONFIDENCE_DIVISOR, nowNanos);
        }
    }

    /** The price at a time, rounded to the nearest 10<sup>-8</sup> USDC; at least that unless it may cross zero. */
    long priceE8(final SimulatedMarket market, final long timeNanos) {
        final double change = logReturn(market, timeNanos);
        if (market.allowsNonPositive()) {
            return Math.round(market.basePriceE8() * (1 + change));
        }
        return Math.max(1, Math.round(market.basePriceE8() * StrictMath.exp(change)));
    }

    private double logReturn(final SimulatedMarket market, final long timeNanos) {
        final long marketSeed = Mix64.mix(seed, market.marketId());
        double sum = 0;
        for (int octave = 0; octave < OCTAVES; octave++) {
            final long periodNanos = NANOS_PER_SECOND << octave;
            final long index = Math.floorDiv(timeNanos, periodNanos);
            final double phase = (double) Math.floorMod(timeNanos, periodNanos) / periodNanos;
            final long octaveSeed = Mix64.mix(marketSeed, octave);
            final double from = normal(Mix64.mix(octaveSeed, index));
            final double to = normal(Mix64.mix(octaveSeed, index + 1));
            sum += StrictMath.sqrt(1L << octave) * (from + phase * (to - from));
        }
        return sum * market.annualVolatility() / StrictMath.sqrt(SECONDS_PER_YEAR) / 2;
    }

    /** Mean 0, variance 1, within ±√12: the sum of four uniform numbers made of the hash's four quarters. */
    private static double normal(final long hash) {
        final long quarters = (hash & 0xFFFF) + (hash >>> 16 & 0xFFFF) + (hash >>> 32 & 0xFFFF) + (hash >>> 48);
        return ((quarters + 2) / 65_536.0 - 2) * StrictMath.sqrt(3);
    }
}
