package steelyard.testkit.text;

import steelyard.model.AccountKind;
import steelyard.model.CancelReason;
import steelyard.model.MarketSpec;
import steelyard.model.RejectReason;
import steelyard.testkit.codec.RecordCodec;
import steelyard.testkit.command.ClientOrderId;
import steelyard.testkit.command.Command;
import steelyard.testkit.command.Command.Remark;
import steelyard.testkit.event.Event;

/** Events as lines. Everything an event says is there, its header aside; {@code Event.toString} shows that too. */
public final class EventText {
    private final Markets markets;
    private final Fields fields;

    /** Texts with the names and scales of these markets, which must know those of the event itself. */
    public EventText(final Markets markets) {
        this.markets = markets;
        this.fields = new Fields(markets);
    }

    /** The event. */
    public String line(final Event event) {
        return event.getClass().getSimpleName() + ' ' + switch (event) {
            case Event.CommandDone e -> done(e);
            case Event.SequenceGap e -> "expected " + e.expectedSeq();
            case Event.EpochOpened e ->
                "node " + e.openedNodeId() + " epoch " + e.openedEpoch() + " token " + e.token();
            case Event.GenesisApplied e -> e.genesisHash();
            case Event.ParameterChanged e ->
                Words.parameter(e.parameterId()) + " = " + e.value() + remark(e.remark());
            case Event.MarketListed e -> SpecText.line(e.spec(), e.state()) + remark(e.remark());
            case Event.MarketStateChanged e ->
                markets.name(e.marketId()) + ' ' + SpecText.state(e.state())
                    + (e.endsMillis() == 0 ? "" : " ends " + e.endsMillis()) + remark(e.remark());
            case Event.AccountCreated e -> account(e.accountId()) + ' ' + kind(e.kind())
                + ' ' + Words.address(e.address()) + " owner " + e.ownerId();
            case Event.Deposited e -> account(e.accountId()) + ' ' + Words.usdc(e.amountMicros())
                + " cash " + Words.usdc(e.cashMicros()) + " source " + e.sourceId() + " number " + e.number()
                + remark(e.remark());
            case Event.PriceChanged e -> markets.name(e.marketId())
                + " oracle " + price(e.marketId(), e.oraclePriceTicks())
                + " mark " + price(e.marketId(), e.markPriceTicks())
                + (e.rampNanos() == 0 ? "" : " ramp " + e.rampNanos());
            case Event.SubAccountNamed e -> account(e.accountId()) + ' ' + Words.quoted(e.name());
            case Event.CashTransferred e -> account(e.fromAccountId()) + " -> " + account(e.toAccountId()) + ' '
                + Words.usdc(e.amountMicros()) + " fee " + Words.usdc(e.feeMicros())
                + " cash " + Words.usdc(e.fromCashMicros()) + " and " + Words.usdc(e.toCashMicros())
                + (e.kind() == 1 ? "" : e.kind() == 2 ? " sub-account" : " kind=" + e.kind());
            case Event.WithdrawalRequested e -> e.withdrawalId() + " " + account(e.accountId()) + ' '
                + Words.usdc(e.amountMicros()) + " fee " + Words.usdc(e.feeMicros())
                + " cash " + Words.usdc(e.cashMicros()) + " to " + Words.address(e.destination());
            case Event.WithdrawalResolved e -> e.withdrawalId() + " " + account(e.accountId()) + ' '
                + Words.usdc(e.amountMicros()) + " fee " + Words.usdc(e.feeMicros())
                + " cash " + Words.usdc(e.cashMicros()) + " to " + Words.address(e.destination())
                + (e.outcome() == 1 ? " completed" : e.outcome() == 2 ? " rejected" : " outcome=" + e.outcome())
                + remark(e.remark());
            case Event.AgentApproved e -> account(e.accountId()) + ' ' + Words.address(e.agentAddress())
                + ' ' + Words.quoted(e.agentName()) + " until " + e.validUntilMillis();
            case Event.AgentRemoved e -> account(e.accountId()) + ' ' + Words.address(e.agentAddress())
                + ' ' + Words.quoted(e.agentName());
            case Event.LeverageChanged e -> account(e.accountId()) + ' ' + markets.name(e.marketId())
                + ' ' + e.leverage() + "x " + (e.isCross() ? "cross" : "isolated");
            case Event.NodeAnnounced e ->
                "versions " + e.behaviourMin() + " to " + e.behaviourMax() + " skips " + e.skipListHash();
            case Event.BehaviourSwitched e -> e.behaviourVersion() + remark(e.remark());
            case Event.NodeRetired e -> "node " + e.retiredNodeId() + remark(e.remark());
            case Event.CheckpointTaken e -> "state " + e.stateHash();
            case Event.CheckpointReported e -> "sequence " + e.checkpointSequence()
                + " position " + e.checkpointPosition() + " term " + e.term() + " state " + e.stateHash()
                + " chain " + e.chainHash() + " signature " + e.signature();
            case Event.KillSwitchSet e -> scope(e) + (e.on() ? " on" : " off") + remark(e.remark());
            case Event.OrdersSwept e ->
                e.canceledCount() + " canceled, " + e.remainingCount() + " left" + remark(e.remark());
            case Event.OrderPlaced e -> placed(e);
            case Event.OrderRejected e -> rejected(e);
            case Event.RequestRejected e -> requestRejected(e);
            case Event.TradeExecuted e -> trade(e);
            case Event.FillSettled e -> fill(e);
            case Event.OrderRested e -> order(e.orderId(), e.marketId(), e.side(), e.remainingLots(), e.priceTicks())
                + shown(e.marketId(), e.shownLots(), e.remainingLots())
                + ' ' + account(e.accountId()) + entry(e.batchIndex()) + " priority " + e.prioritySequence();
            case Event.OrderReduced e -> reduced(e);
            case Event.OrderCanceled e -> canceled(e);
            case Event.OfRisk e -> risk(e);
            case Event.MarketChanged e -> SpecText.line(e.spec()) + remark(e.remark());
            default -> fields.words((Record) event).stripLeading();
        };
    }

