package steelyard.exchange;

import java.util.function.LongSupplier;
import steelyard.exchange.authority.AgentCommand;
import steelyard.exchange.authority.AgentLimitsCommand;
import steelyard.exchange.authority.Authority;
import steelyard.exchange.authority.MultiSigCommands;
import steelyard.exchange.command.CommandFrame;
import steelyard.exchange.command.Refusal;
import steelyard.exchange.command.Remark;
import steelyard.exchange.event.AccountEvents;
import steelyard.exchange.event.CommandEvents;
import steelyard.exchange.event.EmergencyEvents;
import steelyard.exchange.event.EventStage;
import steelyard.exchange.event.FeeEvents;
import steelyard.exchange.event.FundsEvents;
import steelyard.exchange.event.HouseEvents;
import steelyard.exchange.event.NodeEvents;
import steelyard.exchange.event.OperatorEvents;
import steelyard.exchange.event.RiskOperatorEvents;
import steelyard.exchange.event.ScenarioEvents;
import steelyard.exchange.funds.BuilderCommand;
import steelyard.exchange.funds.HouseCommands;
import steelyard.exchange.funds.ReferralCommands;
import steelyard.exchange.funds.RequestCommand;
import steelyard.exchange.funds.SubAccountCommands;
import steelyard.exchange.funds.TransferCommand;
import steelyard.exchange.funds.WithdrawalCommands;
import steelyard.exchange.node.NodeCommands;
import steelyard.exchange.operator.CalendarCommand;
import steelyard.exchange.operator.EmergencyCommands;
import steelyard.exchange.operator.FeeCommands;
import steelyard.exchange.operator.GenesisCommand;
import steelyard.exchange.operator.OperatorCommands;
import steelyard.exchange.operator.PriceCommands;
import steelyard.exchange.operator.RiskCommands;
import steelyard.exchange.operator.ScenarioCommands;
import steelyard.exchange.order.AdvancedOrderCommands;
import steelyard.exchange.order.AuctionWork;
import steelyard.exchange.order.HouseWork;
import steelyard.exchange.order.IsolatedMarginCommands;
import steelyard.exchange.order.LeverageCommand;
import steelyard.exchange.order.LiquidationEntry;
import steelyard.exchange.order.MarginModeCommand;
import steelyard.exchange.order.OrderCommands;
import steelyard.exchange.order.OrderParts;
import steelyard.exchange.order.OrderSweep;
import steelyard.exchange.order.QuoteCommands;
import steelyard.exchange.order.Sweeps;
import steelyard.exchange.order.TwapWork;
import steelyard.exchange.risk.FundingPayments;
import steelyard.exchange.risk.RiskWork;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.Nodes;
import steelyard.model.RejectReason;
import steelyard.protocol.sbe.ActivateScenariosDecoder;
import steelyard.protocol.sbe.AnnounceNodeDecoder;
import steelyard.protocol.sbe.ApplyGenesisDecoder;
import steelyard.protocol.sbe.ApproveAgentDecoder;
import steelyard.protocol.sbe.ApproveBuilderFeeDecoder;
import steelyard.protocol.sbe.CancelAllDecoder;
import steelyard.protocol.sbe.CancelOrdersByClientIdDecoder;
import steelyard.protocol.sbe.CancelOrdersDecoder;
import steelyard.protocol.sbe.CancelTwapDecoder;
import steelyard.protocol.sbe.ChangeMarketDecoder;
import steelyard.protocol.sbe.ChangeMarketRiskDecoder;
import steelyard.protocol.sbe.ChangeMarketStateDecoder;
import steelyard.protocol.sbe.ChooseSelfTradeModeDecoder;
import steelyard.protocol.sbe.ClaimRewardsDecoder;
import steelyard.protocol.sbe.ConvertToMultiSigDecoder;
import steelyard.protocol.sbe.CreateSubAccountDecoder;
import steelyard.protocol.sbe.DepositDecoder;
import steelyard.protocol.sbe.FreezeAccountDecoder;
import steelyard.protocol.sbe.ListMarketDecoder;
import steelyard.protocol.sbe.LoadScenariosDecoder;
import steelyard.protocol.sbe.MassQuoteDecoder;
import steelyard.protocol.sbe.ModifyAdvancedOrdersDecoder;
import steelyard.protocol.sbe.ModifyOrdersDecoder;
import steelyard.protocol.sbe.MoveInsuranceDecoder;
import steelyard.protocol.sbe.MoveSubAccountCashDecoder;
import steelyard.protocol.sbe.MultiSigDecoder;
import steelyard.protocol.sbe.NoopDecoder;
import steelyard.protocol.sbe.OpenEpochDecoder;
import steelyard.protocol.sbe.PlaceAdvancedOrdersDecoder;
import steelyard.protocol.sbe.PlaceOrdersDecoder;
import steelyard.protocol.sbe.PlaceTwapDecoder;
import steelyard.protocol.sbe.RegisterReferrerDecoder;
import steelyard.protocol.sbe.RenameSubAccountDecoder;
import steelyard.protocol.sbe.ReportCheckpointDecoder;
import steelyard.protocol.sbe.RequestWithdrawalDecoder;
import steelyard.protocol.sbe.ReserveRequestsDecoder;
import steelyard.protocol.sbe.ResetProtectionDecoder;
import steelyard.protocol.sbe.ResolveWithdrawalDecoder;
import steelyard.protocol.sbe.RetireNodeDecoder;
import steelyard.protocol.sbe.ScheduleCancelDecoder;
import steelyard.protocol.sbe.SetAccountClassDecoder;
import steelyard.protocol.sbe.SetAgentLimitsDecoder;
import steelyard.protocol.sbe.SetCalendarDecoder;
import steelyard.protocol.sbe.SetFeeScheduleDecoder;
import steelyard.protocol.sbe.SetKillSwitchDecoder;
import steelyard.protocol.sbe.SetLeverageCapDecoder;
import steelyard.protocol.sbe.SetMarginModeDecoder;
import steelyard.protocol.sbe.SetParameterDecoder;
import steelyard.protocol.sbe.SetProtectionDecoder;
import steelyard.protocol.sbe.SetReferrerDecoder;
import steelyard.protocol.sbe.SocializeDebtDecoder;
import steelyard.protocol.sbe.SubmitPricesDecoder;
import steelyard.protocol.sbe.SweepOrdersDecoder;
import steelyard.protocol.sbe.SwitchBehaviourDecoder;
import steelyard.protocol.sbe.TakeCheckpointDecoder;
import steelyard.protocol.sbe.TickDecoder;
import steelyard.protocol.sbe.TopUpIsolatedMarginDecoder;
import steelyard.protocol.sbe.TransferCashDecoder;
import steelyard.protocol.sbe.TransferHouseCashDecoder;
import steelyard.protocol.sbe.UpdateIsolatedMarginDecoder;
import steelyard.protocol.sbe.UpdateLeverageDecoder;

