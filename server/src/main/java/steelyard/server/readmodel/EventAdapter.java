package steelyard.server.readmodel;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import steelyard.model.AccountKind;
import steelyard.model.HouseAccount;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.node.AgentLimits;
import steelyard.node.IpNetwork;
import steelyard.node.NodeState;
import steelyard.node.WithdrawalView;
import steelyard.protocol.Address;
import steelyard.protocol.ArrayBuffer;
import steelyard.protocol.MarketSpecCodec;
import steelyard.protocol.array.FillSettledDecoder;
import steelyard.protocol.array.OrderCanceledDecoder;
import steelyard.protocol.array.OrderPlacedDecoder;
import steelyard.protocol.array.OrderReducedDecoder;
import steelyard.protocol.array.OrderRestedDecoder;
import steelyard.protocol.array.PriceChangedDecoder;
import steelyard.protocol.array.TradeExecutedDecoder;
import steelyard.protocol.sbe.AccountClassChangedDecoder;
import steelyard.protocol.sbe.AccountCreatedDecoder;
import steelyard.protocol.sbe.AccountFrozenDecoder;
import steelyard.protocol.sbe.AgentApprovedDecoder;
import steelyard.protocol.sbe.AgentLimitedDecoder;
import steelyard.protocol.sbe.AgentRemovedDecoder;
import steelyard.protocol.sbe.AuctionEndedDecoder;
import steelyard.protocol.sbe.AuctionIndicatedDecoder;
import steelyard.protocol.sbe.AuctionPricedDecoder;
import steelyard.protocol.sbe.BackstopUnwoundDecoder;
import steelyard.protocol.sbe.BehaviourSwitchedDecoder;
import steelyard.protocol.sbe.BuilderFeeApprovedDecoder;
import steelyard.protocol.sbe.CalendarChangedDecoder;
import steelyard.protocol.sbe.CashTransferredDecoder;
import steelyard.protocol.sbe.CheckpointReportedDecoder;
import steelyard.protocol.sbe.CheckpointTakenDecoder;
import steelyard.protocol.sbe.CommandDoneDecoder;
import steelyard.protocol.sbe.DebtSocializedDecoder;
import steelyard.protocol.sbe.DepositedDecoder;
import steelyard.protocol.sbe.EpochOpenedDecoder;
import steelyard.protocol.sbe.FeeScheduleChangedDecoder;
import steelyard.protocol.sbe.FundingPaidDecoder;
import steelyard.protocol.sbe.FundingRateFixedDecoder;
import steelyard.protocol.sbe.GenesisAppliedDecoder;
import steelyard.protocol.sbe.HouseCashTransferredDecoder;
import steelyard.protocol.sbe.HouseTransferredDecoder;
import steelyard.protocol.sbe.InsuranceMovedDecoder;
import steelyard.protocol.sbe.InsurancePaidDecoder;
import steelyard.protocol.sbe.IsolatedMarginChangedDecoder;
import steelyard.protocol.sbe.KillSwitchSetDecoder;
import steelyard.protocol.sbe.LeverageCapChangedDecoder;
import steelyard.protocol.sbe.LeverageChangedDecoder;
import steelyard.protocol.sbe.LiquidationFeePaidDecoder;
import steelyard.protocol.sbe.LiquidationStepDecoder;
import steelyard.protocol.sbe.MarginLevelChangedDecoder;
import steelyard.protocol.sbe.MarginModeChangedDecoder;
import steelyard.protocol.sbe.MarketChangedDecoder;
import steelyard.protocol.sbe.MarketListedDecoder;
import steelyard.protocol.sbe.MarketParameterChangedDecoder;
import steelyard.protocol.sbe.MarketStateChangedDecoder;
import steelyard.protocol.sbe.MultiSigChangedDecoder;
import steelyard.protocol.sbe.NodeAnnouncedDecoder;
import steelyard.protocol.sbe.NodeRetiredDecoder;
import steelyard.protocol.sbe.OrdersSweptDecoder;
import steelyard.protocol.sbe.ParameterChangedDecoder;
import steelyard.protocol.sbe.PositionTransferredDecoder;
import steelyard.protocol.sbe.QuotesRejectedDecoder;
import steelyard.protocol.sbe.ReferrerRegisteredDecoder;
import steelyard.protocol.sbe.ReferrerSetDecoder;
import steelyard.protocol.sbe.RequestRejectedDecoder;
import steelyard.protocol.sbe.RequestsReservedDecoder;
import steelyard.protocol.sbe.RewardsClaimedDecoder;
import steelyard.protocol.sbe.ScenariosActivatedDecoder;
import steelyard.protocol.sbe.ScenariosLoadedDecoder;
import steelyard.protocol.sbe.ScenariosPhasedDecoder;
import steelyard.protocol.sbe.SequenceGapDecoder;
import steelyard.protocol.sbe.SessionChangedDecoder;
import steelyard.protocol.sbe.SubAccountNamedDecoder;
import steelyard.protocol.sbe.WithdrawalRequestedDecoder;
import steelyard.protocol.sbe.WithdrawalResolvedDecoder;

