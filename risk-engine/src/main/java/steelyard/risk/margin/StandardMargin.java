package steelyard.risk.margin;

import steelyard.model.FixedPoint;
import steelyard.model.MarketParameter;
import steelyard.risk.market.LeverageCaps;
import steelyard.risk.market.MarketRisk;
import steelyard.risk.market.Markets;

/**
 * What standard rules ask of one market of an account: {@code docs/risk-rules.md#3-standard-margin}. Slots may be
 * {@link Positions#NONE}. Micros, rounded up.
 */
final class StandardMargin {
    private static final long HUNDRED = 100;

    private final Accounts accounts;
    private final Positions positions;
    private final Markets markets;
    private final LeverageCaps caps;

    StandardMargin(
        final Accounts accounts, final Positions positions, final Markets markets, final LeverageCaps caps) {
        this.accounts = accounts;
        this.positions = positions;
        this.markets = markets;
        this.caps = caps;
    }

    /** The leverage cap of the account's class in the market; 0: none. */
    int cap(final int accountId, final int marketId) {
        return caps.mayCap() ? caps.leverageMax(accounts.accountClass(accountId), leverageClass(marketId)) : 0;
    }

    /** The leverage that counts: the chosen one or the default, at most the cap. */
    int leverage(final int accountId, final int marketId, final int slot) {
        return capped(accountId, marketId, positions.leverage(slot, marketId));
    }

    /** A leverage, at most the cap. */
    int capped(final int accountId, final int marketId, final int leverage) {
        final int cap = cap(accountId, marketId);
        return cap == 0 ? leverage : Math.min(cap, leverage);
    }

    /** Notional of lots, not below zero, at the present mark. */
    long notionalMicros(final int marketId, final long lots) {
        return markets.risk(marketId).notionalMicros(lots, markets.markPriceTicks(marketId));
    }

    /** Initial margin of lots, not below zero, at the present mark. */
    long initialMicros(final int marketId, final long lots, final int leverage) {
        return markets.risk(marketId).initialMicros(notionalMicros(marketId, lots), leverage);
    }

    /** What a position adds to the cross set's equity: quote + q × mark; nothing if it is isolated. */
    long valueMicros(final int slot) {
        final int marketId = positions.market(slot);
        return positions.isIsolated(slot, marketId) ? 0 : Math.addExact(
            positions.quoteMicros(slot),
            Math.multiplyExact(positions.quantityLots(slot), markets.markPriceTicks(marketId)));
    }

    /** Equity of an isolated position at the present mark. */
    long isolatedEquityMicros(final int slot) {
        return Math.addExact(positions.isolatedMicros(slot), Math.addExact(
            positions.quoteMicros(slot),
            Math.multiplyExact(positions.quantityLots(slot), markets.markPriceTicks(positions.market(slot)))));
    }

    /** What the slot's position and resting orders require of the cross set. */
    long requirementMicros(final int slot) {
        final int marketId = positions.market(slot);
        return requirementMicros(
            marketId, positions.isIsolated(slot, marketId), positions.reserveLots(slot, 0, 0, 0),
            positions.quantityLots(slot), leverage(positions.account(slot), marketId, slot));
    }

    /**
     * What reserved lots require of the cross set: their initial margin, of an isolated market without that of the
     * position.
     */
    long requirementMicros(
        final int marketId, final boolean isolated, final long reserveLots, final long quantityLots,
        final int leverage) {
        final long reserve = initialMicros(marketId, reserveLots, leverage);
        return isolated && quantityLots != 0
            ? reserve - initialMicros(marketId, Math.abs(quantityLots), leverage)
            : reserve;
    }

    /** Maintenance margin of a position at the present mark, with what the law asks for. */
    long maintenanceMicros(final int accountId, final int marketId, final long quantityLots) {
        return maintenanceAt(accountId, marketId, quantityLots, markets.markPriceTicks(marketId));
    }

    /** Maintenance margin of a position at a price. */
    long maintenanceAt(final int accountId, final int marketId, final long quantityLots, final long priceTicks) {
        final MarketRisk risk = markets.risk(marketId);
        final long notional = risk.notionalMicros(Math.abs(quantityLots), priceTicks);
        final long required = risk.maintenanceMicros(notional);
        final int percent = caps.closeOutPercent(accounts.accountClass(accountId), leverageClass(marketId));
        final int cap = cap(accountId, marketId);
        return percent == 0 || cap == 0
            ? required
            : Math.max(required, FixedPoint.mulDivCeil(notional, percent, HUNDRED * cap));
    }

    /** What the law asks for as maintenance margin of a notional, as a rate in nanos, rounded up. */
    long closeOutNanos(final int accountId, final int marketId) {
        final int percent = caps.closeOutPercent(accounts.accountClass(accountId), leverageClass(marketId));
        final int cap = cap(accountId, marketId);
        return percent == 0 || cap == 0 ? 0 : FixedPoint.mulDivCeil(FixedPoint.NANOS, percent, HUNDRED * cap);
    }

    private int leverageClass(final int marketId) {
        return (int) markets.risk(marketId).value(MarketParameter.LEVERAGE_CLASS);
    }
}
