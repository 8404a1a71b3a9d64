package steelyard.model;

/** The direction of an order or of a fill. The ordinal is the wire code. */
public enum Side {
    /** Adds to the position. */
    BUY(1),
    /** Subtracts from the position. */
    SELL(-1);

    private static final Side[] BY_CODE = values();

    private final int sign;

    Side(final int sign) {
        this.sign = sign;
    }

    /** {@code +1} for a buy, {@code -1} for a sell. */
    public int sign() {
        return sign;
    }

    /** The side this one trades with. */
    public Side opposite() {
        return this == BUY ? SELL : BUY;
    }

    /** The wire code. */
    public byte code() {
        return (byte) ordinal();
    }

    /** The side with this wire code; throws {@link ArrayIndexOutOfBoundsException} for any other number. */
    public static Side of(final int code) {
        return BY_CODE[code];
    }
}
