package steelyard.model;

/** How long an order may rest. The ordinal is the wire code; post-only is a flag of its own. */
public enum TimeInForce {
    /** Good till canceled: what does not match at once rests. */
    GTC,
    /** Immediate or cancel: what does not match at once is canceled. */
    IOC,
    /** Fill or kill: it matches at once and entirely, or it is refused. */
    FOK,
    /** Good till time: as GTC, until the time that the order names. */
    GTT;

    private static final TimeInForce[] BY_CODE = values();

    /** Whether what does not match at once may rest. */
    public boolean mayRest() {
        return this == GTC || this == GTT;
    }

    /** The wire code. */
    public byte code() {
        return (byte) ordinal();
    }

    /** The time in force with this wire code, or {@code null} if there is none. */
    public static TimeInForce of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
