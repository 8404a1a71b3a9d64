package steelyard.risk.portfolio;

import steelyard.model.FixedPoint;
import steelyard.model.MarketParameter;
import steelyard.model.ScenarioMatrix;
import steelyard.risk.market.MarketRisk;
import steelyard.risk.market.TierTable;

/**
 * What portfolio margin asks of one market on its own: the shock, its tiers, and what closing costs. {@code
 * docs/risk-rules.md#4-portfolio-margin}. Notionals in cents, charges in 10<sup>-7</sup> USDC, rounded up. Immutable.
 *
 * @param tiers          what a position alone requires
 * @param gainShockE5    the shock by which positions gain, in 10<sup>-5</sup>: that of no session that ends
 * @param floorPercent   least share of the shock that stays whatever hedges it
 * @param closeCostE5    fee and half spread of closing, in 10<sup>-5</sup>
 * @param depthUsdc      what the book takes, in whole USDC; 0: no charge for depth
 * @param depthChargeE5  price of what is beyond the depth, in 10<sup>-5</sup>
 * @param provisionHours hours of funding that are provided for
 */
public record ShockTable(
    TierTable tiers, int gainShockE5, int floorPercent, int closeCostE5, long depthUsdc, int depthChargeE5, int provisionHours) {

    /** The depth charge counts at most so many times the notional. */
    static final int DEPTH_MULTIPLE_MAX = 4;

    private static final int HUNDRED = 100;
    private static final long CENTS = 100;
    private static final long E4 = 10_000;
    private static final long PROVISION_MAX_E5 = 5_000;

    /** A table without a session that ends. */
    public ShockTable(
        final TierTable tiers, final int floorPercent, final int closeCostE5, final long depthUsdc,
        final int depthChargeE5, final int provisionHours) {
        this(tiers, tiers.rateE5(0), floorPercent, closeCostE5, depthUsdc, depthChargeE5, provisionHours);
    }

    /** The table of a market, from its parameters and the present percent of its session. */
    public static ShockTable of(final MarketRisk risk) {
        return new ShockTable(
            risk.shockTiers(risk.closePercent()), risk.shockTiers(HUNDRED).rateE5(0),
            (int) risk.value(MarketParameter.SCAN_FLOOR_PERCENT),
            (int) risk.value(MarketParameter.CLOSE_COST_E5), risk.value(MarketParameter.DEPTH_USDC),
            (int) risk.value(MarketParameter.DEPTH_CHARGE_E5), (int) risk.value(MarketParameter.PROVISION_HOURS));
    }

    /** The shock, in 10<sup>-5</sup>: the rate of the first tier, rounded down. */
    public int shockE5() {
        return tiers.rateE5(0);
    }

    /** What a notional adds to GROSS: notional × shock. */
    public long gross(final long cents) {
        return Math.multiplyExact(cents, shockE5());
    }

    /** What a notional adds to CONC: what it requires alone, beyond its shock. */
    public long concentration(final long cents) {
        return tiers.requiredE7(cents) - gross(cents);
    }

    /** What a notional adds to LIQ: the cost of closing, and a charge for what is more than the book takes. */
    public long liquidity(final long cents) {
        final long depthCents = depthUsdc * CENTS;
        long charge = cents * closeCostE5;
        if (depthUsdc > 0 && cents > depthCents) {
            charge += beyondDepth(cents, depthCents) * depthChargeE5;
        }
        return charge;
    }

    /** What stays of a notional's shock whatever hedges it. */
    public long floor(final long cents) {
        return Math.ceilDiv(gross(cents) * floorPercent, 100L);
    }

    /**
     * What is provided for funding: of the position that pays it, at most five percent of it.
     *
     * @param lowest    the lowest position that orders can lead to, in cents; negative: short
     * @param highest   the highest
     * @param rateNanos hourly rate; longs pay a positive one
     */
    public long provision(final long lowest, final long highest, final long rateNanos) {
        final long paying = Math.max(0, rateNanos > 0 ? highest : -lowest);
        return rateNanos == 0 ? 0 : Math.min(
            FixedPoint.mulDivCeil(paying, provisionHours * Math.abs(rateNanos), E4),
            paying * PROVISION_MAX_E5);
    }

    /** (notional − depth)² / depth, at most {@value #DEPTH_MULTIPLE_MAX} times the notional. */
    private static long beyondDepth(final long cents, final long depthCents) {
        final long beyond = cents - depthCents;
        final long most = DEPTH_MULTIPLE_MAX * cents;
        return beyond / depthCents >= 2 * DEPTH_MULTIPLE_MAX
            ? most
            : Math.min(most, FixedPoint.mulDivCeil(beyond, beyond, depthCents));
    }

    /**
     * The moves of the market in every scenario: direction × shock, rounded to the nearest, halves away from zero.
     * Allocates.
     */
    public Returns returns(final short[] directions) {
        final int[] losses = returnsE5(directions, shockE5());
        return new Returns(losses, gainShockE5 == shockE5() ? losses : returnsE5(directions, gainShockE5));
    }

    private static int[] returnsE5(final short[] directions, final int shockE5) {
        final int[] returns = new int[directions.length];
        for (int k = 0; k < directions.length; k++) {
            final long product = (long) directions[k] * shockE5;
            final long magnitude = (Math.abs(product) + ScenarioMatrix.ONE / 2) / ScenarioMatrix.ONE;
            returns[k] = (int) (product < 0 ? -magnitude : magnitude);
        }
        return returns;
    }
}
