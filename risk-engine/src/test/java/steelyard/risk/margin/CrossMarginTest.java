package steelyard.risk.margin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import steelyard.model.OrderFlags;
import steelyard.model.Side;

class CrossMarginTest extends RiskFixture {
    private static final long USDC = 1_000_000;

    private final int alice = user(1_000 * USDC);
    private final int bob = user(1_000_000 * USDC);

    @Test
    void shouldValuePositionsAtTheMark() {
        mark(BTC, 600_000);
        trade(alice, bob, BTC, 1_000, 600_000);
        assertEquals(1_000 * USDC, margin.equityMicros(alice));
        mark(BTC, 610_000);
        assertEquals(1_010 * USDC, margin.equityMicros(alice), "0.01 x 1000");
        assertEquals(999_990 * USDC, margin.equityMicros(bob));
        mark(OIL, -37_6300);
        trade(bob, alice, OIL, 10, -37_6300);
        mark(OIL, -40_0000);
        assertEquals(1_010 * USDC + 10 * 2_3700, margin.equityMicros(alice), "short through a price below zero");
    }

    @Test
    void shouldRequireTheLargerReserveOverTheLeverageRoundedUp() {
        mark(BTC, 600_001);
        trade(alice, bob, BTC, 7, 600_001);
        assertEquals(210_001, margin.requirementMicros(alice), "7 x 600001 / 20 = 210000.35");
        rest(alice, BTC, 0, Side.SELL, 700_000, 20);
        assertEquals(390_001, margin.requirementMicros(alice), "|7 - 20| = 13: 390000.65");
        rest(alice, BTC, 0, Side.BUY, 500_000, 9);
        assertEquals(480_001, margin.requirementMicros(alice), "|7 + 9| = 16: 480000.8");
        rest(alice, BTC, OrderFlags.REDUCE_ONLY, Side.SELL, 700_000, 7);
        assertEquals(480_001, margin.requirementMicros(alice));
        assertEquals(1, positions.reduceOnlyCount(positions.find(alice, BTC)));
        margin.chooseLeverage(positions.find(alice, BTC), 40, false);
        assertEquals(240_001, margin.requirementMicros(alice));
    }

    @Test
    void shouldRequireMarginForPricesBelowZeroToo() {
        mark(OIL, -200_000);
        trade(alice, bob, OIL, 5, -200_000);
        assertEquals(100_000, margin.requirementMicros(alice));
    }

    @Test
    void shouldCountWhatOrdersWouldLoseAtTheirLimits() {
        mark(BTC, 600_000);
        final TestOrders.Order buy = rest(alice, BTC, 0, Side.BUY, 600_010, 5);
        rest(alice, BTC, 0, Side.BUY, 599_000, 5);
        rest(alice, BTC, 0, Side.SELL, 599_990, 3);
        rest(alice, BTC, OrderFlags.REDUCE_ONLY, Side.SELL, 1, 3);
        assertEquals(50 + 30, margin.openLossMicros(alice));
        mark(BTC, 598_000);
        assertEquals(5 * 2_010 + 5 * 1_000, margin.openLossMicros(alice));
        cancel(buy);
        assertEquals(5 * 1_000, margin.openLossMicros(alice));
        mark(BTC, 601_000);
        assertEquals(3 * 1_010, margin.openLossMicros(alice));
    }

    @Test
    void shouldWalkOverOrdersOnlyWhenTheMarkIsThroughABound() {
        mark(BTC, 600_000);
        rest(alice, BTC, 0, Side.BUY, 590_000, 5);
        final TestOrders.Order high = rest(alice, BTC, 0, Side.BUY, 599_000, 5);
        rest(alice, BTC, 0, Side.SELL, 610_000, 5);
        mark(BTC, 609_999);
        assertEquals(0, margin.openLossMicros(alice));
        mark(BTC, 599_000);
        assertEquals(0, margin.openLossMicros(alice));
        assertEquals(0, orders.walks);
        mark(BTC, 598_999);
        assertEquals(5, margin.openLossMicros(alice));
        assertEquals(5, margin.openLossMicros(alice));
        assertEquals(1, orders.walks);
        cancel(high);
        mark(BTC, 598_998);
        assertEquals(0, margin.openLossMicros(alice), "the bound is still that of the canceled order");
        assertEquals(2, orders.walks);
        mark(BTC, 598_997);
        assertEquals(0, margin.openLossMicros(alice), "now it is that of the order that is left");
        assertEquals(2, orders.walks);
        orders.orders.removeIf(order -> order.side() == Side.BUY);
        margin.reservations().left(high.slot(), 0, Side.BUY, 590_000, 5);
        mark(BTC, 500_000);
        assertEquals(0, margin.openLossMicros(alice), "no buy is left, nor a bound");
        assertEquals(2, orders.walks);
        margin.verify();
    }

