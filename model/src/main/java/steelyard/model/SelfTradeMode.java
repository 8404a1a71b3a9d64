package steelyard.model;

/** What happens when an order meets one of its own owner. The ordinal is the wire code; an order carries it in flags. */
public enum SelfTradeMode {
    /** As the account has chosen; of an order only. */
    DEFAULT,
    /** The resting order is canceled, and the incoming one goes on. */
    CANCEL_MAKER,
    /** The incoming order is canceled. */
    CANCEL_TAKER,
    /** Both are canceled. */
    CANCEL_BOTH,
    /** Both become smaller by the smaller one's size, without a trade. */
    DECREMENT;

    /** Where the mode stands in an order's flags: the lowest bit. */
    public static final int FLAGS_SHIFT = 10;
    /** The bits of an order's flags that hold the mode. */
    public static final int FLAGS_MASK = 7 << FLAGS_SHIFT;

    private static final SelfTradeMode[] BY_CODE = values();

    /** The wire code. */
    public byte code() {
        return (byte) ordinal();
    }

    /** The mode in an order's flags. */
    public int flags() {
        return ordinal() << FLAGS_SHIFT;
    }

    /** The mode with this wire code, or {@code null} if there is none. */
    public static SelfTradeMode of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /** The mode that an order's flags say, or {@code null} if they say none. */
    public static SelfTradeMode ofFlags(final int flags) {
        return of((flags & FLAGS_MASK) >>> FLAGS_SHIFT);
    }
}
