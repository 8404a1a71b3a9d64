package steelyard.risk.margin;

import steelyard.risk.funding.Funding;
import steelyard.risk.portfolio.PortfolioMarket;
import steelyard.risk.portfolio.PortfolioRequirement;
import steelyard.risk.portfolio.Scenarios;

/** Compares what is kept of portfolios with what it is made of. Slow; allocates. */
final class PortfolioAudit {
    private static final int LOSSES = 3;

    private final Accounts accounts;
    private final Positions positions;
    private final Funding funding;
    private final StandardMargin standard;
    private final PortfolioMargin portfolio;
    private final PortfolioRows rows;

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
                    expect("terms of no portfolio, slot " + slot, positions.portfolioTerms(slot), 0);
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
    }

    private void sums(final int accountId, final int row) {
        portfolio.sumUp(accountId);
        final long[][] losses = new long[LOSSES][PortfolioRows.SCENARIOS];
        final long[] gross = new long[2];
        final long[] other = new long[2];
        final long[] addOn = new long[2];
        final long[] regulatory = new long[2];
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            final int terms = positions.portfolioTerms(slot);
            if (terms == PortfolioRows.NONE) {
                continue;
            }
            final int marketId = positions.market(slot);
            for (int kind = 0; kind < 2; kind++) {
                gross[kind] += portfolio.tables().shockE5(marketId) * rows.largest(terms, kind);
                other[kind] += rows.term(terms, PortfolioRows.OTHER + kind);
                addOn[kind] += rows.term(terms, PortfolioRows.ADD_ON + kind);
                regulatory[kind] += rows.term(terms, PortfolioRows.REGULATORY + kind);
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
    }

    private void lose(final long[][] losses, final int marketId, final int terms) {
        final long position = rows.term(terms, PortfolioRows.POSITION);
        final int[] returns = portfolio.tables().returnsE5(marketId);
        final int[] before = portfolio.tables().returnsBeforeE5(marketId);
        for (int k = 0; k < PortfolioRows.SCENARIOS; k++) {
            if (returns != null) {
                losses[PortfolioRows.POSITIONS][k] += PortfolioRequirement.lossE7(returns[k], position, position);
                losses[PortfolioRows.ORDERS][k] += PortfolioRequirement.lossE7(
                    returns[k], rows.term(terms, PortfolioRows.LOWEST), rows.term(terms, PortfolioRows.HIGHEST));
            }
            if (before != null) {
                losses[PortfolioRows.BEFORE][k] += PortfolioRequirement.lossE7(before[k], position, position);
            }
        }
    }

    private PortfolioRequirement scratch(final int accountId, final int kind) {
        final PortfolioRequirement requirement = new PortfolioRequirement().begin();
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            final int marketId = positions.market(slot);
            if (!positions.isIsolated(slot, marketId)) {
                final long quantity = positions.quantityLots(slot);
                final boolean orders = kind == PortfolioRows.ORDERS;
                requirement.add(
                    market(accountId, marketId, kind),
                    portfolio.exposure(marketId, orders ? quantity - positions.sellLots(slot) : quantity),
                    portfolio.exposure(marketId, orders ? quantity + positions.buyLots(slot) : quantity));
            }
        }
        return requirement.complete(portfolio.tables().keptE4(), portfolio.tables().initialE4());
    }

    private PortfolioMarket market(final int accountId, final int marketId, final int kind) {
        final PortfolioTables tables = portfolio.tables();
        final int[] returns =
            kind == PortfolioRows.BEFORE ? tables.returnsBeforeE5(marketId) : tables.returnsE5(marketId);
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
