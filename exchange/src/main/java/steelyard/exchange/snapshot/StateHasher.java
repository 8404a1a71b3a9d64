package steelyard.exchange.snapshot;

import static steelyard.model.Mix64.mix;

import steelyard.exchange.identity.Agents;
import steelyard.exchange.state.Counters;
import steelyard.exchange.state.Deleveragings;
import steelyard.exchange.state.DepositSources;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.Genesis;
import steelyard.exchange.state.HouseFunds;
import steelyard.exchange.state.LiquidationQueue;
import steelyard.exchange.state.Protection;
import steelyard.exchange.state.RiskQueues;
import steelyard.model.Parameter;
import steelyard.protocol.sbe.DepositSourceRecordDecoder;
import steelyard.protocol.sbe.FundingProgressRecordDecoder;
import steelyard.protocol.sbe.FundsRecordDecoder;
import steelyard.protocol.sbe.HouseFundsRecordDecoder;
import steelyard.protocol.sbe.LeverageCapRecordDecoder;
import steelyard.protocol.sbe.NodeRecordDecoder;
import steelyard.protocol.sbe.ParameterRecordDecoder;
import steelyard.protocol.sbe.SnapshotStartDecoder;
import steelyard.protocol.sbe.SweepRecordDecoder;
import steelyard.risk.funding.Funding;
import steelyard.risk.margin.Positions;
import steelyard.risk.market.LeverageCaps;
import steelyard.risk.price.PriceOracle;
import steelyard.risk.table.RowSet;

/**
 * The state hash, part by part. Commands only note what they touch; it is mixed in by {@link #mixTouched}. What there
 * is little of (nodes, parameters, sources) is hashed anew each time.
 */
public final class StateHasher {
    private final ExchangeState state;
    private final EntityHashes hashes;
    private final HashedRows marketSpecs = new HashedRows();
    private final HashedRows marketsSettled = new HashedRows();
    private final HashedRows marketPrices = new HashedRows();
    private final HashedRows marketRisks = new HashedRows();
    private final HashedRows marketSamples = new HashedRows();
    private final HashedRows positions = new HashedRows();
    private final HashedRows accounts = new HashedRows();
    private final HashedRows agents = new HashedRows();
    private final HashedRows publishers = new HashedRows();
    private final HashedRows marketTrading = new HashedRows();
    private final HashedRows traders = new HashedRows();
    private final HashedRows triggers = new HashedRows();
    private final HashedRows groups = new HashedRows();
    private final HashedRows twaps = new HashedRows();
    private final HashedRows subAccounts = new HashedRows();
    private final HashedRows withdrawals = new HashedRows();
    private final HashedRows referrals = new HashedRows();
    private final HashedRows volumes = new HashedRows();
    private final FeeRecords fees;
    private final SessionRecords sessions;

    private long scenarioChanges;
    private long scenarioHash;

    /** Hashes this state. */
    public StateHasher(final ExchangeState state) {
        this.state = state;
        this.hashes = new EntityHashes(state);
        this.fees = new FeeRecords(state);
        this.sessions = new SessionRecords(state);
    }

    /** Mixes in everything that was touched since the last time. The parts are right from here to the next command. */
    public void mixTouched() {
        mixMarkets(state.markets().touched());
        final RowSet touchedPositions = state.positions().touched();
        for (int i = 0; i < touchedPositions.count(); i++) {
            positions.put(touchedPositions.row(i), hashes.position(touchedPositions.row(i)));
        }
        touchedPositions.clear();
        final RowSet touchedAccounts = state.accounts().touched();
        for (int i = 0; i < touchedAccounts.count(); i++) {
            accounts.put(touchedAccounts.row(i), hashes.account(touchedAccounts.row(i)));
        }
        touchedAccounts.clear();
        final RowSet touchedAgents = state.agents().touched();
        for (int i = 0; i < touchedAgents.count(); i++) {
            agents.put(touchedAgents.row(i), hashes.agent(touchedAgents.row(i)));
        }
        touchedAgents.clear();
        final RowSet touchedPublishers = state.oracle().touched();
        for (int i = 0; i < touchedPublishers.count(); i++) {
            publishers.put(touchedPublishers.row(i), hashes.publisher(touchedPublishers.row(i)));
        }
        touchedPublishers.clear();
        mixTrading();
        state.books().orders().hash();
        mixFunds();
    }

