package steelyard.risk.margin;

import java.util.function.ToLongFunction;
import steelyard.model.MarketParameter;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.risk.funding.Funding;
import steelyard.risk.market.LeverageCaps;
import steelyard.risk.market.MarketRisk;
import steelyard.risk.market.Markets;
import steelyard.risk.portfolio.Scenarios;

/**
 * Margin of accounts: one equity for all cross positions of an account, one for each isolated position. {@code
 * docs/risk-rules.md#3-standard-margin}. Where an account is in portfolio mode, the requirement of its cross set is that
 * of {@code #4-portfolio-margin}.
 *
 * <p>The entry to this package: it makes the parts that work on the same accounts and positions. One thread; no call
 * allocates once the tables have grown.
 */
public final class CrossMargin {
    /** At least a tenth of the notional stays with a position. */
    private static final long KEPT_SHARE = 10;

    private final Accounts accounts;
    private final Positions positions;
    private final Markets markets;
    private final RestingOrders orders;
    private final LeverageCaps caps;
    private final StandardMargin standard;
    private final IsolatedFill isolatedFill;
    private final MarginTerms terms;
    private final MarginWatch watch;
    private final Reservations reservations;
    private final Settlement settlement;
    private final Funding funding;
    private final PortfolioMargin portfolio;
    private final PortfolioChecks portfolioChecks;
    private final PortfolioHealth portfolioHealth;

    /**
     * Margin over these accounts, positions and orders.
     *
     * @param scenarios  matrices of portfolio margin
     * @param parameters exchange-wide numbers
     */
    public CrossMargin(
        final Accounts accounts,
        final Positions positions,
        final Markets markets,
        final LeverageCaps caps,
        final RestingOrders orders,
        final Funding funding,
        final Scenarios scenarios,
        final ToLongFunction<Parameter> parameters) {
        this.accounts = accounts;
        this.positions = positions;
        this.markets = markets;
        this.orders = orders;
        this.funding = funding;
        this.caps = caps;
        this.standard = new StandardMargin(accounts, positions, markets, caps);
        this.isolatedFill = new IsolatedFill(positions, markets);
        this.portfolio = new PortfolioMargin(
            accounts, positions, markets, funding, standard, new PortfolioTables(markets, scenarios, parameters));
        this.terms = new MarginTerms(accounts, positions, markets, orders, standard, portfolio);
        this.portfolioChecks = new PortfolioChecks(accounts, positions, terms, portfolio, this);
        this.portfolioHealth = new PortfolioHealth(positions, markets, funding, terms, portfolio);
        this.watch = new MarginWatch(accounts, positions, markets, standard, this, portfolioHealth);
        this.reservations = new Reservations(positions, terms);
        this.settlement = new Settlement(accounts, positions, terms, standard, isolatedFill);
    }

    /** Health of margin sets. */
    public MarginWatch watch() {
        return watch;
    }

    /** What accounts in portfolio mode may do. */
    public PortfolioChecks portfolio() {
        return portfolioChecks;
    }

    /** Maintenance margin of accounts in portfolio mode. */
    public PortfolioHealth portfolioHealth() {
        return portfolioHealth;
    }

    /** What resting orders reserve. */
    public Reservations reservations() {
        return reservations;
    }

    /** What fills do. */
    public Settlement settlement() {
        return settlement;
    }

    /** Cash and the value of all positions at their marks, in micros. */
    public long equityMicros(final int accountId) {
        terms.refresh(accountId);
        return Math.addExact(accounts.cashMicros(accountId), accounts.valueMicros(accountId));
    }

    /** What the account's resting orders would lose at their limits, in micros. */
    public long openLossMicros(final int accountId) {
        terms.refresh(accountId);
        return accounts.openLossMicros(accountId);
    }

    /** What the account's positions and resting orders require, in micros. */
    public long requirementMicros(final int accountId) {
        if (portfolio.has(accountId)) {
            return portfolioChecks.requirementMicros(accountId);
        }
        terms.refresh(accountId);
        return accounts.requirementMicros(accountId);
    }

