package steelyard.exchange.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrailingStopsTest {
    private static final int TREE = 3;

    private record Stop(long extreme, long trailTicks, int trailBps) {
        long trigger() {
            return extreme - TrailingStops.distanceTicks(extreme, trailTicks, trailBps);
        }

        Stop after(final long price) {
            return new Stop(Math.max(extreme, price), trailTicks, trailBps);
        }
    }

    private final TrailingStops stops = new TrailingStops();
    private final Map<Integer, Stop> expected = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFollowAndFireAsOneByOneWould(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        long price = 1_000;
        for (int i = 0; i < 20_000; i++) {
            price += random.nextLong(-40, 41) - (random.nextInt(1_000) == 0 ? 2_000 : 0);
            switch (random.nextInt(4)) {
                case 0, 1 -> add(random, price);
                case 2 -> remove(random);
                default -> look(price);
            }
            check();
        }
    }

    private void add(final SplittableRandom random, final long price) {
        final int row = random.nextInt(300);
        if (expected.containsKey(row)) {
            return;
        }
        final boolean inBps = random.nextBoolean();
        final long extreme = price + random.nextLong(-30, 31);
        final Stop stop = new Stop(extreme, inBps ? 0 : random.nextLong(1, 400), inBps ? random.nextInt(1, 5_001) : 0);
        stops.add(TREE, row, row + 1, stop.extreme, stop.trailTicks, stop.trailBps);
        expected.put(row, stop);
    }

    private void remove(final SplittableRandom random) {
        final int row = random.nextInt(300);
        if (expected.remove(row) != null) {
            stops.remove(TREE, row);
        }
    }

    private void look(final long price) {
        expected.replaceAll((row, stop) -> stop.after(price));
        final TreeSet<Integer> fire = new TreeSet<>();
        expected.forEach((row, stop) -> {
            if (stop.trigger() >= price) {
                fire.add(row);
            }
        });
        stops.follow(TREE, price);
        final TreeSet<Integer> fired = new TreeSet<>();
        for (int row = stops.fired(TREE, price); row >= 0; row = stops.fired(TREE, price)) {
            fired.add(row);
            stops.remove(TREE, row);
        }
        assertEquals(fire, fired);
        expected.keySet().removeAll(fire);
    }

    private void check() {
        final List<Long> extremes = new ArrayList<>();
        final List<Long> actual = new ArrayList<>();
        long hash = 0;
        for (final Map.Entry<Integer, Stop> each : expected.entrySet()) {
            extremes.add(each.getValue().extreme);
            actual.add(stops.extreme(each.getKey()));
            hash += TrailingStops.hash(each.getKey() + 1, each.getValue().extreme);
        }
        assertEquals(extremes, actual);
        assertEquals(hash, stops.hash());
    }

    @Test
    void shouldNotTouchEachOfManyThatAPriceMoves() {
        final int count = 200_000;
        for (int row = 0; row < count; row++) {
            stops.add(TREE, row, row + 1, 0, 1_000_000 + row, 0);
        }
        // A step for each of them at each price would be 2 x 10^10.
        for (long price = 1; price <= 100_000; price++) {
            stops.follow(TREE, price);
            assertEquals(-1, stops.fired(TREE, price));
        }
        assertEquals(100_000, stops.extreme(count / 2));
        assertEquals(0, stops.fired(TREE, -900_000));
    }
}
