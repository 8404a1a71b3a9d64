package steelyard.exchange.snapshot;

import static steelyard.model.Mix64.mix;

import steelyard.exchange.identity.AddressTable;
import steelyard.exchange.identity.Agents;
import steelyard.exchange.state.ExchangeState;
import steelyard.exchange.state.MarketBooks;
import steelyard.exchange.state.Nodes;
import steelyard.exchange.state.SubAccounts;
import steelyard.exchange.state.Traders;
import steelyard.exchange.state.Withdrawals;
import steelyard.model.MarketParameter;
import steelyard.model.MarketSpec;
import steelyard.protocol.sbe.AccountRecordDecoder;
import steelyard.protocol.sbe.AgentRecordDecoder;
import steelyard.protocol.sbe.MarketFundingRecordDecoder;
import steelyard.protocol.sbe.MarketParameterRecordDecoder;
import steelyard.protocol.sbe.MarketRecordDecoder;
import steelyard.protocol.sbe.NodeRecordDecoder;
import steelyard.protocol.sbe.PositionRecordDecoder;
import steelyard.protocol.sbe.PriceRecordDecoder;
import steelyard.protocol.sbe.ScenarioRecordDecoder;
import steelyard.protocol.sbe.SubAccountRecordDecoder;
import steelyard.protocol.sbe.TraderRecordDecoder;
import steelyard.protocol.sbe.WithdrawalRecordDecoder;
import steelyard.risk.funding.Funding;
import steelyard.risk.margin.Accounts;
import steelyard.risk.margin.Positions;
import steelyard.risk.market.MarketRisk;
import steelyard.risk.market.Markets;
import steelyard.risk.portfolio.ScenarioSet;
import steelyard.risk.portfolio.Scenarios;
import steelyard.risk.price.DecayingAverages;
import steelyard.risk.price.MarkPrices;
import steelyard.risk.price.PriceOracle;

/** The hash of one entity each: its record's template id, its id, then its other fields in schema order. */
final class EntityHashes {
    private final ExchangeState state;

    EntityHashes(final ExchangeState state) {
        this.state = state;
    }

    /** What a kind and an id make: the start of an entity's hash. */
    static long start(final int templateId, final long id) {
        return mix(mix(0, templateId), id);
    }

    /** A market's specification and state. */
    long marketSpec(final int marketId) {
        final MarketSpec spec = state.markets().spec(marketId);
        long hash = start(MarketRecordDecoder.TEMPLATE_ID, marketId);
        hash = mix(hash, spec.gridStepTicks());
        hash = mix(hash, spec.minNotionalMicros());
        hash = mix(hash, spec.maxPriceTicks());
        hash = mix(hash, spec.maxOrderLots());
        hash = mix(hash, spec.maxPositionLots());
        hash = mix(hash, spec.staleAfterNanos());
        hash = mix(hash, spec.maxLeverage());
        hash = mix(hash, spec.defaultLeverage());
        for (int i = 0; i < spec.coin().length(); i++) {
            hash = mix(hash, spec.coin().charAt(i));
        }
        hash = mix(hash, spec.assetClass().code());
        hash = mix(hash, spec.sizeDecimals());
        hash = mix(hash, spec.gridKind());
        hash = mix(hash, spec.allowsNonPositive() ? 1 : 0);
        hash = mix(hash, spec.priceQuorum());
        hash = mix(hash, spec.priceBandNanos());
        hash = mix(hash, spec.openInterestCapMicros());
        hash = mix(hash, state.books().state(marketId).code());
        return mix(hash, state.killSwitches().ofMarket(marketId) ? 1 : 0);
    }

    /** What trading leaves in a market. */
    long marketTrading(final int marketId) {
        final MarketBooks books = state.books();
        final long hash = mix(start(MarketRecordDecoder.TEMPLATE_ID, marketId), books.lastPriceTicks(marketId));
        return mix(mix(mix(hash, books.hasLastPrice(marketId) ? 1 : 0), books.isUncrossing(marketId) ? 1 : 0),
            books.largestMaxPositionLots(marketId));
    }

