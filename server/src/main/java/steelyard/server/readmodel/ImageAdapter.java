package steelyard.server.readmodel;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import steelyard.model.AccountKind;
import steelyard.model.MarketParameter;
import steelyard.model.MarketState;
import steelyard.node.AgentLimits;
import steelyard.node.IpNetwork;
import steelyard.node.WithdrawalView;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.protocol.MarketSpecCodec;
import steelyard.protocol.sbe.AccountRecordDecoder;
import steelyard.protocol.sbe.AccountRiskRecordDecoder;
import steelyard.protocol.sbe.AgentLimitsRecordDecoder;
import steelyard.protocol.sbe.AgentRecordDecoder;
import steelyard.protocol.sbe.BuilderOrderRecordDecoder;
import steelyard.protocol.sbe.BuilderRecordDecoder;
import steelyard.protocol.sbe.ClosureRecordDecoder;
import steelyard.protocol.sbe.DeleveragingRecordDecoder;
import steelyard.protocol.sbe.DepositSourceRecordDecoder;
import steelyard.protocol.sbe.FeeScheduleRecordDecoder;
import steelyard.protocol.sbe.FollowUpRecordDecoder;
import steelyard.protocol.sbe.FundingProgressRecordDecoder;
import steelyard.protocol.sbe.FundingSumRecordDecoder;
import steelyard.protocol.sbe.FundsRecordDecoder;
import steelyard.protocol.sbe.HouseFundsRecordDecoder;
import steelyard.protocol.sbe.LadderRecordDecoder;
import steelyard.protocol.sbe.LeverageCapRecordDecoder;
import steelyard.protocol.sbe.LiquidationRecordDecoder;
import steelyard.protocol.sbe.LookRecordDecoder;
import steelyard.protocol.sbe.MarkRecordDecoder;
import steelyard.protocol.sbe.MarketFundingRecordDecoder;
import steelyard.protocol.sbe.MarketParameterRecordDecoder;
import steelyard.protocol.sbe.MarketRecordDecoder;
import steelyard.protocol.sbe.MarketSessionRecordDecoder;
import steelyard.protocol.sbe.MultiSigRecordDecoder;
import steelyard.protocol.sbe.NodeRecordDecoder;
import steelyard.protocol.sbe.NonceRecordDecoder;
import steelyard.protocol.sbe.ParameterRecordDecoder;
import steelyard.protocol.sbe.PositionRecordDecoder;
import steelyard.protocol.sbe.PositionWatchRecordDecoder;
import steelyard.protocol.sbe.PriceRecordDecoder;
import steelyard.protocol.sbe.ProtectionFillRecordDecoder;
import steelyard.protocol.sbe.ReferralRecordDecoder;
import steelyard.protocol.sbe.ScenarioColumnRecordDecoder;
import steelyard.protocol.sbe.ScenarioRecordDecoder;
import steelyard.protocol.sbe.SessionsRecordDecoder;
import steelyard.protocol.sbe.SnapshotEndDecoder;
import steelyard.protocol.sbe.SubAccountRecordDecoder;
import steelyard.protocol.sbe.SweepRecordDecoder;
import steelyard.protocol.sbe.TradedVolumeRecordDecoder;
import steelyard.protocol.sbe.TraderRecordDecoder;
import steelyard.protocol.sbe.WithdrawalRecordDecoder;

/** Takes each record of a snapshot, between its first and its last, to where it belongs. */
final class ImageAdapter {
    private final MarketParameterRecordDecoder marketParameter = new MarketParameterRecordDecoder();
    private final MarketFundingRecordDecoder marketFunding = new MarketFundingRecordDecoder();
    private final AccountRiskRecordDecoder accountRisk = new AccountRiskRecordDecoder();
    private final MarketSessionRecordDecoder session = new MarketSessionRecordDecoder();
    private final FeeScheduleRecordDecoder feeSchedule = new FeeScheduleRecordDecoder();
    private final TradedVolumeRecordDecoder volume = new TradedVolumeRecordDecoder();
    private final Parameters parameters;
    private final Markets markets;
    private final Accounts accounts;
    private final Agents agents;
    private final Positions positions;
    private final RestingOrders orders;
    private final TradingRecords trading;
    private final Funds funds;
    private final Fees fees;

