package steelyard.testkit.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An array of small numbers in a field: equal if all are. Its text is the numbers with commas between. */
public record Shorts(List<Integer> values) {
    /** Copies the list. */
    public Shorts {
        values = List.copyOf(values);
    }

    /** These numbers. */
    public static Shorts of(final short... values) {
        final List<Integer> list = new ArrayList<>();
        for (final short value : values) {
            list.add((int) value);
        }
        return new Shorts(list);
    }

    /** Reads what {@link #toString} wrote. */
    public static Shorts parse(final String text) {
        final List<Integer> list = new ArrayList<>();
        for (final String word : text.split(",")) {
            list.add(Integer.parseInt(word));
        }
        return new Shorts(list);
    }

    @Override
    public String toString() {
        return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
