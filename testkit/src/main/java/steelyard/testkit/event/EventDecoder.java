package steelyard.testkit.event;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.agrona.DirectBuffer;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.protocol.MarketSpecCodec;
import steelyard.protocol.sbe.AccountCreatedDecoder;
import steelyard.protocol.sbe.AgentApprovedDecoder;
import steelyard.protocol.sbe.AgentRemovedDecoder;
import steelyard.protocol.sbe.BehaviourSwitchedDecoder;
import steelyard.protocol.sbe.CashTransferredDecoder;
import steelyard.protocol.sbe.CheckpointReportedDecoder;
import steelyard.protocol.sbe.CheckpointTakenDecoder;
import steelyard.protocol.sbe.CommandDoneDecoder;
import steelyard.protocol.sbe.DepositedDecoder;
import steelyard.protocol.sbe.EpochOpenedDecoder;
import steelyard.protocol.sbe.EventHeaderDecoder;
import steelyard.protocol.sbe.FillSettledDecoder;
import steelyard.protocol.sbe.GenesisAppliedDecoder;
import steelyard.protocol.sbe.KillSwitchSetDecoder;
import steelyard.protocol.sbe.LeverageChangedDecoder;
import steelyard.protocol.sbe.MarketListedDecoder;
import steelyard.protocol.sbe.MarketStateChangedDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.NodeAnnouncedDecoder;
import steelyard.protocol.sbe.NodeRetiredDecoder;
import steelyard.protocol.sbe.OrderCanceledDecoder;
import steelyard.protocol.sbe.OrderPlacedDecoder;
import steelyard.protocol.sbe.OrderReducedDecoder;
import steelyard.protocol.sbe.OrderRejectedDecoder;
import steelyard.protocol.sbe.OrderRestedDecoder;
import steelyard.protocol.sbe.OrdersSweptDecoder;
import steelyard.protocol.sbe.ParameterChangedDecoder;
import steelyard.protocol.sbe.PriceChangedDecoder;
import steelyard.protocol.sbe.RequestRejectedDecoder;
import steelyard.protocol.sbe.SequenceGapDecoder;
import steelyard.protocol.sbe.SubAccountNamedDecoder;
import steelyard.protocol.sbe.TradeExecutedDecoder;
import steelyard.protocol.sbe.WithdrawalRequestedDecoder;
import steelyard.protocol.sbe.WithdrawalResolvedDecoder;
import steelyard.testkit.codec.RecordCodec;
import steelyard.testkit.command.ClientOrderId;
import steelyard.testkit.command.Command.Remark;
import steelyard.testkit.command.CommandDecoder;

/** Reads event batches. Reusable; belongs to one thread. */
public final class EventDecoder {
    private static final HexFormat HEX = HexFormat.of();

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final EventBatch batch = new EventBatch();
    private final AdvancedEventDecoder advanced = new AdvancedEventDecoder();

    /** The events of the batch that starts at {@code offset}; throws {@link IllegalStateException} if it is torn. */
    public List<Event> decodeBatch(final DirectBuffer buffer, final int offset) {
        batch.wrap(buffer, offset);
        final List<Event> events = new ArrayList<>(batch.count());
        while (batch.next()) {
            events.add(decode(batch.buffer(), batch.eventOffset()));
        }
        if (events.size() != batch.count()) {
            throw new IllegalStateException("batch of " + batch.count() + " events holds " + events.size());
        }
        return events;
    }