    private void mixFunds() {
        final RowSet touchedSubAccounts = state.subAccounts().touched();
        for (int i = 0; i < touchedSubAccounts.count(); i++) {
            subAccounts.put(touchedSubAccounts.row(i), hashes.subAccount(touchedSubAccounts.row(i)));
        }
        touchedSubAccounts.clear();
        final RowSet touchedWithdrawals = state.withdrawals().touched();
        for (int i = 0; i < touchedWithdrawals.count(); i++) {
            withdrawals.put(touchedWithdrawals.row(i), hashes.withdrawal(touchedWithdrawals.row(i)));
        }
        touchedWithdrawals.clear();
        final RowSet touchedReferrals = state.referrals().touched();
        for (int i = 0; i < touchedReferrals.count(); i++) {
            referrals.put(touchedReferrals.row(i), state.referrals().hash(touchedReferrals.row(i)));
        }
        touchedReferrals.clear();
        final RowSet touchedVolumes = state.volumes().touched();
        for (int i = 0; i < touchedVolumes.count(); i++) {
            volumes.put(touchedVolumes.row(i), fees.volumes(touchedVolumes.row(i)));
        }
        touchedVolumes.clear();
    }

    /** Resting orders, market specifications and states. */
    public long books() {
        return state.books().orders().hash() + marketSpecs.sum() + marketTrading.sum() + triggers.sum() + groups.sum()
            + state.triggers().trailingHash() + twaps.sum() + state.icebergs().hash() + state.quotes().ladderHash();
    }

    /** Accounts, agents, names of sub-accounts, deposits, withdrawals, referrals. */
    public long accounts() {
        return accounts.sum() + agents.sum() + subAccounts.sum() + deposits() + withdrawals.sum() + funds()
            + traders.sum() + protections() + state.builders().hash()
            + state.multiSigs().hash() + referrals.sum();
    }

    /** Positions, leverages, what markets have settled, parameters, genesis. */
    public long risk() {
        return positions.sum() + state.positions().fundingSums().hash()
            + marketsSettled.sum() + marketRisks.sum() + caps() + queues() + parameters()
            + genesis() + scenarios() + fees.hash() + volumes.sum() + houseFunds()
            + sessions.hash();
    }

    /** Used nonces. */
    public long nonces() {
        return state.nonces().hash();
    }

    /** Publishers' and markets' prices. */
    public long prices() {
        return publishers.sum() + marketPrices.sum();
    }

    /** What moves because time passes: log time, deadlines, follow-ups, samples of funding and how far it has come. */
    public long timers() {
        return EntityHashes.start(SnapshotStartDecoder.TEMPLATE_ID, state.counters().nowNanos())
            + state.deadlines().hash() + state.followUps().hash() + marketSamples.sum() + funding();
    }

    /** Numbering. */
    public long transport() {
        final Counters counters = state.counters();
        long sum = mix(EntityHashes.start(SnapshotStartDecoder.TEMPLATE_ID, counters.eventSequence()),
            counters.nextOrderId());
        sum = mix(mix(sum, counters.nextTradeId()), counters.nextPrioritySequence());
        for (int i = 0; i < state.nodes().count(); i++) {
            sum += hashes.node(i);
        }
        return mix(sum, state.killSwitches().ofAll() ? 1 : 0);
    }

    /** Hashes every entity again; throws {@link IllegalStateException} where a part differs. */
    public void verify() {
        mixTouched();
        long specs = 0;
        long settled = 0;
        long prices = 0;
        long risks = 0;
        long samples = 0;
        long publisherSum = 0;
        for (int marketId = 0; marketId < state.markets().count(); marketId++) {
            specs += hashes.marketSpec(marketId);
            settled += hashes.marketSettled(marketId);
            prices += hashes.marketPrices(marketId);
            risks += hashes.marketRisk(marketId);
            samples += hashes.marketSamples(marketId);
            for (int row = state.oracle().first(marketId); row != PriceOracle.NONE; row = state.oracle().next(row)) {
                publisherSum += hashes.publisher(row);
            }
        }
        expect("market specifications", marketSpecs.sum(), specs);
        expect("settled amounts", marketsSettled.sum(), settled);
        expect("market prices", marketPrices.sum(), prices);
        expect("risk of markets", marketRisks.sum(), risks);
        expect("samples of funding", marketSamples.sum(), samples);
        expect("publishers", publishers.sum(), publisherSum);
        expect("scenarios", scenarios(), hashes.scenarios());
        expect("nonces", state.nonces().hash(), state.nonces().hashFromScratch());
        verifyAccounts();
        verifyTrading();
        verifyFunds();
    }

