package steelyard.calibration.backtest;

import java.util.ArrayDeque;
import java.util.Deque;
import steelyard.calibration.stat.Exceedances;

/** What came of one book over time. */
final class BookRecord {
    private static final int RISE_DAYS = 30;
    private static final long DAY_SECONDS = 86_400;

    private record Level(long seconds, double perWeight) {
    }

    private final Book book;
    private final Exceedances exceedances = new Exceedances();
    private final Deque<Level> lows = new ArrayDeque<>();
    private double worstLossShare;
    private double standAloneSum;
    private double portfolioSum;
    private double scanStandAloneSum;
    private double scanPortfolioSum;
    private double siloedSum;
    private double worstRise = 1;

    BookRecord(final Book book) {
        this.book = book;
    }

    /** Counts a loss against what was required before it. */
    void loss(final double loss, final double required) {
        exceedances.add(loss > required);
        worstLossShare = Math.max(worstLossShare, loss / required);
    }

    /** Counts a requirement: all terms on, then nothing but the scan; without offsets and with them. */
    void required(
        final double standAlone, final double portfolio, final double scanStandAlone, final double scanPortfolio,
        final double siloed) {
        standAloneSum += standAlone;
        portfolioSum += portfolio;
        scanStandAloneSum += scanStandAlone;
        scanPortfolioSum += scanPortfolio;
        siloedSum += siloed;
    }

    /** Counts what a fixed position requires at a moment: how much it rose within thirty days. */
    void level(final long seconds, final double required) {
        while (!lows.isEmpty() && lows.peekFirst().seconds() < seconds - RISE_DAYS * DAY_SECONDS) {
            lows.removeFirst();
        }
        while (!lows.isEmpty() && lows.peekLast().perWeight() >= required) {
            lows.removeLast();
        }
        lows.addLast(new Level(seconds, required));
        worstRise = Math.max(worstRise, required / lows.peekFirst().perWeight());
    }

    Book book() {
        return book;
    }

    Exceedances exceedances() {
        return exceedances;
    }

    /** The largest loss as a share of what was required. */
    double worstLossShare() {
        return worstLossShare;
    }

    /** Whether requirements were counted. */
    boolean hasRequirements() {
        return portfolioSum > 0;
    }

    /** What the positions would require alone over what they require together, all terms on. */
    double efficiency() {
        return standAloneSum / portfolioSum;
    }

    /** The same without tiers and costs of closing. */
    double scanEfficiency() {
        return scanStandAloneSum / scanPortfolioSum;
    }

    /** What separate accounts for each asset class would require, offsets within each, over what one account does. */
    double siloedEfficiency() {
        return siloedSum / portfolioSum;
    }

    /** The largest ratio of the requirement to an earlier one within thirty days. */
    double worstRise() {
        return worstRise;
    }
}
