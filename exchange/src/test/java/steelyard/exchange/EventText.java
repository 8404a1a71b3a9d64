package steelyard.exchange;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;
import steelyard.model.CancelReason;
import steelyard.model.MarketState;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.RejectReason;
import steelyard.model.Side;
import steelyard.model.TimeInForce;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.AccountClassChangedDecoder;
import steelyard.protocol.sbe.AccountCreatedDecoder;
import steelyard.protocol.sbe.AccountFrozenDecoder;
import steelyard.protocol.sbe.AgentApprovedDecoder;
import steelyard.protocol.sbe.AgentLimitedDecoder;
import steelyard.protocol.sbe.AgentRemovedDecoder;
import steelyard.protocol.sbe.BackstopUnwoundDecoder;
import steelyard.protocol.sbe.CalendarChangedDecoder;
import steelyard.protocol.sbe.CashTransferredDecoder;
import steelyard.protocol.sbe.CheckpointTakenDecoder;
import steelyard.protocol.sbe.CommandDoneDecoder;
import steelyard.protocol.sbe.DebtSocializedDecoder;
import steelyard.protocol.sbe.DepositedDecoder;
import steelyard.protocol.sbe.EpochOpenedDecoder;
import steelyard.protocol.sbe.FeeScheduleChangedDecoder;
import steelyard.protocol.sbe.FillSettledDecoder;
import steelyard.protocol.sbe.FundingPaidDecoder;
import steelyard.protocol.sbe.FundingRateFixedDecoder;
import steelyard.protocol.sbe.GenesisAppliedDecoder;
import steelyard.protocol.sbe.HouseCashTransferredDecoder;
import steelyard.protocol.sbe.HouseTransferredDecoder;
import steelyard.protocol.sbe.InsuranceMovedDecoder;
import steelyard.protocol.sbe.InsurancePaidDecoder;
import steelyard.protocol.sbe.IsolatedMarginChangedDecoder;
import steelyard.protocol.sbe.LeverageCapChangedDecoder;
import steelyard.protocol.sbe.LeverageChangedDecoder;
import steelyard.protocol.sbe.LiquidationFeePaidDecoder;
import steelyard.protocol.sbe.LiquidationStepDecoder;
import steelyard.protocol.sbe.MarginLevelChangedDecoder;
import steelyard.protocol.sbe.MarginModeChangedDecoder;
import steelyard.protocol.sbe.MarketListedDecoder;
import steelyard.protocol.sbe.MarketParameterChangedDecoder;
import steelyard.protocol.sbe.MarketStateChangedDecoder;
import steelyard.protocol.sbe.OrderCanceledDecoder;
import steelyard.protocol.sbe.OrderPlacedDecoder;
import steelyard.protocol.sbe.OrderReducedDecoder;
import steelyard.protocol.sbe.OrderRejectedDecoder;
import steelyard.protocol.sbe.OrderRestedDecoder;
import steelyard.protocol.sbe.ParameterChangedDecoder;
import steelyard.protocol.sbe.PositionTransferredDecoder;
import steelyard.protocol.sbe.PriceChangedDecoder;
import steelyard.protocol.sbe.RequestRejectedDecoder;
import steelyard.protocol.sbe.ScenariosActivatedDecoder;
import steelyard.protocol.sbe.ScenariosLoadedDecoder;
import steelyard.protocol.sbe.ScenariosPhasedDecoder;
import steelyard.protocol.sbe.SequenceGapDecoder;
import steelyard.protocol.sbe.SessionChangedDecoder;
import steelyard.protocol.sbe.SubAccountNamedDecoder;
import steelyard.protocol.sbe.TradeExecutedDecoder;
import steelyard.protocol.sbe.WithdrawalRequestedDecoder;
import steelyard.protocol.sbe.WithdrawalResolvedDecoder;