/**
 * What happens with every command: numbering, the work of its template, and its last event. {@code docs/rules.md}, 1.
 */
final class CommandProcessor {
    private final ExchangeState state;
    private final CommandEvents events;
    private final GenesisCommand genesis;
    private final OperatorCommands operators;
    private final PriceCommands prices;
    private final OrderCommands orders;
    private final AdvancedOrderCommands advancedOrders;
    private final Sweeps sweeps;
    private final TwapWork twaps;
    private final QuoteCommands quotes;
    private final HouseWork houseWork;
    private final LeverageCommand leverage;
    private final IsolatedMarginCommands isolated;
    private final RiskCommands risk;
    private final MarginModeCommand marginMode;
    private final ScenarioCommands scenarios;
    private final FeeCommands fees;
    private final CalendarCommand calendars;
    private final HouseCommands house;
    private final RiskWork riskWork;
    private final AgentCommand agents;
    private final AgentLimitsCommand agentLimits;
    private final SubAccountCommands subAccounts;
    private final TransferCommand transfer;
    private final WithdrawalCommands withdrawals;
    private final BuilderCommand builders;
    private final ReferralCommands referrals;
    private final RequestCommand requests;
    private final MultiSigCommands multiSigs;
    private final Authority authority;
    private final NodeCommands nodeCommands;
    private final EmergencyCommands emergency;
    private final OpenEpochDecoder openEpoch = new OpenEpochDecoder();
    private final Refusal refusal = new Refusal();