/** Takes each event of a command to what it changes. Does not allocate for orders, fills and prices. */
final class EventAdapter {
    private final MarketParameterChangedDecoder marketParameter = new MarketParameterChangedDecoder();
    private final PositionTransferredDecoder positionTransferred = new PositionTransferredDecoder();
    private final LiquidationFeePaidDecoder liquidationFee = new LiquidationFeePaidDecoder();
    private final InsurancePaidDecoder insurancePaid = new InsurancePaidDecoder();
    private final FundingPaidDecoder fundingPaid = new FundingPaidDecoder();
    private final FundingRateFixedDecoder fundingRate = new FundingRateFixedDecoder();
    private final HouseTransferredDecoder houseTransferred = new HouseTransferredDecoder();
    private final IsolatedMarginChangedDecoder isolatedMargin = new IsolatedMarginChangedDecoder();
    private final AccountClassChangedDecoder accountClass = new AccountClassChangedDecoder();
    private final SessionChangedDecoder session = new SessionChangedDecoder();
    private final HouseCashTransferredDecoder houseCash = new HouseCashTransferredDecoder();
    private final InsuranceMovedDecoder insuranceMoved = new InsuranceMovedDecoder();
    private final FeeScheduleChangedDecoder feeSchedule = new FeeScheduleChangedDecoder();
    private final Parameters parameters;
    private final Markets markets;
    private final Accounts accounts;
    private final Agents agents;
    private final Positions positions;
    private final RestingOrders orders;
    private final TradingEvents trading;
    private final Funds funds;
    private final Fees fees;

