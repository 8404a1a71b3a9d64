package steelyard.matching;

/**
 * The price levels of all books: price, total lots, number of orders, and the ends of the first-in-first-out list that
 * the orders of a level form. 32 bytes a level.
 *
 * <p>A closed level's price stays readable until another level is opened.
 */
final class PriceLevels extends Slab {
    private static final int PRICE = 0;
    private static final int LOTS = 1;
    /** First order, last order. */
    private static final int ENDS = 2;
    /** Number of orders, place in the side's trie. */
    private static final int COUNT_AND_PLACE = 3;

    PriceLevels(final int capacity) {
        super(4, capacity);
    }

    @Override
    void grown(final int newCapacity) {
        // Nothing lies beside the records.
    }

    /** A new level without orders. */
    int open(final long priceTicks, final int place) {
        final int level = take();
        final int at = at(level);
        words[at + PRICE] = priceTicks;
        words[at + LOTS] = 0;
        words[at + ENDS] = Packed.pack(NONE, NONE);
        words[at + COUNT_AND_PLACE] = Packed.pack(0, place);
        return level;
    }

    long priceTicks(final int level) {
        return words[at(level) + PRICE];
    }

    long lots(final int level) {
        return words[at(level) + LOTS];
    }

    int orderCount(final int level) {
        return Packed.high(words[at(level) + COUNT_AND_PLACE]);
    }

    int place(final int level) {
        return Packed.low(words[at(level) + COUNT_AND_PLACE]);
    }

    void place(final int level, final int place) {
        final int at = at(level) + COUNT_AND_PLACE;
        words[at] = Packed.withLow(words[at], place);
    }

    int first(final int level) {
        return Packed.high(words[at(level) + ENDS]);
    }

    int last(final int level) {
        return Packed.low(words[at(level) + ENDS]);
    }

    void first(final int level, final int slot) {
        final int at = at(level) + ENDS;
        words[at] = Packed.withHigh(words[at], slot);
    }

    void last(final int level, final int slot) {
        final int at = at(level) + ENDS;
        words[at] = Packed.withLow(words[at], slot);
    }

    /** Counts an order of {@code lots} in; throws {@link ArithmeticException} beyond a {@code long}. */
    void orderAdded(final int level, final long lots) {
        final int at = at(level);
        words[at + LOTS] = Math.addExact(words[at + LOTS], lots);
        words[at + COUNT_AND_PLACE] += 1L << 32;
    }

    /** Counts an order out, of which {@code lots} were left; answers the number of orders left. */
    int orderRemoved(final int level, final long lots) {
        lotsRemoved(level, lots);
        final int at = at(level) + COUNT_AND_PLACE;
        words[at] -= 1L << 32;
        return Packed.high(words[at]);
    }

    /** Takes {@code lots} from the total; throws {@link IllegalStateException} if there are fewer. */
    void lotsRemoved(final int level, final long lots) {
        final int at = at(level) + LOTS;
        final long left = words[at] - lots;
        if (left < 0) {
            throw new IllegalStateException("level " + priceTicks(level) + " would hold " + left + " lots");
        }
        words[at] = left;
    }

    private static int at(final int level) {
        return ORIGIN + (level << 2);
    }
}
