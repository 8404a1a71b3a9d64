package steelyard.history;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import steelyard.model.Grouping;
import steelyard.model.OrderFlags;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.node.HistoryReader.LedgerEntry;
import steelyard.node.HistoryReader.LedgerKind;
import steelyard.node.HistoryReader.OrderStatus;
import steelyard.node.LiquidationUnderWay;
import steelyard.node.TwapView;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.CashTransferredDecoder;
import steelyard.protocol.sbe.DepositedDecoder;
import steelyard.protocol.sbe.FillSettledDecoder;
import steelyard.protocol.sbe.FundingPaidDecoder;
import steelyard.protocol.sbe.FundingRateFixedDecoder;
import steelyard.protocol.sbe.LiquidationStepDecoder;
import steelyard.protocol.sbe.OrderCanceledDecoder;
import steelyard.protocol.sbe.OrderPlacedDecoder;
import steelyard.protocol.sbe.OrderRecordDecoder;
import steelyard.protocol.sbe.OrderReducedDecoder;
import steelyard.protocol.sbe.OrderRejectedDecoder;
import steelyard.protocol.sbe.OrderTriggeredDecoder;
import steelyard.protocol.sbe.PositionTransferredDecoder;
import steelyard.protocol.sbe.RequestsReservedDecoder;
import steelyard.protocol.sbe.RewardsClaimedDecoder;
import steelyard.protocol.sbe.TradeExecutedDecoder;
import steelyard.protocol.sbe.TriggerPlacedDecoder;
import steelyard.protocol.sbe.TriggerRecordDecoder;
import steelyard.protocol.sbe.TwapEndedDecoder;
import steelyard.protocol.sbe.TwapRecordDecoder;
import steelyard.protocol.sbe.TwapSlicedDecoder;
import steelyard.protocol.sbe.TwapStartedDecoder;
import steelyard.protocol.sbe.WithdrawalRequestedDecoder;
import steelyard.protocol.sbe.WithdrawalResolvedDecoder;

/**
 * Turns events into rows. Fills and trades go to the database at once; of an order only its last state in a transaction
 * is written. Every event of an order carries the whole of it, so that orders placed before the store's first event are
 * known from their next event on; {@code OrderRested} adds nothing to the {@code OrderPlaced} before it.
 *
 * <p>Belongs to the store's thread.
 */
final class EventRecorder {
    private static final int BETWEEN_USERS = 1;
    private static final int WITHDRAWAL_REJECTED = 2;

    private final HistoryDatabase database;
    private final Long2ObjectHashMap<OrderRow> rows = new Long2ObjectHashMap<>();
    private final List<OrderRow> touched = new ArrayList<>();
    private final List<OrderRow> free = new ArrayList<>();

    private final FillSettledDecoder fill = new FillSettledDecoder();
    private final TradeExecutedDecoder trade = new TradeExecutedDecoder();
    private final OrderPlacedDecoder placed = new OrderPlacedDecoder();
    private final OrderRejectedDecoder rejected = new OrderRejectedDecoder();
    private final OrderReducedDecoder reduced = new OrderReducedDecoder();
    private final OrderCanceledDecoder canceled = new OrderCanceledDecoder();
    private final CashTransferredDecoder transferred = new CashTransferredDecoder();
    private final WithdrawalRequestedDecoder requested = new WithdrawalRequestedDecoder();
    private final WithdrawalResolvedDecoder resolved = new WithdrawalResolvedDecoder();
    private final RewardsClaimedDecoder rewardsClaimed = new RewardsClaimedDecoder();
    private final RequestsReservedDecoder requestsReserved = new RequestsReservedDecoder();
    private final PositionTransferredDecoder positionTaken = new PositionTransferredDecoder();
    private final LiquidationStepDecoder liquidationStep = new LiquidationStepDecoder();
    private final FundingRateFixedDecoder fundingRate = new FundingRateFixedDecoder();
    private final FundingPaidDecoder fundingPaid = new FundingPaidDecoder();
    private final DepositedDecoder deposited = new DepositedDecoder();
    private final TriggerPlacedDecoder triggerPlaced = new TriggerPlacedDecoder();
    private final OrderTriggeredDecoder triggered = new OrderTriggeredDecoder();
    private final TwapStartedDecoder twapStarted = new TwapStartedDecoder();
    private final TwapSlicedDecoder twapSliced = new TwapSlicedDecoder();
    private final TwapEndedDecoder twapEnded = new TwapEndedDecoder();
    private final TriggerRecordDecoder triggerRecord = new TriggerRecordDecoder();
    private final TwapRecordDecoder twapRecord = new TwapRecordDecoder();
    private final OrderRecordDecoder record = new OrderRecordDecoder();
    private final LiquidationUnderWay liquidation = new LiquidationUnderWay();
    private final OrderRow imageRow = new OrderRow();
    /** The last slice of a TWAP: its fills follow. */
    private long sliceOrderId;
    private long sliceTwapId;

