package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.model.MarketParameter;
import steelyard.model.Parameter;

/** Random commands with everything watched: nothing is lost, nobody is overlooked, and a snapshot changes nothing. */
class LiquidationFlowTest {
    private static RandomFlow start(final Rig rig, final long seed) {
        final RandomFlow flow = RandomFlow.start(rig, seed);
        rig.set(Parameter.LIQUIDATION, 1);
        rig.set(Parameter.LOOKS_MAX, 1 + seed % 5);
        rig.set(Parameter.ROUND_MILLIS, 100);
        rig.risk(Rig.BTC, MarketParameter.BACKSTOP_CAP_USDC, 3_000 * (seed % 3), MarketParameter.IMPACT_NOTIONAL_USDC,
            100, MarketParameter.TIER_1_FROM_USDC, 2_000, MarketParameter.TIER_1_LEVERAGE, 10);
        rig.risk(Rig.OIL, MarketParameter.BACKSTOP_CAP_USDC, 100_000, MarketParameter.MARGIN_PRICE_MIN_TICKS, 50);
        return flow;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 6, 7, 8, 10})
    void shouldOverlookNobody(final long seed) {
        final Rig rig = new Rig();
        final RandomFlow flow = start(rig, seed);
        final List<String> kinds = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            flow.step().stream().map(each -> each.split(" ")[0]).forEach(kinds::add);
            shock(rig, i).stream().map(each -> each.split(" ")[0]).forEach(kinds::add);
            if (i % 50 == 0) {
                settleDown(rig, kinds);
                rig.exchange.verify();
            }
            if (i % 500 == 250) {
                rig.exchange.dropDerived();
            }
        }
        assertTrue(kinds.contains("MarginLevelChanged"), "levels change");
        assertTrue(kinds.contains("LiquidationStep") || kinds.contains("PositionTransferred"), "positions are closed");
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void shouldGoOnFromASnapshotAsIfNothingHadBeen(final long seed) {
        final Rig rig = new Rig();
        final Rig other = new Rig();
        final RandomFlow flow = start(rig, seed);
        final RandomFlow same = start(other, seed);
        for (int i = 0; i < 1_500; i++) {
            if (i % 100 == 50) {
                other.exchange = other.restored();
            }
            assertEquals(flow.step(), same.step(), "command " + i);
            shock(rig, i);
            shock(other, i);
        }
        assertEquals(rig.exchange.stateHash(), other.exchange.stateHash());
    }

    /** A jump of the price by up to a tenth, now and then. */
    private static List<String> shock(final Rig rig, final int i) {
        final List<String> events = new ArrayList<>();
        if (i % 30 == 7) {
            events.addAll(rig.price(Rig.BTC, 540_000 + i * 7_919L % 120_000));
            events.addAll(rig.price(Rig.OIL, i * 31L % 4_000 - 1_000));
        }
        return events;
    }

    /** Lets looks and sweeps come to their end. */
    private static void settleDown(final Rig rig, final List<String> kinds) {
        for (int i = 0; i < 40; i++) {
            rig.tick().stream().map(each -> each.split(" ")[0]).forEach(kinds::add);
        }
    }
}