    private final ParameterChangedDecoder parameterChanged = new ParameterChangedDecoder();
    private final MarketListedDecoder marketListed = new MarketListedDecoder();
    private final MarketChangedDecoder marketChanged = new MarketChangedDecoder();
    private final MarketStateChangedDecoder marketStateChanged = new MarketStateChangedDecoder();
    private final LeverageCapChangedDecoder leverageCap = new LeverageCapChangedDecoder();
    private final MarginModeChangedDecoder marginMode = new MarginModeChangedDecoder();
    private final ScenariosLoadedDecoder scenariosLoaded = new ScenariosLoadedDecoder();
    private final ScenariosActivatedDecoder scenariosActivated = new ScenariosActivatedDecoder();
    private final ScenariosPhasedDecoder scenariosPhased = new ScenariosPhasedDecoder();
    private final RiskChoices choices;
    private final AccountCreatedDecoder accountCreated = new AccountCreatedDecoder();
    private final DepositedDecoder deposited = new DepositedDecoder();
    private final PriceChangedDecoder priceChanged = new PriceChangedDecoder();
    private final AgentApprovedDecoder agentApproved = new AgentApprovedDecoder();
    private final AgentLimitedDecoder agentLimited = new AgentLimitedDecoder();
    private final AgentRemovedDecoder agentRemoved = new AgentRemovedDecoder();
    private final LeverageChangedDecoder leverageChanged = new LeverageChangedDecoder();
    private final SubAccountNamedDecoder subAccountNamed = new SubAccountNamedDecoder();
    private final CashTransferredDecoder cashTransferred = new CashTransferredDecoder();
    private final WithdrawalRequestedDecoder withdrawalRequested = new WithdrawalRequestedDecoder();
    private final WithdrawalResolvedDecoder withdrawalResolved = new WithdrawalResolvedDecoder();
    private final OrderPlacedDecoder orderPlaced = new OrderPlacedDecoder();
    private final TradeExecutedDecoder tradeExecuted = new TradeExecutedDecoder();
    private final BuilderFeeApprovedDecoder builderApproved = new BuilderFeeApprovedDecoder();
    private final ReferrerRegisteredDecoder registered = new ReferrerRegisteredDecoder();
    private final ReferrerSetDecoder referred = new ReferrerSetDecoder();
    private final RewardsClaimedDecoder rewardsClaimed = new RewardsClaimedDecoder();
    private final RequestsReservedDecoder requestsReserved = new RequestsReservedDecoder();
    private final MultiSigChangedDecoder multiSig = new MultiSigChangedDecoder();
    private final FillSettledDecoder fillSettled = new FillSettledDecoder();
    private final KillSwitchSetDecoder killSwitch = new KillSwitchSetDecoder();
    private final OrderRestedDecoder orderRested = new OrderRestedDecoder();
    private final OrderReducedDecoder orderReduced = new OrderReducedDecoder();
    private final OrderCanceledDecoder orderCanceled = new OrderCanceledDecoder();

    EventAdapter(
        final Parameters parameters,
        final Markets markets,
        final Accounts accounts,
        final Agents agents,
        final Positions positions,
        final RestingOrders orders,
        final TradingEvents trading,
        final Funds funds,
        final Fees fees,
        final RiskChoices choices) {
        this.choices = choices;
        this.parameters = parameters;
        this.markets = markets;
        this.accounts = accounts;
        this.agents = agents;
        this.positions = positions;
        this.orders = orders;
        this.trading = trading;
        this.funds = funds;
        this.fees = fees;
    }

    /** Applies the event at which the copy stands. */
    void apply(final EventCopy batch) {
        final ArrayBuffer buffer = batch.buffer();
        final int offset = batch.blockOffset();
        final int length = batch.blockLength();
        final int version = batch.version();
        switch (batch.templateId()) {
            case CommandDoneDecoder.TEMPLATE_ID,
                 SequenceGapDecoder.TEMPLATE_ID,
                 EpochOpenedDecoder.TEMPLATE_ID,
                 GenesisAppliedDecoder.TEMPLATE_ID,
                 RequestRejectedDecoder.TEMPLATE_ID -> {
                // Changes nothing that can be asked for here.
            }
            case OrderPlacedDecoder.TEMPLATE_ID -> trading.placed(orderPlaced.wrap(buffer, offset, length, version));
            case OrderRestedDecoder.TEMPLATE_ID -> orders.rested(orderRested.wrap(buffer, offset, length, version));
            case OrderReducedDecoder.TEMPLATE_ID -> orders.reduced(orderReduced.wrap(buffer, offset, length, version));
            case OrderCanceledDecoder.TEMPLATE_ID ->
                trading.canceled(orderCanceled.wrap(buffer, offset, length, version));
            case TradeExecutedDecoder.TEMPLATE_ID -> onTrade(tradeExecuted.wrap(buffer, offset, length, version));
            case FillSettledDecoder.TEMPLATE_ID -> onFill(fillSettled.wrap(buffer, offset, length, version));
            case PriceChangedDecoder.TEMPLATE_ID -> onPrice(priceChanged.wrap(buffer, offset, length, version));
            case DepositedDecoder.TEMPLATE_ID -> onDeposit(deposited.wrap(buffer, offset, length, version));
            case LeverageChangedDecoder.TEMPLATE_ID ->
                onLeverage(leverageChanged.wrap(buffer, offset, length, version));
            default -> applyRare(batch);
        }
    }

