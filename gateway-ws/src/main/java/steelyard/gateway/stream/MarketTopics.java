package steelyard.gateway.stream;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import steelyard.gateway.json.Json;
import steelyard.gateway.json.WireBook;
import steelyard.gateway.json.WireMarket;
import steelyard.gateway.reads.MarketDirectory;
import steelyard.gateway.reads.NodeReads;
import steelyard.model.MarketSpec;
import steelyard.node.BookView;
import steelyard.node.NodeState;

/**
 * Books, best prices and mids. One read at a time takes the present state of the markets that changed; while it is
 * under way further changes only leave their marks. Belongs to the hub.
 */
final class MarketTopics {
    private static final Logger LOG = LoggerFactory.getLogger(MarketTopics.class);

    private final Interest interest;
    private final NodeReads reads;
    private final MarketDirectory markets;
    private final EventLoop loop;
    private final Map<StreamKey, Topic> topics = new HashMap<>();
    private final Map<Integer, List<Topic>> bookTopics = new HashMap<>();
    /** Price of each market by name, in the order in which they got their first. */
    private final Map<String, String> mids = new LinkedHashMap<>();
    /** Markets that a new subscription waits for. */
    private final TreeSet<Integer> wantedBooks = new TreeSet<>();
    private boolean midsWanted;
    private boolean reading;

    MarketTopics(
        final Interest interest, final NodeReads reads, final MarketDirectory markets, final EventLoop loop) {
        this.interest = interest;
        this.reads = reads;
        this.markets = markets;
        this.loop = loop;
    }

    /** Adds a subscription; it is sent the present state at once. */
    Subscription subscribe(final StreamSession session, final StreamKey key) {
        final Topic topic = topics.computeIfAbsent(key, this::open);
        final ConflatedSubscription subscription = new ConflatedSubscription(session, key, topic);
        topic.subscriptions().add(subscription);
        if (key.type() == StreamType.ALL_MIDS) {
            midsWanted = true;
        } else {
            wantedBooks.add(key.marketId());
        }
        refresh();
        return subscription;
    }

    private Topic open(final StreamKey key) {
        final Topic topic = new Topic(key);
        if (key.type() != StreamType.ALL_MIDS) {
            bookTopics.computeIfAbsent(key.marketId(), id -> new ArrayList<>()).add(topic);
        }
        return topic;
    }

    /** Ends a subscription; a topic that nobody shows any more is forgotten. */
    void unsubscribe(final ConflatedSubscription subscription) {
        final Topic topic = subscription.topic();
        topic.subscriptions().remove(subscription);
        if (topic.subscriptions().isEmpty()) {
            topics.remove(topic.key());
            bookTopics.computeIfPresent(topic.key().marketId(), (id, ofMarket) -> {
                ofMarket.remove(topic);
                return ofMarket.isEmpty() ? null : ofMarket;
            });
        }
    }

    /** Marks every shown market as changed. */
    void allChanged() {
        wantedBooks.addAll(bookTopics.keySet());
        midsWanted = true;
    }

    /** What one read asks for: depth by market, and markets whose mid is to be read. */
    private record Wanted(Map<Integer, Integer> depths, List<Integer> mids) {
        boolean isEmpty() {
            return depths.isEmpty() && mids.isEmpty();
        }
    }

    private record Found(List<BookView> books, Map<String, String> mids) {
    }

    /** Reads what changed, unless a read is under way. */
    void refresh() {
        if (reading) {
            return;
        }
        final Wanted wanted = new Wanted(takeChangedBooks(), takeChangedMids());
        if (wanted.isEmpty()) {
            return;
        }
        reading = reads.ask(loop, state -> find(wanted, state), (found, failure) -> {
            reading = false;
            if (failure == null) {
                publish(found);
            } else {
                LOG.error("Market data could not be read", failure);
                restore(wanted);
            }
            if (!wantedBooks.isEmpty() || midsWanted) {
                refresh();
            }
        });
        if (!reading) {
            restore(wanted);
        }
    }

    /** The mark is taken away before the state is read: a change after that leaves a new one. */
    private Map<Integer, Integer> takeChangedBooks() {
        final Map<Integer, Integer> depths = new HashMap<>();
        bookTopics.forEach((marketId, ofMarket) -> {
            if (interest.changedBooks.testAndClear(marketId) | wantedBooks.contains(marketId)) {
                depths.put(marketId, ofMarket.stream().mapToInt(Topic::depth).max().orElse(0));
            }
        });
        wantedBooks.clear();
        return depths;
    }

    private List<Integer> takeChangedMids() {
        final List<Integer> changed = new ArrayList<>();
        if (topics.containsKey(StreamKey.ofAll(StreamType.ALL_MIDS))) {
            for (final MarketSpec spec : markets.all()) {
                if (interest.changedMids.testAndClear(spec.marketId()) | midsWanted) {
                    changed.add(spec.marketId());
                }
            }
        }
        midsWanted = false;
        return changed;
    }

    private void restore(final Wanted wanted) {
        wanted.depths.keySet().forEach(interest.changedBooks::set);
        wanted.mids.forEach(interest.changedMids::set);
    }

    private static Found find(final Wanted wanted, final NodeState state) {
        final List<BookView> books = new ArrayList<>(wanted.depths.size());
        wanted.depths.forEach((marketId, depth) -> books.add(state.book(marketId, depth)));
        final Map<String, String> mids = new LinkedHashMap<>();
        for (final int marketId : wanted.mids) {
            mids.put(state.market(marketId).spec().coin(), WireMarket.mid(state.market(marketId)));
        }
        return new Found(books, mids);
    }

    private void publish(final Found found) {
        for (final BookView view : found.books) {
            final WireBook book = new WireBook(markets.spec(view.marketId()), view);
            for (final Topic topic : bookTopics.getOrDefault(view.marketId(), List.of())) {
                topic.update(book);
                topic.publish();
            }
        }
        final Topic all = topics.get(StreamKey.ofAll(StreamType.ALL_MIDS));
        if (all != null) {
            publishMids(all, found.mids);
        }
    }

    private void publishMids(final Topic all, final Map<String, String> found) {
        boolean changed = false;
        for (final Map.Entry<String, String> mid : found.entrySet()) {
            changed |= mid.getValue() != null && !mid.getValue().equals(mids.put(mid.getKey(), mid.getValue()));
        }
        if (changed || all.version() == 0 && !found.isEmpty()) {
            all.update(Json.frame(all.key().type().channel(), json -> {
                json.writeStartObject();
                json.writeObjectFieldStart("mids");
                for (final Map.Entry<String, String> mid : mids.entrySet()) {
                    json.writeStringField(mid.getKey(), mid.getValue());
                }
                json.writeEndObject();
                json.writeEndObject();
            }));
        }
        all.publish();
    }
}
