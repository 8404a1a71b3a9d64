package steelyard.exchange.snapshot;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import steelyard.exchange.identity.AddressTable;
import steelyard.exchange.identity.AgentNetworks;
import steelyard.exchange.identity.Agents;
import steelyard.exchange.identity.NonceSets;
import steelyard.exchange.state.Builders;
import steelyard.exchange.state.Counters;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.Genesis;
import steelyard.exchange.state.MultiSigs;
import steelyard.exchange.state.Nodes;
import steelyard.exchange.state.Referrals;
import steelyard.exchange.state.SubAccounts;
import steelyard.exchange.state.Withdrawals;
import steelyard.matching.BookSide;
import steelyard.matching.OrderStore;
import steelyard.model.Parameter;
import steelyard.model.Side;
import steelyard.protocol.ArrayBuffer;
import steelyard.protocol.EventBatchWriter;
import steelyard.protocol.MarketSpecCodec;
import steelyard.protocol.array.AccountRecordEncoder;
import steelyard.protocol.array.AgentLimitsRecordEncoder;
import steelyard.protocol.array.AgentRecordEncoder;
import steelyard.protocol.array.BuilderOrderRecordEncoder;
import steelyard.protocol.array.BuilderRecordEncoder;
import steelyard.protocol.array.DepositSourceRecordEncoder;
import steelyard.protocol.array.FundingSumRecordEncoder;
import steelyard.protocol.array.FundsRecordEncoder;
import steelyard.protocol.array.MessageHeaderEncoder;
import steelyard.protocol.array.MultiSigRecordEncoder;
import steelyard.protocol.array.NodeRecordEncoder;
import steelyard.protocol.array.NonceRecordEncoder;
import steelyard.protocol.array.OrderRecordEncoder;
import steelyard.protocol.array.ParameterRecordEncoder;
import steelyard.protocol.array.PositionRecordEncoder;
import steelyard.protocol.array.PriceRecordEncoder;
import steelyard.protocol.array.ReferralRecordEncoder;
import steelyard.protocol.array.SnapshotEndEncoder;
import steelyard.protocol.array.SnapshotStartEncoder;
import steelyard.protocol.array.SubAccountRecordEncoder;
import steelyard.protocol.array.WithdrawalRecordEncoder;
import steelyard.protocol.sbe.MarketRecordEncoder;
import steelyard.risk.margin.FundingSums;
import steelyard.risk.margin.Positions;
import steelyard.risk.market.Markets;
import steelyard.risk.price.PriceOracle;

/**
 * Writes the state as records, in an order that depends on the state alone: the same state gives the same bytes. Used
 * once.
 */
public final class SnapshotWriter {
    /** Receives the records, many at a time. */
    @FunctionalInterface
    public interface Sink {
        /** Records with their SBE headers, as the events of an {@link steelyard.protocol.EventBatch}. */
        void onBatch(DirectBuffer batch, int offset, int length);
    }

    /** No record is longer, in bytes. */
    public static final int RECORD_LENGTH_MAX = 16 * 1024;

    /** A batch that is so long is given out. */
    private static final int BATCH_LENGTH = 32 * 1024;

    private final ExchangeState state;
    private final Sink sink;
    private final EventBatchWriter batch = new EventBatchWriter();
    private final ArrayBuffer buffer = batch.buffer();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private long recordCount;

    /** Writes this state into {@code sink}. */
    public SnapshotWriter(final ExchangeState state, final Sink sink) {
        this.state = state;
        this.sink = sink;
    }

    /** Writes all records; {@code stateHash} stands in the last. */
    public void write(final long stateHash) {
        writeStart();
        writeNodes();
        writeParameters();
        writeMarkets();
        writePrices();
        writeDepositSources();
        writeAccounts();
        writeAgents();
        writeNonces();
        writePositions();
        writeOrders();
        new TradingRecordsWriter(state, this).write();
        new RiskRecords(state).write(this);
        new ScenarioRecords(state).write(this);
        new FeeRecords(state).write(this);
        new RiskRecords(state).writeMarks(this);
        new RiskRecords(state).writeHouseFunds(this);
        new SessionRecords(state).write(this);
        writeFunds();
        final SnapshotEndEncoder end = new SnapshotEndEncoder().wrapAndApplyHeader(buffer, begin(), header);
        end.recordCount(recordCount).stateHash(stateHash);
        end(end.encodedLength());
        giveOut();
    }

