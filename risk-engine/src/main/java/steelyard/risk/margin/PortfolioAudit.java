package steelyard.risk.margin;

import steelyard.risk.funding.Funding;
import steelyard.risk.portfolio.PortfolioMarket;
import steelyard.risk.portfolio.PortfolioRequirement;
import steelyard.risk.portfolio.Returns;
import steelyard.risk.portfolio.Scenarios;

/** Compares what is kept of portfolios with what it is made of. Slow; allocates. */
final class PortfolioAudit {
    private static final int LOSSES = 3;
    /** Size of an order that is asked about, in lots. */
    private static final long ORDER_LOTS = 7;

    private final Accounts accounts;
    private final Positions positions;
    private final Funding funding;
    private final StandardMargin standard;
    private final PortfolioMargin portfolio;
    private final PortfolioRows rows;
    /** The slot under question, and what would be different there. */
    private int changedSlot = Positions.NONE;
    private long changedLots;
    private long changedBuyLots;
    private long changedSellLots;

    PortfolioAudit(
        final Accounts accounts, final Positions positions, final Funding funding,
        final StandardMargin standard, final PortfolioMargin portfolio) {
        this.accounts = accounts;
        this.positions = positions;
        this.funding = funding;
        this.standard = standard;
        this.portfolio = portfolio;
        this.rows = portfolio.rows();
    }

