package steelyard.risk.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TierTableTest {
    private static final long USDC = 1_000_000;
    private static final long CENTS = 100;

    /** BTC of the venue: 40x up to 150 million, then 20x. */
    private final TierTable btc =
        TierTable.ofLeverages(new long[] {0, 150_000_000}, new int[] {40, 20}, 100);

    @Test
    void shouldRequireHalfTheInitialMarginAtTheLargestLeverage() {
        assertEquals(1_250 * USDC, btc.requiredMicros(100_000 * USDC), "1.25 % at 40x");
        assertEquals(1, btc.requiredMicros(1), "rounded up");
        assertEquals(0, btc.requiredMicros(0));
        final TierTable rates = TierTable.ofRates(new long[] {0}, new int[] {1_250}, 100);
        assertEquals(12_500_000, rates.requiredMicros(1_000 * USDC));
    }

    @Test
    void shouldBeContinuousWhereATierStarts() {
        assertEquals(1_875_000 * USDC, btc.requiredMicros(150_000_000 * USDC));
        assertEquals(1_875_000 * USDC + 1, btc.requiredMicros(150_000_000 * USDC + 1));
        assertEquals(3_125_000 * USDC, btc.requiredMicros(200_000_000 * USDC), "1.875 + 2.5 % of 50 million");
        assertEquals(0, btc.tier(150_000_000 * USDC));
        assertEquals(1, btc.tier(150_000_000 * USDC + 1));
    }

    @Test
    void shouldRoundWhatLowerTiersAreCheaperByDownToTheCent() {
        final TierTable eth = TierTable.ofLeverages(new long[] {0, 100_000_000}, new int[] {25, 15}, 100);
        assertEquals(2_000_000 * USDC, eth.requiredMicros(100_000_000 * USDC));
        // 120 million / 30 = 4 million; 100 million x (1/30 - 1/50) = 1,333,333.333...
        assertEquals(4_000_000 * USDC - 1_333_333_330_000L, eth.requiredMicros(120_000_000 * USDC));
        assertEquals(40_000_000_000_000L - 13_333_333_300_000L, eth.requiredE7(120_000_000 * CENTS));
    }

    @Test
    void shouldMultiplyRatesByThePercent() {
        final TierTable tripled = TierTable.ofLeverages(new long[] {0, 150_000_000}, new int[] {40, 20}, 300);
        assertEquals(3 * 1_250 * USDC, tripled.requiredMicros(100_000 * USDC));
        assertEquals(3 * 3_125_000 * USDC, tripled.requiredMicros(200_000_000 * USDC));
        assertEquals(3_750, tripled.rateE5(0));
        assertEquals(75_000_000, tripled.rateNanos(1));
    }

    @Test
    void shouldNeverBeBelowTheExactRequirementAndAtMostTwoCentsAbove() {
        final SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            final long from1 = random.nextLong(1, 1_000_000);
            final long from2 = from1 + random.nextLong(1, 1_000_000);
            final int leverage0 = random.nextInt(3, 1_000);
            final int leverage1 = random.nextInt(2, leverage0);
            final int leverage2 = random.nextInt(1, leverage1);
            final TierTable table = TierTable.ofLeverages(
                new long[] {0, from1, from2}, new int[] {leverage0, leverage1, leverage2}, 100);
            final long notional = random.nextLong(3_000_000 * USDC);
            final BigInteger common = BigInteger.valueOf(2L * leverage0 * leverage1 * leverage2);
            BigInteger exact = piece(notional, 0, from1 * USDC, common, leverage0);
            exact = exact.add(piece(notional, from1 * USDC, from2 * USDC, common, leverage1));
            exact = exact.add(piece(notional, from2 * USDC, Long.MAX_VALUE, common, leverage2));
            final BigInteger kept = BigInteger.valueOf(table.requiredMicros(notional)).multiply(common);
            assertTrue(kept.compareTo(exact) >= 0, "never below");
            final BigInteger above = BigInteger.valueOf(20_001).multiply(common);
            assertTrue(kept.subtract(exact).compareTo(above) <= 0, "never far above");
        }
    }

    private static BigInteger piece(
        final long notional, final long from, final long to, final BigInteger common, final int leverage) {
        final long part = Math.max(0, Math.min(notional, to) - from);
        return BigInteger.valueOf(part).multiply(common).divide(BigInteger.valueOf(2L * leverage));
    }
}
