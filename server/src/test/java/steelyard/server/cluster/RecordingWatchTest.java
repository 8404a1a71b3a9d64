package steelyard.server.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordingWatchTest {
    private final List<Long> asked = new ArrayList<>();
    private boolean beyond;
    private final RecordingWatch watch = new RecordingWatch(position -> {
        asked.add(position);
        return beyond;
    });

    @Test
    void shouldAskNobodyWhileTheDiskGoesOn() {
        for (int i = 0; i < 50; i++) {
            assertFalse(watch.isLeftBehind(i / (RecordingWatch.LOOKS - 1)));
        }
        assertEquals(List.of(), asked);
    }

    @Test
    void shouldBeLeftBehindWhenTheOthersGoOn() {
        beyond = true;
        assertFalse(watch.isLeftBehind(96));
        for (int i = 1; i < RecordingWatch.LOOKS; i++) {
            assertFalse(watch.isLeftBehind(96));
        }
        assertTrue(watch.isLeftBehind(96));
        assertEquals(List.of(96L), asked);
    }

    @Test
    void shouldStayWhileNobodyElseGoesOn() {
        for (int i = 0; i < 3 * RecordingWatch.LOOKS; i++) {
            assertFalse(watch.isLeftBehind(96));
        }
        assertEquals(List.of(96L, 96L), asked);
        beyond = true;
        assertTrue(watch.isLeftBehind(96));
    }

    @Test
    void shouldBeginAnewAfterARest() {
        beyond = true;
        for (int i = 0; i < RecordingWatch.LOOKS; i++) {
            assertFalse(watch.isLeftBehind(96));
        }
        watch.rest();
        for (int i = 0; i < RecordingWatch.LOOKS; i++) {
            assertFalse(watch.isLeftBehind(96));
        }
        assertTrue(watch.isLeftBehind(96));
    }
}