    private void applyRare(final EventCopy batch) {
        final DirectBuffer buffer = batch.buffer();
        final int offset = batch.blockOffset();
        final int length = batch.blockLength();
        final int version = batch.version();
        switch (batch.templateId()) {
            case ParameterChangedDecoder.TEMPLATE_ID ->
                onParameter(parameterChanged.wrap(buffer, offset, length, version));
            case MarketListedDecoder.TEMPLATE_ID -> onMarket(marketListed.wrap(buffer, offset, length, version));
            case MarketStateChangedDecoder.TEMPLATE_ID ->
                onMarketState(marketStateChanged.wrap(buffer, offset, length, version));
            case AccountCreatedDecoder.TEMPLATE_ID -> onAccount(accountCreated.wrap(buffer, offset, length, version));
            case AgentApprovedDecoder.TEMPLATE_ID -> onAgent(agentApproved.wrap(buffer, offset, length, version));
            case AgentLimitedDecoder.TEMPLATE_ID -> onAgentLimits(agentLimited.wrap(buffer, offset, length, version));
            case AgentRemovedDecoder.TEMPLATE_ID -> onAgentGone(agentRemoved.wrap(buffer, offset, length, version));
            case MarketParameterChangedDecoder.TEMPLATE_ID ->
                onMarketParameter(marketParameter.wrap(buffer, offset, length, version));
            case IsolatedMarginChangedDecoder.TEMPLATE_ID ->
                onIsolatedMargin(isolatedMargin.wrap(buffer, offset, length, version));
            case FundingPaidDecoder.TEMPLATE_ID -> onFunding(fundingPaid.wrap(buffer, offset, length, version));
            case HouseTransferredDecoder.TEMPLATE_ID ->
                onHouseTransfer(houseTransferred.wrap(buffer, offset, length, version));
            case FundingRateFixedDecoder.TEMPLATE_ID -> {
                fundingRate.wrap(buffer, offset, length, version);
                markets.get(fundingRate.marketId()).fundingRateNanos(fundingRate.rateNanos());
            }
            case PositionTransferredDecoder.TEMPLATE_ID ->
                onTransfer(positionTransferred.wrap(buffer, offset, length, version));
            case LiquidationFeePaidDecoder.TEMPLATE_ID ->
                onLiquidationFee(liquidationFee.wrap(buffer, offset, length, version));
            case InsurancePaidDecoder.TEMPLATE_ID ->
                onInsurance(insurancePaid.wrap(buffer, offset, length, version));
            case MarginLevelChangedDecoder.TEMPLATE_ID,
                 LiquidationStepDecoder.TEMPLATE_ID,
                 BackstopUnwoundDecoder.TEMPLATE_ID,
                 CalendarChangedDecoder.TEMPLATE_ID,
                 DebtSocializedDecoder.TEMPLATE_ID,
                 AccountFrozenDecoder.TEMPLATE_ID -> {
                // Nothing that can be asked for here.
            }
            case AccountClassChangedDecoder.TEMPLATE_ID -> {
                accountClass.wrap(buffer, offset, length, version);
                fees.group(accountClass.accountId(), accountClass.feeGroup());
                choices.accountClass(accountClass.accountId(), accountClass.accountClass());
            }
            case SessionChangedDecoder.TEMPLATE_ID -> {
                session.wrap(buffer, offset, length, version);
                markets.get(session.marketId()).risk().percents(session.closePercent(), session.initialPercent());
            }
            case InsuranceMovedDecoder.TEMPLATE_ID -> accounts.cashMicros(HouseAccount.INSURANCE.id(),
                insuranceMoved.wrap(buffer, offset, length, version).fundCashMicros());
            case HouseCashTransferredDecoder.TEMPLATE_ID -> {
                houseCash.wrap(buffer, offset, length, version);
                accounts.cashMicros(houseCash.fromAccountId(), houseCash.fromCashMicros());
                accounts.cashMicros(houseCash.toAccountId(), houseCash.toCashMicros());
            }
            case FeeScheduleChangedDecoder.TEMPLATE_ID ->
                fees.changed(feeSchedule.wrap(buffer, offset, length, version));
            case LeverageCapChangedDecoder.TEMPLATE_ID -> {
                leverageCap.wrap(buffer, offset, length, version);
                choices.caps().set(leverageCap.accountClass(), leverageCap.leverageClass(), leverageCap.leverageMax(),
                    leverageCap.closeOutPercent());
            }
            case MarginModeChangedDecoder.TEMPLATE_ID -> {
                marginMode.wrap(buffer, offset, length, version);
                choices.mode(marginMode.accountId(), marginMode.mode() != 0);
            }
            case ScenariosLoadedDecoder.TEMPLATE_ID ->
                choices.onLoaded(scenariosLoaded.wrap(buffer, offset, length, version));
            case ScenariosActivatedDecoder.TEMPLATE_ID ->
                choices.onActivated(scenariosActivated.wrap(buffer, offset, length, version));
            case ScenariosPhasedDecoder.TEMPLATE_ID ->
                choices.onPhased(scenariosPhased.wrap(buffer, offset, length, version));
            case NodeAnnouncedDecoder.TEMPLATE_ID, BehaviourSwitchedDecoder.TEMPLATE_ID,
                NodeRetiredDecoder.TEMPLATE_ID, CheckpointTakenDecoder.TEMPLATE_ID,
                CheckpointReportedDecoder.TEMPLATE_ID, OrdersSweptDecoder.TEMPLATE_ID -> { }
            case KillSwitchSetDecoder.TEMPLATE_ID -> onKillSwitch(killSwitch.wrap(buffer, offset, length, version));
            case MarketChangedDecoder.TEMPLATE_ID -> onMarketChange(marketChanged.wrap(buffer, offset, length, version));
            case QuotesRejectedDecoder.TEMPLATE_ID,
                AuctionIndicatedDecoder.TEMPLATE_ID,
                AuctionPricedDecoder.TEMPLATE_ID,
                AuctionEndedDecoder.TEMPLATE_ID -> { }
            case SubAccountNamedDecoder.TEMPLATE_ID -> onNamed(subAccountNamed.wrap(buffer, offset, length, version));
            case CashTransferredDecoder.TEMPLATE_ID ->
                onTransfer(cashTransferred.wrap(buffer, offset, length, version));
            case WithdrawalRequestedDecoder.TEMPLATE_ID ->
                onWithdrawal(withdrawalRequested.wrap(buffer, offset, length, version));
            case BuilderFeeApprovedDecoder.TEMPLATE_ID -> {
                builderApproved.wrap(buffer, offset, length, version);
                funds.approved(
                    builderApproved.accountId(), builderApproved.builderAccountId(), builderApproved.maxTenths());
            }
            case ReferrerRegisteredDecoder.TEMPLATE_ID -> {
                registered.wrap(buffer, offset, length, version);
                funds.referrals().registered(registered.accountId(), registered.code());
            }
            case ReferrerSetDecoder.TEMPLATE_ID -> {
                referred.wrap(buffer, offset, length, version);
                funds.referrals().referred(
                    referred.accountId(), referred.referrerAccountId(), referred.header().timestampNanos());
            }
            case RewardsClaimedDecoder.TEMPLATE_ID ->
                funds.referrals().claimed(rewardsClaimed.wrap(buffer, offset, length, version));
            case RequestsReservedDecoder.TEMPLATE_ID ->
                funds.reserved(requestsReserved.wrap(buffer, offset, length, version));
            case MultiSigChangedDecoder.TEMPLATE_ID -> onMultiSig(multiSig.wrap(buffer, offset, length, version));
            case WithdrawalResolvedDecoder.TEMPLATE_ID -> {
                withdrawalResolved.wrap(buffer, offset, length, version);
                funds.resolved(
                    withdrawalResolved.withdrawalId(), withdrawalResolved.outcome(), withdrawalResolved.cashMicros());
            }
            default -> {
                if (!trading.apply(batch)) {
                    throw new IllegalStateException("event with unknown template " + batch.templateId());
                }
            }
        }
    }

