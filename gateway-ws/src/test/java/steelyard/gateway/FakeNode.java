package steelyard.gateway;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import steelyard.model.AccountKind;
import steelyard.model.AssetClass;
import steelyard.model.MarketSpec;
import steelyard.model.MarketState;
import steelyard.model.Parameter;
import steelyard.model.SelfTradeMode;
import steelyard.node.AccountView;
import steelyard.node.AgentLimits;
import steelyard.node.AgentView;
import steelyard.node.BookOrderView;
import steelyard.node.BookView;
import steelyard.node.BuilderView;
import steelyard.node.CommandCallback;
import steelyard.node.CommandPort;
import steelyard.node.EventListener;
import steelyard.node.FeesView;
import steelyard.node.HistoryReader;
import steelyard.node.MarginView;
import steelyard.node.MarketView;
import steelyard.node.MultiSigView;
import steelyard.node.NodeQueries;
import steelyard.node.NodeState;
import steelyard.node.NodeStatus;
import steelyard.node.OrderView;
import steelyard.node.ReferralView;
import steelyard.node.SubAccountView;
import steelyard.node.TraderView;
import steelyard.node.TwapView;
import steelyard.node.WithdrawalView;
import steelyard.protocol.Address;
import steelyard.protocol.EventBatch;
import steelyard.protocol.EventBatchWriter;

/**
 * A node without an exchange: what it knows is put in, and what becomes of a command is scripted. One thread stands for
 * read models, sessions and history.
 */
final class FakeNode implements CommandPort, NodeQueries, HistoryReader, AutoCloseable {
    static final long NOW_NANOS = 1_791_280_942_711_000_000L;

    final List<MarketView> markets = new ArrayList<>();
    final Map<Integer, BookView> books = new HashMap<>();
    final Map<Address, AccountView> accounts = new HashMap<>();
    final Map<Integer, List<AgentView>> agents = new HashMap<>();
    BiFunction<Integer, List<MarginView.Change>, MarginView> margins = (accountId, changes) -> new MarginView(
        true, 2, 1, 24, 20_000_000_000L, 1_000_000L, 9_600_000_000L, 24_000_000_000L, 24_000_000_000L, 6_000_000_000L,
        new MarginView.Requirement(0, 96_000_000_000L, 1, 2, 3, 4, 5, 1, 9_600_000_000L, 16_800_000_000L),
        new MarginView.Requirement(1, 96_000_000_000L, 0, 0, 0, 0, 0, 1, 9_600_000_000L, 16_800_010_000L),
        List.of(new MarginView.Part(0, 200_000, 12_000_000, 12_000_000, 12_000_000 + 100L * changes.size(), 2_000, true,
            -2_000, 24_000_000_000L, 2_400_000_000L, 5_948_000_000_000L)));
    final Map<Integer, Integer> owners = new HashMap<>();
    final Map<Integer, List<SubAccountView>> subAccounts = new HashMap<>();
    final Map<Integer, List<BuilderView>> builders = new HashMap<>();
    final Map<Integer, MultiSigView> multiSigs = new HashMap<>();
    volatile FeesView fees = new FeesView(
        450_000, 150_000, List.of(new FeesView.Tier(0, 450_000, 150_000)), List.of(), List.of(), 400, 0);
    final Map<Integer, ReferralView> referrals = new HashMap<>();
    final List<OrderView> orders = new ArrayList<>();
    final List<BookOrderView> bookOrders = new ArrayList<>();
    final List<TwapView> twaps = new ArrayList<>();
    final List<TwapChange> twapChanges = new ArrayList<>();
    TraderView trader = new TraderView(SelfTradeMode.CANCEL_MAKER, 0, List.of());
    final List<Fill> fills = new ArrayList<>();
    final List<Trade> trades = new ArrayList<>();
    final List<Order> pastOrders = new ArrayList<>();
    final Map<CandleUnit, List<Candle>> candles = new HashMap<>();
    final Map<Integer, List<DayVolume>> volumes = new HashMap<>();
    final Map<Integer, Long> reservedRequests = new HashMap<>();
    final Set<Integer> entryStopped = new HashSet<>();
    final List<LedgerEntry> ledger = new ArrayList<>();
    final List<HistoryReader.FundingRate> fundingRates = new ArrayList<>();
    final List<HistoryReader.FundingPayment> fundingPayments = new ArrayList<>();
    /** Commands as they were handed over. */
    final BlockingQueue<DirectBuffer> commands = new LinkedBlockingQueue<>();