    CommandProcessor(final ExchangeState state, final EventStage stage, final LongSupplier stateHash) {
        final OperatorEvents operatorEvents = new OperatorEvents(state, stage);
        final AccountEvents accountEvents = new AccountEvents(state, stage);
        this.authority = new Authority(state);
        this.state = state;
        this.events = new CommandEvents(stage);
        final FundingPayments payments = new FundingPayments(state, stage);
        final OrderParts parts = new OrderParts(state, stage, payments);
        this.riskWork = new RiskWork(state, stage, payments, new LiquidationEntry(parts));
        final Remark ofHouse = Remark.of("auction", "end");
        final AuctionWork auctions = new AuctionWork(
            parts, (marketId, to) -> operatorEvents.marketStateChanged(marketId, to, 0, ofHouse));
        this.genesis = new GenesisCommand(state, operatorEvents, new RiskOperatorEvents(state, stage), new FeeEvents(stage),
            auctions);
        this.operators = new OperatorCommands(state, operatorEvents, auctions);
        this.prices = new PriceCommands(state, operatorEvents);
        this.orders = new OrderCommands(parts, authority);
        this.advancedOrders = new AdvancedOrderCommands(parts, authority);
        this.sweeps = new Sweeps(parts, authority);
        this.twaps = new TwapWork(parts, authority);
        this.quotes = new QuoteCommands(parts, authority);
        this.houseWork = new HouseWork(parts, stage, sweeps, twaps, auctions);
        this.leverage = new LeverageCommand(state, authority, accountEvents);
        this.isolated = new IsolatedMarginCommands(state, authority, accountEvents);
        this.risk = new RiskCommands(state, new RiskOperatorEvents(state, stage));
        this.marginMode = new MarginModeCommand(state, authority, accountEvents);
        this.scenarios = new ScenarioCommands(state, new ScenarioEvents(state, stage));
        this.fees = new FeeCommands(state, new FeeEvents(stage));
        this.calendars = new CalendarCommand(state, new RiskOperatorEvents(state, stage));
        this.house = new HouseCommands(state, new HouseEvents(state, stage), payments);
        this.agents = new AgentCommand(state, authority, accountEvents);
        this.agentLimits = new AgentLimitsCommand(state, authority, accountEvents);
        final FundsEvents fundsEvents = new FundsEvents(state, stage);
        this.subAccounts = new SubAccountCommands(state, authority, operatorEvents, fundsEvents, payments);
        this.transfer = new TransferCommand(state, authority, operatorEvents, fundsEvents, payments);
        this.withdrawals = new WithdrawalCommands(state, authority, fundsEvents, payments);
        this.builders = new BuilderCommand(state, authority, fundsEvents, payments);
        this.referrals = new ReferralCommands(state, authority, fundsEvents);
        this.requests = new RequestCommand(state, authority, fundsEvents, payments);
        this.multiSigs = new MultiSigCommands(state, authority, accountEvents);
        this.nodeCommands = new NodeCommands(state, new NodeEvents(stage), stateHash);
        this.emergency = new EmergencyCommands(state, new EmergencyEvents(stage), new OrderSweep(parts));
    }

    /** Looks at margin sets since this object was made. */
    long looks() {
        return riskWork.looks();
    }

    /** Applies a command, refuses it, or passes over it. */
    void process(final CommandFrame command) {
        refusal.clear();
        if (command.templateId() == OpenEpochDecoder.TEMPLATE_ID) {
            openEpoch(command);
        } else if (isNext(command)) {
            riskWork.before();
            houseWork.before();
            apply(command);
            houseWork.after();
            riskWork.after();
            events.commandDone(command, refusal);
        }
    }

    /** Passes over a command, but for its number. */
    void skip(final CommandFrame command) {
        refusal.clear();
        if (command.templateId() != OpenEpochDecoder.TEMPLATE_ID && isNext(command)) {
            events.commandSkipped(command, refusal);
        }
    }

