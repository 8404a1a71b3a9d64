package steelyard.gateway.stream;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.Int2ObjectHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.gateway.json.OrderExtras;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.gateway.reads.NodeReads;
import steelyard.node.HistoryReader;
import steelyard.node.NodeState;
import steelyard.node.OrderView;
import steelyard.protocol.Address;

/**
 * Order updates, events and fills of accounts. An address may be watched before it has an account. Belongs to the hub.
 */
final class PrivateStreams {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateStreams.class);
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

        byte[] acknowledgment() {
            return acknowledgment;
        }

        /** The last event that the client has been told of, or {@link SubscriptionRequest#NONE}. */
        long afterSequence() {
            return afterSequence;
        }
    }

    /** The subscriptions of one address. */
    static final class AccountStream {
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

        /** Of the account, or {@link NodeState#NONE}. */
        int accountId() {
            return accountId;
        }

        NewsMemory memory() {
            return memory;
        }

        /** Whether the subscription has not ended. */
        boolean has(final PrivateSubscription subscription) {
            return subscriptions.contains(subscription);
        }
    }

    private final Interest interest;
    private final NodeReads reads;
    private final EventLoop loop;
    private final PrivateSender sender;
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
        this.loop = loop;
        sender = new PrivateSender(history, markets, loop);
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
            sender.start(stream, subscription);
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
            stream.subscriptions.forEach(subscription -> sender.start(stream, subscription));
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

    /** What one command did to an account that is watched, or was until just now. */
    void onNews(final int accountId, final AccountNews news) {
        final AccountStream stream = streamsById.get(accountId);
        if (stream != null) {
            stream.memory.add(news);
            for (final PrivateSubscription subscription : stream.subscriptions) {
                subscription.inTurn(() -> sender.send(stream, subscription, news));
            }
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