    /** What an order would lose against the mark at this price: {@code max(0, side × (price − mark)) × lots}. */
    public long lossMicros(final int marketId, final Side side, final long priceTicks, final long lots) {
        return MarginFormulas.lossMicros(side, priceTicks, markets.markPriceTicks(marketId), lots);
    }

    /**
     * Whether the account can margin a reserve in a market, instead of the present one.
     *
     * @param slot        the account's slot in the market, or {@link Positions#NONE}
     * @param reserveLots the reserve afterwards
     * @param costMicros  what is taken from equity − open loss besides; negative adds
     */
    public boolean covers(
        final int accountId, final int marketId, final int slot, final long reserveLots, final long costMicros) {
        if (!portfolio.has(accountId)) {
            return standardCovers(accountId, marketId, slot, reserveLots, costMicros);
        }
        final long requirement = requirement(
            accountId, marketId, slot, reserveLots, positions.quantityLots(slot));
        return surplusAfter(accountId, slot, requirement, costMicros) >= 0;
    }

    /**
     * Whether the account can margin that an order of its rests at another limit. The answer {@code false} is not final where
     * an order may also be accepted because it lowers risk.
     *
     * @param reserves       whether the reserve of the market would be smaller without the order
     * @param moreLossMicros what the order would lose more against the mark
     */
    public boolean coversMove(
        final int accountId, final int marketId, final int slot, final boolean reserves, final long moreLossMicros) {
        if (portfolio.has(accountId)) {
            return positions.isIsolated(slot, marketId)
                ? !reserves || covers(
                    accountId, marketId, slot, positions.reserveLots(slot, 0, 0, 0), moreLossMicros)
                : portfolioChecks.move(accountId, marketId, slot, moreLossMicros);
        }
        if (!reserves) {
            return true;
        }
        terms.refresh(accountId);
        return accounts.surplusMicros(accountId, moreLossMicros) >= 0;
    }

    /** Whether the account's leverage is above that of the tier in which the reserve ends. */
    public boolean exceedsTier(final int accountId, final int marketId, final int slot, final long reserveLots) {
        return markets.risk(marketId).tiers().tierCount() > 1
            && exceedsTier(marketId, reserveLots, standard.leverage(accountId, marketId, slot));
    }

    /**
     * Whether a fill may happen: it brings the position closer to zero, or the account can margin the position after
     * it.
     *
     * @param signedLots    positive for the buyer
     * @param feeMicros     the fee of the fill
     * @param reservedLots  lots of a resting order at the same price that the fill frees; 0 for an incoming or a
     *                      reduce-only order
     */
    public boolean allowsFill(
        final int slot, final long signedLots, final long priceTicks, final long feeMicros, final long reservedLots) {
        return allowsFill(slot, signedLots, priceTicks, feeMicros, priceTicks, reservedLots);
    }

    /** The same for a resting order whose limit is not the price of the fill. */
    public boolean allowsFill(
        final int slot, final long signedLots, final long priceTicks, final long feeMicros, final long limitTicks,
        final long reservedLots) {
        if (positions.isIsolated(slot, positions.market(slot))) {
            return allowsIsolatedFill(slot, signedLots, priceTicks, feeMicros, limitTicks, reservedLots);
        }
        final boolean isPortfolio = portfolio.has(positions.account(slot));
        final long before = positions.quantityLots(slot);
        if (!isPortfolio && Math.abs(before + signedLots) < Math.abs(before)) {
            return true;
        }
        final Side side = signedLots > 0 ? Side.BUY : Side.SELL;
        final int marketId = positions.market(slot);
        final long gainMicros = Math.multiplyExact(markets.markPriceTicks(marketId) - priceTicks, signedLots);
        final long freedLossMicros = lossMicros(marketId, side, limitTicks, reservedLots);
        return isPortfolio
            ? portfolioChecks.fill(slot, signedLots, feeMicros - gainMicros, freedLossMicros, reservedLots)
            : covers(
                positions.account(slot), marketId, slot, reserveAfter(slot, signedLots, reservedLots),
                feeMicros - gainMicros - freedLossMicros);
    }

