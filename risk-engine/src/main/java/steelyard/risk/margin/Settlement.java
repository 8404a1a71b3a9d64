package steelyard.risk.margin;

import steelyard.model.FixedPoint;
import steelyard.model.HouseAccount;

/**
 * Applies one side of a fill to position and cash. {@code docs/rules.md#7-settlement-of-a-fill}.
 *
 * <p>What a settlement did stands in this object until the next one. The order of the two sides of a fill is the
 * caller's; in between the market is out of balance by one side.
 */
public final class Settlement {
    private final Accounts accounts;
    private final Positions positions;
    private final MarginTerms terms;
    private final StandardMargin standard;
    private final IsolatedFill isolatedFill;

    private long feeMicros;
    private long closedPnlMicros;
    private long startPositionLots;

    Settlement(
        final Accounts accounts,
        final Positions positions,
        final MarginTerms terms,
        final StandardMargin standard,
        final IsolatedFill isolatedFill) {
        this.accounts = accounts;
        this.positions = positions;
        this.terms = terms;
        this.standard = standard;
        this.isolatedFill = isolatedFill;
    }

    /** {@code trunc(|price × lots| × rate / 10^9)}: toward zero; negative pays the account. */
    public static long feeMicros(final long priceTicks, final long lots, final long rateNanos) {
        return FixedPoint.mulDiv(Math.abs(Math.multiplyExact(priceTicks, lots)), rateNanos, FixedPoint.NANOS);
    }

    /** Settles a fill of {@code signedLots} (positive for the buyer) at the price, with a fee at the rate. */
    public void settle(final int slot, final long signedLots, final long priceTicks, final long rateNanos) {
        final int accountId = positions.account(slot);
        startPositionLots = positions.quantityLots(slot);
        feeMicros = feeMicros(priceTicks, signedLots, rateNanos);
        if (positions.isIsolated(slot, positions.market(slot))) {
            settleIsolated(slot, accountId, signedLots, priceTicks);
        } else {
            accounts.transfer(accountId, HouseAccount.FEES.id(), feeMicros);
            enter(slot, signedLots, priceTicks);
            change(slot, signedLots, priceTicks);
            if (positions.quantityLots(slot) == 0) {
                close(slot, accountId);
            }
        }
        terms.changed(slot);
    }

    /** What closes comes first: at zero the quote is settled, even if the rest opens the other side. */
    private void settleIsolated(
        final int slot, final int accountId, final long signedLots, final long priceTicks) {
        final int leverage = standard.leverage(accountId, positions.market(slot), slot);
        isolatedFill.workOut(slot, signedLots, priceTicks, feeMicros, leverage);
        enter(slot, signedLots, priceTicks);
        final long entry = positions.entryMicros(slot);
        final boolean reachesZero = startPositionLots != 0 && startPositionLots > 0 != signedLots > 0
            && Math.abs(signedLots) >= Math.abs(startPositionLots);
        final long toZero = reachesZero ? -startPositionLots : 0;
        if (reachesZero) {
            change(slot, toZero, priceTicks);
            positions.settleQuote(slot);
            positions.entry(slot, entry);
        }
        if (signedLots != toZero) {
            change(slot, signedLots - toZero, priceTicks);
        }
        positions.addIsolated(slot, isolatedFill.isolatedMicros() - positions.isolatedMicros(slot));
        accounts.add(accountId, isolatedFill.cashChangeMicros());
        accounts.add(HouseAccount.FEES.id(), feeMicros);
    }

    private void change(final int slot, final long signedLots, final long priceTicks) {
        positions.change(slot, signedLots, Math.negateExact(Math.multiplyExact(priceTicks, signedLots)));
    }

    /** Settles signed lots at a price without a fee. */
    void settleWithoutFee(final int slot, final long signedLots, final long priceTicks) {
        settle(slot, signedLots, priceTicks, 0);
    }

    /** The fee of the last settlement; it moved from the account to the house account FEES. */
    public long feeMicros() {
        return feeMicros;
    }

    /** Profit on what the last settlement closed, without the fee. */
    public long closedPnlMicros() {
        return closedPnlMicros;
    }

    /** The position before the last settlement. */
    public long startPositionLots() {
        return startPositionLots;
    }

    private void enter(final int slot, final long signedLots, final long priceTicks) {
        final long quantity = positions.quantityLots(slot);
        final long entry = positions.entryMicros(slot);
        final long lots = Math.abs(signedLots);
        if (quantity == 0 || quantity > 0 == signedLots > 0) {
            closedPnlMicros = 0;
            positions.entry(slot, Math.addExact(entry, Math.multiplyExact(priceTicks, lots)));
            return;
        }
        final long open = Math.abs(quantity);
        final long closed = Math.min(lots, open);
        final long share = FixedPoint.mulDiv(entry, closed, open);
        final long proceeds = Math.multiplyExact(priceTicks, closed);
        closedPnlMicros = quantity > 0 ? Math.subtractExact(proceeds, share) : Math.subtractExact(share, proceeds);
        positions.entry(slot, lots > open ? Math.multiplyExact(priceTicks, lots - open) : entry - share);
    }

    private void close(final int slot, final int accountId) {
        final long quote = positions.quoteMicros(slot);
        positions.settleQuote(slot);
        accounts.add(accountId, quote);
    }
}
