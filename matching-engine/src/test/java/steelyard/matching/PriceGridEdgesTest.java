package steelyard.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static steelyard.model.Side.BUY;
import static steelyard.model.Side.SELL;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.junit.jupiter.api.Test;

import steelyard.model.PriceGrid;
import steelyard.model.Side;

/** Orders at the prices where the grid changes its step stand and trade in the order of their prices. */
class PriceGridEdgesTest {
    private final OrderStore store = new OrderStore(0, 1);
    private final IncomingOrder order = new IncomingOrder();
    private final List<Long> traded = new ArrayList<>();
    private long ids;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void shouldOrderEveryDecadeOfFiveFigures(final int sizeDecimals) {
        final PriceGrid grid = PriceGrid.significant5(sizeDecimals);
        final NavigableSet<Long> prices = new TreeSet<>(List.of(1L));
        for (long decade = 10; decade <= 1_000_000_000_000_000L; decade *= 10) {
            prices.add(decade - grid.stepAtTicks(decade - 1));
            prices.add(decade);
            prices.add(decade + grid.stepAtTicks(decade));
        }
        shouldTradeInOrder(grid, prices, 1);
    }

    @Test
    void shouldOrderPricesAroundZero() {
        for (final long step : new long[] {1, 5, 1_000}) {
            final NavigableSet<Long> prices = new TreeSet<>();
            for (long index = 1; index < 1L << 44; index *= 8) {
                prices.add(index * step);
                prices.add(-index * step);
            }
            prices.add(0L);
            shouldTradeInOrder(PriceGrid.tick(step, true), prices, 1L << 56);
        }
    }

    @Test
    void shouldOrderTheLargestPrices() {
        final PriceGrid grid = PriceGrid.tick(1, true);
        final long largest = 1L << 56;
        final NavigableSet<Long> prices = new TreeSet<>(List.of(-largest, 1 - largest, 0L, largest - 1, largest));
        shouldTradeInOrder(grid, prices, largest);
    }

    private void shouldTradeInOrder(final PriceGrid grid, final NavigableSet<Long> prices, final long farthest) {
        prices.forEach(price -> assertEquals(true, grid.isValid(price), () -> "price " + price));
        final List<Long> shuffled = new ArrayList<>(prices);
        java.util.Collections.shuffle(shuffled, new java.util.Random(prices.size()));
        for (final Side side : Side.values()) {
            final OrderBook book = new OrderBook(0, grid, store);
            shuffled.forEach(price -> book.rest(submit(side, price), ids));
            book.verify();
            final long limit = side == BUY ? (farthest == 1 ? 1 : -farthest) : 1L << 60;
            book.match(submit(side.opposite(), limit), new Fills());
            assertEquals(List.copyOf(side == SELL ? prices : prices.descendingSet()), traded);
            traded.clear();
        }
        assertEquals(0, store.size());
        assertEquals(0, store.levels().inUse());
        assertEquals(0, store.nodes().inUse());
        assertEquals(0, store.hash());
    }

    private IncomingOrder submit(final Side side, final long priceTicks) {
        ids++;
        return order.owner(ids, 1, 1).terms(side, priceTicks, 3).circumstances(0, 1);
    }

    /** Gives the incoming order back what it fills, so that it never ends. */
    private final class Fills implements MatchListener {
        @Override
        public MatchDecision onCandidate(
            final IncomingOrder incoming, final OrderBook book, final int maker, final long price, final long lots) {
            incoming.terms(incoming.side(), incoming.priceTicks(), 1_000);
            return MatchDecision.FILL;
        }

        @Override
        public void onFill(
            final IncomingOrder incoming, final OrderBook book, final int maker, final long price, final long lots) {
            traded.add(price);
        }
    }
}
