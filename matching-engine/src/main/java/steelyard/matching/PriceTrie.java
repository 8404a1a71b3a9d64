package steelyard.matching;

import static steelyard.matching.TrieNodes.DIGIT_BITS;

/**
 * The price levels of one side, found by <em>rank</em>: the price's index in the grid, negated for bids, so that the
 * best price always has the smallest rank. A trie of 64 children a node that is only as high as the ranks lie apart.
 * A level hangs where its path parts from all others, so that a lonely price needs no nodes of its own.
 *
 * <p>A key is the distance from an anchor that puts the first rank into the middle of every node above it, so that
 * ranks up to 31 away need one node, up to 2,000 away two levels of nodes, up to 130,000 three. The root covers the
 * keys that share the bits above its height.
 */
final class PriceTrie {
    private static final int NONE = Slab.NONE;
    private static final int HEIGHT_MAX = 10;
    /** Key of the first rank: ten digits of 32. */
    private static final long MIDDLE = 0x0820_8208_2082_0820L;

    /** What the trie must know of levels: it holds only their numbers. */
    interface Levels {
        /** The rank of a level in the trie. */
        long rank(int level);

        /** A level in the trie has another place from now on. */
        void moved(int level, int place);
    }

    private final TrieNodes nodes;
    private final Levels levels;
    private int root = NONE;
    private int height;
    /** What all keys have above the root's digits. */
    private long prefix;
    private long anchor;

    PriceTrie(final TrieNodes nodes, final Levels levels) {
        this.nodes = nodes;
        this.levels = levels;
    }

    /** Level with this rank, or NONE. */
    int find(final long rank) {
        final int end = end(rank);
        final int level = end == NONE ? NONE : level(end);
        return level != NONE && levels.rank(level) == rank ? level : NONE;
    }

    /** The place at which the path of this rank ends, or NONE if the root does not cover it. */
    int end(final long rank) {
        final long key = rank - anchor;
        if (root == NONE || key >>> DIGIT_BITS * height != prefix) {
            return NONE;
        }
        int place = NONE;
        int child = root;
        for (int shift = DIGIT_BITS * (height - 1); TrieNodes.isNode(child); shift -= DIGIT_BITS) {
            place = TrieNodes.place(child, TrieNodes.digit(key >>> shift));
            child = nodes.child(place);
        }
        return place;
    }

    /**
     * The place of this rank, made if there is none; the caller puts a level there at once if {@link #level} is NONE.
     * Throws {@link IllegalArgumentException} for a rank 2^59 or more away from the first.
     */
    int place(final long rank) {
        if (root == NONE) {
            plant(rank);
        }
        final long key = rank - anchor;
        if (key >>> DIGIT_BITS * HEIGHT_MAX != 0) {
            throw new IllegalArgumentException("prices lie too far apart");
        }
        while (key >>> DIGIT_BITS * height != prefix) {
            rise();
        }
        int node = root;
        for (int shift = DIGIT_BITS * (height - 1);; shift -= DIGIT_BITS) {
            final int place = TrieNodes.place(node, TrieNodes.digit(key >>> shift));
            final int child = nodes.child(place);
            if (TrieNodes.isNode(child)) {
                node = child;
            } else if (child == NONE || levels.rank(TrieNodes.level(child)) == rank) {
                return place;
            } else {
                node = pushDown(place, shift - DIGIT_BITS);
            }
        }
    }

    /** Puts a node between a place and the level that hangs there. */
    private int pushDown(final int place, final int shift) {
        final int level = level(place);
        final int node = nodes.open(place);
        nodes.put(place, node);
        final int below = TrieNodes.place(node, TrieNodes.digit(levels.rank(level) - anchor >>> shift));
        put(below, level);
        levels.moved(level, below);
        return node;
    }

    /** Level at a place, or NONE. */
    int level(final int place) {
        return TrieNodes.level(nodes.child(place));
    }

    void put(final int place, final int level) {
        nodes.put(place, TrieNodes.ofLevel(level));
    }

    /** Level with the smallest rank, or NONE. */
    int first() {
        return root == NONE ? NONE : descendFrom(nodes.firstPlace(root));
    }

    /** Level with the next greater rank than the one at {@code place}, or NONE. */
    int next(final int place) {
        int next = nodes.nextPlace(place);
        int above = nodes.parent(TrieNodes.node(place));
        while (next == NONE && above != NONE) {
            next = nodes.nextPlace(above);
            above = nodes.parent(TrieNodes.node(above));
        }
        return next == NONE ? NONE : descendFrom(next);
    }

    /** Takes the level at {@code place} out, and the nodes that are no longer needed. */
    void remove(final int place) {
        nodes.clear(place);
        int node = TrieNodes.node(place);
        while (nodes.isEmpty(node)) {
            final int above = nodes.parent(node);
            nodes.close(node);
            if (above == NONE) {
                root = NONE;
                return;
            }
            nodes.clear(above);
            node = TrieNodes.node(above);
        }
        if (node == root) {
            sink();
        }
    }

    int height() {
        return root == NONE ? 0 : height;
    }

    private int descendFrom(final int place) {
        int child = nodes.child(place);
        while (TrieNodes.isNode(child)) {
            child = nodes.child(nodes.firstPlace(child));
        }
        return TrieNodes.level(child);
    }

    private void plant(final long rank) {
        anchor = rank - MIDDLE;
        root = nodes.open(NONE);
        height = 1;
        prefix = MIDDLE >>> DIGIT_BITS;
    }

    private void rise() {
        final int above = nodes.open(NONE);
        final int place = TrieNodes.place(above, TrieNodes.digit(prefix));
        nodes.put(place, root);
        nodes.parent(root, place);
        root = above;
        prefix >>>= DIGIT_BITS;
        height++;
    }

    private void sink() {
        while (height > 1 && nodes.hasOneChild(root)) {
            final int place = nodes.firstPlace(root);
            final int below = nodes.child(place);
            if (!TrieNodes.isNode(below)) {
                return;
            }
            nodes.clear(place);
            nodes.close(root);
            nodes.parent(below, NONE);
            root = below;
            prefix = prefix << DIGIT_BITS | TrieNodes.digit(place);
            height--;
        }
    }
}