    private boolean allowsIsolatedFill(
        final int slot, final long signedLots, final long priceTicks, final long feeMicros, final long limitTicks,
        final long reservedLots) {
        final int accountId = positions.account(slot);
        final int marketId = positions.market(slot);
        final int leverage = standard.leverage(accountId, marketId, slot);
        isolatedFill.workOut(slot, signedLots, priceTicks, feeMicros, leverage);
        if (isolatedFill.reduces()) {
            return true;
        }
        final long quantity = isolatedFill.quantityLots();
        if (isolatedFill.equityMicros(markets.markPriceTicks(marketId))
            < standard.maintenanceMicros(accountId, marketId, quantity)) {
            return false;
        }
        final Side side = signedLots > 0 ? Side.BUY : Side.SELL;
        final long costMicros =
            -isolatedFill.cashChangeMicros() - lossMicros(marketId, side, limitTicks, reservedLots);
        final long requirement = requirement(
            accountId, marketId, slot, reserveAfter(slot, signedLots, reservedLots), quantity);
        return surplusAfter(accountId, slot, requirement, costMicros) >= 0;
    }

    private long reserveAfter(final int slot, final long signedLots, final long reservedLots) {
        return positions.reserveLots(
            slot, signedLots, signedLots > 0 ? -reservedLots : 0, signedLots > 0 ? 0 : -reservedLots);
    }

    /**
     * What must move from cash to an isolated position so that it is margined at a lower leverage, in micros; 0 if
     * nothing.
     */
    public long marginForLeverage(final int accountId, final int marketId, final int slot, final int leverage) {
        if (!positions.isIsolated(slot, marketId) || positions.quantityLots(slot) == 0
            || leverage >= positions.leverage(slot, marketId)) {
            return 0;
        }
        final long needed = standard.initialMicros(
            marketId, Math.abs(positions.quantityLots(slot)), standard.capped(accountId, marketId, leverage));
        return Math.max(0, Math.subtractExact(needed, standard.isolatedEquityMicros(slot)));
    }

    /**
     * Whether the account may choose a leverage and a mode, which it may only change without a position: the
     * requirement does not rise and no margin moves, or the account can margin it.
     *
     * @param slot        the account's slot in the market, or {@link Positions#NONE}
     * @param isIsolated  the mode afterwards
     * @param movedMicros {@link #marginForLeverage}
     */
    public boolean allowsLeverage(
        final int accountId, final int marketId, final int slot, final int leverage, final boolean isIsolated,
        final long movedMicros) {
        final long reserveLots = positions.reserveLots(slot, 0, 0, 0);
        final long quantity = positions.quantityLots(slot);
        final boolean isolated = positions.isIsolated(slot, marketId);
        final long requirement = standard.requirementMicros(
            marketId, isolated, reserveLots, quantity, standard.capped(accountId, marketId, leverage));
        if (portfolio.has(accountId) && !(isolated && isIsolated)) {
            return isolated == isIsolated || portfolioChecks.allowsMode(
                accountId, marketId, slot, isIsolated, requirement, movedMicros);
        }
        final long present = requirement(accountId, marketId, slot, reserveLots, quantity);
        return requirement <= present && movedMicros == 0
            || surplusAfter(accountId, slot, requirement, movedMicros) >= 0;
    }

    /** Whether a leverage is above that of the tier in which position and resting orders end. */
    public boolean leverageExceedsTier(
        final int accountId, final int marketId, final int slot, final int leverage) {
        return exceedsTier(
            marketId, positions.reserveLots(slot, 0, 0, 0), standard.capped(accountId, marketId, leverage));
    }

    /** Sets the leverage and the mode that the account chose. */
    public void chooseLeverage(final int slot, final int leverage, final boolean isolated) {
        positions.choose(slot, leverage, isolated);
        terms.changed(slot);
    }

    /** Equity of an isolated position, in micros. */
    public long isolatedEquityMicros(final int slot) {
        return standard.isolatedEquityMicros(slot);
    }

