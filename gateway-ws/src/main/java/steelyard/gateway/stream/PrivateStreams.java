package steelyard.gateway.stream;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.collections.Int2ObjectHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.gateway.json.JsonBody;
import steelyard.gateway.json.OrderExtras;
import steelyard.gateway.json.WireFill;
import steelyard.gateway.json.WireFunding;
import steelyard.gateway.json.WireLedgerEntry;
import steelyard.gateway.json.WireMarginCall;
import steelyard.gateway.json.WireOrder;
import steelyard.gateway.json.WireTwap;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.gateway.reads.NodeReads;
import steelyard.node.HistoryReader;
import steelyard.node.HistoryReader.Fill;
import steelyard.node.HistoryReader.LedgerEntry;
import steelyard.node.HistoryReader.TwapChange;
import steelyard.node.NodeState;
import steelyard.node.OrderView;
import steelyard.protocol.Address;

/**
 * Order updates, events and fills of accounts. An address may be watched before it has an account. Belongs to the hub.
 */
final class PrivateStreams {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateStreams.class);
    private static final int SNAPSHOT_FILLS = 2_000;
    private static final int SNAPSHOT_ORDERS = 2_000;
    private static final int SNAPSHOT_LEDGER = 500;
    /** Changes of TWAPs that are looked at after one. */
    private static final int RECOVERED_TWAPS = 200;
    /** How long news of an account are kept after its last subscription, and of how many accounts. */
    private static final long LEFT_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int LEFT_MAX = 1_000;

    /** A subscription to one account. */
    static final class PrivateSubscription extends EventSubscription {
        private final byte[] acknowledgment;
        private final long afterSequence;

        PrivateSubscription(
            final StreamSession session, final SubscriptionRequest request, final byte[] acknowledgment) {
            super(session, request.key());
            this.acknowledgment = acknowledgment;
            this.afterSequence = request.afterSequence();
        }
    }

    /** The subscriptions of one address. */
    private static final class AccountStream {
        private final Address address;
        private final List<PrivateSubscription> subscriptions = new ArrayList<>();
        /** What the events of the account's trigger orders do not say after the first, by order id. */
        private final Map<Long, OrderExtras> triggers = new HashMap<>();
        private final NewsMemory memory = new NewsMemory();
        private int accountId = NodeState.NONE;
        /** When the last subscription ended. */
        private long leftNanos;
        /** Whether the node has said if there is an account. */
        private boolean resolved;

        private AccountStream(final Address address) {
            this.address = address;
        }
    }

    private final Interest interest;
    private final NodeReads reads;
    private final HistoryReader history;
    private final MarketDirectory markets;
    private final EventLoop loop;
    private final Map<Address, AccountStream> streams = new HashMap<>();
    private final Int2ObjectHashMap<AccountStream> streamsById = new Int2ObjectHashMap<>();
    /** Addresses that the node could not look up. */
    private final Set<Address> unasked = new HashSet<>();
    /** Those that nobody is subscribed to any more, the longest forsaken first: who lost a connection comes back. */
    private final ArrayDeque<AccountStream> left = new ArrayDeque<>();
    private long readSequence;

    PrivateStreams(
        final Interest interest, final NodeReads reads, final HistoryReader history, final MarketDirectory markets,
        final EventLoop loop) {
        this.interest = interest;
        this.reads = reads;
        this.history = history;
        this.markets = markets;
        this.loop = loop;
    }

    /** Adds a subscription; it is sent its acknowledgment when the account's events are copied. */
    Subscription subscribe(
        final StreamSession session, final SubscriptionRequest request, final byte[] acknowledgment) {
        final StreamKey key = request.key();
        final PrivateSubscription subscription = new PrivateSubscription(session, request, acknowledgment);
        final AccountStream known = streams.get(key.user());
        final AccountStream stream = known == null ? new AccountStream(key.user()) : known;
        if (stream.subscriptions.isEmpty()) {
            left.remove(stream);
        }
        stream.subscriptions.add(subscription);
        if (known == null) {
            streams.put(key.user(), stream);
            interest.awaited.add(key.user());
            resolve(key.user());
        } else if (stream.resolved) {
            start(stream, subscription);
        }
        return subscription;
    }

    /** Ends a subscription. */
    void unsubscribe(final PrivateSubscription subscription) {
        final AccountStream stream = streams.get(subscription.key().user());
        stream.subscriptions.remove(subscription);
        if (stream.subscriptions.isEmpty()) {
            if (stream.accountId != NodeState.NONE && stream.memory.isWhole()) {
                stream.leftNanos = System.nanoTime();
                left.addLast(stream);
                if (left.size() > LEFT_MAX) {
                    forget(left.removeFirst());
                }
            } else {
                forget(stream);
            }
        }
    }

    private void forget(final AccountStream stream) {
        streams.remove(stream.address);
        unasked.remove(stream.address);
        interest.awaited.remove(stream.address);
        if (stream.accountId != NodeState.NONE) {
            streamsById.remove(stream.accountId);
            interest.accounts.clear(stream.accountId);
        }
    }

    /** All events up to this one have been read. */
    void read(final long eventSequence) {
        readSequence = eventSequence;
    }

    /** Asks again for what the node could not say; called at every interval. */
    void retry() {
        while (!left.isEmpty() && System.nanoTime() - left.getFirst().leftNanos > LEFT_NANOS) {
            forget(left.removeFirst());
        }
        if (!unasked.isEmpty()) {
            final List<Address> again = List.copyOf(unasked);
            unasked.clear();
            again.forEach(this::resolve);
        }
    }

    /**
     * From the event of the answer on, every event of the account is copied: the interest is set on the models'
     * thread.
     */
    private void resolve(final Address address) {
        final boolean asked = reads.ask(loop, state -> {
            final int accountId = state.accountId(address);
            if (accountId == NodeState.NONE) {
                return new Resolved(accountId, List.of(), state.eventSequence());
            }
            interest.accounts.set(accountId);
            return new Resolved(accountId, state.openOrders(accountId), state.eventSequence());
        }, (resolved, failure) -> {
            if (failure == null) {
                onResolved(address, resolved);
                rememberTriggers(address, resolved.orders);
            } else {
                LOG.error("An account could not be looked up", failure);
                askAgain(address);
            }
        });
        if (!asked) {
            askAgain(address);
        }
    }

    /** What the node says of an address. */
    private record Resolved(int accountId, List<OrderView> orders, long eventSequence) {
    }

    private void rememberTriggers(final Address address, final List<OrderView> orders) {
        final AccountStream stream = streams.get(address);
        if (stream != null) {
            orders.stream().filter(order -> order.trigger() != null).forEach(order ->
                stream.triggers.putIfAbsent(
                    order.orderId(), OrderExtras.of(order.trigger(), order.expiresMillis())));
        }
    }

    /** A trigger order was placed. */
    void triggerPlaced(final int accountId, final long orderId, final OrderExtras extras) {
        final AccountStream stream = streamsById.get(accountId);
        if (stream != null) {
            stream.triggers.put(orderId, extras);
        }
    }

    /** What is known of a trigger order; {@link OrderExtras#NONE} of any other. */
    OrderExtras extras(final int accountId, final long orderId) {
        final AccountStream stream = streamsById.get(accountId);
        return stream == null ? OrderExtras.NONE : stream.triggers.getOrDefault(orderId, OrderExtras.NONE);
    }

    /** The same of an order that has ended, which is forgotten. */
    OrderExtras endedExtras(final int accountId, final long orderId) {
        final OrderExtras extras = extras(accountId, orderId);
        if (extras != OrderExtras.NONE) {
            streamsById.get(accountId).triggers.remove(orderId);
        }
        return extras;
    }

    private void askAgain(final Address address) {
        if (streams.containsKey(address)) {
            unasked.add(address);
        }
    }

    private void onResolved(final Address address, final Resolved resolved) {
        final int accountId = resolved.accountId;
        final AccountStream stream = streams.get(address);
        if (stream == null) {
            if (accountId != NodeState.NONE && !streamsById.containsKey(accountId)) {
                interest.accounts.clear(accountId);
            }
            return;
        }
        if (accountId != NodeState.NONE) {
            onAccount(stream, accountId);
        }
        if (!stream.resolved) {
            stream.resolved = true;
            stream.memory.begin(Math.max(resolved.eventSequence, readSequence));
            stream.subscriptions.forEach(subscription -> start(stream, subscription));
        }
    }

    /** A watched address has got an account. */
    void onAccountCreated(final Address address, final int accountId) {
        final AccountStream stream = streams.get(address);
        if (stream == null) {
            interest.accounts.clear(accountId);
        } else {
            onAccount(stream, accountId);
        }
    }

    private void onAccount(final AccountStream stream, final int accountId) {
        stream.accountId = accountId;
        streamsById.put(accountId, stream);
        interest.awaited.remove(stream.address);
    }

    private void start(final AccountStream stream, final PrivateSubscription subscription) {
        subscription.session().send(subscription.acknowledgment);
        switch (subscription.key().type()) {
            case USER_FILLS -> inTurn(stream, subscription,
                () -> history.fills(stream.accountId, SNAPSHOT_FILLS),
                newestFirst -> sendSnapshot(subscription, newestFirst.reversed()));
            case ORDER_UPDATES -> {
                replay(stream, subscription);
                subscription.release();
            }
            case USER_LEDGER -> inTurn(stream, subscription,
                () -> history.ledger(stream.accountId, 0, Long.MAX_VALUE, true, SNAPSHOT_LEDGER),
                newestFirst -> sendLedger(subscription, newestFirst.reversed(), true));
            case USER_ORDERS -> inTurn(stream, subscription,
                () -> history.orders(stream.accountId, SNAPSHOT_ORDERS),
                newestFirst -> sendOrders(subscription, newestFirst.stream()
                    .map(order -> WireOrder.of(order, markets.spec(order.marketId()))).toList(), true));
            case USER_TWAP_FILLS -> inTurn(stream, subscription,
                () -> history.twapFills(
                    stream.accountId, Long.MIN_VALUE, Long.MAX_VALUE, true, SNAPSHOT_FILLS),
                newestFirst -> sendSlices(subscription, newestFirst.reversed().stream()
                    .map(fill -> WireFill.of(fill, markets.spec(fill.marketId()))).toList(), true));
            case USER_TWAPS -> inTurn(stream, subscription,
                () -> history.twapChanges(stream.accountId, SNAPSHOT_ORDERS),
                newestFirst -> sendTwaps(subscription, newestFirst.reversed(), true));
            case USER_FUNDINGS -> inTurn(stream, subscription,
                () -> history.fundingPayments(stream.accountId, 0, Long.MAX_VALUE, true, SNAPSHOT_LEDGER),
                newestFirst -> sendFundings(subscription, newestFirst.reversed().stream()
                    .map(payment -> new WireFunding(payment, markets.spec(payment.marketId()))).toList(), true));
            default -> subscription.release();
        }
    }

    /** Reads a snapshot when its turn has come, and sends it; of an address without an account it is empty. */
    private <T> void inTurn(
        final AccountStream stream, final PrivateSubscription subscription,
        final Supplier<CompletionStage<List<T>>> read, final Consumer<List<T>> send) {
        if (stream.accountId == NodeState.NONE) {
            send.accept(List.of());
            subscription.release();
        } else {
            subscription.session().inSnapshotTurn(() -> readSnapshot(stream, subscription, read, send));
        }
    }

    private <T> void readSnapshot(
        final AccountStream stream, final PrivateSubscription subscription,
        final Supplier<CompletionStage<List<T>>> read, final Consumer<List<T>> send) {
        if (!stream.subscriptions.contains(subscription)) {
            subscription.session().snapshotSent();
            return;
        }
        read.get().whenCompleteAsync((found, failure) -> {
            if (failure == null) {
                if (stream.subscriptions.contains(subscription)) {
                    send.accept(found);
                    subscription.release();
                }
                subscription.session().snapshotSent();
            } else {
                subscription.session().close(WebSocketCloseStatus.TRY_AGAIN_LATER, "History cannot be read now");
            }
        }, loop);
    }

    private void sendLedger(
        final PrivateSubscription subscription, final List<LedgerEntry> entries, final boolean isSnapshot) {
        final List<LedgerEntry> news = entries.stream()
            .filter(entry -> entry.eventSequence() > subscription.sentSequence()).toList();
        if (isSnapshot || !news.isEmpty()) {
            sendList(subscription, JsonBody.list(news.stream()
                .map(entry -> WireLedgerEntry.of(subscription.key().user(), entry, markets::spec)).toList()), isSnapshot);
        }
        if (!news.isEmpty()) {
            subscription.sent(news.getLast().eventSequence());
        }
    }

    private static void sendFundings(
        final PrivateSubscription subscription, final List<WireFunding> fundings, final boolean isSnapshot) {
        final List<WireFunding> news = fundings.stream()
            .filter(funding -> funding.payment().eventSequence() > subscription.sentSequence()).toList();
        if (isSnapshot || !news.isEmpty()) {
            sendList(subscription, JsonBody.list(news.stream()
                .<JsonBody>map(funding -> funding::write).toList()), isSnapshot);
        }
        if (!news.isEmpty()) {
            subscription.sent(news.getLast().payment().eventSequence());
        }
    }

    private static void sendOrders(
        final PrivateSubscription subscription, final List<WireOrder> orders, final boolean isSnapshot) {
        sendList(subscription, JsonBody.list(orders.stream()
            .<JsonBody>map(order -> order::writeHistorical).toList()), isSnapshot);
    }

    private static void sendList(
        final PrivateSubscription subscription, final JsonBody list, final boolean isSnapshot) {
        final StreamKey key = subscription.key();
        final String name = switch (key.type()) {
            case MARGIN_CALLS -> "calls";
            case USER_FUNDINGS -> "fundings";
            case USER_LEDGER -> "nonFundingLedgerUpdates";
            case USER_ORDERS -> "orderHistory";
            case USER_TWAP_FILLS -> "twapSliceFills";
            default -> "history";
        };
        subscription.session().send(AccountNews.listFrame(key.type(), key.user(), name, list, isSnapshot));
    }

    private static void sendSlices(
        final PrivateSubscription subscription, final List<WireFill> fills, final boolean isSnapshot) {
        final List<WireFill> news = fills.stream().filter(fill -> fill.first().twapId() != 0
            && fill.first().eventSequence() > subscription.sentSequence()).toList();
        if (isSnapshot || !news.isEmpty()) {
            sendList(subscription, slices(news), isSnapshot);
        }
        if (!news.isEmpty()) {
            subscription.sent(news.getLast().first().eventSequence());
        }
    }

    private static JsonBody slices(final List<WireFill> fills) {
        return JsonBody.list(fills.stream().<JsonBody>map(fill -> fill::writeSlice).toList());
    }

    private void sendTwaps(
        final PrivateSubscription subscription, final List<TwapChange> changes, final boolean isSnapshot) {
        final List<TwapChange> news = changes.stream()
            .filter(change -> change.eventSequence() > subscription.sentSequence()).toList();
        if (isSnapshot || !news.isEmpty()) {
            final JsonBody list = WireTwap.history(news, subscription.key().user(), markets::spec);
            if (subscription.key().type() == StreamType.USER_EVENTS) {
                subscription.session().send(AccountNews.eventFrame("twapHistory", list));
            } else {
                sendList(subscription, list, isSnapshot);
            }
        }
        if (!news.isEmpty()) {
            subscription.sent(news.getLast().eventSequence());
        }
    }

    /** Reads what became of TWAPs, if anything did; what happens meanwhile is held back. */
    private void tellTwaps(final PrivateSubscription subscription, final AccountNews news) {
        if (news.firstTwapChange() == 0) {
            return;
        }
        final AccountStream stream = streams.get(subscription.key().user());
        subscription.sent(news.firstTwapChange() - 1);
        subscription.hold();
        subscription.session().inSnapshotTurn(() -> readSnapshot(stream, subscription,
            () -> history.twapChanges(stream.accountId, RECOVERED_TWAPS),
            newestFirst -> sendTwaps(subscription, newestFirst.reversed(), false)));
    }

    /** What the client has not been told of yet; or that this is not known any more. */
    private static void replay(final AccountStream stream, final PrivateSubscription subscription) {
        final long after = subscription.afterSequence;
        if (after == SubscriptionRequest.NONE) {
            return;
        }
        if (!stream.memory.reaches(after)) {
            subscription.session().send(AccountNews.gapFrame(stream.memory.beginSequence()));
        }
        stream.memory.after(after).filter(AccountNews::hasUpdates).forEach(news ->
            subscription.session().send(news.updatesFrame()));
    }

    private void sendSnapshot(final PrivateSubscription subscription, final List<Fill> fills) {
        final long after = subscription.afterSequence;
        final List<WireFill> shown = fills.stream()
            .filter(fill -> fill.eventSequence() > after)
            .map(fill -> WireFill.of(fill, markets.spec(fill.marketId())))
            .toList();
        final StreamKey key = subscription.key();
        final boolean isGap =
            after != SubscriptionRequest.NONE && shown.size() == fills.size() && fills.size() == SNAPSHOT_FILLS;
        subscription.session().send(AccountNews.fillsFrame(key.user(), shown, key.merged(), true,
            fills.isEmpty() ? Math.max(0, after) : fills.getLast().eventSequence(), isGap));
        if (!fills.isEmpty()) {
            subscription.sent(fills.getLast().eventSequence());
        }
    }

    /** What one command did to an account that is watched, or was until just now. */
    void onNews(final int accountId, final AccountNews news) {
        final AccountStream stream = streamsById.get(accountId);
        if (stream != null) {
            stream.memory.add(news);
            for (final PrivateSubscription subscription : stream.subscriptions) {
                subscription.inTurn(() -> send(subscription, news));
            }
        }
    }

    private void send(final PrivateSubscription subscription, final AccountNews news) {
        final StreamSession session = subscription.session();
        switch (subscription.key().type()) {
            case ORDER_UPDATES -> {
                if (news.hasUpdates()) {
                    session.send(news.updatesFrame());
                }
            }
            case USER_EVENTS -> {
                if (!news.fills().isEmpty()) {
                    session.send(news.eventFillsFrame());
                    final List<WireFill> ofTwaps =
                        news.fills().stream().filter(fill -> fill.first().twapId() != 0).toList();
                    if (!ofTwaps.isEmpty()) {
                        session.send(AccountNews.eventFrame("twapSliceFills", slices(ofTwaps)));
                    }
                }
                if (news.hasUnaskedCancels()) {
                    session.send(news.unaskedCancelsFrame());
                }
                news.ledgerEntries().stream()
                    .map(entry -> WireLedgerEntry.of(subscription.key().user(), entry, markets::spec))
                    .filter(WireLedgerEntry::isLiquidation)
                    .forEach(entry -> session.send(AccountNews.eventFrame("liquidation", entry::writeEvent)));
                news.fundings().forEach(funding -> session.send(AccountNews.fundingFrame(funding)));
                tellTwaps(subscription, news);
            }
            case NOTIFICATION -> Stream.concat(news.fills().stream().map(WireFill::notification),
                    news.marginCalls().stream().map(WireMarginCall::notification))
                .filter(Objects::nonNull).forEach(text -> session.send(AccountNews.notificationFrame(text)));
            case MARGIN_CALLS -> {
                if (!news.marginCalls().isEmpty()) {
                    sendList(subscription, JsonBody.list(news.marginCalls().stream()
                        .<JsonBody>map(call -> call::write).toList()), false);
                }
            }
            case USER_FUNDINGS -> sendFundings(subscription, news.fundings(), false);
            case USER_TWAP_FILLS -> sendSlices(subscription, news.fills(), false);
            case USER_TWAPS -> tellTwaps(subscription, news);
            case USER_FILLS -> sendFills(subscription, news);
            case USER_LEDGER -> sendLedger(subscription, news.ledgerEntries(), false);
            case USER_ORDERS -> {
                if (news.hasUpdates()) {
                    sendOrders(subscription, news.updates(), false);
                }
            }
            default -> { }
        }
    }

    private static void sendFills(final PrivateSubscription subscription, final AccountNews news) {
        final List<WireFill> fills = news.fills().stream()
            .filter(fill -> fill.first().eventSequence() > subscription.sentSequence())
            .toList();
        if (!fills.isEmpty()) {
            subscription.sent(fills.getLast().first().eventSequence());
            subscription.session().send(AccountNews.fillsFrame(subscription.key().user(), fills,
                subscription.key().merged(), false, news.sequence(), false));
        }
    }

    /** Ends the connections of all subscriptions: events were lost. */
    void closeAll(final String reason) {
        left.forEach(this::forget);
        left.clear();
        for (final AccountStream stream : streams.values()) {
            stream.memory.lose();
            for (final PrivateSubscription subscription : stream.subscriptions) {
                subscription.session().close(WebSocketCloseStatus.TRY_AGAIN_LATER, reason);
            }
        }
    }
}