    private final LeverageCapRecordDecoder leverageCap = new LeverageCapRecordDecoder();
    private final ScenarioRecordDecoder scenario = new ScenarioRecordDecoder();
    private final ScenarioColumnRecordDecoder scenarioColumn = new ScenarioColumnRecordDecoder();
    private final RiskChoices choices;
    private final ParameterRecordDecoder parameter = new ParameterRecordDecoder();
    private final MarketRecordDecoder market = new MarketRecordDecoder();
    private final AccountRecordDecoder account = new AccountRecordDecoder();
    private final FundingSumRecordDecoder fundingSum = new FundingSumRecordDecoder();
    private final AgentLimitsRecordDecoder agentLimits = new AgentLimitsRecordDecoder();
    private final AgentRecordDecoder agent = new AgentRecordDecoder();
    private final PositionRecordDecoder position = new PositionRecordDecoder();
    private final SubAccountRecordDecoder subAccount = new SubAccountRecordDecoder();
    private final BuilderRecordDecoder builder = new BuilderRecordDecoder();
    private final ReferralRecordDecoder referral = new ReferralRecordDecoder();
    private final TraderRecordDecoder trader = new TraderRecordDecoder();
    private final MultiSigRecordDecoder multiSig = new MultiSigRecordDecoder();
    private final WithdrawalRecordDecoder withdrawal = new WithdrawalRecordDecoder();

