package steelyard.model;

/** Who stands behind an account. The ordinal is the wire code. */
public enum AccountKind {
    /** One of the exchange's own accounts, ids 0 to 15. */
    HOUSE,
    /** The account of a key that trades for itself. */
    USER,
    /** A further account of a user, with a margin of its own. */
    SUB_ACCOUNT,
    /** An account that many users fund. */
    VAULT;

    private static final AccountKind[] BY_CODE = values();

    /** The wire code. */
    public byte code() {
        return (byte) ordinal();
    }

    /** The kind with this wire code, or {@code null} if there is none. */
    public static AccountKind of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
