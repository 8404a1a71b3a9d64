package steelyard.calibration.history;

import java.util.Arrays;
import java.util.List;

/**
 * Markets side by side on one grid of times. A row holds what happened to each market since the row before.
 *
 * <p>A market's price at a row is its last close at or before that time. Its return at a row is the price's change
 * since its last price at an earlier row, as a fraction of that price; {@link Double#NaN} if it has no newer price (a
 * holiday, a closed session, before its history begins) or if one of the two prices is not positive. A return that
 * covers more time than the panel's longest step is a <em>gap</em>: the market was closed in between.
 */
public final class Panel {
    private final List<String> coins;
    private final long[] times;
    private final double[][] returns;
    private final double[][] falls;
    private final double[][] rises;
    private final boolean[][] gaps;
    private final boolean[][] alive;

    Panel(final List<String> coins, final long[] times) {
        this.coins = List.copyOf(coins);
        this.times = times;
        this.returns = new double[times.length][coins.size()];
        this.falls = new double[times.length][coins.size()];
        this.rises = new double[times.length][coins.size()];
        this.gaps = new boolean[times.length][coins.size()];
        this.alive = new boolean[times.length][coins.size()];
        for (int row = 0; row < times.length; row++) {
            Arrays.fill(returns[row], Double.NaN);
            Arrays.fill(falls[row], Double.NaN);
            Arrays.fill(rises[row], Double.NaN);
        }
    }

    void put(
        final int row, final int market, final double change, final double fall, final double rise,
        final boolean isGap) {
        returns[row][market] = change;
        falls[row][market] = fall;
        rises[row][market] = rise;
        gaps[row][market] = isGap;
    }

    void live(final int firstRow, final int lastRow, final int market) {
        for (int row = firstRow; row <= lastRow; row++) {
            alive[row][market] = true;
        }
    }

    /** The markets, in the order of the columns. */
    public List<String> coins() {
        return coins;
    }

    /** Number of markets. */
    public int marketCount() {
        return coins.size();
    }

    /** Number of rows. */
    public int rowCount() {
        return times.length;
    }

    /** The row's moment, in seconds since 1970. */
    public long seconds(final int row) {
        return times[row];
    }

    /** The first row at or after a moment; the number of rows if there is none. */
    public int rowAt(final long seconds) {
        final int found = Arrays.binarySearch(times, seconds);
        return found >= 0 ? found : -found - 1;
    }

    /** The column of a market, or −1. */
    public int indexOf(final String coin) {
        return coins.indexOf(coin);
    }

    /** What happened up to this row since the row before, as a fraction; NaN if the market had no new price. */
    public double change(final int row, final int market) {
        return returns[row][market];
    }

    /** How far the price fell below its last price on the way to this row, as a fraction of it. */
    public double fall(final int row, final int market) {
        return falls[row][market];
    }

    /** How far the price rose above its last price on the way to this row, as a fraction of it. */
    public double rise(final int row, final int market) {
        return rises[row][market];
    }

    /** Whether the market was closed between its last price and this row. */
    public boolean isGap(final int row, final int market) {
        return gaps[row][market];
    }

    /** Whether the market has a price before this row and one at or after it; it may still have no new one there. */
    public boolean isAlive(final int row, final int market) {
        return alive[row][market];
    }
}
