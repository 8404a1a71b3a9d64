package steelyard.server.readmodel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import steelyard.model.Parameter;
import steelyard.node.AccountView;
import steelyard.node.AgentLimits;
import steelyard.node.AgentView;
import steelyard.node.BookOrderView;
import steelyard.node.BookView;
import steelyard.node.BuilderView;
import steelyard.node.FeesView;
import steelyard.node.MarginView;
import steelyard.node.MarketView;
import steelyard.node.MultiSigView;
import steelyard.node.NodeState;
import steelyard.node.OrderView;
import steelyard.node.ReferralView;
import steelyard.node.SubAccountView;
import steelyard.node.TraderView;
import steelyard.node.TwapView;
import steelyard.node.WithdrawalView;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.protocol.sbe.EventHeaderDecoder;
import steelyard.protocol.sbe.SnapshotEndDecoder;
import steelyard.protocol.sbe.SnapshotStartDecoder;

/**
 * The node's read models. Everything is applied and asked on one thread; what {@link NodeState} returns may leave it.
 *
 * <p>Event sequences have no gaps: a batch that is already contained in what was applied is dropped, one that does not
 * begin with the next event is a broken invariant. So is an event that contradicts what is known. Both throw {@link
 * IllegalStateException}, after which the models are not to be used.
 *
 * <p>Applying the events of orders, fills and prices allocates only when there are more orders, positions, levels or
 * minutes than ever before.
 */
public final class ReadModels implements NodeState {
    private final Parameters parameters = new Parameters();
    private final Markets markets = new Markets();
    private final Accounts accounts = new Accounts();
    private final Agents agents = new Agents(accounts);
    private final Positions positions = new Positions(accounts);
    private final RestingOrders orders = new RestingOrders(accounts, markets);
    private final RiskChoices choices = new RiskChoices();
    private final MarginViews marginViews =
        new MarginViews(accounts, positions, orders, markets, parameters, choices);
    private final AccountViews accountViews =
        new AccountViews(accounts, positions, orders, markets, marginViews, choices);
    private final TriggerOrders triggers = new TriggerOrders(accounts, orders);
    private final Twaps twaps = new Twaps();
    private final Traders traders = new Traders();
    private final Funds funds = new Funds(accounts, parameters);
    private final Fees fees = new Fees(accounts, parameters, funds.referrals());
    private final EventAdapter events = new EventAdapter(parameters, markets, accounts, agents, positions, orders,
        new TradingEvents(orders, triggers, twaps, traders), funds, fees, choices);
    private final ImageAdapter image = new ImageAdapter(parameters, markets, accounts, agents, positions, orders,
        new TradingRecords(orders, triggers, twaps, traders), funds, fees, choices);
    private final SnapshotStartDecoder snapshotStart = new SnapshotStartDecoder();
    private final EventCopy copy = new EventCopy();

    private boolean loading;
    private long eventSequence;
    private long logTimeNanos;

    /**
     * Applies the events of one command, or one record of a snapshot. A snapshot comes once, whole, before any event.
     *
     * @return {@code false} if the events were applied before and nothing was done
     */
    public boolean apply(final EventBatch batch) {
        batch.rewind();
        if (!batch.next()) {
            return false;
        }
        if (batch.templateId() >= EventBatch.FIRST_SNAPSHOT_TEMPLATE_ID) {
            applyRecord(batch);
            return true;
        }
        final long first = sequence(batch);
        if (first + batch.count() - 1 <= eventSequence) {
            return false;
        }
        if (loading) {
            throw new IllegalStateException("event " + first + " before the end of the snapshot");
        }
        copy.take(batch);
        while (copy.next()) {
            applyEvent();
        }
        orders.endCommand();
        return true;
    }

    private void applyEvent() {
        final long sequence = copy.sequence();
        if (sequence != eventSequence + 1) {
            throw new IllegalStateException("event " + sequence + " after event " + eventSequence);
        }
        events.apply(copy);
        eventSequence = sequence;
        logTimeNanos = copy.timestampNanos();
    }

    private static long sequence(final EventBatch batch) {
        return batch.buffer().getLong(batch.blockOffset() + EventHeaderDecoder.eventSequenceEncodingOffset());
    }

    private void applyRecord(final EventBatch batch) {
        final boolean begins = batch.templateId() == SnapshotStartDecoder.TEMPLATE_ID;
        if (begins == loading || begins && (eventSequence != 0 || accounts.count() != 0)) {
            throw new IllegalStateException("snapshot record " + batch.templateId() + " after event " + eventSequence
                + (loading ? " within a snapshot" : " outside a snapshot"));
        }
        if (begins) {
            snapshotStart.wrap(batch.buffer(), batch.blockOffset(), batch.blockLength(), batch.version());
            loading = true;
            eventSequence = snapshotStart.eventSequence();
            logTimeNanos = snapshotStart.nowNanos();
            markets.stopEntry(NONE, snapshotStart.killSwitch() != 0);
            return;
        }
        image.apply(batch, logTimeNanos);
        loading = batch.templateId() != SnapshotEndDecoder.TEMPLATE_ID;
    }

