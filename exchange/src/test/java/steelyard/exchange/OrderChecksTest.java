package steelyard.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static steelyard.exchange.Entry.buy;
import static steelyard.exchange.Entry.sell;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;

/** Every reason to refuse an action or an order, and which of two comes first. */
class OrderChecksTest {
    private static final int ALICE = 1;
    private static final int BOB = 2;
    private static final int HALTED = 2;
    private static final int CANCEL_ONLY = 1;
    private static final long BTC_TICK_E8 = 10_000_000;
    private static final long BTC_LOT_E8 = 1_000;

    private final Rig rig = Rig.open();

    @BeforeEach
    void fund() {
        rig.deposit(ALICE, 1_000 * Rig.USDC);
        rig.deposit(BOB, 1_000_000 * Rig.USDC);
    }

    @Test
    void shouldRefuseActionsWithoutOrTooManyEntries() {
        rig.set(Parameter.ACTION_ORDERS_MAX, 2);
        rig.expect(rig.place(ALICE), "refused NO_ORDERS account=16\n");
        rig.expect(rig.modify(ALICE), "refused NO_ORDERS account=16\n");
        rig.expect(rig.cancelByClientId(ALICE, 0), "refused NO_ORDERS account=16\n");
        final Entry entry = buy(0, 0);
        rig.expect(rig.place(ALICE, entry, entry, entry), "refused TOO_MANY_ORDERS(3, 2) account=16\n");
        rig.expect(rig.modify(ALICE, entry, entry, entry), "refused TOO_MANY_ORDERS(3, 2) account=16\n");
        rig.expect(rig.cancel(ALICE, 0, 1, 2, 3), "refused TOO_MANY_ORDERS(3, 2) account=16\n");
    }

    @Test
    void shouldRefuseTheWholeActionForTheFirstInvalidEntry() {
        rig.expect(rig.place(ALICE, buy(100, 599_990), buy(100, -10), buy(0, 1)),
            "refused INVALID_PRICE #1 account=16\n");
        rig.expect(rig.modify(ALICE, buy(100, 599_990).of(1), buy(0, 599_990).of(1)),
            "refused ZERO_SIZE #1 account=16\n");
    }

    @Test
    void shouldCheckEntriesInTheirDocumentedOrder() {
        assertEquals("UNKNOWN_ASSET(2)", raw(2, 2, 1, -1, 2, 16));
        assertEquals("UNKNOWN_ASSET(-1)", raw(-1, 0, BTC_TICK_E8, BTC_LOT_E8, 0, 0));
        assertEquals("INVALID_TIME_IN_FORCE", raw(0, 2, 1, -1, 0, 0));
        assertEquals("INVALID_TIME_IN_FORCE", raw(0, 255, 1, -1, 0, 0));
        assertEquals("INVALID_TIME_IN_FORCE", raw(0, 0, 1, -1, 4, 0));
        assertEquals("INVALID_TIME_IN_FORCE", raw(0, 0, 1, -1, 0, 16));
        assertEquals("INVALID_TIME_IN_FORCE", raw(0, 0, 1, -1, 0, 1 << 15));
        assertEquals("INVALID_TIME_IN_FORCE", raw(0, 0, 1, -1, 1, OrderFlags.POST_ONLY));
        assertEquals("INVALID_PRICE", raw(0, 0, BTC_TICK_E8 + 1, -1, 0, 0));
        assertEquals("INVALID_PRICE", raw(0, 0, 0, -1, 0, 0));
        assertEquals("INVALID_PRICE", raw(0, 0, -BTC_TICK_E8, -1, 0, 0));
        assertEquals("INVALID_SIZE", raw(0, 0, BTC_TICK_E8, -BTC_LOT_E8, 0, 0));
        assertEquals("INVALID_SIZE", raw(0, 0, BTC_TICK_E8, BTC_LOT_E8 + 1, 0, 0));
        assertEquals("ZERO_SIZE", raw(0, 0, BTC_TICK_E8, 0, 0, 0));
        assertEquals("MIN_NOTIONAL(10000000)", raw(0, 0, BTC_TICK_E8, BTC_LOT_E8, 0, OrderFlags.FRONTEND_MARKET));
        assertEquals("MIN_NOTIONAL(1000000)", raw(1, 0, 0, 1_000_000, 0, 0));
        assertEquals("ORDER_TOO_LARGE", raw(0, 0, BTC_TICK_E8, Long.MAX_VALUE / 1000 * 1000, 0, 0));
        assertEquals("PRICE_OUT_OF_RANGE", raw(1, 0, Long.MIN_VALUE + 5808, 1_000_000, 0, 0));
    }

