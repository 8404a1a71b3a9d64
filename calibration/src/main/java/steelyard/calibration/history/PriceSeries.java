package steelyard.calibration.history;

import java.util.Arrays;

/**
 * Prices of one market from one source, by rising time. A row's time is the moment of its close, in seconds since 1970;
 * high and low belong to the time since the row before. Prices are USDC for one unit; they may be negative.
 *
 * @param coin  the market
 * @param times moments of the closes, rising
 * @param close last price
 * @param high  highest price since the row before; the close where the source has none
 * @param low   lowest price since the row before; the close where the source has none
 */
public record PriceSeries(String coin, long[] times, double[] close, double[] high, double[] low) {

    /** Number of rows. */
    public int size() {
        return times.length;
    }

    /** The first row at or after a time; the size if there is none. */
    public int firstAt(final long seconds) {
        final int found = Arrays.binarySearch(times, seconds);
        return found >= 0 ? found : -found - 1;
    }

    /** The rows before a time. */
    public PriceSeries before(final long seconds) {
        return rows(0, firstAt(seconds));
    }

    /** The rows from a time on. */
    public PriceSeries from(final long seconds) {
        return rows(firstAt(seconds), size());
    }

    private PriceSeries rows(final int from, final int to) {
        return new PriceSeries(
            coin,
            Arrays.copyOfRange(times, from, to),
            Arrays.copyOfRange(close, from, to),
            Arrays.copyOfRange(high, from, to),
            Arrays.copyOfRange(low, from, to));
    }
}
