package steelyard.exchange.snapshot;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;
import steelyard.exchange.identity.AgentNetworks;
import steelyard.exchange.identity.NonceSets;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.Genesis;
import steelyard.exchange.state.MultiSigs;
import steelyard.exchange.state.Nodes;
import steelyard.exchange.state.Referrals;
import steelyard.matching.IncomingOrder;
import steelyard.matching.OrderBook;
import steelyard.model.AccountKind;
import steelyard.model.MarketState;
import steelyard.model.OrderFlags;
import steelyard.model.Parameter;
import steelyard.model.PriceGrid;
import steelyard.model.Side;
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
import steelyard.protocol.sbe.FundingProgressRecordDecoder;
import steelyard.protocol.sbe.FundingSumRecordDecoder;
import steelyard.protocol.sbe.FundsRecordDecoder;
import steelyard.protocol.sbe.HouseFundsRecordDecoder;
import steelyard.protocol.sbe.LeverageCapRecordDecoder;
import steelyard.protocol.sbe.LiquidationRecordDecoder;
import steelyard.protocol.sbe.LookRecordDecoder;
import steelyard.protocol.sbe.MarkRecordDecoder;
import steelyard.protocol.sbe.MarketFundingRecordDecoder;
import steelyard.protocol.sbe.MarketParameterRecordDecoder;
import steelyard.protocol.sbe.MarketRecordDecoder;
import steelyard.protocol.sbe.MarketSessionRecordDecoder;
import steelyard.protocol.sbe.MessageHeaderDecoder;
import steelyard.protocol.sbe.MultiSigRecordDecoder;
import steelyard.protocol.sbe.NodeRecordDecoder;
import steelyard.protocol.sbe.NonceRecordDecoder;
import steelyard.protocol.sbe.OrderRecordDecoder;
import steelyard.protocol.sbe.ParameterRecordDecoder;
import steelyard.protocol.sbe.PositionRecordDecoder;
import steelyard.protocol.sbe.PositionWatchRecordDecoder;
import steelyard.protocol.sbe.PriceRecordDecoder;
import steelyard.protocol.sbe.ReferralRecordDecoder;
import steelyard.protocol.sbe.ScenarioColumnRecordDecoder;
import steelyard.protocol.sbe.ScenarioRecordDecoder;
import steelyard.protocol.sbe.SessionsRecordDecoder;
import steelyard.protocol.sbe.SnapshotEndDecoder;
import steelyard.protocol.sbe.SnapshotStartDecoder;
import steelyard.protocol.sbe.SubAccountRecordDecoder;
import steelyard.protocol.sbe.SweepRecordDecoder;
import steelyard.protocol.sbe.TradedVolumeRecordDecoder;
import steelyard.protocol.sbe.WithdrawalRecordDecoder;
import steelyard.risk.price.PriceOracle;

/**
 * Fills an empty state from the records of a snapshot, in the order in which they were written. What does not fit
 * throws {@link IllegalStateException}.
 */
public final class SnapshotLoader {
    private static final int GROUP_HEADER = 4;

