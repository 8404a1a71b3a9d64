package steelyard.exchange.identity;

import static steelyard.model.Mix64.mix;

import steelyard.exchange.command.Refusal;
import steelyard.model.RejectReason;
import steelyard.risk.table.LongRows;

/**
 * The nonces that each signing address has used: at most its 100 highest. {@code docs/rules.md#4-who-acts}, step 3.
 *
 * <p>A set is a sorted ring of 4 to 128 places; a nonce above all others, the usual one, is put behind the last. All
 * about it but the ring stands in the row of its address, whose number is the set's. Sets
 * stand in a queue, from which they are forgotten some time after they have become useless: two are looked at whenever
 * a set is created, so the queue does not outgrow the addresses that were active within the window by more than a
 * factor.
 *
 * <p>The state hash of nonces is kept here as a running sum, one hash for each (address, nonce): a set is mostly
 * changed by adding one nonce and dropping another, and hashing all of it again would cost more than everything else
 * together.
 */
public final class NonceSets {
    /** No set. */
    public static final int NONE = AddressTable.NONE;
    /** Most nonces of a set. */
    public static final int SIZE_MAX = 100;
    /** A nonce must be younger than this before log time. */
    public static final long WINDOW_BEHIND_MILLIS = 172_800_000;
    /** A nonce must be less than this after log time. */
    public static final long WINDOW_AHEAD_MILLIS = 86_400_000;

    private static final long HASH_KIND = 208;

    private static final int RING = AddressTable.AGENT_AND_RING;
    /**
     * A byte each: that there is a set, size class of the ring, where the smallest stands in it, size; then the next set of
     * the queue.
     */
    private static final int SHAPE_AND_NEXT = AddressTable.NONCES;
    /** Beside the ring, where it stands as well, because nearly every nonce is compared with it alone. */
    private static final int HIGHEST = AddressTable.NONCES + 1;
    /** What the hash of each of its nonces starts from. */
    private static final int SEED = AddressTable.NONCES + 2;

    private static final int SMALLEST_RING_SHIFT = 2;
    private static final int RING_CLASSES = 6;
    private static final int LOOKED_AT = 2;
    private static final int SIZE_SHIFT = 32;
    private static final int HEAD_SHIFT = 40;
    private static final int CLASS_SHIFT = 48;
    private static final long EXISTS = 1L << 56;
    private static final int BYTE = 0xFF;
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private final AddressTable addresses;
    private final LongRows sets;
    /** Rings of 4, 8, 16, 32, 64 and 128 places. */
    private final LongRows[] rings = new LongRows[RING_CLASSES];
    private int front = NONE;
    private int back = NONE;
    private long hashSum;

    /** No nonces yet. */
    public NonceSets(final AddressTable addresses) {
        this.addresses = addresses;
        this.sets = addresses.rows();
        for (int i = 0; i < RING_CLASSES; i++) {
            rings[i] = new LongRows(1 << SMALLEST_RING_SHIFT + i);
        }
    }

    /** Uses a nonce if the address may do so now: NONE, or the reason why not with its details in {@code refusal}. */
    public RejectReason use(final int addressRow, final long nonce, final long nowMillis, final Refusal refusal) {
        final int set = exists(addressRow) ? addressRow : NONE;
        final boolean within = nonce > nowMillis - WINDOW_BEHIND_MILLIS && nonce < nowMillis + WINDOW_AHEAD_MILLIS;
        if (set != NONE && within && append(set, nonce)) {
            return RejectReason.NONE;
        }
        final RejectReason reason = check(set, nonce, nowMillis, refusal);
        if (reason == RejectReason.NONE) {
            if (set == NONE) {
                forgetOld(nowMillis - WINDOW_BEHIND_MILLIS);
                create(addressRow);
            }
            add(addressRow, nonce);
        }
        return reason;
    }

    private RejectReason check(final int set, final long nonce, final long nowMillis, final Refusal refusal) {
        final long tooOld = nowMillis - WINDOW_BEHIND_MILLIS;
        if (set != NONE && nonce <= highest(set) && contains(set, nonce)) {
            return refusal.because(RejectReason.NONCE_DUPLICATE, nonce, 0);
        }
        if (nonce <= tooOld) {
            return refusal.because(RejectReason.NONCE_TOO_LOW, nonce, tooOld);
        }
        if (set != NONE && size(set) == SIZE_MAX && nonce < nonceAt(set, 0)) {
            return refusal.because(RejectReason.NONCE_TOO_LOW, nonce, nonceAt(set, 0));
        }
        if (nonce >= nowMillis + WINDOW_AHEAD_MILLIS) {
            return refusal.because(RejectReason.NONCE_TOO_HIGH, nonce, nowMillis + WINDOW_AHEAD_MILLIS);
        }
        return RejectReason.NONE;
    }

