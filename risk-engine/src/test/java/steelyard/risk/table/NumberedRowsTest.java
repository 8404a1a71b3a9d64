package steelyard.risk.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class NumberedRowsTest {
    private static final int FAR = 1_000_000;

    private final NumberedRows rows = new NumberedRows(16);

    @Test
    void shouldKeepWhatIsTakenAndReadZerosElsewhere() {
        rows.take(7);
        rows.set(7, 15, 70);
        rows.take(FAR);
        rows.set(FAR, 0, -1);
        assertEquals(70, rows.get(7, 15));
        assertEquals(-1, rows.get(FAR, 0));
        assertEquals(-1, rows.page(FAR)[rows.base(FAR)]);
        for (final int row : new int[] {0, 6, 8, FAR / 2, FAR - 1}) {
            for (int field = 0; field < 16; field++) {
                assertEquals(0, rows.get(row, field));
            }
        }
    }

    @Test
    void shouldNeedNoMemoryForPagesOfNothing() {
        rows.reach(FAR);
        assertSame(rows.page(0), rows.page(FAR), "all that was only reached is one page");
        rows.take(FAR);
        assertNotSame(rows.page(0), rows.page(FAR));
        assertSame(rows.page(0), rows.page(FAR / 2));
    }

    @Test
    void shouldEmptyWhatIsReleased() {
        rows.take(3);
        rows.take(4);
        for (int field = 0; field < 16; field++) {
            rows.set(3, field, 1);
            rows.set(4, field, 2);
        }
        rows.release(3);
        for (int field = 0; field < 16; field++) {
            assertEquals(0, rows.get(3, field));
            assertEquals(2, rows.get(4, field));
        }
    }

    @Test
    void shouldRefuseRowsThatWouldCrossPages() {
        assertThrows(IllegalArgumentException.class, () -> new NumberedRows(3));
        assertThrows(IllegalArgumentException.class, () -> new NumberedRows(8192));
    }
}
