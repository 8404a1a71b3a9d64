package steelyard.server.readmodel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The two windows of 24 hours. */
class DayTest {
    private static final long START = 29_000_000;
    private static final int DAY = DayMarks.DAY_MINUTES;

    @Test
    void shouldOpenWithTheFirstMarkUntilItIsADayOld() {
        final DayMarks marks = new DayMarks(START, 100);
        marks.put(START, 101);
        marks.put(START + 1, 102);
        marks.put(START + 30, 103);
        assertEquals(100, marks.dayOpenTicks(START + 30));
        assertEquals(100, marks.dayOpenTicks(START + DAY - 1));
        assertEquals(101, marks.dayOpenTicks(START + DAY));
        assertEquals(102, marks.dayOpenTicks(START + DAY + 1));
        assertEquals(102, marks.dayOpenTicks(START + DAY + 29));
        assertEquals(103, marks.dayOpenTicks(START + DAY + 30));
        assertEquals(103, marks.dayOpenTicks(START + 9 * DAY));
    }

    @Test
    void shouldForgetTradesOfADayAgo() {
        final DayTrades trades = new DayTrades();
        trades.add(START, 5, 50);
        trades.add(START, 6, 60);
        trades.add(START + 10, 7, 70);
        assertEquals(18, trades.volumeLots(START + DAY - 1));
        assertEquals(180, trades.notionalMicros(START + DAY - 1));
        assertEquals(7, trades.volumeLots(START + DAY));
        assertEquals(70, trades.notionalMicros(START + DAY + 9));
        assertEquals(0, trades.volumeLots(START + DAY + 10));
        assertEquals(0, trades.notionalMicros(START + DAY + 10));
    }

    @Test
    void shouldAgreeWithPlainMapsOverManyDays() {
        final Random random = new Random(3);
        for (final int stepMax : new int[] {1, 3, 40, 2_000}) {
            final TreeMap<Long, Long> closes = new TreeMap<>();
            final TreeMap<Long, Long> volumes = new TreeMap<>();
            final DayMarks marks = new DayMarks(START, 1);
            final DayTrades trades = new DayTrades();
            closes.put(START, 1L);
            long minute = START;
            for (int i = 0; i < 6_000; i++) {
                minute += random.nextInt(stepMax + 1);
                final long value = 1 + random.nextInt(1_000);
                if (random.nextBoolean()) {
                    marks.put(minute, value);
                    closes.put(minute, value);
                } else {
                    trades.add(minute, value, 3 * value);
                    volumes.merge(minute, value, Long::sum);
                }
                final long now = minute + random.nextInt(3);
                final Map.Entry<Long, Long> open = closes.floorEntry(now - DAY);
                assertEquals(open == null ? 1 : open.getValue(), marks.dayOpenTicks(now));
                final long volume =
                    volumes.tailMap(minute - DAY, false).values().stream().mapToLong(Long::longValue).sum();
                assertEquals(volume, trades.volumeLots(minute));
                assertEquals(3 * volume, trades.notionalMicros(minute));
            }
        }
    }
}
