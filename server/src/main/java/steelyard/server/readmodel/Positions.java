package steelyard.server.readmodel;

import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;
import steelyard.node.AccountView.FundingPaid;

/**
 * Positions and chosen leverages, by account and market. A record goes when the position is zero and no leverage was
 * chosen.
 */
final class Positions {
    private static final int LOTS = 0;
    private static final int QUOTE_MICROS = 8;
    private static final int ENTRY_MICROS = 16;
    private static final int MARKET_ID = 24;
    private static final int LEVERAGE = 28;
    private static final int LINKS = 32;
    private static final int ISOLATED_MICROS = 40;
    private static final int FUNDING_SINCE_OPEN = 48;
    private static final int FUNDING_SINCE_CHANGE = 56;
    /** One cache line. */
    private static final int RECORD_LENGTH = 64;
    /** In the leverage: isolated margin was chosen. */
    private static final int ISOLATED_BIT = 1 << 31;
    private static final int CAPACITY_START = 8;
    private static final float LOAD_FACTOR = 0.35f;
    private static final long NEVER = Long.MIN_VALUE;

    private final Slab slab = new Slab(RECORD_LENGTH);
    /** So empty that it seldom probes twice: with every fill something is looked up. */
    private final Long2LongHashMap slots = new Long2LongHashMap(CAPACITY_START, LOAD_FACTOR, Slab.NONE);
    /** What was ever paid as funding, by account and market; it outlives positions. */
    private final Long2LongHashMap fundingPaid = new Long2LongHashMap(NEVER);
    private final SlotLists byAccount;

    Positions(final Accounts accounts) {
        byAccount = new SlotLists(accounts.slab(), Accounts.POSITIONS, slab, LINKS);
    }

    /** The position of the account in the market, or {@link Slab#NONE}. */
    int find(final int accountId, final int marketId) {
        return (int) slots.get(key(accountId, marketId));
    }

    /** Signed size; 0 for {@link Slab#NONE}. */
    long lots(final int slot) {
        return slot == Slab.NONE ? 0 : slab.longAt(slot, LOTS);
    }

    long quoteMicros(final int slot) {
        return slab.longAt(slot, QUOTE_MICROS);
    }

    long entryMicros(final int slot) {
        return slab.longAt(slot, ENTRY_MICROS);
    }

    int marketId(final int slot) {
        return slab.intAt(slot, MARKET_ID);
    }

    /** The chosen leverage; 0 if none was, or for {@link Slab#NONE}. */
    int leverage(final int slot) {
        return slot == Slab.NONE ? 0 : slab.intAt(slot, LEVERAGE) & ~ISOLATED_BIT;
    }

    /**
     * Sets the position of the account in the market and returns the signed size that it had.
     *
     * @param isolatedMicros margin of an isolated position
     */
    long put(
        final int accountId, final int marketId, final long lots, final long quoteMicros, final long entryMicros,
        final long isolatedMicros) {
        final int slot = findOrAdd(accountId, marketId);
        final long beforeLots = lots(slot);
        slab.putLong(slot, LOTS, lots);
        slab.putLong(slot, QUOTE_MICROS, quoteMicros);
        slab.putLong(slot, ENTRY_MICROS, entryMicros);
        slab.putLong(slot, ISOLATED_MICROS, isolatedMicros);
        if (beforeLots != lots) {
            slab.putLong(slot, FUNDING_SINCE_CHANGE, 0);
            if (Long.signum(beforeLots) != Long.signum(lots)) {
                slab.putLong(slot, FUNDING_SINCE_OPEN, 0);
            }
        }
        removeIfEmpty(accountId, slot);
        return beforeLots;
    }

    /** What the account has paid as funding in the market. */
    void funding(
        final int accountId, final int marketId, final long allTimeMicros, final long sinceOpenMicros,
        final long sinceChangeMicros) {
        fundingPaid.put(key(accountId, marketId), allTimeMicros);
        final int slot = find(accountId, marketId);
        if (slot != Slab.NONE) {
            slab.putLong(slot, FUNDING_SINCE_OPEN, sinceOpenMicros);
            slab.putLong(slot, FUNDING_SINCE_CHANGE, sinceChangeMicros);
        }
    }

    /** What was paid as funding for a position, and before it. */
    FundingPaid funding(final int accountId, final int slot) {
        final long allTimeMicros = fundingPaid.get(key(accountId, marketId(slot)));
        return new FundingPaid(allTimeMicros == NEVER ? 0 : allTimeMicros,
            slab.longAt(slot, FUNDING_SINCE_OPEN), slab.longAt(slot, FUNDING_SINCE_CHANGE));
    }

    /** Margin of an isolated position. */
    long isolatedMicros(final int slot) {
        return slab.longAt(slot, ISOLATED_MICROS);
    }

    /** Whether the account chose isolated margin. */
    boolean choseIsolated(final int slot) {
        return slot != Slab.NONE && slab.intAt(slot, LEVERAGE) < 0;
    }

    /** Sets the margin of the isolated position of the account in the market. */
    void isolatedMicros(final int accountId, final int marketId, final long micros) {
        final int slot = find(accountId, marketId);
        if (slot != Slab.NONE) {
            slab.putLong(slot, ISOLATED_MICROS, micros);
        }
    }

    /** Sets the leverage and mode that the account has chosen in the market; 0 chooses the market's default. */
    void leverage(final int accountId, final int marketId, final int leverage, final boolean isolated) {
        final int slot = findOrAdd(accountId, marketId);
        slab.putInt(slot, LEVERAGE, isolated ? leverage | ISOLATED_BIT : leverage);
        removeIfEmpty(accountId, slot);
    }

    /** Slots of the account's open positions, by market id. */
    int[] open(final int accountId) {
        int count = 0;
        for (int slot = byAccount.first(accountId); slot != Slab.NONE; slot = byAccount.next(slot)) {
            count += lots(slot) != 0 ? 1 : 0;
        }
        final long[] keys = new long[count];
        for (int slot = byAccount.first(accountId); slot != Slab.NONE; slot = byAccount.next(slot)) {
            if (lots(slot) != 0) {
                keys[--count] = key(marketId(slot), slot);
            }
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }

    private int findOrAdd(final int accountId, final int marketId) {
        final int known = find(accountId, marketId);
        if (known != Slab.NONE) {
            return known;
        }
        final int slot = slab.allocate();
        slab.putLong(slot, LOTS, 0);
        slab.putLong(slot, QUOTE_MICROS, 0);
        slab.putLong(slot, ENTRY_MICROS, 0);
        slab.putInt(slot, MARKET_ID, marketId);
        slab.putInt(slot, LEVERAGE, 0);
        slab.putLong(slot, ISOLATED_MICROS, 0);
        slab.putLong(slot, FUNDING_SINCE_OPEN, 0);
        slab.putLong(slot, FUNDING_SINCE_CHANGE, 0);
        byAccount.append(accountId, slot);
        slots.put(key(accountId, marketId), slot);
        return slot;
    }

    private void removeIfEmpty(final int accountId, final int slot) {
        if (lots(slot) == 0 && leverage(slot) == 0) {
            slots.remove(key(accountId, marketId(slot)));
            byAccount.remove(accountId, slot);
            slab.free(slot);
        }
    }

    private static long key(final int high, final int low) {
        return (long) high << 32 | low;
    }
}
