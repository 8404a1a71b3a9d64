package steelyard.matching;

/** Two ints in one {@code long}. */
final class Packed {
    private static final long LOW = 0xFFFF_FFFFL;

    private Packed() {
    }

    static long pack(final int high, final int low) {
        return (long) high << 32 | low & LOW;
    }

    static int high(final long pair) {
        return (int) (pair >>> 32);
    }

    static int low(final long pair) {
        return (int) pair;
    }

    static long withHigh(final long pair, final int high) {
        return (long) high << 32 | pair & LOW;
    }

    static long withLow(final long pair, final int low) {
        return pair & ~LOW | low & LOW;
    }
}
