package steelyard.gateway.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import steelyard.gateway.json.OrderExtras;
import steelyard.gateway.json.OrderStatuses;
import steelyard.gateway.json.WireFill;
import steelyard.gateway.json.WireFunding;
import steelyard.gateway.json.WireMarginCall;
import steelyard.gateway.json.WireOrder;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.model.CancelReason;
import steelyard.model.Grouping;
import steelyard.model.MarketSpec;
import steelyard.model.OrderFlags;
import steelyard.model.PriceSource;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.model.TriggerKind;
import steelyard.node.HistoryReader.Fill;
import steelyard.node.HistoryReader.FundingPayment;
import steelyard.node.HistoryReader.LedgerEntry;
import steelyard.node.HistoryReader.LedgerKind;
import steelyard.node.HistoryReader.Trade;
import steelyard.node.LiquidationUnderWay;
import steelyard.node.TriggerView;
import steelyard.protocol.Address;
import steelyard.protocol.sbe.AccountCreatedDecoder;
import steelyard.protocol.sbe.CashTransferredDecoder;
import steelyard.protocol.sbe.DepositedDecoder;
import steelyard.protocol.sbe.EventHeaderDecoder;
import steelyard.protocol.sbe.FillSettledDecoder;
import steelyard.protocol.sbe.FundingPaidDecoder;
import steelyard.protocol.sbe.LiquidationStepDecoder;
import steelyard.protocol.sbe.MarginLevelChangedDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.OrderCanceledDecoder;
import steelyard.protocol.sbe.OrderPlacedDecoder;
import steelyard.protocol.sbe.OrderReducedDecoder;
import steelyard.protocol.sbe.OrderRejectedDecoder;
import steelyard.protocol.sbe.OrderTriggeredDecoder;
import steelyard.protocol.sbe.PositionTransferredDecoder;
import steelyard.protocol.sbe.RequestsReservedDecoder;
import steelyard.protocol.sbe.RewardsClaimedDecoder;
import steelyard.protocol.sbe.TradeExecutedDecoder;
import steelyard.protocol.sbe.TriggerPlacedDecoder;
import steelyard.protocol.sbe.TwapEndedDecoder;
import steelyard.protocol.sbe.TwapSlicedDecoder;
import steelyard.protocol.sbe.TwapStartedDecoder;
import steelyard.protocol.sbe.WithdrawalRequestedDecoder;
import steelyard.protocol.sbe.WithdrawalResolvedDecoder;

/** Makes trades and account news of the events in the tap's queue, command by command. Belongs to the hub. */
final class QueueReader {
    private static final int BETWEEN_USERS = 1;
    private static final int WITHDRAWAL_REJECTED = 2;
    private static final int CROSS = -1;

    private final MarketDirectory markets;
    private final TradeStreams tradeStreams;
    private final PrivateStreams privateStreams;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final EventHeaderDecoder cause = new EventHeaderDecoder();
    private final AccountCreatedDecoder accountCreated = new AccountCreatedDecoder();
    private final OrderPlacedDecoder placed = new OrderPlacedDecoder();
    private final OrderRejectedDecoder rejected = new OrderRejectedDecoder();
    private final OrderReducedDecoder reduced = new OrderReducedDecoder();
    private final OrderCanceledDecoder canceled = new OrderCanceledDecoder();
    private final TradeExecutedDecoder trade = new TradeExecutedDecoder();
    private final FillSettledDecoder fill = new FillSettledDecoder();
    private final CashTransferredDecoder transferred = new CashTransferredDecoder();
    private final WithdrawalRequestedDecoder requested = new WithdrawalRequestedDecoder();
    private final RewardsClaimedDecoder rewardsClaimed = new RewardsClaimedDecoder();
    private final RequestsReservedDecoder requestsReserved = new RequestsReservedDecoder();
    private final WithdrawalResolvedDecoder resolved = new WithdrawalResolvedDecoder();
    private final DepositedDecoder deposited = new DepositedDecoder();
    private final MarginLevelChangedDecoder levelChanged = new MarginLevelChangedDecoder();
    private final TriggerPlacedDecoder triggerPlaced = new TriggerPlacedDecoder();
    private final OrderTriggeredDecoder triggered = new OrderTriggeredDecoder();
    private final PositionTransferredDecoder positionTaken = new PositionTransferredDecoder();
    private final FundingPaidDecoder fundingPaid = new FundingPaidDecoder();
    private final LiquidationStepDecoder liquidationStep = new LiquidationStepDecoder();
    private final LiquidationUnderWay liquidation = new LiquidationUnderWay();
    private final TwapStartedDecoder twapStarted = new TwapStartedDecoder();
    private final TwapSlicedDecoder twapSliced = new TwapSlicedDecoder();
    private final TwapEndedDecoder twapEnded = new TwapEndedDecoder();
    /** The trigger order that fired last, and when it had been placed. */
    private long firedOrderId;
    private long firedPlacedNanos;
    /** The last slice of a TWAP: its fills follow. */
    private long sliceOrderId;
    private long sliceTwapId;

