package steelyard.matching;

import java.util.Arrays;

import steelyard.model.OrderFlags;
import steelyard.model.Side;

/**
 * The resting orders of all markets: one record of 64 bytes each, the indexes by order id and by client order id, and
 * the lists of each owner's orders. An {@link OrderBook} puts them in and takes them out.
 *
 * <p>An order is named by its <em>slot</em>, an int that is valid while the order rests and is then reused; what the
 * accessors answer for any other slot is undefined. A slot decides nothing: two stores with the same orders in
 * different slots behave and hash equally.
 *
 * <p>Less than 100 bytes an order, less than 160 with a client order id, when full; price levels (32 bytes), owners (32
 * bytes an account and market) and the tries of the sides come on top.
 */
public final class OrderStore extends Slab {
    /** No order, no level. */
    public static final int NONE = Slab.NONE;

    /** Up to so many orders caches hold what commands touch, so that reading ahead costs more than it saves. */
    public static final int CACHED_MAX = 32 * 1024;

    private static final int ORDER_ID = 0;
    private static final int PLACED_TIME = 1;
    private static final int REMAINING = 2;
    private static final int ORIGINAL = 3;
    /** Position slot; flags, side, and whether it rests. */
    private static final int OWNER = 4;
    /** Level; record of the client order id. */
    private static final int LEVEL = 5;
    /** What the order in this slot has put into the hash. */
    private static final int MIXED_IN = 6;
    /** Priority sequence; the last word, which links free slots. */
    private static final int PRIORITY = 7;

    private static final int FLAGS_MASK = 0xFFFF;
    private static final int SELL = 1 << 16;
    private static final int RESTING = 1 << 17;

    private static final int SMALLEST = 192;

    private final PriceLevels levels;
    private final TrieNodes nodes;
    private final OwnerLists owners;
    private final ClientOrderIds clientOrderIds;
    private final SlotIndex slotsById;
    private final OrderHash hash;
    /** Next and previous order of the level. Links lie apart, because neighbours are touched for their links alone. */
    private long[] fifo;
    /** Next and previous order of the owner. */
    private long[] chain;

    /**
     * An empty store.
     *
     * @param expectedOrders orders there is memory for at once; more make it grow
     * @param seed           secret of this process that keeps clients from choosing ids that collide in the index;
     *                       nothing observable but time depends on it
     */
    public OrderStore(final int expectedOrders, final long seed) {
        super(8, threeTimesPowerOfTwo(expectedOrders));
        levels = new PriceLevels(SMALLEST);
        nodes = new TrieNodes(SMALLEST);
        owners = new OwnerLists(this, SMALLEST);
        clientOrderIds = new ClientOrderIds(this, SMALLEST, seed);
        slotsById = new SlotIndex(capacity());
        hash = new OrderHash(this, capacity());
        fifo = new long[capacity()];
        chain = new long[capacity()];
    }

    /** Number of resting orders of all markets. */
    public int size() {
        return slotsById.size();
    }

    /** The books' part of the state hash; the same for every store with the same orders. */
    public long hash() {
        return hash.sum();
    }

    /** Slot of the resting order with this id, or {@link #NONE}. */
    public int slotOf(final long orderId) {
        final long hash = SlotIndex.hash(orderId);
        for (int at = slotsById.first(hash); at != NONE; at = slotsById.next(at, hash)) {
            final int slot = slotsById.slotAt(at);
            if (orderId(slot) == orderId) {
                return slot;
            }
        }
        return NONE;
    }

    /** Slot of the account's resting order with this client order id, in whatever market, or {@link #NONE}. */
    public int slotOf(final int accountId, final long clientOrderIdHigh, final long clientOrderIdLow) {
        return clientOrderIds.slotOf(accountId, clientOrderIdHigh, clientOrderIdLow);
    }

    /** Number of the order. */
    public long orderId(final int slot) {
        return words[at(slot) + ORDER_ID];
    }

    /** Whose it is. */
    public int accountId(final int slot) {
        return owners.accountId(positionSlot(slot));
    }

    /** In which market it rests. */
    public int marketId(final int slot) {
        return owners.marketId(positionSlot(slot));
    }

    /** The caller's number of (account, market). */
    public int positionSlot(final int slot) {
        return Packed.high(words[at(slot) + OWNER]);
    }

    /** Buy or sell. */
    public Side side(final int slot) {
        return (state(slot) & SELL) == 0 ? Side.BUY : Side.SELL;
    }

    /** {@link OrderFlags}. */
    public int flags(final int slot) {
        return state(slot) & FLAGS_MASK;
    }

    /** The limit, in ticks. */
    public long priceTicks(final int slot) {
        return levels.priceTicks(level(slot));
    }

    /** What is still to be filled, in lots. */
    public long remainingLots(final int slot) {
        return words[at(slot) + REMAINING];
    }

    /** The quantity before the first fill, in lots. */
    public long originalLots(final int slot) {
        return words[at(slot) + ORIGINAL];
    }

    /** Log time at which the order was placed. */
    public long placedTimeNanos(final int slot) {
        return words[at(slot) + PLACED_TIME];
    }