/** Events as lines that a reader of a test understands: what is zero, unset or usual is left out. */
final class EventText {
    private static final List<MessageDecoderFlyweight> RISK = List.of(
        new MarketParameterChangedDecoder(), new AccountClassChangedDecoder(), new LeverageCapChangedDecoder(),
        new AccountFrozenDecoder(), new IsolatedMarginChangedDecoder(), new FundingRateFixedDecoder(),
        new FundingPaidDecoder(), new HouseTransferredDecoder(), new MarginLevelChangedDecoder(),
        new LiquidationStepDecoder(), new PositionTransferredDecoder(), new InsurancePaidDecoder(),
        new LiquidationFeePaidDecoder(), new MarginModeChangedDecoder(), new ScenariosPhasedDecoder(),
        new ScenariosLoadedDecoder(), new ScenariosActivatedDecoder(), new FeeScheduleChangedDecoder(),
        new HouseCashTransferredDecoder(), new InsuranceMovedDecoder(), new BackstopUnwoundDecoder(),
        new DebtSocializedDecoder(),
        new CalendarChangedDecoder(), new SessionChangedDecoder(), new AgentLimitedDecoder());

    private EventText() {
    }

    static List<String> lines(final DirectBuffer batch, final int offset) {
        final EventBatch events = new EventBatch().wrap(batch, offset);
        final List<String> lines = new ArrayList<>();
        while (events.next()) {
            lines.add(line(events));
        }
        if (lines.size() != events.count()) {
            throw new AssertionError(lines.size() + " events in a batch of " + events.count());
        }
        return lines;
    }

    private static String line(final EventBatch at) {
        return switch (at.templateId()) {
            case CommandDoneDecoder.TEMPLATE_ID -> done(wrap(new CommandDoneDecoder(), at));
            case SequenceGapDecoder.TEMPLATE_ID -> "gap expected=" + wrap(new SequenceGapDecoder(), at).expectedSeq();
            case EpochOpenedDecoder.TEMPLATE_ID -> epochOpened(wrap(new EpochOpenedDecoder(), at));
            case GenesisAppliedDecoder.TEMPLATE_ID ->
                "genesis " + wrap(new GenesisAppliedDecoder(), at).genesisHash(31);
            case ParameterChangedDecoder.TEMPLATE_ID -> parameterChanged(wrap(new ParameterChangedDecoder(), at));
            case MarketListedDecoder.TEMPLATE_ID -> marketListed(wrap(new MarketListedDecoder(), at));
            case MarketStateChangedDecoder.TEMPLATE_ID -> marketState(wrap(new MarketStateChangedDecoder(), at));
            case AccountCreatedDecoder.TEMPLATE_ID -> accountCreated(wrap(new AccountCreatedDecoder(), at));
            case DepositedDecoder.TEMPLATE_ID -> deposited(wrap(new DepositedDecoder(), at));
            case PriceChangedDecoder.TEMPLATE_ID -> priceChanged(wrap(new PriceChangedDecoder(), at));
            case SubAccountNamedDecoder.TEMPLATE_ID -> named(wrap(new SubAccountNamedDecoder(), at));
            case CashTransferredDecoder.TEMPLATE_ID -> transferred(wrap(new CashTransferredDecoder(), at));
            case WithdrawalRequestedDecoder.TEMPLATE_ID -> requested(wrap(new WithdrawalRequestedDecoder(), at));
            case WithdrawalResolvedDecoder.TEMPLATE_ID -> resolved(wrap(new WithdrawalResolvedDecoder(), at));
            case AgentApprovedDecoder.TEMPLATE_ID -> agentApproved(wrap(new AgentApprovedDecoder(), at));
            case AgentRemovedDecoder.TEMPLATE_ID -> agentRemoved(wrap(new AgentRemovedDecoder(), at));
            case LeverageChangedDecoder.TEMPLATE_ID -> leverageChanged(wrap(new LeverageChangedDecoder(), at));
            case CheckpointTakenDecoder.TEMPLATE_ID ->
                "checkpoint " + wrap(new CheckpointTakenDecoder(), at).stateHash();
            default -> orderLine(at);
        };
    }