    EventRecorder(final HistoryDatabase database) {
        this.database = database;
    }

    /** Adds the events of one command to the transaction. */
    void record(final EventBatch events) throws SQLException {
        events.rewind();
        while (events.next()) {
            recordEvent(events);
        }
        endLiquidation();
    }

    private void recordEvent(final EventBatch events) throws SQLException {
        final DirectBuffer buffer = events.buffer();
        final int offset = events.blockOffset();
        final int length = events.blockLength();
        final int version = events.version();
        switch (events.templateId()) {
            case OrderPlacedDecoder.TEMPLATE_ID -> onPlaced(placed.wrap(buffer, offset, length, version));
            case OrderRejectedDecoder.TEMPLATE_ID -> onRejected(rejected.wrap(buffer, offset, length, version));
            case TradeExecutedDecoder.TEMPLATE_ID -> database.addTrade(trade.wrap(buffer, offset, length, version));
            case FillSettledDecoder.TEMPLATE_ID -> onFill(fill.wrap(buffer, offset, length, version));
            case OrderReducedDecoder.TEMPLATE_ID -> onReduced(reduced.wrap(buffer, offset, length, version));
            case OrderCanceledDecoder.TEMPLATE_ID -> onCanceled(canceled.wrap(buffer, offset, length, version));
            case TriggerPlacedDecoder.TEMPLATE_ID ->
                onTriggerPlaced(triggerPlaced.wrap(buffer, offset, length, version));
            case OrderTriggeredDecoder.TEMPLATE_ID -> onTriggered(triggered.wrap(buffer, offset, length, version));
            case TwapStartedDecoder.TEMPLATE_ID -> onTwapStarted(twapStarted.wrap(buffer, offset, length, version));
            case TwapSlicedDecoder.TEMPLATE_ID -> onTwapSliced(twapSliced.wrap(buffer, offset, length, version));
            case TwapEndedDecoder.TEMPLATE_ID -> onTwapEnded(twapEnded.wrap(buffer, offset, length, version));
            case CashTransferredDecoder.TEMPLATE_ID -> onTransferred(transferred.wrap(buffer, offset, length, version));
            case WithdrawalRequestedDecoder.TEMPLATE_ID -> onRequested(requested.wrap(buffer, offset, length, version));
            case WithdrawalResolvedDecoder.TEMPLATE_ID -> onResolved(resolved.wrap(buffer, offset, length, version));
            case RewardsClaimedDecoder.TEMPLATE_ID -> onClaimed(rewardsClaimed.wrap(buffer, offset, length, version));
            case RequestsReservedDecoder.TEMPLATE_ID ->
                onReserved(requestsReserved.wrap(buffer, offset, length, version));
            case PositionTransferredDecoder.TEMPLATE_ID ->
                onPositionTaken(positionTaken.wrap(buffer, offset, length, version));
            case LiquidationStepDecoder.TEMPLATE_ID -> {
                endLiquidation();
                liquidation.begin(liquidationStep.wrap(buffer, offset, length, version));
            }
            case FundingRateFixedDecoder.TEMPLATE_ID ->
                database.addFundingRate(fundingRate.wrap(buffer, offset, length, version));
            case FundingPaidDecoder.TEMPLATE_ID ->
                database.addFundingPayment(fundingPaid.wrap(buffer, offset, length, version));
            case DepositedDecoder.TEMPLATE_ID -> onDeposited(deposited.wrap(buffer, offset, length, version));
            default -> { }
        }
    }

    private void endLiquidation() throws SQLException {
        final LedgerEntry closed = liquidation.end();
        if (closed != null) {
            database.addLiquidation(liquidation.accountId(), closed);
        }
    }

    private void onPositionTaken(final PositionTransferredDecoder event) throws SQLException {
        database.addTransfer(event);
        final LedgerEntry taken = LiquidationUnderWay.of(event);
        if (taken != null) {
            database.addLiquidation(event.fromAccountId(), taken);
        }
    }

