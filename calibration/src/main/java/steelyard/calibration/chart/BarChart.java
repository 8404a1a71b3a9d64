package steelyard.calibration.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Horizontal bars, a line for a target, and each bar's value at its end. */
public final class BarChart {
    private static final int WIDTH = 720;
    private static final int LABEL_WIDTH = 250;
    private static final int VALUE_WIDTH = 70;
    private static final int BAR_HEIGHT = 18;
    private static final int ROW_HEIGHT = 24;
    private static final int TOP = 44;
    private static final int BOTTOM = 16;

    private record Bar(String label, double value, boolean isGood) {
    }

    private final String title;
    private final String format;
    private final double from;
    private final double to;
    private final double target;
    private final List<Bar> bars = new ArrayList<>();

    /**
     * A chart without bars.
     *
     * @param format how values are written, for {@link String#format}
     * @param from   the value of a bar without length
     * @param to     the value of the longest bar
     * @param target where the line stands
     */
    public BarChart(final String title, final String format, final double from, final double to, final double target) {
        this.title = title;
        this.format = format;
        this.from = from;
        this.to = to;
        this.target = target;
    }

    /** Adds a bar. */
    public BarChart add(final String label, final double value, final boolean isGood) {
        bars.add(new Bar(label, value, isGood));
        return this;
    }

    /** The picture. */
    public String svg() {
        final int height = TOP + bars.size() * ROW_HEIGHT + BOTTOM;
        final StringBuilder svg = new StringBuilder(Svg.open(WIDTH, height));
        svg.append(Svg.text(8, 24, 16, "start", title));
        int y = TOP;
        for (final Bar bar : bars) {
            final double end = Math.max(x(from), x(bar.value()));
            svg.append(Svg.text(LABEL_WIDTH - 8, y + 14, 12, "end", bar.label()));
            svg.append(Svg.box(LABEL_WIDTH, y, end - LABEL_WIDTH, BAR_HEIGHT, bar.isGood() ? "#3b7a57" : "#b5442e"));
            svg.append(Svg.text(end + 6, y + 14, 12, "start", String.format(Locale.ROOT, format, bar.value())));
            y += ROW_HEIGHT;
        }
        svg.append(Svg.line(x(target), TOP - 6, x(target), y, "#444"));
        return svg.append("</svg>\n").toString();
    }

    private double x(final double value) {
        return LABEL_WIDTH + (Math.clamp(value, from, to) - from) / (to - from) * (WIDTH - LABEL_WIDTH - VALUE_WIDTH);
    }
}
