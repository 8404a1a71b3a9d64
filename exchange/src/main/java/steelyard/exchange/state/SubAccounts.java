package steelyard.exchange.state;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Int2IntCounterMap;
import steelyard.exchange.identity.Agents;
import steelyard.risk.table.LongRows;
import steelyard.risk.table.RowSet;

/** Names of sub-accounts, in the order in which these were made, and how many each account has. */
public final class SubAccounts {
    /** No such row. */
    public static final int NONE = 0;

    private static final int ACCOUNTS = 0;
    private static final int NAME = 1;
    private static final int FIELDS = 16;

    private final LongRows rows = new LongRows(FIELDS);
    private final Int2IntCounterMap rowOfAccount = new Int2IntCounterMap(NONE);
    private final Int2IntCounterMap counts = new Int2IntCounterMap(0);
    private final RowSet touched = new RowSet();

    SubAccounts() {
        rows.allocate();
    }

    /** Adds a sub-account without a name yet. */
    public void add(final int accountId, final int ownerId) {
        final int row = rows.allocate();
        rows.set(row, ACCOUNTS, (long) ownerId << 32 | accountId);
        rowOfAccount.put(accountId, row);
        counts.getAndIncrement(ownerId);
        touched.add(row);
    }

    /** Names a sub-account by these 64 bytes. */
    public void name(final int accountId, final DirectBuffer buffer, final int offset) {
        final int row = rowOfAccount.get(accountId);
        for (int i = 0; i < Agents.NAME_LONGS; i++) {
            rows.set(row, NAME + i, buffer.getLong(offset + 8 * i, LITTLE_ENDIAN));
        }
        touched.add(row);
    }

    /** Number of the account's sub-accounts. */
    public int count(final int ownerId) {
        return counts.get(ownerId);
    }

    /** Rows are 1 to below this; they are never removed. */
    public int limit() {
        return rows.limit();
    }

    /** The sub-account of a row. */
    public int accountId(final int row) {
        return (int) rows.get(row, ACCOUNTS);
    }

    /** Eight bytes of the name of a row. */
    public long nameLong(final int row, final int index) {
        return rows.get(row, NAME + index);
    }

    /** Writes the 64 bytes of the name of a row. */
    public void writeName(final int row, final MutableDirectBuffer buffer, final int offset) {
        for (int i = 0; i < Agents.NAME_LONGS; i++) {
            buffer.putLong(offset + 8 * i, nameLong(row, i), LITTLE_ENDIAN);
        }
    }

    /** Rows that were changed; for the state hash, which clears it. */
    public RowSet touched() {
        return touched;
    }
}
