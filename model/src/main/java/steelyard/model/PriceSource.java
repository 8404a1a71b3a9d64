package steelyard.model;

/** Which price of a market fires a trigger order. The ordinal is the wire code. */
public enum PriceSource {
    /** The price at which positions are valued. */
    MARK,
    /** The price of the last trade. */
    LAST,
    /** The price that the price sources say. */
    ORACLE;

    /** Number of sources. */
    public static final int COUNT = 3;

    private static final PriceSource[] BY_CODE = values();

    /** The wire code. */
    public byte code() {
        return (byte) ordinal();
    }

    /** The source with this wire code, or {@code null} if there is none. */
    public static PriceSource of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
