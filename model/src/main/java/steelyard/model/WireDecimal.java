package steelyard.model;

import static steelyard.model.FixedPoint.powerOfTen;

/**
 * Decimal strings of the public API and integers of 10<sup>-8</sup>, exactly: no binary fraction is ever involved.
 *
 * <p>A decimal is an optional minus sign, digits, and optionally a point and digits. Exponents, plus signs, blanks, more
 * than eight significant decimals and values beyond a {@code long} are errors.
 */
public final class WireDecimal {
    /** Decimals that a number on the wire may have. */
    public static final int SCALE = 8;
    /** What {@link #parseE8} answers for text that is no such decimal. */
    public static final long INVALID = Long.MIN_VALUE;

    private WireDecimal() {
    }

    /** The number in 10<sup>-8</sup>, or {@link #INVALID}. Trailing zeros after the eighth decimal are allowed. */
    public static long parseE8(final CharSequence text) {
        final int length = text.length();
        int i = 0;
        final boolean negative = length > 0 && text.charAt(0) == '-';
        if (negative) {
            i++;
        }
        long value = 0;
        int digits = 0;
        int decimals = -1;
        for (; i < length; i++) {
            final char c = text.charAt(i);
            if (c == '.') {
                if (decimals >= 0 || digits == 0) {
                    return INVALID;
                }
                decimals = 0;
                continue;
            }
            if (c < '0' || c > '9') {
                return INVALID;
            }
            digits++;
            if (decimals >= SCALE) {
                if (c != '0') {
                    return INVALID;
                }
                continue;
            }
            if (decimals >= 0) {
                decimals++;
            }
            final int digit = c - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                return INVALID;
            }
            value = value * 10 + digit;
        }
        if (digits == 0 || decimals == 0) {
            return INVALID;
        }
        final long scale = powerOfTen(SCALE - Math.max(decimals, 0));
        if (Math.multiplyHigh(value, scale) != 0 || value * scale < 0) {
            return INVALID;
        }
        return negative ? -value * scale : value * scale;
    }

    /**
     * Prints {@code value} × 10<sup>-decimals</sup> as the public API does: at least one decimal, no trailing zeros
     * beyond it, {@code "0.0"} for zero.
     */
    public static String format(final long value, final int decimals) {
        return append(new StringBuilder(24), value, decimals).toString();
    }

    /** As {@link #format}, into {@code out}. */
    public static StringBuilder append(final StringBuilder out, final long value, final int decimals) {
        final long scale = powerOfTen(decimals);
        final long whole = value / scale;
        if (value < 0 && whole == 0) {
            out.append('-');
        }
        long fraction = Math.abs(value % scale);
        out.append(whole).append('.');
        if (fraction == 0) {
            return out.append('0');
        }
        for (long place = scale / 10; fraction != 0; place /= 10) {
            out.append((char) ('0' + fraction / place));
            fraction %= place;
        }
        return out;
    }
}