    /** Notional of a position at the price for margins, in micros. */
    public long notionalMicros(final int slot) {
        return standard.notionalMicros(positions.market(slot), Math.abs(positions.quantityLots(slot)));
    }

    /** Maintenance margin of a position alone, in micros. */
    public long maintenanceMicros(final int slot) {
        return standard.maintenanceMicros(
            positions.account(slot), positions.market(slot), positions.quantityLots(slot));
    }

    /** Whether the account can margin all it has with so much less cash. */
    public boolean canSpare(final int accountId, final long amountMicros) {
        return surplusAfter(accountId, Positions.NONE, 0, amountMicros) >= 0;
    }

    /** Whether an isolated position keeps what may not be taken out if so much is. */
    public boolean canRelease(final int slot, final long amountMicros) {
        final int marketId = positions.market(slot);
        final long notional = notionalMicros(slot);
        final int leverage = standard.leverage(positions.account(slot), marketId, slot);
        final long kept = Math.max(
            markets.risk(marketId).initialMicros(notional, leverage), Math.ceilDiv(notional, KEPT_SHARE));
        return Math.subtractExact(standard.isolatedEquityMicros(slot), amountMicros) >= kept;
    }

    /**
     * What may leave the account, in micros: its equity above the initial margin, and above a tenth of the notional, of
     * the positions of its cross set; never negative. {@code docs/risk-rules.md}, leaving.
     */
    public long freeMicros(final int accountId) {
        long initial = 0;
        long notional = 0;
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            final int marketId = positions.market(slot);
            if (positions.quantityLots(slot) != 0 && !positions.isIsolated(slot, marketId)) {
                final long micros = notionalMicros(slot);
                final int leverage = standard.leverage(accountId, marketId, slot);
                initial = Math.addExact(initial, markets.risk(marketId).initialMicros(micros, leverage));
                notional = Math.addExact(notional, micros);
            }
        }
        final long asked = portfolio.has(accountId) ? portfolioChecks.initialMicros(accountId) : initial;
        final long kept = Math.max(asked, Math.ceilDiv(notional, KEPT_SHARE));
        return Math.max(0, Math.subtractExact(equityMicros(accountId), kept));
    }

    /** Moves cash into an isolated position; a negative amount moves out of it. */
    public void moveToIsolated(final int slot, final long amountMicros) {
        accounts.add(positions.account(slot), Math.negateExact(amountMicros));
        positions.addIsolated(slot, amountMicros);
    }

    /** Moves cash, or margin of an isolated position, to a house account; a negative amount comes from it. */
    public void payFromPosition(final int slot, final int houseAccountId, final long amountMicros) {
        if (positions.isIsolated(slot, positions.market(slot))) {
            positions.addIsolated(slot, Math.negateExact(amountMicros));
            accounts.add(houseAccountId, amountMicros);
        } else {
            accounts.transfer(positions.account(slot), houseAccountId, amountMicros);
        }
    }

    /**
     * Moves a whole position at the mark to another account, where it is cross, with a share of its set's equity.
     *
     * @param shareMicros what goes with it; below zero a debt
     */
    public void takeOver(final int slot, final int toSlot, final long shareMicros) {
        final int fromId = positions.account(slot);
        final long markTicks = markets.markPriceTicks(positions.market(slot));
        moveLots(slot, toSlot, positions.quantityLots(slot), markTicks);
        accounts.transfer(fromId, positions.account(toSlot), shareMicros);
    }

    /** Moves signed lots, as the receiver gets them, from one position to another at a price, without fees. */
    public void moveLots(final int slot, final int toSlot, final long lots, final long priceTicks) {
        settlement.settleWithoutFee(toSlot, lots, priceTicks);
        settlement.settleWithoutFee(slot, -lots, priceTicks);
    }

    /** Moves cash between an account and a house account. */
    public void pay(final int fromId, final int toId, final long amountMicros) {
        accounts.transfer(fromId, toId, amountMicros);
    }

    /** Moves cash between two house accounts. */
    public void transferHouse(final int fromId, final int toId, final long amountMicros) {
        accounts.transfer(fromId, toId, amountMicros);
    }

    /** Sets class and fee group of an account; what it requires is worked out again. */
    public void classify(final int accountId, final int accountClass, final int feeGroup) {
        accounts.classify(accountId, accountClass, feeGroup);
        forget(accountId);
    }

    /** Sets the largest leverage of a class of accounts in a class of markets. */
    public void leverageCap(
        final int accountClass, final int leverageClass, final int leverageMax, final int closeOutPercent) {
        caps.set(accountClass, leverageClass, leverageMax, closeOutPercent);
        for (int marketId = 0; marketId < markets.count(); marketId++) {
            if (markets.risk(marketId).value(MarketParameter.LEVERAGE_CLASS) == leverageClass) {
                markets.termsChanged(marketId);
            }
        }
    }

    /** Forgets everything that can be worked out again. No later answer changes by it. */
    public void dropDerived() {
        for (int accountId = 0; accountId < accounts.count(); accountId++) {
            forget(accountId);
            if (portfolio.has(accountId)) {
                portfolio.forget(accountId);
            }
        }
    }

    /** Recounts everything; throws {@link IllegalStateException} at the first difference. For tests and audits. */
    public void verify() {
        final PortfolioAudit portfolios = new PortfolioAudit(accounts, positions, funding, standard, portfolio);
        portfolios.runOnKept();
        new MarginAudit(accounts, positions, markets, orders, standard).run();
        for (int accountId = 0; accountId < accounts.count(); accountId++) {
            if (portfolio.has(accountId)) {
                terms.refresh(accountId);
                portfolios.runOnPresent(accountId);
            }
        }
    }

    private void forget(final int accountId) {
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            terms.forget(slot);
        }
    }

    private boolean exceedsTier(final int marketId, final long reserveLots, final int leverage) {
        final MarketRisk risk = markets.risk(marketId);
        if (risk.tiers().tierCount() == 1) {
            return false;
        }
        return leverage > risk.tierLeverage(risk.tiers().tier(standard.notionalMicros(marketId, reserveLots)));
    }

    private long requirement(
        final int accountId, final int marketId, final int slot, final long reserveLots, final long quantityLots) {
        return standard.requirementMicros(
            marketId, positions.isIsolated(slot, marketId), reserveLots, quantityLots,
            standard.leverage(accountId, marketId, slot));
    }

    /** Whether the account could margin a reserve in a market, instead of the present one, by standard rules. */
    boolean standardCovers(
        final int accountId, final int marketId, final int slot, final long reserveLots, final long costMicros) {
        terms.refresh(accountId);
        final boolean isPresent = slot != Positions.NONE && reserveLots == positions.reserveLots(slot, 0, 0, 0);
        final long requirement = isPresent
            ? positions.termRequirementMicros(slot)
            : requirement(accountId, marketId, slot, reserveLots, positions.quantityLots(slot));
        return standardSurplus(accountId, slot, requirement, costMicros) >= 0;
    }

    /** What is left by standard rules. */
    long standardSurplus(
        final int accountId, final int slot, final long requirementMicros, final long costMicros) {
        terms.refresh(accountId);
        final long others = accounts.requirementMicros(accountId) - positions.termRequirementMicros(slot);
        return surplus(accountId, others, requirementMicros, costMicros);
    }

    private long surplusAfter(
        final int accountId, final int slot, final long requirementMicros, final long costMicros) {
        return portfolio.has(accountId)
            ? surplus(accountId, portfolioChecks.othersMicros(accountId, slot), requirementMicros, costMicros)
            : standardSurplus(accountId, slot, requirementMicros, costMicros);
    }

    private long surplus(
        final int accountId, final long othersMicros, final long requirementMicros, final long costMicros) {
        final long available = Math.subtractExact(
            Math.addExact(accounts.cashMicros(accountId), accounts.valueMicros(accountId)),
            Math.addExact(accounts.openLossMicros(accountId), costMicros));
        return Math.subtractExact(available, Math.addExact(othersMicros, requirementMicros));
    }
}
