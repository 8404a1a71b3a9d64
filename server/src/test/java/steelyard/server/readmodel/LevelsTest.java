package steelyard.server.readmodel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Comparator;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import steelyard.model.Side;
import steelyard.node.BookView;

class LevelsTest {
    private record Level(long lots, int orders) {
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldAgreeWithSortedMapWhileGrowingAndShrinking(final Side side) {
        final Random random = new Random(7);
        final Levels levels = new Levels(side);
        final Comparator<Long> bestFirst = side == Side.BUY ? Comparator.reverseOrder() : Comparator.naturalOrder();
        final TreeMap<Long, Level> expected = new TreeMap<>(bestFirst);
        for (int step = 0; step < 60_000; step++) {
            final boolean growing = step / 10_000 % 2 == 0;
            final long priceTicks = random.nextInt(6_000) - 3_000;
            final Level level = expected.get(priceTicks);
            if (level == null || growing && random.nextInt(4) == 0) {
                add(levels, expected, priceTicks, 1 + random.nextInt(9));
            } else if (level.orders() == 1) {
                levels.change(priceTicks, -level.lots(), -1);
                expected.remove(priceTicks);
            } else {
                levels.change(priceTicks, -1, -1);
                expected.put(priceTicks, new Level(level.lots() - 1, level.orders() - 1));
            }
            if (step % 500 == 0) {
                assertSame(expected, levels);
            }
        }
        assertSame(expected, levels);
    }

    private static void add(
        final Levels levels, final TreeMap<Long, Level> expected, final long priceTicks, final long lots) {
        levels.change(priceTicks, lots, 1);
        expected.merge(priceTicks, new Level(lots, 1), (a, b) -> new Level(a.lots() + b.lots(), a.orders() + 1));
    }

    private static void assertSame(final TreeMap<Long, Level> expected, final Levels levels) {
        assertEquals(expected.size(), levels.size());
        if (!expected.isEmpty()) {
            assertEquals(expected.firstKey(), levels.bestTicks());
        }
        for (final int limit : new int[] {0, 1, 20, expected.size(), Integer.MAX_VALUE}) {
            final BookView.Levels view = levels.view(limit);
            final int size = Math.min(limit, expected.size());
            assertArrayEquals(
                expected.keySet().stream().limit(size).mapToLong(Long::longValue).toArray(), view.priceTicks());
            assertArrayEquals(expected.values().stream().limit(size).mapToLong(Level::lots).toArray(), view.lots());
            assertArrayEquals(
                expected.values().stream().limit(size).mapToInt(Level::orders).toArray(), view.orderCounts());
        }
    }

    @Test
    void shouldEmptyAndFillAgain() {
        final Levels levels = new Levels(Side.SELL);
        for (int round = 0; round < 3; round++) {
            for (int price = 1; price <= 200; price++) {
                levels.change(price, 5, 1);
            }
            for (int price = 1; price <= 200; price++) {
                assertEquals(price, levels.bestTicks());
                levels.change(price, -5, -1);
            }
            assertEquals(0, levels.size());
        }
    }

    @Test
    void shouldRefuseLotsWithoutOrders() {
        final Levels levels = new Levels(Side.BUY);
        levels.change(10, 5, 2);
        assertThrows(IllegalStateException.class, () -> levels.change(10, -5, -1));
        assertThrows(IllegalStateException.class, () -> new Levels(Side.BUY).change(10, -1, -1));
        final Levels overdrawn = new Levels(Side.BUY);
        overdrawn.change(10, 5, 1);
        assertThrows(IllegalStateException.class, () -> overdrawn.change(10, -4, -1));
    }
}
