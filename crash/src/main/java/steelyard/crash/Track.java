package steelyard.crash;

import java.util.Arrays;

/** A price over time: points, with straight lines between those that belong to one bar, held where there is none. */
final class Track {
    private long[] seconds = new long[256];
    private double[] prices = new double[256];
    private boolean[] moves = new boolean[256];
    private int count;
    private int cursor;

    /** Adds a point, not before the last one; {@code moves}: the price went straight to it from the last point. */
    Track add(final long second, final double price, final boolean itMoves) {
        if (count == seconds.length) {
            seconds = Arrays.copyOf(seconds, 2 * count);
            prices = Arrays.copyOf(prices, 2 * count);
            moves = Arrays.copyOf(moves, 2 * count);
        }
        seconds[count] = second;
        prices[count] = price;
        moves[count++] = itMoves;
        return this;
    }

    /**
     * Adds a bar: to the extreme against its direction first, then to the other one. What came before it is held until it
     * opens.
     */
    Track bar(final long from, final long length, final double open, final double high, final double low,
        final double close) {
        final boolean falls = close < open;
        add(from, open, false);
        add(from + length / 3, falls ? high : low, true);
        add(from + 2 * length / 3, falls ? low : high, true);
        return add(from + length - 1, close, true);
    }

    int count() {
        return count;
    }

    /** Lowest price of the points from one time to another, both included. */
    double lowest(final long from, final long to) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            least = seconds[i] >= from && seconds[i] <= to ? Math.min(least, prices[i]) : least;
        }
        return least;
    }

    /** The price at a time, which does not go back from call to call; not a number before the first point. */
    double at(final long second) {
        while (cursor < count && seconds[cursor] <= second) {
            cursor++;
        }
        if (cursor == 0) {
            return Double.NaN;
        }
        final double last = prices[cursor - 1];
        if (cursor == count || !moves[cursor]) {
            return last;
        }
        final double share = (double) (second - seconds[cursor - 1]) / (seconds[cursor] - seconds[cursor - 1]);
        return last + share * (prices[cursor] - last);
    }
}
