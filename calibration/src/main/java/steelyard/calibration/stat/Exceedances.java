package steelyard.calibration.stat;

/**
 * How often a loss exceeded its margin, in the order of time, and what that says of the margin: Kupiec's test of how
 * often, Christoffersen's of whether one comes after the other, and the Basel committee's traffic light.
 *
 * <p>Kupiec, "Techniques for verifying the accuracy of risk measurement models" (1995); Christoffersen, "Evaluating
 * interval forecasts" (1998); Basel committee, "Supervisory framework for the use of backtesting" (1996).
 */
public final class Exceedances {
    /** Above this a test refuses its hypothesis at 5 %: 95 % quantile of a chi-square with one degree of freedom. */
    public static final double CRITICAL = 3.841;
    /** Days of a traffic light's window. */
    public static final int LIGHT_WINDOW = 250;

    private static final int YELLOW_MIN = 5;
    private static final int RED_MIN = 10;

    /** A zone of the traffic light. */
    public enum Light {
        /** At most 4 in 250 days. */
        GREEN,
        /** 5 to 9 in 250 days. */
        YELLOW,
        /** 10 or more in 250 days. */
        RED
    }

    private long trials;
    private long count;
    private final long[][] steps = new long[2][2];
    private boolean wasExceeded;
    private final boolean[] window = new boolean[LIGHT_WINDOW];
    private int inWindow;
    private int worstWindow;

    /** Takes one more trial. */
    public void add(final boolean isExceeded) {
        if (trials > 0) {
            steps[wasExceeded ? 1 : 0][isExceeded ? 1 : 0]++;
        }
        final int slot = (int) (trials % LIGHT_WINDOW);
        inWindow += (isExceeded ? 1 : 0) - (window[slot] ? 1 : 0);
        window[slot] = isExceeded;
        worstWindow = Math.max(worstWindow, inWindow);
        wasExceeded = isExceeded;
        trials++;
        count += isExceeded ? 1 : 0;
    }

    /** How many trials there were. */
    public long trials() {
        return trials;
    }

    /** How many of them exceeded. */
    public long count() {
        return count;
    }

    /** The share that did not exceed; 1 without trials. */
    public double coverage() {
        return trials == 0 ? 1 : 1 - (double) count / trials;
    }

    /** Most exceedances in {@value #LIGHT_WINDOW} trials in a row. */
    public int worstWindow() {
        return worstWindow;
    }

    /** The light of the worst window. */
    public Light light() {
        return worstWindow >= RED_MIN ? Light.RED : worstWindow >= YELLOW_MIN ? Light.YELLOW : Light.GREEN;
    }

    /** Kupiec's likelihood ratio that exceedances are as frequent as {@code share}; too many and too few raise it. */
    public double kupiec(final double share) {
        return kupiec(trials, count, share);
    }

    static double kupiec(final long trials, final long count, final double share) {
        final double observed = trials == 0 ? share : (double) count / trials;
        return 2 * (logLikelihood(trials - count, count, observed) - logLikelihood(trials - count, count, share));
    }

    /** Whether exceedances are so much more frequent than {@code share} that chance hardly explains it. */
    public boolean isTooFrequent(final double share) {
        return count > share * trials && kupiec(share) > CRITICAL;
    }

    /** Christoffersen's likelihood ratio that an exceedance does not depend on the trial before. */
    public double christoffersen() {
        final long quiet = steps[0][0] + steps[0][1];
        final long loud = steps[1][0] + steps[1][1];
        final long all = quiet + loud;
        if (all == 0) {
            return 0;
        }
        final long exceeded = steps[0][1] + steps[1][1];
        final double together = logLikelihood(all - exceeded, exceeded, (double) exceeded / all);
        final double apart = logLikelihood(steps[0][0], steps[0][1], share(steps[0][1], quiet))
            + logLikelihood(steps[1][0], steps[1][1], share(steps[1][1], loud));
        return Math.max(0, 2 * (apart - together));
    }

    private static double share(final long count, final long all) {
        return all == 0 ? 0 : (double) count / all;
    }

    private static double logLikelihood(final long misses, final long hits, final double share) {
        return (misses == 0 ? 0 : misses * StrictMath.log(1 - share)) + (hits == 0 ? 0 : hits * StrictMath.log(share));
    }
}
