package steelyard.model;

/** How a TWAP stands. The ordinal is the wire code. */
public enum TwapStatus {
    /** It waits for its trigger price. */
    WAITING,
    /** It sends its slices. */
    RUNNING,
    /** It sent its last slice, or all of it was executed. */
    FINISHED,
    /** Its account canceled it, or its market closed. */
    TERMINATED,
    /** The mark passed its stop price. */
    STOPPED,
    /** It could not go on. */
    ERROR;

    private static final TwapStatus[] BY_CODE = values();

    /** The wire code. */
    public byte code() {
        return (byte) ordinal();
    }

    /** The status with this wire code, or {@code null} if there is none. */
    public static TwapStatus of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
