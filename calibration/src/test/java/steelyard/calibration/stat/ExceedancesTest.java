package steelyard.calibration.stat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ExceedancesTest {
    private static Exceedances of(final int trials, final IntPredicate isExceeded) {
        final Exceedances exceedances = new Exceedances();
        IntStream.range(0, trials).forEach(i -> exceedances.add(isExceeded.test(i)));
        return exceedances;
    }

    @Test
    void shouldCount() {
        final Exceedances exceedances = of(1_000, i -> i % 100 == 0);
        assertEquals(1_000, exceedances.trials());
        assertEquals(10, exceedances.count());
        assertEquals(0.99, exceedances.coverage(), 1e-12);
        assertEquals(1, new Exceedances().coverage());
    }

    /** Worked out by hand: 2 (242 ln 0.968 + 8 ln 0.032 − 242 ln 0.99 − 8 ln 0.01), and −1,000 ln 0.99. */
    @Test
    void shouldTestHowOftenAsKupiecDoes() {
        assertEquals(7.73355, of(250, i -> i % 32 == 5).kupiec(0.01), 1e-4);
        assertEquals(0, of(1_000, i -> i % 100 == 0).kupiec(0.01), 1e-9);
        assertEquals(10.05034, of(500, i -> false).kupiec(0.01), 1e-4);
        assertTrue(of(250, i -> i % 32 == 5).isTooFrequent(0.01));
        assertFalse(of(500, i -> false).isTooFrequent(0.01), "too few are no danger");
    }

    @Test
    void shouldSeeExceedancesThatFollowEachOther() {
        assertTrue(of(1_000, i -> i >= 500 && i < 510).christoffersen() > Exceedances.CRITICAL);
        assertTrue(of(1_000, i -> i % 100 == 0).christoffersen() < Exceedances.CRITICAL);
        assertEquals(0, of(1_000, i -> false).christoffersen(), 1e-9);
    }

    @Test
    void shouldLightByTheWorstWindow() {
        assertEquals(Exceedances.Light.GREEN, of(1_000, i -> i % 60 == 0 && i < 240).light());
        assertEquals(Exceedances.Light.YELLOW, of(1_000, i -> i % 50 == 0).light());
        assertEquals(Exceedances.Light.RED, of(1_000, i -> i >= 700 && i < 710).light());
    }
}
