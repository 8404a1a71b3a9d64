package steelyard.model;

/** Bits of an order that commands, events, books and snapshots share. */
public final class OrderFlags {
    /** The order may only bring its account's position closer to zero. */
    public static final int REDUCE_ONLY = 1;
    /** The order is refused if it would match at once. */
    public static final int POST_ONLY = 1 << 1;
    /** The order carries a client order id. */
    public static final int HAS_CLIENT_ORDER_ID = 1 << 2;
    /** A front end placed it as a market order; it is IOC in every respect and only shown differently. */
    public static final int FRONTEND_MARKET = 1 << 3;
    /** All bits that mean something. */
    public static final int ALL = REDUCE_ONLY | POST_ONLY | HAS_CLIENT_ORDER_ID | FRONTEND_MARKET;

    private OrderFlags() {
    }

    /** Whether {@code flags} contains {@link #REDUCE_ONLY}. */
    public static boolean isReduceOnly(final int flags) {
        return (flags & REDUCE_ONLY) != 0;
    }

    /** Whether {@code flags} contains {@link #POST_ONLY}. */
    public static boolean isPostOnly(final int flags) {
        return (flags & POST_ONLY) != 0;
    }

    /** Whether {@code flags} contains {@link #HAS_CLIENT_ORDER_ID}. */
    public static boolean hasClientOrderId(final int flags) {
        return (flags & HAS_CLIENT_ORDER_ID) != 0;
    }
}
