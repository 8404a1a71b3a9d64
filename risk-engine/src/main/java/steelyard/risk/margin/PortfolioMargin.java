package steelyard.risk.margin;

import static steelyard.risk.margin.PortfolioRows.BEFORE;
import static steelyard.risk.margin.PortfolioRows.ORDERS;
import static steelyard.risk.margin.PortfolioRows.POSITIONS;

import java.util.Arrays;
import steelyard.model.FixedPoint;
import steelyard.risk.funding.Funding;
import steelyard.risk.market.MarketRisk;
import steelyard.risk.market.Markets;
import steelyard.risk.portfolio.PortfolioRequirement;
import steelyard.risk.portfolio.Scenarios;
import steelyard.risk.portfolio.ShockTable;

/**
 * What accounts in portfolio mode require, kept by differences: {@code docs/risk-rules.md#4-portfolio-margin}. Every
 * change of a market of an account and every question cost a pass over the scenarios, also one that asks what would be
 * if a market were changed. But whether an account has more than it requires is mostly known without scenarios, and then
 * changes wait until somebody asks for losses. Keeps nothing of accounts in standard mode.
 *
 * <p>Equal to {@link PortfolioRequirement} at all times, which {@link PortfolioAudit} sees to. Questions are asked when
 * the account's terms are up to date ({@link MarginTerms#refresh}). One thread; allocates only while tables grow.
 */
final class PortfolioMargin {
    /** Stands for a market where nothing is changed. */
    static final int NO_MARKET = -1;

    private static final long MICROS_PER_CENT = 10_000;
    private static final long E4 = 10_000;

    private final Accounts accounts;
    private final Positions positions;
    private final Markets markets;
    private final Funding funding;
    private final StandardMargin standard;
    private final PortfolioTables tables;
    private final PortfolioRows rows = new PortfolioRows();

    /** Terms of the market under question, as they would be. */
    private final long[] next = new long[PortfolioRows.MEASURED_FIELDS];
    private int nextMarket = NO_MARKET;
    private int nextTerms;
    /** From what {@link #next} was worked out. */
    private int measuredMarket = NO_MARKET;
    private long measuredLots;
    private long measuredBuyLots;
    private long measuredSellLots;
    private long measuredVersion;
    private long measuredTables;
    private int measuredCap;
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
        this.markets = markets;
        this.funding = funding;
        this.standard = standard;
        this.tables = tables;
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

    /** Questions are about the account as it is from now on. */
    PortfolioMargin asIs() {
        nextMarket = NO_MARKET;
        nextTerms = PortfolioRows.NONE;
        return this;
    }

    /** Questions are about the account as if it had these lots in a market of its cross set. */
    PortfolioMargin asIf(
        final int accountId, final int marketId, final int slot, final long quantityLots, final long buyLots,
        final long sellLots) {
        nextMarket = marketId;
        nextTerms = positions.portfolioTerms(slot);
        measure(accountId, marketId, quantityLots, buyLots, sellLots);
        return this;
    }

