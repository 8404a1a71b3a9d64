package steelyard.exchange.state;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Int2IntCounterMap;
import org.agrona.collections.Long2LongHashMap;
import steelyard.risk.table.LongRows;
import steelyard.risk.table.RowSet;

/** Withdrawals that are asked for and neither paid out nor rejected yet. */
public final class Withdrawals {
    /** No such withdrawal. */
    public static final int NONE = 0;

    private static final int ID = 0;
    private static final int AMOUNT = 1;
    private static final int FEE = 2;
    private static final int HIGH = 3;
    private static final int MID = 4;
    private static final int LOW_AND_ACCOUNT = 5;
    private static final int FIELDS = 8;

    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private final LongRows rows = new LongRows(FIELDS);
    private final Long2LongHashMap rowOfId = new Long2LongHashMap(NONE);
    private final Int2IntCounterMap counts = new Int2IntCounterMap(0);
    private final RowSet touched = new RowSet();
    private long nextId = 1;

    Withdrawals() {
        rows.allocate();
    }

    /** The next id, which is then taken. */
    public long takeId() {
        return nextId++;
    }

    /** The id that would be taken next. */
    public long nextId() {
        return nextId;
    }

    /** Sets the next id as a snapshot has it. */
    public void restoreNextId(final long id) {
        nextId = id;
    }

    /** Adds a pending withdrawal to the address in these 20 bytes. */
    public int add(
        final long id, final int accountId, final long amountMicros, final long feeMicros, final DirectBuffer buffer,
        final int offset) {
        return add(id, accountId, amountMicros, feeMicros, buffer.getLong(offset, BIG_ENDIAN),
            buffer.getLong(offset + 8, BIG_ENDIAN), buffer.getInt(offset + 16, BIG_ENDIAN));
    }

    private int add(
        final long id, final int accountId, final long amountMicros, final long feeMicros, final long high,
        final long mid, final int low) {
        final int row = rows.allocate();
        rows.set(row, ID, id);
        rows.set(row, AMOUNT, amountMicros);
        rows.set(row, FEE, feeMicros);
        rows.set(row, HIGH, high);
        rows.set(row, MID, mid);
        rows.set(row, LOW_AND_ACCOUNT, (long) low << 32 | accountId);
        rowOfId.put(id, row);
        counts.getAndIncrement(accountId);
        touched.add(row);
        return row;
    }

    /** Takes a withdrawal away that is pending no more. */
    public void remove(final int row) {
        counts.getAndDecrement(accountId(row));
        rowOfId.remove(id(row));
        rows.release(row);
        touched.add(row);
    }

    /** The pending withdrawal with this id, or {@link #NONE}. */
    public int find(final long id) {
        return (int) rowOfId.get(id);
    }

    /** Number of the account's pending withdrawals. */
    public int count(final int accountId) {
        return counts.get(accountId);
    }

    /** Its id; 0 for a row that is none any more. */
    public long id(final int row) {
        return rows.get(row, ID);
    }

    /** What left the account, the fee included. */
    public long amountMicros(final int row) {
        return rows.get(row, AMOUNT);
    }

    /** The fee. */
    public long feeMicros(final int row) {
        return rows.get(row, FEE);
    }

    /** Whose it is. */
    public int accountId(final int row) {
        return (int) rows.get(row, LOW_AND_ACCOUNT);
    }

    /** The first eight bytes of the destination. */
    public long high(final int row) {
        return rows.get(row, HIGH);
    }

    /** The next eight bytes of the destination. */
    public long mid(final int row) {
        return rows.get(row, MID);
    }

    /** The last four bytes of the destination. */
    public int low(final int row) {
        return (int) (rows.get(row, LOW_AND_ACCOUNT) >>> 32 & LOW_HALF);
    }

    /** Writes the 20 bytes of the destination. */
    public void writeDestination(final int row, final MutableDirectBuffer buffer, final int offset) {
        buffer.putLong(offset, high(row), BIG_ENDIAN);
        buffer.putLong(offset + 8, mid(row), BIG_ENDIAN);
        buffer.putInt(offset + 16, low(row), BIG_ENDIAN);
    }

    /** The rows of all pending withdrawals, in the order of their ids. Allocates. */
    public int[] inOrder() {
        final long[] ids = new long[rows.count()];
        int count = 0;
        for (int row = 1; row < rows.limit(); row++) {
            if (id(row) != 0) {
                ids[count++] = id(row);
            }
        }
        Arrays.sort(ids, 0, count);
        final int[] found = new int[count];
        for (int i = 0; i < count; i++) {
            found[i] = find(ids[i]);
        }
        return found;
    }

    /** Rows that were changed; for the state hash, which clears it. */
    public RowSet touched() {
        return touched;
    }
}