    private void onNamed(final SubAccountNamedDecoder event) {
        funds.named(
            event.accountId(), event.buffer(), event.offset() + SubAccountNamedDecoder.nameEncodingOffset());
    }

    private void onMultiSig(final MultiSigChangedDecoder event) {
        final List<Integer> users = new ArrayList<>();
        for (final MultiSigChangedDecoder.UsersDecoder user : event.users()) {
            users.add(user.accountId());
        }
        funds.multiSig(event.accountId(), event.threshold(), users);
    }

    private void onTransfer(final CashTransferredDecoder event) {
        funds.transferred(event.fromAccountId(), event.toAccountId(), event.amountMicros(), event.feeMicros(),
            event.fromCashMicros(), event.toCashMicros());
    }

    private void onWithdrawal(final WithdrawalRequestedDecoder event) {
        funds.requested(new WithdrawalView(event.withdrawalId(), event.accountId(), event.amountMicros(),
            event.feeMicros(),
            Address.from(event.buffer(), event.offset() + WithdrawalRequestedDecoder.destinationEncodingOffset()),
            event.header().timestampNanos()), event.cashMicros());
    }

    /** That of an account is not shown. */
    private void onKillSwitch(final KillSwitchSetDecoder event) {
        if (event.accountId() == NodeState.NONE) {
            markets.stopEntry(event.marketId(), event.on() != 0);
        }
    }

