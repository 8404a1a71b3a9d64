package steelyard.flow.recording;

import java.math.BigDecimal;

/** One line of data, cut at its commas. */
final class RecordedLine {
    private static final int PRICE_DECIMALS = 8;

    private final int number;
    private final String[] fields;

    RecordedLine(final int number, final String text) {
        this.number = number;
        this.fields = text.split(",", -1);
    }

    int number() {
        return number;
    }

    String text(final int index) {
        if (index >= fields.length) {
            throw problem("has only " + fields.length + " fields");
        }
        return fields[index];
    }

    long integer(final int index) {
        try {
            return Long.parseLong(text(index));
        } catch (final NumberFormatException noNumber) {
            throw problem("has no integer in field " + (index + 1) + ": " + text(index));
        }
    }

    /** A price in 10<sup>-8</sup> that stands in the line in 10<sup>-decimals</sup>. */
    long priceE8(final int index, final int decimals) {
        try {
            return BigDecimal.valueOf(integer(index), decimals).movePointRight(PRICE_DECIMALS).longValueExact();
        } catch (final ArithmeticException inexact) {
            throw problem("has a price that is no multiple of 0.00000001: " + text(index));
        }
    }

    RecordingException problem(final String what) {
        return new RecordingException("Line " + number + " of the recording " + what + ".");
    }
}
