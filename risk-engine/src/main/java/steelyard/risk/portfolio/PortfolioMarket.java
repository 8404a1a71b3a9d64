package steelyard.risk.portfolio;

/**
 * Everything about a market that portfolio margin reads.
 *
 * @param shocks       what the market asks for on its own
 * @param returnsE5    its moves in the scenarios, in 10<sup>-5</sup>, from {@link ShockTable#returnsE5};
 *                     {@code null}: it is in no scenario, and nothing hedges it
 * @param fundingNanos hourly funding rate; longs pay a positive one
 * @param addOnNanos   what initial margin asks for beyond its multiple of maintenance, as a rate
 * @param leverageCap  largest leverage that the law allows; 0: any
 */
public record PortfolioMarket(
    ShockTable shocks, int[] returnsE5, long fundingNanos, long addOnNanos, int leverageCap) {

    /** A market without funding, add-on or cap, in these scenarios; {@code null}: in none. */
    public static PortfolioMarket of(final ShockTable shocks, final short[] directions) {
        return new PortfolioMarket(shocks, directions == null ? null : shocks.returnsE5(directions), 0, 0, 0);
    }

    /** PROV of a market that orders could bring from {@code lowest} to {@code highest}, in 10<sup>-7</sup> USDC. */
    long provision(final long lowest, final long highest) {
        return shocks.provision(lowest, highest, fundingNanos);
    }
}