    private void onTrade(final TradeExecutedDecoder event) {
        trading.traded(event);
        markets.get(event.marketId())
            .traded(event.header().timestampNanos(), event.priceTicks(), event.quantityLots());
    }

    private void onFill(final FillSettledDecoder event) {
        final long beforeLots = positions.put(
            event.accountId(), event.marketId(), event.positionLots(), event.quoteMicros(), event.entryMicros(),
            event.isolatedMicros());
        if (beforeLots != event.startPositionLots()) {
            throw new IllegalStateException("account " + event.accountId() + " has " + beforeLots + " lots in market "
                + event.marketId() + " and not " + event.startPositionLots());
        }
        markets.get(event.marketId()).positionChanged(beforeLots, event.positionLots());
        accounts.cashMicros(event.accountId(), event.cashMicros());
        accounts.feePaid(event.feeMicros());
        if (event.builderAccountId() != 0) {
            funds.paidOn(event.builderAccountId(), event.builderFeeMicros());
        }
        funds.referrals().filled(event);
        fees.filled(event);
        trading.filled(event);
    }

    private void onPrice(final PriceChangedDecoder event) {
        markets.get(event.marketId())
            .prices(event.header().timestampNanos(), event.oraclePriceTicks(), event.markPriceTicks());
        markets.get(event.marketId()).risk().rampNanos(event.rampNanos());
    }

    private void onDeposit(final DepositedDecoder event) {
        final long cashMicros = Math.addExact(accounts.cashMicros(event.accountId()), event.amountMicros());
        if (cashMicros != event.cashMicros()) {
            throw new IllegalStateException(
                "account " + event.accountId() + " has " + cashMicros + " micros and not " + event.cashMicros());
        }
        accounts.cashMicros(event.accountId(), cashMicros);
    }

    private void onLeverage(final LeverageChangedDecoder event) {
        positions.leverage(event.accountId(), event.marketId(), event.leverage(), event.isCross() == 0);
    }

    private void onMarketParameter(final MarketParameterChangedDecoder event) {
        markets.get(event.marketId()).risk().value(MarketParameter.of(event.parameterId()), event.value());
    }

    private void onTransfer(final PositionTransferredDecoder event) {
        final long fromLots = positions.put(
            event.fromAccountId(), event.marketId(), event.fromPositionLots(), event.fromQuoteMicros(),
            event.fromEntryMicros(), event.fromIsolatedMicros());
        final long toLots = positions.put(
            event.toAccountId(), event.marketId(), event.toPositionLots(), event.toQuoteMicros(),
            event.toEntryMicros(), event.toIsolatedMicros());
        markets.get(event.marketId()).positionChanged(fromLots, event.fromPositionLots());
        markets.get(event.marketId()).positionChanged(toLots, event.toPositionLots());
        accounts.cashMicros(event.fromAccountId(), event.fromCashMicros());
        accounts.cashMicros(event.toAccountId(), event.toCashMicros());
    }

