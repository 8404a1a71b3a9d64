package steelyard.matching;

import java.util.Arrays;

/**
 * The nodes of all price tries: 64 children, a bitmap of those in use, and the place in the node above. A child is a
 * node or, in a leaf, a price level. A <em>place</em> is {@code node << 6 | digit}. 268 bytes a node.
 */
final class TrieNodes extends Slab {
    /** Bits of a key that one node resolves. */
    static final int DIGIT_BITS = 6;

    private static final int DIGIT_MASK = 63;
    private static final int NODES_MAX = 1 << 31 - DIGIT_BITS;

    private int[] children;
    private int[] parents;

    TrieNodes(final int capacity) {
        super(1, capacity);
        children = new int[capacity << DIGIT_BITS];
        parents = new int[capacity];
        Arrays.fill(children, NONE);
    }

    @Override
    void grown(final int newCapacity) {
        if (newCapacity >= NODES_MAX) {
            throw new IllegalStateException("too many trie nodes: " + newCapacity);
        }
        final int from = children.length;
        children = Arrays.copyOf(children, newCapacity << DIGIT_BITS);
        parents = Arrays.copyOf(parents, newCapacity);
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

    /** A node without children, hanging at {@code parentPlace}, or a root for NONE. */
    int open(final int parentPlace) {
        final int node = take();
        words[ORIGIN + node] = 0;
        parents[node] = parentPlace;
        return node;
    }

    /** Gives back a node without children. */
    void close(final int node) {
        giveBack(node);
    }

    int parent(final int node) {
        return parents[node];
    }

    void parent(final int node, final int parentPlace) {
        parents[node] = parentPlace;
    }

    int child(final int place) {
        return children[place];
    }

    void put(final int place, final int child) {
        children[place] = child;
        words[ORIGIN + node(place)] |= 1L << place;
    }

    void clear(final int place) {
        children[place] = NONE;
        words[ORIGIN + node(place)] &= ~(1L << place);
    }

    boolean isEmpty(final int node) {
        return words[ORIGIN + node] == 0;
    }

    boolean hasOneChild(final int node) {
        final long bitmap = words[ORIGIN + node];
        return (bitmap & bitmap - 1) == 0;
    }

    /** Place of the node's first child; the node has one. */
    int firstPlace(final int node) {
        return place(node, Long.numberOfTrailingZeros(words[ORIGIN + node]));
    }

    /** Place of the next child of the same node, or NONE. */
    int nextPlace(final int place) {
        final long beyond = words[ORIGIN + node(place)] & -2L << place;
        return beyond == 0 ? NONE : place(node(place), Long.numberOfTrailingZeros(beyond));
    }
}
