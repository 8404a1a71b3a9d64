package steelyard.exchange.identity;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static steelyard.model.Mix64.mix;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import steelyard.risk.table.LongRows;

/**
 * Every address that means something, once, with all that it means: the account that has it, the agent that it is, the
 * nonces that it has used. So one look-up answers for a signer. An address stays in the table while it means any of
 * the three.
 *
 * <p>Open addressing with linear probing over rows, at most half full; removal shifts back. A table entry holds half of
 * the hash beside the row, so that probing seldom touches a row in vain. Rows are reused and never visible outside.
 */
public final class AddressTable {
    /** No address, no account, no agent, no nonces. */
    public static final int NONE = 0;
    /** Bytes of an address. */
    public static final int ADDRESS_LENGTH = 20;

    private static final int HIGH = 0;
    private static final int MID = 1;
    /** The last four bytes; the account's id + 1. */
    private static final int LOW_AND_ACCOUNT = 2;
    /** The agent; below it the ring of the nonces. */
    static final int AGENT_AND_RING = 3;
    /** From here on it is the nonces', see {@link NonceSets}; 0: there are none. */
    static final int NONCES = 4;
    private static final int FIELDS = 8;

    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private final LongRows rows = new LongRows(FIELDS);
    private final long seed;
    private final long highFactor;
    private final long midFactor;
    private final long lowFactor;
    private long[] entries = new long[1024];
    private int[] accountRows = new int[256];
    private int count;

    /** An empty table; {@code seed} keeps clients from choosing addresses that collide. */
    public AddressTable(final long seed) {
        this.seed = seed;
        this.highFactor = mix(seed, HIGH) | 1;
        this.midFactor = mix(seed, MID) | 1;
        this.lowFactor = mix(seed, LOW_AND_ACCOUNT) | 1;
        rows.allocate();
    }

    /** The row of the address in these 20 bytes, or {@link #NONE}. */
    public int find(final DirectBuffer buffer, final int offset) {
        return find(
            buffer.getLong(offset, BIG_ENDIAN),
            buffer.getLong(offset + 8, BIG_ENDIAN),
            buffer.getInt(offset + 16, BIG_ENDIAN));
    }

    /** The row of an address, or {@link #NONE}. */
    public int find(final long high, final long mid, final int low) {
        final long hash = hash(high, mid, low);
        final int mask = entries.length - 1;
        for (int at = (int) hash & mask; entries[at] != 0; at = at + 1 & mask) {
            final long entry = entries[at];
            if ((entry ^ hash) >>> 32 == 0 && isAt((int) entry, high, mid, low)) {
                return (int) entry;
            }
        }
        return NONE;
    }

    /** Reads where an address of this {@link #hash} is looked for; the answer means nothing. */
    public long preload(final long hash) {
        return entries[(int) hash & entries.length - 1];
    }

    /** The row of the first address with this {@link #hash}, which is probably the one meant, or {@link #NONE}. */
    public int candidate(final long hash) {
        final int mask = entries.length - 1;
        for (int at = (int) hash & mask; entries[at] != 0; at = at + 1 & mask) {
            if ((entries[at] ^ hash) >>> 32 == 0) {
                return (int) entries[at];
            }
        }
        return NONE;
    }

    /** The row of the address in these 20 bytes, a new one if there is none. */
    public int open(final DirectBuffer buffer, final int offset) {
        return open(
            buffer.getLong(offset, BIG_ENDIAN),
            buffer.getLong(offset + 8, BIG_ENDIAN),
            buffer.getInt(offset + 16, BIG_ENDIAN));
    }

    /** The row of an address, a new one if there is none. It is to be given a meaning at once. */
    public int open(final long high, final long mid, final int low) {
        final int known = find(high, mid, low);
        if (known != NONE) {
            return known;
        }
        if (2 * ++count > entries.length) {
            grow();
        }
        final int row = rows.allocate();
        rows.set(row, HIGH, high);
        rows.set(row, MID, mid);
        rows.set(row, LOW_AND_ACCOUNT, (long) low << 32);
        insert(hash(high, mid, low), row);
        return row;
    }

