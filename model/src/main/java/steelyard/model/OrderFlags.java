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
    /** The order has an end of its life: it is {@link TimeInForce#GTT}. */
    public static final int EXPIRES = 1 << 4;
    /** The order shows only a part of what rests. */
    public static final int ICEBERG = 1 << 5;
    /** The order is a quote: a mass quote placed it and the next one replaces it. */
    public static final int QUOTE = 1 << 6;
    /** The order was a trigger order and has fired. */
    public static final int TRIGGERED = 1 << 7;
    /** The order is a slice of a TWAP. */
    public static final int TWAP_SLICE = 1 << 8;
    /** The order closes a position for the house, against its account's will. */
    public static final int LIQUIDATION = 1 << 9;
    /** The order is a parent or a sibling in a group: what becomes of it concerns others. */
    public static final int LINKED = 1 << 13;
    /** The order owes a fee to a builder. */
    public static final int BUILDER = 1 << 14;
    /** All bits that an action may carry; the exchange sets the others. */
    public static final int REQUESTABLE =
        REDUCE_ONLY | POST_ONLY | HAS_CLIENT_ORDER_ID | FRONTEND_MARKET | SelfTradeMode.FLAGS_MASK;
    /** All bits that mean something. */
    public static final int ALL =
        REQUESTABLE | EXPIRES | ICEBERG | QUOTE | TRIGGERED | TWAP_SLICE | LIQUIDATION | LINKED | BUILDER;

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

    /** Whether {@code flags} contains {@link #ICEBERG}. */
    public static boolean isIceberg(final int flags) {
        return (flags & ICEBERG) != 0;
    }

    /** Whether {@code flags} contains {@link #QUOTE}. */
    public static boolean isQuote(final int flags) {
        return (flags & QUOTE) != 0;
    }

    /** Whether {@code flags} contains {@link #LINKED}. */
    public static boolean isLinked(final int flags) {
        return (flags & LINKED) != 0;
    }

    /** Whether {@code flags} contains {@link #BUILDER}. */
    public static boolean hasBuilder(final int flags) {
        return (flags & BUILDER) != 0;
    }

    /** Whether {@code flags} contains {@link #LIQUIDATION}. */
    public static boolean isLiquidation(final int flags) {
        return (flags & LIQUIDATION) != 0;
    }

    /** Whether the house sends the order: a slice of a TWAP, a liquidation, a trigger order that fired. */
    public static boolean isHouse(final int flags) {
        return (flags & (TRIGGERED | TWAP_SLICE | LIQUIDATION)) != 0;
    }
}
