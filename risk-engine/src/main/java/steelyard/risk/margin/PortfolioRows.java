package steelyard.risk.margin;

import java.util.Arrays;
import steelyard.model.ScenarioMatrix;
import steelyard.risk.portfolio.PortfolioRequirement;
import steelyard.risk.table.LongRows;

/**
 * What is kept of accounts in portfolio mode: sums over their markets, and each market's terms in them. Three kinds of
 * sums: of positions alone, of what orders can make of them, and of positions by the matrix before while that is phased
 * out. {@code docs/risk-rules.md#4-portfolio-margin}. Cents, and 10<sup>-7</sup> USDC.
 *
 * <p>Invariant: an account's sums are those over its terms, by the tables whose version the account has; but losses are
 * those over what each of the terms has {@link #sumUp summed up}, which is worked out when somebody asks for a loss.
 */
final class PortfolioRows {
    /** A kind of sums. */
    static final int POSITIONS = 0;
    /** A kind of sums. */
    static final int ORDERS = 1;
    /** A kind of sums: positions, by the matrix before. */
    static final int BEFORE = 2;

    /** The terms of a market that has none. */
    static final int NONE = 0;

    static final int SCENARIOS = ScenarioMatrix.SCENARIOS;

    /** Fields of a market's terms: the position, the lowest and the highest that orders can make of it. */
    static final int POSITION = 0;
    static final int LOWEST = 1;
    static final int HIGHEST = 2;
    /** CONC + LIQ + PROV, of positions and with orders. */
    static final int OTHER = 3;
    static final int ADD_ON = 5;
    static final int REGULATORY = 7;
    /** Requirement of an isolated market's orders, in micros. */
    static final int ISOLATED = 9;
    static final int MEASURED_FIELDS = 10;
    /** What of position, lowest and highest is in the account's losses. */
    private static final int SUMMED = MEASURED_FIELDS;
    private static final int TERM_FIELDS = 16;

    private static final int SUM_OTHER = 3 * SCENARIOS;
    private static final int SUM_ADD_ON = SUM_OTHER + 2;
    private static final int SUM_REGULATORY = SUM_ADD_ON + 2;
    private static final int SUM_GROSS = SUM_REGULATORY + 2;
    private static final int SUM_ALONE = SUM_GROSS + 2;
    private static final int SUM_ISOLATED = SUM_ALONE + 3;
    private static final int TABLES_VERSION = SUM_ISOLATED + 1;
    /** Whether terms were changed since losses were summed up. */
    private static final int OUTDATED = TABLES_VERSION + 1;
    private static final int SUM_FIELDS = 256;

    private final LongRows sums = new LongRows(SUM_FIELDS);
    private final LongRows terms = new LongRows(TERM_FIELDS);

    PortfolioRows() {
        sums.allocate();
        terms.allocate();
    }

    int openAccount() {
        return sums.allocate();
    }

    void closeAccount(final int row) {
        sums.release(row);
    }

    int openTerms() {
        return terms.allocate();
    }

    void closeTerms(final int row) {
        terms.release(row);
    }

    /** Number of accounts. */
    int accounts() {
        return sums.count() - 1;
    }

    /** Version of the tables by which the account's sums are right; 0: they are not. */
    long tablesVersion(final int row) {
        return sums.get(row, TABLES_VERSION);
    }

    /** Sets all sums to zero, which belong to tables of this version from now on. */
    void clear(final int row, final long tablesVersion) {
        for (int field = 0; field <= SUM_ISOLATED; field++) {
            sums.set(row, field, 0);
        }
        sums.set(row, OUTDATED, 0);
        sums.set(row, TABLES_VERSION, tablesVersion);
    }

    long term(final int row, final int field) {
        return terms.get(row, field);
    }

    /** The largest exposure of a market's terms, of a kind. */
    long largest(final int row, final int kind) {
        final long[] page = terms.page(row);
        final int base = terms.base(row);
        return largest(page[base + POSITION], page[base + LOWEST], page[base + HIGHEST], kind);
    }

    static long largest(final long position, final long lowest, final long highest, final int kind) {
        return kind == ORDERS ? Math.max(Math.abs(lowest), Math.abs(highest)) : Math.abs(position);
    }

    long other(final int row, final int kind) {
        return sums.get(row, SUM_OTHER + (kind & 1));
    }

    long addOn(final int row, final int kind) {
        return sums.get(row, SUM_ADD_ON + kind);
    }

    long regulatory(final int row, final int kind) {
        return sums.get(row, SUM_REGULATORY + kind);
    }

    long gross(final int row, final int kind) {
        return sums.get(row, SUM_GROSS + (kind & 1));
    }

    /** GROSS of the markets that are not in the matrix. */
    long alone(final int row, final int kind) {
        return sums.get(row, SUM_ALONE + kind);
    }

