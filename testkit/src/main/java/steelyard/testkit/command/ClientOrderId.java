package steelyard.testkit.command;

/**
 * A client's own 128-bit name of an order.
 *
 * @param high the upper 64 bits
 * @param low  the lower 64 bits
 */
public record ClientOrderId(long high, long low) {
    /** What stands in the fields of an order that has no client order id. */
    public static final ClientOrderId NONE = new ClientOrderId(0, 0);

    /** The id with these lower bits. */
    public static ClientOrderId of(final long low) {
        return new ClientOrderId(0, low);
    }
}
