package steelyard.exchange.state;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static steelyard.model.Mix64.mix;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.Long2LongHashMap;
import steelyard.protocol.sbe.ReferralRecordDecoder;
import steelyard.risk.table.LongRows;
import steelyard.risk.table.RowSet;

/**
 * Who referred whom, what the referred traded since, and what referrers earned by it.
 * {@code docs/account-rules.md#8-referrals}. Rows are never removed. One thread; allocates only when it grows.
 */
public final class Referrals {
    /** Most characters of a code. */
    public static final int CODE_LENGTH = 20;
    /** No such row; an account that nobody referred has this as its referrer, too. */
    public static final int NONE = 0;

    private static final int ACCOUNTS = 0;
    private static final int JOINED = 1;
    private static final int VOLUME = 2;
    private static final int FEES = 3;
    private static final int REWARDED = 4;
    private static final int UNCLAIMED = 5;
    private static final int CLAIMED = 6;
    private static final int CODE_HIGH = 7;
    private static final int CODE_MID = 8;
    private static final int CODE_LOW = 9;
    private static final int FIELDS = 16;

    private final LongRows rows = new LongRows(FIELDS);
    private final Int2IntHashMap rowOfAccount = new Int2IntHashMap(NONE);
    /** By a mix of the code; codes with the same one follow each other. */
    private final Long2LongHashMap rowOfCode = new Long2LongHashMap(NONE);
    private final RowSet touched = new RowSet();

    Referrals() {
        rows.allocate();
    }

    /** Whether nobody has a code. */
    public boolean isEmpty() {
        return rows.limit() == 1;
    }

    /** The row of an account, or {@link #NONE}. */
    public int find(final int accountId) {
        return rowOfAccount.get(accountId);
    }

    /** The row of the account that has the code in these 20 bytes, or {@link #NONE}. */
    public int findCode(final DirectBuffer buffer, final int offset) {
        final long high = buffer.getLong(offset, BIG_ENDIAN);
        final long mid = buffer.getLong(offset + Long.BYTES, BIG_ENDIAN);
        final long low = buffer.getInt(offset + 2 * Long.BYTES, BIG_ENDIAN);
        for (long key = key(high, mid, low);; key++) {
            final int row = (int) rowOfCode.get(key);
            if (row == NONE || rows.get(row, CODE_HIGH) == high && rows.get(row, CODE_MID) == mid
                && rows.get(row, CODE_LOW) == low) {
                return row;
            }
        }
    }

    private static long key(final long high, final long mid, final long low) {
        return mix(mix(high, mid), low);
    }

    /** The account takes the code in these 20 bytes, which is nobody's; it has none yet. */
    public void register(final int accountId, final DirectBuffer buffer, final int offset) {
        final int row = rowFor(accountId);
        rows.set(row, CODE_HIGH, buffer.getLong(offset, BIG_ENDIAN));
        rows.set(row, CODE_MID, buffer.getLong(offset + Long.BYTES, BIG_ENDIAN));
        rows.set(row, CODE_LOW, buffer.getInt(offset + 2 * Long.BYTES, BIG_ENDIAN));
        long key = key(rows.get(row, CODE_HIGH), rows.get(row, CODE_MID), rows.get(row, CODE_LOW));
        while (rowOfCode.get(key) != NONE) {
            key++;
        }
        rowOfCode.put(key, row);
        touched.add(row);
    }

    /** The account was referred at this time. */
    public void refer(final int accountId, final int referrerId, final long joinedNanos) {
        final int row = rowFor(accountId);
        rows.set(row, ACCOUNTS, pair(referrerId, accountId));
        rows.set(row, JOINED, joinedNanos);
        touched.add(row);
    }

    private int rowFor(final int accountId) {
        final int known = rowOfAccount.get(accountId);
        if (known != NONE) {
            return known;
        }
        final int row = rows.allocate();
        rows.set(row, ACCOUNTS, pair(NONE, accountId));
        rowOfAccount.put(accountId, row);
        return row;
    }

    private static long pair(final int referrerId, final int accountId) {
        return (long) referrerId << 32 | accountId;
    }

    /** The referred account traded. */
    public void traded(final int row, final long valueMicros) {
        rows.set(row, VOLUME, Math.addExact(rows.get(row, VOLUME), valueMicros));
        touched.add(row);
    }