    private void onTransferred(final CashTransferredDecoder event) throws SQLException {
        final LedgerKind kind = event.kind() == BETWEEN_USERS ? LedgerKind.TRANSFER : LedgerKind.SUB_ACCOUNT_TRANSFER;
        final int from = event.offset() + CashTransferredDecoder.fromAddressEncodingOffset();
        final int to = event.offset() + CashTransferredDecoder.toAddressEncodingOffset();
        database.addLedgerEntry(event.header(), event.fromAccountId(), kind, -event.amountMicros(), event.feeMicros(),
            Address.from(event.buffer(), to), 0);
        database.addLedgerEntry(event.header(), event.toAccountId(), kind, event.amountMicros(), 0,
            Address.from(event.buffer(), from), 0);
    }

    private void onRequested(final WithdrawalRequestedDecoder event) throws SQLException {
        database.addLedgerEntry(event.header(), event.accountId(), LedgerKind.WITHDRAWAL,
            event.feeMicros() - event.amountMicros(), event.feeMicros(),
            Address.from(
                event.buffer(), event.offset() + WithdrawalRequestedDecoder.destinationEncodingOffset()),
            event.withdrawalId());
    }

    private void onClaimed(final RewardsClaimedDecoder event) throws SQLException {
        database.addLedgerEntry(event.header(), event.accountId(), LedgerKind.REWARDS_CLAIM, event.amountMicros(), 0,
            Address.ZERO, 0);
    }

    /** What cost nothing changed no cash. */
    private void onReserved(final RequestsReservedDecoder event) throws SQLException {
        if (event.costMicros() != 0) {
            database.addLedgerEntry(event.header(), event.accountId(), LedgerKind.REQUESTS_RESERVED,
                -event.costMicros(), 0, Address.ZERO, event.requests());
        }
    }

    private void onResolved(final WithdrawalResolvedDecoder event) throws SQLException {
        if (event.outcome() == WITHDRAWAL_REJECTED) {
            database.addLedgerEntry(event.header(), event.accountId(), LedgerKind.WITHDRAWAL_REJECTED,
                event.amountMicros(), 0, Address.ZERO, event.withdrawalId());
        }
    }

    private void onDeposited(final DepositedDecoder event) throws SQLException {
        database.addLedgerEntry(event.header(), event.accountId(), LedgerKind.DEPOSIT, event.amountMicros(), 0,
            Address.ZERO, event.number());
    }

    /** Adds an open order or a TWAP of a snapshot, if the store does not know it. */
    void recordImage(final EventBatch batch) throws SQLException {
        final DirectBuffer buffer = batch.buffer();
        final int offset = batch.blockOffset();
        final int length = batch.blockLength();
        final int version = batch.version();
        switch (batch.templateId()) {
            case OrderRecordDecoder.TEMPLATE_ID -> onOrderRecord(record.wrap(buffer, offset, length, version));
            case TriggerRecordDecoder.TEMPLATE_ID ->
                onTriggerRecord(triggerRecord.wrap(buffer, offset, length, version));
            default -> onTwapRecord(twapRecord.wrap(buffer, offset, length, version));
        }
    }

    /** The end of its life is not in an order's record. */
    private void onOrderRecord(final OrderRecordDecoder image) throws SQLException {
        imageRow.orderId = image.orderId();
        imageRow.accountId = image.accountId();
        imageRow.marketId = image.marketId();
        imageRow.side = image.side();
        imageRow.timeInForce = restingTimeInForce(image.flags());
        imageRow.flags = image.flags();
        imageRow.priceTicks = image.priceTicks();
        imageRow.originalLots = image.originalLots();
        imageRow.remainingLots = image.remainingLots() + image.hiddenLots();
        imageRow.clientOrderIdHigh = image.clientOrderIdHigh();
        imageRow.clientOrderIdLow = image.clientOrderIdLow();
        imageRow.placedTimeNanos = image.placedTimeNanos();
        imageRow.withoutExtras();
        imageRow.displayLots = image.displayLots();
        imageRow.open();
        database.addOrderIfUnknown(imageRow);
    }

