package steelyard.risk.margin;

import steelyard.model.Side;
import steelyard.risk.market.Markets;

/**
 * Standard cross margin: one equity for all positions of an account. {@code docs/rules.md#5-margin}.
 *
 * <p>The entry to this package: it makes the parts that work on the same accounts and positions. One thread; no call
 * allocates once the tables have grown.
 */
public final class CrossMargin {
    private final Accounts accounts;
    private final Positions positions;
    private final Markets markets;
    private final RestingOrders orders;
    private final MarginTerms terms;
    private final Reservations reservations;
    private final Settlement settlement;

    /** Margin over these accounts, positions and orders. */
    public CrossMargin(
        final Accounts accounts, final Positions positions, final Markets markets, final RestingOrders orders) {
        this.accounts = accounts;
        this.positions = positions;
        this.markets = markets;
        this.orders = orders;
        this.terms = new MarginTerms(accounts, positions, markets, orders);
        this.reservations = new Reservations(positions, terms);
        this.settlement = new Settlement(accounts, positions, terms);
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
        final int leverage = positions.leverage(slot, marketId);
        return surplusAfter(accountId, slot, requirement(marketId, reserveLots, leverage), costMicros) >= 0;
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
        final long before = positions.quantityLots(slot);
        if (Math.abs(before + signedLots) < Math.abs(before)) {
            return true;
        }
        final Side side = signedLots > 0 ? Side.BUY : Side.SELL;
        final int marketId = positions.market(slot);
        final long buyChange = side == Side.BUY ? -reservedLots : 0;
        final long sellChange = side == Side.SELL ? -reservedLots : 0;
        final long reserveLots = positions.reserveLots(slot, signedLots, buyChange, sellChange);
        final long gainMicros = Math.multiplyExact(markets.markPriceTicks(marketId) - priceTicks, signedLots);
        final long freedLossMicros = lossMicros(marketId, side, priceTicks, reservedLots);
        final long costMicros = feeMicros - gainMicros - freedLossMicros;
        return covers(positions.account(slot), marketId, slot, reserveLots, costMicros);
    }

    /**
     * Whether the account may choose a leverage: the requirement does not rise, or the account can margin it.
     *
     * @param slot the account's slot in the market, or {@link Positions#NONE}
     */
    public boolean allowsLeverage(final int accountId, final int marketId, final int slot, final int leverage) {
        final long reserveLots = positions.reserveLots(slot, 0, 0, 0);
        final long requirement = requirement(marketId, reserveLots, leverage);
        return requirement <= requirement(marketId, reserveLots, positions.leverage(slot, marketId))
            || surplusAfter(accountId, slot, requirement, 0) >= 0;
    }

    /** Sets the leverage that the account chose. */
    public void chooseLeverage(final int slot, final int leverage) {
        positions.chosenLeverage(slot, leverage);
        terms.changed(slot);
    }

    /** Forgets everything that can be worked out again. No later answer changes by it. */
    public void dropDerived() {
        for (int accountId = 0; accountId < accounts.count(); accountId++) {
            for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
                terms.forget(slot);
            }
        }
    }

    /** Recounts everything; throws {@link IllegalStateException} at the first difference. For tests and audits. */
    public void verify() {
        new MarginAudit(accounts, positions, markets, orders).run();
    }

    private long requirement(final int marketId, final long reserveLots, final int leverage) {
        return MarginFormulas.requirementMicros(reserveLots, markets.markPriceTicks(marketId), leverage);
    }

    private long surplusAfter(
        final int accountId, final int slot, final long requirementMicros, final long costMicros) {
        terms.refresh(accountId);
        final long available = Math.subtractExact(
            Math.addExact(accounts.cashMicros(accountId), accounts.valueMicros(accountId)),
            Math.addExact(accounts.openLossMicros(accountId), costMicros));
        final long others = accounts.requirementMicros(accountId) - positions.termRequirementMicros(slot);
        return Math.subtractExact(available, Math.addExact(others, requirementMicros));
    }
}
