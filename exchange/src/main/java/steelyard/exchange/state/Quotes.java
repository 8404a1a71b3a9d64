package steelyard.exchange.state;

import static steelyard.model.Mix64.mix;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongArrayList;
import steelyard.protocol.sbe.LadderRecordDecoder;

/** To which groups quotes belong, and the groups' protections. {@code docs/matching-rules.md#13-quotes}. */
public final class Quotes {
    private static final int NONE = -1;

    private final Long2LongHashMap groups = new Long2LongHashMap(NONE);
    /** The keys of {@link #groups}, the oldest first. */
    private final LongArrayList quoted = new LongArrayList();
    private final Long2ObjectHashMap<Protection> byGroup = new Long2ObjectHashMap<>();
    private final List<Protection> protections = new ArrayList<>();
    private long ladderHash;

    Quotes() {
    }

    /** The quotes of an account in a market belong to this group from now on. */
    public void group(final int accountId, final int marketId, final int group) {
        final long key = key(accountId, marketId);
        final long before = groups.put(key, group);
        if (before == NONE) {
            quoted.addLong(key);
        }
        ladderHash += hashOf(key, group) - (before == NONE ? 0 : hashOf(key, before));
    }

    /** The group of the quotes of an account in a market; 0: there never were any. */
    public int group(final int accountId, final int marketId) {
        return (int) Math.max(0, groups.get(key(accountId, marketId)));
    }

    /** The protection of a group, or {@code null} if it was never set. */
    public Protection protection(final int accountId, final int group) {
        return byGroup.get(key(accountId, group));
    }

    /** The same, made if there is none. */
    public Protection open(final int accountId, final int group) {
        Protection protection = protection(accountId, group);
        if (protection == null) {
            protection = new Protection(accountId, group);
            byGroup.put(key(accountId, group), protection);
            protections.add(protection);
        }
        return protection;
    }

    /** All protections; for snapshots and the state hash. */
    public List<Protection> protections() {
        return protections;
    }

    /** Accounts, markets and groups of quotes, in the order of accounts and markets: key and group; allocates. */
    public long[][] ladders() {
        final List<long[]> all = new ArrayList<>();
        for (int i = 0; i < quoted.size(); i++) {
            all.add(new long[] {quoted.getLong(i), groups.get(quoted.getLong(i))});
        }
        all.sort((a, b) -> Long.compare(a[0], b[0]));
        return all.toArray(new long[0][]);
    }

    /** Sum of the hashes of what belongs where. */
    public long ladderHash() {
        return ladderHash;
    }

    private static long hashOf(final long key, final long group) {
        return mix(mix(mix(0, LadderRecordDecoder.TEMPLATE_ID), key), group);
    }

    private static long key(final int accountId, final int number) {
        return (long) accountId << 32 | number;
    }
}
