package steelyard.signing;

import java.util.Arrays;
import java.util.HexFormat;

/** Hex text of the wire, read leniently: any case, with or without {@code 0x}. */
final class Hex {
    private static final HexFormat FORMAT = HexFormat.of();

    private Hex() {
    }

    /** {@code 0x} and two lower-case digits a byte. */
    static String print(final byte[] bytes) {
        return "0x" + FORMAT.formatHex(bytes);
    }

    /** The bytes, or {@code null} if this is not an even number of hex digits. */
    static byte[] parse(final String text) {
        final int start = text.startsWith("0x") ? 2 : 0;
        try {
            return FORMAT.parseHex(text, start, text.length());
        } catch (final IllegalArgumentException notHex) {
            return null;
        }
    }

    /** Exactly {@code length} bytes, or {@code null}. */
    static byte[] parse(final String text, final int length) {
        final byte[] bytes = parse(text);
        return bytes != null && bytes.length == length ? bytes : null;
    }

    /** A number of at most {@code length} bytes, its leading zeros left out or not, or {@code null}. */
    static byte[] parsePadded(final String text, final int length) {
        final int start = text.startsWith("0x") ? 2 : 0;
        final int digits = text.length() - start;
        if (digits == 0 || digits > 2 * length) {
            return null;
        }
        final char[] padded = new char[2 * length];
        Arrays.fill(padded, '0');
        text.getChars(start, text.length(), padded, padded.length - digits);
        return parse(new String(padded));
    }
}
