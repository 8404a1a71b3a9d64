package steelyard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FreshnessTest {
    private static final long TURN = 20;

    private final Freshness freshness = new Freshness();
    private long now = 1_000_000;
    private long logTime = 7_000_000;
    private long position;
    private long silence;

    @BeforeEach
    void run() {
        pass(2_000, 1);
        assertFalse(isStale());
    }

    @Test
    void shouldBeStaleWhenNothingIsHeard() {
        pass(2_000, 0);
        assertFalse(isStale());
        pass(TURN, 0);
        assertTrue(isStale());
        logTime += 2_000;
        silence = 0;
        assertFalse(isStale());
    }

    /** As after the process, or its network, stood still: entries of long ago come in, one after the other. */
    @Test
    void shouldBeStaleUntilItHasCaughtUp() {
        now += 60_000;
        for (int applied = 0; applied < 60_000; applied += 100) {
            logTime += 100;
            position++;
            silence = 0;
            final boolean old = applied + 100 < 58_000;
            assertEquals(old, isStale(), "behind by " + (60_000 - applied - 100) + " ms");
            freshness.note(nanos(now), nanos(logTime), 0, applied % 200 == 0, position, position + 5);
            assertEquals(old, isStale(), "behind by " + (60_000 - applied - 100) + " ms");
        }
    }

    /** Another leader's clock is behind by a minute: log time stands still meanwhile. */
    @Test
    void shouldNotBeStaleForLongWhenLogTimeStandsStill() {
        int stale = 0;
        for (int turn = 0; turn < 60_000 / TURN; turn++) {
            pass(TURN, 0);
            position++;
            silence = 0;
            freshness.note(nanos(now), nanos(logTime), 0, true, position, position);
            stale += isStale() ? 1 : 0;
        }
        assertEquals(0, stale);
    }

    @Test
    void shouldFollowALogTimeThatGoesSlower() {
        for (int turn = 0; turn < 600_000 / TURN; turn++) {
            now += TURN;
            logTime += TURN * 7 / 8;
            freshness.note(nanos(now), nanos(logTime), 0, true, position, position);
            assertFalse(isStale());
        }
    }

    /** It applies more slowly than others commit. */
    @Test
    void shouldBeStaleWhenItFallsBehind() {
        int turns = 0;
        while (!isStale()) {
            now += TURN;
            logTime += TURN / 2;
            position++;
            freshness.note(nanos(now), nanos(logTime), 0, true, position, 2 * position + 100);
            assertTrue(++turns < 1_000);
        }
        assertTrue(turns * TURN / 2 <= 2_000 + TURN, "after " + turns + " turns");
    }

    private void pass(final long millis, final int rate) {
        for (long passed = 0; passed < millis; passed += TURN) {
            now += TURN;
            logTime += TURN * rate;
            position += rate;
            silence = rate == 0 ? silence + TURN : 0;
            freshness.note(nanos(now), nanos(logTime), nanos(silence), true, position, position);
        }
    }

    private boolean isStale() {
        return freshness.isStale(nanos(now), nanos(logTime), nanos(silence));
    }

    private static long nanos(final long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
