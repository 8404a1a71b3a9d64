package steelyard.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireDecimalTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0", "0.0, 0", "-0, 0", "-0.0, 0", "1, 100000000", "1.5, 150000000", "0.00000001, 1", "-0.00000001, -1",
        "007.10, 710000000", "1.000000000000, 100000000", "123456.78901234, 12345678901234",
        "92233720368, 9223372036800000000", "92233720368.5477580, 9223372036854775800",
        "92233720368.54775799, 9223372036854775799", "92233720368.54775800, 9223372036854775800",
        "92233720368.54775807, 9223372036854775807", "-92233720368.54775807, -9223372036854775807",
        "92233720368.5477580700, 9223372036854775807", "00000000000000000000000000000000000001, 100000000"})
    void shouldParse(final String text, final long e8) {
        assertEquals(e8, WireDecimal.parseE8(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "-", ".", "-.", ".5", "-.5", "1.", "1.2.3", "1..2", "+1", " 1", "1 ", "1e3", "0x1", "1,000", "--1", "1-",
        "NaN", "0.000000001", "1.123456789", "92233720368.54775808", "-92233720368.54775808", "92233720368.54775810",
        "92233720369", "9223372036854775807", "9223372036854775808", "99999999999999999999999999", "184467440738",
        "\u0661", "1\u0000", "\u22121"})
    void shouldRefuse(final String text) {
        assertEquals(WireDecimal.INVALID, WireDecimal.parseE8(text));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 6, 0.0", "1, 6, 0.000001", "-1, 6, -0.000001", "1500000, 6, 1.5", "-1500000, 6, -1.5", "1000000, 6, 1.0",
        "42, 0, 42.0", "-42, 0, -42.0", "1200, 2, 12.0", "1230, 2, 12.3", "1, 18, 0.000000000000000001",
        "9223372036854775807, 8, 92233720368.54775807", "-9223372036854775808, 8, -92233720368.54775808",
        "-9223372036854775808, 0, -9223372036854775808.0", "9223372036854775807, 0, 9223372036854775807.0"})
    void shouldFormat(final long value, final int decimals, final String text) {
        assertEquals(text, WireDecimal.format(value, decimals));
    }

    @Test
    void shouldParseWhatItFormats() {
        final SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 200_000; i++) {
            final long value = Math.max(-Long.MAX_VALUE, random.nextLong() >> random.nextInt(64));
            final String text = WireDecimal.format(value, WireDecimal.SCALE);
            assertEquals(value, WireDecimal.parseE8(text), text);
            assertEquals(0, new BigDecimal(text).compareTo(BigDecimal.valueOf(value, WireDecimal.SCALE)), text);
        }
    }

    /** Any text of the characters that matter: the same as a decimal parser says, within the grammar. */
    @Test
    void shouldAgreeWithBigDecimalOnRandomText() {
        final SplittableRandom random = new SplittableRandom(8);
        final String alphabet = "0123456789009.-";
        for (int i = 0; i < 300_000; i++) {
            final StringBuilder text = new StringBuilder();
            final int length = random.nextInt(24);
            for (int j = 0; j < length; j++) {
                text.append(alphabet.charAt(random.nextInt(j < 2 ? alphabet.length() : alphabet.length() - 1)));
            }
            assertEquals(expected(text.toString()), WireDecimal.parseE8(text), text::toString);
        }
    }

    private static long expected(final String text) {
        if (!text.matches("-?[0-9]+(\\.[0-9]+)?")) {
            return WireDecimal.INVALID;
        }
        try {
            return new BigDecimal(text).movePointRight(WireDecimal.SCALE).longValueExact();
        } catch (final ArithmeticException e) {
            return WireDecimal.INVALID;
        }
    }
}
