package steelyard.server.readmodel;

import java.util.Arrays;

/** A market's mark price at the end of each minute of the last 24 hours of log time. */
final class DayMarks {
    /** Minutes of 24 hours. */
    static final int DAY_MINUTES = 24 * 60;

    private static final int LENGTH_START = 8;
    private static final int LENGTH_MAX = DAY_MINUTES + 1;

    private final long firstMinute;
    private final long firstTicks;
    private long[] ticks = new long[LENGTH_START];
    private long lastMinute;
    private long lastTicks;

    /** Begins with the market's first known mark. */
    DayMarks(final long minute, final long markTicks) {
        firstMinute = minute;
        firstTicks = markTicks;
        lastMinute = minute;
        lastTicks = markTicks;
        ticks[0] = markTicks;
    }

    /** The mark is now this; minutes never go back. */
    void put(final long minute, final long markTicks) {
        makeRoom(minute - firstMinute + 1);
        for (long m = Math.max(lastMinute + 1, minute - DAY_MINUTES); m < minute; m++) {
            ticks[place(m)] = lastTicks;
        }
        ticks[place(minute)] = markTicks;
        lastMinute = minute;
        lastTicks = markTicks;
    }

    /** The mark 24 hours before the end of this minute, or the first known one if it is younger. */
    long dayOpenTicks(final long minute) {
        final long openMinute = minute - DAY_MINUTES;
        if (openMinute < firstMinute) {
            return firstTicks;
        }
        return openMinute >= lastMinute ? lastTicks : ticks[place(openMinute)];
    }

    private int place(final long minute) {
        return (int) ((minute - firstMinute) % ticks.length);
    }

    /** Until the ring has its full length, the minutes since the first one fill it from its start. */
    private void makeRoom(final long minutes) {
        int length = ticks.length;
        while (length < LENGTH_MAX && length < minutes) {
            length = Math.min(2 * length, LENGTH_MAX);
        }
        if (length > ticks.length) {
            ticks = Arrays.copyOf(ticks, length);
        }
    }
}
