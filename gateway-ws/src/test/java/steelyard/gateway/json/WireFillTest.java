package steelyard.gateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steelyard.model.Side;

class WireFillTest {
    @ParameterizedTest
    @CsvSource({"BUY, 0, 5, Open Long", "SELL, 0, 5, Open Short", "BUY, 3, 5, Open Long", "SELL, -3, 5, Open Short",
        "SELL, 5, 5, Close Long", "SELL, 6, 5, Close Long", "SELL, 4, 5, Long > Short", "BUY, -5, 5, Close Short",
        "BUY, -4, 5, Short > Long"})
    void shouldSayWhatAFillDoesToThePosition(
        final Side side, final long startPosition, final long lots, final String direction) {
        assertEquals(direction, WireFill.direction(side, startPosition, lots));
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 0, 10, 0.3333333333", "2, 3, 0, 10, 0.6666666667", "6, 3, 0, 10, 2.0", "-1, 8, 1, 10, -0.0125",
        "0, 7, 0, 10, 0.0", "12345678900, 1, 2, 10, 123456789.0"})
    void shouldPrintQuotients(
        final long numerator, final long denominator, final int scale, final int decimals, final String text) {
        assertEquals(text, Decimals.quotient(
            BigDecimal.valueOf(numerator), denominator, scale, decimals, RoundingMode.HALF_UP));
    }

    @Test
    void shouldNameTransactionsByTheirPlaceInTheLog() {
        assertEquals("0x" + "0".repeat(44) + "00000000000012ab" + "000c", TransactionName.of(0x12ab, 12));
        assertEquals("0x" + "0".repeat(44) + "7fffffffffffffff" + "ffff", TransactionName.of(Long.MAX_VALUE, 65535));
    }
}
