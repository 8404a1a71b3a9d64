package steelyard.calibration.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import steelyard.calibration.history.Panel;
import steelyard.calibration.history.PriceSeries;
import steelyard.calibration.history.Walks;
import steelyard.calibration.profile.Profiles;
import steelyard.model.ScenarioMatrix;

final class ScenariosTest {
    private static final String[] COINS = {"BTC", "ETH", "GOLD", "SPX", "NDX", "EURUSD"};
    private static final int LAST_ROW = 899;

    private static Scenarios choose(final List<PriceSeries> series) {
        final Panel panel = Walks.panel(series);
        return Scenarios.choose(
            new Standardized(panel, 0.97), Profiles.classes(panel.coins()), LAST_ROW, ScenarioRules.daily());
    }

    @Test
    void shouldBeAMatrixThatTheExchangeTakes() {
        final Scenarios scenarios = choose(Walks.of(1, 1_000, COINS));
        final ScenarioMatrix matrix = new ScenarioMatrix(7, scenarios.coins(), scenarios.directions());
        assertEquals(List.of(COINS), matrix.coins());
        assertArrayEquals(matrix.sha256(), ScenarioMatrix.parse(matrix.lines()).sha256());
    }

    @Test
    void shouldKnowNothingOfTheFuture() {
        final List<PriceSeries> all = Walks.of(2, 1_000, COINS);
        final List<PriceSeries> past = Walks.of(2, LAST_ROW + 2, COINS);
        assertTrue(past.getFirst().size() < all.getFirst().size());
        final Scenarios known = choose(past);
        assertArrayEquals(known.directions(), choose(all).directions());
        assertArrayEquals(known.clips(), choose(all).clips());
    }

    @Test
    void shouldHoldMovesOfWholeClasses() {
        final Scenarios scenarios = choose(Walks.of(3, 1_000, COINS));
        boolean cash = false;
        for (int k = 0; k < ScenarioMatrix.SCENARIOS; k++) {
            boolean all = true;
            for (final short[] column : scenarios.directions()) {
                all &= column[k] == -ScenarioMatrix.ONE;
            }
            cash |= all;
        }
        assertTrue(cash, "everything is sold for dollars");
    }
}
