package steelyard.flow.recording;

import java.math.BigDecimal;

/** One line of data, cut at its commas. Fields are numbered as the form of the recording has them, wherever they stand. */
final class RecordedLine {
    private static final int PRICE_DECIMALS = 8;

    private final int number;
    private final String[] fields;
    private final int[] columns;

    /** A line whose field {@code i} stands in column {@code columns[i]}. */
    RecordedLine(final int number, final String text, final int[] columns) {
        this.number = number;
        this.fields = text.split(",", -1);
        this.columns = columns;
    }

    int number() {
        return number;
    }

    String text(final int index) {
        if (columns[index] >= fields.length) {
            throw problem("has only " + fields.length + " fields");
        }
        return fields[columns[index]];
    }

    long integer(final int index) {
        try {
            return Long.parseLong(text(index));
        } catch (final NumberFormatException noNumber) {
            throw problem("has no integer in field " + (columns[index] + 1) + ": " + text(index));
        }
    }

    /** A price in 10<sup>-8</sup> that stands in the line as a decimal with a point, or else in 10<sup>-decimals</sup>. */
    long priceE8(final int index, final int decimals) {
        try {
            final BigDecimal price = text(index).indexOf('.') < 0
                ? BigDecimal.valueOf(integer(index), decimals) : new BigDecimal(text(index));
            return price.movePointRight(PRICE_DECIMALS).longValueExact();
        } catch (final NumberFormatException noNumber) {
            throw problem("has no price in field " + (columns[index] + 1) + ": " + text(index));
        } catch (final ArithmeticException inexact) {
            throw problem("has a price that is no multiple of 0.00000001: " + text(index));
        }
    }

    RecordingException problem(final String what) {
        return new RecordingException("Line " + number + " of the recording " + what + ".");
    }
}
