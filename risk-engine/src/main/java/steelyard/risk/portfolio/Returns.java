package steelyard.risk.portfolio;

/**
 * The moves of a market in all scenarios, in 10<sup>-5</sup>: {@code docs/risk-rules.md#4-portfolio-margin}. While a
 * session ends a position loses by its market's raised shock, but gains by the shock as it is at other times: a close
 * never counts for a hedge. Immutable.
 */
public final class Returns {
    private final int[] lossesE5;
    private final int[] gainsE5;

    Returns(final int[] lossesE5, final int[] gainsE5) {
        this.lossesE5 = lossesE5;
        this.gainsE5 = gainsE5;
    }

    /** Whether a position gains by what it would lose. */
    public boolean isEven() {
        return lossesE5 == gainsE5;
    }

    /** The moves by which positions lose, by scenario; nobody changes them. */
    public int[] e5() {
        return lossesE5;
    }

    /** The move by which positions lose in a scenario. */
    public int e5(final int scenario) {
        return lossesE5[scenario];
    }

    /** The move that counts for a position of this sign in a scenario. */
    public int e5(final int scenario, final long position) {
        return (position ^ lossesE5[scenario]) < 0 ? lossesE5[scenario] : gainsE5[scenario];
    }

    /**
     * What a position loses in a scenario: of all that orders can lead to, the one that loses most; below zero: profit.
     *
     * @param lowest  the lowest position, in cents; negative: short
     * @param highest the highest
     */
    public long lossE7(final int scenario, final long lowest, final long highest) {
        final long position = lossesE5[scenario] < 0 ? highest : lowest;
        return -position * e5(scenario, position);
    }
}
