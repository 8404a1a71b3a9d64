package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.model.MarketParameter;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.model.TimeInForce;

class IsolatedMarginTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;
    private static final long USDC = Rig.USDC;

    private final Rig rig = Rig.open();

    @BeforeEach
    void open() {
        rig.set(Parameter.TAKER_FEE_NANOS, 450_000);
        rig.set(Parameter.MAKER_FEE_NANOS, 0);
        rig.deposit(ALICE, 1_000 * USDC);
        rig.deposit(BOB, 100_000 * USDC);
    }

    private static Entry order(final Side side, final long lots, final long ticks) {
        return new Entry(Rig.BTC, side, ticks, lots, TimeInForce.GTC, 0, 0, 0, 0);
    }

    private static Entry buy(final long lots, final long ticks) {
        return order(Side.BUY, lots, ticks);
    }

    private static Entry sell(final long lots, final long ticks) {
        return order(Side.SELL, lots, ticks);
    }

    /** 0.1 BTC at 60,000: notional 6,000. */
    private void openLong() {
        rig.leverage(ALICE, Rig.BTC, 20, false);
        rig.place(BOB, sell(10_000, 600_000));
        rig.place(ALICE, buy(10_000, 600_000));
    }

    @Test
    void shouldMoveInitialMarginIntoThePositionAndTakeTheFeeFromIt() {
        rig.expect(rig.leverage(ALICE, Rig.BTC, 20, false), """
            leverage m0 20 isolated account=16
            done account=16
            """);
        rig.place(BOB, sell(10_000, 600_000));
        rig.expect(rig.place(ALICE, buy(10_000, 600_000)), """
            placed 2 m0 buy 10000@600000 account=16 #0
            trade 1 maker=1/17 left 0 taker=2/16 left 0 m0 buy 10000@600000
            fill 1 maker 1 m0 sell 10000@600000 left 0/10000 fee=0 position=0>-10000 quote=6000000000 \
            entry=6000000000 cash=100000000000 account=17
            fill 1 taker 2 m0 buy 10000@600000 left 0/10000 fee=2700000 position=0>10000 quote=-6000000000 \
            entry=6000000000 cash=700000000 isolated=297300000 account=16
            done account=16
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldGiveBackTheShareOfWhatIsClosed() {
        openLong();
        rig.price(Rig.BTC, 610_000);
        rig.place(BOB, buy(2_500, 610_000));
        final var events = rig.place(ALICE, sell(2_500, 610_000));
        // Equity 297.3 + 100 = 397.3; keeps three quarters 297.975; the fee of 0.68625 comes out of what goes.
        assertEquals("fill 2 taker 4 m0 sell 2500@610000 left 0/2500 fee=686250 pnl=25000000 position=10000>7500"
            + " quote=-4475000000 entry=4500000000 cash=798638750 isolated=197975000 account=16", events.get(3));
        rig.exchange.verify();
    }

    @Test
    void shouldReturnEverythingWhenItCloses() {
        openLong();
        rig.place(BOB, buy(10_000, 590_000));
        final var events = rig.place(ALICE, sell(10_000, 590_000));
        assertEquals("fill 2 taker 4 m0 sell 10000@590000 left 0/10000 fee=2655000 pnl=-100000000"
            + " position=10000>0 quote=0 entry=0 cash=894645000 account=16", events.get(3));
        rig.exchange.verify();
    }

    @Test
    void shouldSettleTheClosedPartOfAFlipFirst() {
        openLong();
        rig.place(BOB, buy(15_000, 600_000));
        final var events = rig.place(ALICE, sell(15_000, 600_000));
        // Back: 297.3 - 4.05 fee; then half a margin of 3,000 notional: 150.
        assertEquals("fill 2 taker 4 m0 sell 15000@600000 left 0/15000 fee=4050000 position=10000>-5000"
            + " quote=3000000000 entry=3000000000 cash=843250000 isolated=150000000 account=16", events.get(3));
        rig.exchange.verify();
    }

    @Test
    void shouldNotLetOneSetPayForTheOther() {
        openLong();
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(ALICE, buy(30_000, 600_000))));
        rig.price(Rig.BTC, 650_000);
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(ALICE, buy(30_000, 600_000))), "profit stays inside");
        rig.price(Rig.BTC, 600_000);
        assertEquals("placed", Rig.outcome(rig.place(ALICE, buy(23_300, 600_000))));
        rig.exchange.verify();
    }

    @Test
    void shouldAddAndRemoveMargin() {
        openLong();
        rig.expect(rig.isolatedMargin(ALICE, Rig.BTC, 100 * USDC), """
            IsolatedMarginChanged amountMicros=100000000 isolatedMicros=397300000 cashMicros=600000000 accountId=16 marketId=0
            done account=16
            """);
        // Equity 397.3; a tenth of the notional is 600: nothing can go, though initial margin is 300.
        rig.expect(rig.isolatedMargin(ALICE, Rig.BTC, -1), "refused INSUFFICIENT_MARGIN account=16\n");
        assertEquals("IsolatedMarginChanged", Rig.outcome(rig.isolatedMargin(ALICE, Rig.BTC, 250 * USDC)));
        rig.expect(rig.isolatedMargin(ALICE, Rig.BTC, -47_300_001), "refused INSUFFICIENT_MARGIN account=16\n");
        assertEquals("IsolatedMarginChanged", Rig.outcome(rig.isolatedMargin(ALICE, Rig.BTC, -47_300_000)));
        rig.expect(rig.isolatedMargin(ALICE, Rig.BTC, 397_300_001), "refused INSUFFICIENT_MARGIN account=16\n");
        assertEquals("IsolatedMarginChanged", Rig.outcome(rig.isolatedMargin(ALICE, Rig.BTC, 397_300_000)));
        rig.exchange.verify();
    }

    @Test
    void shouldTopUpToALeverage() {
        openLong();
        rig.expect(rig.topUp(ALICE, Rig.BTC, 20_000_000), """
            IsolatedMarginChanged amountMicros=2700000 isolatedMicros=300000000 cashMicros=697300000 accountId=16 marketId=0
            done account=16
            """);
        rig.expect(rig.topUp(ALICE, Rig.BTC, 20_000_000), "refused INVALID_LEVERAGE account=16\n");
        rig.expect(rig.topUp(ALICE, Rig.BTC, 999_999), "refused INVALID_LEVERAGE account=16\n");
    }

    @Test
    void shouldRefuseMarginWhereThereIsNoIsolatedPosition() {
        rig.expect(rig.isolatedMargin(ALICE, 2, 1), "refused UNKNOWN_ASSET(2) account=16\n");
        rig.expect(rig.isolatedMargin(ALICE, Rig.BTC, 1), "refused NO_ISOLATED_POSITION account=16\n");
        openLong();
        rig.expect(rig.isolatedMargin(BOB, Rig.BTC, 1), "refused NO_ISOLATED_POSITION account=17\n");
        rig.expect(rig.isolatedMargin(ALICE, Rig.BTC, 0), "refused INVALID_AMOUNT(72057594037927936) account=16\n");
        rig.waitMillis(3_600_001);
        rig.expect(rig.isolatedMargin(ALICE, Rig.BTC, -1), "refused PRICE_STALE account=16\n");
    }

    @Test
    void shouldFixTheModeWhileThereIsAPosition() {
        openLong();
        rig.expect(rig.leverage(ALICE, Rig.BTC, 20, true), "refused MARGIN_MODE_FIXED account=16\n");
        rig.expect(rig.leverage(ALICE, Rig.BTC, 10, false), """
            leverage m0 10 isolated account=16
            IsolatedMarginChanged amountMicros=302700000 isolatedMicros=600000000 cashMicros=397300000 accountId=16 marketId=0
            done account=16
            """);
        rig.expect(rig.leverage(ALICE, Rig.BTC, 40, false), """
            leverage m0 40 isolated account=16
            done account=16
            """);
        rig.expect(rig.leverage(ALICE, Rig.BTC, 5, false), "refused INSUFFICIENT_MARGIN account=16\n");
    }

    @Test
    void shouldIsolateEverybodyWhereOnlyThatIsAllowed() {
        rig.risk(Rig.BTC, MarketParameter.ISOLATION, 2);
        rig.expect(rig.leverage(ALICE, Rig.BTC, 5, true), "refused ISOLATED_ONLY account=16\n");
        openLong();
        rig.expect(rig.isolatedMargin(ALICE, Rig.BTC, -1), "refused MARGIN_NOT_REMOVABLE account=16\n");
        rig.expect(rig.isolatedMargin(BOB, Rig.BTC, USDC), """
            IsolatedMarginChanged amountMicros=1000000 isolatedMicros=301000000 cashMicros=99699000000 accountId=17 marketId=0
            done account=17
            """);
        rig.expect(rig.risk(Rig.BTC, MarketParameter.ISOLATION, 0), "refused INVALID_MARKET_RISK(7)\n");
        rig.exchange.verify();
    }

    @Test
    void shouldSurviveASnapshot() {
        openLong();
        rig.isolatedMargin(ALICE, Rig.BTC, 100 * USDC);
        rig.risk(Rig.BTC, MarketParameter.TIER_1_FROM_USDC, 10_000, MarketParameter.TIER_1_LEVERAGE, 10);
        final long hash = rig.exchange.stateHash().total();
        rig.exchange = rig.restored();
        assertEquals(hash, rig.exchange.stateHash().total());
        rig.exchange.verify();
    }
}