    /** The event whose message starts at {@code offset}; throws {@link IllegalArgumentException} for another. */
    public Event decode(final DirectBuffer buffer, final int offset) {
        header.wrap(buffer, offset);
        return switch (header.templateId()) {
            case CommandDoneDecoder.TEMPLATE_ID -> commandDone(buffer, offset);
            case SequenceGapDecoder.TEMPLATE_ID -> sequenceGap(buffer, offset);
            case EpochOpenedDecoder.TEMPLATE_ID -> epochOpened(buffer, offset);
            case GenesisAppliedDecoder.TEMPLATE_ID -> genesisApplied(buffer, offset);
            case ParameterChangedDecoder.TEMPLATE_ID -> parameterChanged(buffer, offset);
            case MarketListedDecoder.TEMPLATE_ID -> marketListed(buffer, offset);
            case MarketStateChangedDecoder.TEMPLATE_ID -> marketStateChanged(buffer, offset);
            case AccountCreatedDecoder.TEMPLATE_ID -> accountCreated(buffer, offset);
            case DepositedDecoder.TEMPLATE_ID -> deposited(buffer, offset);
            case PriceChangedDecoder.TEMPLATE_ID -> priceChanged(buffer, offset);
            case SubAccountNamedDecoder.TEMPLATE_ID -> subAccountNamed(buffer, offset);
            case CashTransferredDecoder.TEMPLATE_ID -> cashTransferred(buffer, offset);
            case WithdrawalRequestedDecoder.TEMPLATE_ID -> withdrawalRequested(buffer, offset);
            case WithdrawalResolvedDecoder.TEMPLATE_ID -> withdrawalResolved(buffer, offset);
            case AgentApprovedDecoder.TEMPLATE_ID -> agentApproved(buffer, offset);
            case AgentRemovedDecoder.TEMPLATE_ID -> agentRemoved(buffer, offset);
            case LeverageChangedDecoder.TEMPLATE_ID -> leverageChanged(buffer, offset);
            case NodeAnnouncedDecoder.TEMPLATE_ID -> nodeAnnounced(buffer, offset);
            case BehaviourSwitchedDecoder.TEMPLATE_ID -> behaviourSwitched(buffer, offset);
            case NodeRetiredDecoder.TEMPLATE_ID -> nodeRetired(buffer, offset);
            case CheckpointTakenDecoder.TEMPLATE_ID -> checkpointTaken(buffer, offset);
            case CheckpointReportedDecoder.TEMPLATE_ID -> checkpointReported(buffer, offset);
            case KillSwitchSetDecoder.TEMPLATE_ID -> killSwitchSet(buffer, offset);
            case OrdersSweptDecoder.TEMPLATE_ID -> ordersSwept(buffer, offset);
            case OrderPlacedDecoder.TEMPLATE_ID -> orderPlaced(buffer, offset);
            case OrderRejectedDecoder.TEMPLATE_ID -> orderRejected(buffer, offset);
            case RequestRejectedDecoder.TEMPLATE_ID -> requestRejected(buffer, offset);
            case TradeExecutedDecoder.TEMPLATE_ID -> tradeExecuted(buffer, offset);
            case FillSettledDecoder.TEMPLATE_ID -> fillSettled(buffer, offset);
            case OrderRestedDecoder.TEMPLATE_ID -> orderRested(buffer, offset);
            case OrderReducedDecoder.TEMPLATE_ID -> orderReduced(buffer, offset);
            case OrderCanceledDecoder.TEMPLATE_ID -> orderCanceled(buffer, offset);
            default -> RiskEvent.type(header.templateId()) != null
                ? RecordCodec.decode(RiskEvent.type(header.templateId()), buffer, offset)
                : advanced.decode(buffer, offset);
        };
    }

    private Event commandDone(final DirectBuffer buffer, final int offset) {
        final CommandDoneDecoder d = new CommandDoneDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.CommandDone(
            header(d.header()), d.detail1(), d.detail2(), d.accountId(), d.commandTemplateId(),
            d.rejectReason(), d.batchIndex(), d.result());
    }

    private Event sequenceGap(final DirectBuffer buffer, final int offset) {
        final SequenceGapDecoder d = new SequenceGapDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.SequenceGap(header(d.header()), d.expectedSeq());
    }

    private Event epochOpened(final DirectBuffer buffer, final int offset) {
        final EpochOpenedDecoder d = new EpochOpenedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.EpochOpened(header(d.header()), d.token(), d.openedEpoch(), d.openedNodeId());
    }

    private Event genesisApplied(final DirectBuffer buffer, final int offset) {
        final GenesisAppliedDecoder d = new GenesisAppliedDecoder().wrapAndApplyHeader(buffer, offset, header);
        final byte[] hash = new byte[GenesisAppliedDecoder.genesisHashLength()];
        d.getGenesisHash(hash, 0, hash.length);
        return new Event.GenesisApplied(header(d.header()), HEX.formatHex(hash));
    }

