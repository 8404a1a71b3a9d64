package steelyard.calibration.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Lines over time, with a legend, and a grid whose values stand beside it. */
public final class LineChart {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 320;
    private static final int LEFT = 90;
    private static final int RIGHT = 130;
    private static final int TOP = 44;
    private static final int BOTTOM = 34;
    private static final int GRID_LINES = 5;
    private static final List<String> COLOURS = List.of(
        "#2b5d8a", "#b5442e", "#3b7a57", "#8a5a9e", "#c08a1e", "#4a9aa8", "#7a4a2b", "#555555", "#d06a8c", "#7a8a2b",
        "#1e8ac0");

    private record Line(String label, double[] values) {
    }

    private final String title;
    private final String format;
    private final List<String> times;
    private final List<Line> lines = new ArrayList<>();

    /**
     * A chart without lines.
     *
     * @param format how values are written, for {@link String#format}
     * @param times  the label of each point
     */
    public LineChart(final String title, final String format, final List<String> times) {
        this.title = title;
        this.format = format;
        this.times = List.copyOf(times);
    }

    /** Adds a line with a value for each point. */
    public LineChart add(final String label, final double... values) {
        lines.add(new Line(label, values.clone()));
        return this;
    }

    /** The picture. */
    public String svg() {
        final double low = lines.stream().flatMapToDouble(line -> Arrays.stream(line.values())).min().orElse(0);
        final double high = lines.stream().flatMapToDouble(line -> Arrays.stream(line.values())).max().orElse(1);
        final double from = Math.min(0, low);
        final double to = high > from ? high : from + 1;
        final StringBuilder svg = new StringBuilder(Svg.open(WIDTH, HEIGHT));
        svg.append(Svg.text(8, 24, 16, "start", title));
        for (int i = 0; i <= GRID_LINES; i++) {
            final double value = from + (to - from) * i / GRID_LINES;
            final double y = y(value, from, to);
            svg.append(Svg.line(LEFT, y, WIDTH - RIGHT, y, "#ddd"));
            svg.append(Svg.text(LEFT - 8, y + 4, 11, "end", String.format(Locale.ROOT, format, value)));
        }
        for (int i = 0; i <= GRID_LINES; i++) {
            final int at = (times.size() - 1) * i / GRID_LINES;
            svg.append(Svg.text(x(at), HEIGHT - 12, 11, "middle", times.get(at)));
        }
        for (int i = 0; i < lines.size(); i++) {
            draw(svg, i, from, to);
        }
        return svg.append("</svg>\n").toString();
    }

    private void draw(final StringBuilder svg, final int index, final double from, final double to) {
        final Line line = lines.get(index);
        final String colour = COLOURS.get(index % COLOURS.size());
        svg.append("<polyline fill=\"none\" stroke=\"").append(colour).append("\" stroke-width=\"1.3\" points=\"");
        for (int i = 0; i < line.values().length; i++) {
            svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(i), y(line.values()[i], from, to)));
        }
        svg.append("\"/>\n");
        final double y = TOP + 8 + index * 18;
        svg.append(Svg.box(WIDTH - RIGHT + 10, y, 12, 4, colour));
        svg.append(Svg.text(WIDTH - RIGHT + 28, y + 7, 11, "start", line.label()));
    }

    private double x(final int point) {
        return LEFT + (double) point / Math.max(1, times.size() - 1) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(final double value, final double from, final double to) {
        return HEIGHT - BOTTOM - (value - from) / (to - from) * (HEIGHT - TOP - BOTTOM);
    }
}
