package steelyard.gateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import steelyard.gateway.json.Aggregation.Level;
import steelyard.node.BookView.Levels;

class AggregationTest {
    @ParameterizedTest
    @CsvSource({
        // figures, mantissa, price, bid, ask
        "5, 0, 123456, 123450, 123460", "5, 1, 123456, 123450, 123460", "5, 2, 123456, 123440, 123460",
        "5, 5, 123456, 123450, 123500", "4, 0, 123456, 123400, 123500", "2, 0, 123456, 120000, 130000",
        "2, 0, 99, 99, 99", "2, 0, 991, 990, 1000", "5, 5, 1234, 1234, 1234", "5, 2, 0, 0, 0",
        "3, 0, -12345, -12400, -12300", "2, 0, 120000, 120000, 120000"})
    void shouldRoundBidsDownAndAsksUp(
        final int figures, final int mantissa, final long price, final long bid, final long ask) {
        final Aggregation aggregation = Aggregation.of(figures, mantissa);
        assertEquals(bid, aggregation.rounded(price, true));
        assertEquals(ask, aggregation.rounded(price, false));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "6, 0", "4, 2", "5, 3", "0, 2", "3, 1"})
    void shouldKnowWhichPairsThereAre(final int figures, final int mantissa) {
        assertNull(Aggregation.of(figures, mantissa));
    }

    @Test
    void shouldSumSizesAndOrdersAndThenCut() {
        final Levels side = new Levels(new long[] {1_009, 1_005, 1_000, 999, 995, 980}, new long[] {1, 2, 4, 8, 16, 32},
            new int[] {1, 1, 1, 1, 1, 1});
        assertEquals(List.of(new Level(1_000, 7, 3), new Level(990, 24, 2)),
            Aggregation.of(2, 0).levels(new Levels(
                new long[] {1_009, 1_005, 1_000, 999, 995, 980}, side.lots(), side.orderCounts()), true, 2));
    }

    @Test
    void shouldNotShowACoarseLevelThatWasNotLookedAtAsAWhole() {
        final long[] prices = LongStream.range(0, WireBook.COARSE_DEPTH).map(i -> 20_000 - i).toArray();
        final long[] lots = new long[prices.length];
        final List<Level> levels = Aggregation.of(2, 0).levels(
            new Levels(prices, lots, new int[prices.length]), true, 20);
        // From 20000 down to 10001: the step of 10000 is not complete.
        assertEquals(11_000, levels.getLast().priceTicks());
    }
}