    private Event parameterChanged(final DirectBuffer buffer, final int offset) {
        final ParameterChangedDecoder d = new ParameterChangedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.ParameterChanged(
            header(d.header()), d.value(), d.parameterId(), new Remark(d.operatorName(), d.reason()));
    }

    private Event marketListed(final DirectBuffer buffer, final int offset) {
        final MarketListedDecoder d = new MarketListedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.MarketListed(
            header(d.header()), MarketSpecCodec.decode(d.spec()), d.state(),
            new Remark(d.operatorName(), d.reason()));
    }

    private Event marketStateChanged(final DirectBuffer buffer, final int offset) {
        final MarketStateChangedDecoder d = new MarketStateChangedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.MarketStateChanged(
            header(d.header()), d.marketId(), d.state(), d.endsMillis(), new Remark(d.operatorName(), d.reason()));
    }

    private Event accountCreated(final DirectBuffer buffer, final int offset) {
        final AccountCreatedDecoder d = new AccountCreatedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.AccountCreated(
            header(d.header()), d.accountId(), d.ownerId(),
            Address.from(d.buffer(), d.offset() + AccountCreatedDecoder.addressEncodingOffset()), d.kind());
    }

    private Event deposited(final DirectBuffer buffer, final int offset) {
        final DepositedDecoder d = new DepositedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.Deposited(
            header(d.header()), d.number(), d.amountMicros(), d.cashMicros(), d.accountId(), d.sourceId(),
            new Remark(d.operatorName(), d.reason()));
    }

    private Event priceChanged(final DirectBuffer buffer, final int offset) {
        final PriceChangedDecoder d = new PriceChangedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.PriceChanged(header(d.header()), d.oraclePriceTicks(), d.markPriceTicks(), d.marketId(), d.rampNanos());
    }

    private Event agentApproved(final DirectBuffer buffer, final int offset) {
        final AgentApprovedDecoder d = new AgentApprovedDecoder().wrapAndApplyHeader(buffer, offset, header);
        final byte[] name = new byte[AgentApprovedDecoder.agentNameLength()];
        d.getAgentName(name, 0, name.length);
        return new Event.AgentApproved(
            header(d.header()), d.validUntilMillis(), d.accountId(),
            Address.from(d.buffer(), d.offset() + AgentApprovedDecoder.agentAddressEncodingOffset()),
            CommandDecoder.agentName(name));
    }

    private Event agentRemoved(final DirectBuffer buffer, final int offset) {
        final AgentRemovedDecoder d = new AgentRemovedDecoder().wrapAndApplyHeader(buffer, offset, header);
        final byte[] name = new byte[AgentRemovedDecoder.agentNameLength()];
        d.getAgentName(name, 0, name.length);
        return new Event.AgentRemoved(
            header(d.header()), d.accountId(),
            Address.from(d.buffer(), d.offset() + AgentRemovedDecoder.agentAddressEncodingOffset()),
            CommandDecoder.agentName(name));
    }

    private Event leverageChanged(final DirectBuffer buffer, final int offset) {
        final LeverageChangedDecoder d = new LeverageChangedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.LeverageChanged(
            header(d.header()), d.accountId(), d.marketId(), d.leverage(), d.isCross() != 0);
    }

    private Event orderPlaced(final DirectBuffer buffer, final int offset) {
        final OrderPlacedDecoder d = new OrderPlacedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.OrderPlaced(
            header(d.header()), d.orderId(), d.priceTicks(), d.quantityLots(),
            new ClientOrderId(d.clientOrderIdHigh(), d.clientOrderIdLow()), d.replacedOrderId(), d.accountId(),
            d.marketId(), d.batchIndex(), d.flags(), d.side(), d.timeInForce(), d.displayLots(), d.expiresMillis());
    }

    private Event orderRejected(final DirectBuffer buffer, final int offset) {
        final OrderRejectedDecoder d = new OrderRejectedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.OrderRejected(
            header(d.header()), d.orderId(), d.priceTicks(), d.quantityLots(),
            new ClientOrderId(d.clientOrderIdHigh(), d.clientOrderIdLow()), d.detail1(), d.detail2(),
            d.accountId(), d.marketId(), d.batchIndex(), d.flags(), d.rejectReason(), d.side(), d.timeInForce());
    }

