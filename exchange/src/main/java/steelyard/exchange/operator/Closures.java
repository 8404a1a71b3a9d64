package steelyard.exchange.operator;

import org.agrona.collections.LongArrayList;
import steelyard.exchange.state.Sessions;

/** Closures of a calendar, gathered one after the other before they count: {@code docs/risk-rules.md#2-operators}. */
final class Closures {
    private static final int COUNT_MAX = 1_000;
    /** Beyond it seconds are no nanoseconds of a {@code long} any more. */
    private static final long SECONDS_MAX = Long.MAX_VALUE / 1_000_000_000;

    private final LongArrayList closes = new LongArrayList();
    private final LongArrayList opens = new LongArrayList();
    private boolean valid = true;
    private long last = -1;

    static boolean isCalendar(final int calendarId) {
        return calendarId >= 1 && calendarId < Sessions.CALENDARS;
    }

    void add(final long closesSeconds, final long opensSeconds) {
        valid &= closesSeconds > last && opensSeconds > closesSeconds && opensSeconds <= SECONDS_MAX;
        last = opensSeconds;
        closes.addLong(closesSeconds);
        opens.addLong(opensSeconds);
    }

    boolean isValid() {
        return valid && count() <= COUNT_MAX;
    }

    int count() {
        return closes.size();
    }

    long[] closes() {
        return closes.toLongArray();
    }

    long[] opens() {
        return opens.toLongArray();
    }
}
