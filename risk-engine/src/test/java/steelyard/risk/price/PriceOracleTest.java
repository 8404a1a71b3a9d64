package steelyard.risk.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.risk.TestBooks;
import steelyard.risk.TestMarkets;
import steelyard.risk.market.Markets;

class PriceOracleTest {
    private static final int BTC = 0;
    private static final int OIL = 1;
    private static final long E8 = 100_000_000;
    private static final long SECOND = 1_000_000_000;

    private final Markets markets = new Markets();
    private final PriceOracle oracle = new PriceOracle(markets, new TestBooks());

    @BeforeEach
    void listMarkets() {
        markets.list(TestMarkets.btc(BTC));
        markets.list(TestMarkets.oil(OIL));
    }

    @Test
    void shouldHaveNoPriceBelowTheQuorumOfSources() {
        assertFalse(btc(1, 1, 60_000 * E8, 1, 0));
        assertFalse(btc(1, 2, 60_000 * E8, 1, 0));
        assertFalse(markets.hasPrice(BTC));
        assertFalse(oracle.isFresh(BTC, 0));
        assertTrue(btc(2, 1, 60_000 * E8, 1, 0));
        assertEquals(600_000, markets.markPriceTicks(BTC));
        assertTrue(oracle.isFresh(BTC, 0));
    }

    @Test
    void shouldTakeTheMedianAndOfAnEvenNumberTheMiddleTwoRoundedDown() {
        btc(1, 1, 60_000 * E8, 1, 0);
        btc(2, 1, 60_001 * E8, 1, 0);
        assertEquals(600_005, markets.oraclePriceTicks(BTC));
        btc(3, 1, 90_000 * E8, 1, 0);
        assertEquals(600_010, markets.oraclePriceTicks(BTC));
        assertTrue(btc(4, 1, 60_000 * E8 + 1, 1, 0));
        assertEquals(600_005, markets.oraclePriceTicks(BTC));
    }

    @Test
    void shouldTellOnlyChanges() {
        assertFalse(btc(1, 1, 60_000 * E8, 1, 0));
        assertTrue(btc(2, 1, 60_000 * E8, 1, 0));
        assertFalse(btc(2, 1, 60_000 * E8, 2, 0));
        assertTrue(btc(2, 1, 60_002 * E8, 3, 0));
        final long version = markets.markVersion();
        assertFalse(btc(2, 1, 60_002 * E8, 4, 0));
        assertEquals(version, markets.markVersion());
    }

    @Test
    void shouldSkipWhatIsUnknownImpossibleOrNotNewer() {
        assertFalse(oracle.submit(2, PriceOracle.publisher(1, 1), E8, 0, 1, 0));
        assertFalse(oracle.submit(-1, PriceOracle.publisher(1, 1), E8, 0, 1, 0));
        assertTrue(oil(1, 1, E8, 5, 0));
        assertFalse(oil(1, 1, 2 * E8, 5, 0));
        assertFalse(oil(1, 1, 2 * E8, 4, 0));
        assertEquals(10_000, markets.markPriceTicks(OIL));
        assertFalse(oil(1, 1, 1000 * E8 + 5_000, 6, 0), "beyond the largest price once in ticks");
        assertFalse(oil(1, 1, -1000 * E8 - 5_001, 6, 0));
        assertTrue(oil(1, 1, 1000 * E8 + 4_999, 6, 0));
        assertTrue(oil(1, 1, -1000 * E8 - 5_000, 7, 0));
        assertEquals(-10_000_000, markets.markPriceTicks(OIL));
        assertFalse(oil(1, 1, Long.MAX_VALUE, 8, 0));
        assertFalse(oil(1, 1, Long.MIN_VALUE, 8, 0));
    }

    @Test
    void shouldSkipPricesThatAreNotPositiveOnceInTicks() {
        btc(1, 1, 60_000 * E8, 1, 0);
        assertFalse(btc(2, 1, 0, 1, 0));
        assertFalse(btc(2, 1, -E8, 1, 0));
        assertFalse(btc(2, 1, 4_999_999, 1, 0));
        assertFalse(markets.hasPrice(BTC));
        assertTrue(btc(2, 1, 5_000_000, 1, 0));
    }

    @Test
    void shouldRoundHalfTicksUp() {
        assertEquals(3, PriceOracle.ticks(25_000, 10_000));
        assertEquals(2, PriceOracle.ticks(24_999, 10_000));
        assertEquals(-2, PriceOracle.ticks(-25_000, 10_000));
        assertEquals(-3, PriceOracle.ticks(-25_001, 10_000));
        assertEquals(Long.MAX_VALUE / 100 + 0, PriceOracle.ticks(Long.MAX_VALUE, 100));
        assertEquals(0, PriceOracle.ticks(0, 100));
    }

