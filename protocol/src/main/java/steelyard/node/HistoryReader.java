package steelyard.node;

import java.util.List;
import java.util.concurrent.CompletionStage;
import steelyard.model.CancelReason;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TimeInForce;

/**
 * What happened, from the history store. Answers come on the store's own thread and contain every event that the read
 * models had applied when the question was asked; a store that lags too far behind fails the answer with
 * {@link java.util.concurrent.TimeoutException}. Any thread may ask.
 */
public interface HistoryReader {
    /** The account's last {@code limit} fills, newest first. */
    CompletionStage<List<Fill>> fills(int accountId, int limit);

    /** The market's last {@code limit} trades, newest first. */
    CompletionStage<List<Trade>> trades(int marketId, int limit);

    /** An order of the account by its id, or {@code null}. */
    CompletionStage<Order> order(int accountId, long orderId);

    /** The account's last order with this client order id, or {@code null}. */
    CompletionStage<Order> order(int accountId, long clientOrderIdHigh, long clientOrderIdLow);

    /** How an order stands. */
    enum OrderStatus { OPEN, FILLED, CANCELED, REJECTED }

    /**
     * One side of a trade.
     *
     * @param logPosition    place of the command in the log, with {@code commandIndex}: the transaction's name
     * @param feeMicros      negative if it was paid to the account
     */
    record Fill(
        long eventSequence,
        long logPosition,
        int commandIndex,
        long timestampNanos,
        int accountId,
        int marketId,
        long orderId,
        long tradeId,
        Side side,
        boolean taker,
        long priceTicks,
        long quantityLots,
        long feeMicros,
        long closedPnlMicros,
        long startPositionLots,
        int flags,
        long clientOrderIdHigh,
        long clientOrderIdLow) {
    }

    /** One trade. */
    record Trade(
        long eventSequence,
        long logPosition,
        int commandIndex,
        long timestampNanos,
        int marketId,
        long tradeId,
        Side takerSide,
        long priceTicks,
        long quantityLots,
        int makerAccountId,
        int takerAccountId) {
    }

    /**
     * An order's last known state.
     *
     * @param rejectReason set if rejected, else {@code null}
     * @param cancelReason set if canceled, else {@code null}
     * @param remainingLots what was open when it ended, or is open
     */
    record Order(
        long orderId,
        int accountId,
        int marketId,
        Side side,
        TimeInForce timeInForce,
        int flags,
        long priceTicks,
        long originalLots,
        long remainingLots,
        long clientOrderIdHigh,
        long clientOrderIdLow,
        long placedTimeNanos,
        OrderStatus status,
        RejectReason rejectReason,
        CancelReason cancelReason,
        long statusTimeNanos) {
    }
}
