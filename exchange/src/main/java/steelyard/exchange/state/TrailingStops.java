package steelyard.exchange.state;

import static steelyard.model.Mix64.mix;

import java.util.Arrays;
import steelyard.protocol.sbe.TriggerRecordDecoder;

/**
 * Armed trailing stops of a market, source and side each in a tree by their extreme, so that a price costs O(log n) and
 * not a step for each stop that follows it: those whose extreme it passes are the first ones of the tree, and all of
 * them get the same new extreme, which a node keeps for those below it until somebody goes there. Each node knows the
 * smallest distances below it, and so the trigger price that is met first. A treap whose order comes from the rows.
 *
 * <p>Prices here are <em>signed</em>: as they are for stops that sell, which follow the highest price; negated for
 * those that buy. Rows are those of the trigger orders. Allocates only while it grows.
 */
final class TrailingStops {
    private static final int NONE = TriggerOrders.NONE;
    private static final int NO_BPS = Integer.MAX_VALUE;
    private static final long BPS = 10_000;

    private int[] roots = new int[0];
    private long[] treeHashes = new long[0];
    private int[] lefts = new int[0];
    private int[] rights = new int[0];
    private int[] parents = new int[0];
    private long[] extremes = new long[0];
    /** Whether all below have the extreme of the node, though they do not know it yet. */
    private boolean[] pendings = new boolean[0];
    private long[] trails = new long[0];
    private int[] bps = new int[0];
    private long[] weights = new long[0];
    /** Of a node and all below: smallest distance in ticks, in basis points, first trigger price, weights, hashes. */
    private long[] leastTrails = new long[0];
    private int[] leastBps = new int[0];
    private long[] firstTriggers = new long[0];
    private long[] weightSums = new long[0];
    private long[] hashes = new long[0];
    private int splitLeft;
    private int splitRight;
    private int[] path = new int[64];
    private long hash;

    /** A stop is armed: its signed extreme, and its distance, in ticks or else in basis points. */
    void add(
        final int tree, final int row, final long orderId, final long extreme, final long trailTicks,
        final int trailBps) {
        grow(tree, row);
        lefts[row] = NONE;
        rights[row] = NONE;
        extremes[row] = extreme;
        pendings[row] = false;
        trails[row] = trailTicks;
        bps[row] = trailBps;
        weights[row] = weight(orderId);
        pull(row);
        split(roots[tree], extreme);
        final int right = splitRight;
        root(tree, merge(merge(splitLeft, row), right));
    }

    /** A stop is armed no more. */
    void remove(final int tree, final int row) {
        pushPath(row);
        push(row);
        final int parent = parents[row];
        final int joined = merge(lefts[row], rights[row]);
        if (parent == NONE) {
            root(tree, joined);
            return;
        }
        if (lefts[parent] == row) {
            lefts[parent] = joined;
        } else {
            rights[parent] = joined;
        }
        int node = parent;
        int top = parent;
        for (; node != NONE; node = parents[node]) {
            pull(node);
            top = node;
        }
        root(tree, top);
    }

    /** A signed price was looked at: extremes that it passes move. */
    void follow(final int tree, final long price) {
        if (tree >= roots.length || roots[tree] == NONE) {
            return;
        }
        split(roots[tree], price);
        final int right = splitRight;
        assign(splitLeft, price);
        root(tree, merge(splitLeft, right));
    }

    /** One that a signed price is at or past, or NONE. */
    int fired(final int tree, final long price) {
        int node = tree < roots.length ? roots[tree] : NONE;
        if (node == NONE || firstTriggers[node] < price) {
            return NONE;
        }
        while (trigger(extremes[node], trails[node], bps[node]) < price) {
            push(node);
            node = lefts[node] != NONE && firstTriggers[lefts[node]] >= price ? lefts[node] : rights[node];
        }
        return node;
    }

    /** Signed extreme of an armed stop. */
    long extreme(final int row) {
        long extreme = extremes[row];
        for (int node = parents[row]; node != NONE; node = parents[node]) {
            extreme = pendings[node] ? extremes[node] : extreme;
        }
        return extreme;
    }

    /** Sum of the hashes of all stops and their extremes. */
    long hash() {
        return hash;
    }

    /** The hash of one stop. */
    static long hash(final long orderId, final long extreme) {
        return weight(orderId) * factor(extreme);
    }

    /** Distance of a stop from its extreme, in ticks. */
    static long distanceTicks(final long extreme, final long trailTicks, final int trailBps) {
        return trailBps == 0
            ? trailTicks
            : Math.max(1, Math.ceilDiv(Math.multiplyExact(Math.abs(extreme), (long) trailBps), BPS));
    }

    private static long trigger(final long extreme, final long trailTicks, final int trailBps) {
        return extreme - distanceTicks(extreme, trailTicks, trailBps);
    }

