package steelyard.model;

/** What fires a trigger order. The ordinal is the wire code. */
public enum TriggerKind {
    /** Nothing: it is no trigger order. */
    NONE,
    /** A price better than the present one. */
    TAKE_PROFIT,
    /** A price worse than the present one. */
    STOP,
    /** A price worse by a distance than the best since the order was armed. */
    TRAILING_STOP,
    /** A price from which on a TWAP runs. */
    TWAP;

    private static final TriggerKind[] BY_CODE = values();

    /** The wire code. */
    public byte code() {
        return (byte) ordinal();
    }

    /** Whether an order of this kind and side fires at prices at or above its trigger price, else at or below it. */
    public boolean looksUp(final Side side) {
        return this == TAKE_PROFIT == (side == Side.SELL);
    }

    /** The kind with this wire code, or {@code null} if there is none. */
    public static TriggerKind of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
