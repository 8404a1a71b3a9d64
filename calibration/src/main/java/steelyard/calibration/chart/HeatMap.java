package steelyard.calibration.chart;

import java.util.List;

/** A table of numbers from −1 to 1 as colours: red below zero, green above, white at it. */
public final class HeatMap {
    private static final int CELL = 11;
    private static final int LEFT = 90;
    private static final int TOP = 44;

    private HeatMap() {
    }

    /**
     * The picture.
     *
     * @param rows   names of the rows
     * @param values by row and column
     */
    public static String svg(final String title, final List<String> rows, final double[][] values) {
        final int width = LEFT + values[0].length * CELL + 12;
        final StringBuilder svg = new StringBuilder(Svg.open(width, TOP + rows.size() * (CELL + 3) + 12));
        svg.append(Svg.text(8, 24, 16, "start", title));
        for (int row = 0; row < rows.size(); row++) {
            final int y = TOP + row * (CELL + 3);
            svg.append(Svg.text(LEFT - 8, y + CELL - 1, 11, "end", rows.get(row)));
            for (int column = 0; column < values[row].length; column++) {
                svg.append(Svg.box(LEFT + column * CELL, y, CELL - 1, CELL, colour(values[row][column])));
            }
        }
        return svg.append("</svg>\n").toString();
    }

    private static String colour(final double value) {
        final int pale = (int) Math.round(255 * (1 - Math.min(1, Math.abs(value))));
        return value < 0 ? "#%02x%02x%02x".formatted(181 + pale * 74 / 255, pale, pale)
            : "#%02x%02x%02x".formatted(pale, 122 + pale * 133 / 255, pale);
    }
}
