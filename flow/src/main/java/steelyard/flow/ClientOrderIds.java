package steelyard.flow;

/** Client order ids that carry the recording's numbers: those of orders, and of what takes from them. */
final class ClientOrderIds {
    /** No order of the recording. */
    static final long NONE = -1;

    private static final String ORDER_PREFIX = "0x0000000000000000";
    private static final String TAKE_PREFIX = "0x0000000000000001";

    private ClientOrderIds() {
    }

    static String ofOrder(final long orderId) {
        return ORDER_PREFIX + String.format("%016x", orderId);
    }

    static String ofTake(final long takeId) {
        return TAKE_PREFIX + String.format("%016x", takeId);
    }

    /** The order that this names, or {@link #NONE}. */
    static long orderId(final String text) {
        return number(text, ORDER_PREFIX);
    }

    /** The number of the order that takes, or {@link #NONE}. */
    static long takeId(final String text) {
        return number(text, TAKE_PREFIX);
    }

    private static long number(final String text, final String prefix) {
        return text != null && text.startsWith(prefix)
            ? Long.parseUnsignedLong(text.substring(prefix.length()), 16) : NONE;
    }
}
