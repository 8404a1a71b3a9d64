package steelyard.node;

import java.util.List;
import java.util.concurrent.CompletionStage;
import steelyard.model.CancelReason;
import steelyard.model.OrderFlags;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.model.TwapStatus;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.EventHeaderDecoder;
import steelyard.protocol.sbe.PositionTransferredDecoder;

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

    /**
     * The account's fills from one time to another, both included.
     *
     * @param newestFirst whether the last {@code limit} ones are wanted, newest first, or the first, oldest first
     */
    CompletionStage<List<Fill>> fills(int accountId, long fromNanos, long toNanos, boolean newestFirst, int limit);

    /** The account's fills of slices of TWAPs, in the same way. */
    CompletionStage<List<Fill>> twapFills(
        int accountId, long fromNanos, long toNanos, boolean newestFirst, int limit);

    /** The last {@code limit} changes of the account's TWAPs, newest first. */
    CompletionStage<List<TwapChange>> twapChanges(int accountId, int limit);

    /** The account's last {@code limit} orders in the order of their ids, newest first. */
    CompletionStage<List<Order>> orders(int accountId, int limit);

    /** The last {@code limit} candles that begin from one time to another, both included; oldest first. */
    CompletionStage<List<Candle>> candles(int marketId, CandleUnit unit, long fromMillis, long toMillis, int limit);

    /** What was traded on each UTC day from {@code fromDay} on, oldest first; days without trades are left out. */
    CompletionStage<List<DayVolume>> volumes(int accountId, long fromDay);

    /**
     * Changes of the account's cash, other than by trading, from one time to another, both included.
     *
     * @param newestFirst whether the last {@code limit} ones are wanted, newest first, or the first, oldest first
     */
    CompletionStage<List<LedgerEntry>> ledger(
        int accountId, long fromNanos, long toNanos, boolean newestFirst, int limit);

    /** The first {@code limit} funding rates of a market whose hours ended from one time to another, oldest first. */
    CompletionStage<List<FundingRate>> fundingRates(int marketId, long fromNanos, long toNanos, int limit);

    /**
     * What the account paid and received for funding from one time to another, both included.
     *
     * @param newestFirst whether the last {@code limit} ones are wanted, newest first, or the first, oldest first
     */
    CompletionStage<List<FundingPayment>> fundingPayments(
        int accountId, long fromNanos, long toNanos, boolean newestFirst, int limit);

    /**
     * Everything that the account got, less what left it, other than by trading, in micros of USDC; of
     * {@link #WHOLE_EXCHANGE} what was paid in less what was paid out.
     */
    CompletionStage<Long> ledgerMicros(int accountId);

    /** Stands for the exchange as a whole in {@link #volumes} and {@link #ledgerMicros}. */
    int WHOLE_EXCHANGE = -1;

    /** Lengths of the candles that are kept; others are made of them. */
    enum CandleUnit {
        MINUTE(60_000), QUARTER_HOUR(900_000), FOUR_HOURS(14_400_000), DAY(86_400_000);

        private final long millis;

        CandleUnit(final long millis) {
            this.millis = millis;
        }

        /** The length. Candles begin at its multiples since 1970. */
        public long millis() {
            return millis;
        }
    }

    /**
     * The trades of a market in one unit of time; there is none where nothing was traded.
     *
     * @param startMillis begin
     */
    record Candle(
        long startMillis, long openTicks, long highTicks, long lowTicks, long closeTicks, long volumeLots,
        long tradeCount) {
    }

    /**
     * What an account traded on one day.
     *
     * @param day         days since 1970, UTC
     * @param makerMicros notional of its fills as maker; of the whole exchange, of all trades
     * @param takerMicros notional of its fills as taker; of the whole exchange, of all trades
     */
    record DayVolume(long day, long makerMicros, long takerMicros) {
    }

    /**
     * The funding rate of a market for an hour.
     *
     * @param intervalEndNanos end of the hour
     * @param rateNanos        longs pay a positive one, in 10<sup>-9</sup>
     * @param premiumNanos     average premium of the hour, in 10<sup>-9</sup>
     */
    record FundingRate(
        long eventSequence, long intervalEndNanos, int marketId, long rateNanos, long premiumNanos, long samples) {
    }

    /**
     * What a position paid for an hour of funding.
     *
     * @param quantityLots signed size of the position
     * @param amountMicros below zero it received
     */
    record FundingPayment(
        long eventSequence, long timestampNanos, int accountId, int marketId, long quantityLots, long rateNanos,
        long amountMicros) {
    }

    /** Why an account's cash changed, other than by trading. */
    enum LedgerKind { DEPOSIT, TRANSFER, SUB_ACCOUNT_TRANSFER, WITHDRAWAL, WITHDRAWAL_REJECTED, LIQUIDATION,
        REWARDS_CLAIM, REQUESTS_RESERVED }

    /**
     * A change of an account's cash, other than by trading.
     *
     * @param amountMicros positive: the account got it
     * @param feeMicros    paid beside it
     * @param other        the other account's address, or a withdrawal's destination, or {@link Address#ZERO}
     * @param number       of the deposit or withdrawal, or how many requests were paid for, or 0
     * @param liquidated   what was closed in a liquidation, whose amount is 0 here: fills tell it; else {@code null}
     */
    record LedgerEntry(
        long eventSequence,
        long logPosition,
        int commandIndex,
        long timestampNanos,
        LedgerKind kind,
        long amountMicros,
        long feeMicros,
        Address other,
        long number,
        LiquidatedPosition liquidated) {

        /** Any but of a liquidation. */
        public LedgerEntry(
            final long eventSequence, final long logPosition, final int commandIndex, final long timestampNanos,
            final LedgerKind kind, final long amountMicros, final long feeMicros, final Address other,
            final long number) {
            this(eventSequence, logPosition, commandIndex, timestampNanos, kind, amountMicros, feeMicros, other, number,
                null);
        }
    }

    /**
     * A position, or a part of it, that was closed because its margin set was in liquidation.
     *
     * @param lots           signed as the position was
     * @param markPriceTicks then
     * @param equityMicros   of the set, before
     * @param isolated       whether the position was
     * @param houseAccountId the house account that took it, or {@link #ON_BOOK}
     */
    record LiquidatedPosition(
        int marketId, long lots, long markPriceTicks, long equityMicros, boolean isolated, int houseAccountId) {
        /** Stands for the house account of what was closed on the book. */
        public static final int ON_BOOK = -1;
    }

    /**
     * That a fill closed a position of a margin set in liquidation.
     *
     * @param user           whose position it was
     * @param markPriceTicks then
     */
    record Liquidation(Address user, long markPriceTicks) {
    }

    /** How an order stands. */
    enum OrderStatus { OPEN, FILLED, CANCELED, REJECTED }

    /**
     * One side of a trade.
     *
     * @param logPosition    place of the command in the log, with {@code commandIndex}: the transaction's name
     * @param feeMicros      negative if it was paid to the account
     * @param twapId         the TWAP of whose slice it is a fill, or 0
     * @param builderFeeMicros part of the fee that a builder got, or 0
     * @param liquidation    which liquidation it is a part of, of either side; or {@code null}
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
        long clientOrderIdLow,
        long twapId,
        long builderFeeMicros,
        Liquidation liquidation) {

        private static final int DELEVERAGED = 2;

        /** A fill that is of no liquidation, of an order that owes no builder. */
        public Fill(
            final long eventSequence, final long logPosition, final int commandIndex, final long timestampNanos,
            final int accountId, final int marketId, final long orderId, final long tradeId, final Side side,
            final boolean taker, final long priceTicks, final long quantityLots, final long feeMicros,
            final long closedPnlMicros, final long startPositionLots, final int flags, final long clientOrderIdHigh,
            final long clientOrderIdLow, final long twapId) {
            this(eventSequence, logPosition, commandIndex, timestampNanos, accountId, marketId, orderId, tradeId,
                side, taker, priceTicks, quantityLots, feeMicros, closedPnlMicros, startPositionLots, flags,
                clientOrderIdHigh, clientOrderIdLow, twapId, 0, null);
        }

        /** A fill that is of no liquidation, of an order that may owe a builder. */
        public Fill(
            final long eventSequence, final long logPosition, final int commandIndex, final long timestampNanos,
            final int accountId, final int marketId, final long orderId, final long tradeId, final Side side,
            final boolean taker, final long priceTicks, final long quantityLots, final long feeMicros,
            final long closedPnlMicros, final long startPositionLots, final int flags, final long clientOrderIdHigh,
            final long clientOrderIdLow, final long twapId, final long builderFeeMicros) {
            this(eventSequence, logPosition, commandIndex, timestampNanos, accountId, marketId, orderId, tradeId,
                side, taker, priceTicks, quantityLots, feeMicros, closedPnlMicros, startPositionLots, flags,
                clientOrderIdHigh, clientOrderIdLow, twapId, builderFeeMicros, null);
        }

        /** What the giver of a position is shown as a fill. */
        public static Fill of(final PositionTransferredDecoder event) {
            final EventHeaderDecoder cause = event.header();
            return new Fill(cause.eventSequence(), cause.logPosition(), cause.commandIndex(), cause.timestampNanos(),
                event.fromAccountId(), event.marketId(), 0, 0, event.lots() > 0 ? Side.SELL : Side.BUY, false,
                event.priceTicks(), Math.abs(event.lots()), 0, event.fromClosedPnlMicros(),
                event.fromPositionLots() + event.lots(), transferFlags(event.reason(), event.isIsolated() != 0), 0, 0, 0, 0,
                event.reason() == DELEVERAGED ? null : new Liquidation(fromAddress(event), event.priceTicks()));
        }

        private static Address fromAddress(final PositionTransferredDecoder event) {
            return Address.from(
                event.buffer(), event.offset() + PositionTransferredDecoder.fromAddressEncodingOffset());
        }

        /**
         * The flags of what is shown as a fill, but is of no order: a position, or a part of it, that the house took.
         *
         * @param reason   as in {@code PositionTransferred}
         * @param isolated whether the position was
         */
        public static int transferFlags(final int reason, final boolean isolated) {
            return (reason == DELEVERAGED ? 0 : OrderFlags.LIQUIDATION) | (isolated ? OrderFlags.REDUCE_ONLY : 0);
        }

        /** Whether the house took the position, or a part of it: there is no order. */
        public boolean isTransfer() {
            return orderId == 0;
        }

        /** Whether a position that the house took was isolated. */
        public boolean isOfIsolated() {
            return OrderFlags.isReduceOnly(flags);
        }

        /** A fill of an order that is no slice of a TWAP. */
        public Fill(
            final long eventSequence, final long logPosition, final int commandIndex, final long timestampNanos,
            final int accountId, final int marketId, final long orderId, final long tradeId, final Side side,
            final boolean taker, final long priceTicks, final long quantityLots, final long feeMicros,
            final long closedPnlMicros, final long startPositionLots, final int flags, final long clientOrderIdHigh,
            final long clientOrderIdLow) {
            this(eventSequence, logPosition, commandIndex, timestampNanos, accountId, marketId, orderId, tradeId,
                side, taker, priceTicks, quantityLots, feeMicros, closedPnlMicros, startPositionLots, flags,
                clientOrderIdHigh, clientOrderIdLow, 0);
        }
    }

    /**
     * A TWAP began to wait or to run, or ended.
     *
     * @param twap   as it was then
     * @param reason of {@link TwapStatus#ERROR}, else {@link RejectReason#NONE}
     */
    record TwapChange(
        long eventSequence, long timestampNanos, TwapView twap, TwapStatus status, RejectReason reason) {
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
     * @param displayLots   what an iceberg shows at a time, or 0
     * @param expiresMillis end of its life, or 0
     * @param trigger       what fires it, or fired it; {@code null} of other orders. Parents are not told.
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
        long statusTimeNanos,
        long displayLots,
        long expiresMillis,
        TriggerView trigger) {

        /** An order that shows all of itself, has no end and no trigger. */
        public Order(
            final long orderId, final int accountId, final int marketId, final Side side,
            final TimeInForce timeInForce, final int flags, final long priceTicks, final long originalLots,
            final long remainingLots, final long clientOrderIdHigh, final long clientOrderIdLow,
            final long placedTimeNanos, final OrderStatus status, final RejectReason rejectReason,
            final CancelReason cancelReason, final long statusTimeNanos) {
            this(orderId, accountId, marketId, side, timeInForce, flags, priceTicks, originalLots, remainingLots,
                clientOrderIdHigh, clientOrderIdLow, placedTimeNanos, status, rejectReason, cancelReason,
                statusTimeNanos, 0, 0, null);
        }
    }
}