    /** Position in the order in which all orders came to rest. */
    public long prioritySequence(final int slot) {
        return words[at(slot) + PRIORITY];
    }

    /** Upper half of the client order id; 0 without one. */
    public long clientOrderIdHigh(final int slot) {
        final int entry = clientEntry(slot);
        return entry == NONE ? 0 : clientOrderIds.high(entry);
    }

    /** Lower half of the client order id; 0 without one. */
    public long clientOrderIdLow(final int slot) {
        final int entry = clientEntry(slot);
        return entry == NONE ? 0 : clientOrderIds.low(entry);
    }

    /** Number of resting orders of an (account, market), reduce-only ones included. */
    public int orderCount(final int positionSlot) {
        return owners.count(positionSlot);
    }

    /** Number of resting reduce-only orders of an (account, market). */
    public int reduceOnlyCount(final int positionSlot) {
        return owners.reduceOnlyCount(positionSlot);
    }

    /** The oldest resting order of an (account, market) that is not reduce-only, or {@link #NONE}. */
    public int firstOfOwner(final int positionSlot) {
        return owners.first(positionSlot);
    }

    /** The oldest resting reduce-only order of an (account, market), or {@link #NONE}. */
    public int firstReduceOnlyOfOwner(final int positionSlot) {
        return owners.firstReduceOnly(positionSlot);
    }

    /** The next younger order of the same owner and of the same kind (reduce-only or not), or {@link #NONE}. */
    public int nextOfOwner(final int slot) {
        return Packed.high(chain[slot]);
    }

    /** The next younger order at the same price, or {@link #NONE}. */
    public int nextOfLevel(final int slot) {
        return Packed.high(fifo[slot]);
    }

    /**
     * Reads where the order with this id is looked for, and changes nothing. Whoever knows the next commands reads so for
     * all of them, then finds their slots, then {@link #preload}s these twice, so that cache misses pass together. The
     * answer means nothing; it only keeps the read from being left out.
     */
    public long preloadIndex(final long orderId) {
        return slotsById.preload(SlotIndex.hash(orderId));
    }

    /** Reads a resting order, both ends of it in case it lies in two lines, and its links, as {@link #preloadIndex}. */
    public long preload(final int slot) {
        return preloadRecord(slot) + fifo[slot];
    }

    /** Reads both ends of an order. */
    long preloadRecord(final int slot) {
        final int at = at(slot);
        return words[at] + words[at + PRIORITY];
    }

    /** Reads a resting order's level and the links of its neighbours there, as {@link #preloadIndex}. */
    public long preloadNeighbours(final int slot) {
        final long links = fifo[slot];
        return levels.priceTicks(level(slot)) + preloadLinks(Packed.high(links)) + preloadLinks(Packed.low(links));
    }

    /** Reads where a resting order's level hangs, after {@link #preloadNeighbours}. */
    public long preloadPlace(final int slot) {
        return nodes.preload(levels.place(level(slot)));
    }

    /** Reads the links of an order, or nothing for {@link #NONE}. */
    long preloadLinks(final int slot) {
        return fifo[Math.max(0, slot)];
    }

    /**
     * To be called once after the orders of a snapshot have been rested in book order: brings the owners' lists into
     * the order of the priority sequences. Allocates.
     */
    public void completeRestore() {
        owners.sort();
    }

    /** Indexes, owners' lists and hash against the orders, one by one; for tests. */
    public void verify() {
        Verification.verify(this);
    }

    @Override
    void grown(final int newCapacity) {
        fifo = Arrays.copyOf(fifo, newCapacity);
        chain = Arrays.copyOf(chain, newCapacity);
        hash.grown(newCapacity);
    }

    OwnerLists owners() {
        return owners;
    }

    ClientOrderIds clientOrderIds() {
        return clientOrderIds;
    }

    /** The hash worked out anew from every resting order. */
    long hashFromScratch() {
        long sum = 0;
        for (int slot = 0; slot < everTaken(); slot++) {
            sum += isResting(slot) ? hash.hashOf(slot) : 0;
        }
        return sum;
    }

    PriceLevels levels() {
        return levels;
    }

    TrieNodes nodes() {
        return nodes;
    }

    /** Takes an order in, without a level; indexes it and puts it at the end of its owner's list. */
    int add(final IncomingOrder order, final int marketId, final long prioritySequence) {
        final int flags = order.flags();
        owners.claim(order.positionSlot(), order.accountId(), marketId);
        final int slot = take();
        final int at = at(slot);
        terms(at, order);
        words[at + LEVEL] = Packed.pack(NONE, NONE);
        words[at + PRIORITY] = prioritySequence;
        slotsById.add(SlotIndex.hash(order.orderId()), slot);
        owners.append(slot, order.positionSlot(), flags);
        nameByClient(slot, order);
        hash.mark(slot);
        return slot;
    }