    private String risk(final Event.OfRisk event) {
        final String line = new RecordText(markets).line(event);
        for (final var component : event.getClass().getRecordComponents()) {
            if (RecordCodec.get(event, component) instanceof Remark remark) {
                return line + remark(remark);
            }
        }
        return line;
    }

    private static String done(final Event.CommandDone e) {
        final String result = switch (e.result()) {
            case 0 -> "applied";
            case 1 -> "refused";
            case 2 -> "skipped";
            default -> "result=" + e.result();
        };
        return Command.name(e.commandTemplateId()) + ' ' + result
            + (e.accountId() == -1 ? "" : ' ' + account(e.accountId())) + entry(e.batchIndex())
            + reason(e.rejectReason(), e.detail1(), e.detail2());
    }

    private String scope(final Event.KillSwitchSet e) {
        return switch (e.scope()) {
            case Command.Scope.ALL -> "all";
            case Command.Scope.MARKET -> "market " + markets.name(e.marketId());
            case Command.Scope.ACCOUNT -> account(e.accountId());
            default -> "scope=" + e.scope();
        };
    }

    private String placed(final Event.OrderPlaced e) {
        return order(e.orderId(), e.marketId(), e.side(), e.quantityLots(), e.priceTicks())
            + Words.timeInForce(e.timeInForce()) + Words.flags(e.flags(), e.clientOrderId())
            + ' ' + account(e.accountId()) + entry(e.batchIndex())
            + (e.replacedOrderId() == 0 ? "" : " replaces #" + e.replacedOrderId())
            + (e.displayLots() == 0 ? "" : " display " + size(e.marketId(), e.displayLots()))
            + (e.expiresMillis() == 0 ? "" : " expires " + e.expiresMillis());
    }

    private String rejected(final Event.OrderRejected e) {
        return order(e.orderId(), e.marketId(), e.side(), e.quantityLots(), e.priceTicks())
            + Words.timeInForce(e.timeInForce()) + Words.flags(e.flags(), e.clientOrderId())
            + ' ' + account(e.accountId()) + entry(e.batchIndex())
            + reason(e.rejectReason(), e.detail1(), e.detail2());
    }

    private String requestRejected(final Event.RequestRejected e) {
        return markets.name(e.marketId())
            + (e.orderId() == 0 ? "" : " #" + e.orderId())
            + (e.clientOrderId().equals(ClientOrderId.NONE) ? "" : ' ' + Words.clientOrderId(e.clientOrderId()))
            + ' ' + account(e.accountId()) + entry(e.batchIndex())
            + reason(e.rejectReason(), e.detail1(), e.detail2());
    }

