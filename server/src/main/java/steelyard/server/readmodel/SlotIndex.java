package steelyard.server.readmodel;

import java.security.SecureRandom;
import org.agrona.collections.Long2LongHashMap;
import steelyard.model.Mix64;

/**
 * Finds records by a key of three numbers, through a hash of it that differs from process to process, so that no client
 * can choose keys that collide. Records with equal hashes are chained through a link field of their own; the reader
 * compares keys along the chain.
 */
final class SlotIndex {
    private static final int CAPACITY_START = 8;
    private static final float LOAD_FACTOR = 0.35f;

    private final long seed = new SecureRandom().nextLong();
    private final Long2LongHashMap heads = newMap();
    private final Slab records;
    private final int linkField;

    /** An index over {@code records}, whose int at {@code linkField} belongs to it. */
    SlotIndex(final Slab records, final int linkField) {
        this.records = records;
        this.linkField = linkField;
    }

    /**
     * An empty map to slots, {@link Slab#NONE} where there is none: kept so empty that it seldom probes twice, because
     * with every order something enters and leaves.
     */
    static Long2LongHashMap newMap() {
        return new Long2LongHashMap(CAPACITY_START, LOAD_FACTOR, Slab.NONE);
    }

    /** The hash of a key. */
    long hash(final long first, final long second, final long third) {
        return Mix64.mix(Mix64.mix(Mix64.mix(seed, first), second), third);
    }

    /** The first record with this hash, or {@link Slab#NONE}. */
    int first(final long hash) {
        return (int) heads.get(hash);
    }

    /** The next record with the same hash, or {@link Slab#NONE}. */
    int next(final int slot) {
        return records.intAt(slot, linkField);
    }

    void add(final long hash, final int slot) {
        records.putInt(slot, linkField, (int) heads.put(hash, slot));
    }

    /** Takes out a record that is in the index under this hash. */
    void remove(final long hash, final int slot) {
        final int head = first(hash);
        if (head != slot) {
            unlink(head, slot);
        } else if (next(slot) == Slab.NONE) {
            heads.remove(hash);
        } else {
            heads.put(hash, next(slot));
        }
    }

    private void unlink(final int head, final int slot) {
        int before = head;
        while (next(before) != slot) {
            before = next(before);
        }
        records.putInt(before, linkField, next(slot));
    }
}
