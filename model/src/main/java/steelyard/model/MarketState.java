package steelyard.model;

/** What a market accepts. The ordinal is the wire code. A state never restricts one side only. */
public enum MarketState {
    /** Orders, modifications and cancels. */
    ACTIVE,
    /** Cancels only. */
    CANCEL_ONLY,
    /** Nothing: orders stay as they are. */
    HALTED;

    private static final MarketState[] BY_CODE = values();

    /** The wire code. */
    public byte code() {
        return (byte) ordinal();
    }

    /** The state with this wire code, or {@code null} if there is none. */
    public static MarketState of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
