package steelyard.calibration.backtest;

import steelyard.calibration.history.Panel;
import steelyard.calibration.stat.Exceedances;

/** Positions in one market against a margin that is a fixed share of the price. */
final class Alone {
    private Alone() {
    }

    /** Longs and shorts, row by row from one on; gaps left out. */
    static Exceedances of(final Panel panel, final int market, final int firstRow, final double marginShare) {
        final Exceedances exceedances = new Exceedances();
        for (int row = firstRow; row < panel.rowCount(); row++) {
            final double change = panel.change(row, market);
            if (!Double.isNaN(change) && !panel.isGap(row, market)) {
                exceedances.add(-change > marginShare);
                exceedances.add(change > marginShare);
            }
        }
        return exceedances;
    }

    /** Maintenance margin at a largest leverage: half of the initial margin. */
    static double maintenance(final int leverage) {
        return 1.0 / (2 * leverage);
    }
}