    private static String orderLine(final EventBatch at) {
        return switch (at.templateId()) {
            case OrderPlacedDecoder.TEMPLATE_ID -> placed(wrap(new OrderPlacedDecoder(), at));
            case OrderRejectedDecoder.TEMPLATE_ID -> rejected(wrap(new OrderRejectedDecoder(), at));
            case RequestRejectedDecoder.TEMPLATE_ID -> requestRejected(wrap(new RequestRejectedDecoder(), at));
            case TradeExecutedDecoder.TEMPLATE_ID -> trade(wrap(new TradeExecutedDecoder(), at));
            case FillSettledDecoder.TEMPLATE_ID -> fill(wrap(new FillSettledDecoder(), at));
            case OrderRestedDecoder.TEMPLATE_ID -> rested(wrap(new OrderRestedDecoder(), at));
            case OrderReducedDecoder.TEMPLATE_ID -> reduced(wrap(new OrderReducedDecoder(), at));
            case OrderCanceledDecoder.TEMPLATE_ID -> canceled(wrap(new OrderCanceledDecoder(), at));
            default -> riskLine(at);
        };
    }

    /** The event's name in small letters, then its fields. */
    private static String riskLine(final EventBatch at) {
        for (final MessageDecoderFlyweight decoder : RISK) {
            if (decoder.sbeTemplateId() == at.templateId()) {
                final String text = wrap(decoder, at).toString();
                final String name = text.substring(1, text.indexOf(']'));
                return name + text.substring(text.indexOf(')', text.indexOf("header=(")) + 1)
                    .replaceAll("[|]operatorName=.*|[|](address|fromAddress)=[^|]*", "").replace('|', ' ');
            }
        }
        throw new AssertionError("unknown event " + at.templateId());
    }

    private static <T extends MessageDecoderFlyweight> T wrap(final T decoder, final EventBatch at) {
        decoder.wrap(at.buffer(), at.blockOffset(), at.blockLength(), at.version());
        return decoder;
    }

    private static String done(final CommandDoneDecoder e) {
        final String account = e.accountId() < 0 ? "" : " account=" + e.accountId();
        if (e.result() == 0) {
            return "done" + account;
        }
        if (e.result() == 2) {
            return "skipped" + account;
        }
        return "refused " + reason(e.rejectReason(), e.detail1(), e.detail2()) + batchIndex(e.batchIndex()) + account;
    }

    private static String epochOpened(final EpochOpenedDecoder e) {
        return "epoch node=" + e.openedNodeId() + " epoch=" + e.openedEpoch() + " token=" + e.token();
    }

    private static String parameterChanged(final ParameterChangedDecoder e) {
        return "parameter " + Parameter.of(e.parameterId()) + "=" + e.value()
            + remark(e.operatorName(), e.reason());
    }

    private static String marketListed(final MarketListedDecoder e) {
        return "market " + e.spec().marketId() + " " + e.spec().coin() + " " + MarketState.of(e.state())
            + remark(e.operatorName(), e.reason());
    }

    private static String marketState(final MarketStateChangedDecoder e) {
        return "market " + e.marketId() + " " + MarketState.of(e.state()) + remark(e.operatorName(), e.reason());
    }

    private static String accountCreated(final AccountCreatedDecoder e) {
        return "account " + e.accountId() + " owner=" + e.ownerId() + " kind=" + e.kind() + " "
            + address(e.buffer(), e.offset() + AccountCreatedDecoder.addressEncodingOffset());
    }

    private static String named(final SubAccountNamedDecoder event) {
        final byte[] name = new byte[SubAccountNamedDecoder.nameLength()];
        event.getName(name, 0, name.length);
        return "named account=" + event.accountId() + " '" + new String(name, StandardCharsets.UTF_8).trim() + "'";
    }

    private static String transferred(final CashTransferredDecoder event) {
        return "transfer " + event.fromAccountId() + "->" + event.toAccountId() + " amount=" + event.amountMicros()
            + " fee=" + event.feeMicros() + " cash=" + event.fromCashMicros() + "," + event.toCashMicros()
            + " kind=" + event.kind();
    }

