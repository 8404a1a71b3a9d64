package steelyard.risk.margin;

import static steelyard.risk.margin.PortfolioRows.BEFORE;
import static steelyard.risk.margin.PortfolioRows.ORDERS;
import static steelyard.risk.margin.PortfolioRows.POSITIONS;

import steelyard.risk.funding.Funding;
import steelyard.risk.market.Markets;
import steelyard.risk.portfolio.PortfolioRequirement;
import steelyard.risk.portfolio.Returns;
import steelyard.risk.portfolio.Scenarios;

/**
 * What accounts in portfolio mode require, kept by differences: {@code docs/risk-rules.md#4-portfolio-margin}. An answer
 * costs a pass over the scenarios for every market that has changed since the last one, and one for a market that is
 * asked about. But whether an account has more than it requires is mostly known without: the largest loss is kept, and
 * what a change adds to it is at most its shock. Keeps nothing of accounts in standard mode.
 *
 * <p>Equal to {@link PortfolioRequirement} at all times, which {@link PortfolioAudit} sees to. Questions are asked when
 * the account's terms are up to date ({@link MarginTerms#refresh}). One thread; allocates only while tables grow.
 */
final class PortfolioMargin {
    /** Stands for a market where nothing is changed. */
    static final int NO_MARKET = -1;

    private final Accounts accounts;
    private final Positions positions;
    private final StandardMargin standard;
    private final PortfolioTables tables;
    private final PortfolioRows rows = new PortfolioRows();
    private final PortfolioTerms measured;

    /** Terms of the market under question, as they would be. */
    private final long[] next;
    private int nextMarket = NO_MARKET;
    private int nextTerms;
    /** Written so that what is read ahead is not left out; means nothing. */
    private long preloaded;
    /** What the last {@link #maintenance7} went through. */
    private int worstScenario;
    private long worstLossE7;
    private long floorE7;
    private long scanE7;
    private long aloneE7;

    PortfolioMargin(
        final Accounts accounts, final Positions positions, final Markets markets, final Funding funding,
        final StandardMargin standard, final PortfolioTables tables) {
        this.accounts = accounts;
        this.positions = positions;
        this.standard = standard;
        this.tables = tables;
        this.measured = new PortfolioTerms(markets, funding, tables);
        this.next = measured.fields();
    }

    PortfolioTables tables() {
        return tables;
    }

    PortfolioRows rows() {
        return rows;
    }

    /** Whether the account is in portfolio mode. */
    boolean has(final int accountId) {
        return rows.accounts() > 0 && accounts.isPortfolio(accountId);
    }

    /** Puts the account into portfolio mode. */
    void enter(final int accountId) {
        if (!accounts.isPortfolio(accountId)) {
            accounts.portfolio(accountId, rows.openAccount());
        }
    }

