package steelyard.gateway.stream;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.gateway.json.Json;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.gateway.reads.NodeReads;
import steelyard.node.HistoryReader;
import steelyard.node.NodeState;

/**
 * Accounts, open orders and contexts of markets: read in turn, compared with what was last shown, and sent if they
 * differ by more than their time, or now and then. Belongs to the hub.
 */
final class StateTopics {
    private static final Logger LOG = LoggerFactory.getLogger(StateTopics.class);
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long REPEAT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int READS_AT_ONCE = 100;

    /** A topic and what it shows. */
    private static final class Shown {
        private final Topic topic;
        private byte[] withoutTime = {};
        private long sentNanos;

        private Shown(final StreamKey key) {
            topic = new Topic(key);
        }
    }

    private record Found(StreamKey key, StateRead.Body body, int accountId, long timeNanos) {
    }

    private final NodeReads reads;
    private final HistoryReader history;
    private final MarketDirectory markets;
    private final EventLoop loop;
    private final Map<StreamKey, Shown> topics = new HashMap<>();
    private final Deque<StreamKey> due = new ArrayDeque<>();
    private long turnNanos = System.nanoTime();
    private boolean reading;

    StateTopics(
        final NodeReads reads, final HistoryReader history, final MarketDirectory markets, final EventLoop loop) {
        this.reads = reads;
        this.history = history;
        this.markets = markets;
        this.loop = loop;
    }

    /** Adds a subscription; it is sent the present state at once. */
    Subscription subscribe(final StreamSession session, final StreamKey key) {
        final Shown shown = topics.computeIfAbsent(key, Shown::new);
        final ConflatedSubscription subscription = new ConflatedSubscription(session, key, shown.topic);
        shown.topic.subscriptions().add(subscription);
        if (shown.topic.version() > 0) {
            subscription.catchUp();
        }
        due.addFirst(key);
        read();
        return subscription;
    }

    /** Ends a subscription; a topic that nobody shows any more is forgotten. */
    void unsubscribe(final ConflatedSubscription subscription) {
        final Topic topic = subscription.topic();
        topic.subscriptions().remove(subscription);
        if (topic.subscriptions().isEmpty()) {
            topics.remove(topic.key());
        }
    }

    /** Reads what is due; called at every interval. */
    void refresh() {
        final long nowNanos = System.nanoTime();
        if (due.isEmpty() && nowNanos - turnNanos >= TURN_NANOS) {
            turnNanos = nowNanos;
            due.addAll(topics.keySet());
        }
        read();
    }

    private void read() {
        if (reading || due.isEmpty()) {
            return;
        }
        final List<StreamKey> keys = new ArrayList<>();
        while (!due.isEmpty() && keys.size() < READS_AT_ONCE) {
            keys.add(due.poll());
        }
        reading = reads.ask(loop, state -> find(keys, state), (found, failure) -> {
            reading = false;
            if (failure == null) {
                found.forEach(this::onFound);
            } else {
                LOG.error("A state could not be read", failure);
            }
            read();
        });
        if (!reading) {
            due.addAll(keys);
        }
    }

    private List<Found> find(final List<StreamKey> keys, final NodeState state) {
        return keys.stream().map(key -> new Found(key, StateRead.read(key, state, markets::spec),
            StateRead.wantsLedger(key) ? state.accountId(key.user()) : NodeState.NONE, state.logTimeNanos())).toList();
    }

    private void onFound(final Found found) {
        if (found.accountId == NodeState.NONE) {
            show(found, 0);
            return;
        }
        history.ledgerMicros(found.accountId).whenCompleteAsync((micros, failure) -> {
            if (failure == null) {
                show(found, micros);
            }
        }, loop);
    }

    private void show(final Found found, final long ledgerMicros) {
        final Shown shown = topics.get(found.key);
        if (shown == null) {
            return;
        }
        final byte[] withoutTime = Json.bytes(json -> found.body.write(json, 0, ledgerMicros));
        final long nowNanos = System.nanoTime();
        if (!Arrays.equals(withoutTime, shown.withoutTime) || nowNanos - shown.sentNanos >= REPEAT_NANOS) {
            shown.withoutTime = withoutTime;
            shown.sentNanos = nowNanos;
            shown.topic.update(Json.frame(found.key.type().channel(),
                json -> found.body.write(json, found.timeNanos, ledgerMicros)));
        }
        shown.topic.publish();
    }
}
