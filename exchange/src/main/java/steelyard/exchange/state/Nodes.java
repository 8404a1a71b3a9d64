package steelyard.exchange.state;

import java.util.Arrays;

/**
 * How far each node has numbered its commands. A node appears when it opens its first epoch. There are a handful, so
 * they are searched one by one.
 */
public final class Nodes {
    /** What {@link #index} says of a node that has never opened an epoch. */
    public static final int UNKNOWN = -1;

    /** Bytes of a skip list's hash. */
    public static final int SKIP_LIST_HASH_LENGTH = 32;

    private int[] nodeIds = new int[8];
    private int[] epochs = new int[8];
    private long[] tokens = new long[8];
    private long[] lastSeqs = new long[8];
    private int[] behaviourMins = new int[8];
    private int[] behaviourMaxs = new int[8];
    private byte[] skipListHashes = new byte[8 * SKIP_LIST_HASH_LENGTH];
    private boolean[] retired = new boolean[8];
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

    /** Adds a node or replaces what is known of it; it has announced nothing. */
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
        behaviourMins[index] = 0;
        behaviourMaxs[index] = 0;
        Arrays.fill(skipListHashes, index * SKIP_LIST_HASH_LENGTH, (index + 1) * SKIP_LIST_HASH_LENGTH, (byte) 0);
        retired[index] = false;
    }

    /** Keeps which behaviour versions the node's build can run. */
    public void announce(final int index, final int behaviourMin, final int behaviourMax) {
        behaviourMins[index] = behaviourMin;
        behaviourMaxs[index] = behaviourMax;
    }

    /** Where the hash of the node's skip list starts in {@link #skipListHashes()}. */
    public int skipListOffset(final int index) {
        return index * SKIP_LIST_HASH_LENGTH;
    }

    /** The hashes of all nodes' skip lists, one after the other; to be written through until the next node comes. */
    public byte[] skipListHashes() {
        return skipListHashes;
    }

    /** Says whether the node is a member no more. */
    public void retired(final int index, final boolean isRetired) {
        retired[index] = isRetired;
    }

    /** Whether the node is a member no more. */
    public boolean isRetired(final int index) {
        return retired[index];
    }

    /** Lowest behaviour version that the node's build can run; 0 if it has announced nothing in its epoch. */
    public int behaviourMin(final int index) {
        return behaviourMins[index];
    }

    /** Highest behaviour version that the node's build can run. */
    public int behaviourMax(final int index) {
        return behaviourMaxs[index];
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
            behaviourMins = Arrays.copyOf(behaviourMins, 2 * size);
            behaviourMaxs = Arrays.copyOf(behaviourMaxs, 2 * size);
            skipListHashes = Arrays.copyOf(skipListHashes, 2 * size * SKIP_LIST_HASH_LENGTH);
            retired = Arrays.copyOf(retired, 2 * size);
        }
    }
}
