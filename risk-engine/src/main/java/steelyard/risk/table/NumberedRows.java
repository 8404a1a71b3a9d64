package steelyard.risk.table;

import java.util.Arrays;
import org.agrona.BitUtil;

/**
 * Rows of {@code long} fields that another table numbers, as {@link LongRows} does its own: an entity that has a row there
 * may have one of the same number here, so that nobody has to look up which. A row that was not taken reads as zeros; a
 * page without any that was needs no memory. One thread; allocates only when it grows.
 */
public final class NumberedRows {
    private final int fieldsShift;
    private final long[] nothing = LongRows.newPage();
    private long[][] pages = new long[16][];
    private int pageCount;

    /** Rows of {@code fields} longs: a power of two, at most 4,096. */
    public NumberedRows(final int fields) {
        if (!BitUtil.isPowerOfTwo(fields) || fields > LongRows.FIELDS_MAX) {
            throw new IllegalArgumentException("the number of fields must be a power of two up to 4096, not " + fields);
        }
        this.fieldsShift = Integer.numberOfTrailingZeros(fields);
    }

    /** Makes a row readable; nothing may be set in it until it is {@link #take taken}. */
    public void reach(final int row) {
        if (pageOf(row) >= pageCount) {
            reachPage(pageOf(row));
        }
    }

    private void reachPage(final int page) {
        if (page >= pages.length) {
            pages = Arrays.copyOf(pages, Math.max(page + 1, pages.length * 2));
        }
        Arrays.fill(pages, pageCount, page + 1, nothing);
        pageCount = page + 1;
    }

    /** Makes a row one in which fields may be set. */
    public void take(final int row) {
        reach(row);
        if (pages[pageOf(row)] == nothing) {
            pages[pageOf(row)] = LongRows.newPage();
        }
    }

    /** Gives a row back, which was taken; its fields become zero. */
    public void release(final int row) {
        final int base = base(row);
        Arrays.fill(page(row), base, base + (1 << fieldsShift), 0L);
    }

    /** The value of a field. */
    public long get(final int row, final int field) {
        return pages[pageOf(row)][base(row) + field];
    }

    /** Sets a field of a row that was taken. */
    public void set(final int row, final int field, final long value) {
        pages[pageOf(row)][base(row) + field] = value;
    }

    /** The array that holds the row. */
    public long[] page(final int row) {
        return pages[pageOf(row)];
    }

    /** Where the row starts in its {@link #page}. */
    public int base(final int row) {
        return LongRows.FRONT + (row << fieldsShift & LongRows.PAGE_MASK);
    }

    private int pageOf(final int row) {
        return row << fieldsShift >>> LongRows.PAGE_LONGS_SHIFT;
    }
}
