package steelyard.exchange.state;

import java.util.Arrays;

/**
 * How far each node has numbered its commands. A node appears when it opens its first epoch. There are a handful, so
 * they are searched one by one.
 */
public final class Nodes {
    /** What {@link #index} says of a node that has never opened an epoch. */
    public static final int UNKNOWN = -1;

    private int[] nodeIds = new int[8];
    private int[] epochs = new int[8];
    private long[] tokens = new long[8];
    private long[] lastSeqs = new long[8];
    private int count;

    /** Number of nodes. */
    public int count() {
        return count;
    }

    /** The node's place, or {@link #UNKNOWN}. */
    public int index(final int nodeId) {
        for (int i = 0; i < count; i++) {
            if (nodeIds[i] == nodeId) {
                return i;
            }
        }
        return UNKNOWN;
    }

    /** Adds a node or replaces what is known of it. */
    public void set(final int nodeId, final int epoch, final long token, final long lastSeq) {
        int index = index(nodeId);
        if (index == UNKNOWN) {
            index = count++;
            growTo(count);
        }
        nodeIds[index] = nodeId;
        epochs[index] = epoch;
        tokens[index] = token;
        lastSeqs[index] = lastSeq;
    }

    /** Counts one more command of the node's epoch. */
    public void advance(final int index) {
        lastSeqs[index]++;
    }

    /** The node's id. */
    public int nodeId(final int index) {
        return nodeIds[index];
    }

    /** The epoch in which the node numbers now, from 1. */
    public int epoch(final int index) {
        return epochs[index];
    }

    /** What the node opened its epoch with. */
    public long token(final int index) {
        return tokens[index];
    }

    /** Number of the node's last command in this epoch. */
    public long lastSeq(final int index) {
        return lastSeqs[index];
    }

    private void growTo(final int size) {
        if (size > nodeIds.length) {
            nodeIds = Arrays.copyOf(nodeIds, 2 * size);
            epochs = Arrays.copyOf(epochs, 2 * size);
            tokens = Arrays.copyOf(tokens, 2 * size);
            lastSeqs = Arrays.copyOf(lastSeqs, 2 * size);
        }
    }
}
