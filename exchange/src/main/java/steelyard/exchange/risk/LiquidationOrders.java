package steelyard.exchange.risk;

import steelyard.model.Side;

/** What liquidation needs of the books. */
public interface LiquidationOrders {
    /** Cancels resting orders of an account's position slot that are not reduce-only; answers how many. */
    int cancelOpening(int slot, int most);

    /** Cancels the oldest reduce-only orders of an account's position slot, a bounded number; whether none is left. */
    boolean cancelReducing(int slot);

    /** Cancels the oldest of them if there are more than the upkeep after a fill may change; whether there were. */
    boolean trimReducing(int slot);

    /** Tells that the account's position was closed, but not by a fill. */
    void positionClosed(int accountId, int marketId);

    /** Keeps the reduce-only orders of a position within it, as after a fill. */
    void keepWithinPosition(int slot);

    /** Whether an order at this limit would meet another. */
    boolean crosses(int marketId, Side side, long limitTicks);

    /** Sends an order of the house for the account: reduce-only, immediate or canceled; one whose fee follows, or not. */
    void close(int accountId, int marketId, Side side, long lots, long limitTicks, boolean paysFee);

    /** Who took what of the last such order whose fee is shared. */
    LiquidationFills fills();
}