    private void openEpoch(final CommandFrame command) {
        final long token = command.decode(openEpoch).token();
        final Nodes nodes = state.nodes();
        final int node = nodes.index(command.nodeId());
        if (node != Nodes.UNKNOWN && nodes.token(node) == token) {
            return;
        }
        final int epoch = node == Nodes.UNKNOWN ? 1 : nodes.epoch(node) + 1;
        nodes.set(command.nodeId(), epoch, token, 0);
        events.epochOpened(command.nodeId(), epoch, token);
        events.commandDone(command, refusal);
    }

    private boolean isNext(final CommandFrame command) {
        final Nodes nodes = state.nodes();
        final int node = nodes.index(command.nodeId());
        if (node == Nodes.UNKNOWN || command.epoch() != nodes.epoch(node) || command.seq() <= nodes.lastSeq(node)) {
            return false;
        }
        if (command.seq() > nodes.lastSeq(node) + 1) {
            events.sequenceGap(nodes.lastSeq(node) + 1);
            return false;
        }
        nodes.advance(node);
        return true;
    }

    private RejectReason apply(final CommandFrame command) {
        return switch (command.templateId()) {
            case TickDecoder.TEMPLATE_ID -> RejectReason.NONE;
            case ApplyGenesisDecoder.TEMPLATE_ID -> genesis.apply(command, refusal);
            case AnnounceNodeDecoder.TEMPLATE_ID -> nodeCommands.announce(command, refusal);
            case TakeCheckpointDecoder.TEMPLATE_ID -> nodeCommands.takeCheckpoint();
            case ReportCheckpointDecoder.TEMPLATE_ID -> nodeCommands.reportCheckpoint(command);
            default -> state.genesis().isApplied()
                ? applyAfterGenesis(command)
                : refusal.because(RejectReason.NO_GENESIS);
        };
    }

    private RejectReason applyAfterGenesis(final CommandFrame command) {
        return switch (command.templateId()) {
            case PlaceOrdersDecoder.TEMPLATE_ID -> orders.place(command, refusal);
            case CancelOrdersDecoder.TEMPLATE_ID -> orders.cancel(command, refusal);
            case CancelOrdersByClientIdDecoder.TEMPLATE_ID -> orders.cancelByClientId(command, refusal);
            case ModifyOrdersDecoder.TEMPLATE_ID -> orders.modify(command, refusal);
            case SubmitPricesDecoder.TEMPLATE_ID -> prices.submitPrices(command);
            case UpdateLeverageDecoder.TEMPLATE_ID -> leverage.apply(command, refusal);
            case ApproveAgentDecoder.TEMPLATE_ID -> agents.apply(command, refusal);
            case SetAgentLimitsDecoder.TEMPLATE_ID -> agentLimits.apply(command, refusal);
            case UpdateIsolatedMarginDecoder.TEMPLATE_ID -> isolated.update(command, refusal);
            case TopUpIsolatedMarginDecoder.TEMPLATE_ID -> isolated.topUp(command, refusal);
            case CreateSubAccountDecoder.TEMPLATE_ID -> subAccounts.create(command, refusal);
            case RenameSubAccountDecoder.TEMPLATE_ID -> subAccounts.rename(command, refusal);
            case MoveSubAccountCashDecoder.TEMPLATE_ID -> subAccounts.move(command, refusal);
            case ApproveBuilderFeeDecoder.TEMPLATE_ID -> builders.apply(command, refusal);
            case RegisterReferrerDecoder.TEMPLATE_ID -> referrals.register(command, refusal);
            case SetReferrerDecoder.TEMPLATE_ID -> referrals.refer(command, refusal);
            case ClaimRewardsDecoder.TEMPLATE_ID -> referrals.claim(command, refusal);
            case ReserveRequestsDecoder.TEMPLATE_ID -> requests.apply(command, refusal);
            case ConvertToMultiSigDecoder.TEMPLATE_ID -> multiSigs.convert(command, refusal);
            case MultiSigDecoder.TEMPLATE_ID -> applyForMultiSig(command);
            case NoopDecoder.TEMPLATE_ID -> subAccounts.noop(command, refusal);
            case TransferCashDecoder.TEMPLATE_ID -> transfer.apply(command, refusal);
            case RequestWithdrawalDecoder.TEMPLATE_ID -> withdrawals.request(command, refusal);
            case ResolveWithdrawalDecoder.TEMPLATE_ID -> withdrawals.resolve(command, refusal);
            case DepositDecoder.TEMPLATE_ID -> operators.deposit(command, refusal);
            case SetParameterDecoder.TEMPLATE_ID -> operators.setParameter(command, refusal);
            case ListMarketDecoder.TEMPLATE_ID -> operators.listMarket(command, refusal);
            case ChangeMarketStateDecoder.TEMPLATE_ID -> operators.changeMarketState(command, refusal);
            case SwitchBehaviourDecoder.TEMPLATE_ID -> nodeCommands.switchBehaviour(command, refusal);
            case RetireNodeDecoder.TEMPLATE_ID -> nodeCommands.retire(command, refusal);
            case SetKillSwitchDecoder.TEMPLATE_ID -> emergency.setKillSwitch(command, refusal);
            case SweepOrdersDecoder.TEMPLATE_ID -> emergency.sweep(command, refusal);
            default -> applyAdvanced(command);
        };
    }

