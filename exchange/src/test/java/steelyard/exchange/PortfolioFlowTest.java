package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import steelyard.model.MarketParameter;
import steelyard.model.Parameter;
import steelyard.model.ScenarioMatrix;

/**
 * Portfolios that trade, are liquidated, taken over and deleveraged at random: after each command all is recounted, and
 * nobody below maintenance margin goes unnoticed.
 */
class PortfolioFlowTest {
    private static final int USERS = 6;
    private static final long USDC = Rig.USDC;

    private final Rig rig = Rig.open();

    private static short[] column(final SplittableRandom random) {
        final short[] column = new short[ScenarioMatrix.SCENARIOS];
        for (int k = 0; k < column.length; k++) {
            column[k] = (short) random.nextInt(-10_000, 10_001);
        }
        column[0] = 10_000;
        column[1] = -10_000;
        return column;
    }

    private void matrix(final int version, final SplittableRandom random) {
        final Map<Integer, short[]> columns = new TreeMap<>(Map.of(Rig.BTC, column(random), Rig.OIL, column(random)));
        rig.loadScenarios(version, columns);
        rig.activateScenarios(version, 2, new ScenarioMatrix(
            version, List.of("BTC", "WTI"), columns.values().toArray(short[][]::new)).sha256(), 0);
        rig.tick();
    }

    private void open(final SplittableRandom random) {
        rig.set(Parameter.LIQUIDATION, 1);
        rig.set(Parameter.PHASE_HOURS, 5);
        rig.set(Parameter.PORTFOLIO_ENTRY_MICROS, 0);
        rig.set(Parameter.PORTFOLIO_STAY_MICROS, 0);
        rig.risk(Rig.BTC, MarketParameter.SHOCK_E5, 2_000, MarketParameter.SCAN_FLOOR_PERCENT, 20,
            MarketParameter.CLOSE_COST_E5, 50, MarketParameter.BACKSTOP_CAP_USDC, 20_000,
            MarketParameter.DEPTH_USDC, 50_000, MarketParameter.DEPTH_CHARGE_E5, 500);
        rig.risk(Rig.OIL, MarketParameter.SHOCK_E5, 4_000, MarketParameter.SCAN_FLOOR_PERCENT, 0,
            MarketParameter.BACKSTOP_CAP_USDC, 20_000);
        for (int user = 1; user <= USERS; user++) {
            rig.deposit(user, (user == USERS ? 1_000_000 : 5_000) * USDC);
        }
        matrix(1, random);
        for (int user = 1; user <= USERS / 2; user++) {
            assertEquals("MarginModeChanged", Rig.outcome(rig.marginMode(user, 1)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldNoticeEverybodyAndKeepCount(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        open(random);
        final long[] marks = {600_000, 700_000};
        int liquidations = 0;
        for (int step = 0; step < 1_500; step++) {
            final int market = random.nextInt(2);
            final int user = 1 + random.nextInt(USERS);
            rig.now += random.nextLong(20 * Rig.SECOND);
            final List<String> events;
            if (random.nextInt(3) == 0) {
                marks[market] = Math.max(300_000, marks[market] + marks[market] * random.nextInt(-300, 301) / 10_000);
                events = rig.price(market, marks[market]);
            } else {
                final long ticks = marks[market] + marks[market] * random.nextInt(-100, 101) / 10_000 / 100 * 100;
                final long lots = market == Rig.BTC ? random.nextLong(1_000, 60_000) : random.nextLong(1_000, 60_000);
                final Entry entry = random.nextInt(2) == 0 ? Entry.buy(lots, ticks) : Entry.sell(lots, ticks);
                events = rig.place(user, entry.in(market, ticks / 100 * 100));
            }
            liquidations += (int) events.stream().filter(each -> each.startsWith("LiquidationStep")
                || each.startsWith("PositionTransferred")).count();
            if (step % 400 == 399) {
                rig.now += 3_600 * Rig.SECOND;
                rig.price(Rig.BTC, marks[0]);
                rig.price(Rig.OIL, marks[1]);
                matrix(2 + step / 400, random);
            }
            rig.exchange.verify();
        }
        assertTrue(liquidations > 0, "liquidations: " + liquidations);
        final StateHash hash = rig.exchange.stateHash();
        rig.exchange = rig.restored();
        assertEquals(hash, rig.exchange.stateHash());
        rig.exchange.verify();
    }
}
