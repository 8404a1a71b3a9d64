package steelyard.model;

/**
 * The prices at which a market's orders may stand, as a dense, ascending numbering.
 *
 * <p>{@code SIGNIFICANT_5} allows a price of at most five significant figures, and every whole USDC price. {@code TICK n}
 * allows the multiples of n price ticks; only such a grid may allow prices at and below zero.
 *
 * <p>Invariants: for every valid price {@code priceAt(indexOf(p)) == p}; {@code indexOf} is strictly increasing over the
 * valid prices and leaves out no index between two of them.
 */
public final class PriceGrid {
    /** Wire code of the grid with at most five significant figures. */
    public static final int SIGNIFICANT_5 = 0;
    /** Wire code of the grid of equal steps. */
    public static final int TICK = 1;

    private static final int FIGURES = 5;
    private static final long FIRST_ROUNDED_TICKS = 100_000;
    private static final long INDICES_PER_DECADE = 90_000;

    private final int kind;
    private final long stepTicks;
    private final boolean allowsNonPositive;
    /** First price from which every step is a whole USDC, and its index (five-figure grid only). */
    private final long linearFromTicks;
    private final long linearFromIndex;

    private PriceGrid(final int kind, final long stepTicks, final boolean allowsNonPositive, final int sizeDecimals) {
        this.kind = kind;
        this.stepTicks = stepTicks;
        this.allowsNonPositive = allowsNonPositive;
        final int decimals = 6 - sizeDecimals;
        this.linearFromTicks = FixedPoint.powerOfTen(FIGURES - 1 + decimals);
        this.linearFromIndex = decimals == 0
            ? linearFromTicks
            : FIRST_ROUNDED_TICKS + (decimals - 1) * INDICES_PER_DECADE;
    }

    /** The grid of at most five significant figures, for a market with {@code sizeDecimals} (0 to 6). */
    public static PriceGrid significant5(final int sizeDecimals) {
        return new PriceGrid(SIGNIFICANT_5, FixedPoint.powerOfTen(6 - sizeDecimals), false, sizeDecimals);
    }

    /** The grid of multiples of {@code stepTicks} (positive). */
    public static PriceGrid tick(final long stepTicks, final boolean allowsNonPositive) {
        if (stepTicks <= 0) {
            throw new IllegalArgumentException("price step must be positive, not " + stepTicks);
        }
        return new PriceGrid(TICK, stepTicks, allowsNonPositive, 6);
    }

    /** {@link #SIGNIFICANT_5} or {@link #TICK}. */
    public int kind() {
        return kind;
    }

    /** The step of a {@link #TICK} grid; of the other grid the step of large prices, one USDC. In price ticks. */
    public long stepTicks() {
        return stepTicks;
    }

    /** Whether prices at and below zero are valid. */
    public boolean allowsNonPositive() {
        return allowsNonPositive;
    }

    /** Whether an order may stand at this price. */
    public boolean isValid(final long priceTicks) {
        if (priceTicks <= 0 && !allowsNonPositive) {
            return false;
        }
        final long step = stepAtTicks(priceTicks);
        return step == 1 || priceTicks % step == 0;
    }

    /** The price's place in the numbering; for an invalid price, that of the next valid one toward zero. */
    public long indexOf(final long priceTicks) {
        if (kind == TICK) {
            return stepTicks == 1 ? priceTicks : priceTicks / stepTicks;
        }
        if (priceTicks < Math.min(FIRST_ROUNDED_TICKS, linearFromTicks)) {
            return priceTicks;
        }
        if (priceTicks >= linearFromTicks) {
            return linearFromIndex + (priceTicks - linearFromTicks) / stepTicks;
        }
        final int decade = decimalDigits(priceTicks) - FIGURES;
        final long firstOfDecade = FixedPoint.powerOfTen(FIGURES - 1 + decade);
        return FIRST_ROUNDED_TICKS + (decade - 1) * INDICES_PER_DECADE
            + (priceTicks - firstOfDecade) / FixedPoint.powerOfTen(decade);
    }

    /** The price with this place in the numbering, in ticks. */
    public long priceAt(final long index) {
        if (kind == TICK) {
            return index * stepTicks;
        }
        if (index >= linearFromIndex) {
            return linearFromTicks + (index - linearFromIndex) * stepTicks;
        }
        if (index < FIRST_ROUNDED_TICKS) {
            return index;
        }
        final long beyond = index - FIRST_ROUNDED_TICKS;
        final int decade = 1 + (int) (beyond / INDICES_PER_DECADE);
        return FixedPoint.powerOfTen(FIGURES - 1 + decade)
            + beyond % INDICES_PER_DECADE * FixedPoint.powerOfTen(decade);
    }

    /** The distance to the next higher valid price, in ticks. */
    public long stepAtTicks(final long priceTicks) {
        if (kind == TICK || priceTicks >= linearFromTicks) {
            return stepTicks;
        }
        return priceTicks < FIRST_ROUNDED_TICKS ? 1 : FixedPoint.powerOfTen(decimalDigits(priceTicks) - FIGURES);
    }

    /** The highest valid price that is not above this one; the lowest valid one if there is none. */
    public long atOrBelow(final long priceTicks) {
        if (priceTicks <= 0 && !allowsNonPositive) {
            return lowestPositive();
        }
        final long step = stepAtTicks(priceTicks);
        final long below = Math.floorDiv(priceTicks, step) * step;
        return below <= 0 && !allowsNonPositive ? lowestPositive() : below;
    }

    /** The lowest valid price that is not below this one. */
    public long atOrAbove(final long priceTicks) {
        if (priceTicks <= 0 && !allowsNonPositive) {
            return lowestPositive();
        }
        final long step = stepAtTicks(priceTicks);
        return Math.ceilDiv(priceTicks, step) * step;
    }

    private long lowestPositive() {
        return kind == TICK ? stepTicks : 1;
    }

    private static int decimalDigits(final long positive) {
        int digits = FIGURES;
        while (digits < 19 && positive >= FixedPoint.powerOfTen(digits)) {
            digits++;
        }
        return digits;
    }

    @Override
    public String toString() {
        return kind == TICK ? "TICK " + stepTicks : "SIGNIFICANT_5";
    }
}
