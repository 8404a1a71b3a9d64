package steelyard.flow.recording;

/** One line of data, cut at its commas. */
final class RecordedLine {
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

    /** A price in cents that stands in the line in 1/{@code perCent} of them. */
    long cents(final int index, final long perCent) {
        final long price = integer(index);
        if (price % perCent != 0) {
            throw problem("has a price that is no multiple of 0.01: " + price);
        }
        return price / perCent;
    }

    RecordingException problem(final String what) {
        return new RecordingException("Line " + number + " of the recording " + what + ".");
    }
}
