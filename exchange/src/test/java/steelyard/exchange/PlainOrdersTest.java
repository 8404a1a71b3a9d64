package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.model.MarketSpec;

/** Orders that rest go a way of their own; in a market with a cap of open interest, however large, they do not. */
class PlainOrdersTest {
    private static final int COMMANDS = 5_000;
    private static final long LARGE_CAP_MICROS = 1L << 55;

    private int moved;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldDoWhatTheGeneralWayDoes(final long seed) {
        final Rig one = new Rig();
        final Rig other = new Rig();
        final RandomFlow plain = RandomFlow.start(one, seed);
        final RandomFlow general = RandomFlow.start(other, seed, capped(Rig.btc()), capped(Rig.oil()));
        for (int i = 0; i < COMMANDS; i++) {
            final List<String> events = plain.step();
            assertEquals(general.step(), events, "command " + i);
            moved += events.stream().anyMatch(event -> event.contains("MODIFIED")) ? 1 : 0;
        }
        assertTrue(moved > 100, moved + " orders moved");
        final StateHash expected = other.exchange.stateHash();
        final StateHash hash = one.exchange.stateHash();
        assertEquals(expected.accounts(), hash.accounts());
        assertEquals(expected.risk(), hash.risk());
        assertEquals(expected.nonces(), hash.nonces());
        assertEquals(expected.timers(), hash.timers());
        one.exchange.verify();
        other.exchange.verify();
    }

    private static MarketSpec capped(final MarketSpec spec) {
        return new MarketSpec(spec.marketId(), spec.coin(), spec.assetClass(), spec.sizeDecimals(), spec.gridKind(),
            spec.gridStepTicks(), spec.allowsNonPositive(), spec.maxLeverage(), spec.defaultLeverage(),
            spec.minNotionalMicros(), spec.maxPriceTicks(), spec.maxOrderLots(), spec.maxPositionLots(),
            spec.staleAfterNanos(), spec.priceQuorum(), 0, LARGE_CAP_MICROS);
    }
}
