package steelyard.risk.margin;

import steelyard.model.FixedPoint;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.risk.portfolio.PortfolioRequirement;

/**
 * What accounts in portfolio mode may do: orders, quotes, fills, leaving and choosing modes. {@code
 * docs/risk-rules.md#4-portfolio-margin}. Changes nothing but modes. Allocates nothing.
 */
public final class PortfolioChecks {
    private static final long CENTS_PER_USDC = 100;

    private final Accounts accounts;
    private final Positions positions;
    private final MarginTerms terms;
    private final PortfolioMargin portfolio;
    private final PortfolioTables tables;
    private final CrossMargin margin;

    /** Of the order under check: lots that rest with it, and without what it replaces. */
    private long buyLots;
    private long sellLots;
    private long replacedLossMicros;

    PortfolioChecks(
        final Accounts accounts, final Positions positions, final MarginTerms terms,
        final PortfolioMargin portfolio, final CrossMargin margin) {
        this.accounts = accounts;
        this.positions = positions;
        this.terms = terms;
        this.portfolio = portfolio;
        this.tables = portfolio.tables();
        this.margin = margin;
    }

    /** Whether the account is in portfolio mode. */
    public boolean has(final int accountId) {
        return portfolio.has(accountId);
    }

    /** Whether a matrix is in force. */
    public boolean isAvailable() {
        return tables.scenarios().inForce().version() != 0;
    }

    /** Chooses the mode of an account. Whether it may was checked. */
    public void choose(final int accountId, final boolean isPortfolio) {
        if (isPortfolio) {
            portfolio.enter(accountId);
        } else {
            portfolio.leave(accountId);
        }
        accounts.changed().add(accountId);
    }

    /** Whether the account could margin all it has by standard rules. */
    public boolean fitsStandard(final int accountId) {
        return margin.standardSurplus(accountId, Positions.NONE, 0, 0) >= 0;
    }

    /** What the order under check takes the place of: resting lots, and what they would lose. */
    public PortfolioChecks replacing(final long replacedBuyLots, final long replacedSellLots, final long lossMicros) {
        buyLots = -replacedBuyLots;
        sellLots = -replacedSellLots;
        replacedLossMicros = lossMicros;
        return this;
    }

    /**
     * Checks an order in a market of the cross set; NONE, or the reason against it.
     *
     * @param lots         positive
     * @param isReduceOnly whether standard rules count it as nothing
     * @param isSplittable whether it may be filled in part: then it may also be accepted because it lowers risk
     * @param costMicros   what it is expected to lose against the mark and pay
     */
    public RejectReason order(
        final int accountId, final int marketId, final int slot, final Side side, final long lots,
        final boolean isReduceOnly, final boolean isSplittable, final long costMicros) {
        portfolio.preload(accountId, slot);
        final long reserveLots = positions.reserveLots(
            slot, 0, buyLots + (side == Side.BUY && !isReduceOnly ? lots : 0),
            sellLots + (side == Side.SELL && !isReduceOnly ? lots : 0));
        buyLots += positions.buyLots(slot) + (side == Side.BUY ? lots : 0);
        sellLots += positions.sellLots(slot) + (side == Side.SELL ? lots : 0);
        final RejectReason reason = rest(accountId, marketId, slot, reserveLots, costMicros);
        return reason == RejectReason.INSUFFICIENT_MARGIN && isSplittable
            && lowers(accountId, marketId, slot, side.sign() * lots, costMicros)
            ? RejectReason.NONE
            : reason;
    }

    /**
     * Whether an order of the cross set may rest at another limit; {@code false} also where it only may because it lowers
     * risk, which {@link #order} finds out.
     *
     * @param moreLossMicros what it would lose more against the mark
     */
    boolean move(final int accountId, final int marketId, final int slot, final long moreLossMicros) {
        ready(accountId);
        buyLots = positions.buyLots(slot);
        sellLots = positions.sellLots(slot);
        portfolio.asIs();
        return isMargined(accountId, marketId, slot, positions.reserveLots(slot, 0, 0, 0), moreLossMicros);
    }

    /**
     * Checks a ladder of quotes in a market of the cross set, in place of the old one; NONE, or the reason against it.
     *
     * @param buyChange  by how many lots resting buys change
     * @param costMicros what it would lose more than the old one
     */
    public RejectReason quotes(
        final int accountId, final int marketId, final int slot, final long buyChange, final long sellChange,
        final long costMicros) {
        if (buyChange <= 0 && sellChange <= 0) {
            return RejectReason.NONE;
        }
        buyLots = positions.buyLots(slot) + buyChange;
        sellLots = positions.sellLots(slot) + sellChange;
        replacedLossMicros = 0;
        return rest(
            accountId, marketId, slot, positions.reserveLots(slot, 0, buyChange, sellChange), costMicros);
    }

    /** Whether a fill of a cross position may happen; parameters are those of {@link CrossMargin#allowsFill}. */
    boolean fill(
        final int slot, final long signedLots, final long costMicros, final long freedLossMicros,
        final long reservedLots) {
        final int accountId = positions.account(slot);
        final int marketId = positions.market(slot);
        ready(accountId);
        final long quantity = positions.quantityLots(slot) + signedLots;
        portfolio.asIf(
            accountId, marketId, slot, quantity,
            positions.buyLots(slot) - (signedLots > 0 ? reservedLots : 0),
            positions.sellLots(slot) - (signedLots > 0 ? 0 : reservedLots));
        final long left = Math.subtractExact(
            equityMicros(accountId), Math.addExact(accounts.openLossMicros(accountId), costMicros - freedLossMicros));
        return portfolio.isCoveredBy(accountId, left) || lowers(accountId, marketId, slot, signedLots, costMicros);
    }

