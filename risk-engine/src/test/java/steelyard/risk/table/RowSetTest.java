package steelyard.risk.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RowSetTest {
    @Test
    void shouldHoldEachRowOnceInTheOrderOfTouching() {
        final RowSet set = new RowSet();
        for (final int row : new int[] {70_000, 3, 64, 3, 70_000, 0}) {
            set.add(row);
        }
        assertEquals(4, set.count());
        assertEquals(70_000, set.row(0));
        assertEquals(3, set.row(1));
        assertEquals(64, set.row(2));
        assertEquals(0, set.row(3));
        assertTrue(set.contains(64));
        assertFalse(set.contains(65));
        assertFalse(set.contains(1 << 30));
    }

    @Test
    void shouldBeEmptyAfterClear() {
        final RowSet set = new RowSet();
        for (int row = 0; row < 1000; row++) {
            set.add(row);
        }
        set.clear();
        assertEquals(0, set.count());
        assertFalse(set.contains(500));
        set.add(500);
        assertEquals(1, set.count());
    }
}
