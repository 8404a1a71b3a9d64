package steelyard.risk.table;

/** A growing queue of longs, first in first out. One thread; allocates only when it grows. */
public final class LongRing {
    private long[] values = new long[16];
    private int first;
    private int size;

    /** Number of values. */
    public int size() {
        return size;
    }

    /** Adds behind the last. */
    public void addLast(final long value) {
        if (size == values.length) {
            grow();
        }
        values[first + size++ & values.length - 1] = value;
    }

    /** Takes the first one, which must be there. */
    public long removeFirst() {
        final long value = values[first];
        first = first + 1 & values.length - 1;
        size--;
        return value;
    }

    /** The value at a place, 0 to {@link #size} − 1. */
    public long get(final int index) {
        return values[first + index & values.length - 1];
    }

    /** Replaces the value at a place. */
    public void set(final int index, final long value) {
        values[first + index & values.length - 1] = value;
    }

    private void grow() {
        final long[] larger = new long[2 * size];
        for (int i = 0; i < size; i++) {
            larger[i] = get(i);
        }
        values = larger;
        first = 0;
    }
}
