package steelyard.gateway.json;

import java.util.HexFormat;

/** The 16 bytes by which a client names an order, on the wire {@code 0x} and 32 hex digits. */
public record ClientOrderId(long high, long low) {
    private static final int DIGITS = 32;
    private static final HexFormat HEX = HexFormat.of();

    /** Reads {@code 0x} and 32 hex digits of any case; {@code null} for anything else. */
    public static ClientOrderId parse(final String text) {
        if (text.length() != 2 + DIGITS || !text.startsWith("0x")) {
            return null;
        }
        try {
            return new ClientOrderId(
                HexFormat.fromHexDigitsToLong(text, 2, 2 + DIGITS / 2),
                HexFormat.fromHexDigitsToLong(text, 2 + DIGITS / 2, text.length()));
        } catch (final NumberFormatException notHex) {
            return null;
        }
    }

    /** {@code 0x} and 32 lower-case hex digits. */
    public static String print(final long high, final long low) {
        return "0x" + HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }

    /** The high half of {@code id}; 0 of {@code null}. */
    public static long high(final ClientOrderId id) {
        return id == null ? 0 : id.high;
    }

    /** The low half of {@code id}; 0 of {@code null}. */
    public static long low(final ClientOrderId id) {
        return id == null ? 0 : id.low;
    }

    @Override
    public String toString() {
        return print(high, low);
    }
}
