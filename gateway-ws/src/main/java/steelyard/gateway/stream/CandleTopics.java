package steelyard.gateway.stream;

import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import steelyard.gateway.json.CandleInterval;
import steelyard.gateway.json.Json;
import steelyard.gateway.json.WireCandle;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.model.MarketSpec;
import steelyard.node.HistoryReader;

/**
 * The last candles of markets: sent when the market has traded. Of a candle that ends between two readings the final
 * state is sent too, before the next one. Belongs to the hub.
 */
final class CandleTopics {
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** A topic and the candle that it showed last. */
    private static final class Shown {
        private final Topic topic;
        private WireCandle last;

        private Shown(final StreamKey key) {
            topic = new Topic(key);
        }
    }

    private final Interest interest;
    private final HistoryReader history;
    private final MarketDirectory markets;
    private final EventLoop loop;
    private final Map<StreamKey, Shown> topics = new HashMap<>();
    private final Set<StreamKey> wanted = new HashSet<>();
    private final Set<StreamKey> reading = new HashSet<>();
    private long turnNanos = System.nanoTime();

    CandleTopics(
        final Interest interest, final HistoryReader history, final MarketDirectory markets, final EventLoop loop) {
        this.interest = interest;
        this.history = history;
        this.markets = markets;
        this.loop = loop;
    }

    /** Adds a subscription; it is sent the last candle, if there is one. */
    Subscription subscribe(final StreamSession session, final StreamKey key) {
        final Shown shown = topics.computeIfAbsent(key, Shown::new);
        final ConflatedSubscription subscription = new ConflatedSubscription(session, key, shown.topic);
        shown.topic.subscriptions().add(subscription);
        if (shown.topic.version() > 0) {
            subscription.catchUp();
        }
        wanted.add(key);
        read();
        return subscription;
    }

    /** Ends a subscription; a topic that nobody shows any more is forgotten. */
    void unsubscribe(final ConflatedSubscription subscription) {
        final Topic topic = subscription.topic();
        topic.subscriptions().remove(subscription);
        if (topic.subscriptions().isEmpty()) {
            topics.remove(topic.key());
            wanted.remove(topic.key());
        }
    }

    /** Looks which markets have traded; called at every interval. */
    void refresh() {
        final long nowNanos = System.nanoTime();
        if (topics.isEmpty() || nowNanos - turnNanos < TURN_NANOS) {
            return;
        }
        turnNanos = nowNanos;
        for (final MarketSpec spec : markets.all()) {
            if (interest.traded.testAndClear(spec.marketId())) {
                topics.keySet().stream().filter(key -> key.marketId() == spec.marketId()).forEach(wanted::add);
            }
        }
        read();
    }

    /** What cannot be read now is wanted again. */
    private void read() {
        for (final StreamKey key : List.copyOf(wanted)) {
            if (reading.add(key)) {
                wanted.remove(key);
                final CandleInterval interval = key.interval();
                history.candles(key.marketId(), interval.unit(), 0, Long.MAX_VALUE, 2 * interval.unitsMax())
                    .whenCompleteAsync((kept, failure) -> {
                        reading.remove(key);
                        if (failure != null) {
                            wanted.add(key);
                        } else if (topics.containsKey(key)) {
                            show(topics.get(key), WireCandle.of(markets.spec(key.marketId()), interval, kept));
                        }
                    }, loop);
            }
        }
    }

    private static void show(final Shown shown, final List<WireCandle> candles) {
        final WireCandle before = shown.last;
        for (final WireCandle candle : candles.subList(Math.max(0, candles.size() - 2), candles.size())) {
            final boolean isLast = candle == candles.getLast();
            if (isLast ? !candle.equals(before) : before != null && candle.isLaterStateOf(before)) {
                shown.last = candle;
                shown.topic.update(Json.frame(StreamType.CANDLE.channel(), candle));
                shown.topic.publish();
            }
        }
        shown.topic.publish();
    }
}
