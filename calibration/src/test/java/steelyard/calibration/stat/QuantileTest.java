package steelyard.calibration.stat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class QuantileTest {
    @Test
    void shouldLieBetweenTwoValuesInProportion() {
        final double[] values = {5, 1, 4, 2, 3, 99};
        assertEquals(3, Quantile.of(values.clone(), 5, 0.5), 1e-12);
        assertEquals(4.6, Quantile.of(values.clone(), 5, 0.9), 1e-12);
        assertEquals(5, Quantile.of(values.clone(), 5, 1), 1e-12);
        assertEquals(99, Quantile.of(values.clone(), 6, 1), 1e-12);
    }

    @Test
    void shouldNotForgetInCalmTimes() {
        final Volatility volatility = new Volatility(0.9);
        for (int i = 0; i < Volatility.WARM_UP; i++) {
            assertTrue(Double.isNaN(volatility.value()));
            volatility.add(i % 2 == 0 ? 0.02 : -0.02);
        }
        assertEquals(0.02, volatility.value(), 1e-9);
        for (int i = 0; i < Volatility.WARM_UP; i++) {
            volatility.add(0);
        }
        assertEquals(Volatility.FLOOR * 0.02 / Math.sqrt(2), volatility.value(), 1e-4);
    }
}
