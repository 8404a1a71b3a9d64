package steelyard.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a bench has found, for its last lines. Of two values with one name the later counts. */
public final class Figures {
    private final Map<String, String> lines = new LinkedHashMap<>();

    /** A value with its unit. */
    public void figure(final String name, final double value, final String unit) {
        lines.put(name, "figure " + name + ' ' + text(value) + ' ' + unit);
    }

    /** A ratio to a peer: above one is better than the peer. */
    public void ratio(final String name, final double value) {
        lines.put(name, "ratio " + name + ' ' + text(value));
    }

    /** The lines, in the order in which they came. */
    public List<String> lines() {
        return List.copyOf(lines.values());
    }

    /** The ratios as figures that stand beside those of another run. */
    public List<String> ratiosBeside(final String label) {
        return lines.values().stream().filter(line -> line.startsWith("ratio "))
            .map(line -> "figure " + line.substring("ratio ".length()).replaceFirst(" ", "-" + label + ' ') + " ours/peer")
            .toList();
    }

    /** Prints them. */
    public void print() {
        lines().forEach(System.out::println);
    }

    /** Three decimals below a thousand, none above. */
    private static String text(final double value) {
        if (Math.abs(value) >= 1_000 || value == Math.rint(value)) {
            return Long.toString(Math.round(value));
        }
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
