package steelyard.calibration.scenario;

import steelyard.calibration.history.Panel;
import steelyard.calibration.stat.Quantile;

/** How large one whole shock of a market is, in 10<sup>-5</sup> of its price, rounded up. */
public final class Shocks {
    /** One, as a shock. */
    public static final double E5 = 100_000;
    /** The largest shock that the exchange takes. */
    public static final int MAX_E5 = 80_000;

    private Shocks() {
    }

    /**
     * What a position of the worse side lost at most on its way from one row to the next, in this share of the rows of
     * a window; gaps left out. NaN if there are too few rows.
     */
    public static double adverse(
        final Panel panel, final int market, final int lastRow, final ScenarioRules rules, final double share) {
        final int firstRow = Math.max(0, lastRow + 1 - rules.windowRows());
        final double[] falls = new double[lastRow + 1 - firstRow];
        final double[] rises = new double[falls.length];
        int count = 0;
        for (int row = firstRow; row <= lastRow; row++) {
            if (!Double.isNaN(panel.change(row, market)) && !panel.isGap(row, market)) {
                falls[count] = panel.fall(row, market);
                rises[count] = panel.rise(row, market);
                count++;
            }
        }
        return count < rules.windowRowsMin()
            ? Double.NaN
            : Math.max(Quantile.of(falls, count, share), Quantile.of(rises, count, share));
    }

    /** A share of the price as a shock. */
    public static int toE5(final double share) {
        return (int) Math.min(MAX_E5, Math.ceil(share * E5));
    }
}