    @Test
    void shouldCoverAReserveUpToTheLastMicro() {
        mark(BTC, 600_000);
        final int slot = positions.find(alice, BTC);
        assertEquals(Positions.NONE, slot);
        assertTrue(margin.covers(alice, BTC, slot, 33_333, 0), "33333 x 600000 / 20 = 999.99 USDC");
        assertTrue(margin.covers(alice, BTC, slot, 33_333, 10_000));
        assertFalse(margin.covers(alice, BTC, slot, 33_333, 10_001));
        assertFalse(margin.covers(alice, BTC, slot, 33_334, 0));
    }

    @Test
    void shouldReplaceOnlyTheMarketsOwnRequirement() {
        mark(BTC, 600_000);
        mark(OIL, 700_000);
        trade(alice, bob, BTC, 20_000, 600_000);
        final int slot = positions.find(alice, BTC);
        assertEquals(600 * USDC, margin.requirementMicros(alice));
        assertTrue(margin.covers(alice, BTC, slot, 33_333, 0));
        assertTrue(margin.covers(alice, OIL, Positions.NONE, 5_714, 0), "5714 x 70000 / 10 = 399.98 USDC");
        assertFalse(margin.covers(alice, OIL, Positions.NONE, 5_715, 0));
    }

    @Test
    void shouldAllowAFillThatBringsThePositionCloserToZeroWhateverTheMargin() {
        mark(BTC, 600_000);
        trade(alice, bob, BTC, 20_000, 600_000);
        mark(BTC, 400_000);
        assertTrue(margin.equityMicros(alice) < 0);
        final int slot = positions.find(alice, BTC);
        assertTrue(margin.allowsFill(slot, -1, 400_000, 100, 0));
        assertTrue(margin.allowsFill(slot, -39_999, 400_000, 100, 0), "to one lot less on the other side");
        assertFalse(margin.allowsFill(slot, -40_000, 400_000, 100, 0));
        assertFalse(margin.allowsFill(slot, 1, 400_000, 100, 0));
    }

    @Test
    void shouldAllowAFillThatTheAccountCanMarginWithItsFee() {
        mark(BTC, 600_000);
        final int slot = positions.open(alice, BTC);
        assertTrue(margin.allowsFill(slot, 33_333, 600_000, 10_000, 0));
        assertFalse(margin.allowsFill(slot, 33_333, 600_000, 10_001, 0));
        assertFalse(margin.allowsFill(slot, 33_333, 600_001, 0, 0), "buys above the mark: 33333 micros lost at once");
        assertTrue(margin.allowsFill(slot, -33_333, 600_001, 43_333, 0), "sells above the mark");
    }

    @Test
    void shouldFreeWhatTheRestingOrderReservedForTheLotsOfTheFill() {
        mark(BTC, 600_000);
        final TestOrders.Order order = rest(alice, BTC, 0, Side.BUY, 600_001, 33_332);
        assertEquals(33_332, margin.openLossMicros(alice));
        assertTrue(margin.allowsFill(order.slot(), 33_332, 600_001, 0, 33_332), "loss and reserve as before");
        assertTrue(margin.allowsFill(order.slot(), 33_332, 600_001, 6_668, 33_332), "1000 - 999.96 - 0.033332 USDC");
        assertFalse(margin.allowsFill(order.slot(), 33_332, 600_001, 6_669, 33_332));
    }

    @Test
    void shouldAllowALowerLeverageOnlyWithMargin() {
        mark(BTC, 600_000);
        trade(alice, bob, BTC, 20_000, 600_000);
        final int slot = positions.find(alice, BTC);
        assertTrue(margin.allowsLeverage(alice, BTC, slot, 40, false, 0));
        assertTrue(margin.allowsLeverage(alice, BTC, slot, 12, false, 0), "1000 USDC");
        assertFalse(margin.allowsLeverage(alice, BTC, slot, 11, false, 0));
        mark(BTC, 400_000);
        assertTrue(margin.allowsLeverage(alice, BTC, slot, 20, false, 0), "requires no more");
        assertTrue(margin.allowsLeverage(alice, BTC, slot, 21, false, 0), "requires less, though under water");
        assertFalse(margin.allowsLeverage(alice, BTC, slot, 19, false, 0));
        assertTrue(margin.allowsLeverage(alice, OIL, Positions.NONE, 1, false, 0), "nothing there");
    }

    @Test
    void shouldGiveUpASlotOnlyWhenNothingIsInIt() {
        mark(BTC, 600_000);
        final TestOrders.Order order = rest(alice, BTC, 0, Side.BUY, 600_000, 1);
        final TestOrders.Order reduceOnly = rest(alice, BTC, OrderFlags.REDUCE_ONLY, Side.BUY, 600_000, 1);
        positions.closeIfEmpty(order.slot());
        assertEquals(order.slot(), positions.find(alice, BTC));
        cancel(order);
        assertEquals(reduceOnly.slot(), positions.find(alice, BTC));
        cancel(reduceOnly);
        assertEquals(Positions.NONE, positions.find(alice, BTC));
        final int chosen = positions.open(alice, OIL);
        margin.chooseLeverage(chosen, 5, false);
        positions.closeIfEmpty(chosen);
        assertEquals(chosen, positions.find(alice, OIL));
        assertEquals(1, positions.count());
        margin.verify();
    }
}