    private void onLiquidationFee(final LiquidationFeePaidDecoder event) {
        positions.isolatedMicros(event.accountId(), event.marketId(), event.isolatedMicros());
        accounts.cashMicros(event.accountId(), event.cashMicros());
        accounts.cashMicros(HouseAccount.INSURANCE.id(), event.fundCashMicros());
    }

    private void onInsurance(final InsurancePaidDecoder event) {
        accounts.cashMicros(HouseAccount.INSURANCE.id(), event.fundCashMicros());
        accounts.cashMicros(event.accountId(), event.cashMicros());
    }

    private void onFunding(final FundingPaidDecoder event) {
        positions.isolatedMicros(event.accountId(), event.marketId(), event.isolatedMicros());
        positions.funding(event.accountId(), event.marketId(), event.allTimeMicros(), event.sinceOpenMicros(),
            event.sinceChangeMicros());
        accounts.cashMicros(event.accountId(), event.cashMicros());
        final int house = HouseAccount.FUNDING.id();
        accounts.cashMicros(house, Math.addExact(accounts.cashMicros(house), event.amountMicros()));
    }

    private void onHouseTransfer(final HouseTransferredDecoder event) {
        accounts.cashMicros(event.fromAccountId(), event.fromCashMicros());
        accounts.cashMicros(event.toAccountId(), event.toCashMicros());
    }

    private void onIsolatedMargin(final IsolatedMarginChangedDecoder event) {
        positions.isolatedMicros(event.accountId(), event.marketId(), event.isolatedMicros());
        accounts.cashMicros(event.accountId(), event.cashMicros());
    }

    private void onParameter(final ParameterChangedDecoder event) {
        parameters.value(event.parameterId(), event.value());
    }

    private void onMarket(final MarketListedDecoder event) {
        markets.list(MarketSpecCodec.decode(event.spec()), MarketState.of(event.state()));
    }

    private void onMarketChange(final MarketChangedDecoder event) {
        final MarketSpec spec = MarketSpecCodec.decode(event.spec());
        markets.get(spec.marketId()).spec(spec);
    }

    private void onMarketState(final MarketStateChangedDecoder event) {
        markets.get(event.marketId()).state(MarketState.of(event.state()));
    }

    private void onAccount(final AccountCreatedDecoder event) {
        final int addressOffset = event.offset() + AccountCreatedDecoder.addressEncodingOffset();
        final Address address = Address.from(event.buffer(), addressOffset);
        accounts.create(event.accountId(), address, AccountKind.of(event.kind()), event.ownerId());
        agents.becameAccount(address);
        fees.created(event.accountId(), event.ownerId());
    }

    private void onAgent(final AgentApprovedDecoder event) {
        final int addressOffset = event.offset() + AgentApprovedDecoder.agentAddressEncodingOffset();
        agents.approve(
            event.accountId(),
            Address.from(event.buffer(), addressOffset),
            event.validUntilMillis(),
            event.buffer(),
            event.offset() + AgentApprovedDecoder.agentNameEncodingOffset());
    }

    private void onAgentLimits(final AgentLimitedDecoder event) {
        final Address address = Address.from(
            event.buffer(), event.offset() + AgentLimitedDecoder.agentAddressEncodingOffset());
        final boolean isReadOnly = event.permission() != 0;
        final List<IpNetwork> networks = new ArrayList<>();
        for (final AgentLimitedDecoder.NetworksDecoder network : event.networks()) {
            networks.add(new IpNetwork(network.high(), network.low(), network.prefixLength()));
        }
        agents.limit(event.accountId(), address, new AgentLimits(isReadOnly, networks));
    }

    private void onAgentGone(final AgentRemovedDecoder event) {
        final int addressOffset = event.offset() + AgentRemovedDecoder.agentAddressEncodingOffset();
        agents.remove(event.accountId(), Address.from(event.buffer(), addressOffset));
    }
}
