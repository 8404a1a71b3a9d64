package steelyard.risk.margin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SettlementTest extends RiskFixture {
    private static final long RICH = 1_000_000_000_000L;

    private final int alice = user(RICH);
    private final int bob = user(RICH);

    @Test
    void shouldTruncateFeesTowardZero() {
        assertEquals(9_997, Settlement.feeMicros(666_530, 100, 150_000), "66653 x 0.001 at 0.015 %");
        assertEquals(-67_987, Settlement.feeMicros(860_060, 7_905, -10_000), "86006 x 0.07905 at -0.001 %");
        assertEquals(600_558, Settlement.feeMicros(645_970, -2_066, 450_000), "64597 x 0.02066 at 0.045 %");
        assertEquals(3, Settlement.feeMicros(-10_000, 1, 300_000), "a price below zero pays a fee on its size");
        assertEquals(0, Settlement.feeMicros(0, 1_000, 450_000));
    }

    @Test
    void shouldMoveFeesFromTheAccountToTheFeeAccountAndRebatesBack() {
        final int slot = positions.open(alice, BTC);
        margin.settlement().settle(slot, -2_066, 645_970, 450_000);
        assertEquals(600_558, margin.settlement().feeMicros());
        assertEquals(RICH - 600_558, accounts.cashMicros(alice));
        assertEquals(600_558, accounts.cashMicros(0));
        margin.settlement().settle(slot, 2_066, 645_970, -10_000);
        assertEquals(-13_345, margin.settlement().feeMicros());
        assertEquals(600_558 - 13_345, accounts.cashMicros(0));
        assertEquals(2 * RICH, accounts.cashTotalMicros());
    }

    @Test
    void shouldAverageTheEntryOfOpeningFills() {
        trade(alice, bob, BTC, 100, 600_000);
        trade(alice, bob, BTC, 300, 620_000);
        final int slot = positions.find(alice, BTC);
        assertEquals(400, positions.quantityLots(slot));
        assertEquals(100 * 600_000 + 300 * 620_000, positions.entryMicros(slot));
        assertEquals(-(100 * 600_000 + 300 * 620_000), positions.quoteMicros(slot));
        assertEquals(0, margin.settlement().closedPnlMicros());
        assertEquals(-100, margin.settlement().startPositionLots(), "the seller's, who came last");
    }

    @Test
    void shouldGiveTheClosedPnlOfTheVenuesExample() {
        trade(alice, bob, BTC, 7_905, 859_731);
        margin.settlement().settle(positions.find(alice, BTC), -7_905, 860_060, 0);
        assertEquals(2_600_745, margin.settlement().closedPnlMicros());
        margin.settlement().settle(positions.find(bob, BTC), 7_905, 860_060, 0);
        assertEquals(-2_600_745, margin.settlement().closedPnlMicros());
        assertEquals(RICH + 2_600_745, accounts.cashMicros(alice));
        assertEquals(RICH - 2_600_745, accounts.cashMicros(bob));
    }

    @Test
    void shouldTruncateTheShareOfTheEntryThatAFillCloses() {
        trade(alice, bob, OIL, 1, 100);
        trade(alice, bob, OIL, 2, 101);
        final int slot = positions.find(alice, OIL);
        assertEquals(302, positions.entryMicros(slot));
        margin.settlement().settle(slot, -1, 200, 0);
        assertEquals(202, positions.entryMicros(slot), "302 x 1 / 3 = 100.67, truncated 100");
        assertEquals(100, margin.settlement().closedPnlMicros());
        margin.settlement().settle(slot, -2, 200, 0);
        assertEquals(198, margin.settlement().closedPnlMicros());
        assertEquals(RICH + 298, accounts.cashMicros(alice), "the closed parts add up to what the position made");
    }

    @Test
    void shouldTruncateANegativeShareTowardZeroToo() {
        trade(alice, bob, OIL, 1, -100);
        trade(alice, bob, OIL, 2, -101);
        margin.settlement().settle(positions.find(bob, OIL), 1, -50, 0);
        assertEquals(-150, -100 + -50, "share of a short: trunc(-302 / 3) = -100");
        assertEquals(-202, positions.entryMicros(positions.find(bob, OIL)));
        assertEquals(-100 + 50, margin.settlement().closedPnlMicros());
    }

    @Test
    void shouldStartTheEntryAnewWhenAFillFlipsThePosition() {
        trade(alice, bob, BTC, 100, 600_000);
        trade(bob, alice, BTC, 250, 610_000);
        final int slot = positions.find(alice, BTC);
        assertEquals(-150, positions.quantityLots(slot));
        assertEquals(610_000 * 150, positions.entryMicros(slot));
        assertEquals(100 * 10_000, margin.settlement().closedPnlMicros());
        assertEquals(100, margin.settlement().startPositionLots());
        assertEquals(-100 * 600_000 + 250 * 610_000, positions.quoteMicros(slot));
        assertEquals(RICH, accounts.cashMicros(alice), "profit stays in the quote until the position is zero");
    }

    @Test
    void shouldMoveTheQuoteOfAClosedPositionToCashAgainstTheMarket() {
        final int carol = user(RICH);
        trade(alice, bob, BTC, 100, 600_000);
        trade(carol, alice, BTC, 100, 610_000);
        assertEquals(RICH + 1_000_000, accounts.cashMicros(alice));
        assertEquals(1_000_000, markets.settledMicros(BTC));
        assertEquals(0, positions.entryMicros(positions.find(alice, BTC)));
        assertTrue(markets.isBalanced(BTC));
        margin.verify();
    }

    @Test
    void shouldNoticeAFillWithOneSideOnly() {
        margin.settlement().settle(positions.open(alice, BTC), 100, 600_000, 0);
        assertFalse(markets.isBalanced(BTC));
        assertTrue(markets.traded().contains(BTC));
        assertThrows(IllegalStateException.class, margin::verify);
    }

    @Test
    void shouldNoticeMoneyThatComesFromNowhere() {
        accounts.add(alice, 1);
        assertEquals(2 * RICH + 1, accounts.cashTotalMicros());
        assertEquals(2 * RICH, accounts.depositsMicros() + markets.settledTotalMicros());
        assertThrows(IllegalStateException.class, margin::verify);
    }
}
