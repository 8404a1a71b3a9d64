package steelyard.exchange.identity;

import steelyard.model.Mix64;
import steelyard.risk.table.LongRows;

/**
 * What agents may do, and from where, if that is not everything from everywhere. {@code docs/account-rules.md}, section
 * 7. A network is an IPv6 address and the length of its prefix; those of IPv4 stand in {@code ::ffff:0:0/96}.
 */
final class AgentLimits {
    /** No limits. */
    static final int NONE = 0;

    private static final int SIZES = 0;
    private static final int NETWORKS = 1;
    private static final int NETWORK_FIELDS = 3;
    private static final int FIELDS = 64;

    private final LongRows rows = new LongRows(FIELDS);

    AgentLimits() {
        rows.allocate();
    }

    /** Keeps these limits: row and networks. */
    int add(final int permission, final AgentNetworks networks) {
        final int row = rows.allocate();
        rows.set(row, SIZES, (long) permission << 32 | networks.count());
        for (int i = 0; i < networks.count(); i++) {
            final int field = NETWORKS + NETWORK_FIELDS * i;
            rows.set(row, field, networks.high(i));
            rows.set(row, field + 1, networks.low(i));
            rows.set(row, field + 2, networks.prefixLength(i));
        }
        return row;
    }

    void release(final int row) {
        if (row != NONE) {
            rows.release(row);
        }
    }

    int permission(final int row) {
        return (int) (rows.get(row, SIZES) >>> 32);
    }

    int networkCount(final int row) {
        return (int) rows.get(row, SIZES);
    }

    /** Copies a network of the row to the end of {@code networks}. */
    void copy(final int row, final int index, final AgentNetworks networks) {
        final int field = NETWORKS + NETWORK_FIELDS * index;
        networks.add(rows.get(row, field), rows.get(row, field + 1), (int) rows.get(row, field + 2));
    }

    /** Mixes the limits into a hash; no limits change nothing. */
    long mix(final int row, final long hash) {
        if (row == NONE) {
            return hash;
        }
        long mixed = Mix64.mix(hash, rows.get(row, SIZES));
        for (int i = 0; i < NETWORK_FIELDS * networkCount(row); i++) {
            mixed = Mix64.mix(mixed, rows.get(row, NETWORKS + i));
        }
        return mixed;
    }
}
