package steelyard.gateway.stream;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * A subscription that gets every event. Until its snapshot is there, what happens is held back; then what the snapshot
 * does not contain follows.
 */
abstract sealed class EventSubscription extends Subscription permits TradeStreams.TradeSubscription,
    PrivateStreams.PrivateSubscription, BookStreams.BookSubscription {

    private static final int HELD_MAX = 10_000;

    private final List<Runnable> held = new ArrayList<>();
    /** Snapshots under way; the first one is from the start. */
    private int snapshots = 1;
    private long sentSequence;

    EventSubscription(final StreamSession session, final StreamKey key) {
        super(session, key);
    }

    /** The last event that the client was sent. */
    long sentSequence() {
        return sentSequence;
    }

    /** Everything up to this event was sent. */
    void sent(final long eventSequence) {
        sentSequence = Math.max(sentSequence, eventSequence);
    }

    /** Holds events back for one more snapshot. */
    void hold() {
        snapshots++;
    }

    /** Forgets what was held back: a snapshot that is taken now, and will be sent, contains it. */
    void forgetHeld() {
        held.clear();
    }

    /** A snapshot has been sent: if it was the last, runs what was held back, and from now on everything at once. */
    void release() {
        snapshots--;
        if (snapshots == 0) {
            held.forEach(Runnable::run);
            held.clear();
        }
    }

    /** Runs {@code publication} now or, in its turn, when the snapshot has been sent. */
    void inTurn(final Runnable publication) {
        if (snapshots == 0) {
            publication.run();
        } else if (held.size() < HELD_MAX) {
            held.add(publication);
        } else {
            session().close(WebSocketCloseStatus.TRY_AGAIN_LATER, "The snapshot takes too long");
        }
    }
}