    private static String requested(final WithdrawalRequestedDecoder event) {
        return "withdrawal " + event.withdrawalId() + " account=" + event.accountId()
            + " amount=" + event.amountMicros() + " fee=" + event.feeMicros() + " cash=" + event.cashMicros();
    }

    private static String resolved(final WithdrawalResolvedDecoder event) {
        return "resolved " + event.withdrawalId() + " outcome=" + event.outcome() + " account=" + event.accountId()
            + " amount=" + event.amountMicros() + " fee=" + event.feeMicros() + " cash=" + event.cashMicros()
            + " by=" + event.operatorName() + " reason=" + event.reason();
    }

    private static String deposited(final DepositedDecoder e) {
        return "deposited " + e.amountMicros() + " account=" + e.accountId() + " cash=" + e.cashMicros()
            + " source=" + e.sourceId() + " number=" + e.number() + remark(e.operatorName(), e.reason());
    }

    private static String priceChanged(final PriceChangedDecoder e) {
        return "price m" + e.marketId() + " oracle=" + e.oraclePriceTicks() + " mark=" + e.markPriceTicks()
            + (e.rampNanos() == 0 ? "" : " ramp=" + e.rampNanos());
    }

    private static String agentApproved(final AgentApprovedDecoder e) {
        return "agent " + agent(e.buffer(), e.offset() + AgentApprovedDecoder.agentAddressEncodingOffset(),
            e.offset() + AgentApprovedDecoder.agentNameEncodingOffset())
            + " account=" + e.accountId() + " until=" + e.validUntilMillis();
    }

    private static String agentRemoved(final AgentRemovedDecoder e) {
        return "agent removed " + agent(e.buffer(), e.offset() + AgentRemovedDecoder.agentAddressEncodingOffset(),
            e.offset() + AgentRemovedDecoder.agentNameEncodingOffset()) + " account=" + e.accountId();
    }

    private static String leverageChanged(final LeverageChangedDecoder e) {
        return "leverage m" + e.marketId() + " " + e.leverage() + (e.isCross() == 1 ? "" : " isolated")
            + " account=" + e.accountId();
    }

    private static String placed(final OrderPlacedDecoder e) {
        return "placed " + e.orderId() + terms(e.marketId(), e.side(), e.quantityLots(), e.priceTicks())
            + kind(e.timeInForce(), e.flags(), e.clientOrderIdHigh(), e.clientOrderIdLow())
            + (e.replacedOrderId() == 0 ? "" : " replaces=" + e.replacedOrderId())
            + " account=" + e.accountId() + batchIndex(e.batchIndex());
    }

    private static String rejected(final OrderRejectedDecoder e) {
        return "rejected " + e.orderId() + " " + reason(e.rejectReason(), e.detail1(), e.detail2())
            + terms(e.marketId(), e.side(), e.quantityLots(), e.priceTicks())
            + kind(e.timeInForce(), e.flags(), e.clientOrderIdHigh(), e.clientOrderIdLow())
            + " account=" + e.accountId() + batchIndex(e.batchIndex());
    }

    private static String requestRejected(final RequestRejectedDecoder e) {
        return "request rejected " + reason(e.rejectReason(), e.detail1(), e.detail2()) + " order=" + e.orderId()
            + clientId(e.clientOrderIdHigh(), e.clientOrderIdLow()) + " m" + e.marketId()
            + " account=" + e.accountId() + batchIndex(e.batchIndex());
    }

    private static String trade(final TradeExecutedDecoder e) {
        return "trade " + e.tradeId() + " maker=" + e.makerOrderId() + "/" + e.makerAccountId() + " left "
            + e.makerRemainingLots() + " taker=" + e.takerOrderId() + "/" + e.takerAccountId() + " left "
            + e.takerRemainingLots() + terms(e.marketId(), e.takerSide(), e.quantityLots(), e.priceTicks());
    }

