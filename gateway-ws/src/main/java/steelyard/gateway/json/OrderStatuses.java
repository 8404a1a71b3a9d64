package steelyard.gateway.json;

import steelyard.model.CancelReason;
import steelyard.model.RejectReason;
import steelyard.node.HistoryReader.Order;

/** The words that say how an order stands. */
public final class OrderStatuses {
    /** In the book, or on its way through it. */
    public static final String OPEN = "open";
    /** A trigger order fired; what became of it follows. */
    public static final String TRIGGERED = "triggered";
    /** Nothing is left. */
    public static final String FILLED = "filled";

    private OrderStatuses() {
    }

    /** Of an order that left the book, or whose remainder did not reach it. */
    public static String of(final CancelReason reason) {
        return switch (reason) {
            case REQUESTED, IOC_REMAINDER, MODIFIED, PROTECTION, QUOTE_REPLACED, EXPIRED -> "canceled";
            case SELF_TRADE -> "selfTradeCanceled";
            case REDUCE_ONLY -> "reduceOnlyCanceled";
            case MARGIN -> "marginCanceled";
            case COMMAND_BOUND, MARKET_CLOSE_ONLY, PARENT_CANCELED, OPERATOR -> "internalCancel";
            case SCHEDULED -> "scheduledCancel";
            case SIBLING_FILLED -> "siblingFilledCanceled";
            case OPEN_INTEREST_CAP -> "openInterestCapCanceled";
            case DELISTED -> "delistedCanceled";
            case LIQUIDATED -> "liquidatedCanceled";
        };
    }

    /** Of an order that was refused. */
    public static String of(final RejectReason reason) {
        return switch (reason) {
            case OFF_TICK -> "tickRejected";
            case MIN_NOTIONAL -> "minTradeNtlRejected";
            case INSUFFICIENT_MARGIN -> "perpMarginRejected";
            case REDUCE_ONLY -> "reduceOnlyRejected";
            case POST_ONLY_WOULD_MATCH -> "badAloPxRejected";
            case IOC_NO_MATCH -> "iocCancelRejected";
            case POSITION_LIMIT, MARGIN_TIER_LIMIT -> "perpMaxPositionRejected";
            case NO_LIQUIDITY -> "marketOrderNoLiquidityRejected";
            case INVALID_TRIGGER -> "badTriggerPxRejected";
            case OPEN_INTEREST_INCREASE -> "positionIncreaseAtOpenInterestCapRejected";
            case OPEN_INTEREST_FLIP -> "positionFlipAtOpenInterestCapRejected";
            case OPEN_INTEREST_AGGRESSIVE -> "tooAggressiveAtOpenInterestCapRejected";
            case PRICE_TOO_FAR -> "oracleRejected";
            case TOO_MANY_OPEN_ORDERS -> "tooManyOpenOrdersRejected";
            default -> "rejected";
        };
    }

    /** Of an order in history. */
    static String of(final Order order) {
        return switch (order.status()) {
            case OPEN -> OPEN;
            case FILLED -> FILLED;
            case CANCELED -> of(order.cancelReason());
            case REJECTED -> of(order.rejectReason());
        };
    }

    /** Whether the exchange, not the account, took a resting order out of the book. */
    public static boolean isUnasked(final CancelReason reason) {
        return switch (reason) {
            case SELF_TRADE, REDUCE_ONLY, MARGIN, EXPIRED, SCHEDULED, SIBLING_FILLED, OPEN_INTEREST_CAP, DELISTED,
                PARENT_CANCELED, PROTECTION, MARKET_CLOSE_ONLY, LIQUIDATED, OPERATOR -> true;
            case REQUESTED, IOC_REMAINDER, MODIFIED, COMMAND_BOUND, QUOTE_REPLACED -> false;
        };
    }
}
