package steelyard.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriceTrieTest {
    private static final int NONE = Slab.NONE;

    private final TrieNodes nodes = new TrieNodes(2);
    private final TreeMap<Long, Integer> places = new TreeMap<>();
    private final Map<Integer, Long> rankOfLevel = new HashMap<>();
    private final PriceTrie trie = new PriceTrie(nodes, new PriceTrie.Levels() {
        @Override
        public long rank(final int level) {
            return rankOfLevel.get(level);
        }

        @Override
        public void moved(final int level, final int place) {
            places.put(rankOfLevel.get(level), place);
        }
    });

    @Test
    void shouldBeAsHighAsTheRanksLieApart() {
        add(1_000_000, 0);
        assertEquals("1 high, 1 nodes", shape());
        add(1_000_000 + 31, 1);
        add(1_000_000 - 32, 2);
        assertEquals("1 high, 1 nodes", shape());
        add(1_000_000 + 32, 3);
        assertEquals("2 high, 2 nodes", shape());
        add(1_000_000 - 2_000, 4);
        add(1_000_000 + 2_000, 5);
        assertEquals("2 high, 2 nodes", shape());
        add(1_000_000 - 130_000, 6);
        assertEquals("3 high, 3 nodes", shape());
        add(1_000_000 - (1L << 57), 7);
        assertEquals("10 high, 10 nodes", shape());
    }

    @Test
    void shouldOpenNodesOnlyWherePathsPart() {
        add(0, 0);
        add(1_000_000, 1);
        assertEquals("4 high, 4 nodes", shape());
        add(1_500_000, 2);
        assertEquals("4 high, 4 nodes", shape());
        add(1_500_001, 3);
        assertEquals("4 high, 7 nodes", shape());
        assertEquals(List.of(0L, 1_000_000L, 1_500_000L, 1_500_001L), ranks());
        remove(1_500_000);
        assertEquals("4 high, 7 nodes", shape());
        remove(1_500_001);
        assertEquals("4 high, 4 nodes", shape());
    }

    @Test
    void shouldShrinkToWhatIsLeftAndAnchorAnewWhenEmpty() {
        add(0, 0);
        add(5_000, 1);
        add(-1L << 56, 2);
        assertEquals(10, trie.height());
        remove(-1L << 56);
        assertEquals("3 high, 3 nodes", shape());
        remove(0);
        assertEquals("3 high, 1 nodes", shape());
        assertEquals(List.of(5_000L), ranks());
        remove(5_000);
        assertEquals("0 high, 0 nodes", shape());
        add(1L << 56, 3);
        assertEquals("1 high, 1 nodes", shape());
        assertEquals(List.of(1L << 56), ranks());
    }

    @Test
    void shouldFindNothingOutsideItsRange() {
        assertEquals(NONE, trie.find(0));
        assertEquals(NONE, trie.first());
        add(0, 0);
        final long[] absent = {1, -1, 32, -33, 5_000, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 59, -1L << 59};
        for (final long rank : absent) {
            assertEquals(NONE, trie.find(rank));
        }
    }

    @Test
    void shouldRefuseRanksTooFarApart() {
        add(0, 0);
        assertThrows(IllegalArgumentException.class, () -> trie.place(1L << 60));
        assertThrows(IllegalArgumentException.class, () -> trie.place(-1L << 60));
        assertEquals("1 high, 1 nodes", shape());
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 11, 17, 30, 57})
    void shouldKeepAnyRanksInOrder(final int bits) {
        final SplittableRandom random = new SplittableRandom(bits);
        for (int i = 0; i < 30_000; i++) {
            final long rank = random.nextLong(-1L << random.nextInt(bits), 1L << random.nextInt(bits));
            final boolean filling = i / 500 % 2 == 0;
            if (places.containsKey(rank)) {
                remove(rank);
            } else if (filling) {
                add(rank, i);
            } else if (!places.isEmpty()) {
                final Long above = places.ceilingKey(rank);
                remove(above == null ? places.firstKey() : above);
            }
            assertEquals(i % 50 == 0 ? List.copyOf(places.keySet()) : List.of(), i % 50 == 0 ? ranks() : List.of());
        }
        List.copyOf(places.keySet()).forEach(this::remove);
        assertEquals("0 high, 0 nodes", shape());
    }

    @Test
    void shouldUseNodesAgainAndShareThem() {
        for (int round = 0; round < 100; round++) {
            final Map<Integer, Integer> otherPlaces = new HashMap<>();
            final PriceTrie other = new PriceTrie(nodes, new PriceTrie.Levels() {
                @Override
                public long rank(final int level) {
                    return -level;
                }

                @Override
                public void moved(final int level, final int place) {
                    otherPlaces.put(level, place);
                }
            });
            for (long rank = 0; rank < 10_000; rank += 100) {
                add(rank + round, (int) rank);
                final int place = other.place(-rank);
                other.put(place, (int) rank);
                otherPlaces.put((int) rank, place);
            }
            List.copyOf(places.keySet()).forEach(this::remove);
            otherPlaces.values().forEach(other::remove);
            assertEquals(0, nodes.inUse());
        }
        assertEquals(16, nodes.capacity());
    }

    private void add(final long rank, final int level) {
        final int place = trie.place(rank);
        assertEquals(NONE, trie.level(place));
        rankOfLevel.put(level, rank);
        places.put(rank, place);
        trie.put(place, level);
        assertEquals(place, trie.place(rank));
        assertEquals(level, trie.find(rank));
    }

    private void remove(final long rank) {
        trie.remove(places.remove(rank));
        assertEquals(NONE, trie.find(rank));
        if (!places.isEmpty()) {
            assertEquals(trie.level(places.firstEntry().getValue()), trie.find(places.firstKey()));
            assertEquals(trie.level(places.lastEntry().getValue()), trie.find(places.lastKey()));
        }
    }

    /** Ranks as the trie has them, by walking from level to level. */
    private List<Long> ranks() {
        final List<Long> ranks = new ArrayList<>();
        for (int level = trie.first(); level != NONE; level = trie.next(placeOf(level))) {
            ranks.add(rankOf(level));
        }
        return ranks;
    }

    private int placeOf(final int level) {
        return places.get(rankOf(level));
    }

    private long rankOf(final int level) {
        return places.entrySet().stream().filter(e -> trie.level(e.getValue()) == level).map(Map.Entry::getKey)
            .findAny().orElseThrow();
    }

    private String shape() {
        return trie.height() + " high, " + nodes.inUse() + " nodes";
    }
}
