package steelyard.model;

/** How the orders of an action belong together. The ordinal is the wire code. */
public enum Grouping {
    /** Not at all. */
    NONE,
    /** The first is a parent, the others protect what it opens. */
    ORDER,
    /** All protect a position. */
    POSITION;

    private static final Grouping[] BY_CODE = values();

    /** The wire code. */
    public byte code() {
        return (byte) ordinal();
    }

    /** The grouping with this wire code, or {@code null} if there is none. */
    public static Grouping of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
