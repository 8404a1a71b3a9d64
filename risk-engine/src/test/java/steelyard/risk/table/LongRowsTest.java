package steelyard.risk.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LongRowsTest {
    @Test
    void shouldKeepEveryFieldOfManyRows() {
        final LongRows rows = new LongRows(4);
        for (int i = 0; i < 100_000; i++) {
            final int row = rows.allocate();
            assertEquals(i, row);
            for (int field = 0; field < 4; field++) {
                rows.set(row, field, 4L * i + field);
            }
        }
        for (int row = 0; row < rows.limit(); row++) {
            for (int field = 0; field < 4; field++) {
                assertEquals(4L * row + field, rows.get(row, field));
                assertEquals(4L * row + field, rows.page(row)[rows.base(row) + field]);
            }
        }
    }

    @Test
    void shouldNotMoveRowsWhenGrowing() {
        final LongRows rows = new LongRows(16);
        final long[] page = rows.page(rows.allocate());
        for (int i = 0; i < 1_000_000; i++) {
            rows.allocate();
        }
        assertSame(page, rows.page(0));
    }

    @Test
    void shouldGiveReleasedRowsOutAgainEmpty() {
        final LongRows rows = new LongRows(2);
        final int first = rows.allocate();
        final int second = rows.allocate();
        rows.set(first, 1, 7);
        rows.release(first);
        rows.release(second);
        assertEquals(0, rows.count());
        assertEquals(second, rows.allocate());
        assertEquals(first, rows.allocate());
        assertEquals(0, rows.get(first, 1));
        assertEquals(2, rows.limit());
    }

    @Test
    void shouldRefuseRowsThatWouldCrossPages() {
        assertThrows(IllegalArgumentException.class, () -> new LongRows(3));
        assertThrows(IllegalArgumentException.class, () -> new LongRows(8192));
    }
}
