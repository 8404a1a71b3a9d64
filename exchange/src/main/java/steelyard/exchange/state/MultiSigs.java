package steelyard.exchange.state;

import static steelyard.model.Mix64.mix;

import java.util.Arrays;
import org.agrona.collections.Int2IntHashMap;
import steelyard.protocol.sbe.MultiSigRecordDecoder;
import steelyard.risk.table.LongRows;

/** Accounts that act only when several others agree. {@code docs/account-rules.md#6-multi-sig}. */
public final class MultiSigs {
    /** Most users of an account. */
    public static final int USERS_MAX = 10;
    /** An account that is not multi-sig. */
    public static final int NONE = 0;

    private static final int ACCOUNT = 0;
    private static final int SIZES = 1;
    private static final int USERS = 2;
    private static final int FIELDS = 16;

    private final LongRows rows = new LongRows(FIELDS);
    private final Int2IntHashMap rowOfAccount = new Int2IntHashMap(NONE);
    private long hash;

    MultiSigs() {
        rows.allocate();
    }

    /** The account's users are these from now on; without any it is an ordinary account. */
    public void set(final int accountId, final int threshold, final int[] users, final int count) {
        final int old = rowOfAccount.remove(accountId);
        if (old != NONE) {
            hash -= hashOf(old);
            rows.release(old);
        }
        if (count == 0) {
            return;
        }
        final int row = rows.allocate();
        rows.set(row, ACCOUNT, accountId);
        rows.set(row, SIZES, (long) threshold << 32 | count);
        for (int i = 0; i < USERS_MAX; i++) {
            rows.set(row, USERS + i, i < count ? users[i] : 0);
        }
        rowOfAccount.put(accountId, row);
        hash += hashOf(row);
    }

    /** Whether an account is multi-sig. */
    public boolean has(final int accountId) {
        return !rowOfAccount.isEmpty() && rowOfAccount.get(accountId) != NONE;
    }

    /** How many users must agree; 0 of an ordinary account. */
    public int threshold(final int accountId) {
        return has(accountId) ? (int) (rows.get(rowOfAccount.get(accountId), SIZES) >>> 32) : 0;
    }

    /** How many users there are. */
    public int count(final int accountId) {
        return has(accountId) ? (int) rows.get(rowOfAccount.get(accountId), SIZES) : 0;
    }

    /** The account of a user. */
    public int user(final int accountId, final int index) {
        return (int) rows.get(rowOfAccount.get(accountId), USERS + index);
    }

    /** All multi-sig accounts in the order of their ids; for the snapshot. Allocates. */
    public int[] inOrder() {
        final int[] accounts = new int[rowOfAccount.size()];
        int count = 0;
        for (int row = 1; row < rows.limit(); row++) {
            if (rows.get(row, SIZES) != 0) {
                accounts[count++] = (int) rows.get(row, ACCOUNT);
            }
        }
        Arrays.sort(accounts);
        return accounts;
    }

    /** Sum of the hashes of all. */
    public long hash() {
        return hash;
    }

    private long hashOf(final int row) {
        long mixed = mix(mix(5, MultiSigRecordDecoder.TEMPLATE_ID), rows.get(row, ACCOUNT));
        mixed = mix(mixed, rows.get(row, SIZES));
        for (int i = 0; i < (int) rows.get(row, SIZES); i++) {
            mixed = mix(mixed, rows.get(row, USERS + i));
        }
        return mixed;
    }
}
