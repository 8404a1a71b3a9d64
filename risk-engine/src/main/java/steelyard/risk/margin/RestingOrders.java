package steelyard.risk.margin;

import steelyard.model.Side;

/** The resting orders of a position, as its margin needs them. Implemented by whoever keeps the orders. */
public interface RestingOrders {
    /** Called once for each order. */
    @FunctionalInterface
    interface Visitor {
        /** One resting order that is not reduce-only. */
        void order(Side side, long limitTicks, long remainingLots);
    }

    /** Visits the resting orders of a position that are not reduce-only, in any order. Allocates nothing. */
    void forEach(int positionSlot, Visitor visitor);
}
