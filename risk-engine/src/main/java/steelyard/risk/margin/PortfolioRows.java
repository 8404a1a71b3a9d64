package steelyard.risk.margin;

import java.util.Arrays;
import steelyard.model.ScenarioMatrix;
import steelyard.risk.portfolio.PortfolioRequirement;
import steelyard.risk.portfolio.Returns;
import steelyard.risk.table.LongRows;
import steelyard.risk.table.NumberedRows;

/**
 * What is kept of accounts in portfolio mode: sums over their markets, and each market's terms in them. Three kinds of
 * sums: of positions alone, of what orders can make of them, and of positions by the matrix before while that is phased
 * out. {@code docs/risk-rules.md#4-portfolio-margin}. Cents, and 10<sup>-7</sup> USDC. What the check of an order reads
 * lies together: the first fields of an account and the first eight of a market's terms.
 *
 * <p>Invariants: an account's sums are those over its terms, by the tables whose version the account has; but losses are
 * those over what each of the terms has {@link #sumUp summed up}, which is worked out when somebody asks for a loss. The
 * largest loss and the largest floor that are kept are never below the real ones, and equal to them if it is known which
 * scenario and which terms have them.
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
    /** Instead of a scenario or of terms: what is kept may be too much. */
    static final int UNKNOWN = -1;

    static final int SCENARIOS = ScenarioMatrix.SCENARIOS;

    /** Fields of a market's terms: the lowest and the highest position that orders can make. */
    static final int LOWEST = 0;
    static final int HIGHEST = 1;
    /** CONC + LIQ + PROV; with {@link #of}, like the following. */
    static final int OTHER = 2;
    static final int ADD_ON = 3;
    static final int REGULATORY = 4;
    static final int FLOOR = 5;
    /** What of position, lowest and highest is in the account's losses. */
    private static final int SUMMED_LOWEST = 6;
    private static final int SUMMED_HIGHEST = 7;
    private static final int TERMS_OF_POSITION = 8;
    static final int POSITION = TERMS_OF_POSITION;
    /** Requirement of an isolated market's orders, in micros. */
    static final int ISOLATED = 9;
    private static final int SUMMED_POSITION = 14;
    private static final int MARKET = 15;
    static final int TERM_FIELDS = 16;

    /** Fields of an account, of which OTHER, ADD_ON and REGULATORY are sums of the terms' fields of the same number. */
    private static final int SUM_GROSS = 0;
    private static final int SUM_ALONE = 1;
    private static final int LARGEST_LOSS = 5;
    private static final int LARGEST_FLOOR = 6;
    /** Version of the tables; in the lowest bit whether {@link #SUM_ISOLATED}, in the next line, is other than zero. */
    private static final int VERSION_AND_ISOLATED = 7;
    private static final int SUM_ISOLATED = 8;
    /** Terms that were changed since losses were summed up, or {@link #UNKNOWN}: several. */
    private static final int OUTDATED = 9;
    /** The scenario of {@link #LARGEST_LOSS}, the terms of {@link #LARGEST_FLOOR}. */
    private static final int WORST_SCENARIO = 10;
    private static final int FLOOR_TERMS = 11;
    private static final int SUM_ALONE_BEFORE = 12;
    private static final int SUMS_OF_POSITIONS = 16;
    private static final int SUM_FIELDS = 32;

    private final LongRows sums = new LongRows(SUM_FIELDS);
    private final LongRows losses = new LongRows(2 * SCENARIOS);
    private final LongRows lossesBefore = new LongRows(SCENARIOS);
    private final NumberedRows terms = new NumberedRows(TERM_FIELDS);

    PortfolioRows() {
        openAccount();
        terms.reach(NONE);
    }

    int openAccount() {
        losses.allocate();
        lossesBefore.allocate();
        return sums.allocate();
    }

    void closeAccount(final int row) {
        losses.release(row);
        lossesBefore.release(row);
        sums.release(row);
    }

    /** Terms have the number of their slot. */
    void openTerms(final int row, final int marketId) {
        terms.take(row);
        terms.set(row, MARKET, marketId);
    }

    /** Makes terms readable, which are zero if there are none. */
    int reachTerms(final int row) {
        terms.reach(row);
        return row;
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
        return sums.get(row, VERSION_AND_ISOLATED) >>> 1;
    }

    /** Sets all sums to zero, which belong to tables of this version from now on. */
    void clear(final int row, final long tablesVersion) {
        zero(sums, row, SUM_FIELDS);
        zero(losses, row, 2 * SCENARIOS);
        zero(lossesBefore, row, SCENARIOS);
        sums.set(row, VERSION_AND_ISOLATED, tablesVersion << 1);
    }

    private static void zero(final LongRows rows, final int row, final int fields) {
        Arrays.fill(rows.page(row), rows.base(row), rows.base(row) + fields, 0);
    }

    /** Reads what the check of an order reads, so that it is in the caches; the answer means nothing. */
    long preload(final int row, final int termRow) {
        return sums.get(row, SUM_GROSS) + terms.get(termRow, LOWEST);
    }

    long term(final int row, final int field) {
        return terms.get(row, field);
    }

    int market(final int row) {
        return (int) terms.get(row, MARKET);
    }

    /** A field of terms, of a kind. */
    static int of(final int kind, final int field) {
        return kind == ORDERS ? field : TERMS_OF_POSITION + field;
    }

    /** The largest exposure of a market's terms, of a kind. */
    long largest(final int row, final int kind) {
        return largest(terms.page(row), terms.base(row), kind);
    }

    static long largest(final long[] page, final int base, final int kind) {
        return kind == ORDERS
            ? Math.max(Math.abs(page[base + LOWEST]), Math.abs(page[base + HIGHEST]))
            : Math.abs(page[base + POSITION]);
    }

    long other(final int row, final int kind) {
        return sums.get(row, sumOf(kind, OTHER));
    }

    long addOn(final int row, final int kind) {
        return sums.get(row, sumOf(kind, ADD_ON));
    }

    long regulatory(final int row, final int kind) {
        return sums.get(row, sumOf(kind, REGULATORY));
    }

    long gross(final int row, final int kind) {
        return sums.get(row, sumOf(kind, SUM_GROSS));
    }

    /** GROSS of the markets that are not in the matrix. */
    long alone(final int row, final int kind) {
        return sums.get(row, kind == BEFORE ? SUM_ALONE_BEFORE : sumOf(kind, SUM_ALONE));
    }

    /** Requirement of the orders of isolated markets, in micros. */
    long isolatedMicros(final int row) {
        return (sums.get(row, VERSION_AND_ISOLATED) & 1) == 0 ? 0 : sums.get(row, SUM_ISOLATED);
    }

    /** Not below the largest loss of positions, or with orders. */
    long largestLossE7(final int row, final int kind) {
        return sums.get(row, sumOf(kind, LARGEST_LOSS));
    }

    /** The first scenario with {@link #largestLossE7}, or {@link #UNKNOWN}. */
    int worstScenario(final int row, final int kind) {
        return (int) sums.get(row, sumOf(kind, WORST_SCENARIO));
    }

    /** Not below the largest floor of positions, or with orders. */
    long largestFloorE7(final int row, final int kind) {
        return sums.get(row, sumOf(kind, LARGEST_FLOOR));
    }

    /** Terms with {@link #largestFloorE7}, or {@link #UNKNOWN}; any if there is no floor. */
    int floorTerms(final int row, final int kind) {
        return (int) sums.get(row, sumOf(kind, FLOOR_TERMS));
    }

    /** Says which terms have the largest floor. */
    void largestFloor(final int row, final int kind, final long floorE7, final int termRow) {
        sums.set(row, sumOf(kind, LARGEST_FLOOR), floorE7);
        sums.set(row, sumOf(kind, FLOOR_TERMS), termRow);
    }

    long lossE7(final int row, final int kind, final int scenario) {
        return lossesOf(kind).get(row, firstLoss(kind) + scenario);
    }

    /** Finds the largest of the losses as they are, and keeps it. */
    void keepLargestLoss(final int row, final int kind) {
        final long largest = largestOfLosses(row, kind);
        sums.set(row, sumOf(kind, LARGEST_LOSS), largest);
        sums.set(row, sumOf(kind, WORST_SCENARIO), scenarioOf(row, kind, largest));
    }

    /** The first scenario with such a loss; there must be one. */
    int scenarioOf(final int row, final int kind, final long lossE7) {
        int scenario = 0;
        while (lossE7(row, kind, scenario) != lossE7) {
            scenario++;
        }
        return scenario;
    }

    /** The largest of the losses as they are. */
    long largestOfLosses(final int row, final int kind) {
        return largest(lossesOf(kind).page(row), lossesOf(kind).base(row) + firstLoss(kind));
    }

    /**
     * The largest loss if other terms of a market were in place of its own.
     *
     * @param returns of that market
     * @param termRow the market's terms, which are summed up
     */
    long largestLossE7(
        final int row, final int kind, final Returns returns, final int termRow, final long[] next) {
        final long[] page = lossesOf(kind).page(row);
        final int base = lossesOf(kind).base(row) + firstLoss(kind);
        final int low = of(kind, LOWEST);
        final int high = kind == ORDERS ? HIGHEST : low;
        final long lowest = term(termRow, low);
        final long highest = term(termRow, high);
        if (!returns.isEven()) {
            return largest(page, base, returns, lowest, highest, next[low], next[high]);
        }
        if (lowest == next[low] && highest == next[high]) {
            return largest(page, base);
        }
        return next[low] - lowest == next[high] - highest
            ? largest(page, base, returns.e5(), next[low] - lowest)
            : largest(page, base, returns.e5(), next[low] - lowest, next[high] - highest);
    }

    private static long largest(final long[] page, final int base) {
        long largest = Long.MIN_VALUE;
        for (int k = 0; k < SCENARIOS; k++) {
            largest = Math.max(largest, page[base + k]);
        }
        return largest;
    }

    private static long largest(final long[] page, final int base, final int[] returnsE5, final long change) {
        long largest = Long.MIN_VALUE;
        for (int k = 0; k < SCENARIOS; k++) {
            largest = Math.max(largest, page[base + k] - returnsE5[k] * change);
        }
        return largest;
    }

    private static long largest(
        final long[] page, final int base, final int[] returnsE5, final long lowest, final long highest) {
        long largest = Long.MIN_VALUE;
        for (int k = 0; k < SCENARIOS; k++) {
            largest = Math.max(
                largest, page[base + k] + PortfolioRequirement.lossE7(returnsE5[k], lowest, highest));
        }
        return largest;
    }

    private static long largest(
        final long[] page, final int base, final Returns returns, final long lowest, final long highest,
        final long nextLowest, final long nextHighest) {
        long largest = Long.MIN_VALUE;
        for (int k = 0; k < SCENARIOS; k++) {
            largest = Math.max(largest, page[base + k]
                + returns.lossE7(k, nextLowest, nextHighest) - returns.lossE7(k, lowest, highest));
        }
        return largest;
    }

    /**
     * Puts new terms of a market in place of the old ones, and the account's sums with them but for its losses.
     *
     * @param next    the terms' fields; those that tell what is summed up, and the market, do not count
     * @param shockE5 of the market
     * @param isIn    whether it is in the matrix in force
     * @param wasIn   whether it is in the matrix before
     */
    void replace(
        final int row, final int termRow, final long[] next, final int shockE5, final boolean isIn,
        final boolean wasIn) {
        final long[] page = terms.page(termRow);
        final int base = terms.base(termRow);
        final long[] sum = sums.page(row);
        final int of = sums.base(row);
        final long lowest = next[LOWEST] - page[base + LOWEST];
        final long highest = next[HIGHEST] - page[base + HIGHEST];
        final long position = next[POSITION] - page[base + POSITION];
        for (int kind = POSITIONS; kind <= ORDERS; kind++) {
            final int first = of + sumOf(kind, 0);
            final long gross = shockE5 * (largest(next, 0, kind) - largest(page, base, kind));
            add(sum, first + SUM_GROSS, gross);
            add(sum, first + SUM_ALONE, isIn ? 0 : gross);
            for (int field = OTHER; field <= REGULATORY; field++) {
                add(sum, first + field, next[of(kind, field)] - page[base + of(kind, field)]);
            }
            if (isIn) {
                floorChanged(sum, first, termRow, next[of(kind, FLOOR)]);
                lossChanged(
                    sum, first, shockE5, kind == ORDERS ? lowest : position, kind == ORDERS ? highest : position);
            }
        }
        add(sum, of + SUM_ALONE_BEFORE,
            wasIn ? 0 : shockE5 * (Math.abs(next[POSITION]) - Math.abs(page[base + POSITION])));
        if (next[ISOLATED] != page[base + ISOLATED]) {
            add(sum, of + SUM_ISOLATED, next[ISOLATED] - page[base + ISOLATED]);
            sum[of + VERSION_AND_ISOLATED] =
                sum[of + VERSION_AND_ISOLATED] & ~1L | (sum[of + SUM_ISOLATED] == 0 ? 0 : 1);
        }
        if ((lowest | highest | position) != 0) {
            sum[of + OUTDATED] = sum[of + OUTDATED] == NONE || sum[of + OUTDATED] == termRow ? termRow : UNKNOWN;
        }
        System.arraycopy(next, LOWEST, page, base + LOWEST, FLOOR + 1);
        System.arraycopy(next, POSITION, page, base + POSITION, FLOOR + 1);
    }

    /** No scenario moves a market by more than its shock, and none loses more than GROSS. */
    private static void lossChanged(
        final long[] sum, final int first, final int shockE5, final long lowest, final long highest) {
        if ((lowest | highest) != 0) {
            sum[first + WORST_SCENARIO] = UNKNOWN;
            sum[first + LARGEST_LOSS] = Math.min(
                sum[first + SUM_GROSS], sum[first + LARGEST_LOSS] + mostE7(shockE5, lowest, highest));
        }
    }

    /** By how much a change of a market can raise a loss at most. */
    static long mostE7(final int shockE5, final long lowestChange, final long highestChange) {
        return shockE5 * Math.max(0, Math.max(-lowestChange, highestChange));
    }

    private static void floorChanged(final long[] sum, final int first, final int termRow, final long floorE7) {
        if (floorE7 >= sum[first + LARGEST_FLOOR]) {
            sum[first + LARGEST_FLOOR] = floorE7;
            sum[first + FLOOR_TERMS] = termRow;
        } else if (sum[first + FLOOR_TERMS] == termRow) {
            sum[first + FLOOR_TERMS] = UNKNOWN;
        }
    }

    /** Terms of the account that are to be summed up before anybody asks for a loss; {@link #UNKNOWN}: several. */
    int outdated(final int row) {
        return (int) sums.get(row, OUTDATED);
    }

    /** Says that all terms of the account are summed up. */
    void upToDate(final int row) {
        sums.set(row, OUTDATED, NONE);
    }

    /**
     * Puts what a market's terms have become into the account's losses.
     *
     * @param returns by the matrix in force; {@code null}: it is not in it
     * @param before  by the matrix before
     */
    void sumUp(final int row, final int termRow, final Returns returns, final Returns before) {
        final long[] page = terms.page(termRow);
        final int base = terms.base(termRow);
        final long summed = page[base + SUMMED_POSITION];
        final long position = page[base + POSITION];
        lose(row, POSITIONS, returns, summed, summed, position, position);
        lose(row, BEFORE, before, summed, summed, position, position);
        lose(row, ORDERS, returns, page[base + SUMMED_LOWEST], page[base + SUMMED_HIGHEST], page[base + LOWEST],
            page[base + HIGHEST]);
        page[base + SUMMED_POSITION] = page[base + POSITION];
        page[base + SUMMED_LOWEST] = page[base + LOWEST];
        page[base + SUMMED_HIGHEST] = page[base + HIGHEST];
        if (outdated(row) == termRow) {
            upToDate(row);
        }
    }

    private void lose(
        final int row, final int kind, final Returns returns, final long lowest, final long highest,
        final long nextLowest, final long nextHighest) {
        if (returns == null || lowest == nextLowest && highest == nextHighest) {
            return;
        }
        final long[] page = lossesOf(kind).page(row);
        final int base = lossesOf(kind).base(row) + firstLoss(kind);
        if (!returns.isEven()) {
            for (int k = 0; k < SCENARIOS; k++) {
                page[base + k] += returns.lossE7(k, nextLowest, nextHighest) - returns.lossE7(k, lowest, highest);
            }
        } else {
            lose(page, base, returns.e5(), nextLowest - lowest, nextHighest - highest);
        }
    }

    private static void lose(
        final long[] page, final int base, final int[] returnsE5, final long lowest, final long highest) {
        if (lowest == highest) {
            for (int k = 0; k < SCENARIOS; k++) {
                page[base + k] -= returnsE5[k] * lowest;
            }
        } else {
            for (int k = 0; k < SCENARIOS; k++) {
                page[base + k] += PortfolioRequirement.lossE7(returnsE5[k], lowest, highest);
            }
        }
    }

    private LongRows lossesOf(final int kind) {
        return kind == BEFORE ? lossesBefore : losses;
    }

    private static int firstLoss(final int kind) {
        return kind == POSITIONS ? SCENARIOS : 0;
    }

    private static int sumOf(final int kind, final int field) {
        return kind == ORDERS ? field : SUMS_OF_POSITIONS + field;
    }

    private static void add(final long[] sum, final int field, final long change) {
        sum[field] = Math.addExact(sum[field], change);
    }
}
