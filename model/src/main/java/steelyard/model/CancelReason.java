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
    /** The time that it named has come. */
    EXPIRED(7),
    /** The scheduled cancel of its account was due. */
    SCHEDULED(8),
    /** Another order of its group was filled. */
    SIBLING_FILLED(9),
    /** Open interest is at its cap. */
    OPEN_INTEREST_CAP(10),
    /** Its market is closed for good. */
    DELISTED(11),
    /** The order that it was to protect was canceled. */
    PARENT_CANCELED(12),
    /** Market-maker protection took its account's quotes back. */
    PROTECTION(13),
    /** A mass quote replaced it. */
    QUOTE_REPLACED(14),
    /** Its market accepts only what closes positions. */
    MARKET_CLOSE_ONLY(15),
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
