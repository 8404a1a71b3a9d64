package steelyard.server.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final long START = 1_760_000_000_000_000_000L;
    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private long machine = START;
    private long elapsed = -5;
    private final SteadyClock clock = new SteadyClock(() -> machine, () -> elapsed);

    @Test
    void shouldPassAsTheMachinesClock() {
        pass(SECOND);
        assertEquals(START + SECOND, clock.time());
        assertEquals(TimeUnit.NANOSECONDS, clock.timeUnit());
    }

    @Test
    void shouldGoOnWhileTheMachinesClockIsSetBack() {
        machine -= HOUR;
        pass(SECOND);
        assertEquals(START + SECOND * 7 / 8, clock.time());
        for (int i = 0; i < 8 * 3_600; i++) {
            pass(SECOND);
        }
        assertEquals(machine, clock.time());
    }

    @Test
    void shouldNotLeapWhenTheMachinesClockDoes() {
        machine += HOUR;
        pass(SECOND);
        assertEquals(START + SECOND * 9 / 8, clock.time());
        for (int i = 0; i < 8 * 3_600; i++) {
            pass(SECOND);
        }
        assertEquals(machine, clock.time());
    }

    @Test
    void shouldNeverGoBackWhateverTheMachinesClockDoes() {
        long last = clock.time();
        for (int i = 0; i < 1_000; i++) {
            machine += (i % 3 - 1) * HOUR;
            elapsed += i % 5;
            final long now = clock.time();
            assertTrue(now >= last, "after " + last + " came " + now);
            last = now;
        }
    }

    private void pass(final long nanos) {
        for (long passed = 0; passed < nanos; passed += STEP) {
            machine += STEP;
            elapsed += STEP;
            clock.time();
        }
    }
}
