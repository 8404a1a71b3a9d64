package steelyard.gateway.stream;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.collections.Int2ObjectHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.gateway.json.WireFill;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.gateway.reads.NodeReads;
import steelyard.node.HistoryReader;
import steelyard.node.HistoryReader.Fill;
import steelyard.node.NodeState;
import steelyard.protocol.Address;

/**
 * Order updates, events and fills of accounts. An address may be watched before it has an account. Belongs to the hub.
 */
final class PrivateStreams {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateStreams.class);
    private static final int SNAPSHOT_FILLS = 2_000;

    /** A subscription to one account. */
    static final class PrivateSubscription extends EventSubscription {
        private final byte[] acknowledgment;

        PrivateSubscription(final StreamSession session, final StreamKey key, final byte[] acknowledgment) {
            super(session, key);
            this.acknowledgment = acknowledgment;
        }
    }

    /** The subscriptions of one address. */
    private static final class AccountStream {
        private final Address address;
        private final List<PrivateSubscription> subscriptions = new ArrayList<>();
        private int accountId = NodeState.NONE;
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
    Subscription subscribe(final StreamSession session, final StreamKey key, final byte[] acknowledgment) {
        final PrivateSubscription subscription = new PrivateSubscription(session, key, acknowledgment);
        final AccountStream known = streams.get(key.user());
        final AccountStream stream = known == null ? new AccountStream(key.user()) : known;
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
            streams.remove(stream.address);
            unasked.remove(stream.address);
            interest.awaited.remove(stream.address);
            if (stream.accountId != NodeState.NONE) {
                streamsById.remove(stream.accountId);
                interest.accounts.clear(stream.accountId);
            }
        }
    }

    /** Asks again for what the node could not say; called at every interval. */
    void retry() {
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
            if (accountId != NodeState.NONE) {
                interest.accounts.set(accountId);
            }
            return accountId;
        }, (accountId, failure) -> {
            if (failure == null) {
                onResolved(address, accountId);
            } else {
                LOG.error("An account could not be looked up", failure);
                askAgain(address);
            }
        });
        if (!asked) {
            askAgain(address);
        }
    }

    private void askAgain(final Address address) {
        if (streams.containsKey(address)) {
            unasked.add(address);
        }
    }

    private void onResolved(final Address address, final int accountId) {
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
        if (subscription.key().type() != StreamType.USER_FILLS) {
            subscription.release();
        } else if (stream.accountId == NodeState.NONE) {
            sendSnapshot(subscription, List.of());
        } else {
            subscription.session().inSnapshotTurn(() -> readSnapshot(stream, subscription));
        }
    }

    private void readSnapshot(final AccountStream stream, final PrivateSubscription subscription) {
        if (!stream.subscriptions.contains(subscription)) {
            subscription.session().snapshotSent();
            return;
        }
        history.fills(stream.accountId, SNAPSHOT_FILLS).whenCompleteAsync((newestFirst, failure) -> {
            if (failure == null) {
                if (stream.subscriptions.contains(subscription)) {
                    sendSnapshot(subscription, newestFirst.reversed());
                }
                subscription.session().snapshotSent();
            } else {
                subscription.session().close(WebSocketCloseStatus.TRY_AGAIN_LATER, "Fills cannot be read now");
            }
        }, loop);
    }

    private void sendSnapshot(final PrivateSubscription subscription, final List<Fill> fills) {
        final List<WireFill> shown = fills.stream()
            .map(fill -> WireFill.of(fill, markets.spec(fill.marketId())))
            .toList();
        final StreamKey key = subscription.key();
        subscription.session().send(AccountNews.fillsFrame(key.user(), shown, key.merged(), true));
        if (!fills.isEmpty()) {
            subscription.sent(fills.getLast().eventSequence());
        }
        subscription.release();
    }

    /** What one command did to an account that is watched, or was until just now. */
    void onNews(final int accountId, final AccountNews news) {
        final AccountStream stream = streamsById.get(accountId);
        if (stream != null) {
            for (final PrivateSubscription subscription : stream.subscriptions) {
                subscription.inTurn(() -> send(subscription, news));
            }
        }
    }

    private static void send(final PrivateSubscription subscription, final AccountNews news) {
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
                }
                if (news.hasUnaskedCancels()) {
                    session.send(news.unaskedCancelsFrame());
                }
            }
            default -> sendFills(subscription, news.fills());
        }
    }

    private static void sendFills(final PrivateSubscription subscription, final List<WireFill> fills) {
        final List<WireFill> news = fills.stream()
            .filter(fill -> fill.first().eventSequence() > subscription.sentSequence())
            .toList();
        if (!news.isEmpty()) {
            subscription.sent(news.getLast().first().eventSequence());
            subscription.session().send(AccountNews.fillsFrame(
                subscription.key().user(), news, subscription.key().merged(), false));
        }
    }

    /** Ends the connections of all subscriptions: events were lost. */
    void closeAll(final String reason) {
        for (final AccountStream stream : streams.values()) {
            for (final PrivateSubscription subscription : stream.subscriptions) {
                subscription.session().close(WebSocketCloseStatus.TRY_AGAIN_LATER, reason);
            }
        }
    }
}