    /** What becomes of commands; {@code null}: the node is busy. */
    volatile Function<DirectBuffer, Events> script = command -> Events.of();
    volatile boolean busyLater;
    volatile boolean outcomeUnknown;
    volatile boolean acceptsReads = true;
    volatile boolean ready = true;
    volatile boolean stale;
    volatile boolean historyFails;
    volatile boolean holdHistory;
    volatile long eventSequence = 1_000;
    volatile EventListener listener = events -> { };

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final List<Runnable> heldAnswers = new ArrayList<>();
    private final EventBatchWriter writer = new EventBatchWriter();
    private final EventBatch batch = new EventBatch();

    static MarketSpec spec(final int id, final String coin, final int sizeDecimals, final int maxLeverage) {
        return new MarketSpec(id, coin, AssetClass.values()[0], sizeDecimals, 0, 1, false, maxLeverage,
            Math.min(20, maxLeverage), 10_000_000, 1_000_000_000, 10_000_000, 20_000_000, 1_000_000_000, 1);
    }

    static MarketView market(final MarketSpec spec, final long mark, final long bid, final long ask) {
        return new MarketView(spec, MarketState.ACTIVE, true, mark + 14, mark, mark, mark - 100, 2_122_955_909L,
            1_821_282_705_450_657L, 3_998_076_392L, bid != 0, bid, ask != 0, ask,
            bid == 0 || ask == 0 ? MarketView.Funding.NONE
                : new MarketView.Funding(12_500, -186_419L, 10 * bid, 10 * ask + 3));
    }

    /** Adds an account with these positions. */
    AccountView account(final int id, final Address address, final AccountView.PositionView... positions) {
        final AccountView account = new AccountView(id, address, AccountKind.USER, 13_104_514_502L, 13_109_482_328L,
            100_027_650, 4_967_826, 1_000_276, 0, 13_100_000_000L, List.of(positions));
        accounts.put(address, account);
        return account;
    }

    /** Puts the account into portfolio mode. */
    void portfolio(final int accountId) {
        accounts.replaceAll((address, a) -> a.accountId() != accountId ? a
            : new AccountView(a.accountId(), a.address(), a.kind(), a.cashMicros(), a.accountValueMicros(),
                a.totalNotionalMicros(), a.marginUsedMicros(), a.maintenanceMicros(), a.orderMarginMicros(),
                a.withdrawableMicros(), a.positions(), true));
    }

    /** Applies a command's events as the node does: models first (by {@code change}), then sessions. */
    void publish(final Events events, final Runnable change) {
        run(() -> {
            change.run();
            emit(events, null);
        });
    }

    void publish(final Events events) {
        publish(events, () -> { });
    }