    private final ExchangeState state;
    private final RiskRecords risk;
    private final FeeRecords fees;
    private final SessionRecords sessions;
    private final HouseFundsRecordDecoder houseFunds = new HouseFundsRecordDecoder();
    private final MarkRecordDecoder mark = new MarkRecordDecoder();
    private final FeeScheduleRecordDecoder feeSchedule = new FeeScheduleRecordDecoder();
    private final TradedVolumeRecordDecoder tradedVolume = new TradedVolumeRecordDecoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SnapshotStartDecoder start = new SnapshotStartDecoder();
    private final NodeRecordDecoder node = new NodeRecordDecoder();
    private final ParameterRecordDecoder parameter = new ParameterRecordDecoder();
    private final MarketRecordDecoder market = new MarketRecordDecoder();
    private final PriceRecordDecoder price = new PriceRecordDecoder();
    private final DepositSourceRecordDecoder depositSource = new DepositSourceRecordDecoder();
    private final AccountRecordDecoder account = new AccountRecordDecoder();
    private final AgentRecordDecoder agent = new AgentRecordDecoder();
    private final NonceRecordDecoder nonces = new NonceRecordDecoder();
    private final PositionRecordDecoder position = new PositionRecordDecoder();
    private final OrderRecordDecoder order = new OrderRecordDecoder();
    private final MarketParameterRecordDecoder marketParameter = new MarketParameterRecordDecoder();
    private final LeverageCapRecordDecoder leverageCap = new LeverageCapRecordDecoder();
    private final FundingProgressRecordDecoder fundingProgress = new FundingProgressRecordDecoder();
    private final MarketFundingRecordDecoder marketFunding = new MarketFundingRecordDecoder();
    private final PositionWatchRecordDecoder positionWatch = new PositionWatchRecordDecoder();
    private final LookRecordDecoder look = new LookRecordDecoder();
    private final LiquidationRecordDecoder liquidation = new LiquidationRecordDecoder();
    private final DeleveragingRecordDecoder deleveraging = new DeleveragingRecordDecoder();
    private final ScenarioRecordDecoder scenario = new ScenarioRecordDecoder();
    private final ScenarioColumnRecordDecoder scenarioColumn = new ScenarioColumnRecordDecoder();
    private final SweepRecordDecoder sweep = new SweepRecordDecoder();
    private final AccountRiskRecordDecoder accountRisk = new AccountRiskRecordDecoder();
    private final SubAccountRecordDecoder subAccount = new SubAccountRecordDecoder();
    private final WithdrawalRecordDecoder withdrawal = new WithdrawalRecordDecoder();
    private final FundsRecordDecoder funds = new FundsRecordDecoder();
    private final BuilderRecordDecoder builder = new BuilderRecordDecoder();
    private final BuilderOrderRecordDecoder builderOrder = new BuilderOrderRecordDecoder();
    private final MultiSigRecordDecoder multiSig = new MultiSigRecordDecoder();
    private final FundingSumRecordDecoder fundingSum = new FundingSumRecordDecoder();
    private final AgentLimitsRecordDecoder agentLimits = new AgentLimitsRecordDecoder();
    private final ReferralRecordDecoder referral = new ReferralRecordDecoder();
    private final SnapshotEndDecoder end = new SnapshotEndDecoder();
    private final IncomingOrder incoming = new IncomingOrder();
    private final ScenarioRecords scenarios;
    private final TradingRecords trading;
    private boolean loading;
    private boolean closed;
    private long recordCount;
    private int lastTemplateId;

    /** Fills this state. */
    public SnapshotLoader(final ExchangeState state) {
        this.state = state;
        this.risk = new RiskRecords(state);
        this.scenarios = new ScenarioRecords(state);
        this.fees = new FeeRecords(state);
        this.sessions = new SessionRecords(state);
        this.trading = new TradingRecords(state);
    }

    /** Says that commands come now: no snapshot may be loaded from here on, and none may be half loaded. */
    public void close() {
        if (loading) {
            throw new IllegalStateException("the snapshot is not loaded to its end");
        }
        closed = true;
    }