    /** Questions are about the account as if a market were not of its cross set. */
    PortfolioMargin asIfNot(final int marketId, final int slot) {
        measureNothing();
        nextMarket = marketId;
        nextTerms = positions.portfolioTerms(slot);
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
     * is not as much as without any offset: neither a scenario nor a floor loses more than GROSS.
     */
    boolean isCoveredBy(final int accountId, final long micros) {
        final int row = accounts.portfolioRow(accountId);
        final long spared = Math.subtractExact(micros, rows.isolatedMicros(row));
        return spared >= initialMicros(row, ORDERS, withoutOffset7(row, ORDERS))
            || spared >= initialMicros(accountId, ORDERS);
    }

    private long initialMicros(final int row, final int kind, final long maintenance7) {
        return PortfolioRequirement.initialMicros(
            maintenance7, tables.initialE4(),
            rows.addOn(row, kind) + change(PortfolioRows.ADD_ON + kind),
            rows.regulatory(row, kind) + change(PortfolioRows.REGULATORY + kind));
    }

    private long withoutOffset7(final int row, final int kind) {
        return rows.gross(row, kind) + grossChange(kind)
            + rows.other(row, kind) + change(PortfolioRows.OTHER + (kind & 1));
    }

    private long grossChange(final int kind) {
        return nextMarket == NO_MARKET ? 0 : tables.shockE5(nextMarket) * (PortfolioRows.largest(
            next[PortfolioRows.POSITION], next[PortfolioRows.LOWEST], next[PortfolioRows.HIGHEST], kind)
            - rows.largest(nextTerms, kind));
    }

    /** Σ requirement over the isolated markets, in micros. */
    long isolatedMicros(final int accountId) {
        return rows.isolatedMicros(accounts.portfolioRow(accountId));
    }

    /** The requirement of an isolated market that is in {@link #isolatedMicros}. */
    long isolatedTermMicros(final int slot) {
        return rows.term(positions.portfolioTerms(slot), PortfolioRows.ISOLATED);
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
        final long cents = Math.min(PortfolioRequirement.EXPOSURE_MAX_CENTS, unlimitedCents(marketId, lots));
        return lots < 0 ? -cents : cents;
    }

    /** Size of the exposure of lots, however large. */
    long unlimitedCents(final int marketId, final long lots) {
        final MarketRisk risk = markets.risk(marketId);
        return Math.ceilDiv(risk.notionalMicros(Math.abs(lots), markets.markPriceTicks(marketId)), MICROS_PER_CENT);
    }

    /** What of a market stays whatever hedges it, without orders. */
    long floorE7(final int marketId, final long positionCents) {
        return tables.returnsE5(marketId) == null ? 0 : tables.shocks(marketId).floor(Math.abs(positionCents));
    }

    private long maintenance7(final int accountId, final int kind) {
        final int row = accounts.portfolioRow(accountId);
        sumUp(accountId);
        int[] returns = null;
        final long more = grossChange(kind);
        final long gross = rows.gross(row, kind) + more;
        aloneE7 = rows.alone(row, kind);
        if (nextMarket != NO_MARKET) {
            returns = kind == BEFORE ? tables.returnsBeforeE5(nextMarket) : tables.returnsE5(nextMarket);
            aloneE7 += returns == null ? more : 0;
        }
        final long lowest = change(kind == ORDERS ? PortfolioRows.LOWEST : PortfolioRows.POSITION);
        final long highest = change(kind == ORDERS ? PortfolioRows.HIGHEST : PortfolioRows.POSITION);
        worstScenario = rows.worst(row, kind, returns, lowest, highest);
        worstLossE7 = rows.lossE7(row, kind, worstScenario)
            + (returns == null ? 0 : PortfolioRequirement.lossE7(returns[worstScenario], lowest, highest));
        floorE7 = floor(accountId, kind);
        scanE7 = Math.max(Math.max(0, worstLossE7), floorE7) + aloneE7;
        return scanE7 + PortfolioRequirement.keptE7(scanE7, gross, tables.keptE4())
            + rows.other(row, kind) + change(PortfolioRows.OTHER + (kind & 1));
    }

    private long change(final int field) {
        return nextMarket == NO_MARKET ? 0 : next[field] - rows.term(nextTerms, field);
    }

    private long floor(final int accountId, final int kind) {
        long floor = nextMarket == NO_MARKET ? 0 : floor(nextMarket, kind, PortfolioRows.largest(
            next[PortfolioRows.POSITION], next[PortfolioRows.LOWEST], next[PortfolioRows.HIGHEST], kind));
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            final int terms = positions.portfolioTerms(slot);
            if (terms != PortfolioRows.NONE && positions.market(slot) != nextMarket) {
                floor = Math.max(floor, floor(positions.market(slot), kind, rows.largest(terms, kind)));
            }
        }
        return floor;
    }

    private long floor(final int marketId, final int kind, final long cents) {
        final int[] returns = kind == BEFORE ? tables.returnsBeforeE5(marketId) : tables.returnsE5(marketId);
        return returns == null ? 0 : tables.shocks(marketId).floor(cents);
    }