    private void writeStart() {
        final Counters counters = state.counters();
        final SnapshotStartEncoder start = new SnapshotStartEncoder().wrapAndApplyHeader(buffer, begin(), header);
        start
            .nowNanos(counters.nowNanos())
            .eventSequence(counters.eventSequence())
            .logPosition(counters.logPosition())
            .nextOrderId(counters.nextOrderId())
            .nextTradeId(counters.nextTradeId())
            .nextPrioritySequence(counters.nextPrioritySequence())
            .behaviourVersion(state.behaviour().version())
            .genesisApplied((short) (state.genesis().isApplied() ? 1 : 0))
            .putGenesisHash(state.genesis().hash(), 0, Genesis.HASH_LENGTH)
            .depositsMicros(state.accounts().depositsMicros())
            .killSwitch(flag(state.killSwitches().ofAll()));
        end(start.encodedLength());
    }

    private void writeNodes() {
        for (int i = 0; i < state.nodes().count(); i++) {
            final NodeRecordEncoder node = new NodeRecordEncoder().wrapAndApplyHeader(buffer, begin(), header);
            final Nodes nodes = state.nodes();
            node
                .token(nodes.token(i))
                .lastSeq(nodes.lastSeq(i))
                .epoch(nodes.epoch(i))
                .nodeId(nodes.nodeId(i))
                .behaviourMin(nodes.behaviourMin(i))
                .behaviourMax(nodes.behaviourMax(i))
                .putSkipListHash(nodes.skipListHashes(), nodes.skipListOffset(i), Nodes.SKIP_LIST_HASH_LENGTH)
                .retired(flag(nodes.isRetired(i)));
            end(node.encodedLength());
        }
    }

    private void writeParameters() {
        for (final Parameter parameter : Parameter.values()) {
            final ParameterRecordEncoder record =
                new ParameterRecordEncoder().wrapAndApplyHeader(buffer, begin(), header);
            record.value(state.parameters().value(parameter)).parameterId(parameter.id());
            end(record.encodedLength());
        }
    }

    private void writeMarkets() {
        final Markets markets = state.markets();
        // A market's specification is written with the general codecs, as everywhere.
        final var marketHeader = new steelyard.protocol.sbe.MessageHeaderEncoder();
        for (int marketId = 0; marketId < markets.count(); marketId++) {
            final MarketRecordEncoder market =
                new MarketRecordEncoder().wrapAndApplyHeader(buffer, begin(), marketHeader);
            MarketSpecCodec.encode(markets.spec(marketId), market.spec());
            market
                .settledMicros(markets.settledMicros(marketId))
                .oraclePriceTicks(markets.oraclePriceTicks(marketId))
                .markPriceTicks(markets.markPriceTicks(marketId))
                .hasPrice((short) (markets.hasPrice(marketId) ? 1 : 0))
                .state(state.books().state(marketId).code())
                .killSwitch(flag(state.killSwitches().ofMarket(marketId)))
                .lastPriceTicks(state.books().lastPriceTicks(marketId))
                .largestMaxPositionLots(state.books().largestMaxPositionLots(marketId))
                .hasLastPrice(flag(state.books().hasLastPrice(marketId)))
                .isUncrossing(flag(state.books().isUncrossing(marketId)))
                .rampNanos(markets.risk(marketId).rampNanos());
            end(market.encodedLength());
        }
    }

    private void writePrices() {
        final PriceOracle oracle = state.oracle();
        for (int marketId = 0; marketId < state.markets().count(); marketId++) {
            for (int row = oracle.first(marketId); row != PriceOracle.NONE; row = oracle.next(row)) {
                final PriceRecordEncoder price = new PriceRecordEncoder().wrapAndApplyHeader(buffer, begin(), header);
                price
                    .priceE8(oracle.priceE8(row))
                    .confidenceE8(oracle.confidenceE8(row))
                    .publishTimeNanos(oracle.publishTimeNanos(row))
                    .receivedNanos(oracle.receivedNanos(row))
                    .marketId(marketId)
                    .sourceId(oracle.sourceId(row))
                    .nodeId(oracle.nodeId(row));
                end(price.encodedLength());
            }
        }
    }