    /** Takes one record; {@code true} after the last, and then the hash remains to be compared. */
    public boolean load(final DirectBuffer buffer, final int offset, final int length) {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
            throw new IllegalStateException("a record of " + length + " bytes");
        }
        header.wrap(buffer, offset);
        final int templateId = header.templateId();
        if (templateId == SnapshotStartDecoder.TEMPLATE_ID ? closed || loading : !loading) {
            throw new IllegalStateException("record " + templateId + " where no snapshot is being loaded");
        }
        if (lastTemplateId == SnapshotEndDecoder.TEMPLATE_ID
            || templateId < lastTemplateId && templateId != SnapshotEndDecoder.TEMPLATE_ID) {
            throw new IllegalStateException("record " + templateId + " after record " + lastTemplateId);
        }
        lastTemplateId = templateId;
        requireComplete(buffer, offset, length);
        loadRecord(buffer, offset, templateId);
        recordCount++;
        return templateId == SnapshotEndDecoder.TEMPLATE_ID;
    }

    /** Compares what was loaded with what the last record says. */
    public void requireHash(final long stateHash) {
        if (end.stateHash() != stateHash) {
            throw new IllegalStateException("state hash of the snapshot is " + Long.toHexString(end.stateHash())
                + ", of what was loaded " + Long.toHexString(stateHash));
        }
    }

    private void requireComplete(final DirectBuffer buffer, final int offset, final int length) {
        int expected = MessageHeaderDecoder.ENCODED_LENGTH + header.blockLength();
        for (int groups = groups(header.templateId()); groups > 0; groups--) {
            final int group = offset + expected;
            expected += GROUP_HEADER;
            if (expected <= length) {
                expected += (buffer.getShort(group, LITTLE_ENDIAN) & 0xFFFF)
                    * (buffer.getShort(group + 2, LITTLE_ENDIAN) & 0xFFFF);
            }
        }
        if (expected > length) {
            throw new IllegalStateException("record " + header.templateId() + " cut off at " + length + " bytes");
        }
    }

    /** How many groups follow the block of a record. */
    private static int groups(final int templateId) {
        return switch (templateId) {
            case FeeScheduleRecordDecoder.TEMPLATE_ID -> 2;
            case NonceRecordDecoder.TEMPLATE_ID, HouseFundsRecordDecoder.TEMPLATE_ID,
                MultiSigRecordDecoder.TEMPLATE_ID, AgentLimitsRecordDecoder.TEMPLATE_ID -> 1;
            default -> 0;
        };
    }

    private void loadRecord(final DirectBuffer buffer, final int offset, final int templateId) {
        switch (templateId) {
            case SnapshotStartDecoder.TEMPLATE_ID -> loadStart(decode(start, buffer, offset));
            case NodeRecordDecoder.TEMPLATE_ID -> loadNode(decode(node, buffer, offset));
            case ParameterRecordDecoder.TEMPLATE_ID -> loadParameter(decode(parameter, buffer, offset));
            case MarketRecordDecoder.TEMPLATE_ID -> loadMarket(decode(market, buffer, offset));
            case PriceRecordDecoder.TEMPLATE_ID -> loadPrice(decode(price, buffer, offset));
            case DepositSourceRecordDecoder.TEMPLATE_ID -> loadDepositSource(decode(depositSource, buffer, offset));
            case AccountRecordDecoder.TEMPLATE_ID -> loadAccount(decode(account, buffer, offset));
            case AgentRecordDecoder.TEMPLATE_ID -> loadAgent(decode(agent, buffer, offset));
            case NonceRecordDecoder.TEMPLATE_ID -> loadNonces(decode(nonces, buffer, offset));
            case PositionRecordDecoder.TEMPLATE_ID -> loadPosition(decode(position, buffer, offset));
            case OrderRecordDecoder.TEMPLATE_ID -> loadOrder(decode(order, buffer, offset));
            case MarketParameterRecordDecoder.TEMPLATE_ID -> risk.load(decode(marketParameter, buffer, offset));
            case LeverageCapRecordDecoder.TEMPLATE_ID -> risk.load(decode(leverageCap, buffer, offset));
            case FundingProgressRecordDecoder.TEMPLATE_ID -> risk.load(decode(fundingProgress, buffer, offset));
            case MarketFundingRecordDecoder.TEMPLATE_ID -> risk.load(decode(marketFunding, buffer, offset));
            case PositionWatchRecordDecoder.TEMPLATE_ID -> risk.load(decode(positionWatch, buffer, offset));
            case LookRecordDecoder.TEMPLATE_ID -> risk.load(decode(look, buffer, offset));
            case LiquidationRecordDecoder.TEMPLATE_ID -> risk.load(decode(liquidation, buffer, offset));
            case DeleveragingRecordDecoder.TEMPLATE_ID -> risk.load(decode(deleveraging, buffer, offset));
            case SweepRecordDecoder.TEMPLATE_ID -> risk.load(decode(sweep, buffer, offset));
            case ScenarioRecordDecoder.TEMPLATE_ID -> scenarios.load(decode(scenario, buffer, offset));
            case ScenarioColumnRecordDecoder.TEMPLATE_ID -> scenarios.load(decode(scenarioColumn, buffer, offset));
            case AccountRiskRecordDecoder.TEMPLATE_ID -> risk.load(decode(accountRisk, buffer, offset));
            case SessionsRecordDecoder.TEMPLATE_ID ->
                sessions.load(decode(new SessionsRecordDecoder(), buffer, offset));
            case ClosureRecordDecoder.TEMPLATE_ID ->
                sessions.load(decode(new ClosureRecordDecoder(), buffer, offset));
            case MarketSessionRecordDecoder.TEMPLATE_ID ->
                sessions.load(decode(new MarketSessionRecordDecoder(), buffer, offset));
            case HouseFundsRecordDecoder.TEMPLATE_ID -> risk.load(decode(houseFunds, buffer, offset));
            case MarkRecordDecoder.TEMPLATE_ID -> risk.load(decode(mark, buffer, offset));
            case FeeScheduleRecordDecoder.TEMPLATE_ID -> fees.load(decode(feeSchedule, buffer, offset));
            case TradedVolumeRecordDecoder.TEMPLATE_ID -> fees.load(decode(tradedVolume, buffer, offset));
            case SubAccountRecordDecoder.TEMPLATE_ID -> loadSubAccount(decode(subAccount, buffer, offset));
            case WithdrawalRecordDecoder.TEMPLATE_ID -> loadWithdrawal(decode(withdrawal, buffer, offset));
            case FundsRecordDecoder.TEMPLATE_ID -> loadFunds(decode(funds, buffer, offset));
            case BuilderRecordDecoder.TEMPLATE_ID -> loadBuilder(decode(builder, buffer, offset));
            case BuilderOrderRecordDecoder.TEMPLATE_ID -> loadBuilderOrder(decode(builderOrder, buffer, offset));
            case MultiSigRecordDecoder.TEMPLATE_ID -> loadMultiSig(decode(multiSig, buffer, offset));
            case AgentLimitsRecordDecoder.TEMPLATE_ID -> loadAgentLimits(decode(agentLimits, buffer, offset));
            case FundingSumRecordDecoder.TEMPLATE_ID -> loadFundingSum(decode(fundingSum, buffer, offset));
            case ReferralRecordDecoder.TEMPLATE_ID -> loadReferral(decode(referral, buffer, offset));
            case SnapshotEndDecoder.TEMPLATE_ID -> loadEnd(decode(end, buffer, offset));
            default -> {
                if (!trading.load(buffer, offset, header)) {
                    throw new IllegalStateException("no record of a snapshot: template " + templateId);
                }
            }
        }
    }

    private <T extends MessageDecoderFlyweight> T decode(final T record, final DirectBuffer buffer, final int offset) {
        record.wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        return record;
    }

    private void loadStart(final SnapshotStartDecoder record) {
        state.behaviour().version(record.behaviourVersion());
        state.counters().restorePlace(record.nowNanos(), record.logPosition(), record.eventSequence());
        state.counters().restoreIds(record.nextOrderId(), record.nextTradeId(), record.nextPrioritySequence());
        record.getGenesisHash(state.genesis().hash(), 0, Genesis.HASH_LENGTH);
        state.genesis().applied(record.genesisApplied() != 0);
        state.accounts().restoreDeposits(record.depositsMicros());
        state.killSwitches().setAll(record.killSwitch() != 0);
        loading = true;
    }

    private void loadNode(final NodeRecordDecoder record) {
        final Nodes nodes = state.nodes();
        nodes.set(record.nodeId(), record.epoch(), record.token(), record.lastSeq());
        final int index = nodes.index(record.nodeId());
        nodes.announce(index, record.behaviourMin(), record.behaviourMax());
        record.getSkipListHash(nodes.skipListHashes(), nodes.skipListOffset(index), Nodes.SKIP_LIST_HASH_LENGTH);
        nodes.retired(index, record.retired() != 0);
    }

    private void loadParameter(final ParameterRecordDecoder record) {
        final Parameter known = Parameter.of(record.parameterId());
        if (known == null) {
            throw new IllegalStateException("unknown parameter " + record.parameterId());
        }
        state.parameters().value(known, record.value());
    }

    private void loadMarket(final MarketRecordDecoder record) {
        final int marketId = state.markets().count();
        state.markets().list(MarketSpecCodec.decode(record.spec()));
        state.funding().list();
        state.books().list(state.markets().spec(marketId), MarketState.of(record.state()));
        state.markets().settled(marketId, record.settledMicros());
        if (record.hasLastPrice() != 0) {
            state.books().lastPrice(marketId, record.lastPriceTicks());
        }
        state.books().uncrossing(marketId, record.isUncrossing() != 0);
        state.books().largestMaxPositionLots(marketId, record.largestMaxPositionLots());
        state.killSwitches().setMarket(marketId, record.killSwitch() != 0);
        if (record.hasPrice() != 0) {
            state.markets().prices(marketId, record.oraclePriceTicks(), record.markPriceTicks());
            state.markets().rampNanos(marketId, record.rampNanos());
        }
    }

    private void loadPrice(final PriceRecordDecoder record) {
        state.oracle().restore(
            record.marketId(), PriceOracle.publisher(record.sourceId(), record.nodeId()), record.priceE8(),
            record.confidenceE8(), record.publishTimeNanos(), record.receivedNanos());
    }

    private void loadDepositSource(final DepositSourceRecordDecoder record) {
        state.depositSources().lastNumber(record.sourceId(), record.lastNumber());
    }

    private void loadAccount(final AccountRecordDecoder record) {
        final int accountId = state.accounts().restore(
            AccountKind.of(record.kind()), record.ownerId(), record.cashMicros());
        if (accountId != record.accountId()) {
            throw new IllegalStateException("account " + record.accountId() + " as number " + accountId);
        }
        final int row = state.addresses().open(
            record.buffer(), record.offset() + AccountRecordDecoder.addressEncodingOffset());
        state.addresses().accountId(row, accountId);
        state.killSwitches().setAccount(accountId, record.killSwitch() != 0);
    }

    private void loadAgent(final AgentRecordDecoder record) {
        final int row = state.addresses().open(
            record.buffer(), record.offset() + AgentRecordDecoder.agentAddressEncodingOffset());
        state.agents().add(record.accountId(), row, record.validUntilMillis(), record.buffer(),
            record.offset() + AgentRecordDecoder.agentNameEncodingOffset());
    }

    private void loadNonces(final NonceRecordDecoder record) {
        final NonceSets sets = state.nonces();
        final int set = state.addresses().open(
            record.buffer(), record.offset() + NonceRecordDecoder.addressEncodingOffset());
        sets.create(set);
        final NonceRecordDecoder.NoncesDecoder group = record.nonces();
        while (group.hasNext()) {
            sets.add(set, group.next().nonceMillis());
        }
    }

    private void loadPosition(final PositionRecordDecoder record) {
        final int slot = state.positions().open(record.accountId(), record.marketId());
        state.positions().restore(
            slot, record.positionLots(), record.quoteMicros(), record.entryMicros());
        state.positions().restoreMargin(
            slot, record.leverage(), record.choseIsolated() != 0, record.isolatedMicros());
    }

    private void loadOrder(final OrderRecordDecoder record) {
        final int slot = state.positions().open(record.accountId(), record.marketId());
        final Side side = Side.of(record.side());
        incoming
            .owner(record.orderId(), record.accountId(), slot)
            .terms(side, record.priceTicks(), record.remainingLots())
            .originalLots(record.originalLots())
            .circumstances(record.flags(), record.placedTimeNanos())
            .clientOrderId(record.clientOrderIdHigh(), record.clientOrderIdLow());
        final OrderBook book = state.books().book(record.marketId());
        if (!book.accepts(record.priceTicks())) {
            book.regrid(PriceGrid.tick(1, true));
        }
        book.rest(incoming, record.prioritySequence());
        if (OrderFlags.isIceberg(record.flags())) {
            state.icebergs().put(record.orderId(), record.displayLots(), record.hiddenLots());
        } else if (record.displayLots() != 0 || record.hiddenLots() != 0) {
            throw new IllegalStateException("order " + record.orderId() + " hides what only an iceberg does");
        }
        state.traders().opened(record.accountId(), 1);
        state.margin().reservations().rested(
            slot, record.flags(), side, record.priceTicks(), record.remainingLots() + record.hiddenLots());
    }

    /** What the first look at each account would work out, so that no command after the restore pays for it. */
    private void workOutMargins() {
        for (int accountId = 0; accountId < state.accounts().count(); accountId++) {
            state.margin().requirementMicros(accountId);
        }
    }

    private void loadSubAccount(final SubAccountRecordDecoder record) {
        state.subAccounts().add(record.accountId(), state.accounts().ownerId(record.accountId()));
        state.subAccounts().name(record.accountId(), record.buffer(),
            record.offset() + SubAccountRecordDecoder.nameEncodingOffset());
    }

    private void loadWithdrawal(final WithdrawalRecordDecoder record) {
        state.withdrawals().add(record.withdrawalId(), record.accountId(), record.amountMicros(), record.feeMicros(),
            record.buffer(), record.offset() + WithdrawalRecordDecoder.destinationEncodingOffset());
    }

    private void loadFunds(final FundsRecordDecoder record) {
        state.withdrawals().restoreNextId(record.nextWithdrawalId());
        state.accounts().restoreWithdrawn(record.withdrawnMicros());
    }

    private void loadBuilder(final BuilderRecordDecoder record) {
        state.builders().approve(record.accountId(), record.builderAccountId(), record.maxTenths());
    }

    private void loadBuilderOrder(final BuilderOrderRecordDecoder record) {
        state.builders().owe(record.orderId(), record.builderAccountId(), record.tenths());
    }

    private void loadMultiSig(final MultiSigRecordDecoder record) {
        final int[] users = new int[MultiSigs.USERS_MAX];
        int count = 0;
        for (final MultiSigRecordDecoder.UsersDecoder user : record.users()) {
            users[count++] = user.accountId();
        }
        state.multiSigs().set(record.accountId(), record.threshold(), users, count);
    }

    private void loadAgentLimits(final AgentLimitsRecordDecoder record) {
        final int row = state.addresses().find(
            record.buffer(), record.offset() + AgentLimitsRecordDecoder.agentAddressEncodingOffset());
        final AgentNetworks networks = new AgentNetworks();
        for (final AgentLimitsRecordDecoder.NetworksDecoder network : record.networks()) {
            networks.add(network.high(), network.low(), network.prefixLength());
        }
        state.agents().limit(state.agents().ofAddress(row), record.permission(), networks);
    }

    private void loadFundingSum(final FundingSumRecordDecoder record) {
        state.positions().restoreFunding(record.accountId(), record.marketId(), record.allTimeMicros(),
            record.sinceOpenMicros(), record.sinceChangeMicros());
    }

    private void loadReferral(final ReferralRecordDecoder record) {
        final int codeOffset = record.offset() + ReferralRecordDecoder.codeEncodingOffset();
        if (record.buffer().getByte(codeOffset) != 0) {
            state.referrals().register(record.accountId(), record.buffer(), codeOffset);
        }
        if (record.referrerAccountId() != Referrals.NONE) {
            state.referrals().refer(record.accountId(), record.referrerAccountId(), record.joinedNanos());
        }
        state.referrals().restore(record.accountId(), record.volumeMicros(), record.feesMicros(),
            record.rewardedMicros(), record.unclaimedMicros(), record.claimedMicros());
    }

    private void loadEnd(final SnapshotEndDecoder record) {
        if (record.recordCount() != recordCount) {
            throw new IllegalStateException(
                "snapshot of " + record.recordCount() + " records before its end, loaded " + recordCount);
        }
        state.books().orders().completeRestore();
        workOutMargins();
        state.accounts().changed().clear();
        loading = false;
        closed = true;
    }
}
