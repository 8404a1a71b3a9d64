package steelyard.calibration.scenario;

import steelyard.calibration.history.Panel;
import steelyard.calibration.stat.Volatility;

/**
 * The returns of a panel in units of each market's volatility as it was known at the row before. Returns over a gap
 * count for neither: what happens while a market is closed is margined by other means.
 */
public final class Standardized {
    private final Panel panel;
    private final double[][] volatilities;
    private final double[][] moves;

    /**
     * Standardises a panel.
     *
     * @param decay what a row's variance keeps of the row before
     */
    public Standardized(final Panel panel, final double decay) {
        this.panel = panel;
        this.volatilities = new double[panel.rowCount()][panel.marketCount()];
        this.moves = new double[panel.rowCount()][panel.marketCount()];
        for (int market = 0; market < panel.marketCount(); market++) {
            final Volatility volatility = new Volatility(decay);
            for (int row = 0; row < panel.rowCount(); row++) {
                final double change = panel.isGap(row, market) ? Double.NaN : panel.change(row, market);
                moves[row][market] = change / volatility.value();
                if (!Double.isNaN(change)) {
                    volatility.add(change);
                }
                volatilities[row][market] = volatility.value();
            }
        }
    }

    /** What is standardised. */
    public Panel panel() {
        return panel;
    }

    /** The volatility of the row after this one, as known at this one; NaN if unknown. */
    public double volatility(final int row, final int market) {
        return volatilities[row][market];
    }

    /** The return at this row in units of what was expected at the row before; NaN if there is none. */
    public double move(final int row, final int market) {
        return moves[row][market];
    }
}
