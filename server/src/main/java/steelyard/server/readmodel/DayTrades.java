package steelyard.server.readmodel;

/**
 * What a market traded in the last 24 hours, by minute of log time: the current minute and the 1,439 before it. A
 * minute without trades takes no room.
 *
 * <p>The sums wrap around beyond a {@code long}; they come right again when the minutes that were too large leave.
 */
final class DayTrades {
    private static final int STRIDE = 3;
    private static final int LOTS = 1;
    private static final int NOTIONAL = 2;
    private static final int CAPACITY_START = 4;

    private long[] minutes = new long[STRIDE * CAPACITY_START];
    private int capacity = CAPACITY_START;
    private int first;
    private int size;
    private long volumeLots;
    private long notionalMicros;

    /** Adds a trade; minutes never go back. */
    void add(final long minute, final long lots, final long tradeNotionalMicros) {
        forgetBefore(minute);
        if (size == 0 || minutes[place(size - 1)] != minute) {
            append(minute);
        }
        final int place = place(size - 1);
        minutes[place + LOTS] += lots;
        minutes[place + NOTIONAL] += tradeNotionalMicros;
        volumeLots += lots;
        notionalMicros += tradeNotionalMicros;
    }

    /** Lots traded in the 24 hours that end with this minute. */
    long volumeLots(final long minute) {
        forgetBefore(minute);
        return volumeLots;
    }

    /** Notional traded in the 24 hours that end with this minute. */
    long notionalMicros(final long minute) {
        forgetBefore(minute);
        return notionalMicros;
    }

    private void forgetBefore(final long minute) {
        while (size > 0 && minutes[place(0)] <= minute - DayMarks.DAY_MINUTES) {
            volumeLots -= minutes[place(0) + LOTS];
            notionalMicros -= minutes[place(0) + NOTIONAL];
            first = first + 1 & capacity - 1;
            size--;
        }
    }

    private void append(final long minute) {
        if (size == capacity) {
            grow();
        }
        size++;
        final int place = place(size - 1);
        minutes[place] = minute;
        minutes[place + LOTS] = 0;
        minutes[place + NOTIONAL] = 0;
    }

    private int place(final int index) {
        return STRIDE * (first + index & capacity - 1);
    }

    private void grow() {
        final long[] larger = new long[2 * minutes.length];
        final int untilEnd = STRIDE * (capacity - first);
        System.arraycopy(minutes, STRIDE * first, larger, 0, untilEnd);
        System.arraycopy(minutes, 0, larger, untilEnd, minutes.length - untilEnd);
        minutes = larger;
        first = 0;
        capacity *= 2;
    }
}
