package steelyard.gateway.stream;

import java.util.ArrayList;
import java.util.List;
import steelyard.gateway.json.Json;
import steelyard.gateway.json.WireBook;

/** A state that several subscriptions show: a book in one form, or all mids. Belongs to the hub. */
final class Topic {
    private final StreamKey key;
    private final List<ConflatedSubscription> subscriptions = new ArrayList<>();
    private byte[] frame;
    private long version;
    private WireBook shown;

    Topic(final StreamKey key) {
        this.key = key;
    }

    StreamKey key() {
        return key;
    }

    List<ConflatedSubscription> subscriptions() {
        return subscriptions;
    }

    /** Counts the states; 0 before the first. */
    long version() {
        return version;
    }

    byte[] frame() {
        return frame;
    }

    /** Levels of a side that this topic looks at. */
    int depth() {
        return key.type() == StreamType.BBO ? 1 : WireBook.depth(key.aggregation());
    }

    /** Takes a new state of the book; what looks the same is no news. */
    void update(final WireBook book) {
        final boolean showsLevels = key.type() == StreamType.L2_BOOK;
        if (shown != null && (showsLevels ? shown.hasSameLevels(book) : shown.hasSameBest(book))) {
            return;
        }
        shown = book;
        update(Json.frame(key.type().channel(), showsLevels
            ? json -> book.writeLevels(json, key.aggregation(), key.fast())
            : book::writeBest));
    }

    /** Takes a new state. */
    void update(final byte[] newFrame) {
        frame = newFrame;
        version++;
    }

    /** Sends the state to those who have not got it and can take it. */
    void publish() {
        for (final ConflatedSubscription subscription : subscriptions) {
            subscription.catchUp();
        }
    }
}
