package steelyard.exchange.identity;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import steelyard.risk.table.LongRows;
import steelyard.risk.table.RowSet;

/**
 * Addresses that may sign for an account, in the order in which the account approved them. An address is an agent of at
 * most one account; an account has at most one agent of each name.
 */
public final class Agents {
    /** An agent that may trade. */
    public static final int TRADE = 0;
    /** An agent that may only read. */
    public static final int READ = 1;
    /** Most networks of an agent. */
    public static final int NETWORKS_MAX = 16;
    /** Longest prefix, in bits. */
    public static final int PREFIX_MAX = 128;

    /** No agent. */
    public static final int NONE = AddressTable.NONE;
    /** Longs of a name. */
    public static final int NAME_LONGS = 8;
    /** Bytes of a name. */
    public static final int NAME_LENGTH = 8 * NAME_LONGS;

    private static final int ADDRESS_AND_ACCOUNT = 0;
    private static final int VALID_UNTIL = 1;
    private static final int LINKS = 2;
    private static final int LIMITS = 3;
    private static final int NAME = 4;
    private static final int FIELDS = 16;

    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private final AddressTable addresses;
    private final LongRows rows = new LongRows(FIELDS);
    private final RowSet touched = new RowSet();
    private final AgentLimits limits = new AgentLimits();
    /** First and last agent of each account that ever had one. */
    private long[] ends = new long[64];

    /** No agents yet. */
    public Agents(final AddressTable addresses) {
        this.addresses = addresses;
        rows.allocate();
    }

    /** Adds an agent behind the account's others; its name is copied from 64 bytes. */
    public int add(
        final int accountId,
        final int addressRow,
        final long validUntilMillis,
        final DirectBuffer name,
        final int offset) {
        final int agent = rows.allocate();
        rows.set(agent, ADDRESS_AND_ACCOUNT, (long) addressRow << 32 | accountId);
        rows.set(agent, VALID_UNTIL, validUntilMillis);
        for (int i = 0; i < NAME_LONGS; i++) {
            rows.set(agent, NAME + i, name.getLong(offset + 8 * i, LITTLE_ENDIAN));
        }
        addresses.agent(addressRow, agent);
        append(accountId, agent);
        touched.add(agent);
        return agent;
    }

    /** Takes an agent away from its account, and its limits with it. */
    public void remove(final int agent) {
        limits.release(takeLimits(agent));
        final int addressRow = addressRow(agent);
        unlink(accountId(agent), agent);
        rows.release(agent);
        touched.add(agent);
        addresses.agent(addressRow, NONE);
    }

    /** Its limits, for {@link #limits(int, int)} of the agent that replaces it; it has none from now on. */
    public int takeLimits(final int agent) {
        final int taken = (int) rows.get(agent, LIMITS);
        limits(agent, AgentLimits.NONE);
        return taken;
    }

    /** Gives an agent the limits that were taken from another. */
    public void limits(final int agent, final int taken) {
        rows.set(agent, LIMITS, taken);
        touched.add(agent);
    }

    /** What the agent may do, and from where, from now on; no networks: everywhere. */
    public void limit(final int agent, final int permission, final AgentNetworks networks) {
        limits.release(takeLimits(agent));
        if (permission != TRADE || networks.count() > 0) {
            limits(agent, limits.add(permission, networks));
        }
    }

    /** Whether it may not do everything from everywhere. */
    public boolean isLimited(final int agent) {
        return rows.get(agent, LIMITS) != AgentLimits.NONE;
    }

    /** {@link #TRADE} or {@link #READ}. */
    public int permission(final int agent) {
        return limits.permission((int) rows.get(agent, LIMITS));
    }

    /** Puts the networks from where it may be used into {@code networks}; none: from everywhere. */
    public void networks(final int agent, final AgentNetworks networks) {
        final int row = (int) rows.get(agent, LIMITS);
        networks.clear();
        for (int i = 0; i < limits.networkCount(row); i++) {
            limits.copy(row, i, networks);
        }
    }

    /** Mixes its limits into a hash. */
    public long mixLimits(final int agent, final long hash) {
        return limits.mix((int) rows.get(agent, LIMITS), hash);
    }

