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
import steelyard.protocol.Address;

/** docs/risk-rules.md, section 7. */
class FeesTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;
    private static final int CAROL = 3;
    private static final long DAY = 86_400 * Rig.SECOND;
    private static final long[][] NONE = {};
    private static final long[][] TIERS = {{0, 450_000, 150_000}, {5_000, 400_000, 120_000}, {60_000, 350_000, 0}};

    private final Rig rig = Rig.open();

    @BeforeEach
    void open() {
        for (final int user : new int[] {ALICE, BOB, CAROL}) {
            rig.deposit(user, 1_000_000 * Rig.USDC);
        }
        rig.fees(0, TIERS, new long[][] {{200_000, 50_000}, {500_000, -30_000}});
    }

    private static Entry order(final Side side, final long lots) {
        return new Entry(Rig.BTC, side, 600_000, lots, TimeInForce.GTC, 0, 0, 0, 0);
    }

    /** The maker's fee and the taker's of a trade of 0.1 at 60,000: 6,000 USDC. */
    private List<Long> trade(final int maker, final int taker) {
        rig.place(maker, order(Side.SELL, 10_000));
        final List<String> events = rig.place(taker, order(Side.BUY, 10_000));
        final List<Long> fees = events.stream().filter(line -> line.startsWith("fill "))
            .map(line -> Long.parseLong(line.replaceAll(".* fee=(-?[0-9]+).*", "$1"))).toList();
        assertEquals(2, fees.size(), Rig.text(events));
        return fees;
    }

    private void nextDay() {
        rig.now = (rig.now / DAY + 1) * DAY;
        rig.nonce = rig.now / 1_000_000;
        rig.price(Rig.BTC, 600_000);
    }

    @Test
    void shouldTellASchedule() {
        rig.expect(rig.fees(3, new long[][] {{0, 10, -10}, {7, 10, -11}}, NONE), """
            refused INVALID_FEES
            """);
        rig.expect(rig.fees(16, NONE, NONE), """
            refused INVALID_CLASS
            """);
        rig.expect(rig.fees(3, NONE, NONE), """
            FeeScheduleChanged feeGroup=3 tiers=[] makerTiers=[]
            done
            """);
    }

    @Test
    void shouldRefuseWhatIsNoSchedule() {
        final long[][] first = {{1, 0, 0}};
        final long[][] twice = {{0, 0, 0}, {5, 0, 0}, {5, 0, 0}};
        final long[][] dear = {{0, 10_000_001, 0}};
        final long[][] negative = {{0, -1, 1}};
        final long[][] good = {{0, 450_000, 0}};
        for (final long[][] tiers : new long[][][] {first, twice, dear, negative, new long[17][3]}) {
            assertEquals("INVALID_FEES", Rig.outcome(rig.fees(1, tiers, NONE)));
        }
        assertEquals("INVALID_FEES", Rig.outcome(rig.fees(1, NONE, new long[][] {{1, 0}})));
        assertEquals("INVALID_FEES", Rig.outcome(rig.fees(1, good, new long[][] {{1_000_001, 0}})));
        assertEquals("INVALID_FEES", Rig.outcome(rig.fees(1, good, new long[][] {{7, 0}, {7, 0}})));
        assertEquals("INVALID_FEES", Rig.outcome(rig.fees(1, good, new long[][] {{7, -350_001}})));
        assertEquals("FeeScheduleChanged", Rig.outcome(rig.fees(1, good, new long[][] {{7, -350_000}})));
        assertEquals("INVALID_PARAMETER(1)", Rig.outcome(rig.set(Parameter.TAKER_FEE_NANOS, 349_999)));
        assertEquals("INVALID_PARAMETER(2)", Rig.outcome(rig.set(Parameter.MAKER_FEE_NANOS, -350_001)));
        rig.fees(1, NONE, NONE);
        assertEquals("parameter", Rig.outcome(rig.set(Parameter.TAKER_FEE_NANOS, 30_000)));
    }

    @Test
    void shouldTakeTheTierOfTheDaysBefore() {
        assertEquals(List.of(900_000L, 2_700_000L), trade(BOB, ALICE));
        assertEquals(List.of(900_000L, 2_700_000L), trade(CAROL, ALICE));
        nextDay();
        assertEquals(List.of(300_000L, 2_400_000L), trade(BOB, ALICE), "half of the volume was made by Bob");
        for (int day = 1; day < 14; day++) {
            nextDay();
            rig.exchange = rig.restored();
        }
        assertEquals(List.of(-180_000L, 2_400_000L), trade(BOB, ALICE), "all of what counts was Bob's");
        nextDay();
        nextDay();
        assertEquals(List.of(-180_000L, 2_400_000L), trade(BOB, ALICE));
        rig.now += 15 * DAY;
        nextDay();
        assertEquals(List.of(900_000L, 2_700_000L), trade(BOB, ALICE));
    }

    @Test
    void shouldCountWhatSubAccountsTradeForTheirMaster() {
        final Address sub = new Address(0xFD00_0000_0000_0000L, 0, 19);
        rig.createSub(ALICE, "sub");
        rig.moveSub(ALICE, sub, 100_000 * Rig.USDC, true);
        rig.place(BOB, order(Side.SELL, 10_000));
        rig.vault = sub;
        assertEquals("placed", Rig.outcome(rig.place(ALICE, order(Side.BUY, 10_000))));
        rig.vault = Address.ZERO;
        nextDay();
        rig.classify(ALICE, 0, 1);
        rig.fees(1, new long[][] {{0, 100_000, 0}, {6_000, 50_000, 0}}, NONE);
        assertEquals(List.of(-180_000L, 300_000L), trade(BOB, ALICE), "Bob made all of it");
    }

    @Test
    void shouldScaleRatesByMarket() {
        rig.risk(Rig.BTC, MarketParameter.FEE_PERCENT, 33);
        assertEquals(List.of(297_000L, 891_000L), trade(BOB, ALICE));
        rig.risk(Rig.BTC, MarketParameter.FEE_PERCENT, 0);
        assertEquals(List.of(0L, 0L), trade(BOB, ALICE));
    }

    @Test
    void shouldKeepSchedulesAndVolumesInASnapshot() {
        trade(BOB, ALICE);
        nextDay();
        trade(BOB, CAROL);
        rig.exchange.verify();
        final StateHash hash = rig.exchange.stateHash();
        rig.exchange = rig.restored();
        assertEquals(hash, rig.exchange.stateHash());
        rig.exchange.verify();
    }
}
