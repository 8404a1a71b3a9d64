package steelyard.risk.margin;

import steelyard.model.Side;
import steelyard.risk.market.Markets;

/**
 * Keeps the terms of positions right, or knows that they are not.
 *
 * <p>Invariants: the sums of an account are the sums of its slots' terms; terms of a market's version are exact while it is the present one; of
 * an account with a version all terms are exact at the present marks but those of markets whose marks or rules changed
 * after that version. What a change of a slot does to older terms is not worked out: they are set to zero, without a
 * version, until the account is looked at.
 */
final class MarginTerms implements RestingOrders.Visitor {
    private final Accounts accounts;
    private final Positions positions;
    private final Markets markets;
    private final RestingOrders orders;
    private final StandardMargin standard;
    private final PortfolioMargin portfolio;

    private long walkMarkTicks;
    private long walkLossMicros;
    private long walkBuyBoundTicks;
    private long walkSellBoundTicks;

    MarginTerms(
        final Accounts accounts,
        final Positions positions,
        final Markets markets,
        final RestingOrders orders,
        final StandardMargin standard,
        final PortfolioMargin portfolio) {
        this.portfolio = portfolio;
        this.accounts = accounts;
        this.positions = positions;
        this.markets = markets;
        this.orders = orders;
        this.standard = standard;
    }

    /** After the slot's position, leverage or resting lots changed, its resting orders' loss not. */
    void changed(final int slot) {
        if (isCurrent(slot)) {
            workOut(slot, positions.termOpenLossMicros(slot));
        } else {
            positions.terms(slot, Positions.OUT_OF_DATE, 0, 0, 0);
            portfolioChanged(slot);
        }
    }

    /** After resting lots at a limit came ({@code sign} 1) or went (−1), and the reserve changed by it or did not. */
    void restingChanged(
        final int slot, final Side side, final long limitTicks, final long lots, final int sign,
        final boolean reserveChanged) {
        if (isCurrent(slot)) {
            final long markTicks = markets.markPriceTicks(positions.market(slot));
            openLossChanged(
                slot, sign * MarginFormulas.lossMicros(side, limitTicks, markTicks, lots), reserveChanged);
        } else {
            positions.terms(slot, Positions.OUT_OF_DATE, 0, 0, 0);
        }
        portfolioChanged(slot);
    }

    private void portfolioChanged(final int slot) {
        final int accountId = positions.account(slot);
        if (portfolio.has(accountId)) {
            portfolio.workOut(accountId, slot);
        }
    }

    /** After resting lots at one limit went and others came, and the reserve is another one or not. */
    void restingReplaced(
        final int slot, final Side side, final long oldLimitTicks, final long oldLots, final long limitTicks,
        final long lots, final boolean reserveChanged) {
        if (isCurrent(slot)) {
            final long markTicks = markets.markPriceTicks(positions.market(slot));
            openLossChanged(slot, MarginFormulas.lossMicros(side, limitTicks, markTicks, lots)
                - MarginFormulas.lossMicros(side, oldLimitTicks, markTicks, oldLots), reserveChanged);
            if (lots != oldLots) {
                portfolioChanged(slot);
            }
        } else {
            positions.terms(slot, Positions.OUT_OF_DATE, 0, 0, 0);
            portfolioChanged(slot);
        }
    }

    /** After resting lots went to another limit, where they would lose more by this. */
    void moved(final int slot, final long moreLossMicros) {
        if (isCurrent(slot)) {
            openLossChanged(slot, moreLossMicros, false);
        } else {
            positions.terms(slot, Positions.OUT_OF_DATE, 0, 0, 0);
            portfolioChanged(slot);
        }
    }

    private void openLossChanged(final int slot, final long change, final boolean reserveChanged) {
        if (change != 0 || reserveChanged) {
            positions.restingTerms(
                slot, reserveChanged ? standard.requirementMicros(slot) : positions.termRequirementMicros(slot),
                Math.addExact(positions.termOpenLossMicros(slot), change));
        }
    }

    /** Forgets the slot's terms and bounds: the next look at its account walks over its orders. */
    void forget(final int slot) {
        positions.terms(slot, Positions.OUT_OF_DATE, 0, 0, 0);
        accounts.termsVersion(positions.account(slot), Accounts.OUT_OF_DATE);
        if (positions.buyLots(slot) != 0) {
            positions.bound(slot, Side.BUY, Long.MAX_VALUE);
        }
        if (positions.sellLots(slot) != 0) {
            positions.bound(slot, Side.SELL, Long.MIN_VALUE);
        }
    }

    /** Brings all terms of the account to the present marks: by what has changed since, or by all its positions. */
    void refresh(final int accountId) {
        final long present = markets.markVersion();
        final long version = accounts.termsVersion(accountId);
        if (version == present) {
            return;
        }
        final long changes = present - version;
        final int fewest = Math.min(accounts.positionCount(accountId), Markets.CHANGES_KEPT);
        if (version != Accounts.OUT_OF_DATE && changes <= fewest) {
            for (long changed = version + 1; changed <= present; changed++) {
                refreshSlot(positions.find(accountId, markets.marketOfVersion(changed)));
            }
        } else {
            for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
                refreshSlot(slot);
            }
        }
        accounts.termsVersion(accountId, present);
    }

    @Override
    public void order(final Side side, final long limitTicks, final long remainingLots) {
        final long loss = MarginFormulas.lossMicros(side, limitTicks, walkMarkTicks, remainingLots);
        walkLossMicros = Math.addExact(walkLossMicros, loss);
        if (side == Side.BUY) {
            walkBuyBoundTicks = Math.max(walkBuyBoundTicks, limitTicks);
        } else {
            walkSellBoundTicks = Math.min(walkSellBoundTicks, limitTicks);
        }
    }

    private void refreshSlot(final int slot) {
        if (slot == Positions.NONE) {
            return;
        }
        if (!isCurrent(slot)) {
            workOut(slot, openLossMicros(slot, markets.markPriceTicks(positions.market(slot))));
        }
    }

    private boolean isCurrent(final int slot) {
        return positions.isCurrent(slot);
    }

    private void workOut(final int slot, final long openLossMicros) {
        final int marketId = positions.market(slot);
        positions.terms(
            slot, markets.marginVersion(marketId), standard.valueMicros(slot), standard.requirementMicros(slot),
            openLossMicros);
        portfolioChanged(slot);
    }

    /** Walks over the orders only if the mark is through a bound; then the bounds become exact. */
    private long openLossMicros(final int slot, final long markTicks) {
        if (positions.buyBoundTicks(slot) <= markTicks && positions.sellBoundTicks(slot) >= markTicks) {
            return 0;
        }
        return walk(slot, markTicks);
    }

    private long walk(final int slot, final long markTicks) {
        walkMarkTicks = markTicks;
        walkLossMicros = 0;
        walkBuyBoundTicks = Long.MIN_VALUE;
        walkSellBoundTicks = Long.MAX_VALUE;
        orders.forEach(slot, this);
        positions.bound(slot, Side.BUY, walkBuyBoundTicks);
        positions.bound(slot, Side.SELL, walkSellBoundTicks);
        return walkLossMicros;
    }
}