    /** Puts an empty set at the back of the queue, as a snapshot has it. */
    public void create(final int addressRow) {
        ringRow(addressRow, rings[0].allocate());
        sets.set(addressRow, SHAPE_AND_NEXT, EXISTS);
        sets.set(addressRow, HIGHEST, Long.MIN_VALUE);
        sets.set(addressRow, SEED, seed(addressRow));
        enqueue(addressRow);
    }

    /**
     * Adds a nonce above all others to a set that has room for it or is full: the usual case, with one look at each row;
     * {@code false} if it is another case.
     */
    private boolean append(final int set, final long nonce) {
        final long[] page = sets.page(set);
        final int base = sets.base(set);
        final long shape = page[base + SHAPE_AND_NEXT];
        final int size = (int) (shape >>> SIZE_SHIFT) & BYTE;
        final int ringClass = (int) (shape >>> CLASS_SHIFT) & BYTE;
        final int mask = (1 << SMALLEST_RING_SHIFT + ringClass) - 1;
        if (size == mask + 1 || nonce <= page[base + HIGHEST]) {
            return false;
        }
        final int head = (int) (shape >>> HEAD_SHIFT) & BYTE;
        final int ringRow = (int) page[base + RING];
        final LongRows ringRows = rings[ringClass];
        final long[] ring = ringRows.page(ringRow);
        final int first = ringRows.base(ringRow);
        final long seed = page[base + SEED];
        page[base + HIGHEST] = nonce;
        ring[first + (head + size & mask)] = nonce;
        if (size == SIZE_MAX) {
            hashSum += mix(seed, nonce) - mix(seed, ring[first + head]);
            page[base + SHAPE_AND_NEXT] =
                shape & ~((long) BYTE << HEAD_SHIFT) | (long) (head + 1 & mask) << HEAD_SHIFT;
        } else {
            hashSum += mix(seed, nonce);
            page[base + SHAPE_AND_NEXT] = shape + (1L << SIZE_SHIFT);
        }
        return true;
    }

    /** Adds a nonce that is not in the set; a full set gives up its smallest. */
    public void add(final int set, final long nonce) {
        if (size(set) == SIZE_MAX) {
            dropSmallest(set);
        }
        if (size(set) == capacity(set)) {
            grow(set);
        }
        final int size = size(set);
        if (nonce > highest(set)) {
            nonceAt(set, size, nonce);
            sets.set(set, HIGHEST, nonce);
        } else {
            insert(set, size, nonce);
        }
        headAndSize(set, head(set), size + 1);
        hashSum += mix(sets.get(set, SEED), nonce);
    }

    /** Reads the ends of the ring of an address; the answer means nothing. */
    public long preloadEnds(final int addressRow) {
        return exists(addressRow) ? nonceAt(addressRow, 0) + nonceAt(addressRow, size(addressRow)) : 0;
    }

    /** The set at the front of the queue, or {@link #NONE}. */
    public int first() {
        return front;
    }

    /** The set behind this one in the queue, or {@link #NONE}. */
    public int next(final int set) {
        return (int) sets.get(set, SHAPE_AND_NEXT);
    }

    /** Number of nonces. */
    public int size(final int set) {
        return (int) (sets.get(set, SHAPE_AND_NEXT) >>> SIZE_SHIFT) & BYTE;
    }

    /** A nonce; index 0 is the smallest. */
    public long nonceAt(final int set, final int index) {
        return ring(set).get(ringRow(set), head(set) + index & capacity(set) - 1);
    }

    /** The nonces' part of the state hash. */
    public long hash() {
        return hashSum;
    }

    /** The same, worked out from the nonces; throws {@link IllegalStateException} if a set is not in order. */
    public long hashFromScratch() {
        long sum = 0;
        for (int set = front; set != NONE; set = next(set)) {
            for (int i = 0; i < size(set); i++) {
                if (i > 0 && nonceAt(set, i) <= nonceAt(set, i - 1)) {
                    throw new IllegalStateException("nonces out of order in set " + set);
                }
                sum += mix(seed(set), nonceAt(set, i));
            }
            if (size(set) > 0 && nonceAt(set, size(set) - 1) != highest(set)) {
                throw new IllegalStateException("the highest nonce of set " + set + " is not " + highest(set));
            }
            if (!exists(set)) {
                throw new IllegalStateException("nonces of an address that does not know them: set " + set);
            }
        }
        return sum;
    }