    /** Bytes 0 to 7, big-endian. */
    public long high(final int row) {
        return rows.get(row, HIGH);
    }

    /** Bytes 8 to 15, big-endian. */
    public long mid(final int row) {
        return rows.get(row, MID);
    }

    /** Bytes 16 to 19, big-endian. */
    public int low(final int row) {
        return (int) (rows.get(row, LOW_AND_ACCOUNT) >> 32);
    }

    /** Writes the 20 bytes. */
    public void write(final int row, final MutableDirectBuffer buffer, final int offset) {
        buffer.putLong(offset, high(row), BIG_ENDIAN);
        buffer.putLong(offset + 8, mid(row), BIG_ENDIAN);
        buffer.putInt(offset + 16, low(row), BIG_ENDIAN);
    }

    /** The account that has this address, or −1. */
    public int accountId(final int row) {
        return (int) rows.get(row, LOW_AND_ACCOUNT) - 1;
    }

    /** Gives the address to an account, for ever. */
    public void accountId(final int row, final int accountId) {
        rows.set(row, LOW_AND_ACCOUNT, rows.get(row, LOW_AND_ACCOUNT) & ~LOW_HALF | accountId + 1);
        if (accountId >= accountRows.length) {
            accountRows = Arrays.copyOf(accountRows, Math.max(accountId + 1, 2 * accountRows.length));
        }
        accountRows[accountId] = row;
    }

    /** The row of an account's address. */
    public int ofAccount(final int accountId) {
        return accountRows[accountId];
    }

    /** The agent that this address is, or {@link #NONE}. */
    int agent(final int row) {
        return (int) (rows.get(row, AGENT_AND_RING) >>> 32);
    }

    void agent(final int row, final int agent) {
        rows.set(row, AGENT_AND_RING, rows.get(row, AGENT_AND_RING) & LOW_HALF | (long) agent << 32);
        closeIfUnused(row);
    }

    /** The rows, in which nonces keep theirs. */
    LongRows rows() {
        return rows;
    }

    /** Number of addresses. */
    public int count() {
        return count;
    }

    void closeIfUnused(final int row) {
        if (agent(row) == NONE && rows.get(row, NONCES) == 0 && accountId(row) < 0) {
            remove(row);
            rows.release(row);
            count--;
        }
    }

    private boolean isAt(final int row, final long high, final long mid, final int low) {
        final long[] page = rows.page(row);
        final int base = rows.base(row);
        return page[base + HIGH] == high && page[base + MID] == mid && (int) (page[base + LOW_AND_ACCOUNT] >> 32) == low;
    }

    /** By what an address is looked for: a sum with secret factors, of which nobody can find two that are equal. */
    public long hash(final long high, final long mid, final int low) {
        return mix(seed, high * highFactor + mid * midFactor + low * lowFactor);
    }

    private long hash(final int row) {
        return hash(high(row), mid(row), low(row));
    }

    private void insert(final long hash, final int row) {
        final int mask = entries.length - 1;
        int at = (int) hash & mask;
        while (entries[at] != 0) {
            at = at + 1 & mask;
        }
        entries[at] = hash & ~LOW_HALF | row;
    }

    private void remove(final int row) {
        final int mask = entries.length - 1;
        int hole = (int) hash(row) & mask;
        while ((int) entries[hole] != row) {
            hole = hole + 1 & mask;
        }
        for (int at = hole + 1 & mask; entries[at] != 0; at = at + 1 & mask) {
            final int home = (int) hash((int) entries[at]) & mask;
            if ((at - home & mask) >= (at - hole & mask)) {
                entries[hole] = entries[at];
                hole = at;
            }
        }
        entries[hole] = 0;
    }

    private void grow() {
        final long[] old = entries;
        entries = new long[old.length * 2];
        for (final long entry : old) {
            if (entry != 0) {
                insert(hash((int) entry), (int) entry);
            }
        }
    }
}