    private RejectReason applyForMultiSig(final CommandFrame command) {
        if (multiSigs.admit(command, refusal) != RejectReason.NONE) {
            return refusal.reason();
        }
        authority.actFor(multiSigs.account());
        applyAfterGenesis(multiSigs.action());
        authority.actFor(Authority.NO_ACCOUNT);
        command.accountId(multiSigs.action().accountId());
        return refusal.reason();
    }

    private RejectReason applyAdvanced(final CommandFrame command) {
        return switch (command.templateId()) {
            case PlaceAdvancedOrdersDecoder.TEMPLATE_ID -> advancedOrders.place(command, refusal);
            case ModifyAdvancedOrdersDecoder.TEMPLATE_ID -> advancedOrders.modify(command, refusal);
            case CancelAllDecoder.TEMPLATE_ID -> sweeps.cancelAll(command, refusal);
            case ScheduleCancelDecoder.TEMPLATE_ID -> sweeps.schedule(command, refusal);
            case ChooseSelfTradeModeDecoder.TEMPLATE_ID -> sweeps.chooseSelfTradeMode(command, refusal);
            case PlaceTwapDecoder.TEMPLATE_ID -> twaps.place(command, refusal);
            case CancelTwapDecoder.TEMPLATE_ID -> twaps.cancel(command, refusal);
            case MassQuoteDecoder.TEMPLATE_ID -> quotes.quote(command, refusal);
            case SetProtectionDecoder.TEMPLATE_ID -> quotes.setProtection(command, refusal);
            case ResetProtectionDecoder.TEMPLATE_ID -> quotes.resetProtection(command, refusal);
            case ChangeMarketDecoder.TEMPLATE_ID -> operators.changeMarket(command, refusal);
            default -> applyToRisk(command);
        };
    }

    private RejectReason applyToRisk(final CommandFrame command) {
        return switch (command.templateId()) {
            case ChangeMarketRiskDecoder.TEMPLATE_ID -> risk.changeMarketRisk(command, refusal);
            case SetAccountClassDecoder.TEMPLATE_ID -> risk.setAccountClass(command, refusal);
            case SetLeverageCapDecoder.TEMPLATE_ID -> risk.setLeverageCap(command, refusal);
            case FreezeAccountDecoder.TEMPLATE_ID -> risk.freezeAccount(command, refusal);
            case SetMarginModeDecoder.TEMPLATE_ID -> marginMode.apply(command, refusal);
            case LoadScenariosDecoder.TEMPLATE_ID -> scenarios.load(command, refusal);
            case ActivateScenariosDecoder.TEMPLATE_ID -> scenarios.activate(command, refusal);
            case SetFeeScheduleDecoder.TEMPLATE_ID -> fees.set(command, refusal);
            case SetCalendarDecoder.TEMPLATE_ID -> calendars.set(command, refusal);
            case TransferHouseCashDecoder.TEMPLATE_ID -> house.transfer(command, refusal);
            case MoveInsuranceDecoder.TEMPLATE_ID -> house.moveInsurance(command, refusal);
            case SocializeDebtDecoder.TEMPLATE_ID -> house.socialize(command, refusal);
            default -> throw new IllegalStateException("no work for template " + command.templateId());
        };
    }
}
