package steelyard.calibration.stat;

/**
 * How much a market moves, as an exponentially weighted root mean square of its returns; never below a share of what it
 * moved over its whole history, so that a calm time does not make it look harmless.
 *
 * <p>{@code v ← λ v + (1 − λ) r²}; while there are fewer than {@value #WARM_UP} returns, their plain mean square.
 */
public final class Volatility {
    /** Returns before there is a volatility. */
    public static final int WARM_UP = 30;
    /** Least share of the long-run volatility. */
    public static final double FLOOR = 0.6;

    private final double decay;
    private double variance;
    private double squares;
    private int count;

    /**
     * No history yet.
     *
     * @param decay the weight λ that yesterday's variance keeps
     */
    public Volatility(final double decay) {
        this.decay = decay;
    }

    /** Takes one more return. */
    public void add(final double change) {
        final double square = change * change;
        squares += square;
        count++;
        variance = count < WARM_UP ? squares / count : decay * variance + (1 - decay) * square;
    }

    /** The volatility of the next return; NaN before there have been {@value #WARM_UP}. */
    public double value() {
        if (count < WARM_UP) {
            return Double.NaN;
        }
        return Math.max(StrictMath.sqrt(variance), FLOOR * StrictMath.sqrt(squares / count));
    }
}