    private Event requestRejected(final DirectBuffer buffer, final int offset) {
        final RequestRejectedDecoder d = new RequestRejectedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.RequestRejected(
            header(d.header()), d.orderId(), new ClientOrderId(d.clientOrderIdHigh(), d.clientOrderIdLow()),
            d.detail1(), d.detail2(), d.accountId(), d.marketId(), d.batchIndex(), d.rejectReason());
    }

    private Event tradeExecuted(final DirectBuffer buffer, final int offset) {
        final TradeExecutedDecoder d = new TradeExecutedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.TradeExecuted(
            header(d.header()), d.tradeId(), d.makerOrderId(), d.takerOrderId(), d.priceTicks(),
            d.quantityLots(), d.makerRemainingLots(), d.takerRemainingLots(), d.makerAccountId(),
            d.takerAccountId(), d.marketId(), d.takerSide());
    }

    private Event fillSettled(final DirectBuffer buffer, final int offset) {
        final FillSettledDecoder d = new FillSettledDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.FillSettled(
            header(d.header()), d.orderId(), d.tradeId(), d.priceTicks(), d.quantityLots(), d.feeMicros(),
            d.closedPnlMicros(), d.startPositionLots(), d.positionLots(), d.quoteMicros(), d.entryMicros(),
            d.cashMicros(), d.limitPriceTicks(), d.originalLots(), d.remainingLots(), d.placedTimeNanos(),
            new ClientOrderId(d.clientOrderIdHigh(), d.clientOrderIdLow()), d.accountId(), d.marketId(),
            d.flags(), d.side(), d.isTaker() != 0,
            d.isolatedMicros(), d.builderFeeMicros(), d.builderAccountId(), d.rewardMicros(), d.referrerAccountId());
    }

    private Event orderRested(final DirectBuffer buffer, final int offset) {
        final OrderRestedDecoder d = new OrderRestedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.OrderRested(
            header(d.header()), d.orderId(), d.priceTicks(), d.remainingLots(), d.prioritySequence(),
            d.accountId(), d.marketId(), d.batchIndex(), d.side(), d.shownLots());
    }

    private Event orderReduced(final DirectBuffer buffer, final int offset) {
        final OrderReducedDecoder d = new OrderReducedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.OrderReduced(
            header(d.header()), d.orderId(), d.priceTicks(), d.originalLots(), d.remainingLots(),
            d.placedTimeNanos(), new ClientOrderId(d.clientOrderIdHigh(), d.clientOrderIdLow()), d.accountId(),
            d.marketId(), d.batchIndex(), d.flags(), d.side(), d.shownLots());
    }

    private Event orderCanceled(final DirectBuffer buffer, final int offset) {
        final OrderCanceledDecoder d = new OrderCanceledDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.OrderCanceled(
            header(d.header()), d.orderId(), d.priceTicks(), d.originalLots(), d.remainingLots(),
            d.placedTimeNanos(), new ClientOrderId(d.clientOrderIdHigh(), d.clientOrderIdLow()), d.accountId(),
            d.marketId(), d.batchIndex(), d.flags(), d.side(), d.reason(), d.timeInForce(), d.wasResting() != 0);
    }

    private Event nodeAnnounced(final DirectBuffer buffer, final int offset) {
        final NodeAnnouncedDecoder d = new NodeAnnouncedDecoder().wrapAndApplyHeader(buffer, offset, header);
        final byte[] hash = new byte[NodeAnnouncedDecoder.skipListHashLength()];
        d.getSkipListHash(hash, 0, hash.length);
        return new Event.NodeAnnounced(header(d.header()), d.behaviourMin(), d.behaviourMax(), HEX.formatHex(hash));
    }

    private Event behaviourSwitched(final DirectBuffer buffer, final int offset) {
        final BehaviourSwitchedDecoder d = new BehaviourSwitchedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.BehaviourSwitched(
            header(d.header()), d.behaviourVersion(), new Remark(d.operatorName(), d.reason()));
    }