    private String trade(final Event.TradeExecuted e) {
        return "trade " + e.tradeId() + ' ' + markets.name(e.marketId()) + ' ' + size(e.marketId(), e.quantityLots())
            + " @ " + price(e.marketId(), e.priceTicks())
            + " maker #" + e.makerOrderId() + ' ' + account(e.makerAccountId())
            + " left " + size(e.marketId(), e.makerRemainingLots())
            + " taker #" + e.takerOrderId() + ' ' + Words.side(e.takerSide()) + ' ' + account(e.takerAccountId())
            + " left " + size(e.marketId(), e.takerRemainingLots());
    }

    private String fill(final Event.FillSettled e) {
        final int market = e.marketId();
        return "trade " + e.tradeId() + (e.isTaker() ? " taker " : " maker ")
            + order(e.orderId(), market, e.side(), e.quantityLots(), e.priceTicks())
            + ' ' + account(e.accountId())
            + " fee " + Words.usdc(e.feeMicros()) + (e.builderAccountId() == 0 ? ""
                : " of it " + Words.usdc(e.builderFeeMicros()) + " to " + account(e.builderAccountId()))
            + (e.referrerAccountId() == 0 ? ""
                : " reward " + Words.usdc(e.rewardMicros()) + " of " + account(e.referrerAccountId()))
            + " closedPnl " + Words.usdc(e.closedPnlMicros())
            + " position " + size(market, e.startPositionLots()) + " -> " + size(market, e.positionLots())
            + " quote " + Words.usdc(e.quoteMicros()) + " entry " + Words.usdc(e.entryMicros())
            + " cash " + Words.usdc(e.cashMicros())
            + " limit " + price(market, e.limitPriceTicks())
            + " left " + size(market, e.remainingLots()) + " of " + size(market, e.originalLots())
            + " placed " + Words.time(e.placedTimeNanos()) + Words.flags(e.flags(), e.clientOrderId());
    }

    private String reduced(final Event.OrderReduced e) {
        return order(e.orderId(), e.marketId(), e.side(), e.remainingLots(), e.priceTicks())
            + " of " + size(e.marketId(), e.originalLots()) + shown(e.marketId(), e.shownLots(), e.remainingLots())
            + Words.flags(e.flags(), e.clientOrderId())
            + ' ' + account(e.accountId()) + entry(e.batchIndex()) + " placed " + Words.time(e.placedTimeNanos());
    }

    private String canceled(final Event.OrderCanceled e) {
        final CancelReason reason = CancelReason.of(e.reason());
        return order(e.orderId(), e.marketId(), e.side(), e.remainingLots(), e.priceTicks())
            + " of " + size(e.marketId(), e.originalLots()) + Words.timeInForce(e.timeInForce())
            + Words.flags(e.flags(), e.clientOrderId())
            + ' ' + account(e.accountId()) + entry(e.batchIndex()) + " placed " + Words.time(e.placedTimeNanos())
            + ' ' + (reason == null ? "reason=" + e.reason() : reason.name())
            + (e.wasResting() ? " resting" : "");
    }

    private String shown(final int marketId, final long shownLots, final long remainingLots) {
        return shownLots == remainingLots ? "" : " shows " + size(marketId, shownLots);
    }

    private String order(
        final long orderId, final int marketId, final int side, final long lots, final long priceTicks) {
        return "#" + orderId + ' ' + markets.name(marketId) + ' ' + Words.side(side) + ' '
            + size(marketId, lots) + " @ " + price(marketId, priceTicks);
    }

    private String price(final int marketId, final long ticks) {
        return Words.price(markets.spec(marketId), ticks);
    }

    private String size(final int marketId, final long lots) {
        return Words.size(markets.spec(marketId), lots);
    }

    private static String account(final int accountId) {
        return "acct " + accountId;
    }

    private static String kind(final int code) {
        final AccountKind kind = AccountKind.of(code);
        return kind == null ? "kind=" + code : kind.name();
    }

    private static String entry(final int batchIndex) {
        return batchIndex == Event.NO_BATCH_INDEX ? "" : " entry " + batchIndex;
    }

    private static String reason(final int code, final long detail1, final long detail2) {
        final RejectReason reason = RejectReason.of(code);
        final boolean hasNone = reason == RejectReason.NONE && detail1 == 0 && detail2 == 0;
        if (hasNone) {
            return "";
        }
        final String name = reason == null ? "reason=" + code : reason.name();
        return ": " + name + (detail1 == 0 && detail2 == 0 ? "" : "(" + detail1 + ", " + detail2 + ")");
    }

    private static String remark(final Remark remark) {
        return remark.equals(Remark.NONE)
            ? ""
            : " by " + Words.quoted(remark.operatorName()) + " because " + Words.quoted(remark.reason());
    }
}
