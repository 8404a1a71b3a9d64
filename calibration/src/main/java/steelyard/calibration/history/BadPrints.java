package steelyard.calibration.history;

import java.util.Arrays;

/**
 * Prints that no one could have traded at: a close that leaves the level of its neighbours and is back one row later.
 * A crash stays down for longer than that, or comes back only in part.
 *
 * <p>A print is bad if the moves into and out of it are opposite, each is more than {@value #SCALES} times the usual
 * move and above half a percent, and what is left of both is less than a quarter of the first. The usual move is 1.4826
 * times the median of the last {@value #WINDOW} absolute moves before it, so a print is judged by the rows up to the
 * one after it and no later ones.
 */
final class BadPrints {
    private static final int WINDOW = 250;
    private static final int WINDOW_MIN = 50;
    private static final double SCALES = 8;
    private static final double LEFT_MAX = 0.25;
    private static final double MOVE_MIN = 0.005;

    private BadPrints() {
    }

    /** The series without its bad prints. */
    static PriceSeries without(final PriceSeries series) {
        final boolean[] isKept = new boolean[series.size()];
        final double[] moves = new double[series.size()];
        int moveCount = 0;
        int previous = -1;
        for (int row = 0; row < series.size(); row++) {
            isKept[row] = previous < 0 || !isBad(series.close(), previous, row, moves, moveCount);
            if (isKept[row]) {
                if (previous >= 0) {
                    moves[moveCount++] = move(series.close()[previous], series.close()[row]);
                }
                previous = row;
            }
        }
        return kept(series, isKept);
    }

    private static boolean isBad(
        final double[] close, final int previous, final int row, final double[] moves, final int moveCount) {
        if (moveCount < WINDOW_MIN || row + 1 >= close.length) {
            return false;
        }
        final double in = move(close[previous], close[row]);
        final double out = move(close[row], close[row + 1]);
        final double left = Math.abs(close[row + 1] - close[previous]);
        if (in * out >= 0 || left > LEFT_MAX * Math.abs(close[row] - close[previous])) {
            return false;
        }
        final double limit = Math.max(MOVE_MIN, SCALES * usualMove(moves, moveCount));
        return Math.abs(in) > limit && Math.abs(out) > limit;
    }

    private static double usualMove(final double[] moves, final int moveCount) {
        final double[] sizes = Arrays.copyOfRange(moves, Math.max(0, moveCount - WINDOW), moveCount);
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.abs(sizes[i]);
        }
        Arrays.sort(sizes);
        return 1.4826 * sizes[sizes.length / 2];
    }

    private static double move(final double from, final double to) {
        return from <= 0 ? 0 : to / from - 1;
    }

    private static PriceSeries kept(final PriceSeries series, final boolean[] isKept) {
        final SeriesBuilder builder = new SeriesBuilder(series.coin());
        for (int row = 0; row < series.size(); row++) {
            if (isKept[row]) {
                builder.add(series.times()[row], series.close()[row], series.high()[row], series.low()[row]);
            }
        }
        return builder.build();
    }
}