    private static long weight(final long orderId) {
        return mix(mix(0, TriggerRecordDecoder.TEMPLATE_ID), orderId);
    }

    private static long factor(final long extreme) {
        return mix(1, extreme) | 1;
    }

    /** All of a tree get an extreme. */
    private void assign(final int node, final long extreme) {
        if (node == NONE) {
            return;
        }
        extremes[node] = extreme;
        pendings[node] = true;
        final long ofTrails = leastTrails[node] == Long.MAX_VALUE ? Long.MIN_VALUE : extreme - leastTrails[node];
        final long ofBps = leastBps[node] == NO_BPS ? Long.MIN_VALUE : trigger(extreme, 0, leastBps[node]);
        firstTriggers[node] = Math.max(ofTrails, ofBps);
        hashes[node] = weightSums[node] * factor(extreme);
    }

    private void push(final int node) {
        if (pendings[node]) {
            assign(lefts[node], extremes[node]);
            assign(rights[node], extremes[node]);
            pendings[node] = false;
        }
    }

    private void pushPath(final int row) {
        int length = 0;
        for (int node = parents[row]; node != NONE; node = parents[node]) {
            if (length == path.length) {
                path = Arrays.copyOf(path, 2 * length);
            }
            path[length++] = node;
        }
        while (length > 0) {
            push(path[--length]);
        }
    }

    /** Works out a node from itself, which has nothing pending, and those below. */
    private void pull(final int node) {
        leastTrails[node] = bps[node] == 0 ? trails[node] : Long.MAX_VALUE;
        leastBps[node] = bps[node] == 0 ? NO_BPS : bps[node];
        firstTriggers[node] = trigger(extremes[node], trails[node], bps[node]);
        weightSums[node] = weights[node];
        hashes[node] = weights[node] * factor(extremes[node]);
        include(node, lefts[node]);
        include(node, rights[node]);
    }

    private void include(final int node, final int child) {
        if (child != NONE) {
            parents[child] = node;
            leastTrails[node] = Math.min(leastTrails[node], leastTrails[child]);
            leastBps[node] = Math.min(leastBps[node], leastBps[child]);
            firstTriggers[node] = Math.max(firstTriggers[node], firstTriggers[child]);
            weightSums[node] += weightSums[child];
            hashes[node] += hashes[child];
        }
    }

    /** Parts a tree: extremes below this are left of the others. */
    private void split(final int node, final long extreme) {
        if (node == NONE) {
            splitLeft = NONE;
            splitRight = NONE;
            return;
        }
        push(node);
        if (extremes[node] < extreme) {
            split(rights[node], extreme);
            rights[node] = splitLeft;
            splitLeft = node;
        } else {
            split(lefts[node], extreme);
            lefts[node] = splitRight;
            splitRight = node;
        }
        pull(node);
    }

    private int merge(final int left, final int right) {
        if (left == NONE || right == NONE) {
            return left == NONE ? right : left;
        }
        final boolean leftIsAbove = mix(0, left) > mix(0, right);
        final int above = leftIsAbove ? left : right;
        push(above);
        if (leftIsAbove) {
            rights[left] = merge(rights[left], right);
        } else {
            lefts[right] = merge(left, lefts[right]);
        }
        pull(above);
        return above;
    }

    private void root(final int tree, final int node) {
        hash += (node == NONE ? 0 : hashes[node]) - treeHashes[tree];
        treeHashes[tree] = node == NONE ? 0 : hashes[node];
        roots[tree] = node;
        if (node != NONE) {
            parents[node] = NONE;
        }
    }

    private void grow(final int tree, final int row) {
        if (tree >= roots.length) {
            final int count = roots.length;
            roots = Arrays.copyOf(roots, Math.max(tree + 1, 2 * count));
            Arrays.fill(roots, count, roots.length, NONE);
            treeHashes = Arrays.copyOf(treeHashes, roots.length);
        }
        if (row < lefts.length) {
            return;
        }
        final int size = Math.max(row + 1, 2 * lefts.length);
        lefts = Arrays.copyOf(lefts, size);
        rights = Arrays.copyOf(rights, size);
        parents = Arrays.copyOf(parents, size);
        extremes = Arrays.copyOf(extremes, size);
        pendings = Arrays.copyOf(pendings, size);
        trails = Arrays.copyOf(trails, size);
        bps = Arrays.copyOf(bps, size);
        weights = Arrays.copyOf(weights, size);
        leastTrails = Arrays.copyOf(leastTrails, size);
        leastBps = Arrays.copyOf(leastBps, size);
        firstTriggers = Arrays.copyOf(firstTriggers, size);
        weightSums = Arrays.copyOf(weightSums, size);
        hashes = Arrays.copyOf(hashes, size);
    }
}