    @Test
    void shouldRoundTheMeanOfNegativePricesDown() {
        markets.list(TestMarkets.oil(2));
        oracle.submit(2, PriceOracle.publisher(1, 1), -15_000, 0, 1, 0);
        oracle.submit(2, PriceOracle.publisher(2, 1), -14_999, 0, 1, 0);
        assertEquals(-1, markets.markPriceTicks(2), "mean −14999.5 is −15000, and half a tick goes up");
        oracle.submit(2, PriceOracle.publisher(2, 1), -15_001, 0, 2, 0);
        assertEquals(-2, markets.markPriceTicks(2), "mean −15000.5 is −15001");
    }

    @Test
    void shouldCountPublishersUpToTheLastNanosecondOfTheirFreshness() {
        btc(1, 1, 60_000 * E8, 1, 0);
        btc(2, 1, 60_000 * E8, 1, 5);
        assertTrue(oracle.isFresh(BTC, SECOND));
        assertFalse(oracle.isFresh(BTC, SECOND + 1));
        assertFalse(btc(2, 1, 70_000 * E8, 2, SECOND + 1), "one fresh source is not enough");
        assertEquals(600_000, markets.markPriceTicks(BTC));
        assertTrue(btc(1, 2, 70_000 * E8, 1, SECOND + 2));
        assertEquals(700_000, markets.markPriceTicks(BTC));
        assertTrue(oracle.isFresh(BTC, 2 * SECOND + 1));
        assertFalse(oracle.isFresh(BTC, 2 * SECOND + 2));
    }

    @Test
    void shouldTakeTheLatestFreshPublisherOfASourceAndAmongEqualsTheLowestNode() {
        btc(9, 1, 60_000 * E8, 1, 0);
        btc(1, 7, 61_000 * E8, 10, 0);
        assertEquals(605_000, markets.markPriceTicks(BTC));
        assertFalse(btc(1, 8, 65_000 * E8, 10, 0), "node 7 is lower");
        assertTrue(btc(1, 3, 62_000 * E8, 10, 0));
        assertEquals(610_000, markets.markPriceTicks(BTC));
        assertTrue(btc(1, 65_535, 64_000 * E8, 11, 0));
        assertEquals(620_000, markets.markPriceTicks(BTC));
    }

    @Test
    void shouldFallBackToAnOlderPublishTimeWhenTheLatestPublisherIsStale() {
        oil(1, 1, 10 * E8, 100, 0);
        assertTrue(oil(1, 2, 20 * E8, 50, SECOND + 1));
        assertEquals(200_000, markets.markPriceTicks(OIL));
    }

    @Test
    void shouldAnswerTheSameAfterDroppingWhatIsDerivedAndAfterARestore() {
        btc(1, 1, 60_000 * E8, 1, 0);
        btc(2, 1, 60_000 * E8, 1, 5);
        oracle.dropDerived();
        assertTrue(oracle.isFresh(BTC, SECOND));
        assertFalse(oracle.isFresh(BTC, SECOND + 1));

        final Markets restoredMarkets = new Markets();
        restoredMarkets.list(TestMarkets.btc(BTC));
        restoredMarkets.prices(BTC, 600_000, 600_000);
        final PriceOracle restored = new PriceOracle(restoredMarkets, new TestBooks());
        for (int row = oracle.first(BTC); row != PriceOracle.NONE; row = oracle.next(row)) {
            restored.restore(BTC, PriceOracle.publisher(oracle.sourceId(row), oracle.nodeId(row)), oracle.priceE8(row),
                oracle.confidenceE8(row), oracle.publishTimeNanos(row), oracle.receivedNanos(row));
        }
        assertTrue(restored.isFresh(BTC, SECOND));
        assertFalse(restored.isFresh(BTC, SECOND + 1));
    }

    private boolean btc(final int source, final int node, final long priceE8, final long publishTime, final long now) {
        return oracle.submit(BTC, PriceOracle.publisher(source, node), priceE8, 0, publishTime, now);
    }

    private boolean oil(final int source, final int node, final long priceE8, final long publishTime, final long now) {
        return oracle.submit(OIL, PriceOracle.publisher(source, node), priceE8, 0, publishTime, now);
    }
}
