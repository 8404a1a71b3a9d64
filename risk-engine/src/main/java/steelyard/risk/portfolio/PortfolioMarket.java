package steelyard.risk.portfolio;

import steelyard.model.FixedPoint;

/**
 * Everything about a market that portfolio margin reads.
 *
 * @param shocks       what the market asks for on its own
 * @param returns      its moves in the scenarios, from {@link ShockTable#returns}; {@code null}: it is in no scenario,
 *                     and nothing hedges it
 * @param fundingNanos hourly funding rate; longs pay a positive one
 * @param addOnNanos   what initial margin asks for beyond its multiple of maintenance, as a rate
 * @param leverageCap  largest leverage that the law allows; 0: any
 */
public record PortfolioMarket(
    ShockTable shocks, Returns returns, long fundingNanos, long addOnNanos, int leverageCap) {

    /** A market without funding, add-on or cap, in these scenarios; {@code null}: in none. */
    public static PortfolioMarket of(final ShockTable shocks, final short[] directions) {
        return new PortfolioMarket(shocks, directions == null ? null : shocks.returns(directions), 0, 0, 0);
    }

    /**
     * What initial margin asks for beyond its multiple of maintenance, as a rate in nanos.
     *
     * @param initialE4      ρ: initial over maintenance margin, in 10<sup>-4</sup>
     * @param shockE5        of the market
     * @param initialShockE5 the same for initial margin, which is more while a session ends
     * @param rampNanos      how far open interest has raised initial margin
     */
    public static long addOnNanos(
        final long initialE4, final int shockE5, final int initialShockE5, final long rampNanos) {
        final long base = initialE4 * shockE5;
        final long ramped = rampNanos == 0
            ? 0
            : FixedPoint.mulDivCeil(Math.max(0, FixedPoint.NANOS - base), rampNanos, FixedPoint.NANOS);
        return ramped + initialE4 * Math.max(0, initialShockE5 - shockE5);
    }

    /** PROV of a market that orders could bring from {@code lowest} to {@code highest}, in 10<sup>-7</sup> USDC. */
    long provision(final long lowest, final long highest) {
        return shocks.provision(lowest, highest, fundingNanos);
    }
}
