package steelyard.matching;

import java.util.Arrays;

/**
 * The nodes of all price tries: 64 children, a bitmap of those in use, and the place in the node above. A child is a
 * node or a price level. A <em>place</em> is {@code node << 6 | digit}. 272 bytes a node.
 */
final class TrieNodes extends Slab {
    /** Bits of a key that one node resolves. */
    static final int DIGIT_BITS = 6;

    private static final int DIGIT_MASK = 63;
    private static final int BITMAP = 0;
    /** Place in the node above; the last word, which links free nodes. */
    private static final int PARENT = 1;
    private static final int NODES_MAX = 1 << 31 - DIGIT_BITS;

    private int[] children;

    TrieNodes(final int capacity) {
        super(2, capacity);
        children = new int[capacity << DIGIT_BITS];
        Arrays.fill(children, NONE);
    }

    @Override
    void grown(final int newCapacity) {
        if (newCapacity >= NODES_MAX) {
            throw new IllegalStateException("too many trie nodes: " + newCapacity);
        }
        final int from = children.length;
        children = Arrays.copyOf(children, newCapacity << DIGIT_BITS);
        Arrays.fill(children, from, children.length, NONE);
    }

    static int place(final int node, final int digit) {
        return node << DIGIT_BITS | digit;
    }

    static int node(final int place) {
        return place >>> DIGIT_BITS;
    }

    static int digit(final long key) {
        return (int) key & DIGIT_MASK;
    }

    /** Whether a child is a node: neither a level nor NONE. */
    static boolean isNode(final int child) {
        return child >= 0;
    }

    /** The level that a child is, which is no node; NONE for NONE. */
    static int level(final int child) {
        return child == NONE ? NONE : -2 - child;
    }

    /** A level as a child. */
    static int ofLevel(final int level) {
        return -2 - level;
    }

    /** A node without children, hanging at {@code parentPlace}, or a root for NONE. */
    int open(final int parentPlace) {
        final int node = take();
        words[at(node) + BITMAP] = 0;
        words[at(node) + PARENT] = parentPlace;
        return node;
    }

    /** Gives back a node without children. */
    void close(final int node) {
        giveBack(node);
    }

    int parent(final int node) {
        return (int) words[at(node) + PARENT];
    }

    void parent(final int node, final int parentPlace) {
        words[at(node) + PARENT] = parentPlace;
    }

    int child(final int place) {
        return children[place];
    }

    void put(final int place, final int child) {
        children[place] = child;
        words[at(node(place)) + BITMAP] |= 1L << place;
    }

    void clear(final int place) {
        children[place] = NONE;
        words[at(node(place)) + BITMAP] &= ~(1L << place);
    }

    /** Reads what a change of a place touches; the answer means nothing. */
    long preload(final int place) {
        return children[place] + words[at(node(place))];
    }

    boolean isEmpty(final int node) {
        return words[at(node) + BITMAP] == 0;
    }

    boolean hasOneChild(final int node) {
        final long bitmap = words[at(node) + BITMAP];
        return (bitmap & bitmap - 1) == 0;
    }

    /** Place of the node's first child; the node has one. */
    int firstPlace(final int node) {
        return place(node, Long.numberOfTrailingZeros(words[at(node) + BITMAP]));
    }

    /** Place of the next child of the same node, or NONE. */
    int nextPlace(final int place) {
        final long beyond = words[at(node(place)) + BITMAP] & -2L << place;
        return beyond == 0 ? NONE : place(node(place), Long.numberOfTrailingZeros(beyond));
    }

    private static int at(final int node) {
        return ORIGIN + (node << 1);
    }
}
