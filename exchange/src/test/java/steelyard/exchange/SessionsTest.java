package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.model.MarketParameter;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.model.TimeInForce;

/** docs/risk-rules.md, section 3: sessions. */
class SessionsTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;
    private static final long HOUR = 3_600;
    private static final long CLOSE = 1_080_000;

    private final Rig rig = Rig.open();

    @BeforeEach
    void open() {
        rig.set(Parameter.LIQUIDATION, 1);
        rig.deposit(ALICE, 4_000 * Rig.USDC);
        rig.deposit(BOB, 1_000_000 * Rig.USDC);
        rig.place(BOB, new Entry(Rig.BTC, Side.SELL, 600_000, 100_000, TimeInForce.GTC, 0, 0, 0, 0));
        rig.place(ALICE, new Entry(Rig.BTC, Side.BUY, 600_000, 100_000, TimeInForce.GTC, 0, 0, 0, 0));
        rig.risk(Rig.BTC, MarketParameter.CALENDAR, 7, MarketParameter.CLOSE_PERCENT, 250);
    }

    private List<String> at(final long seconds) {
        rig.now = seconds * Rig.SECOND;
        return rig.tick();
    }

    private static String session(final int close, final int initial) {
        return "SessionChanged marketId=0 closePercent=" + close + " initialPercent=" + initial;
    }

    @Test
    void shouldRefuseWhatIsNoCalendar() {
        for (final long[] closures : new long[][] {{5, 5}, {7, 6}, {5, 9, 9, 12}, {5, 9, 8, 12}, {-1, 5},
            {5, Long.MAX_VALUE}, new long[2_002]}) {
            assertEquals("INVALID_CALENDAR", Rig.outcome(rig.calendar(7, closures)));
        }
        assertEquals("INVALID_CALENDAR", Rig.outcome(rig.calendar(0, 5, 6)));
        assertEquals("INVALID_CALENDAR", Rig.outcome(rig.calendar(256, 5, 6)));
        rig.expect(rig.calendar(255, 5, 6, 7, 8), """
            CalendarChanged calendarId=255 count=2
            done
            """);
    }

    @Test
    void shouldRaiseMarginsInStepsBeforeTheCloseAndUntilTheOpening() {
        rig.calendar(7, CLOSE, CLOSE + 48 * HOUR, CLOSE + 120 * HOUR, CLOSE + 168 * HOUR);
        assertEquals(List.of("done"), at(CLOSE - 2 * HOUR - 1));
        assertEquals(List.of("done"), at(CLOSE - 2 * HOUR), "eight quarters are left");
        assertEquals(List.of("done"), at(CLOSE - 2 * HOUR + 899));
        assertEquals(session(100, 118), at(CLOSE - 2 * HOUR + 900).getFirst());
        assertEquals(session(100, 172), at(CLOSE - HOUR).getFirst());
        rig.exchange = rig.restored();
        assertEquals(List.of("done"), at(CLOSE - HOUR + 1));
        // Four quarters are left, then three.
        assertEquals(session(137, 190), at(CLOSE - 2_700).getFirst());
        assertEquals(session(211, 226), at(CLOSE - 1).getFirst());
        // At 2.5 times the rate maintenance is 1,875, over 0.8 of it 2,343.75; Alice has 3,973.
        assertEquals(List.of(session(250, 250), "done"), at(CLOSE));
        rig.exchange.verify();
        rig.exchange = rig.restored();
        assertEquals(List.of("done"), at(CLOSE + 47 * HOUR));
        assertEquals(List.of(session(100, 100), "done"), at(CLOSE + 48 * HOUR));
        assertEquals(session(250, 250), at(CLOSE + 130 * HOUR).getFirst());
        rig.calendar(7);
        assertEquals(List.of(session(100, 100), "done"), rig.tick());
    }

    @Test
    void shouldLetNobodyOpenWhatTheCloseWouldLiquidateAtOnce() {
        final int carol = 3;
        rig.deposit(carol, 10_000 * Rig.USDC);
        rig.risk(Rig.BTC, MarketParameter.TIER_1_FROM_USDC, 1_000, MarketParameter.TIER_1_LEVERAGE, 5,
            MarketParameter.CLOSE_PERCENT, 500);
        rig.calendar(7, CLOSE, CLOSE + 48 * HOUR);
        at(CLOSE);
        rig.price(Rig.BTC, 600_000);
        rig.leverage(carol, Rig.BTC, 5, true);
        // 30,000 take half of it as maintenance, five times the tenth that they would otherwise.
        final String answer = rig.place(
            carol, new Entry(Rig.BTC, Side.BUY, 600_000, 50_000, TimeInForce.GTC, 0, 0, 0, 0)).toString();
        assertTrue(answer.contains("INSUFFICIENT_MARGIN"), answer);
    }

    @Test
    void shouldLiquidateWhoCannotMarginTheClose() {
        rig.calendar(7, CLOSE, CLOSE + 48 * HOUR);
        at(CLOSE - 1);
        rig.risk(Rig.BTC, MarketParameter.CLOSE_PERCENT, 500);
        rig.now = CLOSE * Rig.SECOND;
        final List<String> events = rig.price(Rig.BTC, 599_000);
        assertEquals(session(500, 500), events.getFirst());
        assertEquals("MarginLevelChanged equityMicros=3873000000 maintenanceMicros=3743750000 accountId=16 marketId=-1"
            + " level=1", events.get(2), "maintenance is five times an eightieth");
    }

    @Test
    void shouldPassNoMoreMarketsThanACommandMay() {
        rig.set(Parameter.SWEEP_MAX, 1);
        rig.risk(Rig.OIL, MarketParameter.CALENDAR, 7, MarketParameter.CLOSE_PERCENT, 250);
        rig.calendar(7, CLOSE, CLOSE + 48 * HOUR);
        for (int i = 0; i < 4; i++) {
            at(CLOSE - 3 * HOUR);
        }
        assertEquals(session(250, 250), at(CLOSE).getFirst());
        rig.exchange = rig.restored();
        assertEquals(ofOil(session(250, 250)), rig.tick().getFirst());
        assertEquals(List.of("done"), rig.tick());
        assertEquals(session(100, 100), at(CLOSE + 48 * HOUR).getFirst());
        assertEquals(ofOil(session(100, 100)), rig.calendar(7, CLOSE + 48 * HOUR, CLOSE + 96 * HOUR).getFirst());
        assertEquals(session(250, 250), rig.tick().getFirst(), "a calendar was set: another pass");
        rig.exchange.verify();
    }

    private static String ofOil(final String session) {
        return session.replace("marketId=0", "marketId=1");
    }
}
