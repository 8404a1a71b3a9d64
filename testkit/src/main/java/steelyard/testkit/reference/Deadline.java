package steelyard.testkit.reference;

import java.util.Comparator;

/** Section 1: something that is due at a time; they stand in the order of time, kind and id. */
record Deadline(long timeNanos, int kind, long id) implements Comparable<Deadline> {
    static final int END_OF_ORDER = 1;
    static final int SCHEDULED_CANCEL = 2;
    static final int SLICE = 3;
    static final int INDICATION = 4;
    static final int END_OF_AUCTION = 5;

    private static final Comparator<Deadline> ORDER = Comparator.comparingLong(Deadline::timeNanos)
        .thenComparingInt(Deadline::kind).thenComparingLong(Deadline::id);

    @Override
    public int compareTo(final Deadline other) {
        return ORDER.compare(this, other);
    }
}