    /** What is known of an account that trades; 0 if nothing is. */
    long trader(final int accountId) {
        final Traders traders = state.traders();
        if (!traders.isKnown(accountId)) {
            return 0;
        }
        final long hash = mix(start(TraderRecordDecoder.TEMPLATE_ID, accountId), traders.volumeMicros(accountId));
        return mix(mix(mix(mix(hash, traders.scheduledCancelDay(accountId)), traders.scheduledCancels(accountId)),
            traders.selfTradeMode(accountId)), traders.reservedRequests(accountId));
    }

    /** What a market has settled. */
    long marketSettled(final int marketId) {
        return mix(start(MarketRecordDecoder.TEMPLATE_ID, marketId), state.markets().settledMicros(marketId));
    }

    /** A market's prices. */
    long marketPrices(final int marketId) {
        final Markets markets = state.markets();
        final long hash = start(MarketRecordDecoder.TEMPLATE_ID, marketId);
        final long prices = mix(mix(mix(hash, markets.oraclePriceTicks(marketId)), markets.markPriceTicks(marketId)),
            markets.hasPrice(marketId) ? 1 : 0);
        final MarkPrices marks = state.oracle().marks();
        return mix(average(average(prices, marks.basis(), marketId), marks.book(), marketId),
            state.oracle().isAwaiting(marketId) ? 1 : 0);
    }

    private static long average(final long hash, final DecayingAverages averages, final int marketId) {
        return mix(mix(mix(hash, averages.numerator(marketId)), averages.denominator(marketId)),
            averages.lastMillis(marketId));
    }

    /** A position or chosen leverage; 0 if there is neither. */
    long position(final int slot) {
        final Positions positions = state.positions();
        if (positions.quantityLots(slot) == 0 && positions.chosenLeverage(slot) == 0) {
            return 0;
        }
        long hash = mix(start(PositionRecordDecoder.TEMPLATE_ID, positions.account(slot)), positions.market(slot));
        hash = mix(hash, positions.quantityLots(slot));
        hash = mix(hash, positions.quoteMicros(slot));
        hash = mix(hash, positions.entryMicros(slot));
        hash = mix(hash, positions.chosenLeverage(slot));
        hash = mix(hash, positions.isolatedMicros(slot));
        hash = mix(hash, positions.choseIsolated(slot) ? 1 : 0);
        hash = mix(hash, positions.level(slot));
        return positions.hasTrigger(slot) ? mix(hash, positions.triggerTicks(slot)) : hash;
    }

    /** An account. */
    long account(final int accountId) {
        final Accounts accounts = state.accounts();
        long hash = start(AccountRecordDecoder.TEMPLATE_ID, accountId);
        hash = mix(hash, accounts.cashMicros(accountId));
        hash = mix(hash, accounts.ownerId(accountId));
        hash = address(hash, state.addresses().ofAccount(accountId));
        hash = mix(hash, accounts.kind(accountId).code());
        hash = mix(hash, state.killSwitches().ofAccount(accountId) ? 1 : 0);
        hash = mix(hash, accounts.accountClass(accountId));
        hash = mix(hash, accounts.feeGroup(accountId));
        hash = mix(hash, accounts.isFrozen(accountId) ? 1 : 0);
        hash = mix(hash, accounts.isPortfolio(accountId) ? 1 : 0);
        hash = mix(hash, accounts.level(accountId));
        return mix(hash, accounts.fundingInterval(accountId));
    }

    /** What the risk rules know of a market. */
    long marketRisk(final int marketId) {
        final MarketRisk risk = state.markets().risk(marketId);
        long hash = mix(start(MarketParameterRecordDecoder.TEMPLATE_ID, marketId), risk.rampNanos());
        hash = mix(mix(hash, risk.closePercent()), risk.initialPercent());
        final Funding funding = state.funding();
        hash = mix(hash, funding.crowdingNanos(marketId));
        hash = mix(mix(mix(hash, funding.rateNanos(marketId)), funding.oraclePriceTicks(marketId)),
            funding.interval(marketId));
        for (int id = 0; id < MarketParameter.ID_LIMIT; id++) {
            final MarketParameter parameter = MarketParameter.of(id);
            hash = parameter == null ? hash : mix(hash, risk.value(parameter));
        }
        return hash;
    }