    /** Of fees of the referred account its referrer has a reward; it may be 0. */
    public void reward(final int row, final long feesMicros, final long rewardMicros) {
        rows.set(row, FEES, Math.addExact(rows.get(row, FEES), feesMicros));
        rows.set(row, REWARDED, Math.addExact(rows.get(row, REWARDED), rewardMicros));
        touched.add(row);
        final int referrer = rowOfAccount.get(referrerId(row));
        rows.set(referrer, UNCLAIMED, Math.addExact(rows.get(referrer, UNCLAIMED), rewardMicros));
        touched.add(referrer);
    }

    /** All that is unclaimed is claimed; answers how much that is, in micros. */
    public long claim(final int row) {
        final long amount = rows.get(row, UNCLAIMED);
        rows.set(row, UNCLAIMED, 0);
        rows.set(row, CLAIMED, Math.addExact(rows.get(row, CLAIMED), amount));
        touched.add(row);
        return amount;
    }

    /** Sets what an account did until a snapshot; after its code and its referrer. */
    public void restore(
        final int accountId, final long volumeMicros, final long feesMicros, final long rewardedMicros,
        final long unclaimedMicros, final long claimedMicros) {
        final int row = rowFor(accountId);
        rows.set(row, VOLUME, volumeMicros);
        rows.set(row, FEES, feesMicros);
        rows.set(row, REWARDED, rewardedMicros);
        rows.set(row, UNCLAIMED, unclaimedMicros);
        rows.set(row, CLAIMED, claimedMicros);
        touched.add(row);
    }

    /** The account of a row. */
    public int accountId(final int row) {
        return (int) rows.get(row, ACCOUNTS);
    }

    /** Who referred the account, or {@link #NONE}. */
    public int referrerId(final int row) {
        return (int) (rows.get(row, ACCOUNTS) >>> 32);
    }

    /** Whether the account has a code. */
    public boolean hasCode(final int row) {
        return rows.get(row, CODE_HIGH) != 0;
    }

    /** Writes the 20 bytes of the account's code. */
    public void writeCode(final int row, final MutableDirectBuffer buffer, final int offset) {
        buffer.putLong(offset, rows.get(row, CODE_HIGH), BIG_ENDIAN);
        buffer.putLong(offset + Long.BYTES, rows.get(row, CODE_MID), BIG_ENDIAN);
        buffer.putInt(offset + 2 * Long.BYTES, (int) rows.get(row, CODE_LOW), BIG_ENDIAN);
    }

    /** When the account was referred, in nanoseconds. */
    public long joinedNanos(final int row) {
        return rows.get(row, JOINED);
    }

    /** What the account traded since it was referred, in micros. */
    public long volumeMicros(final int row) {
        return rows.get(row, VOLUME);
    }

    /** Fees of the account of which its referrer had a share, in micros. */
    public long feesMicros(final int row) {
        return rows.get(row, FEES);
    }

    /** That share, in micros. */
    public long rewardedMicros(final int row) {
        return rows.get(row, REWARDED);
    }

    /** What the account earned as a referrer and has not claimed, in micros. */
    public long unclaimedMicros(final int row) {
        return rows.get(row, UNCLAIMED);
    }

    /** What it has claimed, in micros. */
    public long claimedMicros(final int row) {
        return rows.get(row, CLAIMED);
    }

    /** Rows are 1 to below this. */
    public int limit() {
        return rows.limit();
    }

    /** Rows in the order of their accounts; for the snapshot. Allocates. */
    public int[] inOrder() {
        final long[] keys = new long[rows.limit() - 1];
        for (int row = 1; row < rows.limit(); row++) {
            keys[row - 1] = (long) accountId(row) << 32 | row;
        }
        Arrays.sort(keys);
        final int[] inOrder = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            inOrder[i] = (int) keys[i];
        }
        return inOrder;
    }

    /** Rows that were changed; for the state hash, which clears it. */
    public RowSet touched() {
        return touched;
    }

    /** The hash of a row. */
    public long hash(final int row) {
        long hash = mix(7, ReferralRecordDecoder.TEMPLATE_ID);
        for (int field = 0; field <= CODE_LOW; field++) {
            hash = mix(hash, rows.get(row, field));
        }
        return hash;
    }
}
