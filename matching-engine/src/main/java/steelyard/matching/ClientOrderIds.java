package steelyard.matching;

import static steelyard.model.Mix64.mix;

/** The client order ids of the resting orders that have one, and the index by (account, client order id). */
final class ClientOrderIds extends Slab {
    private final OrderStore orders;
    private final long seed;
    private final SlotIndex slots;

    ClientOrderIds(final OrderStore orders, final int capacity, final long seed) {
        super(2, capacity);
        this.orders = orders;
        this.seed = seed;
        this.slots = new SlotIndex(capacity);
    }

    @Override
    void grown(final int newCapacity) {
        // The index grows by itself.
    }

    /** Keeps an id; answers its record. It is found only once it is indexed. */
    int open(final long high, final long low) {
        final int entry = take();
        words[at(entry)] = high;
        words[at(entry) + 1] = low;
        return entry;
    }

    void close(final int entry) {
        giveBack(entry);
    }

    long high(final int entry) {
        return words[at(entry)];
    }

    long low(final int entry) {
        return words[at(entry) + 1];
    }

    void index(final int accountId, final int entry, final int slot) {
        slots.add(hash(accountId, high(entry), low(entry)), slot);
    }

    void unindex(final int accountId, final int entry, final int slot) {
        slots.remove(hash(accountId, high(entry), low(entry)), slot);
    }

    int indexed() {
        return slots.size();
    }

    /** Slot of the account's resting order with this id, or NONE. */
    int slotOf(final int accountId, final long high, final long low) {
        final long hash = hash(accountId, high, low);
        for (int at = slots.first(hash); at != NONE; at = slots.next(at, hash)) {
            final int slot = slots.slotAt(at);
            final int entry = orders.clientEntry(slot);
            if (high(entry) == high && low(entry) == low && orders.accountId(slot) == accountId) {
                return slot;
            }
        }
        return NONE;
    }

    /** Clients choose these ids: without the seed nobody can choose many that fall together. */
    private long hash(final int accountId, final long high, final long low) {
        return mix(mix(mix(seed, accountId), high), low);
    }

    private static int at(final int entry) {
        return ORIGIN + (entry << 1);
    }
}