    private void onTriggerRecord(final TriggerRecordDecoder image) throws SQLException {
        imageRow.orderId = image.orderId();
        imageRow.accountId = image.accountId();
        imageRow.marketId = image.marketId();
        imageRow.side = image.side();
        imageRow.timeInForce = image.timeInForce();
        imageRow.flags = image.flags();
        imageRow.priceTicks = image.priceTicks();
        imageRow.originalLots = image.quantityLots();
        imageRow.remainingLots = image.quantityLots();
        imageRow.clientOrderIdHigh = image.clientOrderIdHigh();
        imageRow.clientOrderIdLow = image.clientOrderIdLow();
        imageRow.placedTimeNanos = image.placedTimeNanos();
        imageRow.withoutExtras();
        imageRow.expiresMillis = image.expiresMillis();
        imageRow.triggerKind = image.triggerKind();
        imageRow.triggerSource = image.triggerSource();
        imageRow.isMarket = image.isMarket();
        imageRow.triggerPriceTicks = image.triggerPriceTicks();
        imageRow.trailTicks = image.trailTicks();
        imageRow.trailBps = image.trailBps();
        imageRow.open();
        database.addOrderIfUnknown(imageRow);
    }

    private void onTwapRecord(final TwapRecordDecoder image) throws SQLException {
        database.addTwap(new TwapView(image.twapId(), image.accountId(), image.marketId(), Side.of(image.side()),
            image.quantityLots(), 0, 0, image.minutes(), image.randomize() != 0, image.flags(),
            image.triggerPriceTicks(), image.triggerAbove() != 0, image.stopPriceTicks(), image.startNanos()));
    }

    private void onTwapStarted(final TwapStartedDecoder event) throws SQLException {
        database.addTwap(new TwapView(event.twapId(), event.accountId(), event.marketId(), Side.of(event.side()),
            event.quantityLots(), 0, 0, event.minutes(), event.randomize() != 0, event.flags(),
            event.triggerPriceTicks(), event.triggerAbove() != 0, event.stopPriceTicks(),
            event.header().timestampNanos()));
        database.addTwapChange(event.header(), event.accountId(), event.twapId(), event.status(), 0, 0, 0);
    }

    private void onTwapSliced(final TwapSlicedDecoder event) {
        sliceOrderId = event.orderId();
        sliceTwapId = event.twapId();
    }

    private void onTwapEnded(final TwapEndedDecoder event) throws SQLException {
        database.addTwapChange(event.header(), event.accountId(), event.twapId(), event.status(),
            event.rejectReason(), event.executedLots(), event.executedMicros());
    }

    private void onTriggerPlaced(final TriggerPlacedDecoder event) {
        final OrderRow row = row(event.orderId());
        row.accountId = event.accountId();
        row.marketId = event.marketId();
        row.side = event.side();
        row.timeInForce = event.timeInForce();
        row.flags = event.flags();
        row.priceTicks = event.priceTicks();
        row.originalLots = event.quantityLots();
        row.remainingLots = event.quantityLots();
        row.clientOrderIdHigh = event.clientOrderIdHigh();
        row.clientOrderIdLow = event.clientOrderIdLow();
        row.placedTimeNanos = event.header().timestampNanos();
        row.expiresMillis = event.expiresMillis();
        row.triggerKind = event.triggerKind();
        row.triggerSource = event.triggerSource();
        row.isMarket = event.isMarket();
        row.triggerPriceTicks = event.triggerPriceTicks();
        row.trailTicks = event.trailTicks();
        row.trailBps = event.trailBps();
        row.ofPosition = event.grouping() == Grouping.POSITION.code() ? 1 : 0;
        row.open();
    }

    /** What becomes of it follows: it is placed, or rejected. */
    private void onTriggered(final OrderTriggeredDecoder event) {
        row(event.orderId()).placedTimeNanos = event.placedTimeNanos();
    }

    /** Hands the orders that were touched to the database. */
    void flush() throws SQLException {
        for (final OrderRow row : touched) {
            database.addOrder(row);
        }
        clear();
    }

    /** Forgets what was recorded since the last flush. */
    void clear() {
        free.addAll(touched);
        touched.clear();
        rows.clear();
    }

    private void onPlaced(final OrderPlacedDecoder event) throws SQLException {
        if (!liquidation.takes(event.accountId(), event.flags())) {
            endLiquidation();
        }
        final OrderRow row = row(event.orderId());
        row.accountId = event.accountId();
        row.marketId = event.marketId();
        row.side = event.side();
        row.timeInForce = event.timeInForce();
        row.flags = event.flags();
        row.priceTicks = event.priceTicks();
        row.originalLots = event.quantityLots();
        row.remainingLots = event.quantityLots();
        row.clientOrderIdHigh = event.clientOrderIdHigh();
        row.clientOrderIdLow = event.clientOrderIdLow();
        row.placedTimeNanos = placedTimeNanos(row, event.flags(), event.header().timestampNanos());
        row.displayLots = event.displayLots();
        row.expiresMillis = event.expiresMillis();
        row.open();
    }

