package steelyard.server.readmodel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import steelyard.risk.market.TierTable;

class LiquidationPriceTest {
    private static final TierTable TIERS = TierTable.ofLeverages(new long[] {0}, new int[] {10}, 100);

    /** 10 at 100, 1,000 of collateral less what the position cost: V = −900, L = 20, p = 900 / (10 × 0.95). */
    @Test
    void shouldSolveForTheLongPosition() {
        assertEquals(9_473_684_211L, LiquidationPrice.priceE8(10, TIERS, 0, -900, 100_000_000));
    }

    /** The same position sold: V = 1,100, p = 1,100 / (10 × 1.05). */
    @Test
    void shouldSolveForTheShortPosition() {
        assertEquals(10_476_190_476L, LiquidationPrice.priceE8(-10, TIERS, 0, 1_100, 100_000_000));
    }

    @Test
    void shouldHaveNoPriceAtOrBelowZeroOrBeyondALong() {
        assertEquals(LiquidationPrice.NONE, LiquidationPrice.priceE8(10, TIERS, 0, 0, 100));
        assertEquals(LiquidationPrice.NONE, LiquidationPrice.priceE8(10, TIERS, 0, 1, 100));
        assertEquals(LiquidationPrice.NONE, LiquidationPrice.priceE8(-10, TIERS, 0, -1, 100));
        assertEquals(LiquidationPrice.NONE, LiquidationPrice.priceE8(-1_000_000, TIERS, 0, 1, 100));
        assertEquals(LiquidationPrice.NONE, LiquidationPrice.priceE8(-1, TIERS, 0, Long.MAX_VALUE, 100));
    }

    @Test
    void shouldGoThroughMoreThan64Bits() {
        assertEquals(
            101_052_632, LiquidationPrice.priceE8(1_000_000_000_000L, TIERS, 0, -96_000_000_000_000_000L, 1_000));
    }
}