    ImageAdapter(
        final Parameters parameters,
        final Markets markets,
        final Accounts accounts,
        final Agents agents,
        final Positions positions,
        final RestingOrders orders,
        final TradingRecords trading,
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

    /** Takes the record at which the batch stands; {@code nowNanos} is the log time of the snapshot. */
    void apply(final EventBatch batch, final long nowNanos) {
        final DirectBuffer buffer = batch.buffer();
        final int offset = batch.blockOffset();
        final int length = batch.blockLength();
        final int version = batch.version();
        switch (batch.templateId()) {
            case NodeRecordDecoder.TEMPLATE_ID,
                 PriceRecordDecoder.TEMPLATE_ID,
                 DepositSourceRecordDecoder.TEMPLATE_ID,
                 NonceRecordDecoder.TEMPLATE_ID,
                 FundingProgressRecordDecoder.TEMPLATE_ID,
                 FollowUpRecordDecoder.TEMPLATE_ID,
                 LadderRecordDecoder.TEMPLATE_ID,
                 ProtectionFillRecordDecoder.TEMPLATE_ID,
                 PositionWatchRecordDecoder.TEMPLATE_ID,
                 LookRecordDecoder.TEMPLATE_ID,
                 LiquidationRecordDecoder.TEMPLATE_ID,
                 DeleveragingRecordDecoder.TEMPLATE_ID,
                 SweepRecordDecoder.TEMPLATE_ID,
                 MarkRecordDecoder.TEMPLATE_ID,
                 SessionsRecordDecoder.TEMPLATE_ID,
                 ClosureRecordDecoder.TEMPLATE_ID,
                 HouseFundsRecordDecoder.TEMPLATE_ID,
                 BuilderOrderRecordDecoder.TEMPLATE_ID,
                 FundsRecordDecoder.TEMPLATE_ID -> {
                // Nothing that can be asked for here.
            }
            case ParameterRecordDecoder.TEMPLATE_ID -> onParameter(parameter.wrap(buffer, offset, length, version));
            case MarketRecordDecoder.TEMPLATE_ID -> onMarket(market.wrap(buffer, offset, length, version), nowNanos);
            case AccountRecordDecoder.TEMPLATE_ID -> onAccount(account.wrap(buffer, offset, length, version));
            case AgentRecordDecoder.TEMPLATE_ID -> onAgent(agent.wrap(buffer, offset, length, version));
            case PositionRecordDecoder.TEMPLATE_ID -> onPosition(position.wrap(buffer, offset, length, version));
            case MarketParameterRecordDecoder.TEMPLATE_ID ->
                onMarketParameter(marketParameter.wrap(buffer, offset, length, version));
            case MarketFundingRecordDecoder.TEMPLATE_ID -> {
                marketFunding.wrap(buffer, offset, length, version);
                markets.get(marketFunding.marketId()).fundingRateNanos(marketFunding.rateNanos());
            }
            case AccountRiskRecordDecoder.TEMPLATE_ID -> {
                accountRisk.wrap(buffer, offset, length, version);
                fees.group(accountRisk.accountId(), accountRisk.feeGroup());
                choices.onRecord(accountRisk);
            }
            case MarketSessionRecordDecoder.TEMPLATE_ID -> {
                session.wrap(buffer, offset, length, version);
                markets.get(session.marketId()).risk().percents(session.closePercent(), session.initialPercent());
            }
            case FeeScheduleRecordDecoder.TEMPLATE_ID -> fees.load(feeSchedule.wrap(buffer, offset, length, version));
            case TradedVolumeRecordDecoder.TEMPLATE_ID -> {
                volume.wrap(buffer, offset, length, version);
                fees.traded(volume.accountId(), volume.day(), volume.takerMicros(), volume.makerMicros());
            }
            case LeverageCapRecordDecoder.TEMPLATE_ID -> {
                leverageCap.wrap(buffer, offset, length, version);
                choices.caps().set(leverageCap.accountClass(), leverageCap.leverageClass(), leverageCap.leverageMax(),
                    leverageCap.closeOutPercent());
            }
            case ScenarioRecordDecoder.TEMPLATE_ID ->
                choices.onRecord(scenario.wrap(buffer, offset, length, version));
            case ScenarioColumnRecordDecoder.TEMPLATE_ID ->
                choices.onRecord(scenarioColumn.wrap(buffer, offset, length, version));
            case SubAccountRecordDecoder.TEMPLATE_ID -> {
                subAccount.wrap(buffer, offset, length, version);
                funds.named(subAccount.accountId(), buffer,
                    subAccount.offset() + SubAccountRecordDecoder.nameEncodingOffset());
            }
            case BuilderRecordDecoder.TEMPLATE_ID -> {
                builder.wrap(buffer, offset, length, version);
                funds.approved(builder.accountId(), builder.builderAccountId(), builder.maxTenths());
            }
            case ReferralRecordDecoder.TEMPLATE_ID ->
                funds.referrals().load(referral.wrap(buffer, offset, length, version));
            case TraderRecordDecoder.TEMPLATE_ID -> {
                trader.wrap(buffer, offset, length, version);
                funds.referrals().traded(trader.accountId(), trader.volumeMicros());
                funds.reserved(trader.accountId(), trader.reservedRequests());
                trading.apply(batch);
            }
            case MultiSigRecordDecoder.TEMPLATE_ID -> onMultiSig(multiSig.wrap(buffer, offset, length, version));
            case FundingSumRecordDecoder.TEMPLATE_ID -> {
                fundingSum.wrap(buffer, offset, length, version);
                positions.funding(fundingSum.accountId(), fundingSum.marketId(), fundingSum.allTimeMicros(),
                    fundingSum.sinceOpenMicros(), fundingSum.sinceChangeMicros());
            }
            case AgentLimitsRecordDecoder.TEMPLATE_ID ->
                onAgentLimits(agentLimits.wrap(buffer, offset, length, version));
            case WithdrawalRecordDecoder.TEMPLATE_ID ->
                onWithdrawal(withdrawal.wrap(buffer, offset, length, version));
            case SnapshotEndDecoder.TEMPLATE_ID -> { }
            default -> {
                if (!trading.apply(batch)) {
                    throw new IllegalStateException("record with unknown template " + batch.templateId());
                }
            }
        }
    }

    private void onMarketParameter(final MarketParameterRecordDecoder record) {
        markets.get(record.marketId()).risk().value(MarketParameter.of(record.parameterId()), record.value());
    }

    private void onParameter(final ParameterRecordDecoder parameterRecord) {
        parameters.value(parameterRecord.parameterId(), parameterRecord.value());
    }

    private void onMarket(final MarketRecordDecoder marketRecord, final long nowNanos) {
        final Market listed =
            markets.list(MarketSpecCodec.decode(marketRecord.spec()), MarketState.of(marketRecord.state()));
        markets.stopEntry(listed.spec().marketId(), marketRecord.killSwitch() != 0);
        if (marketRecord.hasPrice() != 0) {
            listed.prices(nowNanos, marketRecord.oraclePriceTicks(), marketRecord.markPriceTicks());
            listed.risk().rampNanos(marketRecord.rampNanos());
        }
    }

    private void onAccount(final AccountRecordDecoder accountRecord) {
        final int addressOffset = accountRecord.offset() + AccountRecordDecoder.addressEncodingOffset();
        accounts.create(
            accountRecord.accountId(),
            Address.from(accountRecord.buffer(), addressOffset),
            AccountKind.of(accountRecord.kind()),
            accountRecord.ownerId());
        accounts.cashMicros(accountRecord.accountId(), accountRecord.cashMicros());
    }

    private void onAgent(final AgentRecordDecoder agentRecord) {
        final int addressOffset = agentRecord.offset() + AgentRecordDecoder.agentAddressEncodingOffset();
        agents.approve(
            agentRecord.accountId(),
            Address.from(agentRecord.buffer(), addressOffset),
            agentRecord.validUntilMillis(),
            agentRecord.buffer(),
            agentRecord.offset() + AgentRecordDecoder.agentNameEncodingOffset());
    }

    private void onAgentLimits(final AgentLimitsRecordDecoder record) {
        final Address address = Address.from(
            record.buffer(), record.offset() + AgentLimitsRecordDecoder.agentAddressEncodingOffset());
        final boolean isReadOnly = record.permission() != 0;
        final List<IpNetwork> networks = new ArrayList<>();
        for (final AgentLimitsRecordDecoder.NetworksDecoder network : record.networks()) {
            networks.add(new IpNetwork(network.high(), network.low(), network.prefixLength()));
        }
        agents.limit(record.accountId(), address, new AgentLimits(isReadOnly, networks));
    }

    private void onMultiSig(final MultiSigRecordDecoder record) {
        final List<Integer> users = new ArrayList<>();
        for (final MultiSigRecordDecoder.UsersDecoder user : record.users()) {
            users.add(user.accountId());
        }
        funds.multiSig(record.accountId(), record.threshold(), users);
    }

    private void onWithdrawal(final WithdrawalRecordDecoder record) {
        funds.pending(new WithdrawalView(record.withdrawalId(), record.accountId(), record.amountMicros(),
            record.feeMicros(),
            Address.from(record.buffer(), record.offset() + WithdrawalRecordDecoder.destinationEncodingOffset()), 0));
    }

    private void onPosition(final PositionRecordDecoder positionRecord) {
        final int accountId = positionRecord.accountId();
        final int marketId = positionRecord.marketId();
        positions.put(
            accountId,
            marketId,
            positionRecord.positionLots(),
            positionRecord.quoteMicros(),
            positionRecord.entryMicros(),
            positionRecord.isolatedMicros());
        positions.leverage(
            accountId, marketId, positionRecord.leverage(), positionRecord.choseIsolated() != 0);
        markets.get(marketId).positionChanged(0, positionRecord.positionLots());
    }
}