    /** IMR* and the requirement of isolated markets, as they are. */
    long requirementMicros(final int accountId) {
        ready(accountId);
        portfolio.asIs();
        return requiredMicros(accountId);
    }

    /** The same without an isolated market. */
    long othersMicros(final int accountId, final int slot) {
        return requirementMicros(accountId) - portfolio.isolatedTermMicros(slot);
    }

    /** IMR: what must stay if something leaves, but for the tenth of the notional. */
    long initialMicros(final int accountId) {
        ready(accountId);
        return portfolio.asIs().initialMicros(accountId, PortfolioRows.POSITIONS);
    }

    /** Whether the account can margin all it has if a market is isolated from now on, or is not any more. */
    boolean allowsMode(
        final int accountId, final int marketId, final int slot, final boolean isolated,
        final long requirementMicros, final long movedMicros) {
        ready(accountId);
        if (isolated) {
            portfolio.asIfNot(marketId, slot);
        } else {
            portfolio.asIf(
                accountId, marketId, slot, positions.quantityLots(slot), positions.buyLots(slot),
                positions.sellLots(slot));
        }
        final long required = Math.addExact(
            requiredMicros(accountId) - portfolio.isolatedTermMicros(slot), isolated ? requirementMicros : 0);
        final long left = Math.subtractExact(
            equityMicros(accountId), Math.addExact(accounts.openLossMicros(accountId), movedMicros));
        return left >= required;
    }

    private RejectReason rest(
        final int accountId, final int marketId, final int slot, final long reserveLots, final long costMicros) {
        ready(accountId);
        if (isBeyondLimit(marketId, slot)) {
            return RejectReason.PORTFOLIO_LIMIT;
        }
        if (buyLots == positions.buyLots(slot) && sellLots == positions.sellLots(slot)) {
            portfolio.asIs();
        } else {
            portfolio.asIf(accountId, marketId, slot, positions.quantityLots(slot), buyLots, sellLots);
        }
        return isMargined(
            accountId, marketId, slot, reserveLots, Math.subtractExact(costMicros, replacedLossMicros))
            ? RejectReason.NONE : RejectReason.INSUFFICIENT_MARGIN;
    }

    /** Whether portfolio and standard rules, where these count, are met by what the portfolio was asked about. */
    private boolean isMargined(
        final int accountId, final int marketId, final int slot, final long reserveLots, final long moreLossMicros) {
        final long left = Math.subtractExact(
            equityMicros(accountId), Math.addExact(accounts.openLossMicros(accountId), moreLossMicros));
        return portfolio.isCoveredBy(accountId, left)
            && (isWithinCaps(accountId, marketId, slot)
                || margin.standardCovers(accountId, marketId, slot, reserveLots, moreLossMicros));
    }

    private boolean isBeyondLimit(final int marketId, final int slot) {
        final long quantity = positions.quantityLots(slot);
        final long with = largestCents(marketId, quantity, buyLots, sellLots);
        return with > PortfolioRequirement.EXPOSURE_MAX_CENTS
            && with > largestCents(marketId, quantity, positions.buyLots(slot), positions.sellLots(slot));
    }

    private boolean isWithinCaps(final int accountId, final int marketId, final int slot) {
        final long equity = equityMicros(accountId);
        final long cents = largestCents(marketId, positions.quantityLots(slot), buyLots, sellLots);
        return equity >= tables.value(Parameter.PORTFOLIO_STAY_MICROS)
            && equity <= tables.value(Parameter.PORTFOLIO_EQUITY_MAX_MICROS)
            && cents <= tables.value(Parameter.PORTFOLIO_EXPOSURE_MAX_USDC) * CENTS_PER_USDC
            && hasFewMarkets(accountId, slot);
    }

    private boolean hasFewMarkets(final int accountId, final int slot) {
        final long max = tables.value(Parameter.PORTFOLIO_MARKETS_MAX);
        return accounts.positionCount(accountId) < max || marketsWith(accountId, slot) <= max;
    }

    /** Number of cross markets with something in them, that of the order included. */
    private int marketsWith(final int accountId, final int orderSlot) {
        int count = 1;
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            final boolean used = positions.quantityLots(slot) != 0 || positions.buyLots(slot) != 0
                || positions.sellLots(slot) != 0;
            count += used && slot != orderSlot && !positions.isIsolated(slot, positions.market(slot)) ? 1 : 0;
        }
        return count;
    }

    /** Whether lots in a market, filled at once, leave the account no worse: MMR, and equity over MMR. */
    private boolean lowers(
        final int accountId, final int marketId, final int slot, final long signedLots, final long costMicros) {
        final long present = portfolio.asIs().maintenanceMicros(accountId);
        final long after = portfolio.asIf(
            accountId, marketId, slot, positions.quantityLots(slot) + signedLots).maintenanceMicros(accountId);
        final long equity = equityMicros(accountId);
        return after <= present
            && FixedPoint.compareProducts(Math.subtractExact(equity, costMicros), present, equity, after) >= 0;
    }

    private long requiredMicros(final int accountId) {
        return Math.addExact(
            portfolio.initialMicros(accountId, PortfolioRows.ORDERS), portfolio.isolatedMicros(accountId));
    }

    private long largestCents(final int marketId, final long quantity, final long buys, final long sells) {
        return portfolio.unlimitedCents(marketId, MarginFormulas.reserveLots(quantity, buys, sells));
    }

    private long equityMicros(final int accountId) {
        return Math.addExact(accounts.cashMicros(accountId), accounts.valueMicros(accountId));
    }

    private void ready(final int accountId) {
        terms.refresh(accountId);
        portfolio.refresh(accountId);
    }
}
