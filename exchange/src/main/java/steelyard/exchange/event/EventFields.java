package steelyard.exchange.event;

/**
 * Small neighbouring fields of an event as one {@code long}, the first in the lowest bits: events of orders are written
 * in as few stores as they have words, which matters because every command writes some. Unsigned fields only.
 */
public final class EventFields {
    private static final int BYTE = 8;
    private static final int SHORT = 16;
    private static final int INT = 32;
    private static final long INT_MASK = 0xFFFF_FFFFL;
    private static final int SHORT_MASK = 0xFFFF;

    private EventFields() {
    }

    /** Two fields of four bytes. */
    public static long pack(final int first, final int second) {
        return first & INT_MASK | (long) second << INT;
    }

    /** Two fields of two bytes, as the lower half of a word. */
    public static int packShorts(final int first, final int second) {
        return first & SHORT_MASK | second << SHORT;
    }

    /** Up to four fields of one byte, as a half of a word. */
    public static int packBytes(final int first, final int second, final int third, final int fourth) {
        return first | second << BYTE | third << 2 * BYTE | fourth << 3 * BYTE;
    }
}
