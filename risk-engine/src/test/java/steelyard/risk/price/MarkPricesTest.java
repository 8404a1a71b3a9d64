package steelyard.risk.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import steelyard.model.MarketParameter;
import steelyard.risk.TestBooks;
import steelyard.risk.TestMarkets;
import steelyard.risk.market.Markets;

/** docs/risk-rules.md, section 5. */
class MarkPricesTest {
    private static final int BTC = 0;
    private static final int PERPETUAL = PriceOracle.FIRST_PERPETUAL;
    private static final long TICK = 10_000_000;
    private static final long SECOND = 1_000_000_000;

    private final Markets markets = new Markets();
    private final TestBooks books = new TestBooks();
    private final PriceOracle oracle = new PriceOracle(markets, books);
    private long now = 1_000_000 * SECOND;

    @BeforeEach
    void list() {
        markets.list(TestMarkets.btc(BTC));
        set(MarketParameter.MARK_METHOD, 1);
    }

    private void set(final MarketParameter parameter, final long value) {
        markets.parameter(BTC, parameter, value);
    }

    /** Two sources, as the quorum wants, say the same. */
    private void spot(final long ticks) {
        submit(1, ticks);
        submit(2, ticks);
    }

    private boolean submit(final int source, final long ticks) {
        return oracle.submit(BTC, PriceOracle.publisher(source, 1), ticks * TICK, 0, ++now, now);
    }

    private void expect(final long oracleTicks, final long markTicks) {
        assertEquals(oracleTicks, markets.oraclePriceTicks(BTC), "oracle");
        assertEquals(markTicks, markets.markPriceTicks(BTC), "mark");
    }

    @Test
    void shouldBeTheOraclePriceWithoutAnythingElse() {
        spot(600_000);
        expect(600_000, 600_000);
    }

    @Test
    void shouldBeTheMedianOfThreeOnceThereAreThree() {
        books.quote(600_090, 600_110);
        books.trade(600_200);
        submit(PERPETUAL, 600_060);
        spot(600_000);
        expect(600_000, 600_100);
        submit(PERPETUAL, 600_300);
        expect(600_000, 600_110);
        books.trade(600_050);
        submit(PERPETUAL, 600_300);
        expect(600_000, 600_100);
    }

    @Test
    void shouldTakeTheAverageOfTheBookForAThirdPrice() {
        books.quote(600_090, 600_110);
        spot(600_000);
        expect(600_000, 600_100);
        books.quote(601_990, 602_010);
        now += 30 * SECOND;
        spot(600_000);
        final long ofBook = markets.markPriceTicks(BTC);
        assertTrue(ofBook > 601_000 && ofBook < 602_000, "between the averages of half a minute and of two: " + ofBook);
    }

    @Test
    void shouldTakeTheMeanOfTwoBeforeThereIsAnAverage() {
        submit(PERPETUAL, 600_101);
        spot(600_000);
        expect(600_000, 600_050);
    }

    @Test
    void shouldGoOnWithTheBasisWhenTheBookIsGone() {
        books.quote(600_090, 600_110);
        spot(600_000);
        books.clear();
        now += SECOND;
        spot(590_000);
        expect(590_000, 590_100);
    }

    @Test
    void shouldStayWithinBandAndClamp() {
        submit(PERPETUAL, 700_000);
        set(MarketParameter.MARK_BAND_E6, 10_000);
        spot(600_000);
        expect(600_000, 606_000);
        set(MarketParameter.MARK_CLAMP_E6, 1_000);
        spot(500_000);
        expect(500_000, 604_789);
    }

    @Test
    void shouldCountPerpetualSourcesForNothingElse() {
        assertFalse(submit(PERPETUAL, 600_000));
        assertFalse(submit(PERPETUAL + 1, 600_000));
        assertFalse(markets.hasPrice(BTC));
        spot(600_000);
        final long fresh = now + TestMarkets.btc(BTC).staleAfterNanos();
        now += SECOND;
        submit(PERPETUAL, 600_000);
        assertTrue(oracle.isFresh(BTC, fresh - 1));
        assertFalse(oracle.isFresh(BTC, fresh + 1));
        set(MarketParameter.MARK_METHOD, 0);
        assertFalse(submit(PERPETUAL, 700_000));
    }

    @Test
    void shouldLeaveOutliersOut() {
        set(MarketParameter.MARK_METHOD, 0);
        set(MarketParameter.OUTLIER_E6, 1_000);
        submit(1, 600_000);
        submit(2, 600_002);
        submit(3, 660_000);
        expect(600_001, 600_001);
        submit(3, 600_600);
        expect(600_002, 600_002);
    }

    @Test
    void shouldNotTakeAVaguePrice() {
        set(MarketParameter.CONFIDENCE_MAX_E6, 1_000);
        spot(600_000);
        final long most = 600_000 * TICK / 1_000;
        assertFalse(oracle.submit(BTC, PriceOracle.publisher(1, 1), 600_000 * TICK, most + 1, ++now, now));
        assertFalse(oracle.submit(BTC, PriceOracle.publisher(1, 1), 600_002 * TICK, most + 20_001, ++now, now));
        assertTrue(oracle.submit(BTC, PriceOracle.publisher(1, 1), 600_002 * TICK, most, ++now, now));
    }

    @Test
    void shouldWaitForAPriceAfterAHalt() {
        spot(600_000);
        oracle.awaitPrice(BTC);
        submit(PERPETUAL, 600_000);
        assertFalse(oracle.isFreshForLiquidation(BTC, now));
        assertTrue(oracle.isFresh(BTC, now));
        submit(1, 600_000);
        assertTrue(oracle.isFreshForLiquidation(BTC, now));
    }

    @Test
    void shouldDecayAsTheExponentialDoes() {
        for (final long tau : new long[] {30_000, 150_000}) {
            final Decay decay = new Decay(tau);
            for (final long millis : new long[] {1, 2, 999, 1_000, 30_000, 599_999, 600_000}) {
                final double expected = Math.exp(-(double) millis / tau);
                assertEquals(expected, Math.scalb((double) decay.after(millis), -62), expected * 1e-11 + 1e-17, "" + millis);
            }
        }
        assertEquals(-3, Decay.of(-4, (1L << 62) - 1));
    }

    @Test
    void shouldWeighSamplesByTheirTime() {
        final DecayingAverages averages = new DecayingAverages(30_000, 1_000);
        assertTrue(averages.add(3, 100, 5_000));
        assertFalse(averages.add(3, 900, 5_000), "no time has passed");
        assertEquals(100, averages.average(3));
        averages.add(3, -5_000, 8_000);
        final double left = Math.exp(-0.1);
        assertEquals(Math.floor((100_000 * left - 3_000_000) / (1_000 * left + 3_000)), averages.average(3));
        assertFalse(averages.has(2));
    }
}
