package steelyard.risk.margin;

import steelyard.model.FixedPoint;
import steelyard.model.Side;

/**
 * The arithmetic of standard margin, on numbers alone: the state machine decides by it and the read models show it.
 * {@code docs/rules.md#5-margin}. Money beyond a {@code long} throws {@link ArithmeticException}.
 */
public final class MarginFormulas {
    private MarginFormulas() {
    }

    /** What a position with its resting orders may become at most: {@code max(|q + buys|, |q − sells|)}, in lots. */
    public static long reserveLots(final long quantityLots, final long buyLots, final long sellLots) {
        return Math.max(Math.abs(quantityLots + buyLots), Math.abs(quantityLots - sellLots));
    }

    /** Initial margin of so many lots, not below zero: {@code ⌈lots × |mark| / leverage⌉}, in micros. */
    public static long requirementMicros(final long lots, final long markTicks, final int leverage) {
        return FixedPoint.mulDivCeil(lots, Math.abs(markTicks), leverage);
    }

    /**
     * Maintenance margin of so many lots, not below zero: half of the initial margin at the market's largest leverage,
     * {@code ⌈lots × |mark| / (2 × maxLeverage)⌉}, in micros.
     */
    public static long maintenanceMicros(final long lots, final long markTicks, final int maxLeverage) {
        return requirementMicros(lots, markTicks, 2 * maxLeverage);
    }

    /** What an order at this limit would lose against the mark if it were filled, in micros; never below zero. */
    public static long lossMicros(final Side side, final long limitTicks, final long markTicks, final long lots) {
        final long beyondTicks = side == Side.BUY ? limitTicks - markTicks : markTicks - limitTicks;
        return beyondTicks <= 0 ? 0 : Math.multiplyExact(beyondTicks, lots);
    }
}