    /** The last event that was read. */
    private long sequence;
    private List<Trade> trades = new ArrayList<>();
    private final Map<Integer, AccountNews> news = new LinkedHashMap<>();

    QueueReader(
        final MarketDirectory markets, final TradeStreams tradeStreams, final PrivateStreams privateStreams) {
        this.markets = markets;
        this.tradeStreams = tradeStreams;
        this.privateStreams = privateStreams;
    }

    /** Takes one message of the queue. */
    void onMessage(final int type, final MutableDirectBuffer buffer, final int offset, final int length) {
        if (type != EventTap.END_OF_COMMAND) {
            sequence = cause.wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH).eventSequence();
        }
        switch (type) {
            case EventTap.END_OF_COMMAND -> endOfCommand();
            case TradeExecutedDecoder.TEMPLATE_ID -> onTrade(trade.wrapAndApplyHeader(buffer, offset, header));
            case FillSettledDecoder.TEMPLATE_ID -> onFill(fill.wrapAndApplyHeader(buffer, offset, header));
            case OrderPlacedDecoder.TEMPLATE_ID -> onPlaced(placed.wrapAndApplyHeader(buffer, offset, header));
            case OrderRejectedDecoder.TEMPLATE_ID -> onRejected(rejected.wrapAndApplyHeader(buffer, offset, header));
            case OrderReducedDecoder.TEMPLATE_ID -> onReduced(reduced.wrapAndApplyHeader(buffer, offset, header));
            case OrderCanceledDecoder.TEMPLATE_ID -> onCanceled(canceled.wrapAndApplyHeader(buffer, offset, header));
            case TriggerPlacedDecoder.TEMPLATE_ID ->
                onTriggerPlaced(triggerPlaced.wrapAndApplyHeader(buffer, offset, header));
            case OrderTriggeredDecoder.TEMPLATE_ID ->
                onTriggered(triggered.wrapAndApplyHeader(buffer, offset, header));
            case TwapStartedDecoder.TEMPLATE_ID -> {
                twapStarted.wrapAndApplyHeader(buffer, offset, header);
                newsOf(twapStarted.accountId()).twapChanged(twapStarted.header().eventSequence());
            }
            case TwapEndedDecoder.TEMPLATE_ID -> {
                twapEnded.wrapAndApplyHeader(buffer, offset, header);
                newsOf(twapEnded.accountId()).twapChanged(twapEnded.header().eventSequence());
            }
            case TwapSlicedDecoder.TEMPLATE_ID -> {
                twapSliced.wrapAndApplyHeader(buffer, offset, header);
                sliceOrderId = twapSliced.orderId();
                sliceTwapId = twapSliced.twapId();
            }
            case CashTransferredDecoder.TEMPLATE_ID ->
                onTransferred(transferred.wrapAndApplyHeader(buffer, offset, header));
            case WithdrawalRequestedDecoder.TEMPLATE_ID ->
                onRequested(requested.wrapAndApplyHeader(buffer, offset, header));
            case RewardsClaimedDecoder.TEMPLATE_ID ->
                onClaimed(rewardsClaimed.wrapAndApplyHeader(buffer, offset, header));
            case RequestsReservedDecoder.TEMPLATE_ID ->
                onReserved(requestsReserved.wrapAndApplyHeader(buffer, offset, header));
            case WithdrawalResolvedDecoder.TEMPLATE_ID -> onResolved(resolved.wrapAndApplyHeader(buffer, offset, header));
            case PositionTransferredDecoder.TEMPLATE_ID ->
                onTransfer(positionTaken.wrapAndApplyHeader(buffer, offset, header));
            case LiquidationStepDecoder.TEMPLATE_ID -> {
                endLiquidation();
                liquidation.begin(liquidationStep.wrapAndApplyHeader(buffer, offset, header));
            }
            case FundingPaidDecoder.TEMPLATE_ID ->
                onFunding(fundingPaid.wrapAndApplyHeader(buffer, offset, header));
            case MarginLevelChangedDecoder.TEMPLATE_ID ->
                onLevelChanged(levelChanged.wrapAndApplyHeader(buffer, offset, header));
            case DepositedDecoder.TEMPLATE_ID -> onDeposited(deposited.wrapAndApplyHeader(buffer, offset, header));
            case AccountCreatedDecoder.TEMPLATE_ID ->
                onAccountCreated(accountCreated.wrapAndApplyHeader(buffer, offset, header));
            default -> throw new IllegalStateException("unexpected event in the queue: " + type);
        }
    }

    /** Forgets an unfinished command. */
    void clear() {
        liquidation.end();
        trades = new ArrayList<>();
        news.clear();
    }

    private void endLiquidation() {
        final LedgerEntry closed = liquidation.end();
        if (closed != null) {
            newsOf(liquidation.accountId()).ledgerEntry(closed);
        }
    }

    private void endOfCommand() {
        endLiquidation();
        if (!trades.isEmpty()) {
            tradeStreams.onTrades(trades);
            trades = new ArrayList<>();
        }
        news.forEach((accountId, of) -> privateStreams.onNews(accountId, of.upTo(sequence)));
        privateStreams.read(sequence);
        news.clear();
    }

    private AccountNews newsOf(final int accountId) {
        return news.computeIfAbsent(accountId, id -> new AccountNews());
    }

    private void onAccountCreated(final AccountCreatedDecoder event) {
        final DirectBuffer buffer = event.buffer();
        privateStreams.onAccountCreated(
            Address.from(buffer, event.offset() + AccountCreatedDecoder.addressEncodingOffset()), event.accountId());
    }

    private void onTransfer(final PositionTransferredDecoder event) {
        newsOf(event.fromAccountId()).fill(WireFill.of(Fill.of(event), markets.spec(event.marketId())));
        final LedgerEntry taken = LiquidationUnderWay.of(event);
        if (taken != null) {
            endLiquidation();
            newsOf(event.fromAccountId()).ledgerEntry(taken);
        }
    }

    private void onFunding(final FundingPaidDecoder event) {
        newsOf(event.accountId()).funding(new WireFunding(
            new FundingPayment(event.header().eventSequence(), event.header().timestampNanos(), event.accountId(),
                event.marketId(), event.quantityLots(), event.rateNanos(), event.amountMicros()),
            markets.spec(event.marketId())));
    }

    private void onLevelChanged(final MarginLevelChangedDecoder event) {
        newsOf(event.accountId()).marginCall(new WireMarginCall(event.header().eventSequence(),
            event.header().timestampNanos(), event.marketId() == CROSS ? null : markets.spec(event.marketId()),
            event.level(), event.equityMicros(), event.maintenanceMicros()));
    }

    private void onDeposited(final DepositedDecoder event) {
        ledgerEntry(event.header(), event.accountId(), LedgerKind.DEPOSIT, event.amountMicros(), 0, Address.ZERO,
            event.number());
    }

    private void onTransferred(final CashTransferredDecoder event) {
        final LedgerKind kind = event.kind() == BETWEEN_USERS ? LedgerKind.TRANSFER : LedgerKind.SUB_ACCOUNT_TRANSFER;
        final DirectBuffer buffer = event.buffer();
        ledgerEntry(event.header(), event.fromAccountId(), kind, -event.amountMicros(), event.feeMicros(),
            Address.from(buffer, event.offset() + CashTransferredDecoder.toAddressEncodingOffset()), 0);
        ledgerEntry(event.header(), event.toAccountId(), kind, event.amountMicros(), 0,
            Address.from(buffer, event.offset() + CashTransferredDecoder.fromAddressEncodingOffset()), 0);
    }

    private void onRequested(final WithdrawalRequestedDecoder event) {
        ledgerEntry(event.header(), event.accountId(), LedgerKind.WITHDRAWAL,
            event.feeMicros() - event.amountMicros(), event.feeMicros(), Address.from(
                event.buffer(), event.offset() + WithdrawalRequestedDecoder.destinationEncodingOffset()),
            event.withdrawalId());
    }

    private void onClaimed(final RewardsClaimedDecoder event) {
        ledgerEntry(event.header(), event.accountId(), LedgerKind.REWARDS_CLAIM, event.amountMicros(), 0, Address.ZERO, 0);
    }

    private void onReserved(final RequestsReservedDecoder event) {
        if (event.costMicros() != 0) {
            ledgerEntry(event.header(), event.accountId(), LedgerKind.REQUESTS_RESERVED, -event.costMicros(), 0,
                Address.ZERO, event.requests());
        }
    }

    private void onResolved(final WithdrawalResolvedDecoder event) {
        if (event.outcome() == WITHDRAWAL_REJECTED) {
            ledgerEntry(event.header(), event.accountId(), LedgerKind.WITHDRAWAL_REJECTED, event.amountMicros(), 0,
                Address.ZERO, event.withdrawalId());
        }
    }

    private void ledgerEntry(
        final EventHeaderDecoder cause, final int accountId, final LedgerKind kind, final long amountMicros,
        final long feeMicros, final Address other, final long number) {
        newsOf(accountId).ledgerEntry(new LedgerEntry(cause.eventSequence(), cause.logPosition(),
            cause.commandIndex(), cause.timestampNanos(), kind, amountMicros, feeMicros, other, number));
    }

    private void onTrade(final TradeExecutedDecoder event) {
        final EventHeaderDecoder cause = event.header();
        trades.add(new Trade(cause.eventSequence(), cause.logPosition(), cause.commandIndex(),
            cause.timestampNanos(), event.marketId(), event.tradeId(), Side.of(event.takerSide()),
            event.priceTicks(), event.quantityLots(), event.makerAccountId(), event.takerAccountId()));
    }

    private void onFill(final FillSettledDecoder event) {
        final EventHeaderDecoder cause = event.header();
        final MarketSpec spec = markets.spec(event.marketId());
        final Side side = Side.of(event.side());
        final Fill settled = new Fill(cause.eventSequence(), cause.logPosition(), cause.commandIndex(),
            cause.timestampNanos(), event.accountId(), event.marketId(), event.orderId(), event.tradeId(), side,
            event.isTaker() != 0, event.priceTicks(), event.quantityLots(), event.feeMicros(),
            event.closedPnlMicros(), event.startPositionLots(), event.flags(), event.clientOrderIdHigh(),
            event.clientOrderIdLow(), event.orderId() == sliceOrderId ? sliceTwapId : 0, event.builderFeeMicros(),
            liquidation.fill(event.accountId(), event.isTaker() != 0,
                side == Side.BUY ? event.quantityLots() : -event.quantityLots()));
        final WireOrder order = new WireOrder(spec, event.orderId(), side, restingTimeInForce(event.flags()),
            event.flags(),
            event.limitPriceTicks(), event.originalLots(), event.remainingLots(), event.clientOrderIdHigh(),
            event.clientOrderIdLow(), event.placedTimeNanos(),
            event.remainingLots() == 0 ? OrderStatuses.FILLED : OrderStatuses.OPEN, cause.timestampNanos(),
            event.remainingLots() == 0 ? privateStreams.endedExtras(event.accountId(), event.orderId())
                : OrderExtras.NONE);
        newsOf(event.accountId()).fill(WireFill.of(settled, spec), order);
    }

    private void onPlaced(final OrderPlacedDecoder event) {
        if (!liquidation.takes(event.accountId(), event.flags())) {
            endLiquidation();
        }
        final long nowNanos = event.header().timestampNanos();
        newsOf(event.accountId()).update(new WireOrder(markets.spec(event.marketId()), event.orderId(),
            Side.of(event.side()), TimeInForce.of(event.timeInForce()), event.flags(), event.priceTicks(),
            event.quantityLots(), event.quantityLots(), event.clientOrderIdHigh(), event.clientOrderIdLow(),
            placedNanos(event.orderId(), nowNanos), OrderStatuses.OPEN, nowNanos,
            new OrderExtras(null, event.displayLots(), event.expiresMillis(), List.of())));
    }

    /** A trigger order that has fired is as old as it was. */
    private long placedNanos(final long orderId, final long nowNanos) {
        return orderId == firedOrderId ? firedPlacedNanos : nowNanos;
    }

    private static TimeInForce restingTimeInForce(final int flags) {
        return (flags & OrderFlags.EXPIRES) == 0 ? TimeInForce.GTC : TimeInForce.GTT;
    }

    private void onTriggerPlaced(final TriggerPlacedDecoder event) {
        final long nowNanos = event.header().timestampNanos();
        final TriggerView trigger = new TriggerView(TriggerKind.of(event.triggerKind()),
            PriceSource.of(event.triggerSource()), event.isMarket() != 0, event.triggerPriceTicks(),
            event.trailTicks(), event.trailBps(), true, 0, event.grouping() == Grouping.POSITION.code());
        final OrderExtras extras = OrderExtras.of(trigger, event.expiresMillis());
        privateStreams.triggerPlaced(event.accountId(), event.orderId(), extras);
        newsOf(event.accountId()).update(new WireOrder(markets.spec(event.marketId()), event.orderId(),
            Side.of(event.side()), TimeInForce.of(event.timeInForce()), event.flags(), event.priceTicks(),
            event.quantityLots(), event.quantityLots(), event.clientOrderIdHigh(), event.clientOrderIdLow(),
            nowNanos, OrderStatuses.OPEN, nowNanos, extras));
    }

    private void onTriggered(final OrderTriggeredDecoder event) {
        firedOrderId = event.orderId();
        firedPlacedNanos = event.placedTimeNanos();
        newsOf(event.accountId()).update(new WireOrder(markets.spec(event.marketId()), event.orderId(),
            Side.of(event.side()), TimeInForce.of(event.timeInForce()), event.flags(), event.priceTicks(),
            event.quantityLots(), event.quantityLots(), event.clientOrderIdHigh(), event.clientOrderIdLow(),
            event.placedTimeNanos(), OrderStatuses.TRIGGERED, event.header().timestampNanos(),
            privateStreams.extras(event.accountId(), event.orderId())));
    }

    private void onRejected(final OrderRejectedDecoder event) {
        final long nowNanos = event.header().timestampNanos();
        newsOf(event.accountId()).update(new WireOrder(markets.spec(event.marketId()), event.orderId(),
            Side.of(event.side()), TimeInForce.of(event.timeInForce()), event.flags(), event.priceTicks(),
            event.quantityLots(), event.quantityLots(), event.clientOrderIdHigh(), event.clientOrderIdLow(),
            placedNanos(event.orderId(), nowNanos), OrderStatuses.of(RejectReason.of(event.rejectReason())), nowNanos,
            privateStreams.endedExtras(event.accountId(), event.orderId())));
    }

    private void onReduced(final OrderReducedDecoder event) {
        newsOf(event.accountId()).update(new WireOrder(markets.spec(event.marketId()), event.orderId(),
            Side.of(event.side()), restingTimeInForce(event.flags()), event.flags(), event.priceTicks(),
            event.originalLots(), event.remainingLots(), event.clientOrderIdHigh(), event.clientOrderIdLow(),
            event.placedTimeNanos(), OrderStatuses.OPEN, event.header().timestampNanos(), OrderExtras.NONE));
    }

    private void onCanceled(final OrderCanceledDecoder event) {
        final CancelReason reason = CancelReason.of(event.reason());
        final MarketSpec spec = markets.spec(event.marketId());
        final OrderExtras extras = privateStreams.endedExtras(event.accountId(), event.orderId());
        final AccountNews account = newsOf(event.accountId());
        account.update(new WireOrder(spec, event.orderId(), Side.of(event.side()),
            TimeInForce.of(event.timeInForce()), event.flags(), event.priceTicks(), event.originalLots(),
            event.remainingLots(), event.clientOrderIdHigh(), event.clientOrderIdLow(), event.placedTimeNanos(),
            OrderStatuses.of(reason), event.header().timestampNanos(), extras));
        if ((event.wasResting() != 0 || extras.trigger() != null) && OrderStatuses.isUnasked(reason)) {
            account.unaskedCancel(spec, event.orderId());
        }
    }
}
