package steelyard.risk.table;

import java.util.Arrays;
import org.agrona.BitUtil;

/**
 * A growing table of equally long rows of {@code long} fields. A row stays where it is: growing adds a page and copies
 * nothing, so the table can become large without a pause. Rows start at cache lines, those of
 * sixteen fields and more at pairs of them, if the virtual machine puts large arrays at round addresses. Released rows are
 * given out again, the last one first; which row an entity gets is therefore nobody's business but its owner's.
 *
 * <p>For a hot loop over several fields of one row, take {@link #page} and {@link #base} once and index the page
 * yourself. One thread; allocates only when it grows.
 */
public final class LongRows {
    static final int FIELDS_MAX = 4096;
    /** So long that a collector puts arrays of this length at addresses which are multiples of two lines'. */
    static final int PAGE_LONGS_SHIFT = 15;
    static final int PAGE_MASK = (1 << PAGE_LONGS_SHIFT) - 1;
    /** All longs of a table are numbered by an unsigned int. */
    private static final int PAGES_MAX = 1 << Integer.SIZE - PAGE_LONGS_SHIFT;
    /** What is left free in front of the rows, so that with an array's header it is two lines. */
    static final int FRONT = 14;
    private static final int TWO_LINES_LONGS = 16;

    private final int fieldsShift;
    private long[][] pages = new long[16][];
    private int pageCount;
    private int limit;
    private int[] free = new int[64];
    private int freeCount;

    /** Rows of {@code fields} longs: a power of two, at most 4,096. */
    public LongRows(final int fields) {
        if (!BitUtil.isPowerOfTwo(fields) || fields > FIELDS_MAX) {
            throw new IllegalArgumentException("the number of fields must be a power of two up to 4096, not " + fields);
        }
        this.fieldsShift = Integer.numberOfTrailingZeros(fields);
    }

    /** A row whose fields are all zero. */
    public int allocate() {
        if (freeCount > 0) {
            return free[--freeCount];
        }
        if (limit >>> PAGE_LONGS_SHIFT - fieldsShift == pageCount) {
            addPage();
        }
        return limit++;
    }

    /** Gives a row back; its fields become zero. */
    public void release(final int row) {
        final long[] page = page(row);
        final int base = base(row);
        Arrays.fill(page, base, base + (1 << fieldsShift), 0L);
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, free.length * 2);
        }
        free[freeCount++] = row;
    }

    /** Rows are below this. */
    public int limit() {
        return limit;
    }

    /** Number of rows that are given out. */
    public int count() {
        return limit - freeCount;
    }

    /** The value of a field. */
    public long get(final int row, final int field) {
        final int at = row << fieldsShift;
        return pages[at >>> PAGE_LONGS_SHIFT][FRONT + (at & PAGE_MASK) + field];
    }

    /** Sets a field. */
    public void set(final int row, final int field, final long value) {
        final int at = row << fieldsShift;
        pages[at >>> PAGE_LONGS_SHIFT][FRONT + (at & PAGE_MASK) + field] = value;
    }

    /** The array that holds the row. */
    public long[] page(final int row) {
        return pages[row << fieldsShift >>> PAGE_LONGS_SHIFT];
    }

    /** Where the row starts in its {@link #page}. */
    public int base(final int row) {
        return FRONT + (row << fieldsShift & PAGE_MASK);
    }

    private void addPage() {
        if (pageCount == PAGES_MAX) {
            throw new IllegalStateException("a table of " + limit + " rows is full");
        }
        if (pageCount == pages.length) {
            pages = Arrays.copyOf(pages, pageCount * 2);
        }
        pages[pageCount++] = newPage();
    }

    static long[] newPage() {
        return new long[TWO_LINES_LONGS + (1 << PAGE_LONGS_SHIFT)];
    }
}