    /** The highest nonce; of an empty set one that is below all. */
    private long highest(final int set) {
        return sets.get(set, HIGHEST);
    }

    private void insert(final int set, final int size, final long nonce) {
        final int place = size == 0 ? 0 : placeOf(set, nonce);
        for (int i = size; i > place; i--) {
            nonceAt(set, i, nonceAt(set, i - 1));
        }
        nonceAt(set, place, nonce);
    }

    /** Whether the set has a nonce that is not above its highest. */
    private boolean contains(final int set, final long nonce) {
        return size(set) > 0 && nonceAt(set, placeOf(set, nonce)) == nonce;
    }

    /** Index of the first nonce that is not below; there is one. */
    private int placeOf(final int set, final long nonce) {
        int low = 0;
        int high = size(set) - 1;
        while (low < high) {
            final int middle = low + high >>> 1;
            if (nonceAt(set, middle) < nonce) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void forgetOld(final long tooOldMillis) {
        for (int i = 0; i < LOOKED_AT && front != NONE; i++) {
            final int set = front;
            front = next(set);
            if (front == NONE) {
                back = NONE;
            }
            if (highest(set) <= tooOldMillis) {
                forget(set);
            } else {
                enqueue(set);
            }
        }
    }

    private void forget(final int set) {
        for (int i = 0; i < size(set); i++) {
            hashSum -= mix(sets.get(set, SEED), nonceAt(set, i));
        }
        ring(set).release(ringRow(set));
        ringRow(set, 0);
        sets.set(set, SHAPE_AND_NEXT, 0);
        sets.set(set, HIGHEST, 0);
        sets.set(set, SEED, 0);
        addresses.closeIfUnused(set);
    }

    private void enqueue(final int set) {
        next(set, NONE);
        if (back == NONE) {
            front = set;
        } else {
            next(back, set);
        }
        back = set;
    }

    private void dropSmallest(final int set) {
        hashSum -= mix(sets.get(set, SEED), nonceAt(set, 0));
        headAndSize(set, head(set) + 1 & capacity(set) - 1, size(set) - 1);
    }

    private void grow(final int set) {
        final LongRows larger = rings[ringClass(set) + 1];
        final int row = larger.allocate();
        final int size = size(set);
        for (int i = 0; i < size; i++) {
            larger.set(row, i, nonceAt(set, i));
        }
        ring(set).release(ringRow(set));
        ringRow(set, row);
        sets.set(set, SHAPE_AND_NEXT, sets.get(set, SHAPE_AND_NEXT) + (1L << CLASS_SHIFT));
        headAndSize(set, 0, size);
    }

    private long seed(final int addressRow) {
        final long high = mix(mix(0, HASH_KIND), addresses.high(addressRow));
        return mix(mix(high, addresses.mid(addressRow)), addresses.low(addressRow));
    }

    private void next(final int set, final int next) {
        sets.set(set, SHAPE_AND_NEXT, sets.get(set, SHAPE_AND_NEXT) & ~LOW_HALF | next & LOW_HALF);
    }

    private LongRows ring(final int set) {
        return rings[ringClass(set)];
    }

    private int ringClass(final int set) {
        return (int) (sets.get(set, SHAPE_AND_NEXT) >>> CLASS_SHIFT) & BYTE;
    }

    private int ringRow(final int set) {
        return (int) sets.get(set, RING);
    }

    private void ringRow(final int set, final int row) {
        sets.set(set, RING, sets.get(set, RING) & ~LOW_HALF | row);
    }

    private boolean exists(final int addressRow) {
        return sets.get(addressRow, SHAPE_AND_NEXT) != 0;
    }

    private int capacity(final int set) {
        return 1 << SMALLEST_RING_SHIFT + ringClass(set);
    }

    private int head(final int set) {
        return (int) (sets.get(set, SHAPE_AND_NEXT) >>> HEAD_SHIFT) & BYTE;
    }

    private void headAndSize(final int set, final int head, final int size) {
        final long others = sets.get(set, SHAPE_AND_NEXT) & ~((long) BYTE << HEAD_SHIFT | (long) BYTE << SIZE_SHIFT);
        sets.set(set, SHAPE_AND_NEXT, others | (long) head << HEAD_SHIFT | (long) size << SIZE_SHIFT);
    }

    private void nonceAt(final int set, final int index, final long nonce) {
        ring(set).set(ringRow(set), head(set) + index & capacity(set) - 1, nonce);
    }
}
