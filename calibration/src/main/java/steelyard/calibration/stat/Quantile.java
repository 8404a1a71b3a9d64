package steelyard.calibration.stat;

import java.util.Arrays;

/** Quantiles of samples. */
public final class Quantile {
    private Quantile() {
    }

    /**
     * The quantile of the first values of an array, between two of them in proportion (the usual definition: rank
     * {@code share × (n − 1)}). Sorts them.
     *
     * @param values values without NaN
     * @param count  how many of them count, at least one
     * @param share  0 to 1
     */
    public static double of(final double[] values, final int count, final double share) {
        Arrays.sort(values, 0, count);
        final double rank = share * (count - 1);
        final int below = (int) rank;
        final int above = Math.min(below + 1, count - 1);
        return values[below] + (rank - below) * (values[above] - values[below]);
    }
}