    @Test
    void shouldGiveARejectedOrderItsIdAndGoOn() {
        rig.expect(rig.place(ALICE, buy(100, 599_999), buy(100, 599_990).named(5).ioc()), """
            rejected 1 OFF_TICK m0 buy 100@599999 account=16 #0
            rejected 2 IOC_NO_MATCH m0 buy 100@599990 ioc client=5 account=16 #1
            done account=16
            """);
        rig.expect(rig.place(ALICE, buy(100, 599_990)), """
            placed 3 m0 buy 100@599990 account=16 #0
            rested 3 m0 buy 100@599990 priority=1 account=16 #0
            done account=16
            """);
    }

    @Test
    void shouldRefuseOrdersByTheStateOfTheMarketFirst() {
        rig.state(Rig.BTC, HALTED);
        assertEquals("MARKET_HALTED", place(buy(100, 1)));
        rig.state(Rig.BTC, CANCEL_ONLY);
        assertEquals("MARKET_CANCEL_ONLY", place(buy(100, 1)));
        rig.state(Rig.BTC, 0);
        assertEquals("MIN_NOTIONAL(10000000)", place(buy(100, 1)));
    }

    @Test
    void shouldCheckGridThenRangeThenSize() {
        assertEquals("OFF_TICK", place(buy(100_000_001, 100_000_001)));
        assertEquals("PRICE_OUT_OF_RANGE", place(buy(100_000_001, 100_000_010)));
        assertEquals("ORDER_TOO_LARGE", place(buy(100_000_001, 100_000_000)));
        assertEquals("PRICE_OUT_OF_RANGE", place(buy(1, -10_000_001).in(Rig.OIL)));
        assertEquals("placed", place(buy(1000, -10_000_000).in(Rig.OIL)));
    }

    @Test
    void shouldRefuseAClientOrderIdOfARestingOrderOfTheAccount() {
        rig.place(ALICE, buy(100, 590_000).named(7));
        assertEquals("DUPLICATE_CLIENT_ORDER_ID", place(sell(100, 610_000).named(7).reduceOnly()));
        assertEquals("DUPLICATE_CLIENT_ORDER_ID", place(sell(100, 700_000).named(7).in(Rig.OIL)));
        assertEquals("placed", Rig.outcome(rig.place(BOB, buy(100, 590_000).named(7))));
        rig.cancelByClientId(ALICE, Rig.BTC, 7);
        assertEquals("placed", place(buy(100, 590_000).named(7)));
        assertEquals("placed", place(buy(100, 590_000)));
    }

    @Test
    void shouldRefuseReduceOnlyOrdersThatWouldNotReduce() {
        assertEquals("REDUCE_ONLY", place(sell(100, 610_000).reduceOnly()));
        goLong(100);
        assertEquals("REDUCE_ONLY", place(buy(100, 610_000).reduceOnly()));
        rig.expect(rig.place(ALICE, sell(500, 610_000).reduceOnly()), """
            placed 5 m0 sell 100@610000 reduce-only account=16 #0
            rested 5 m0 sell 100@610000 priority=2 account=16 #0
            done account=16
            """);
    }

    @Test
    void shouldRejectACappedOrderAsItWasGiven() {
        goLong(100);
        rig.expect(rig.place(ALICE, sell(500, 620_000).reduceOnly().ioc()), """
            rejected 3 IOC_NO_MATCH m0 sell 500@620000 ioc reduce-only account=16 #0
            done account=16
            """);
    }

    @Test
    void shouldAcceptOnlyReducingOrdersWhileThePriceIsStale() {
        goLong(100);
        rig.place(ALICE, sell(30, 610_000));
        rig.place(ALICE, sell(50, 620_000).reduceOnly());
        rig.now += 3_600 * Rig.SECOND;
        assertEquals("placed", place(sell(20, 630_000)), "fresh to the last nanosecond");
        rig.now += 1;
        assertEquals("PRICE_STALE", place(buy(20, 590_000)));
        assertEquals("PRICE_STALE", place(sell(1, 630_000).postOnly()), "30 + 50 + 20 + 1 > 100");
        rig.cancel(ALICE, Rig.BTC, 5);
        assertEquals("placed", place(sell(20, 630_000)));
        assertEquals("PRICE_STALE", place(sell(1, 630_000)));
        assertEquals("PRICE_STALE", place(sell(200, 630_000).reduceOnly()), "capped to 100");
    }

    @Test
    void shouldHaveNoFreshPriceBeforeTheFirst() {
        final Rig bare = Rig.empty();
        bare.genesis(Rig.btc());
        bare.deposit(ALICE, 1_000 * Rig.USDC);
        assertEquals("PRICE_STALE", Rig.outcome(bare.place(ALICE, buy(100, 599_990))));
    }

