package steelyard.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceGridTest {
    private static final long PRICE_MAX = 1L << 56;

    /** Every price up to where the steps are whole USDC, or a million, is valid or not as the rule says. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void shouldNumberFiveFigurePricesWithoutGaps(final int sizeDecimals) {
        final PriceGrid grid = PriceGrid.significant5(sizeDecimals);
        long index = 0;
        long lastValid = 0;
        for (long price = 1; price < 2_000_000; price++) {
            final boolean valid = isFiveFigures(price, sizeDecimals);
            assertEquals(valid, grid.isValid(price), "price " + price);
            if (valid) {
                index++;
                assertEquals(price, lastValid + grid.stepAtTicks(lastValid == 0 ? 1 : lastValid), "step to " + price);
                lastValid = price;
            }
            assertEquals(index, grid.indexOf(price), "index of " + price);
            assertEquals(lastValid, grid.priceAt(index), "price at " + index);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void shouldNumberFiveFigurePricesAroundEveryDecade(final int sizeDecimals) {
        final PriceGrid grid = PriceGrid.significant5(sizeDecimals);
        for (int exponent = 0; exponent <= 16; exponent++) {
            final long decade = FixedPoint.powerOfTen(exponent);
            walk(grid, Math.max(1, decade - 300 * grid.stepAtTicks(Math.max(1, decade - 1))), 600);
            for (int multiple = 2; multiple <= 7; multiple++) {
                walk(grid, multiple * decade, 3);
            }
        }
    }

    @Test
    void shouldAgreeWithTheRuleOnRandomPrices() {
        final SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 300_000; i++) {
            final int sizeDecimals = random.nextInt(7);
            final PriceGrid grid = PriceGrid.significant5(sizeDecimals);
            final long scale = FixedPoint.powerOfTen(random.nextInt(12));
            final long price = Math.max(1, (random.nextLong(PRICE_MAX) >> random.nextInt(56)) / scale * scale);
            assertEquals(isFiveFigures(price, sizeDecimals), grid.isValid(price), () -> price + " in " + sizeDecimals);
            final long below = grid.priceAt(grid.indexOf(price));
            assertTrue(below <= price && grid.isValid(below), () -> price + " lies above " + below);
            assertTrue(grid.priceAt(grid.indexOf(price) + 1) > price, () -> price + " in " + sizeDecimals);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "5", "25", "1000", "7"})
    void shouldNumberEqualSteps(final long step) {
        final PriceGrid grid = PriceGrid.tick(step, true);
        for (long index = -1_000; index <= 1_000; index++) {
            final long price = index * step;
            assertTrue(grid.isValid(price));
            assertEquals(index, grid.indexOf(price));
            assertEquals(price, grid.priceAt(index));
            assertEquals(step, grid.stepAtTicks(price));
            for (long off = 1; off < step; off++) {
                assertFalse(grid.isValid(price + off));
                assertEquals(index < 0 ? index + 1 : index, grid.indexOf(price + off));
            }
        }
        final long largest = PRICE_MAX / step * step;
        assertEquals(largest, grid.priceAt(grid.indexOf(largest)));
        assertEquals(-largest, grid.priceAt(grid.indexOf(-largest)));
    }

    @Test
    void shouldAllowPricesAtAndBelowZeroOnlyWhereAsked() {
        assertTrue(PriceGrid.tick(5, true).isValid(0));
        assertTrue(PriceGrid.tick(5, true).isValid(-5));
        assertFalse(PriceGrid.tick(5, false).isValid(0));
        assertFalse(PriceGrid.tick(5, false).isValid(-5));
        assertTrue(PriceGrid.tick(5, false).isValid(5));
        assertFalse(PriceGrid.significant5(2).isValid(0));
        assertFalse(PriceGrid.significant5(2).isValid(-1));
    }

    @Test
    void shouldRefuseAStepThatIsNotPositive() {
        assertThrows(IllegalArgumentException.class, () -> PriceGrid.tick(0, true));
        assertThrows(IllegalArgumentException.class, () -> PriceGrid.tick(-1, true));
    }

    /** The prices of the venue's own examples, with their size decimals. */
    @ParameterizedTest
    @CsvSource({
        "1234.5, 1, true", "1234.56, 1, false", "0.001234, 0, true", "0.0012345, 0, false", "0.01234, 1, true",
        "0.012345, 1, false", "123456, 5, true", "123456.5, 1, false", "100000.1, 0, false", "99999.5, 0, false",
        "9999.9, 0, true"})
    void shouldFollowTheRuleInDecimals(final String price, final int sizeDecimals, final boolean valid) {
        final long e8 = WireDecimal.parseE8(price);
        final long e8PerTick = FixedPoint.powerOfTen(8 - (6 - sizeDecimals));
        assertEquals(valid, e8 % e8PerTick == 0 && PriceGrid.significant5(sizeDecimals).isValid(e8 / e8PerTick));
    }

    /** From the first valid price at or above {@code from}, over {@code count} prices. */
    private static void walk(final PriceGrid grid, final long from, final int count) {
        long index = grid.indexOf(from) + (grid.isValid(from) ? 0 : 1);
        long price = grid.priceAt(index);
        for (int i = 0; i < count; i++) {
            assertTrue(grid.isValid(price), "price " + price);
            assertEquals(index, grid.indexOf(price), "index of " + price);
            assertEquals(price, grid.priceAt(index), "price at " + index);
            final long step = grid.stepAtTicks(price);
            assertEquals(index, grid.indexOf(price + step - 1), "between " + price + " and the next");
            price += step;
            index++;
        }
    }

    /** By the words of the rule: a whole number of USDC, or at most five figures between first and last non-zero. */
    private static boolean isFiveFigures(final long priceTicks, final int sizeDecimals) {
        if (priceTicks % FixedPoint.powerOfTen(6 - sizeDecimals) == 0) {
            return true;
        }
        long figures = priceTicks;
        while (figures % 10 == 0) {
            figures /= 10;
        }
        return figures < 100_000;
    }
}
