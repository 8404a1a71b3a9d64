package steelyard.model;

/** The kind of underlying of a market: a label for people and reports. The ordinal is the wire code. */
public enum AssetClass {
    CRYPTO, METAL, FX, ENERGY, INDEX, EQUITY;

    private static final AssetClass[] BY_CODE = values();

    /** The wire code. */
    public byte code() {
        return (byte) ordinal();
    }

    /** The class with this wire code, or {@code null} if there is none. */
    public static AssetClass of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