    @Override
    public long eventSequence() {
        return eventSequence;
    }

    @Override
    public long logTimeNanos() {
        return logTimeNanos;
    }

    @Override
    public int marketCount() {
        return markets.size();
    }

    @Override
    public int marketId(final String coin) {
        return markets.id(coin);
    }

    @Override
    public boolean isEntryStopped(final int marketId) {
        return markets.isEntryStopped(marketId);
    }

    @Override
    public MarketView market(final int marketId) {
        return markets.get(marketId).view(logTimeNanos);
    }

    @Override
    public BookView book(final int marketId, final int levelsMax) {
        return markets.get(marketId).book(eventSequence, logTimeNanos, levelsMax);
    }

    /** Number of accounts; ids are below it. */
    public int accountCount() {
        return accounts.count();
    }

    @Override
    public int accountId(final Address address) {
        return accounts.id(address);
    }

    @Override
    public int accountIdOfAgent(final Address address) {
        return agents.accountId(address, nowMillis());
    }

    @Override
    public AccountView account(final int accountId) {
        accounts.check(accountId);
        return accountViews.view(accountId);
    }

    @Override
    public MarginView margin(final int accountId, final List<MarginView.Change> changes) {
        accounts.check(accountId);
        return marginViews.view(accountId, changes);
    }

    @Override
    public int ownerId(final int accountId) {
        accounts.check(accountId);
        return accounts.ownerId(accountId);
    }

    @Override
    public List<BuilderView> builders(final int accountId) {
        accounts.check(accountId);
        return funds.builders(accountId);
    }

    @Override
    public MultiSigView multiSig(final int accountId) {
        accounts.check(accountId);
        return funds.multiSig(accountId);
    }

    @Override
    public List<SubAccountView> subAccounts(final int accountId) {
        accounts.check(accountId);
        return funds.subAccounts(accountId);
    }

    @Override
    public FeesView fees(final int accountId) {
        if (accountId != NONE) {
            accounts.check(accountId);
        }
        return fees.view(accountId, logTimeNanos);
    }

    @Override
    public ReferralView referral(final int accountId) {
        if (accountId == NONE) {
            return funds.referrals().view(NONE, List.of());
        }
        accounts.check(accountId);
        return funds.referrals().view(accountId,
            funds.subAccounts(accountId).stream().map(SubAccountView::accountId).toList());
    }

    @Override
    public long reservedRequests(final int accountId) {
        accounts.check(accountId);
        return funds.reservedRequests(accountId);
    }

    @Override
    public List<WithdrawalView> withdrawals() {
        return funds.withdrawals();
    }

    @Override
    public int leverage(final int accountId, final int marketId) {
        accounts.check(accountId);
        return marginViews.leverage(accountId, marketId);
    }

    @Override
    public boolean isIsolated(final int accountId, final int marketId) {
        return marginViews.isIsolated(accountId, marketId);
    }

    /** What an address may do as an agent, and from where. The one answer that any thread may ask for. */
    public AgentLimits agentLimits(final Address address) {
        return agents.limits(address);
    }

    @Override
    public List<AgentView> agents(final int accountId) {
        accounts.check(accountId);
        return agents.view(accountId, nowMillis());
    }

    @Override
    public List<OrderView> openOrders(final int accountId) {
        accounts.check(accountId);
        final List<OrderView> open = new ArrayList<>();
        orders.addViews(accountId, open);
        triggers.addViews(accountId, open);
        open.sort(Comparator.comparingLong(OrderView::orderId));
        return List.copyOf(open);
    }

    @Override
    public OrderView openOrder(final long orderId) {
        final OrderView rests = orders.view(orderId);
        return rests != null ? rests : triggers.view(orderId);
    }

    @Override
    public OrderView openOrder(final int accountId, final long clientOrderIdHigh, final long clientOrderIdLow) {
        accounts.check(accountId);
        final OrderView rests = orders.view(accountId, clientOrderIdHigh, clientOrderIdLow);
        return rests != null ? rests : triggers.view(accountId, clientOrderIdHigh, clientOrderIdLow);
    }

    @Override
    public List<TwapView> twaps(final int accountId) {
        accounts.check(accountId);
        return twaps.views(accountId);
    }

    @Override
    public TraderView trader(final int accountId) {
        accounts.check(accountId);
        return traders.view(accountId, nowMillis());
    }

    @Override
    public List<BookOrderView> bookOrders(final int marketId) {
        return orders.views(markets.get(marketId));
    }

    @Override
    public long parameter(final Parameter parameter) {
        return parameters.value(parameter);
    }

    private long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(logTimeNanos);
    }
}
