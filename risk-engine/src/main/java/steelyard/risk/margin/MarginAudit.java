package steelyard.risk.margin;

import steelyard.model.Side;
import steelyard.risk.market.Markets;

/** Recounts accounts, positions and terms from what they are made of. Slow; allocates. */
final class MarginAudit implements RestingOrders.Visitor {
    private final Accounts accounts;
    private final Positions positions;
    private final Markets markets;
    private final RestingOrders orders;
    private final StandardMargin standard;
    private final long[] netLots;
    private final long[] netQuoteMicros;
    private final long[] openInterestLots;
    private long isolatedMicros;

    private int slot;
    private long markTicks;
    private long lossMicros;
    private long buyLots;
    private long sellLots;

    MarginAudit(
        final Accounts accounts,
        final Positions positions,
        final Markets markets,
        final RestingOrders orders,
        final StandardMargin standard) {
        this.standard = standard;
        this.accounts = accounts;
        this.positions = positions;
        this.markets = markets;
        this.orders = orders;
        this.netLots = new long[markets.count()];
        this.netQuoteMicros = new long[markets.count()];
        this.openInterestLots = new long[markets.count()];
    }

    void run() {
        long cash = 0;
        int slotCount = 0;
        for (int accountId = 0; accountId < accounts.count(); accountId++) {
            cash = Math.addExact(cash, accounts.cashMicros(accountId));
            slotCount += auditAccount(accountId);
        }
        expect("slots in chains", positions.count(), slotCount);
        expect("cash total", accounts.cashTotalMicros(), cash);
        expect("margin of isolated positions", positions.isolatedTotalMicros(), isolatedMicros);
        expect("deposits − withdrawn + settled", cash + isolatedMicros,
            accounts.depositsMicros() - accounts.withdrawnMicros() + markets.settledTotalMicros());
        auditMarkets();
    }

    @Override
    public void order(final Side side, final long limitTicks, final long remainingLots) {
        lossMicros += MarginFormulas.lossMicros(side, limitTicks, markTicks, remainingLots);
        if (side == Side.BUY) {
            buyLots += remainingLots;
            check(limitTicks <= positions.buyBoundTicks(slot), "buy above its bound");
        } else {
            sellLots += remainingLots;
            check(limitTicks >= positions.sellBoundTicks(slot), "sell below its bound");
        }
    }

    private int auditAccount(final int accountId) {
        long value = 0;
        long requirement = 0;
        long openLoss = 0;
        int slots = 0;
        for (slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            slots++;
            auditSlot(accountId);
            value += positions.termValueMicros(slot);
            requirement += positions.termRequirementMicros(slot);
            openLoss += positions.termOpenLossMicros(slot);
        }
        expect("value of account " + accountId, accounts.valueMicros(accountId), value);
        expect("requirement of account " + accountId, accounts.requirementMicros(accountId), requirement);
        expect("open loss of account " + accountId, accounts.openLossMicros(accountId), openLoss);
        return slots;
    }

    private void auditSlot(final int accountId) {
        final int marketId = positions.market(slot);
        expect("account of slot", accountId, positions.account(slot));
        expect("slot of account and market", slot, positions.find(accountId, marketId));
        netLots[marketId] += positions.quantityLots(slot);
        netQuoteMicros[marketId] += positions.quoteMicros(slot);
        openInterestLots[marketId] += Math.max(0, positions.quantityLots(slot));
        isolatedMicros += positions.isolatedMicros(slot);
        check(positions.isolatedMicros(slot) == 0
            || positions.isIsolated(slot, marketId) && positions.quantityLots(slot) != 0, "margin without position");
        if (positions.quantityLots(slot) == 0) {
            check(positions.quoteMicros(slot) == 0 && positions.entryMicros(slot) == 0, "closed with quote or entry");
        }
        auditOrders(marketId);
    }

    private void auditOrders(final int marketId) {
        final boolean known = positions.termsVersion(slot) != Positions.OUT_OF_DATE;
        final boolean current = positions.termsVersion(slot) == markets.marginVersion(marketId);
        markTicks = markets.markPriceTicks(marketId);
        lossMicros = 0;
        buyLots = 0;
        sellLots = 0;
        orders.forEach(slot, this);
        expect("resting buys of slot", positions.buyLots(slot), buyLots);
        expect("resting sells of slot", positions.sellLots(slot), sellLots);
        if (current || !known) {
            expect("value term", positions.termValueMicros(slot), current ? standard.valueMicros(slot) : 0);
            expect("requirement term", positions.termRequirementMicros(slot),
                current ? standard.requirementMicros(slot) : 0);
            expect("open loss term", positions.termOpenLossMicros(slot), current ? lossMicros : 0);
        }
        check(current || isKnownToHaveChanged(marketId), "terms out of date, and nobody knows");
    }

    /** Whether a look at the account would find that this market's terms are out of date. */
    private boolean isKnownToHaveChanged(final int marketId) {
        final long version = accounts.termsVersion(positions.account(slot));
        final long present = markets.markVersion();
        boolean known = version == Accounts.OUT_OF_DATE || present - version > Markets.CHANGES_KEPT;
        for (long changed = version + 1; !known && changed <= present; changed++) {
            known = markets.marketOfVersion(changed) == marketId;
        }
        return known;
    }

    private void auditMarkets() {
        long settled = 0;
        for (int marketId = 0; marketId < markets.count(); marketId++) {
            settled += markets.settledMicros(marketId);
            expect("net lots of market " + marketId, markets.netLots(marketId), netLots[marketId]);
            expect("net quote of market " + marketId, markets.netQuoteMicros(marketId), netQuoteMicros[marketId]);
            expect("open interest of market " + marketId, markets.openInterestLots(marketId),
                openInterestLots[marketId]);
            check(markets.isBalanced(marketId), "market " + marketId + " out of balance");
        }
        expect("settled total", markets.settledTotalMicros(), settled);
    }

    private static void expect(final String what, final long kept, final long counted) {
        if (kept != counted) {
            throw new IllegalStateException(what + ": kept " + kept + ", counted " + counted);
        }
    }

    private void check(final boolean holds, final String what) {
        if (!holds) {
            throw new IllegalStateException(what + ", slot " + slot);
        }
    }
}