    /** Requirement of the orders of isolated markets, in micros. */
    long isolatedMicros(final int row) {
        return sums.get(row, SUM_ISOLATED);
    }

    long lossE7(final int row, final int kind, final int scenario) {
        return sums.get(row, kind * SCENARIOS + scenario);
    }

    /**
     * The first scenario with the largest loss if the lowest and the highest position of a market were changed by so
     * much.
     *
     * @param returnsE5 moves of that market; {@code null}: nothing changes
     */
    int worst(
        final int row, final int kind, final int[] returnsE5, final long lowestChange, final long highestChange) {
        final long[] page = sums.page(row);
        final int base = sums.base(row) + kind * SCENARIOS;
        int worst = 0;
        long largest = Long.MIN_VALUE;
        for (int k = 0; k < SCENARIOS; k++) {
            final long change = returnsE5 == null
                ? 0
                : PortfolioRequirement.lossE7(returnsE5[k], lowestChange, highestChange);
            if (page[base + k] + change > largest) {
                largest = page[base + k] + change;
                worst = k;
            }
        }
        return worst;
    }

    /**
     * Puts new terms of a market in place of the old ones, and the account's sums with them but for its losses.
     *
     * @param shockE5    of the market
     * @param isIn       whether it is in the matrix in force
     * @param wasIn      whether it is in the matrix before
     */
    void replace(
        final int row, final int termRow, final long[] next, final int shockE5, final boolean isIn,
        final boolean wasIn) {
        final long[] page = terms.page(termRow);
        final int base = terms.base(termRow);
        if (Arrays.equals(page, base, base + MEASURED_FIELDS, next, 0, MEASURED_FIELDS)) {
            return;
        }
        final long[] sum = sums.page(row);
        final int of = sums.base(row);
        for (int kind = POSITIONS; kind <= ORDERS; kind++) {
            final long gross = shockE5 * (largest(next[POSITION], next[LOWEST], next[HIGHEST], kind)
                - largest(page[base + POSITION], page[base + LOWEST], page[base + HIGHEST], kind));
            add(sum, of + SUM_GROSS + kind, gross);
            add(sum, of + SUM_ALONE + kind, isIn ? 0 : gross);
            add(sum, of + SUM_ALONE + BEFORE, kind == POSITIONS && !wasIn ? gross : 0);
            add(sum, of + SUM_OTHER + kind, next[OTHER + kind] - page[base + OTHER + kind]);
            add(sum, of + SUM_ADD_ON + kind, next[ADD_ON + kind] - page[base + ADD_ON + kind]);
            add(sum, of + SUM_REGULATORY + kind, next[REGULATORY + kind] - page[base + REGULATORY + kind]);
        }
        add(sum, of + SUM_ISOLATED, next[ISOLATED] - page[base + ISOLATED]);
        sum[of + OUTDATED] = 1;
        System.arraycopy(next, 0, page, base, MEASURED_FIELDS);
    }

    /** Whether terms of the account are to be summed up before anybody asks for a loss. */
    boolean isOutdated(final int row) {
        return sums.get(row, OUTDATED) != 0;
    }

    /** Says that all terms of the account are summed up. */
    void upToDate(final int row) {
        sums.set(row, OUTDATED, 0);
    }

    /**
     * Puts what a market's terms have become into the account's losses.
     *
     * @param returnsE5       by the matrix in force; {@code null}: it is not in it
     * @param returnsBeforeE5 by the matrix before
     */
    void sumUp(final int row, final int termRow, final int[] returnsE5, final int[] returnsBeforeE5) {
        final long[] page = terms.page(termRow);
        final int base = terms.base(termRow);
        final long position = page[base + POSITION] - page[base + SUMMED + POSITION];
        final long lowest = page[base + LOWEST] - page[base + SUMMED + LOWEST];
        final long highest = page[base + HIGHEST] - page[base + SUMMED + HIGHEST];
        lose(row, POSITIONS, returnsE5, position, position);
        lose(row, BEFORE, returnsBeforeE5, position, position);
        lose(row, ORDERS, returnsE5, lowest, highest);
        System.arraycopy(page, base + POSITION, page, base + SUMMED, HIGHEST + 1);
    }

    private void lose(
        final int row, final int kind, final int[] returnsE5, final long lowest, final long highest) {
        if (returnsE5 == null || lowest == 0 && highest == 0) {
            return;
        }
        final long[] page = sums.page(row);
        final int base = sums.base(row) + kind * SCENARIOS;
        for (int k = 0; k < SCENARIOS; k++) {
            page[base + k] += PortfolioRequirement.lossE7(returnsE5[k], lowest, highest);
        }
    }

    private static void add(final long[] sum, final int field, final long change) {
        sum[field] = Math.addExact(sum[field], change);
    }
}