    private void writeDepositSources() {
        for (int i = 0; i < state.depositSources().count(); i++) {
            final DepositSourceRecordEncoder source =
                new DepositSourceRecordEncoder().wrapAndApplyHeader(buffer, begin(), header);
            source
                .lastNumber(state.depositSources().lastNumberAt(i))
                .sourceId(state.depositSources().sourceIdAt(i));
            end(source.encodedLength());
        }
    }

    private void writeAccounts() {
        final AddressTable addresses = state.addresses();
        for (int accountId = 0; accountId < state.accounts().count(); accountId++) {
            final AccountRecordEncoder account = new AccountRecordEncoder().wrapAndApplyHeader(buffer, begin(), header);
            account
                .cashMicros(state.accounts().cashMicros(accountId))
                .accountId(accountId)
                .ownerId(state.accounts().ownerId(accountId))
                .kind(state.accounts().kind(accountId).code())
                .killSwitch(flag(state.killSwitches().ofAccount(accountId)));
            addresses.write(
                addresses.ofAccount(accountId), buffer,
                account.offset() + AccountRecordEncoder.addressEncodingOffset());
            end(account.encodedLength());
        }
    }

    private void writeAgents() {
        final Agents agents = state.agents();
        for (int accountId = 0; accountId < state.accounts().count(); accountId++) {
            for (int agent = agents.first(accountId); agent != Agents.NONE; agent = agents.next(agent)) {
                final AgentRecordEncoder record = new AgentRecordEncoder().wrapAndApplyHeader(buffer, begin(), header);
                record.validUntilMillis(agents.validUntilMillis(agent)).accountId(accountId);
                state.addresses().write(agents.addressRow(agent), buffer,
                    record.offset() + AgentRecordEncoder.agentAddressEncodingOffset());
                agents.writeName(agent, buffer, record.offset() + AgentRecordEncoder.agentNameEncodingOffset());
                end(record.encodedLength());
            }
        }
    }

    /** In the order of their queue. */
    private void writeNonces() {
        final NonceSets nonces = state.nonces();
        for (int set = nonces.first(); set != NonceSets.NONE; set = nonces.next(set)) {
            final NonceRecordEncoder record = new NonceRecordEncoder().wrapAndApplyHeader(buffer, begin(), header);
            state.addresses().write(set, buffer, record.offset() + NonceRecordEncoder.addressEncodingOffset());
            final NonceRecordEncoder.NoncesEncoder group = record.noncesCount(nonces.size(set));
            for (int i = 0; i < nonces.size(set); i++) {
                group.next().nonceMillis(nonces.nonceAt(set, i));
            }
            end(record.encodedLength());
        }
    }

    private void writePositions() {
        final Positions positions = state.positions();
        long[] byMarket = new long[16];
        for (int accountId = 0; accountId < state.accounts().count(); accountId++) {
            int count = 0;
            for (int slot = positions.first(accountId); slot != Positions.NONE; slot = positions.next(slot)) {
                if (count == byMarket.length) {
                    byMarket = Arrays.copyOf(byMarket, 2 * count);
                }
                byMarket[count++] = (long) positions.market(slot) << 32 | slot;
            }
            Arrays.sort(byMarket, 0, count);
            for (int i = 0; i < count; i++) {
                writePosition((int) byMarket[i]);
            }
        }
    }

    private void writePosition(final int slot) {
        final Positions positions = state.positions();
        if (positions.quantityLots(slot) == 0 && positions.chosenLeverage(slot) == 0) {
            return;
        }
        final PositionRecordEncoder position = new PositionRecordEncoder().wrapAndApplyHeader(buffer, begin(), header);
        position
            .positionLots(positions.quantityLots(slot))
            .quoteMicros(positions.quoteMicros(slot))
            .entryMicros(positions.entryMicros(slot))
            .accountId(positions.account(slot))
            .marketId(positions.market(slot))
            .leverage(positions.chosenLeverage(slot))
            .isolatedMicros(positions.isolatedMicros(slot))
            .choseIsolated((short) (positions.choseIsolated(slot) ? 1 : 0));
        end(position.encodedLength());
    }

