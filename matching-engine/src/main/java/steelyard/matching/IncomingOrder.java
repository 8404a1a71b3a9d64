package steelyard.matching;

import steelyard.model.OrderFlags;
import steelyard.model.Side;

/**
 * An order on its way to the book: filled in by the caller, matched, and what remains of it rested. One object is used
 * again and again; the methods with arguments overwrite what they name, nothing is reset by itself.
 */
public final class IncomingOrder {
    private long orderId;
    private long priceTicks;
    private long remainingLots;
    private long originalLots;
    private long placedTimeNanos;
    private long clientOrderIdHigh;
    private long clientOrderIdLow;
    private int accountId;
    private int positionSlot;
    private int flags;
    private Side side;

    /**
     * Whose order it is.
     *
     * @param orderId      number of the order, positive and never used before
     * @param accountId    the account
     * @param positionSlot the caller's dense number, from 0, of (account, market); equal for two orders of one market
     *                     if and only if their accounts are equal
     */
    public IncomingOrder owner(final long orderId, final int accountId, final int positionSlot) {
        this.orderId = orderId;
        this.accountId = accountId;
        this.positionSlot = positionSlot;
        return this;
    }

    /** What it wants: side, limit in ticks, quantity in lots (positive), of which nothing is filled. */
    public IncomingOrder terms(final Side side, final long priceTicks, final long quantityLots) {
        this.side = side;
        this.priceTicks = priceTicks;
        this.remainingLots = quantityLots;
        this.originalLots = quantityLots;
        return this;
    }

    /** Overrides the original quantity, in lots, for an order taken from a snapshot. */
    public IncomingOrder originalLots(final long originalLots) {
        this.originalLots = originalLots;
        return this;
    }

    /** Its {@link OrderFlags} and the log time at which it was placed. */
    public IncomingOrder circumstances(final int flags, final long placedTimeNanos) {
        this.flags = flags;
        this.placedTimeNanos = placedTimeNanos;
        return this;
    }

    /** The client order id, which counts only with the flag {@link OrderFlags#HAS_CLIENT_ORDER_ID}. */
    public IncomingOrder clientOrderId(final long high, final long low) {
        this.clientOrderIdHigh = high;
        this.clientOrderIdLow = low;
        return this;
    }

    /** Number of the order. */
    public long orderId() {
        return orderId;
    }

    /** Whose it is. */
    public int accountId() {
        return accountId;
    }

    /** The caller's number of (account, market). */
    public int positionSlot() {
        return positionSlot;
    }

    /** Buy or sell. */
    public Side side() {
        return side;
    }

    /** The limit, in ticks. */
    public long priceTicks() {
        return priceTicks;
    }

    /** What is not filled yet, in lots. */
    public long remainingLots() {
        return remainingLots;
    }

    /** The quantity before the first fill, in lots. */
    public long originalLots() {
        return originalLots;
    }

    /** {@link OrderFlags}. */
    public int flags() {
        return flags;
    }

    /** Log time at which the order was placed. */
    public long placedTimeNanos() {
        return placedTimeNanos;
    }

    /** Upper half of the client order id; 0 without one. */
    public long clientOrderIdHigh() {
        return OrderFlags.hasClientOrderId(flags) ? clientOrderIdHigh : 0;
    }

    /** Lower half of the client order id; 0 without one. */
    public long clientOrderIdLow() {
        return OrderFlags.hasClientOrderId(flags) ? clientOrderIdLow : 0;
    }

    /** Makes it smaller without a fill, what it was originally too. */
    public void decrement(final long lots) {
        remainingLots -= lots;
        originalLots -= lots;
    }

    /** Of what remains only so many lots are to rest: the rest of it is hidden. */
    public void showOnly(final long shownLots) {
        remainingLots = shownLots;
    }

    void filled(final long lots) {
        remainingLots -= lots;
    }
}
