package steelyard.risk.margin;

import steelyard.model.MarketParameter;
import steelyard.risk.funding.Funding;
import steelyard.risk.market.MarketRisk;
import steelyard.risk.market.Markets;
import steelyard.risk.market.TierTable;
import steelyard.risk.portfolio.Returns;
import steelyard.risk.portfolio.ShockTable;

/**
 * Maintenance margin of accounts in portfolio mode, what each position has to do with it, and how fast it can rise.
 * {@code docs/risk-rules.md#4-portfolio-margin}, "Health". Changes nothing; allocates nothing.
 */
public final class PortfolioHealth {
    private static final long E4 = 10_000;
    private static final long E5_NANOS = 10_000;
    private static final long DEPTH_SLOPE = 100_000;
    private static final long PROVISION_MAX_NANOS = 50_000_000;
    private static final long HUNDRED = 100;
    private static final long E7_PER_MICRO = 10;

    private final Positions positions;
    private final Markets markets;
    private final Funding funding;
    private final MarginTerms terms;
    private final PortfolioMargin portfolio;
    /** Of the account under question. */
    private int accountId;
    private long maintenanceMicros;
    private int worstScenario;
    private boolean isFloor;
    private long floorE7;
    private boolean isHedgeable;

    PortfolioHealth(
        final Positions positions, final Markets markets, final Funding funding, final MarginTerms terms,
        final PortfolioMargin portfolio) {
        this.positions = positions;
        this.markets = markets;
        this.funding = funding;
        this.terms = terms;
        this.portfolio = portfolio;
    }

    /** Whether the account is in portfolio mode. */
    public boolean has(final int account) {
        return portfolio.has(account);
    }

    /** MMR at the present marks, in micros; further questions are about this account as it is now. */
    public long maintenanceMicros(final int account) {
        terms.refresh(account);
        portfolio.refresh(account);
        accountId = account;
        maintenanceMicros = portfolio.asIs().maintenanceMicros(account);
        worstScenario = portfolio.worstScenario();
        floorE7 = portfolio.floorE7();
        isFloor = floorE7 > portfolio.worstLossE7();
        isHedgeable = portfolio.hedgeableE7() > 0;
        return maintenanceMicros;
    }

    /** Whether a position has no part in the worst scenario, while there is one. */
    public boolean isHedge(final int slot) {
        return isHedgeable && partE5(slot) == 0;
    }

    /** What closing a unit of a position takes from MMR, as a rate in nanos, as long as the worst scenario stays. */
    public long gainNanos(final int slot) {
        final int marketId = positions.market(slot);
        final TierTable tiers = portfolio.tables().shocks(marketId).tiers();
        final long shock = portfolio.tables().shockE5(marketId);
        final long kept = portfolio.tables().keptE4();
        final long notional = Math.multiplyExact(Math.abs(cents(slot)), E4);
        final long rate = tiers.rateNanos(tiers.tier(notional));
        return (E4 - kept) * partE5(slot) + kept * shock + Math.max(0, rate - E5_NANOS * shock);
    }

    /** Whether MMR is lower with so many lots of a position closed. */
    public boolean isLowerWithout(final int slot, final long lots) {
        return maintenanceWithout(slot, lots) < maintenanceMicros;
    }

    /** Whether MMR would be higher without a position. */
    public boolean isHigherWithout(final int slot) {
        return maintenanceWithout(slot, Math.abs(positions.quantityLots(slot))) > maintenanceMicros;
    }

    /** What a position requires alone, by its shocks: at least 1 micro. */
    long weightMicros(final int slot) {
        final ShockTable shocks = portfolio.tables().shocks(positions.market(slot));
        return Math.max(1, Math.ceilDiv(shocks.tiers().requiredE7(Math.abs(cents(slot))), E7_PER_MICRO));
    }

    /** By how much MMR can rise for a unit of notional, as a rate in nanos. */
    long slopeNanos(final int marketId) {
        final MarketRisk risk = markets.risk(marketId);
        final TierTable tiers = portfolio.tables().shocks(marketId).tiers();
        final long provision = risk.value(MarketParameter.PROVISION_HOURS) * Math.abs(funding.rateNanos(marketId));
        return tiers.rateNanos(tiers.tierCount() - 1)
            + E5_NANOS * risk.value(MarketParameter.CLOSE_COST_E5)
            + DEPTH_SLOPE * risk.value(MarketParameter.DEPTH_CHARGE_E5)
            + Math.min(provision, PROVISION_MAX_NANOS);
    }

    /** How much of its notional a position loses in the worst scenario, in 10<sup>-5</sup>. */
    private long partE5(final int slot) {
        final int marketId = positions.market(slot);
        final long shock = portfolio.tables().shockE5(marketId);
        final Returns returns = portfolio.tables().returns(marketId);
        if (returns == null) {
            return shock;
        }
        if (isFloor) {
            final long percent = markets.risk(marketId).value(MarketParameter.SCAN_FLOOR_PERCENT);
            return portfolio.floorE7(marketId, cents(slot)) == floorE7 ? Math.ceilDiv(shock * percent, HUNDRED) : 0;
        }
        return Math.max(0, -Long.signum(positions.quantityLots(slot)) * (long) returns.e5(worstScenario));
    }

    private long maintenanceWithout(final int slot, final long lots) {
        final long quantity = positions.quantityLots(slot);
        return portfolio.asIf(
            accountId, positions.market(slot), slot, quantity > 0 ? quantity - lots : quantity + lots)
            .maintenanceMicros(accountId);
    }

    private long cents(final int slot) {
        return portfolio.exposure(positions.market(slot), positions.quantityLots(slot));
    }
}
