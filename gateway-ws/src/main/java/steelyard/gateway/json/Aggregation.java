package steelyard.gateway.json;

import java.util.ArrayList;
import java.util.List;
import steelyard.model.FixedPoint;
import steelyard.node.BookView.Levels;

/**
 * How coarse a book is shown: bids rounded down and asks up to {@code figures} significant figures, in steps of
 * {@code mantissa} of the last one; sizes and order counts of a step are summed.
 *
 * @param figures  2 to 5, or 0 for full precision
 * @param mantissa 1, or with five figures 2 or 5
 */
public record Aggregation(int figures, int mantissa) {
    /** Every price for itself. */
    public static final Aggregation NONE = new Aggregation(0, 1);

    private static final int FIGURES_MIN = 2;
    private static final int FIGURES_MAX = 5;

    /**
     * The aggregation that a request asks for, or {@code null} if there is none such.
     *
     * @param figures  of the request, or 0 if absent
     * @param mantissa of the request, or 0 if absent
     */
    public static Aggregation of(final int figures, final int mantissa) {
        if (figures == 0) {
            return mantissa == 0 ? NONE : null;
        }
        if (figures < FIGURES_MIN || figures > FIGURES_MAX) {
            return null;
        }
        final boolean allowed = mantissa == 0
            || figures == FIGURES_MAX && (mantissa == 1 || mantissa == 2 || mantissa == FIGURES_MAX);
        return allowed ? new Aggregation(figures, Math.max(1, mantissa)) : null;
    }

    /** Whether prices are put together. */
    public boolean isCoarse() {
        return figures != 0;
    }

    /** One shown level. */
    record Level(long priceTicks, long lots, long orderCount) {
    }

    /** The best {@code levelsMax} levels of one side; a coarse level is shown only if all of it was looked at. */
    List<Level> levels(final Levels side, final boolean bids, final int levelsMax) {
        final List<Level> levels = new ArrayList<>(Math.min(side.size(), levelsMax));
        for (int i = 0; i < side.size(); i++) {
            final long price = isCoarse() ? rounded(side.priceTicks()[i], bids) : side.priceTicks()[i];
            if (!levels.isEmpty() && levels.getLast().priceTicks == price) {
                final Level last = levels.removeLast();
                levels.add(new Level(price, last.lots + side.lots()[i], last.orderCount + side.orderCounts()[i]));
            } else if (levels.size() < levelsMax) {
                levels.add(new Level(price, side.lots()[i], side.orderCounts()[i]));
            } else {
                return levels;
            }
        }
        if (isCoarse() && side.size() >= WireBook.COARSE_DEPTH) {
            levels.removeLast();
        }
        return levels;
    }

    /** The price of the step that contains {@code priceTicks}. */
    long rounded(final long priceTicks, final boolean down) {
        final long step = stepTicks(Math.abs(priceTicks));
        return down ? Math.floorDiv(priceTicks, step) * step : Math.ceilDiv(priceTicks, step) * step;
    }

    private long stepTicks(final long magnitudeTicks) {
        int digits = 1;
        while (digits < 18 && magnitudeTicks >= FixedPoint.powerOfTen(digits)) {
            digits++;
        }
        return digits > figures ? FixedPoint.powerOfTen(digits - figures) * mantissa : 1;
    }
}
