package steelyard.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a bench has found, for its last lines. */
public final class Figures {
    private final List<String> lines = new ArrayList<>();

    /** A value with its unit. */
    public void figure(final String name, final double value, final String unit) {
        lines.add("figure " + name + ' ' + text(value) + ' ' + unit);
    }

    /** A ratio to a peer: above one is better than the peer. */
    public void ratio(final String name, final double value) {
        lines.add("ratio " + name + ' ' + text(value));
    }

    /** The lines, in the order in which they came. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Prints them. */
    public void print() {
        lines.forEach(System.out::println);
    }

    /** Three decimals below a thousand, none above. */
    private static String text(final double value) {
        if (Math.abs(value) >= 1_000 || value == Math.rint(value)) {
            return Long.toString(Math.round(value));
        }
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
