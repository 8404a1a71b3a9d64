package steelyard.gateway.json;

/** Times of the API. */
public final class Times {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private Times() {
    }

    /** Epoch milliseconds, rounded down. */
    public static long millis(final long nanos) {
        return Math.floorDiv(nanos, NANOS_PER_MILLI);
    }
}
