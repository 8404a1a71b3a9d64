package steelyard.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitTableTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65_535, 65_536, 16_777_215})
    void shouldHoldWhatWasSet(final int number) {
        final BitTable table = new BitTable();
        assertFalse(table.test(number));
        assertFalse(table.testAndClear(number));
        table.set(number);
        table.set(number ^ 1);
        assertTrue(table.test(number));
        assertTrue(table.testAndClear(number));
        assertFalse(table.testAndClear(number));
        assertFalse(table.test(number));
        assertTrue(table.test(number ^ 1));
    }
}