    private void writeOrders() {
        for (int marketId = 0; marketId < state.markets().count(); marketId++) {
            writeOrders(state.books().book(marketId).bids());
            writeOrders(state.books().book(marketId).asks());
        }
    }

    private void writeOrders(final BookSide side) {
        final OrderStore orders = state.books().orders();
        for (int level = side.best(); level != OrderStore.NONE; level = side.worse(level)) {
            for (int order = side.firstOrder(level); order != OrderStore.NONE; order = orders.nextOfLevel(order)) {
                writeOrder(orders, order, side.side());
            }
        }
    }

    private void writeOrder(final OrderStore orders, final int order, final Side side) {
        final OrderRecordEncoder record = new OrderRecordEncoder().wrapAndApplyHeader(buffer, begin(), header);
        record
            .orderId(orders.orderId(order))
            .priceTicks(orders.priceTicks(order))
            .originalLots(orders.originalLots(order))
            .remainingLots(orders.remainingLots(order))
            .placedTimeNanos(orders.placedTimeNanos(order))
            .prioritySequence(orders.prioritySequence(order))
            .clientOrderIdHigh(orders.clientOrderIdHigh(order))
            .clientOrderIdLow(orders.clientOrderIdLow(order))
            .accountId(orders.accountId(order))
            .marketId(orders.marketId(order))
            .flags(orders.flags(order))
            .side(side.code())
            .displayLots(state.icebergs().displayLots(orders.orderId(order)))
            .hiddenLots(state.icebergs().hiddenLots(orders.orderId(order)));
        end(record.encodedLength());
    }

    private void writeFunds() {
        final SubAccounts subAccounts = state.subAccounts();
        for (int row = 1; row < subAccounts.limit(); row++) {
            final SubAccountRecordEncoder record =
                new SubAccountRecordEncoder().wrapAndApplyHeader(buffer, begin(), header);
            record.accountId(subAccounts.accountId(row));
            subAccounts.writeName(row, buffer, record.offset() + SubAccountRecordEncoder.nameEncodingOffset());
            end(record.encodedLength());
        }
        final Withdrawals withdrawals = state.withdrawals();
        for (final int row : withdrawals.inOrder()) {
            final WithdrawalRecordEncoder record =
                new WithdrawalRecordEncoder().wrapAndApplyHeader(buffer, begin(), header);
            record
                .withdrawalId(withdrawals.id(row))
                .amountMicros(withdrawals.amountMicros(row))
                .feeMicros(withdrawals.feeMicros(row))
                .accountId(withdrawals.accountId(row));
            withdrawals.writeDestination(
                row, buffer, record.offset() + WithdrawalRecordEncoder.destinationEncodingOffset());
            end(record.encodedLength());
        }
        final FundsRecordEncoder funds = new FundsRecordEncoder().wrapAndApplyHeader(buffer, begin(), header);
        funds.nextWithdrawalId(withdrawals.nextId()).withdrawnMicros(state.accounts().withdrawnMicros());
        end(funds.encodedLength());
        writeBuilders();
        writeMultiSigs();
        writeAgentLimits();
        writeFundingSums();
        writeReferrals();
    }

    private void writeBuilders() {
        final Builders builders = state.builders();
        for (final long pair : builders.approvalsInOrder()) {
            final BuilderRecordEncoder record = new BuilderRecordEncoder().wrapAndApplyHeader(buffer, begin(), header);
            record.accountId(Builders.first(pair)).builderAccountId(Builders.second(pair))
                .maxTenths(builders.maxTenths(Builders.first(pair), Builders.second(pair)));
            end(record.encodedLength());
        }
        for (final long orderId : builders.ordersInOrder()) {
            final BuilderOrderRecordEncoder record =
                new BuilderOrderRecordEncoder().wrapAndApplyHeader(buffer, begin(), header);
            record.orderId(orderId).builderAccountId(builders.builderId(orderId)).tenths(builders.tenths(orderId));
            end(record.encodedLength());
        }
    }