    /** What a market has sampled of its premium in this interval. */
    long marketSamples(final int marketId) {
        final Funding funding = state.funding();
        return mix(mix(start(MarketFundingRecordDecoder.TEMPLATE_ID, marketId), funding.premiumSumNanos(marketId)),
            funding.samples(marketId));
    }

    /** All scenario matrices, and how far the last one is phased in. */
    long scenarios() {
        final Scenarios scenarios = state.scenarios();
        long hash = start(ScenarioRecordDecoder.TEMPLATE_ID, scenarios.fromSequence());
        hash = mix(mix(mix(hash, scenarios.effectHour()), scenarios.step()), scenarios.steps());
        for (final Scenarios.Place place : Scenarios.Place.values()) {
            final ScenarioSet set = scenarios.at(place);
            hash = mix(hash, set.version());
            for (int marketId = 0; marketId < state.markets().count(); marketId++) {
                final short[] column = set.column(marketId);
                hash = column == null ? hash : mix(hash, marketId);
                for (int k = 0; column != null && k < column.length; k++) {
                    hash = mix(hash, column[k]);
                }
            }
        }
        return hash;
    }

    /** An agent; 0 for a row that is none any more. */
    long agent(final int agent) {
        final Agents agents = state.agents();
        if (agents.accountId(agent) < 0) {
            return 0;
        }
        long hash = start(AgentRecordDecoder.TEMPLATE_ID, agents.accountId(agent));
        hash = mix(hash, agents.validUntilMillis(agent));
        hash = address(hash, agents.addressRow(agent));
        for (int i = 0; i < Agents.NAME_LONGS; i++) {
            hash = mix(hash, agents.nameLong(agent, i));
        }
        return agents.mixLimits(agent, hash);
    }

    /** The name of a sub-account. */
    long subAccount(final int row) {
        final SubAccounts subAccounts = state.subAccounts();
        long hash = start(SubAccountRecordDecoder.TEMPLATE_ID, subAccounts.accountId(row));
        for (int i = 0; i < Agents.NAME_LONGS; i++) {
            hash = mix(hash, subAccounts.nameLong(row, i));
        }
        return hash;
    }

    /** A pending withdrawal; 0 for a row that is none any more. */
    long withdrawal(final int row) {
        final Withdrawals withdrawals = state.withdrawals();
        if (withdrawals.id(row) == 0) {
            return 0;
        }
        long hash = start(WithdrawalRecordDecoder.TEMPLATE_ID, withdrawals.id(row));
        hash = mix(mix(hash, withdrawals.amountMicros(row)), withdrawals.feeMicros(row));
        hash = mix(hash, withdrawals.accountId(row));
        return mix(mix(mix(hash, withdrawals.high(row)), withdrawals.mid(row)), withdrawals.low(row));
    }

    /** The last price of a publisher. */
    long publisher(final int row) {
        final PriceOracle oracle = state.oracle();
        long hash = start(PriceRecordDecoder.TEMPLATE_ID, oracle.marketId(row));
        hash = mix(mix(hash, oracle.sourceId(row)), oracle.nodeId(row));
        hash = mix(hash, oracle.priceE8(row));
        hash = mix(hash, oracle.confidenceE8(row));
        hash = mix(hash, oracle.publishTimeNanos(row));
        return mix(hash, oracle.receivedNanos(row));
    }

    /** A node. */
    long node(final int index) {
        final Nodes nodes = state.nodes();
        long hash = start(NodeRecordDecoder.TEMPLATE_ID, nodes.nodeId(index));
        hash = mix(mix(mix(hash, nodes.token(index)), nodes.lastSeq(index)), nodes.epoch(index));
        hash = mix(mix(hash, nodes.behaviourMin(index)), nodes.behaviourMax(index));
        for (int i = 0; i < Nodes.SKIP_LIST_HASH_LENGTH; i++) {
            hash = mix(hash, nodes.skipListHashes()[nodes.skipListOffset(index) + i]);
        }
        return mix(hash, nodes.isRetired(index) ? 1 : 0);
    }

    private long address(final long hash, final int row) {
        final AddressTable addresses = state.addresses();
        return mix(mix(mix(hash, addresses.high(row)), addresses.mid(row)), addresses.low(row));
    }
}
