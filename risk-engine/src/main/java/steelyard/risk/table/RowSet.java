package steelyard.risk.table;

import java.util.Arrays;

/**
 * Rows that were touched since the last {@link #clear}, each once, in the order in which they were first touched. One
 * thread; allocates only when it grows.
 */
public final class RowSet {
    private long[] bits = new long[16];
    private int[] rows = new int[64];
    private int count;

    /** Adds a row; does nothing if it is in the set. */
    public void add(final int row) {
        final int word = row >>> 6;
        if (word >= bits.length) {
            bits = Arrays.copyOf(bits, Math.max(word + 1, bits.length * 2));
        }
        final long bit = 1L << row;
        if ((bits[word] & bit) == 0) {
            bits[word] |= bit;
            append(row);
        }
    }

    /** Number of rows. */
    public int count() {
        return count;
    }

    /** The row at this place, 0 to {@link #count} − 1. */
    public int row(final int index) {
        return rows[index];
    }

    /** Whether the row is in the set. */
    public boolean contains(final int row) {
        final int word = row >>> 6;
        return word < bits.length && (bits[word] & 1L << row) != 0;
    }

    /** Empties the set. */
    public void clear() {
        for (int i = 0; i < count; i++) {
            bits[rows[i] >>> 6] = 0;
        }
        count = 0;
    }

    private void append(final int row) {
        if (count == rows.length) {
            rows = Arrays.copyOf(rows, count * 2);
        }
        rows[count++] = row;
    }
}
