package steelyard.matching;

/**
 * A hash index over slots: open addressing with linear probing, at most three quarters full, deletion by shifting back.
 * An entry holds the upper 32 bits of its key's hash beside the slot, so that probing seldom touches anything but the
 * index, and neither deletion nor growth needs the keys. The caller compares the keys of the candidates.
 *
 * <p>Candidates of a hash: {@code for (int at = index.first(hash); at != NONE; at = index.next(at, hash))}. Only the
 * upper 32 bits of a hash count. One thread; allocates only when it grows.
 */
public final class SlotIndex {
    /** No position. */
    public static final int NONE = Slab.NONE;

    /** 2^64 divided by the golden ratio: spreads consecutive numbers evenly. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    /** Hash in the upper half, slot + 1 in the lower; 0 is free. */
    private long[] entries;
    private int shift;
    private int mask;
    private int size;
    private int sizeMax;

    /** An index with room for {@code capacity} slots before it grows. */
    public SlotIndex(final int capacity) {
        allocate(Integer.highestOneBit((int) (Math.max(capacity, 12) * 4L / 3) - 1) << 1);
    }

    /** A hash of a number that no client chooses. */
    public static long hash(final long number) {
        return number * SPREAD;
    }

    int size() {
        return size;
    }

    /** Position of the first entry that may have this hash, or NONE. */
    public int first(final long hash) {
        return candidate(home(hash), hash);
    }

    /** Position of the next entry after {@code position} that may have this hash, or NONE. */
    public int next(final int position, final long hash) {
        return candidate(position + 1 & mask, hash);
    }

    /** Reads where this hash is looked for first. */
    long preload(final long hash) {
        return entries[home(hash)];
    }

    /** The slot at a position. */
    public int slotAt(final int position) {
        return Packed.low(entries[position]) - 1;
    }

    /** Adds an entry; there is none of this hash and slot. */
    public void add(final long hash, final int slot) {
        if (size == sizeMax) {
            grow();
        }
        insert(entry(hash, slot));
        size++;
    }

    /** Removes the entry of exactly this hash and slot; throws {@link IllegalStateException} if there is none. */
    public void remove(final long hash, final int slot) {
        final long sought = entry(hash, slot);
        int hole = home(hash);
        while (entries[hole] != sought) {
            if (entries[hole] == 0) {
                throw new IllegalStateException("slot " + slot + " is not in the index");
            }
            hole = hole + 1 & mask;
        }
        shiftBack(hole);
        size--;
    }

    private int candidate(final int from, final long hash) {
        final long[] table = entries;
        final int wanted = Packed.high(hash);
        int position = from;
        long entry = table[position];
        while (entry != 0) {
            if (Packed.high(entry) == wanted) {
                return position;
            }
            position = position + 1 & mask;
            entry = table[position];
        }
        return NONE;
    }

    /** Closes the gap: every later entry of the run that may stand in the hole, seen from its home, moves into it. */
    private void shiftBack(final int gap) {
        final long[] table = entries;
        int hole = gap;
        int position = hole + 1 & mask;
        long entry = table[position];
        while (entry != 0) {
            if ((position - home(entry) & mask) >= (position - hole & mask)) {
                table[hole] = entry;
                hole = position;
            }
            position = position + 1 & mask;
            entry = table[position];
        }
        table[hole] = 0;
    }

    private void insert(final long entry) {
        int position = home(entry);
        while (entries[position] != 0) {
            position = position + 1 & mask;
        }
        entries[position] = entry;
    }

    private void grow() {
        final long[] old = entries;
        allocate(Math.multiplyExact(old.length, 2));
        for (final long entry : old) {
            if (entry != 0) {
                insert(entry);
            }
        }
    }

    private void allocate(final int length) {
        entries = new long[length];
        mask = length - 1;
        shift = Long.numberOfLeadingZeros(mask);
        sizeMax = length / 4 * 3;
    }

    private int home(final long hash) {
        return (int) (hash >>> shift);
    }

    private static long entry(final long hash, final int slot) {
        return Packed.pack(Packed.high(hash), slot + 1);
    }
}