    private void writeMultiSigs() {
        final MultiSigs multiSigs = state.multiSigs();
        for (final int accountId : multiSigs.inOrder()) {
            final MultiSigRecordEncoder record =
                new MultiSigRecordEncoder().wrapAndApplyHeader(buffer, begin(), header);
            record.accountId(accountId).threshold((short) multiSigs.threshold(accountId));
            final MultiSigRecordEncoder.UsersEncoder users = record.usersCount(multiSigs.count(accountId));
            for (int i = 0; i < multiSigs.count(accountId); i++) {
                users.next().accountId(multiSigs.user(accountId, i));
            }
            end(record.encodedLength());
        }
    }

    private void writeAgentLimits() {
        final Agents agents = state.agents();
        final AgentNetworks networks = new AgentNetworks();
        for (int accountId = 0; accountId < state.accounts().count(); accountId++) {
            for (int agent = agents.first(accountId); agent != Agents.NONE; agent = agents.next(agent)) {
                if (agents.isLimited(agent)) {
                    agents.networks(agent, networks);
                    final AgentLimitsRecordEncoder record =
                        new AgentLimitsRecordEncoder().wrapAndApplyHeader(buffer, begin(), header);
                    record.accountId(accountId).permission((short) agents.permission(agent));
                    state.addresses().write(agents.addressRow(agent), buffer,
                        record.offset() + AgentLimitsRecordEncoder.agentAddressEncodingOffset());
                    final AgentLimitsRecordEncoder.NetworksEncoder group = record.networksCount(networks.count());
                    for (int i = 0; i < networks.count(); i++) {
                        group.next().high(networks.high(i)).low(networks.low(i))
                            .prefixLength((short) networks.prefixLength(i));
                    }
                    end(record.encodedLength());
                }
            }
        }
    }

    private void writeFundingSums() {
        final FundingSums sums = state.positions().fundingSums();
        for (int row = 1; row < sums.limit(); row++) {
            final FundingSumRecordEncoder record =
                new FundingSumRecordEncoder().wrapAndApplyHeader(buffer, begin(), header);
            record
                .allTimeMicros(sums.allTimeMicros(row))
                .sinceOpenMicros(sums.sinceOpenMicros(row))
                .sinceChangeMicros(sums.sinceChangeMicros(row))
                .accountId(sums.accountId(row))
                .marketId(sums.marketId(row));
            end(record.encodedLength());
        }
    }

    private void writeReferrals() {
        final Referrals referrals = state.referrals();
        for (final int row : referrals.inOrder()) {
            final ReferralRecordEncoder record =
                new ReferralRecordEncoder().wrapAndApplyHeader(buffer, begin(), header);
            record
                .joinedNanos(referrals.joinedNanos(row))
                .volumeMicros(referrals.volumeMicros(row))
                .feesMicros(referrals.feesMicros(row))
                .rewardedMicros(referrals.rewardedMicros(row))
                .unclaimedMicros(referrals.unclaimedMicros(row))
                .claimedMicros(referrals.claimedMicros(row))
                .accountId(referrals.accountId(row))
                .referrerAccountId(referrals.referrerId(row));
            referrals.writeCode(row, buffer, record.offset() + ReferralRecordEncoder.codeEncodingOffset());
            end(record.encodedLength());
        }
    }

    private static short flag(final boolean set) {
        return (short) (set ? 1 : 0);
    }

    /** Where records are written. */
    ArrayBuffer buffer() {
        return buffer;
    }

    /** Writes the header of a record. */
    MessageHeaderEncoder header() {
        return header;
    }

    /** Where in the {@link #buffer} the next record's header is to be written. */
    int begin() {
        return batch.eventOffset();
    }

    /** The record is whole: so many bytes behind its header. */
    void end(final int encodedLength) {
        recordCount++;
        batch.endEvent(MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
        if (batch.length() >= BATCH_LENGTH) {
            giveOut();
        }
    }

    private void giveOut() {
        sink.onBatch(buffer, 0, batch.end());
        batch.clear();
    }
}