    private static String fill(final FillSettledDecoder e) {
        return "fill " + e.tradeId() + (e.isTaker() == 1 ? " taker " : " maker ") + e.orderId()
            + terms(e.marketId(), e.side(), e.quantityLots(), e.priceTicks())
            + (e.limitPriceTicks() == e.priceTicks() ? "" : " limit=" + e.limitPriceTicks())
            + " left " + e.remainingLots() + "/" + e.originalLots()
            + flags(e.flags()) + clientId(e.clientOrderIdHigh(), e.clientOrderIdLow())
            + " fee=" + e.feeMicros() + (e.closedPnlMicros() == 0 ? "" : " pnl=" + e.closedPnlMicros())
            + " position=" + e.startPositionLots() + ">" + e.positionLots() + " quote=" + e.quoteMicros()
            + " entry=" + e.entryMicros() + " cash=" + e.cashMicros()
            + (e.isolatedMicros() == 0 ? "" : " isolated=" + e.isolatedMicros()) + " account=" + e.accountId();
    }

    private static String rested(final OrderRestedDecoder e) {
        return "rested " + e.orderId() + terms(e.marketId(), e.side(), e.remainingLots(), e.priceTicks())
            + " priority=" + e.prioritySequence() + " account=" + e.accountId() + batchIndex(e.batchIndex());
    }

    private static String reduced(final OrderReducedDecoder e) {
        return "reduced " + e.orderId() + terms(e.marketId(), e.side(), e.remainingLots(), e.priceTicks())
            + " of " + e.originalLots() + flags(e.flags()) + clientId(e.clientOrderIdHigh(), e.clientOrderIdLow())
            + " account=" + e.accountId() + batchIndex(e.batchIndex());
    }

    private static String canceled(final OrderCanceledDecoder e) {
        return "canceled " + e.orderId() + " " + CancelReason.of(e.reason())
            + terms(e.marketId(), e.side(), e.remainingLots(), e.priceTicks()) + " of " + e.originalLots()
            + kind(e.timeInForce(), e.flags(), e.clientOrderIdHigh(), e.clientOrderIdLow())
            + (e.wasResting() == 1 ? "" : " incoming") + " account=" + e.accountId() + batchIndex(e.batchIndex());
    }

    private static String terms(final int market, final int side, final long lots, final long priceTicks) {
        return " m" + market + " " + Side.of(side).name().toLowerCase() + " " + lots + "@" + priceTicks;
    }

    private static String kind(final int timeInForce, final int flags, final long high, final long low) {
        return (timeInForce == TimeInForce.IOC.code() ? " ioc" : "") + flags(flags) + clientId(high, low);
    }

    private static String flags(final int flags) {
        return (OrderFlags.isReduceOnly(flags) ? " reduce-only" : "")
            + (OrderFlags.isPostOnly(flags) ? " post-only" : "");
    }

    private static String clientId(final long high, final long low) {
        return high == 0 && low == 0 ? "" : " client=" + (high == 0 ? "" : high + ":") + low;
    }

    private static String batchIndex(final int index) {
        return index == 65_535 ? "" : " #" + index;
    }

    private static String reason(final int code, final long detail1, final long detail2) {
        if (detail2 != 0) {
            return RejectReason.of(code) + "(" + detail1 + ", " + detail2 + ")";
        }
        return RejectReason.of(code) + (detail1 != 0 ? "(" + detail1 + ")" : "");
    }

    private static String remark(final String operator, final String reason) {
        return operator.isEmpty() && reason.isEmpty() ? "" : " by " + operator + ": " + reason;
    }

    private static String agent(final DirectBuffer buffer, final int addressOffset, final int nameOffset) {
        final StringBuilder name = new StringBuilder();
        for (int i = nameOffset; buffer.getByte(i) != 0; i++) {
            name.append((char) buffer.getByte(i));
        }
        return address(buffer, addressOffset) + " '" + name + "'";
    }

    private static String address(final DirectBuffer buffer, final int offset) {
        final Address address = Address.from(buffer, offset);
        return address.high() == Rig.ADDRESS_HIGH ? "@" + address.low() : address.toString();
    }
}