    /** Before anything is brought up to date: sums are those of terms, and terms of markets that did not change are right. */
    void runOnKept() {
        int portfolios = 0;
        final long version = portfolio.tables().refresh();
        for (int accountId = 0; accountId < accounts.count(); accountId++) {
            expect("mode of account " + accountId,
                accounts.isPortfolio(accountId) ? 1 : 0, accounts.portfolioRow(accountId) == 0 ? 0 : 1);
            if (accounts.isPortfolio(accountId)) {
                portfolios++;
                if (rows.tablesVersion(accounts.portfolioRow(accountId)) == version) {
                    sums(accountId, accounts.portfolioRow(accountId));
                }
            } else {
                for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
                    expect("terms of no portfolio, slot " + slot, positions.hasPortfolioTerms(slot) ? 1 : 0, 0);
                }
            }
        }
        expect("portfolios", rows.accounts(), portfolios);
    }

    /** When the account is up to date: its margin is what is worked out from scratch. */
    void runOnPresent(final int accountId) {
        portfolio.refresh(accountId);
        portfolio.asIs();
        final Scenarios scenarios = portfolio.tables().scenarios();
        long maintenance = scratch(accountId, PortfolioRows.POSITIONS).maintenanceE7();
        if (scenarios.step() < scenarios.steps()) {
            final long before = scratch(accountId, PortfolioRows.BEFORE).maintenanceE7();
            maintenance = PortfolioRequirement.mixedE7(before, maintenance, scenarios.step(), scenarios.steps());
        }
        expect("maintenance margin of portfolio " + accountId,
            portfolio.maintenanceMicros(accountId), PortfolioRequirement.micros(maintenance));
        for (int kind = PortfolioRows.POSITIONS; kind <= PortfolioRows.ORDERS; kind++) {
            expect("initial margin of portfolio " + accountId + ", kind " + kind,
                portfolio.initialMicros(accountId, kind), scratch(accountId, kind).initialMicros());
        }
        final long required = portfolio.initialMicros(accountId, PortfolioRows.ORDERS)
            + portfolio.isolatedMicros(accountId);
        expect("cover of portfolio " + accountId, portfolio.isCoveredBy(accountId, required) ? 1 : 0, 1);
        expect("too small cover of portfolio " + accountId, portfolio.isCoveredBy(accountId, required - 1) ? 1 : 0, 0);
        long isolated = 0;
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            isolated += positions.isIsolated(slot, positions.market(slot)) ? standard.requirementMicros(slot) : 0;
        }
        expect("isolated markets of portfolio " + accountId, portfolio.isolatedMicros(accountId), isolated);
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            if (!positions.isIsolated(slot, positions.market(slot))) {
                questions(accountId, slot);
            }
        }
        noChange();
    }

    /** What would be without a position, and with one more order. */
    private void questions(final int accountId, final int slot) {
        final int marketId = positions.market(slot);
        changedSlot = slot;
        changedLots = -positions.quantityLots(slot);
        expect("margin of portfolio " + accountId + " without market " + marketId,
            portfolio.asIf(accountId, marketId, slot, 0).initialMicros(accountId, PortfolioRows.POSITIONS),
            scratch(accountId, PortfolioRows.POSITIONS).initialMicros());
        changedLots = 0;
        changedBuyLots = slot % 2 == 0 ? ORDER_LOTS : 0;
        changedSellLots = ORDER_LOTS - changedBuyLots;
        final long required = scratch(accountId, PortfolioRows.ORDERS).initialMicros()
            + portfolio.isolatedMicros(accountId);
        portfolio.asIf(accountId, marketId, slot, positions.quantityLots(slot),
            positions.buyLots(slot) + changedBuyLots, positions.sellLots(slot) + changedSellLots);
        expect("cover of an order of portfolio " + accountId, portfolio.isCoveredBy(accountId, required) ? 1 : 0, 1);
        expect("too small cover of an order of portfolio " + accountId,
            portfolio.isCoveredBy(accountId, required - 1) ? 1 : 0, 0);
        noChange();
    }

    private void noChange() {
        changedSlot = Positions.NONE;
        changedLots = 0;
        changedBuyLots = 0;
        changedSellLots = 0;
    }

    private void sums(final int accountId, final int row) {
        portfolio.sumUp(accountId);
        final long[][] losses = new long[LOSSES][PortfolioRows.SCENARIOS];
        final long[] gross = new long[2];
        final long[] other = new long[2];
        final long[] addOn = new long[2];
        final long[] regulatory = new long[2];
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            final int terms = positions.hasPortfolioTerms(slot) ? slot : PortfolioRows.NONE;
            if (terms == PortfolioRows.NONE) {
                continue;
            }
            final int marketId = positions.market(slot);
            for (int kind = 0; kind < 2; kind++) {
                gross[kind] += portfolio.tables().shockE5(marketId) * rows.largest(terms, kind);
                other[kind] += rows.term(terms, PortfolioRows.of(kind, PortfolioRows.OTHER));
                addOn[kind] += rows.term(terms, PortfolioRows.of(kind, PortfolioRows.ADD_ON));
                regulatory[kind] += rows.term(terms, PortfolioRows.of(kind, PortfolioRows.REGULATORY));
            }
            lose(losses, marketId, terms);
        }
        for (int kind = 0; kind < 2; kind++) {
            expect("GROSS of portfolio " + accountId, rows.gross(row, kind), gross[kind]);
            expect("other charges of portfolio " + accountId, rows.other(row, kind), other[kind]);
            expect("add-on of portfolio " + accountId, rows.addOn(row, kind), addOn[kind]);
            expect("REG of portfolio " + accountId, rows.regulatory(row, kind), regulatory[kind]);
        }
        for (int kind = 0; kind < LOSSES; kind++) {
            for (int k = 0; k < PortfolioRows.SCENARIOS; k++) {
                expect("loss of portfolio " + accountId + " in " + k, rows.lossE7(row, kind, k), losses[kind][k]);
            }
        }
        for (int kind = 0; kind < 2; kind++) {
            largest("loss", accountId, rows.largestLossE7(row, kind), max(losses[kind]),
                rows.worstScenario(row, kind) != PortfolioRows.UNKNOWN);
            if (rows.worstScenario(row, kind) != PortfolioRows.UNKNOWN) {
                expect("worst scenario of portfolio " + accountId, rows.worstScenario(row, kind),
                    rows.scenarioOf(row, kind, rows.largestLossE7(row, kind)));
            }
            floor(accountId, row, kind);
        }
    }

    private static long max(final long[] values) {
        long max = values[0];
        for (final long value : values) {
            max = Math.max(max, value);
        }
        return max;
    }

    private void floor(final int accountId, final int row, final int kind) {
        final int kept = rows.floorTerms(row, kind);
        long floor = 0;
        boolean isThere = rows.largestFloorE7(row, kind) == 0;
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            final int terms = positions.hasPortfolioTerms(slot) ? slot : PortfolioRows.NONE;
            if (terms != PortfolioRows.NONE && portfolio.tables().returns(positions.market(slot)) != null) {
                expect("market of terms", rows.market(terms), positions.market(slot));
                expect("floor of market " + positions.market(slot),
                    rows.term(terms, PortfolioRows.of(kind, PortfolioRows.FLOOR)),
                    portfolio.tables().shocks(positions.market(slot)).floor(rows.largest(terms, kind)));
                floor = Math.max(floor, rows.term(terms, PortfolioRows.of(kind, PortfolioRows.FLOOR)));
                isThere |= terms == kept;
            }
        }
        largest("floor", accountId, rows.largestFloorE7(row, kind), floor, kept != PortfolioRows.UNKNOWN);
        expect("terms of the floor of portfolio " + accountId, isThere || kept == PortfolioRows.UNKNOWN ? 1 : 0, 1);
    }

    /** What is kept as the largest is it, or is not below it. */
    private static void largest(
        final String what, final int accountId, final long kept, final long counted, final boolean isKnown) {
        expect("largest " + what + " of portfolio " + accountId, kept, isKnown ? counted : Math.max(kept, counted));
    }

    private void lose(final long[][] losses, final int marketId, final int terms) {
        final long position = rows.term(terms, PortfolioRows.POSITION);
        final Returns returns = portfolio.tables().returns(marketId);
        final Returns before = portfolio.tables().returnsBefore(marketId);
        for (int k = 0; k < PortfolioRows.SCENARIOS; k++) {
            if (returns != null) {
                losses[PortfolioRows.POSITIONS][k] += returns.lossE7(k, position, position);
                losses[PortfolioRows.ORDERS][k] += returns.lossE7(
                    k, rows.term(terms, PortfolioRows.LOWEST), rows.term(terms, PortfolioRows.HIGHEST));
            }
            if (before != null) {
                losses[PortfolioRows.BEFORE][k] += before.lossE7(k, position, position);
            }
        }
    }

    private PortfolioRequirement scratch(final int accountId, final int kind) {
        final PortfolioRequirement requirement = new PortfolioRequirement().begin();
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            final int marketId = positions.market(slot);
            if (!positions.isIsolated(slot, marketId)) {
                final int of = slot == changedSlot ? 1 : 0;
                final int orders = kind == PortfolioRows.ORDERS ? 1 : 0;
                final long quantity = positions.quantityLots(slot) + of * changedLots;
                requirement.add(
                    market(accountId, marketId, kind),
                    portfolio.exposure(
                        marketId, quantity - orders * (positions.sellLots(slot) + of * changedSellLots)),
                    portfolio.exposure(
                        marketId, quantity + orders * (positions.buyLots(slot) + of * changedBuyLots)));
            }
        }
        return requirement.complete(portfolio.tables().keptE4(), portfolio.tables().initialE4());
    }

    private PortfolioMarket market(final int accountId, final int marketId, final int kind) {
        final PortfolioTables tables = portfolio.tables();
        final Returns returns =
            kind == PortfolioRows.BEFORE ? tables.returnsBefore(marketId) : tables.returns(marketId);
        return new PortfolioMarket(
            tables.shocks(marketId), returns, funding.rateNanos(marketId), tables.addOnNanos(marketId),
            standard.cap(accountId, marketId));
    }

    private static void expect(final String what, final long kept, final long counted) {
        if (kept != counted) {
            throw new IllegalStateException(what + ": kept " + kept + ", counted " + counted);
        }
    }
}
