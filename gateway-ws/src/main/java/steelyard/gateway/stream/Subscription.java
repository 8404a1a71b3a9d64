package steelyard.gateway.stream;

/** One session's subscription. Belongs to the hub. */
abstract sealed class Subscription permits ConflatedSubscription, EventSubscription {
    private final StreamSession session;
    private final StreamKey key;

    Subscription(final StreamSession session, final StreamKey key) {
        this.session = session;
        this.key = key;
    }

    StreamSession session() {
        return session;
    }

    StreamKey key() {
        return key;
    }
}
