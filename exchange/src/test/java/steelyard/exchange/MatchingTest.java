package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static steelyard.exchange.Entry.buy;
import static steelyard.exchange.Entry.sell;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.model.Parameter;

class MatchingTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;
    private static final int CAROL = 3;

    private final Rig rig = Rig.open();

    @BeforeEach
    void fund() {
        rig.deposit(ALICE, 10_000 * Rig.USDC);
        rig.deposit(BOB, 10_000 * Rig.USDC);
        rig.deposit(CAROL, 10_000 * Rig.USDC);
    }

    @Test
    void shouldFillAtTheMakersPriceAndSettleBothSides() {
        rig.expect(rig.place(ALICE, buy(1_000, 599_990)), """
            placed 1 m0 buy 1000@599990 account=16 #0
            rested 1 m0 buy 1000@599990 priority=1 account=16 #0
            done account=16
            """);
        rig.expect(rig.place(BOB, sell(400, 599_000)), """
            placed 2 m0 sell 400@599000 account=17 #0
            trade 1 maker=1/16 left 600 taker=2/17 left 0 m0 sell 400@599990
            fill 1 maker 1 m0 buy 400@599990 left 600/1000 fee=35999 position=0>400 quote=-239996000 entry=239996000 \
            cash=9999964001 account=16
            fill 1 taker 2 m0 sell 400@599990 limit=599000 left 0/400 fee=107998 position=0>-400 quote=239996000 \
            entry=239996000 cash=9999892002 account=17
            done account=17
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldFillBetterPricesFirstAndOlderOrdersBeforeYoungerAndRestTheRemainder() {
        noFees();
        rig.place(ALICE, sell(100, 600_020).named(8));
        rig.place(BOB, sell(100, 600_010));
        rig.place(ALICE, sell(100, 600_010));
        rig.expect(rig.place(CAROL, buy(350, 600_020)), """
            placed 4 m0 buy 350@600020 account=18 #0
            trade 1 maker=2/17 left 0 taker=4/18 left 250 m0 buy 100@600010
            fill 1 maker 2 m0 sell 100@600010 left 0/100 fee=0 position=0>-100 quote=60001000 entry=60001000 \
            cash=10000000000 account=17
            fill 1 taker 4 m0 buy 100@600010 limit=600020 left 250/350 fee=0 position=0>100 quote=-60001000 \
            entry=60001000 cash=10000000000 account=18
            trade 2 maker=3/16 left 0 taker=4/18 left 150 m0 buy 100@600010
            fill 2 maker 3 m0 sell 100@600010 left 0/100 fee=0 position=0>-100 quote=60001000 entry=60001000 \
            cash=10000000000 account=16
            fill 2 taker 4 m0 buy 100@600010 limit=600020 left 150/350 fee=0 position=100>200 quote=-120002000 \
            entry=120002000 cash=10000000000 account=18
            trade 3 maker=1/16 left 0 taker=4/18 left 50 m0 buy 100@600020
            fill 3 maker 1 m0 sell 100@600020 left 0/100 client=8 fee=0 position=-100>-200 quote=120003000 \
            entry=120003000 cash=10000000000 account=16
            fill 3 taker 4 m0 buy 100@600020 left 50/350 fee=0 position=200>300 quote=-180004000 entry=180004000 \
            cash=10000000000 account=18
            rested 4 m0 buy 50@600020 priority=4 account=18 #0
            done account=18
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldCloseFlipAndSettleToCash() {
        noFees();
        rig.place(ALICE, buy(300, 600_000));
        rig.place(BOB, sell(300, 600_000));
        rig.place(CAROL, buy(500, 610_000));
        rig.expect(rig.place(ALICE, sell(400, 610_000)), """
            placed 4 m0 sell 400@610000 account=16 #0
            trade 2 maker=3/18 left 100 taker=4/16 left 0 m0 sell 400@610000
            fill 2 maker 3 m0 buy 400@610000 left 100/500 fee=0 position=0>400 quote=-244000000 entry=244000000 \
            cash=10000000000 account=18
            fill 2 taker 4 m0 sell 400@610000 left 0/400 fee=0 pnl=3000000 position=300>-100 quote=64000000 \
            entry=61000000 cash=10000000000 account=16
            done account=16
            """);
        rig.expect(rig.place(BOB, sell(50, 609_000)), """
            placed 5 m0 sell 50@609000 account=17 #0
            trade 3 maker=3/18 left 50 taker=5/17 left 0 m0 sell 50@610000
            fill 3 maker 3 m0 buy 50@610000 left 50/500 fee=0 position=400>450 quote=-274500000 entry=274500000 \
            cash=10000000000 account=18
            fill 3 taker 5 m0 sell 50@610000 limit=609000 left 0/50 fee=0 position=-300>-350 quote=210500000 \
            entry=210500000 cash=10000000000 account=17
            done account=17
            """);
        rig.cancel(CAROL, Rig.BTC, 3);
        rig.place(CAROL, sell(100, 605_000));
        rig.expect(rig.place(ALICE, buy(100, 605_000).ioc()), """
            placed 7 m0 buy 100@605000 ioc account=16 #0
            trade 4 maker=6/18 left 0 taker=7/16 left 0 m0 buy 100@605000
            fill 4 maker 6 m0 sell 100@605000 left 0/100 fee=0 pnl=-500000 position=450>350 quote=-214000000 \
            entry=213500000 cash=10000000000 account=18
            fill 4 taker 7 m0 buy 100@605000 left 0/100 fee=0 pnl=500000 position=-100>0 quote=0 entry=0 \
            cash=10003500000 account=16
            done account=16
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldCancelTheRemainderOfAnImmediateOrder() {
        noFees();
        rig.place(BOB, sell(100, 600_010));
        final List<String> events = rig.place(ALICE, buy(250, 600_010).ioc().named(3));
        assertEquals("canceled 2 IOC_REMAINDER m0 buy 150@600010 of 250 ioc client=3 incoming account=16 #0",
            events.get(4));
        assertEquals(6, events.size());
    }

    @Test
    void shouldCancelOwnRestingOrdersThatAnOrderMeets() {
        noFees();
        rig.place(ALICE, sell(100, 600_010).named(5));
        rig.place(BOB, sell(100, 600_010));
        rig.expect(rig.place(ALICE, buy(100, 600_010)), """
            placed 3 m0 buy 100@600010 account=16 #0
            canceled 1 SELF_TRADE m0 sell 100@600010 of 100 client=5 account=16
            trade 1 maker=2/17 left 0 taker=3/16 left 0 m0 buy 100@600010
            fill 1 maker 2 m0 sell 100@600010 left 0/100 fee=0 position=0>-100 quote=60001000 entry=60001000 \
            cash=10000000000 account=17
            fill 1 taker 3 m0 buy 100@600010 left 0/100 fee=0 position=0>100 quote=-60001000 entry=60001000 \
            cash=10000000000 account=16
            done account=16
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldCancelAMakerThatCannotMarginItsFillAnyMoreAndGoOn() {
        noFees();
        rig.place(ALICE, buy(300_000, 600_000));
        rig.place(BOB, buy(1_000, 599_000));
        rig.price(Rig.BTC, 570_000);
        rig.expect(rig.place(CAROL, sell(500, 599_000)), """
            placed 3 m0 sell 500@599000 account=18 #0
            canceled 1 MARGIN m0 buy 300000@600000 of 300000 account=16
            trade 1 maker=2/17 left 500 taker=3/18 left 0 m0 sell 500@599000
            fill 1 maker 2 m0 buy 500@599000 left 500/1000 fee=0 position=0>500 quote=-299500000 entry=299500000 \
            cash=10000000000 account=17
            fill 1 taker 3 m0 sell 500@599000 left 0/500 fee=0 position=0>-500 quote=299500000 entry=299500000 \
            cash=10000000000 account=18
            done account=18
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldStopATakerThatCannotMarginItsFill() {
        // The check expects 3,200 lots at 600,010, but they are the taker's own: canceled instead of filled.
        noFees();
        rig.deposit(4, 100 * Rig.USDC);
        rig.place(4, sell(3_200, 600_010));
        rig.place(BOB, sell(5_000, 601_000));
        rig.expect(rig.place(4, buy(3_280, 601_000)), """
            placed 3 m0 buy 3280@601000 account=19 #0
            canceled 1 SELF_TRADE m0 sell 3200@600010 of 3200 account=19
            canceled 3 MARGIN m0 buy 3280@601000 of 3280 incoming account=19 #0
            done account=19
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldKeepReduceOnlyOrdersWithinThePosition() {
        noFees();
        rig.place(ALICE, buy(100, 600_000));
        rig.place(BOB, sell(100, 600_000));
        rig.place(ALICE,
            sell(80, 610_000).reduceOnly(), sell(100, 600_010).reduceOnly(), sell(60, 620_000).reduceOnly());
        rig.expect(rig.place(CAROL, buy(30, 600_010)), """
            placed 6 m0 buy 30@600010 account=18 #0
            trade 2 maker=4/16 left 70 taker=6/18 left 0 m0 buy 30@600010
            fill 2 maker 4 m0 sell 30@600010 left 70/100 reduce-only fee=0 pnl=300 position=100>70 quote=-41999700 \
            entry=42000000 cash=10000000000 account=16
            fill 2 taker 6 m0 buy 30@600010 left 0/30 fee=0 position=0>30 quote=-18000300 entry=18000300 \
            cash=10000000000 account=18
            reduced 3 m0 sell 70@610000 of 80 reduce-only account=16
            done account=18
            """);
        rig.expect(rig.place(CAROL, buy(90, 600_010)), """
            placed 7 m0 buy 90@600010 account=18 #0
            trade 3 maker=4/16 left 0 taker=7/18 left 20 m0 buy 70@600010
            fill 3 maker 4 m0 sell 70@600010 left 0/100 reduce-only fee=0 pnl=700 position=70>0 quote=0 entry=0 \
            cash=10000001000 account=16
            fill 3 taker 7 m0 buy 70@600010 left 20/90 fee=0 position=30>100 quote=-60001000 entry=60001000 \
            cash=10000000000 account=18
            canceled 3 REDUCE_ONLY m0 sell 70@610000 of 80 reduce-only account=16
            canceled 5 REDUCE_ONLY m0 sell 60@620000 of 60 reduce-only account=16
            rested 7 m0 buy 20@600010 priority=5 account=18 #0
            done account=18
            """);
        rig.exchange.verify();
    }

    @Test
    void shouldCancelReduceOnlyOrdersOfATakerThatFlips() {
        noFees();
        rig.place(ALICE, sell(100, 600_000));
        rig.place(BOB, buy(100, 600_000));
        rig.place(ALICE, buy(100, 590_000).reduceOnly(), buy(40, 580_000).reduceOnly());
        rig.place(CAROL, sell(150, 600_000));
        final List<String> events = rig.place(ALICE, buy(150, 600_000));
        assertEquals(List.of(
            "canceled 3 REDUCE_ONLY m0 buy 100@590000 of 100 reduce-only account=16",
            "canceled 4 REDUCE_ONLY m0 buy 40@580000 of 40 reduce-only account=16",
            "done account=16"), events.subList(4, 7));
        rig.exchange.verify();
    }

    @Test
    void shouldStopAtTheBoundOfFillsAndRefuseLaterOrders() {
        noFees();
        rig.set(Parameter.FILLS_MAX, 2);
        rig.place(BOB, sell(20, 600_000), sell(20, 600_000), sell(20, 600_000), sell(20, 600_000));
        final List<String> events = rig.place(ALICE, buy(20, 600_000), buy(40, 600_000), buy(20, 590_000));
        assertEquals(List.of(
            "placed 5 m0 buy 20@600000 account=16 #0",
            "placed 6 m0 buy 40@600000 account=16 #1",
            "canceled 6 COMMAND_BOUND m0 buy 20@600000 of 40 incoming account=16 #1",
            "rejected 7 COMMAND_BOUND m0 buy 20@590000 account=16 #2",
            "done account=16"), without(events, "trade", "fill"));
        rig.exchange.verify();
    }

    @Test
    void shouldStillCancelOwnOrdersWhenNoFillIsLeft() {
        noFees();
        rig.set(Parameter.FILLS_MAX, 1);
        rig.place(BOB, sell(20, 600_000));
        rig.place(ALICE, sell(20, 600_010));
        rig.place(BOB, sell(20, 600_020));
        assertEquals(List.of(
            "placed 4 m0 buy 60@600020 account=16 #0",
            "canceled 2 SELF_TRADE m0 sell 20@600010 of 20 account=16",
            "canceled 4 COMMAND_BOUND m0 buy 40@600020 of 60 incoming account=16 #0",
            "done account=16"), without(rig.place(ALICE, buy(60, 600_020)), "trade", "fill"));
    }

    @Test
    void shouldNeverEmitMoreEventsThanAllowed() {
        noFees();
        rig.set(Parameter.EVENTS_MAX, 512);
        final Entry[] makers = new Entry[100];
        Arrays.fill(makers, sell(20, 600_000));
        rig.place(BOB, makers);
        rig.place(BOB, makers);
        final Entry[] takers = new Entry[100];
        Arrays.fill(takers, buy(20, 590_000));
        takers[0] = buy(4_000, 600_000);
        // 3 × 28 events of fills, one placed, one for its rest, 3 × 99 for the later ones, one at the end: 384 of 512.
        final List<String> events = rig.place(ALICE, takers);
        assertEquals(1 + 3 * 28 + 1 + 99 + 1, events.size());
        assertEquals("canceled 201 COMMAND_BOUND m0 buy 3440@600000 of 4000 incoming account=16 #0", events.get(85));
        takers[0] = buy(20, 600_000);
        for (int i = 1; i < 100; i++) {
            takers[i] = buy(1_000, 600_000);
        }
        final List<String> more = rig.place(CAROL, takers);
        assertEquals(1, without(more, "trade", "fill", "placed", "rejected", "done").size());
        rig.exchange.verify();
    }

    @Test
    void shouldCountReduceOnlyUpkeepIntoTheBound() {
        noFees();
        rig.set(Parameter.EVENTS_MAX, 512);
        rig.place(ALICE, buy(1_000, 600_000));
        rig.place(BOB, sell(1_000, 600_000));
        final Entry[] reducing = new Entry[100];
        Arrays.fill(reducing, sell(1_000, 610_000).reduceOnly());
        for (int i = 0; i < 3; i++) {
            rig.place(ALICE, reducing);
        }
        rig.place(ALICE, Arrays.copyOf(reducing, 78));
        rig.place(CAROL, buy(100, 599_900));
        // 3 + 378 events of upkeep, one placed, one for the rest, one at the end: 384 of 384.
        assertEquals("trade", rig.place(ALICE, sell(20, 599_900)).get(1).split(" ")[0]);
        rig.place(ALICE, sell(500, 700_000).reduceOnly());
        rig.expect(rig.place(ALICE, sell(20, 599_900)), """
            placed 384 m0 sell 20@599900 account=16 #0
            canceled 384 COMMAND_BOUND m0 sell 20@599900 of 20 incoming account=16 #0
            done account=16
            """);
    }

    @Test
    void shouldCancelAMakerWithMoreReduceOnlyOrdersThanAFillMayChange() {
        noFees();
        rig.set(Parameter.EVENTS_MAX, 512);
        rig.place(ALICE, buy(1_000, 600_000));
        rig.place(BOB, sell(1_000, 600_000));
        final Entry[] reducing = new Entry[33];
        Arrays.fill(reducing, sell(10, 610_000).reduceOnly());
        rig.place(ALICE, reducing);
        rig.place(ALICE, sell(20, 600_010));
        rig.expect(rig.place(CAROL, buy(20, 600_010)), """
            placed 37 m0 buy 20@600010 account=18 #0
            canceled 36 COMMAND_BOUND m0 sell 20@600010 of 20 account=16
            rested 37 m0 buy 20@600010 priority=36 account=18 #0
            done account=18
            """);
        assertEquals("canceled", rig.place(CAROL, buy(20, 610_000)).get(1).split(" ")[0]);
        assertEquals("trade", rig.place(BOB, buy(20, 610_000)).get(1).split(" ")[0]);
    }

    @Test
    void shouldPayRebatesFromTheFeeAccount() {
        rig.set(Parameter.MAKER_FEE_NANOS, -10_000);
        rig.place(ALICE, buy(7_905, 599_990));
        final List<String> events = rig.place(BOB, sell(7_905, 599_990));
        assertEquals("fee=-47429", events.get(2).split(" ")[9]);
        assertEquals("fee=2134314", events.get(3).split(" ")[9]);
        rig.exchange.verify();
    }

    private void noFees() {
        rig.set(Parameter.MAKER_FEE_NANOS, 0);
        rig.set(Parameter.TAKER_FEE_NANOS, 0);
    }

    private static List<String> without(final List<String> events, final String... firstWords) {
        return events.stream().filter(line -> !Arrays.asList(firstWords).contains(line.split(" ")[0])).toList();
    }
}
