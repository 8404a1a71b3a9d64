package steelyard.risk.margin;

import steelyard.model.FixedPoint;
import steelyard.risk.market.MarketRisk;
import steelyard.risk.market.Markets;

/**
 * What a fill would make of an isolated position: {@code docs/risk-rules.md#3-standard-margin}, "A fill of an isolated
 * position". Worked out without changing anything; reused.
 */
final class IsolatedFill {
    private final Positions positions;
    private final Markets markets;

    private long quantityLots;
    private long quoteMicros;
    private long isolatedMicros;
    private long cashChangeMicros;
    private boolean reduces;

    IsolatedFill(final Positions positions, final Markets markets) {
        this.positions = positions;
        this.markets = markets;
    }

    /** Works out a fill of signed lots at a price and a fee, at the leverage that counts. */
    void workOut(
        final int slot, final long signedLots, final long priceTicks, final long feeMicros, final int leverage) {
        final int marketId = positions.market(slot);
        final long markTicks = markets.markPriceTicks(marketId);
        final long before = positions.quantityLots(slot);
        quantityLots = before;
        quoteMicros = positions.quoteMicros(slot);
        isolatedMicros = positions.isolatedMicros(slot);
        cashChangeMicros = 0;
        final long equity = equityMicros(markTicks);
        isolatedMicros = Math.subtractExact(isolatedMicros, feeMicros);
        final boolean opposed = before != 0 && before > 0 != signedLots > 0;
        final long closed = opposed ? Math.min(Math.abs(signedLots), Math.abs(before)) : 0;
        final long opened = Math.abs(signedLots) - closed;
        final int sign = signedLots > 0 ? 1 : -1;
        reduces = opposed && opened == 0;
        if (closed > 0) {
            take(sign * closed, priceTicks);
            release(before, equity, markTicks);
        }
        if (opened > 0) {
            open(markets.risk(marketId), sign * opened, priceTicks, leverage);
        }
    }

    /** Whether the fill leaves the position's side and makes it smaller, or closes it. */
    boolean reduces() {
        return reduces;
    }

    /** The position afterwards. */
    long quantityLots() {
        return quantityLots;
    }

    /** What the account's cash gains; negative: loses. */
    long cashChangeMicros() {
        return cashChangeMicros;
    }

    /** Margin of the position afterwards. */
    long isolatedMicros() {
        return isolatedMicros;
    }

    /** Equity of the position afterwards, at the present mark. */
    long equityMicros(final long markTicks) {
        return Math.addExact(
            Math.addExact(isolatedMicros, quoteMicros), Math.multiplyExact(quantityLots, markTicks));
    }

    private void take(final long signedLots, final long priceTicks) {
        quoteMicros = Math.subtractExact(quoteMicros, Math.multiplyExact(priceTicks, signedLots));
        quantityLots += signedLots;
    }

    private void release(final long before, final long equity, final long markTicks) {
        if (quantityLots == 0) {
            cashChangeMicros = Math.addExact(isolatedMicros, quoteMicros);
            isolatedMicros = 0;
            quoteMicros = 0;
        } else if (equity > 0) {
            final long keep = FixedPoint.mulDivCeil(equity, Math.abs(quantityLots), Math.abs(before));
            final long excess = Math.max(0, equityMicros(markTicks) - keep);
            isolatedMicros -= excess;
            cashChangeMicros += excess;
        }
    }

    private void open(final MarketRisk risk, final long signedLots, final long priceTicks, final int leverage) {
        final long notional = Math.abs(Math.multiplyExact(signedLots, priceTicks));
        final long margin = risk.initialMicros(notional, leverage);
        isolatedMicros = Math.addExact(isolatedMicros, margin);
        cashChangeMicros -= margin;
        take(signedLots, priceTicks);
    }
}
