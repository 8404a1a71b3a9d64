package steelyard.model;

/** What a market accepts. The ordinal is the wire code. A state never restricts one side only. */
public enum MarketState {
    /** Orders, modifications and cancels. */
    ACTIVE,
    /** Cancels only. */
    CANCEL_ONLY,
    /** Nothing: orders stay as they are. */
    HALTED,
    /** Orders that rest, and cancels. */
    POST_ONLY,
    /** Orders that bring a position closer to zero, and cancels. */
    CLOSE_ONLY,
    /** Nothing more, for good: orders are canceled. */
    SETTLING,
    /** Orders rest without matching, until they all match at one price. */
    AUCTION;

    private static final MarketState[] BY_CODE = values();

    /** Whether trigger orders fire in this state. */
    public boolean worksOnTriggers() {
        return this == ACTIVE || this == CLOSE_ONLY;
    }

    /** Whether a book may be crossed in this state. */
    public boolean mayBeCrossed() {
        return this == AUCTION || this == HALTED || this == CANCEL_ONLY || this == SETTLING;
    }

    /** The wire code. */
    public byte code() {
        return (byte) ordinal();
    }

    /** The state with this wire code, or {@code null} if there is none. */
    public static MarketState of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