    private Event nodeRetired(final DirectBuffer buffer, final int offset) {
        final NodeRetiredDecoder d = new NodeRetiredDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.NodeRetired(
            header(d.header()), d.retiredNodeId(), new Remark(d.operatorName(), d.reason()));
    }

    private Event checkpointTaken(final DirectBuffer buffer, final int offset) {
        final CheckpointTakenDecoder d = new CheckpointTakenDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.CheckpointTaken(header(d.header()), d.stateHash());
    }

    private Event checkpointReported(final DirectBuffer buffer, final int offset) {
        final CheckpointReportedDecoder d =
            new CheckpointReportedDecoder().wrapAndApplyHeader(buffer, offset, header);
        final byte[] chain = new byte[CheckpointReportedDecoder.chainHashLength()];
        d.getChainHash(chain, 0, chain.length);
        final byte[] signature = new byte[CheckpointReportedDecoder.signatureLength()];
        d.getSignature(signature, 0, signature.length);
        return new Event.CheckpointReported(
            header(d.header()), d.checkpointSequence(), d.checkpointPosition(), d.term(), d.stateHash(),
            HEX.formatHex(chain), HEX.formatHex(signature));
    }

    private Event killSwitchSet(final DirectBuffer buffer, final int offset) {
        final KillSwitchSetDecoder d = new KillSwitchSetDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.KillSwitchSet(
            header(d.header()), d.scope(), d.marketId(), d.accountId(), d.on() != 0,
            new Remark(d.operatorName(), d.reason()));
    }

    private Event ordersSwept(final DirectBuffer buffer, final int offset) {
        final OrdersSweptDecoder d = new OrdersSweptDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.OrdersSwept(
            header(d.header()), d.canceledCount(), d.remainingCount(), new Remark(d.operatorName(), d.reason()));
    }

    static EventHeader header(final EventHeaderDecoder d) {
        return new EventHeader(
            d.eventSequence(), d.logPosition(), d.commandIndex(), d.timestampNanos(),
            d.nodeId(), d.epoch(), d.seq());
    }

    private Event subAccountNamed(final DirectBuffer buffer, final int offset) {
        final SubAccountNamedDecoder d = new SubAccountNamedDecoder().wrapAndApplyHeader(buffer, offset, header);
        final byte[] name = new byte[SubAccountNamedDecoder.nameLength()];
        d.getName(name, 0, name.length);
        return new Event.SubAccountNamed(
            header(d.header()), d.accountId(), CommandDecoder.agentName(name));
    }

    private Event cashTransferred(final DirectBuffer buffer, final int offset) {
        final CashTransferredDecoder d = new CashTransferredDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.CashTransferred(
            header(d.header()), d.amountMicros(), d.feeMicros(), d.fromCashMicros(), d.toCashMicros(),
            d.fromAccountId(), d.toAccountId(),
            Address.from(d.buffer(), d.offset() + CashTransferredDecoder.fromAddressEncodingOffset()),
            Address.from(d.buffer(), d.offset() + CashTransferredDecoder.toAddressEncodingOffset()), d.kind());
    }

    private Event withdrawalRequested(final DirectBuffer buffer, final int offset) {
        final WithdrawalRequestedDecoder d = new WithdrawalRequestedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.WithdrawalRequested(
            header(d.header()), d.withdrawalId(), d.amountMicros(), d.feeMicros(), d.cashMicros(), d.accountId(),
            Address.from(d.buffer(), d.offset() + WithdrawalRequestedDecoder.destinationEncodingOffset()));
    }

    private Event withdrawalResolved(final DirectBuffer buffer, final int offset) {
        final WithdrawalResolvedDecoder d = new WithdrawalResolvedDecoder().wrapAndApplyHeader(buffer, offset, header);
        return new Event.WithdrawalResolved(
            header(d.header()), d.withdrawalId(), d.amountMicros(), d.feeMicros(), d.cashMicros(), d.accountId(),
            Address.from(d.buffer(), d.offset() + WithdrawalResolvedDecoder.destinationEncodingOffset()),
            d.outcome(), new Remark(d.operatorName(), d.reason()));
    }
}