    /** The account's first agent by approval, or {@link #NONE}. */
    public int first(final int accountId) {
        return accountId < ends.length ? (int) (ends[accountId] >>> 32) : NONE;
    }

    /** The agent that the account approved next, or {@link #NONE}. */
    public int next(final int agent) {
        return (int) rows.get(agent, LINKS);
    }

    /** The agent that this address is, or {@link #NONE}. */
    public int ofAddress(final int addressRow) {
        return addresses.agent(addressRow);
    }

    /** The account's agent with the name in these 64 bytes, or {@link #NONE}. */
    public int find(final int accountId, final DirectBuffer name, final int offset) {
        int agent = first(accountId);
        while (agent != NONE && !hasName(agent, name, offset)) {
            agent = next(agent);
        }
        return agent;
    }

    /** Number of the account's agents that have a name. */
    public int namedCount(final int accountId) {
        int named = 0;
        for (int agent = first(accountId); agent != NONE; agent = next(agent)) {
            named += isNamed(agent) ? 1 : 0;
        }
        return named;
    }

    /** Whether the agent may sign at this time. */
    public boolean isLive(final int agent, final long nowMillis) {
        final long validUntil = validUntilMillis(agent);
        return validUntil == 0 || validUntil > nowMillis;
    }

    /** The account for which it signs; −1 for a row that is no agent any more. */
    public int accountId(final int agent) {
        return addressRow(agent) == AddressTable.NONE ? -1 : (int) rows.get(agent, ADDRESS_AND_ACCOUNT);
    }

    /** Its address. */
    public int addressRow(final int agent) {
        return (int) (rows.get(agent, ADDRESS_AND_ACCOUNT) >>> 32);
    }

    /** When it stops to be valid, in milliseconds; 0: never. */
    public long validUntilMillis(final int agent) {
        return rows.get(agent, VALID_UNTIL);
    }

    /** Eight bytes of its name. */
    public long nameLong(final int agent, final int index) {
        return rows.get(agent, NAME + index);
    }

    /** Writes the 64 bytes of its name. */
    public void writeName(final int agent, final MutableDirectBuffer buffer, final int offset) {
        for (int i = 0; i < NAME_LONGS; i++) {
            buffer.putLong(offset + 8 * i, nameLong(agent, i), LITTLE_ENDIAN);
        }
    }

    /** Rows that were changed; for the state hash, which clears it. */
    public RowSet touched() {
        return touched;
    }

    private boolean hasName(final int agent, final DirectBuffer name, final int offset) {
        for (int i = 0; i < NAME_LONGS; i++) {
            if (nameLong(agent, i) != name.getLong(offset + 8 * i, LITTLE_ENDIAN)) {
                return false;
            }
        }
        return true;
    }

    private boolean isNamed(final int agent) {
        long bytes = 0;
        for (int i = 0; i < NAME_LONGS; i++) {
            bytes |= nameLong(agent, i);
        }
        return bytes != 0;
    }

    private void append(final int accountId, final int agent) {
        if (accountId >= ends.length) {
            ends = Arrays.copyOf(ends, Math.max(accountId + 1, 2 * ends.length));
        }
        final int first = (int) (ends[accountId] >>> 32);
        final int last = (int) ends[accountId];
        if (last == NONE) {
            ends[accountId] = (long) agent << 32 | agent;
            return;
        }
        rows.set(last, LINKS, rows.get(last, LINKS) & ~LOW_HALF | agent);
        rows.set(agent, LINKS, (long) last << 32);
        ends[accountId] = (long) first << 32 | agent;
    }

    private void unlink(final int accountId, final int agent) {
        final int next = next(agent);
        final int previous = (int) (rows.get(agent, LINKS) >>> 32);
        int first = (int) (ends[accountId] >>> 32);
        int last = (int) ends[accountId];
        if (previous == NONE) {
            first = next;
        } else {
            rows.set(previous, LINKS, rows.get(previous, LINKS) & ~LOW_HALF | next);
        }
        if (next == NONE) {
            last = previous;
        } else {
            rows.set(next, LINKS, rows.get(next, LINKS) & LOW_HALF | (long) previous << 32);
        }
        ends[accountId] = (long) first << 32 | last;
    }
}