    private void workOutTerms(final int row, final int accountId, final int slot) {
        final int marketId = positions.market(slot);
        if (positions.isIsolated(slot, marketId)) {
            measureNothing();
            next[PortfolioRows.ISOLATED] = standard.requirementMicros(slot);
        } else {
            measure(accountId, marketId, positions.quantityLots(slot), positions.buyLots(slot),
                positions.sellLots(slot));
        }
        final boolean empty = isEmpty();
        int terms = positions.portfolioTerms(slot);
        if (terms == PortfolioRows.NONE) {
            if (empty) {
                return;
            }
            terms = rows.openTerms();
            positions.portfolioTerms(slot, terms);
        }
        rows.replace(row, terms, next, tables.shockE5(marketId), tables.returnsE5(marketId) != null,
            tables.returnsBeforeE5(marketId) != null);
        if (empty) {
            rows.sumUp(row, terms, tables.returnsE5(marketId), tables.returnsBeforeE5(marketId));
            closeTerms(slot);
        }
    }

    /** Brings the losses of an account to its terms. */
    void sumUp(final int accountId) {
        final int row = accounts.portfolioRow(accountId);
        if (!rows.isOutdated(row)) {
            return;
        }
        for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
            final int terms = positions.portfolioTerms(slot);
            if (terms != PortfolioRows.NONE) {
                final int marketId = positions.market(slot);
                rows.sumUp(row, terms, tables.returnsE5(marketId), tables.returnsBeforeE5(marketId));
            }
        }
        rows.upToDate(row);
    }

    private boolean isEmpty() {
        return next[PortfolioRows.LOWEST] == 0 && next[PortfolioRows.HIGHEST] == 0
            && next[PortfolioRows.POSITION] == 0 && next[PortfolioRows.ISOLATED] == 0;
    }

    private void closeTerms(final int slot) {
        if (positions.portfolioTerms(slot) != PortfolioRows.NONE) {
            rows.closeTerms(positions.portfolioTerms(slot));
            positions.portfolioTerms(slot, PortfolioRows.NONE);
        }
    }

    /** The terms of a market of the cross set with these lots. */
    private void measure(
        final int accountId, final int marketId, final long quantityLots, final long buyLots, final long sellLots) {
        final int cap = standard.cap(accountId, marketId);
        if (isMeasured(marketId, quantityLots, buyLots, sellLots, cap)) {
            return;
        }
        final ShockTable shocks = tables.shocks(marketId);
        final long position = exposure(marketId, quantityLots);
        final long lowest = sellLots == 0 ? position : exposure(marketId, quantityLots - sellLots);
        final long highest = buyLots == 0 ? position : exposure(marketId, quantityLots + buyLots);
        next[PortfolioRows.POSITION] = position;
        next[PortfolioRows.LOWEST] = lowest;
        next[PortfolioRows.HIGHEST] = highest;
        next[PortfolioRows.ISOLATED] = 0;
        final long rate = funding.rateNanos(marketId);
        final long addOn = tables.addOnNanos(marketId);
        for (int kind = POSITIONS; kind <= ORDERS; kind++) {
            final long largest = PortfolioRows.largest(position, lowest, highest, kind);
            next[PortfolioRows.OTHER + kind] = shocks.concentration(largest) + shocks.liquidity(largest)
                + shocks.provision(kind == ORDERS ? lowest : position, kind == ORDERS ? highest : position, rate);
            next[PortfolioRows.ADD_ON + kind] = FixedPoint.mulDivCeil(largest, addOn, E4);
            next[PortfolioRows.REGULATORY + kind] = PortfolioRequirement.regulatoryE7(largest, cap);
        }
    }

    /** Whether {@link #next} is of this already, as it is when what was asked for comes true; from now on it is. */
    private boolean isMeasured(
        final int marketId, final long quantityLots, final long buyLots, final long sellLots, final int cap) {
        final long version = markets.marginVersion(marketId);
        final boolean measured = marketId == measuredMarket && quantityLots == measuredLots
            && buyLots == measuredBuyLots && sellLots == measuredSellLots && version == measuredVersion
            && tables.version() == measuredTables && cap == measuredCap;
        measuredMarket = marketId;
        measuredLots = quantityLots;
        measuredBuyLots = buyLots;
        measuredSellLots = sellLots;
        measuredVersion = version;
        measuredTables = tables.version();
        measuredCap = cap;
        return measured;
    }

    private void measureNothing() {
        Arrays.fill(next, 0);
        measuredMarket = NO_MARKET;
    }
}