    /** Puts the account back into standard mode. */
    void leave(final int accountId) {
        if (accounts.isPortfolio(accountId)) {
            for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
                closeTerms(slot);
            }
            rows.closeAccount(accounts.portfolioRow(accountId));
            accounts.portfolio(accountId, PortfolioRows.NONE);
        }
    }

    /** Works a market of an account in portfolio mode out again, from what it has there at the present mark. */
    void workOut(final int accountId, final int slot) {
        if (!refresh(accountId)) {
            workOutTerms(accounts.portfolioRow(accountId), accountId, slot);
        }
    }

    /** Works all markets out again if tables have changed since; whether they had. */
    boolean refresh(final int accountId) {
        final int row = accounts.portfolioRow(accountId);
        final long version = tables.refresh();
        if (rows.tablesVersion(row) == version) {
            return false;
        }
        rows.clear(row, version);
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            closeTerms(slot);
            workOutTerms(row, accountId, slot);
        }
        return true;
    }

    /** Forgets what is kept of the account, until it is asked for. */
    void forget(final int accountId) {
        rows.clear(accounts.portfolioRow(accountId), 0);
    }

    /** Begins to read what the check of an order will need, so that it does not wait for one after the other. */
    void preload(final int accountId, final int slot) {
        preloaded = rows.preload(accounts.portfolioRow(accountId), rows.reachTerms(slot));
    }

    /** Questions are about the account as it is from now on. */
    PortfolioMargin asIs() {
        nextMarket = NO_MARKET;
        nextTerms = PortfolioRows.NONE;
        return this;
    }

    /** Questions with orders are about the account as if it had these lots in a market of its cross set. */
    PortfolioMargin asIf(
        final int accountId, final int marketId, final int slot, final long quantityLots, final long restingBuyLots,
        final long restingSellLots) {
        nextMarket = marketId;
        nextTerms = rows.reachTerms(slot);
        measured.market(marketId, standard.cap(accountId, marketId))
            .orders(quantityLots, restingBuyLots, restingSellLots);
        return this;
    }

    /** Questions without orders are about the account as if it had this position in a market of its cross set. */
    PortfolioMargin asIf(final int accountId, final int marketId, final int slot, final long quantityLots) {
        nextMarket = marketId;
        nextTerms = rows.reachTerms(slot);
        measured.market(marketId, standard.cap(accountId, marketId)).position(quantityLots);
        return this;
    }

    /** Questions are about the account as if a market were not of its cross set. */
    PortfolioMargin asIfNot(final int marketId, final int slot) {
        measured.nothing();
        nextMarket = marketId;
        nextTerms = rows.reachTerms(slot);
        return this;
    }

    /** MMR, in micros. */
    long maintenanceMicros(final int accountId) {
        final Scenarios scenarios = tables.scenarios();
        final long before = scenarios.step() < scenarios.steps() ? maintenance7(accountId, BEFORE) : 0;
        final long present = maintenance7(accountId, POSITIONS);
        return PortfolioRequirement.micros(
            scenarios.step() < scenarios.steps()
                ? PortfolioRequirement.mixedE7(before, present, scenarios.step(), scenarios.steps())
                : present);
    }

    /** IMR*, or with {@link PortfolioRows#POSITIONS} IMR, in micros. */
    long initialMicros(final int accountId, final int kind) {
        return initialMicros(accounts.portfolioRow(accountId), kind, maintenance7(accountId, kind));
    }

    /**
     * Whether so much, in micros, is at least IMR* and the requirement of isolated markets. Looks at scenarios only if it
     * is not as much as with the most that the change can add to the largest loss that is kept.
     */
    boolean isCoveredBy(final int accountId, final long micros) {
        final int row = accounts.portfolioRow(accountId);
        final long spared = Math.subtractExact(micros, rows.isolatedMicros(row));
        if (spared >= initialMicros(row, ORDERS, atMost7(row))) {
            return true;
        }
        if (rows.worstScenario(row, ORDERS) == PortfolioRows.UNKNOWN) {
            find(accountId, row, ORDERS);
            if (spared >= initialMicros(row, ORDERS, atMost7(row))) {
                return true;
            }
        }
        return spared >= initialMicros(accountId, ORDERS);
    }

    private long initialMicros(final int row, final int kind, final long maintenance7) {
        return PortfolioRequirement.initialMicros(
            maintenance7, tables.initialE4(),
            rows.addOn(row, kind) + change(kind, PortfolioRows.ADD_ON),
            rows.regulatory(row, kind) + change(kind, PortfolioRows.REGULATORY));
    }

    /** What {@link #maintenance7} with orders is not above; no look at scenarios. */
    private long atMost7(final int row) {
        final long more = grossChange(ORDERS);
        final long gross = rows.gross(row, ORDERS) + more;
        long alone = rows.alone(row, ORDERS);
        long loss = rows.largestLossE7(row, ORDERS);
        long floor = rows.largestFloorE7(row, ORDERS);
        if (nextMarket != NO_MARKET && tables.returns(nextMarket) == null) {
            alone += more;
        } else if (nextMarket != NO_MARKET) {
            loss += PortfolioRows.mostE7(tables.shockE5(nextMarket),
                change(ORDERS, PortfolioRows.LOWEST), change(ORDERS, PortfolioRows.HIGHEST));
            floor = Math.max(floor, next[PortfolioRows.FLOOR]);
        }
        final long scan = Math.min(gross, Math.max(Math.max(0, loss), floor) + alone);
        return maintenance7(row, ORDERS, scan, gross);
    }

    private long maintenance7(final int row, final int kind, final long scan, final long gross) {
        return scan + PortfolioRequirement.keptE7(scan, gross, tables.keptE4())
            + rows.other(row, kind) + change(kind, PortfolioRows.OTHER);
    }

    private long grossChange(final int kind) {
        return nextMarket == NO_MARKET ? 0 : tables.shockE5(nextMarket)
            * (PortfolioRows.largest(next, 0, kind) - rows.largest(nextTerms, kind));
    }

    /** Σ requirement over the isolated markets, in micros. */
    long isolatedMicros(final int accountId) {
        return rows.isolatedMicros(accounts.portfolioRow(accountId));
    }

    /** The requirement of an isolated market that is in {@link #isolatedMicros}. */
    long isolatedTermMicros(final int slot) {
        return rows.term(rows.reachTerms(slot), PortfolioRows.ISOLATED);
    }

    /** The scenario that {@link #maintenanceMicros} found worst. */
    int worstScenario() {
        return worstScenario;
    }

    /** The loss in it; below zero a profit. */
    long worstLossE7() {
        return worstLossE7;
    }

    /** The largest floor of a market. */
    long floorE7() {
        return floorE7;
    }

    /** SCAN without what is in no scenario. */
    long hedgeableE7() {
        return scanE7 - aloneE7;
    }

    /** Exposure of lots at the present mark in cents, with their sign, within ±2^37. */
    long exposure(final int marketId, final long lots) {
        return measured.exposure(marketId, lots);
    }

    /** Size of the exposure of lots, however large. */
    long unlimitedCents(final int marketId, final long lots) {
        return measured.unlimitedCents(marketId, lots);
    }

    /** What of a market stays whatever hedges it, without orders. */
    long floorE7(final int marketId, final long positionCents) {
        return tables.returns(marketId) == null ? 0 : tables.shocks(marketId).floor(Math.abs(positionCents));
    }

    private long maintenance7(final int accountId, final int kind) {
        final int row = accounts.portfolioRow(accountId);
        Returns returns = null;
        final long more = grossChange(kind);
        aloneE7 = rows.alone(row, kind);
        if (nextMarket != NO_MARKET) {
            returns = returns(nextMarket, kind);
            aloneE7 += returns == null ? more : 0;
        }
        worstLossE7 = worstLoss(accountId, row, kind, returns);
        floorE7 = floor(accountId, row, kind);
        scanE7 = Math.max(Math.max(0, worstLossE7), floorE7) + aloneE7;
        return maintenance7(row, kind, scanE7, rows.gross(row, kind) + more);
    }

    private long worstLoss(final int accountId, final int row, final int kind, final Returns returns) {
        if (returns == null && kind != BEFORE) {
            if (rows.worstScenario(row, kind) == PortfolioRows.UNKNOWN) {
                find(accountId, row, kind);
            }
            worstScenario = rows.worstScenario(row, kind);
            return rows.largestLossE7(row, kind);
        }
        sumUp(accountId);
        worstScenario = PortfolioRows.UNKNOWN;
        return returns == null
            ? rows.largestOfLosses(row, kind)
            : rows.largestLossE7(row, kind, returns, nextTerms, next);
    }

    /** Finds out which the largest loss and the largest floor of the account are, as it is. */
    private void find(final int accountId, final int row, final int kind) {
        sumUp(accountId);
        rows.keepLargestLoss(row, kind);
        findFloor(accountId, row, kind);
    }

    private void findFloor(final int accountId, final int row, final int kind) {
        if (rows.floorTerms(row, kind) == PortfolioRows.UNKNOWN) {
            final int terms = largestFloor(accountId, kind, PortfolioRows.NONE);
            rows.largestFloor(row, kind, floor(terms, kind), terms);
        }
    }

    /** By how much a field of the terms, of a kind, changes. */
    private long change(final int kind, final int field) {
        final int of = PortfolioRows.of(kind, field);
        return nextMarket == NO_MARKET ? 0 : next[of] - rows.term(nextTerms, of);
    }

    private long floor(final int accountId, final int row, final int kind) {
        final long asked = nextMarket == NO_MARKET || returns(nextMarket, kind) == null
            ? 0
            : next[PortfolioRows.of(kind, PortfolioRows.FLOOR)];
        if (kind != BEFORE) {
            final long kept = rows.largestFloorE7(row, kind);
            if (asked >= kept) {
                return asked;
            }
            findFloor(accountId, row, kind);
            if (nextMarket == NO_MARKET || rows.floorTerms(row, kind) != nextTerms) {
                return Math.max(asked, rows.largestFloorE7(row, kind));
            }
        }
        final int without = nextMarket == NO_MARKET ? PortfolioRows.NONE : nextTerms;
        return Math.max(asked, floor(largestFloor(accountId, kind, without), kind));
    }

    /** The account's terms with the largest floor, those left out. */
    private int largestFloor(final int accountId, final int kind, final int without) {
        int largest = PortfolioRows.NONE;
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            if (slot != without && positions.hasPortfolioTerms(slot) && floor(slot, kind) > floor(largest, kind)) {
                largest = slot;
            }
        }
        return largest;
    }

    private long floor(final int terms, final int kind) {
        return terms == PortfolioRows.NONE || returns(rows.market(terms), kind) == null
            ? 0
            : rows.term(terms, PortfolioRows.of(kind, PortfolioRows.FLOOR));
    }

    private Returns returns(final int marketId, final int kind) {
        return kind == BEFORE ? tables.returnsBefore(marketId) : tables.returns(marketId);
    }

    private void workOutTerms(final int row, final int accountId, final int slot) {
        final int marketId = positions.market(slot);
        if (positions.isIsolated(slot, marketId)) {
            measured.nothing();
            next[PortfolioRows.ISOLATED] = standard.requirementMicros(slot);
        } else {
            final long quantity = positions.quantityLots(slot);
            measured.market(marketId, standard.cap(accountId, marketId)).position(quantity)
                .orders(quantity, positions.buyLots(slot), positions.sellLots(slot));
            next[PortfolioRows.ISOLATED] = 0;
        }
        final boolean empty = isEmpty();
        if (!positions.hasPortfolioTerms(slot)) {
            if (empty) {
                return;
            }
            rows.openTerms(slot, marketId);
            positions.hasPortfolioTerms(slot, true);
        }
        rows.replace(row, slot, next, tables.shockE5(marketId), tables.returns(marketId) != null,
            tables.returnsBefore(marketId) != null);
        if (empty) {
            rows.sumUp(row, slot, tables.returns(marketId), tables.returnsBefore(marketId));
            closeTerms(slot);
        }
    }

    /** Brings the losses of an account to its terms. */
    void sumUp(final int accountId) {
        final int row = accounts.portfolioRow(accountId);
        final int outdated = rows.outdated(row);
        if (outdated == PortfolioRows.UNKNOWN) {
            for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
                sumUpTerms(row, positions.hasPortfolioTerms(slot) ? slot : PortfolioRows.NONE);
            }
            rows.upToDate(row);
        } else {
            sumUpTerms(row, outdated);
        }
    }

    private void sumUpTerms(final int row, final int terms) {
        if (terms != PortfolioRows.NONE) {
            final int marketId = rows.market(terms);
            rows.sumUp(row, terms, tables.returns(marketId), tables.returnsBefore(marketId));
        }
    }

    private boolean isEmpty() {
        return next[PortfolioRows.LOWEST] == 0 && next[PortfolioRows.HIGHEST] == 0
            && next[PortfolioRows.POSITION] == 0 && next[PortfolioRows.ISOLATED] == 0;
    }

    private void closeTerms(final int slot) {
        if (positions.hasPortfolioTerms(slot)) {
            rows.closeTerms(slot);
            positions.hasPortfolioTerms(slot, false);
        }
    }
}