    @Test
    void shouldCheckNotionalThenPositionLimit() {
        rig.set(Parameter.LIMIT_VALUE_MULTIPLE, 0);
        rig.deposit(BOB, 1_000_000_000 * Rig.USDC);
        assertEquals("MIN_NOTIONAL(10000000)", Rig.outcome(rig.place(BOB, buy(1, 599_990))));
        assertEquals("placed", Rig.outcome(rig.place(BOB, buy(17, 599_990))));
        for (int i = 0; i < 4; i++) {
            assertEquals("placed", Rig.outcome(rig.place(BOB, buy(100_000_000, 10_000))));
        }
        assertEquals("POSITION_LIMIT", Rig.outcome(rig.place(BOB, buy(100_000_000, 10_000).postOnly())));
        assertEquals("placed", Rig.outcome(rig.place(BOB, buy(99_999_983, 10_000))));
        assertEquals("placed", Rig.outcome(rig.place(BOB, sell(100_000_000, 90_000_000))), "the other side's own");
        assertEquals("POSITION_LIMIT", Rig.outcome(rig.place(BOB, buy(1_000, 10_000))));
    }

    @Test
    void shouldRefusePostOnlyOrdersThatWouldMatchAndImmediateOnesThatWouldNot() {
        assertEquals("IOC_NO_MATCH", place(buy(100, 600_000).ioc()));
        rig.place(BOB, sell(100, 600_010));
        assertEquals("POST_ONLY_WOULD_MATCH(0,600010)", place(buy(100, 600_010).postOnly()));
        assertEquals("placed", place(buy(100, 600_000).postOnly()));
        assertEquals("POST_ONLY_WOULD_MATCH(600000,600010)", place(sell(100, 600_000).postOnly()));
        assertEquals("IOC_NO_MATCH", place(buy(100, 600_000).ioc()));
        assertEquals("POST_ONLY_WOULD_MATCH(600000,600010)", place(buy(100_000_000, 600_010).postOnly()),
            "before margin");
    }

    @Test
    void shouldRequireMarginForTheOrderItsLossAndItsFee() {
        assertEquals("placed", place(buy(33_333, 600_000)), "999.99 of 1000 USDC");
        assertEquals("INSUFFICIENT_MARGIN", place(buy(17, 600_000)));
        rig.cancel(ALICE, Rig.BTC, 1);
        assertEquals("INSUFFICIENT_MARGIN", place(buy(33_334, 600_000)));
        assertEquals("INSUFFICIENT_MARGIN", place(buy(33_333, 600_010)), "a loss of 333330 micros at its limit");
        assertEquals("placed", place(sell(33_333, 600_010)), "no loss above the mark");
    }

    @Test
    void shouldExpectTheLossAndFeeOfWhatTheOrderWouldTake() {
        rig.place(BOB, sell(10_000, 600_010), sell(10_000, 600_020));
        // Requirement 32,000 × 600,000 / 20 = 960 USDC. Expected: loss 0.1 + 0.2 + 12,000 × 30 = 0.36 USDC; fee on
        // 10,000 × 600,010 + 10,000 × 600,020 = 12,000.3 USDC at 0.045 %: 5.400135 USDC. Together 966.060135.
        rig.deposit(3, 966_060_134);
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(3, buy(32_000, 600_030))));
        rig.deposit(3, 1);
        assertEquals("placed", Rig.outcome(rig.place(3, buy(32_000, 600_030))));
        rig.exchange.verify();
    }

    @Test
    void shouldWalkAtMostAsManyLevelsAsFillsAreAllowed() {
        rig.place(BOB, sell(10_000, 600_010), sell(10_000, 600_020));
        rig.set(Parameter.FILLS_MAX, 1);
        // As above, but what lies behind the first level counts at the limit: loss 0.1 + 22,000 × 30 = 0.66 USDC, fee
        // on 6,000.1 USDC: 2.700045.
        rig.deposit(3, 963_460_044);
        assertEquals("INSUFFICIENT_MARGIN", Rig.outcome(rig.place(3, buy(32_000, 600_030))));
        rig.deposit(3, 1);
        assertEquals("placed", Rig.outcome(rig.place(3, buy(32_000, 600_030))));
    }

    @Test
    void shouldNotAskForMarginWhenTheReserveDoesNotGrow() {
        goLong(30_000);
        rig.price(Rig.BTC, 550_000);
        assertEquals("INSUFFICIENT_MARGIN", place(buy(20, 540_000)), "under water");
        assertEquals("placed", place(sell(60_000, 700_000)), "30000 the other way is no more than 30000");
        assertEquals("INSUFFICIENT_MARGIN", place(sell(20, 700_000)));
        assertEquals("placed", place(sell(40_000, 610_000).reduceOnly()));
    }

    private void goLong(final int lots) {
        rig.place(BOB, sell(lots, 600_000));
        rig.place(ALICE, buy(lots, 600_000));
    }

    private String place(final Entry entry) {
        return Rig.outcome(rig.place(ALICE, entry));
    }

    private String raw(
        final int market, final int side, final long price, final long size, final int tif, final int flags) {
        return Rig.outcome(rig.placeRaw(ALICE, market, side, price, size, tif, flags));
    }
}
