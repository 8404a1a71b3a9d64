package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.model.MarketParameter;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.model.TimeInForce;

class FundingTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;
    private static final int CAROL = 3;
    private static final long HOUR = 3_600 * Rig.SECOND;

    private final Rig rig = Rig.open();

    private static Entry order(final Side side, final long lots, final long ticks) {
        return new Entry(Rig.BTC, side, ticks, lots, TimeInForce.GTC, 0, 0, 0, 0);
    }

    @BeforeEach
    void open() {
        rig.set(Parameter.MAKER_FEE_NANOS, 0);
        rig.set(Parameter.TAKER_FEE_NANOS, 0);
        for (final int user : new int[] {ALICE, BOB, CAROL}) {
            rig.deposit(user, 100_000 * Rig.USDC);
        }
        rig.risk(Rig.BTC, MarketParameter.IMPACT_NOTIONAL_USDC, 6_000);
        rig.place(BOB, order(Side.SELL, 10_001, 600_000));
        rig.place(ALICE, order(Side.BUY, 10_001, 600_000));
        rig.place(CAROL, order(Side.BUY, 5_000, 609_000), order(Side.BUY, 10_000, 603_000));
    }

    private void toTheHour() {
        rig.now = (rig.now / HOUR + 1) * HOUR;
    }

    /**
     * The book gives 5,000 lots for 3,045 and 4,901 more for 2,955.303: an impact price of 60,602.99, 1.005 percent
     * above. Interest pulls it by 0.05 percent; an hour is an eighth: 0.0011937 of a notional of 6,000.6.
     */
    @Test
    void shouldFixTheRateAndPayItExactlyOnce() {
        toTheHour();
        rig.expect(rig.tick(), """
            FundingRateFixed intervalEndNanos=1000800000000000 rateNanos=1193729 premiumNanos=10049833 samples=1 \
            oraclePriceTicks=600000 marketId=0
            FundingPaid interval=1 rateNanos=1193729 oraclePriceTicks=600000 quantityLots=10001 amountMicros=7163091 \
            isolatedMicros=0 cashMicros=99992836909 accountId=16 marketId=0 allTimeMicros=7163091 sinceOpenMicros=7163091 \
            sinceChangeMicros=7163091
            FundingPaid interval=1 rateNanos=1193729 oraclePriceTicks=600000 quantityLots=-10001 \
            amountMicros=-7163090 isolatedMicros=0 cashMicros=100007163090 accountId=17 marketId=0 \
            allTimeMicros=-7163090 sinceOpenMicros=-7163090 sinceChangeMicros=-7163090
            HouseTransferred amountMicros=1 fromCashMicros=0 toCashMicros=1 fromAccountId=4 toAccountId=3
            done
            """);
        rig.expect(rig.tick(), "done\n");
        rig.exchange.verify();
    }

    /** What Alice pays at the end of the hour, and the three sums after it. */
    private long[] hour() {
        rig.price(Rig.BTC, 600_000);
        rig.now += 5 * Rig.SECOND;
        rig.tick();
        toTheHour();
        final String paid = rig.tick().stream().filter(each -> each.startsWith("FundingPaid"))
            .filter(each -> each.contains("accountId=16 ")).findFirst().orElseThrow();
        return Stream.of("amountMicros", "allTimeMicros", "sinceOpenMicros", "sinceChangeMicros")
            .mapToLong(field -> Long.parseLong(paid.replaceAll(".* " + field + "=(-?\\d+).*", "$1"))).toArray();
    }

    private static void assertSums(
        final long allTime, final long sinceOpen, final long sinceChange, final long[] paid) {
        assertEquals(List.of(allTime, sinceOpen, sinceChange), List.of(paid[1], paid[2], paid[3]));
    }

    @Test
    void shouldSumWhatWasPaidInAllAndSinceOpenAndSinceTheLastChange() {
        final long first = hour()[0];
        rig.place(ALICE, order(Side.SELL, 1_000, 609_000));
        final long[] second = hour();
        assertSums(first + second[0], first + second[0], second[0], second);
        rig.leverage(ALICE, Rig.BTC, 10, true);
        final Exchange restored = rig.restored();
        assertEquals(rig.exchange.stateHash(), restored.stateHash());
        rig.exchange = restored;
        final long[] third = hour();
        assertSums(second[1] + third[0], second[1] + third[0], second[0] + third[0], third);
        rig.place(ALICE, order(Side.SELL, 9_001, 603_000));
        rig.place(BOB, order(Side.SELL, 1_000, 610_000));
        rig.place(ALICE, order(Side.BUY, 1_000, 610_000));
        final long[] fourth = hour();
        assertSums(third[1] + fourth[0], fourth[0], fourth[0], fourth);
        rig.place(ALICE, order(Side.SELL, 2_000, 603_000));
        final long[] fifth = hour();
        assertSums(fourth[1] + fifth[0], fifth[0], fifth[0], fifth);
        assertTrue(fifth[0] < 0, "it received");
        rig.exchange.verify();
    }

    @Test
    void shouldPayForThePositionOfTheHourWhateverTradesFirst() {
        rig.set(Parameter.SWEEP_MAX, 1);
        toTheHour();
        rig.tick();
        final var events = rig.place(BOB, order(Side.SELL, 1_000, 609_000));
        assertEquals("FundingPaid", Rig.outcome(events), "before anything else");
        rig.exchange = rig.restored();
        long paid = 0;
        for (int i = 0; i < 30; i++) {
            paid += rig.tick().stream().filter(each -> each.startsWith("FundingPaid")).count();
        }
        assertEquals(1, paid, "Alice; Carol had no position then");
        rig.exchange.verify();
    }

    @Test
    void shouldNotSampleWhileTheMarketIsHalted() {
        rig.state(Rig.BTC, 2);
        toTheHour();
        rig.expect(rig.tick(), "done\n");
        rig.state(Rig.BTC, 0);
        rig.now += 2 * HOUR;
        rig.expect(rig.tick(), "done\n");
    }

    @Test
    void shouldCapTheRate() {
        rig.risk(Rig.BTC, MarketParameter.FUNDING_CAP_NANOS, 1_000);
        toTheHour();
        assertEquals("rateNanos=1000", rig.tick().getFirst().split(" ")[2]);
    }

    @Test
    void shouldTakeFundingFromIsolatedMargin() {
        rig.leverage(CAROL, Rig.BTC, 20, false);
        rig.place(BOB, order(Side.SELL, 1_000, 609_000));
        toTheHour();
        final String carol = rig.tick().stream()
            .filter(each -> each.contains("accountId=18")).findFirst().orElseThrow();
        assertEquals("cashMicros=99969550000", carol.split(" ")[7], "only margin moved: " + carol);
        rig.exchange.verify();
    }

    @Test
    void shouldLeaveOutHoursWithoutACommand() {
        rig.now += 10 * HOUR;
        rig.price(Rig.BTC, 600_000);
        rig.now += 5 * Rig.SECOND;
        assertEquals(0, rig.tick().stream().filter(each -> each.startsWith("FundingRateFixed")).count());
        toTheHour();
        assertEquals(1, rig.tick().stream().filter(each -> each.startsWith("FundingRateFixed")).count());
        rig.exchange.verify();
    }
}