    private void verifyFunds() {
        long subAccountSum = 0;
        for (int row = 1; row < state.subAccounts().limit(); row++) {
            subAccountSum += hashes.subAccount(row);
        }
        long withdrawalSum = 0;
        for (final int row : state.withdrawals().inOrder()) {
            withdrawalSum += hashes.withdrawal(row);
        }
        expect("sub-accounts", subAccounts.sum(), subAccountSum);
        expect("withdrawals", withdrawals.sum(), withdrawalSum);
        long referralSum = 0;
        for (int row = 1; row < state.referrals().limit(); row++) {
            referralSum += state.referrals().hash(row);
        }
        expect("referrals", referrals.sum(), referralSum);
        long volumeSum = 0;
        for (int accountId = 0; accountId < state.volumes().limit(); accountId++) {
            volumeSum += fees.volumes(accountId);
        }
        expect("traded volumes", volumes.sum(), volumeSum);
    }

    private void verifyAccounts() {
        long accountSum = 0;
        long agentSum = 0;
        long positionSum = 0;
        for (int accountId = 0; accountId < state.accounts().count(); accountId++) {
            accountSum += hashes.account(accountId);
            final Agents agentList = state.agents();
            for (int agent = agentList.first(accountId); agent != Agents.NONE; agent = agentList.next(agent)) {
                agentSum += hashes.agent(agent);
            }
            final Positions chain = state.positions();
            for (int slot = chain.first(accountId); slot != Positions.NONE; slot = chain.next(slot)) {
                positionSum += hashes.position(slot);
            }
        }
        expect("accounts", accounts.sum(), accountSum);
        expect("agents", agents.sum(), agentSum);
        expect("positions", positions.sum(), positionSum);
    }

    private void mixTrading() {
        final RowSet touchedTraders = state.traders().touched();
        for (int i = 0; i < touchedTraders.count(); i++) {
            traders.put(touchedTraders.row(i), hashes.trader(touchedTraders.row(i)));
        }
        touchedTraders.clear();
        final RowSet touchedTriggers = state.triggers().touched();
        for (int i = 0; i < touchedTriggers.count(); i++) {
            triggers.put(touchedTriggers.row(i), state.triggers().hash(touchedTriggers.row(i)));
        }
        touchedTriggers.clear();
        final RowSet touchedGroups = state.groups().touched();
        for (int i = 0; i < touchedGroups.count(); i++) {
            groups.put(touchedGroups.row(i), state.groups().hash(touchedGroups.row(i)));
        }
        touchedGroups.clear();
        final RowSet touchedTwaps = state.twaps().touched();
        for (int i = 0; i < touchedTwaps.count(); i++) {
            twaps.put(touchedTwaps.row(i), state.twaps().hash(touchedTwaps.row(i)));
        }
        touchedTwaps.clear();
    }

    private long protections() {
        long sum = 0;
        for (final Protection protection : state.quotes().protections()) {
            sum += protection.hash();
        }
        return sum;
    }

    private void verifyTrading() {
        long markets = 0;
        for (int marketId = 0; marketId < state.markets().count(); marketId++) {
            markets += hashes.marketTrading(marketId);
        }
        long known = 0;
        for (int accountId = 0; accountId < state.traders().limit(); accountId++) {
            known += hashes.trader(accountId);
        }
        long triggerSum = 0;
        for (int row = 0; row < state.triggers().limit(); row++) {
            triggerSum += state.triggers().hash(row);
        }
        long groupSum = 0;
        for (int row = 0; row < state.groups().limit(); row++) {
            groupSum += state.groups().hash(row);
        }
        long twapSum = 0;
        for (int row = 0; row < state.twaps().limit(); row++) {
            twapSum += state.twaps().hash(row);
        }
        expect("trading in markets", marketTrading.sum(), markets);
        expect("traders", traders.sum(), known);
        expect("trigger orders", triggers.sum(), triggerSum);
        expect("trailing stops", state.triggers().trailingHash(), state.triggers().trailingHashFromScratch());
        expect("groups", groups.sum(), groupSum);
        expect("TWAPs", twaps.sum(), twapSum);
        expect("deadlines", state.deadlines().hash(), state.deadlines().hashFromScratch());
    }

    private void mixMarkets(final RowSet touched) {
        for (int i = 0; i < touched.count(); i++) {
            final int marketId = touched.row(i);
            marketSpecs.put(marketId, hashes.marketSpec(marketId));
            marketsSettled.put(marketId, hashes.marketSettled(marketId));
            marketPrices.put(marketId, hashes.marketPrices(marketId));
            marketRisks.put(marketId, hashes.marketRisk(marketId));
            marketSamples.put(marketId, hashes.marketSamples(marketId));
            marketTrading.put(marketId, hashes.marketTrading(marketId));
        }
        touched.clear();
    }

