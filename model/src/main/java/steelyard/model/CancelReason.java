package steelyard.model;

/** Why an order left the book, or its remainder did not reach it. Codes are on the wire; none is ever reused. */
public enum CancelReason {
    /** Its account asked for it. */
    REQUESTED(0),
    /** The remainder of an IOC order after matching. */
    IOC_REMAINDER(1),
    /** It met an incoming order of its own account. */
    SELF_TRADE(2),
    /** It could no longer reduce a position. */
    REDUCE_ONLY(3),
    /** Its account could not margin the fill it was about to get. */
    MARGIN(4),
    /** A modification replaced it by a new order. */
    MODIFIED(5),
    /** The command that placed it reached its bound of fills or events. */
    COMMAND_BOUND(6),
    /** Its account is being liquidated. */
    LIQUIDATED(20),
    /** An operator swept it away. */
    OPERATOR(30);

    private static final CancelReason[] BY_CODE = new CancelReason[32];

    static {
        for (final CancelReason reason : values()) {
            BY_CODE[reason.code] = reason;
        }
    }

    private final int code;

    CancelReason(final int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The reason with this code, or {@code null} if there is none. */
    public static CancelReason of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
