package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static steelyard.exchange.Entry.buy;
import static steelyard.exchange.Entry.sell;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.model.Parameter;

/** Cancels, modifications and leverage. */
class RequestsTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;
    private static final int HALTED = 2;
    private static final int CANCEL_ONLY = 1;

    private final Rig rig = Rig.open();

    @BeforeEach
    void fund() {
        rig.deposit(ALICE, 1_000 * Rig.USDC);
        rig.deposit(BOB, 1_000_000 * Rig.USDC);
        rig.set(Parameter.MAKER_FEE_NANOS, 0);
        rig.set(Parameter.TAKER_FEE_NANOS, 0);
    }

    @Test
    void shouldCancelByOrderId() {
        rig.place(ALICE, buy(100, 590_000).named(4), buy(200, 580_000));
        rig.place(BOB, buy(100, 570_000));
        rig.expect(rig.cancel(ALICE, Rig.BTC, 2, 3, 1, 1, 0, 99), """
            canceled 2 REQUESTED m0 buy 200@580000 of 200 account=16 #0
            request rejected ORDER_NOT_FOUND order=3 m0 account=16 #1
            canceled 1 REQUESTED m0 buy 100@590000 of 100 client=4 account=16 #2
            request rejected ORDER_NOT_FOUND order=1 m0 account=16 #3
            request rejected ORDER_NOT_FOUND order=0 m0 account=16 #4
            request rejected ORDER_NOT_FOUND order=99 m0 account=16 #5
            done account=16
            """);
        rig.expect(rig.cancel(BOB, Rig.OIL, 3), """
            request rejected ORDER_NOT_FOUND order=3 m1 account=17 #0
            done account=17
            """);
        rig.expect(rig.cancel(BOB, -7, 3), """
            request rejected ORDER_NOT_FOUND order=3 m-7 account=17 #0
            done account=17
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldCancelByClientOrderIdAndNotTakeAnOrderWithoutOneForIdZero() {
        rig.place(ALICE, buy(100, 590_000).named(0), buy(200, 580_000), buy(100, 570_000).named(6));
        rig.expect(rig.cancelByClientId(ALICE, Rig.BTC, 0, 0, 5, 6), """
            canceled 1 REQUESTED m0 buy 100@590000 of 100 account=16 #0
            request rejected ORDER_NOT_FOUND order=0 m0 account=16 #1
            request rejected ORDER_NOT_FOUND order=0 client=5 m0 account=16 #2
            canceled 3 REQUESTED m0 buy 100@570000 of 100 client=6 account=16 #3
            done account=16
            """);
        rig.place(ALICE, buy(100, 590_000).named(0));
        rig.expect(rig.cancel(ALICE, Rig.BTC, 0), """
            request rejected ORDER_NOT_FOUND order=0 m0 account=16 #0
            done account=16
            """);
    }

    @Test
    void shouldRefuseCancelsOnlyWhileTheMarketIsHalted() {
        rig.place(ALICE, buy(100, 590_000).named(4));
        rig.state(Rig.BTC, HALTED);
        rig.expect(rig.cancel(ALICE, Rig.BTC, 2, 1), """
            request rejected ORDER_NOT_FOUND order=2 m0 account=16 #0
            request rejected MARKET_HALTED order=1 m0 account=16 #1
            done account=16
            """);
        rig.expect(rig.cancelByClientId(ALICE, Rig.BTC, 4), """
            request rejected MARKET_HALTED order=0 client=4 m0 account=16 #0
            done account=16
            """);
        rig.state(Rig.BTC, CANCEL_ONLY);
        assertEquals("canceled", Rig.outcome(rig.cancel(ALICE, Rig.BTC, 1)));
    }

    @Test
    void shouldReduceAnOrderInPlace() {
        rig.place(ALICE, buy(500, 590_000).named(4));
        rig.place(BOB, buy(100, 590_000));
        rig.place(BOB, sell(200, 590_000));
        rig.expect(rig.modify(ALICE, buy(250, 590_000).named(4).ofClientId(4)), """
            reduced 1 m0 buy 250@590000 of 450 client=4 account=16 #0
            done account=16
            """);
        rig.expect(rig.modify(ALICE, buy(250, 590_000).named(4).of(1)), """
            reduced 1 m0 buy 250@590000 of 450 client=4 account=16 #0
            done account=16
            """);
        assertEquals("trade 2 maker=1/16 left 150 taker=4/17 left 0 m0 sell 100@590000",
            rig.place(BOB, sell(100, 590_000)).get(1), "it kept its place");
        rig.exchange.verify();
    }

    @Test
    void shouldRefuseAReductionThatTheMarketDoesNotAllow() {
        rig.place(ALICE, buy(500, 590_000));
        rig.expect(rig.modify(ALICE, buy(16, 590_000).of(1)), """
            request rejected MIN_NOTIONAL(10000000) order=1 m0 account=16 #0
            done account=16
            """);
        rig.state(Rig.BTC, CANCEL_ONLY);
        rig.expect(rig.modify(ALICE, buy(16, 590_000).of(1)), """
            request rejected MARKET_CANCEL_ONLY order=1 m0 account=16 #0
            done account=16
            """);
        rig.state(Rig.BTC, HALTED);
        rig.expect(rig.modify(ALICE, buy(16, 590_000).of(1), buy(16, 580_000).of(1)), """
            request rejected MARKET_HALTED order=1 m0 account=16 #0
            rejected 2 MARKET_HALTED m0 buy 16@580000 account=16 #1
            done account=16
            """);
    }

    @Test
    void shouldReplaceAnOrderByANewOne() {
        rig.place(ALICE, buy(500, 590_000).named(4));
        rig.expect(rig.modify(ALICE, buy(600, 591_000).named(4).of(1)), """
            canceled 1 MODIFIED m0 buy 500@590000 of 500 client=4 account=16
            placed 2 m0 buy 600@591000 client=4 replaces=1 account=16 #0
            rested 2 m0 buy 600@591000 priority=2 account=16 #0
            done account=16
            """);
        rig.expect(rig.modify(ALICE, buy(600, 591_000).named(5).of(2), sell(50, 700_000).of(3)), """
            canceled 2 MODIFIED m0 buy 600@591000 of 600 client=4 account=16
            placed 3 m0 buy 600@591000 client=5 replaces=2 account=16 #0
            rested 3 m0 buy 600@591000 priority=3 account=16 #0
            canceled 3 MODIFIED m0 buy 600@591000 of 600 client=5 account=16
            placed 4 m0 sell 50@700000 replaces=3 account=16 #1
            rested 4 m0 sell 50@700000 priority=4 account=16 #1
            done account=16
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldTakeANewOrderWhenTheSizeGrowsOrTheKindChanges() {
        rig.place(ALICE, buy(500, 590_000));
        assertEquals("canceled", Rig.outcome(rig.modify(ALICE, buy(501, 590_000).of(1))));
        assertEquals("canceled", Rig.outcome(rig.modify(ALICE, buy(501, 590_000).postOnly().of(2))));
        assertEquals("reduced", Rig.outcome(rig.modify(ALICE, buy(400, 590_000).postOnly().of(3))));
        assertEquals("IOC_NO_MATCH", Rig.outcome(rig.modify(ALICE, buy(400, 590_000).ioc().of(3))));
        assertEquals("REDUCE_ONLY", Rig.outcome(rig.modify(ALICE, buy(400, 590_000).reduceOnly().of(3))));
    }

    @Test
    void shouldLeaveTheTargetWhenTheNewOrderIsRejected() {
        rig.place(ALICE, buy(500, 590_000));
        rig.expect(rig.modify(ALICE, buy(50_000, 590_000).of(1)), """
            rejected 2 INSUFFICIENT_MARGIN m0 buy 50000@590000 account=16 #0
            done account=16
            """);
        rig.expect(rig.cancel(ALICE, Rig.BTC, 1), """
            canceled 1 REQUESTED m0 buy 500@590000 of 500 account=16 #0
            done account=16
            """);
    }

    @Test
    void shouldCheckTheNewOrderAsIfTheTargetWereNotThere() {
        rig.place(ALICE, buy(33_000, 600_000));
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(ALICE, buy(400, 590_000))));
        assertEquals("canceled", Rig.outcome(rig.modify(ALICE, buy(33_333, 599_000).of(1))));
        assertEquals("canceled", Rig.outcome(rig.modify(ALICE, sell(33_333, 601_000).of(3))));
        rig.cancel(ALICE, Rig.BTC, 4);
        rig.place(ALICE, buy(100, 600_000));
        rig.price(Rig.BTC, 550_000);
        rig.expect(rig.modify(ALICE, buy(101, 550_000).of(5)), """
            canceled 5 MODIFIED m0 buy 100@600000 of 100 account=16
            placed 6 m0 buy 101@550000 replaces=5 account=16 #0
            rested 6 m0 buy 101@550000 priority=5 account=16 #0
            done account=16
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldNotCountTheTargetsLossForTheNewOrder() {
        rig.place(ALICE, buy(30_000, 600_000));
        rig.price(Rig.BTC, 567_000);
        // The target would lose 990 of 1000 USDC; a new order of 35,000 requires 992.25.
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(ALICE, buy(1_000, 560_000))));
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.modify(ALICE, buy(35_300, 560_000).of(1))));
        assertEquals("canceled", Rig.outcome(rig.modify(ALICE, buy(35_000, 560_000).of(1))));
        rig.exchange.verify();
    }

    @Test
    void shouldNotCountTheTargetWhileThePriceIsStale() {
        rig.place(BOB, sell(100, 600_000));
        rig.place(ALICE, buy(100, 600_000));
        rig.place(ALICE, sell(60, 610_000), buy(40, 590_000));
        rig.place(ALICE, sell(40, 620_000).reduceOnly());
        rig.now += 3_601 * Rig.SECOND;
        assertEquals("PRICE_STALE", Rig.outcome(rig.modify(ALICE, sell(61, 611_000).of(3))), "61 + 40 > 100");
        assertEquals("PRICE_STALE", Rig.outcome(rig.modify(ALICE, sell(20, 611_000).of(4))), "a buy does not count");
        assertEquals("canceled", Rig.outcome(rig.modify(ALICE, sell(60, 611_000).of(3))));
        assertEquals("canceled", Rig.outcome(rig.modify(ALICE, sell(40, 621_000).of(5))), "reduce-only as the target");
    }

    @Test
    void shouldSeeTheTargetInTheBookWhenItAsksWhatCrosses() {
        rig.place(ALICE, sell(100, 601_000));
        rig.expect(rig.modify(ALICE, buy(100, 601_000).ioc().of(1)), """
            canceled 1 MODIFIED m0 sell 100@601000 of 100 account=16
            placed 2 m0 buy 100@601000 ioc replaces=1 account=16 #0
            canceled 2 IOC_REMAINDER m0 buy 100@601000 of 100 ioc incoming account=16 #0
            done account=16
            """);
        rig.place(ALICE, sell(100, 601_000));
        assertEquals("POST_ONLY_WOULD_MATCH(0,601000)",
            Rig.outcome(rig.modify(ALICE, buy(100, 601_000).postOnly().of(3))));
    }

    @Test
    void shouldRefuseToModifyWhatIsNotAnOwnRestingOrderOfTheMarket() {
        rig.place(BOB, buy(500, 590_000).named(3));
        rig.expect(rig.modify(ALICE,
            buy(400, 590_000).of(1), buy(400, 590_000).of(9), buy(400, 590_000).ofClientId(3),
            buy(400, 590_000).ofClientId(0)),
            """
            request rejected ORDER_NOT_MODIFIABLE order=1 m0 account=16 #0
            request rejected ORDER_NOT_MODIFIABLE order=9 m0 account=16 #1
            request rejected ORDER_NOT_MODIFIABLE order=0 client=3 m0 account=16 #2
            request rejected ORDER_NOT_MODIFIABLE order=0 m0 account=16 #3
            done account=16
            """);
        assertEquals("ORDER_NOT_MODIFIABLE", Rig.outcome(rig.modify(BOB, buy(400, 700_000).in(Rig.OIL).of(1))));
    }

    @Test
    void shouldRefuseLaterModificationsOnceABoundIsMet() {
        rig.set(Parameter.FILLS_MAX, 1);
        rig.place(BOB, sell(20, 600_000), sell(20, 600_000));
        rig.place(ALICE, buy(40, 590_000), buy(40, 580_000));
        rig.expect(rig.modify(ALICE, buy(40, 600_000).of(3), buy(40, 570_000).of(4), buy(40, 570_000).of(9)), """
            canceled 3 MODIFIED m0 buy 40@590000 of 40 account=16
            placed 5 m0 buy 40@600000 replaces=3 account=16 #0
            trade 1 maker=1/17 left 0 taker=5/16 left 20 m0 buy 20@600000
            fill 1 maker 1 m0 sell 20@600000 left 0/20 fee=0 position=0>-20 quote=12000000 entry=12000000 \
            cash=1000000000000 account=17
            fill 1 taker 5 m0 buy 20@600000 left 20/40 fee=0 position=0>20 quote=-12000000 entry=12000000 \
            cash=1000000000 account=16
            canceled 5 COMMAND_BOUND m0 buy 20@600000 of 40 incoming account=16 #0
            request rejected COMMAND_BOUND order=4 m0 account=16 #1
            request rejected ORDER_NOT_MODIFIABLE order=9 m0 account=16 #2
            done account=16
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldChooseALeverage() {
        rig.expect(rig.leverage(ALICE, Rig.BTC, 40, true), """
            leverage m0 40 account=16
            done account=16
            """);
        assertEquals("leverage", Rig.outcome(rig.leverage(ALICE, Rig.BTC, 40, true)));
        assertEquals("placed", Rig.outcome(rig.place(ALICE, buy(66_666, 600_000))), "999.99 at 40x");
        rig.expect(rig.leverage(ALICE, Rig.BTC, 39, true), "refused INSUFFICIENT_MARGIN account=16\n");
        rig.cancel(ALICE, Rig.BTC, 1);
        assertEquals("leverage", Rig.outcome(rig.leverage(ALICE, Rig.BTC, 1, true)));
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(ALICE, buy(1_667, 600_000))));
        assertEquals("placed", Rig.outcome(rig.place(ALICE, buy(1_666, 600_000))));
        rig.exchange.verify();
    }

    @Test
    void shouldRefuseALeverageForItsFirstFault() {
        rig.expect(rig.leverage(ALICE, 2, 0, false), "refused UNKNOWN_ASSET(2) account=16\n");
        rig.expect(rig.leverage(ALICE, Rig.BTC, 0, false), "refused INVALID_LEVERAGE account=16\n");
        rig.expect(rig.leverage(ALICE, Rig.BTC, 0, true), "refused INVALID_LEVERAGE account=16\n");
        rig.expect(rig.leverage(ALICE, Rig.BTC, 41, true), "refused INVALID_LEVERAGE account=16\n");
        rig.expect(rig.leverage(9, Rig.BTC, 41, true), "refused UNKNOWN_SIGNER\n");
    }

    @Test
    void shouldKeepTheLeverageWhenThePositionCloses() {
        rig.leverage(ALICE, Rig.BTC, 1, true);
        rig.place(BOB, sell(100, 600_000));
        rig.place(ALICE, buy(100, 600_000));
        rig.place(BOB, buy(100, 600_000));
        rig.place(ALICE, sell(100, 600_000));
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(ALICE, buy(1_667, 590_000))));
    }
}