    private long deposits() {
        final DepositSources sources = state.depositSources();
        long sum = EntityHashes.start(SnapshotStartDecoder.TEMPLATE_ID, state.accounts().depositsMicros());
        for (int i = 0; i < sources.count(); i++) {
            sum += mix(EntityHashes.start(DepositSourceRecordDecoder.TEMPLATE_ID, sources.sourceIdAt(i)),
                sources.lastNumberAt(i));
        }
        return sum;
    }

    private long funds() {
        return mix(EntityHashes.start(FundsRecordDecoder.TEMPLATE_ID, state.withdrawals().nextId()),
            state.accounts().withdrawnMicros());
    }

    private long parameters() {
        long sum = 0;
        for (int id = 0; id < Parameter.ID_LIMIT; id++) {
            final Parameter parameter = Parameter.of(id);
            if (parameter != null) {
                final long value = state.parameters().value(parameter);
                sum += mix(EntityHashes.start(ParameterRecordDecoder.TEMPLATE_ID, id), value);
            }
        }
        return sum;
    }

    private long queues() {
        final RiskQueues queues = state.riskQueues();
        long hash = EntityHashes.start(SweepRecordDecoder.TEMPLATE_ID, queues.sweepCursor());
        hash = mix(hash, queues.sweepLeft());
        for (int i = 0; i < queues.looks().size(); i++) {
            hash = mix(hash, queues.looks().get(i));
        }
        hash = sets(sets(hash, queues.ready()), queues.waiting());
        final Deleveragings deleveragings = queues.deleveragings();
        for (int i = 0; i < deleveragings.count(); i++) {
            hash = mix(mix(hash, deleveragings.marketId(i)), deleveragings.priceTicks(i));
            hash = mix(mix(hash, deleveragings.level(i)), deleveragings.closing(i) ? 1 : 0);
            hash = mix(mix(hash, deleveragings.cursor(i)), deleveragings.sum(i));
            hash = mix(hash, deleveragings.roundLots(i));
        }
        return hash;
    }

    private static long sets(final long before, final LiquidationQueue sets) {
        long hash = before;
        for (int i = 0; i < sets.count(); i++) {
            hash = mix(mix(hash, sets.accountId(i)), sets.marketId(i));
            hash = mix(mix(hash, sets.notBeforeNanos(i)), sets.rounds(i));
        }
        return hash;
    }

    /** Matrices change seldom: their hash is kept until they do. */
    private long scenarios() {
        if (scenarioChanges != state.scenarios().changes()) {
            scenarioChanges = state.scenarios().changes();
            scenarioHash = hashes.scenarios();
        }
        return scenarioHash;
    }

    private long funding() {
        final Funding funding = state.funding();
        long hash = EntityHashes.start(FundingProgressRecordDecoder.TEMPLATE_ID, funding.interval());
        hash = mix(mix(hash, funding.lastSlot()), funding.lastHour());
        hash = mix(mix(hash, funding.sampleCursor()), funding.closeCursor());
        return mix(mix(hash, funding.payCursor()), funding.closedAny() ? 1 : 0);
    }

    private long houseFunds() {
        final HouseFunds house = state.houseFunds();
        long hash = EntityHashes.start(HouseFundsRecordDecoder.TEMPLATE_ID, house.hour());
        for (int i = 0; i < HouseFunds.HOURS; i++) {
            hash = mix(hash, house.peakMicros(i));
        }
        hash = mix(mix(hash, house.nextSliceNanos()), house.sliceMarketId());
        hash = mix(mix(hash, house.debtPhase()), house.debtCursor());
        return mix(mix(hash, house.debtSumMicros()), house.debtMicros());
    }

    private long caps() {
        final LeverageCaps caps = state.leverageCaps();
        long sum = 0;
        for (int i = 0; i < LeverageCaps.CLASSES * LeverageCaps.CLASSES; i++) {
            final int accountClass = i / LeverageCaps.CLASSES;
            final int leverageClass = i % LeverageCaps.CLASSES;
            final long cap = mix(EntityHashes.start(LeverageCapRecordDecoder.TEMPLATE_ID, i),
                caps.leverageMax(accountClass, leverageClass));
            sum += mix(cap, caps.closeOutPercent(accountClass, leverageClass));
        }
        return sum;
    }

    private long genesis() {
        long hash = EntityHashes.start(SnapshotStartDecoder.TEMPLATE_ID, state.behaviour().version());
        hash = mix(hash, state.genesis().isApplied() ? 1 : 0);
        for (int i = 0; i < Genesis.HASH_LENGTH; i++) {
            hash = mix(hash, state.genesis().hash()[i]);
        }
        return hash;
    }

    private static void expect(final String what, final long kept, final long counted) {
        if (kept != counted) {
            throw new IllegalStateException("hash of " + what + ": kept " + kept + ", counted " + counted);
        }
    }
}