    /** Runs on the node's thread and waits for it. */
    void run(final Runnable task) {
        try {
            thread.submit(task).get(10, TimeUnit.SECONDS);
        } catch (final InterruptedException | ExecutionException | TimeoutException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void emit(final Events events, final CommandCallback callback) {
        events.write(writer, eventSequence + 1, NOW_NANOS);
        eventSequence += events.count();
        if (callback != null) {
            callback.onDone(batch.wrap(writer.buffer(), 0));
        }
        listener.onEvents(batch.wrap(writer.buffer(), 0));
    }

    @Override
    public boolean submit(
        final DirectBuffer command, final int offset, final int length, final CommandCallback callback) {
        if (script == null) {
            return false;
        }
        final byte[] bytes = new byte[length];
        command.getBytes(offset, bytes);
        final UnsafeBuffer copy = new UnsafeBuffer(bytes);
        commands.add(copy);
        thread.execute(() -> {
            if (busyLater) {
                callback.onBusy();
            } else if (outcomeUnknown) {
                callback.onOutcomeUnknown();
            } else {
                emit(script.apply(copy), callback);
            }
        });
        return true;
    }

    @Override
    public boolean submit(final Query query) {
        if (!acceptsReads) {
            return false;
        }
        thread.execute(() -> query.run(new State()));
        return true;
    }

    @Override
    public AgentLimits agentLimits(final Address address) {
        return agents.values().stream().flatMap(List::stream).filter(agent -> agent.address().equals(address))
            .map(AgentView::limits).findFirst().orElse(AgentLimits.NONE);
    }

    @Override
    public NodeStatus status() {
        return new NodeStatus(ready, stale, true, eventSequence, NOW_NANOS);
    }

    private <T> CompletionStage<T> later(final Supplier<T> answer) {
        final CompletableFuture<T> later = new CompletableFuture<>();
        final Runnable complete = () -> {
            if (historyFails) {
                later.completeExceptionally(new TimeoutException("history lags"));
            } else {
                later.complete(answer.get());
            }
        };
        thread.execute(() -> {
            if (holdHistory) {
                heldAnswers.add(complete);
            } else {
                complete.run();
            }
        });
        return later;
    }

    /** Gives the answers that history owes. */
    void releaseHistory() {
        run(() -> {
            holdHistory = false;
            heldAnswers.forEach(Runnable::run);
            heldAnswers.clear();
        });
    }

    @Override
    public CompletionStage<List<Fill>> fills(final int accountId, final int limit) {
        return later(() -> fills.stream().filter(fill -> fill.accountId() == accountId).toList().reversed().stream()
            .limit(limit).toList());
    }

    @Override
    public CompletionStage<List<Fill>> fills(
        final int accountId, final long fromNanos, final long toNanos, final boolean newestFirst, final int limit) {
        return later(() -> {
            final List<Fill> found = fills.stream().filter(fill -> fill.accountId() == accountId
                && fill.timestampNanos() >= fromNanos && fill.timestampNanos() <= toNanos).toList();
            return (newestFirst ? found.reversed() : found).stream().limit(limit).toList();
        });
    }

    @Override
    public CompletionStage<List<Fill>> twapFills(
        final int accountId, final long fromNanos, final long toNanos, final boolean newestFirst, final int limit) {
        return fills(accountId, fromNanos, toNanos, newestFirst, Integer.MAX_VALUE).thenApply(found ->
            found.stream().filter(fill -> fill.twapId() != 0).limit(limit).toList());
    }

    @Override
    public CompletionStage<List<TwapChange>> twapChanges(final int accountId, final int limit) {
        return later(() -> twapChanges.stream().filter(change -> change.twap().accountId() == accountId).toList()
            .reversed().stream().limit(limit).toList());
    }

    @Override
    public CompletionStage<List<Order>> orders(final int accountId, final int limit) {
        return later(() -> pastOrders.stream().filter(order -> order.accountId() == accountId).toList().reversed()
            .stream().limit(limit).toList());
    }

    @Override
    public CompletionStage<List<Candle>> candles(
        final int marketId, final CandleUnit unit, final long fromMillis, final long toMillis, final int limit) {
        return later(() -> {
            final List<Candle> found = candles.getOrDefault(unit, List.of()).stream().filter(candle ->
                candle.startMillis() >= fromMillis && candle.startMillis() <= toMillis).toList();
            return found.subList(Math.max(0, found.size() - limit), found.size());
        });
    }

    @Override
    public CompletionStage<List<DayVolume>> volumes(final int accountId, final long fromDay) {
        return later(() -> volumes.getOrDefault(accountId, List.of()).stream()
            .filter(volume -> volume.day() >= fromDay).toList());
    }

    @Override
    public CompletionStage<List<LedgerEntry>> ledger(
        final int accountId, final long fromNanos, final long toNanos, final boolean newestFirst, final int limit) {
        return later(() -> {
            final List<LedgerEntry> found = ledger.stream().filter(entry -> entry.timestampNanos() >= fromNanos
                && entry.timestampNanos() <= toNanos).toList();
            return (newestFirst ? found.reversed() : found).stream().limit(limit).toList();
        });
    }

    @Override
    public CompletionStage<List<HistoryReader.FundingRate>> fundingRates(
        final int marketId, final long fromNanos, final long toNanos, final int limit) {
        return later(() -> fundingRates.stream().filter(rate -> rate.marketId() == marketId
            && rate.intervalEndNanos() >= fromNanos && rate.intervalEndNanos() <= toNanos).limit(limit).toList());
    }

    @Override
    public CompletionStage<List<HistoryReader.FundingPayment>> fundingPayments(
        final int accountId, final long fromNanos, final long toNanos, final boolean newestFirst, final int limit) {
        return later(() -> {
            final List<HistoryReader.FundingPayment> found = fundingPayments.stream()
                .filter(payment -> payment.accountId() == accountId && payment.timestampNanos() >= fromNanos
                    && payment.timestampNanos() <= toNanos).toList();
            return (newestFirst ? found.reversed() : found).stream().limit(limit).toList();
        });
    }

    @Override
    public CompletionStage<Long> ledgerMicros(final int accountId) {
        return later(() -> ledger.stream().mapToLong(LedgerEntry::amountMicros).sum());
    }

    @Override
    public CompletionStage<List<Trade>> trades(final int marketId, final int limit) {
        return later(() -> trades.stream().filter(trade -> trade.marketId() == marketId).toList().reversed().stream()
            .limit(limit).toList());
    }

    @Override
    public CompletionStage<Order> order(final int accountId, final long orderId) {
        return later(() -> pastOrders.stream()
            .filter(order -> order.accountId() == accountId && order.orderId() == orderId)
            .findFirst().orElse(null));
    }

    @Override
    public CompletionStage<Order> order(final int accountId, final long high, final long low) {
        return later(() -> pastOrders.stream()
            .filter(order -> order.accountId() == accountId && order.clientOrderIdHigh() == high
                && order.clientOrderIdLow() == low)
            .findFirst().orElse(null));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private final class State implements NodeState {
        @Override
        public long eventSequence() {
            return eventSequence;
        }

        @Override
        public long logTimeNanos() {
            return NOW_NANOS;
        }

        @Override
        public int marketCount() {
            return markets.size();
        }

        @Override
        public int marketId(final String coin) {
            return markets.stream().filter(market -> market.spec().coin().equals(coin))
                .map(market -> market.spec().marketId()).findFirst().orElse(NONE);
        }

        @Override
        public boolean isEntryStopped(final int marketId) {
            return entryStopped.contains(marketId);
        }

        @Override
        public MarketView market(final int marketId) {
            return markets.get(marketId);
        }

        @Override
        public BookView book(final int marketId, final int levelsMax) {
            final BookView book = books.get(marketId);
            return new BookView(marketId, eventSequence, NOW_NANOS,
                cut(book == null ? null : book.bids(), levelsMax), cut(book == null ? null : book.asks(), levelsMax));
        }

        private BookView.Levels cut(final BookView.Levels side, final int levelsMax) {
            final int size = side == null ? 0 : Math.min(side.size(), levelsMax);
            return size == 0
                ? new BookView.Levels(new long[0], new long[0], new int[0])
                : new BookView.Levels(Arrays.copyOf(side.priceTicks(), size),
                    Arrays.copyOf(side.lots(), size), Arrays.copyOf(side.orderCounts(), size));
        }

        @Override
        public int accountId(final Address address) {
            return accounts.containsKey(address) ? accounts.get(address).accountId() : NONE;
        }

        @Override
        public int accountIdOfAgent(final Address address) {
            return agents.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(agent -> agent.address().equals(address)))
                .map(Map.Entry::getKey).findFirst().orElse(NONE);
        }

        @Override
        public AccountView account(final int accountId) {
            return accounts.values().stream().filter(account -> account.accountId() == accountId)
                .findFirst().orElseThrow();
        }

        @Override
        public MarginView margin(final int accountId, final List<MarginView.Change> changes) {
            return margins.apply(accountId, changes);
        }

        @Override
        public int ownerId(final int accountId) {
            return owners.getOrDefault(accountId, accountId);
        }

        @Override
        public List<SubAccountView> subAccounts(final int accountId) {
            return subAccounts.getOrDefault(accountId, List.of());
        }

        @Override
        public List<BuilderView> builders(final int accountId) {
            return builders.getOrDefault(accountId, List.of());
        }

        @Override
        public ReferralView referral(final int ownerId) {
            return referrals.getOrDefault(
                ownerId, new ReferralView(null, "", "", 0, 10_000_000_000L, 0, 0, 0, List.of()));
        }

        @Override
        public MultiSigView multiSig(final int accountId) {
            return multiSigs.get(accountId);
        }

        @Override
        public FeesView fees(final int accountId) {
            return fees;
        }

        @Override
        public List<WithdrawalView> withdrawals() {
            return List.of();
        }

        @Override
        public int leverage(final int accountId, final int marketId) {
            return markets.get(marketId).spec().defaultLeverage();
        }

        @Override
        public boolean isIsolated(final int accountId, final int marketId) {
            return accounts.values().stream().filter(account -> account.accountId() == accountId)
                .flatMap(account -> account.positions().stream())
                .anyMatch(position -> position.marketId() == marketId && position.isIsolated());
        }

        @Override
        public List<AgentView> agents(final int accountId) {
            return agents.getOrDefault(accountId, List.of());
        }

        @Override
        public List<OrderView> openOrders(final int accountId) {
            return orders.stream().filter(order -> order.accountId() == accountId).toList();
        }

        @Override
        public OrderView openOrder(final long orderId) {
            return orders.stream().filter(order -> order.orderId() == orderId).findFirst().orElse(null);
        }

        @Override
        public OrderView openOrder(final int accountId, final long high, final long low) {
            return orders.stream()
                .filter(order -> order.accountId() == accountId && order.clientOrderIdHigh() == high
                    && order.clientOrderIdLow() == low)
                .findFirst().orElse(null);
        }

        @Override
        public List<TwapView> twaps(final int accountId) {
            return twaps.stream().filter(twap -> twap.accountId() == accountId).toList();
        }

        @Override
        public long reservedRequests(final int accountId) {
            return reservedRequests.getOrDefault(accountId, 0L);
        }

        @Override
        public TraderView trader(final int accountId) {
            return trader;
        }

        @Override
        public List<BookOrderView> bookOrders(final int marketId) {
            return bookOrders.stream().filter(view -> view.order().marketId() == marketId).toList();
        }

        @Override
        public long parameter(final Parameter parameter) {
            return parameter.defaultValue();
        }
    }
}