    /**
     * Ends the order's rest: out of the indexes and its owner's list. Its fields can be read until {@link #release}.
     */
    void retire(final int slot) {
        slotsById.remove(SlotIndex.hash(orderId(slot)), slot);
        owners.remove(slot, positionSlot(slot), flags(slot));
        final int entry = clientEntry(slot);
        if (entry != NONE) {
            clientOrderIds.unindex(accountId(slot), entry, slot);
        }
        words[at(slot) + OWNER] &= ~(long) RESTING;
        hash.mark(slot);
    }

    /**
     * Another order of the same owner takes a resting one's slot, without a level. What both have in common stays as it is
     * in the indexes.
     */
    void replace(final int slot, final IncomingOrder order, final long prioritySequence) {
        owners.requeue(slot, order.positionSlot(), flags(slot), order.flags());
        forgetClientName(slot);
        final int at = at(slot);
        if (words[at + ORDER_ID] != order.orderId()) {
            slotsById.remove(SlotIndex.hash(words[at + ORDER_ID]), slot);
            slotsById.add(SlotIndex.hash(order.orderId()), slot);
        }
        terms(at, order);
        words[at + LEVEL] = Packed.pack(NONE, NONE);
        words[at + PRIORITY] = prioritySequence;
        nameByClient(slot, order);
        hash.mark(slot);
    }

    private void terms(final int at, final IncomingOrder order) {
        words[at + ORDER_ID] = order.orderId();
        words[at + PLACED_TIME] = order.placedTimeNanos();
        words[at + REMAINING] = order.remainingLots();
        words[at + ORIGINAL] = order.originalLots();
        words[at + OWNER] = Packed.pack(order.positionSlot(),
            order.flags() & FLAGS_MASK | RESTING | (order.side() == Side.SELL ? SELL : 0));
    }

    private void nameByClient(final int slot, final IncomingOrder order) {
        if (OrderFlags.hasClientOrderId(order.flags())) {
            final int entry = clientOrderIds.open(order.clientOrderIdHigh(), order.clientOrderIdLow());
            words[at(slot) + LEVEL] = Packed.pack(NONE, entry);
            clientOrderIds.index(order.accountId(), entry, slot);
        }
    }

    private void forgetClientName(final int slot) {
        final int entry = clientEntry(slot);
        if (entry != NONE) {
            clientOrderIds.unindex(accountId(slot), entry, slot);
            clientOrderIds.close(entry);
        }
    }

    /** What the order in this slot has put into the hash; 0 if there never was one. */
    long mixedIn(final int slot) {
        return words[at(slot) + MIXED_IN];
    }

    void mixedIn(final int slot, final long orderHash) {
        words[at(slot) + MIXED_IN] = orderHash;
    }

    /** Gives the slot of a retired order back. */
    void release(final int slot) {
        final int entry = clientEntry(slot);
        if (entry != NONE) {
            clientOrderIds.close(entry);
        }
        giveBack(slot);
    }

    /** Also false for NONE and for slots never used: the words they lead to are 0. */
    boolean isResting(final int slot) {
        return (state(slot) & RESTING) != 0;
    }

    void remainingLots(final int slot, final long remainingLots) {
        words[at(slot) + REMAINING] = remainingLots;
        hash.mark(slot);
    }

    void originalLots(final int slot, final long originalLots) {
        words[at(slot) + ORIGINAL] = originalLots;
        hash.mark(slot);
    }

    int level(final int slot) {
        return Packed.high(words[at(slot) + LEVEL]);
    }

    /** Puts an order into a level, behind {@code previous}. */
    void standAt(final int slot, final int level, final int previous) {
        final int at = at(slot);
        words[at + LEVEL] = Packed.withHigh(words[at + LEVEL], level);
        fifo[slot] = Packed.pack(NONE, previous);
    }

    int clientEntry(final int slot) {
        return Packed.low(words[at(slot) + LEVEL]);
    }

    int previousOfLevel(final int slot) {
        return Packed.low(fifo[slot]);
    }

    void nextOfLevel(final int slot, final int next) {
        fifo[slot] = Packed.withHigh(fifo[slot], next);
    }

    void previousOfLevel(final int slot, final int previous) {
        fifo[slot] = Packed.withLow(fifo[slot], previous);
    }

    int previousOfOwner(final int slot) {
        return Packed.low(chain[slot]);
    }

    void chain(final int slot, final int next, final int previous) {
        chain[slot] = Packed.pack(next, previous);
    }

    void chainNext(final int slot, final int next) {
        chain[slot] = Packed.withHigh(chain[slot], next);
    }

    void chainPrevious(final int slot, final int previous) {
        chain[slot] = Packed.withLow(chain[slot], previous);
    }

    private int state(final int slot) {
        return Packed.low(words[at(slot) + OWNER]);
    }

    /** Capacities at which the index by id, of a power of two, is exactly as full as it may be. */
    private static int threeTimesPowerOfTwo(final int atLeast) {
        int capacity = SMALLEST;
        while (capacity < atLeast) {
            capacity = Math.multiplyExact(capacity, 2);
        }
        return capacity;
    }

    private static int at(final int slot) {
        return ORIGIN + (slot << 3);
    }
}