    /** A trigger order that has fired is as old as it was. */
    private static long placedTimeNanos(final OrderRow row, final int flags, final long nowNanos) {
        return (flags & OrderFlags.TRIGGERED) == 0 ? nowNanos : row.placedTimeNanos;
    }

    private void onRejected(final OrderRejectedDecoder event) {
        final OrderRow row = row(event.orderId());
        row.accountId = event.accountId();
        row.marketId = event.marketId();
        row.side = event.side();
        row.timeInForce = event.timeInForce();
        row.flags = event.flags();
        row.priceTicks = event.priceTicks();
        row.originalLots = event.quantityLots();
        row.remainingLots = event.quantityLots();
        row.clientOrderIdHigh = event.clientOrderIdHigh();
        row.clientOrderIdLow = event.clientOrderIdLow();
        row.placedTimeNanos = placedTimeNanos(row, event.flags(), event.header().timestampNanos());
        row.end(OrderStatus.REJECTED, event.rejectReason(), event.header().timestampNanos());
    }

    private void onFill(final FillSettledDecoder event) throws SQLException {
        final boolean isSlice = (event.flags() & OrderFlags.TWAP_SLICE) != 0 && event.orderId() == sliceOrderId;
        final long boughtLots = event.side() == Side.BUY.code() ? event.quantityLots() : -event.quantityLots();
        database.addFill(event, isSlice ? sliceTwapId : 0,
            liquidation.fill(event.accountId(), event.isTaker() != 0, boughtLots));
        final OrderRow row = restingRow(event.orderId(), event.flags());
        row.accountId = event.accountId();
        row.marketId = event.marketId();
        row.side = event.side();
        row.flags = event.flags();
        row.priceTicks = event.limitPriceTicks();
        row.originalLots = event.originalLots();
        row.remainingLots = event.remainingLots();
        row.clientOrderIdHigh = event.clientOrderIdHigh();
        row.clientOrderIdLow = event.clientOrderIdLow();
        row.placedTimeNanos = event.placedTimeNanos();
        if (event.remainingLots() == 0) {
            row.end(OrderStatus.FILLED, 0, event.header().timestampNanos());
        } else {
            row.open();
        }
    }

    private void onReduced(final OrderReducedDecoder event) {
        final OrderRow row = restingRow(event.orderId(), event.flags());
        row.accountId = event.accountId();
        row.marketId = event.marketId();
        row.side = event.side();
        row.flags = event.flags();
        row.priceTicks = event.priceTicks();
        row.originalLots = event.originalLots();
        row.remainingLots = event.remainingLots();
        row.clientOrderIdHigh = event.clientOrderIdHigh();
        row.clientOrderIdLow = event.clientOrderIdLow();
        row.placedTimeNanos = event.placedTimeNanos();
        row.open();
    }

    private void onCanceled(final OrderCanceledDecoder event) {
        final OrderRow row = row(event.orderId());
        row.accountId = event.accountId();
        row.marketId = event.marketId();
        row.side = event.side();
        row.timeInForce = event.timeInForce();
        row.flags = event.flags();
        row.priceTicks = event.priceTicks();
        row.originalLots = event.originalLots();
        row.remainingLots = event.remainingLots();
        row.clientOrderIdHigh = event.clientOrderIdHigh();
        row.clientOrderIdLow = event.clientOrderIdLow();
        row.placedTimeNanos = event.placedTimeNanos();
        row.end(OrderStatus.CANCELED, event.reason(), event.header().timestampNanos());
    }

    /** The order's row in this transaction; a new one is that of an order that rested before. */
    private OrderRow restingRow(final long orderId, final int flags) {
        final boolean isKnown = rows.containsKey(orderId);
        final OrderRow row = row(orderId);
        if (!isKnown) {
            row.timeInForce = restingTimeInForce(flags);
        }
        return row;
    }

    private static int restingTimeInForce(final int flags) {
        return ((flags & OrderFlags.EXPIRES) == 0 ? TimeInForce.GTC : TimeInForce.GTT).code();
    }

    /** The order's row in this transaction. */
    private OrderRow row(final long orderId) {
        final OrderRow known = rows.get(orderId);
        if (known != null) {
            return known;
        }
        final OrderRow row = free.isEmpty() ? new OrderRow() : free.removeLast();
        row.orderId = orderId;
        row.withoutExtras();
        rows.put(orderId, row);
        touched.add(row);
        return row;
    }
}
