package steelyard.calibration.chart;

import java.util.Locale;

/** Pieces of SVG. */
final class Svg {
    private Svg() {
    }

    static String open(final int width, final int height) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" + height
            + "\" font-family=\"sans-serif\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n";
    }

    static String text(final double x, final double y, final int size, final String anchor, final String text) {
        return String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" text-anchor=\"%s\">%s</text>%n",
            x, y, size, anchor, text.replace("&", "&amp;").replace("<", "&lt;"));
    }

    static String box(final double x, final double y, final double width, final double height, final String fill) {
        return String.format(Locale.ROOT, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
            x, y, width, height, fill);
    }

    static String line(final double x1, final double y1, final double x2, final double y2, final String stroke) {
        return String.format(Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-dasharray=\"4 3\"/>%n",
            x1, y1, x2, y2, stroke);
    }
}
