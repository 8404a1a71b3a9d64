package steelyard.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotIndexTest {
    private static final int NONE = Slab.NONE;

    private final SlotIndex index = new SlotIndex(0);

    /**
     * With few distinct hashes everything collides; at the upper end of the range runs go over the end of the table.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 40, 1 << 30})
    void shouldHoldWhatAMapHolds(final int distinctHashes) {
        final SplittableRandom random = new SplittableRandom(distinctHashes);
        final Map<Long, Set<Integer>> expected = new HashMap<>();
        int size = 0;
        for (int i = 0; i < 50_000; i++) {
            final long hash = -1L - ((long) random.nextInt(distinctHashes) << 32);
            final Set<Integer> slots = expected.computeIfAbsent(hash, h -> new HashSet<>());
            final int slot = random.nextInt(300);
            if (slots.contains(slot)) {
                index.remove(hash, slot);
                slots.remove(slot);
                size--;
            } else if (size < 200) {
                index.add(hash, slot);
                slots.add(slot);
                size++;
            }
            assertEquals(slots, slots(hash));
            assertEquals(size, index.size());
        }
    }

    @Test
    void shouldFindEveryEntryAfterGrowing() {
        for (int slot = 0; slot < 10_000; slot++) {
            index.add(slot * 0x9E37_79B9_7F4A_7C15L, slot);
        }
        for (int slot = 0; slot < 10_000; slot++) {
            assertEquals(Set.of(slot), slots(slot * 0x9E37_79B9_7F4A_7C15L));
        }
        for (int slot = 0; slot < 10_000; slot += 2) {
            index.remove(slot * 0x9E37_79B9_7F4A_7C15L, slot);
        }
        for (int slot = 0; slot < 10_000; slot++) {
            assertEquals(slot % 2 == 0 ? Set.of() : Set.of(slot), slots(slot * 0x9E37_79B9_7F4A_7C15L));
        }
    }

    @Test
    void shouldRefuseToRemoveWhatIsNotThere() {
        index.add(5L << 32, 1);
        assertThrows(IllegalStateException.class, () -> index.remove(5L << 32, 2));
        assertThrows(IllegalStateException.class, () -> index.remove(6L << 32, 1));
    }

    private Set<Integer> slots(final long hash) {
        final Set<Integer> found = new HashSet<>();
        for (int at = index.first(hash); at != NONE; at = index.next(at, hash)) {
            found.add(index.slotAt(at));
        }
        return found;
    }
}
