package steelyard.risk.margin;

import static steelyard.model.Mix64.mix;

import org.agrona.collections.Long2LongHashMap;
import steelyard.risk.table.LongRows;

/**
 * What accounts have paid as funding in markets, in micros, less what they received: in all, since the present position
 * was opened, and since its size changed last. {@code docs/risk-rules.md#6-funding}. What was paid in all is never
 * forgotten. One thread; allocates only when there is more of it.
 */
public final class FundingSums {
    private static final int NONE = 0;

    private static final int ACCOUNT_AND_MARKET = 0;
    private static final int ALL_TIME = 1;
    private static final int SINCE_OPEN = 2;
    private static final int SINCE_CHANGE = 3;
    private static final int FIELDS = 4;
    private static final long SEED = 257;

    private final LongRows rows = new LongRows(FIELDS);
    private final Long2LongHashMap rowOfPair = new Long2LongHashMap(NONE);
    private long hash;

    FundingSums() {
        rows.allocate();
    }

    void paid(final long accountAndMarket, final long amountMicros) {
        final int row = open(accountAndMarket);
        hash -= hashOf(row);
        for (int field = ALL_TIME; field <= SINCE_CHANGE; field++) {
            rows.set(row, field, Math.addExact(rows.get(row, field), amountMicros));
        }
        hash += hashOf(row);
    }

    /** The size of the position has changed; {@code ends}: through zero, or to it. */
    void changed(final long accountAndMarket, final boolean ends) {
        final int row = (int) rowOfPair.get(accountAndMarket);
        hash -= hashOf(row);
        rows.set(row, SINCE_CHANGE, 0);
        if (ends) {
            rows.set(row, SINCE_OPEN, 0);
        }
        hash += hashOf(row);
    }

    void restore(
        final long accountAndMarket, final long allTimeMicros, final long sinceOpenMicros,
        final long sinceChangeMicros) {
        final int row = open(accountAndMarket);
        hash -= hashOf(row);
        rows.set(row, ALL_TIME, allTimeMicros);
        rows.set(row, SINCE_OPEN, sinceOpenMicros);
        rows.set(row, SINCE_CHANGE, sinceChangeMicros);
        hash += hashOf(row);
    }

    /** The row of an account's sums in a market, 0 if there are none: all of row 0 is zero. */
    public int find(final int accountId, final int marketId) {
        return (int) rowOfPair.get((long) accountId << 32 | marketId);
    }

    /** Rows are from 1, below this, in the order of first payments. */
    public int limit() {
        return rows.limit();
    }

    /** Whose sums these are. */
    public int accountId(final int row) {
        return (int) (rows.get(row, ACCOUNT_AND_MARKET) >>> 32);
    }

    /** Of which market. */
    public int marketId(final int row) {
        return (int) rows.get(row, ACCOUNT_AND_MARKET);
    }

    /** What was ever paid, in micros. */
    public long allTimeMicros(final int row) {
        return rows.get(row, ALL_TIME);
    }

    /** What was paid since the position was opened, in micros; 0 without one. */
    public long sinceOpenMicros(final int row) {
        return rows.get(row, SINCE_OPEN);
    }

    /** What was paid since the size of the position changed, in micros; 0 without one. */
    public long sinceChangeMicros(final int row) {
        return rows.get(row, SINCE_CHANGE);
    }

    /** Sum of the hashes of all. */
    public long hash() {
        return hash;
    }

    private int open(final long accountAndMarket) {
        final int known = (int) rowOfPair.get(accountAndMarket);
        if (known != NONE) {
            return known;
        }
        final int row = rows.allocate();
        rows.set(row, ACCOUNT_AND_MARKET, accountAndMarket);
        rowOfPair.put(accountAndMarket, row);
        hash += hashOf(row);
        return row;
    }

    private long hashOf(final int row) {
        long mixed = mix(SEED, rows.get(row, ACCOUNT_AND_MARKET));
        for (int field = ALL_TIME; field <= SINCE_CHANGE; field++) {
            mixed = mix(mixed, rows.get(row, field));
        }
        return mixed;
    }
}
